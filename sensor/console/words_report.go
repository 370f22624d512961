package console

import "github.com/banken-ot/banken/sensor/lang"

// wordsReport are those of what is printed.
var wordsReport = map[string]lang.Text{
	"title.report":    {EN: "Report", JA: "レポート"},
	"report.incident": {EN: "Incident report", JA: "アラーム報告書"},
	"report.site":     {EN: "Site", JA: "サイト"},
	"report.more":     {EN: "%[1]s more are on the page of the incident.", JA: "ほか%[1]s件はアラームのページにあります。"},
	"report.sign":     {EN: "For the file", JA: "確認欄"},
	"report.checked":  {EN: "Checked by, date", JA: "確認者・日付"},
	"report.approved": {EN: "Approved by, date", JA: "承認者・日付"},
}
