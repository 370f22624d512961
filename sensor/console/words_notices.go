package console

import "github.com/banken-ot/banken/sensor/lang"

// wordsNotices are those of the page about who is told.
var wordsNotices = map[string]lang.Text{
	"title.notices":     {EN: "Who is told", JA: "通知先"},
	"notices.contacts":  {EN: "Contacts, in their order", JA: "連絡先（連絡する順）"},
	"notices.nobody":    {EN: "Nobody is told. Contacts are named in the configuration under notify: see docs/escalation.md.", JA: "通知先が設定されていません。設定ファイルのnotifyに連絡先を追加してください（docs/escalation.md参照）。"},
	"notices.order":     {EN: "No.", JA: "順"},
	"notices.name":      {EN: "Contact", JA: "連絡先"},
	"notices.by":        {EN: "By", JA: "手段"},
	"notices.now":       {EN: "Now", JA: "現在"},
	"notices.quiet":     {EN: "quiet until %[1]s: only what is urgent is told", JA: "%[1]sまで夜間等の抑止中（至急のみ通知）"},
	"notices.awake":     {EN: "is told at once", JA: "すぐに通知します"},
	"notices.test":      {EN: "Send a test", JA: "テスト送信"},
	"notices.tried":     {EN: "The test", JA: "テスト結果"},
	"notices.good":      {EN: "taken by the other end after %[1]s", JA: "相手側が受け付けました（%[1]s）"},
	"notices.bad":       {EN: "did not work: %[1]s", JA: "送信できませんでした（%[1]s）"},
	"notices.unlogged":  {EN: "The test could not be noted in the log.", JA: "テストを通知記録に書き込めませんでした。"},
	"notices.log":       {EN: "Who was told what", JA: "通知の記録"},
	"notices.what":      {EN: "About what", JA: "内容"},
	"notices.result":    {EN: "Result", JA: "結果"},
	"settings.notices":  {EN: "Contacts, test messages, and who was told what", JA: "連絡先、テスト送信、通知の記録を見る"},
	"notice.alarm":      {EN: "incident", JA: "アラーム"},
	"notice.health":     {EN: "health of the sensor", JA: "センサーの健全性"},
	"notice.digest":     {EN: "morning digest", JA: "朝のまとめ"},
	"notice.summary":    {EN: "summary of what was held back", JA: "抑止分のまとめ"},
	"notice.test":       {EN: "test", JA: "テスト"},
	"result.sending":    {EN: "on its way", JA: "送信中"},
	"result.sent":       {EN: "sent", JA: "送信済み"},
	"result.failed":     {EN: "failed", JA: "失敗"},
	"result.quiet":      {EN: "held by quiet hours", JA: "夜間等のため保留"},
	"result.capped":     {EN: "held: too many in an hour", JA: "件数上限のため保留"},
	"fault.nobody-told": {EN: "No contact of this name is configured: see docs/escalation.md.", JA: "この名前の連絡先は設定されていません（docs/escalation.md参照）。"},
}
