package main

import "github.com/banken-ot/banken/sensor/lang"

// Sentences of the command drill.
var (
	drillImpossible   = lang.Text{EN: "not possible here: %[1]s", JA: "実施できません：%[1]s"}
	drillShows        = lang.Text{EN: "what will be seen: %[1]s", JA: "表示される内容：%[1]s"}
	drillCast         = lang.Text{EN: "with %[1]s", JA: "登場する機器：%[1]s"}
	drillRunning      = lang.Text{EN: "EXERCISE %[1]s is running: %[2]s, since %[3]s, led by %[4]s", JA: "演習%[1]s番を実施中です：%[2]s（%[3]s開始、責任者 %[4]s）"}
	drillPast         = lang.Text{EN: "drills so far:", JA: "これまでの演習："}
	drillMet          = lang.Text{EN: "goals met", JA: "目標達成"}
	drillNotMet       = lang.Text{EN: "goals not met", JA: "目標未達"}
	drillNone         = lang.Text{EN: "no drill is running", JA: "実施中の演習はありません。"}
	drillHead         = lang.Text{EN: "EXERCISE %[1]s: %[2]s", JA: "演習%[1]s番：%[2]s"}
	drillLed          = lang.Text{EN: "led by %[1]s, started %[2]s", JA: "責任者：%[1]s　開始：%[2]s"}
	drillUntil        = lang.Text{EN: "it ends by itself at %[1]s", JA: "%[1]sに自動で終了します。"}
	drillOnPaper      = lang.Text{EN: "Carry nothing out at the plant: say what you would do, and note it with `banken drill done N`.", JA: "実際の設備は操作しないでください。何をするかを口頭で確認し、「banken drill done 番号」で記録します。"}
	drillEnded        = lang.Text{EN: "ended %[1]s: %[2]s", JA: "終了：%[1]s　%[2]s"}
	drillAcknowledged = lang.Text{EN: "acknowledged", JA: "確認"}
	drillDecided      = lang.Text{EN: "decided", JA: "判断"}
	drillNotYet       = lang.Text{EN: "%[1]s: nobody (goal %[2]s)", JA: "%[1]s：なし（目標 %[2]s）"}
	drillWithin       = lang.Text{EN: "%[1]s: after %[2]s by %[4]s, within the goal of %[3]s", JA: "%[1]s：%[2]s（%[4]s）、目標%[3]s以内"}
	drillLate         = lang.Text{EN: "%[1]s: after %[2]s by %[4]s, later than the goal of %[3]s", JA: "%[1]s：%[2]s（%[4]s）、目標%[3]sを超過"}
	drillNothingYet   = lang.Text{EN: "nothing has come up so far", JA: "まだ何も表示されていません。"}
	drillUndecided    = lang.Text{EN: "nobody decided about it", JA: "判断されていません。"}
	drillRight        = lang.Text{EN: "%[1]s: %[2]s – right", JA: "%[1]s：%[2]s（適切）"}
	drillWrong        = lang.Text{EN: "%[1]s: %[2]s – not right: nobody had announced this", JA: "%[1]s：%[2]s（不適切：事前の連絡のない操作でした）"}
	drillUndone       = lang.Text{EN: "not done yet: `banken drill done %[1]s`", JA: "未実施：banken drill done %[1]s"}
	drillDone         = lang.Text{EN: "done %[1]s by %[2]s", JA: "実施：%[1]s　%[2]s"}
	drillTimeline     = lang.Text{EN: "timeline:", JA: "経過："}
	drillRemark       = lang.Text{EN: "remark by %[1]s: %[2]s", JA: "所見（%[1]s）：%[2]s"}
)

// drillEnds are why a drill ended.
var drillEnds = map[string]lang.Text{
	"stopped": {EN: "stopped", JA: "手動で停止"},
	"over":    {EN: "its time was over", JA: "時間切れ"},
	"done":    {EN: "all was decided and done", JA: "すべて判断・実施済み"},
	"real":    {EN: "a real incident needed people", JA: "実際のアラームが発生したため中止"},
	"restart": {EN: "the sensor was stopped", JA: "センサーが停止したため終了"},
}

// drillDecisions are what people decide, in words.
var drillDecisions = map[string]lang.Text{
	"acknowledge": {EN: "looks after it", JA: "対応を引き受けた"},
	"shelve":      {EN: "put it aside", JA: "保留にした"},
	"work":        {EN: "closed it as work", JA: "作業として完了にした"},
	"suspicious":  {EN: "holds it to be suspicious", JA: "不審と判断した"},
	"false":       {EN: "closed it as nothing that matters", JA: "問題なしとして完了にした"},
}
