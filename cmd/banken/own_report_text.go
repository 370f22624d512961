package main

import "github.com/banken-ot/banken/sensor/lang"

// reportWord is one of the sentences of a report.
type reportWord uint8

// The sentences.
const (
	noPeriod reportWord = iota
	aboutOne
	aboutTwo
	theInternet
	noTime

	dayUnknown
	monthUnknown
	stillOpen
	allDone
	doneLate
	nothingCalled
	nothingCalls
	butBlind
	butLearning
	wasSuspicious
	promiseBroken
	allSeen
	mostSeen
	notRecorded

	promiseTop
	promiseLower
	keptYes
	keptOpen
	keptChance
	keptNo
	toBeExpected

	figureLevel
	figureLevelNone
	figureLevelValue
	figureLevelNote
	figureAttention
	figureAttentionNote
	figureTook
	figureTookNone
	figureTookNote
	figureTookFewer
	figureSeen
	figureSeenNote
	figureSeenUnknown
	figureFalse
	figureFalseNote

	headPeriod
	headUntil
	headKnown
	partLevels
	partIncidents
	partMustDo
	partSight
	partNew
	partWorks
	partDeeds
	partExits
	partApprovals
	partDrills
	partDevices
	partChanges
	partNone
	levelFrom
	levelFromBlind
	dueOpen
	dueOverdue
	dueDone
	dueLate
	workLine
	deedLine
	tallyLine
	devicesLine
	exitOut
	exitIn

	reportWordCount
)

// reportWords has each in all languages.
var reportWords = [reportWordCount]lang.Text{
	noPeriod:    {EN: "%[1]s is nothing a report can be about: write it as %[2]s", JA: "%[1]sは報告の対象として読み取れません。%[2]sのように書いてください。"},
	aboutOne:    {EN: "%[1]s: %[2]s", JA: "%[1]s：%[2]s"},
	aboutTwo:    {EN: "%[1]s → %[2]s: %[3]s", JA: "%[1]s → %[2]s：%[3]s"},
	theInternet: {EN: "the internet", JA: "インターネット"},
	noTime:      {EN: "0 min", JA: "0分"},

	dayUnknown:    {EN: "Nothing is known of this day: the sensor was not at work.", JA: "この日の記録はありません。センサーは稼働していませんでした。"},
	monthUnknown:  {EN: "Nothing is known of this month: the sensor was not at work.", JA: "この月の記録はありません。センサーは稼働していませんでした。"},
	stillOpen:     {EN: "Incidents that call for action and are still open: %[1]s.", JA: "対応が必要なアラームのうち、未完了のものが%[1]s件あります。"},
	allDone:       {EN: "All that had to be done was done (%[1]s).", JA: "必要な対応はすべて完了しました（%[1]s件）。"},
	doneLate:      {EN: "After the deadline: %[1]s.", JA: "うち期限を過ぎたもの：%[1]s件。"},
	nothingCalled: {EN: "Nothing of what was seen called for action.", JA: "見えていた範囲では、対応が必要なことはありませんでした。"},
	nothingCalls:  {EN: "Nothing of what was seen calls for action any more.", JA: "見えていた範囲では、対応が残っているものはありません。"},
	butBlind:      {EN: "But not everything was seen, for %[1]s in all.", JA: "ただし、合計%[1]sにわたり、見えていない部分がありました。"},
	butLearning:   {EN: "It is not known yet what is usual here (days learned: %[1]s).", JA: "普段の様子はまだ学習中です（学習日数：%[1]s日）。"},
	wasSuspicious: {EN: "Something happened that nobody answers for: incidents found to be suspicious: %[1]s.", JA: "心当たりのない操作がありました。不審と判断されたアラームは%[1]s件です。"},
	promiseBroken: {EN: "There were more false alarms than promised.", JA: "誤報が約束した件数を上回りました。"},
	allSeen:       {EN: "Everything was seen.", JA: "見えていない時間はありませんでした。"},
	mostSeen:      {EN: "All but %[1]s was seen.", JA: "見えていない部分があったのは、合計%[1]sだけです。"},

	notRecorded: {EN: "But for how long the sensor was at work was not recorded.", JA: "ただし、センサーの稼働時間は記録されていません。"},

	promiseTop: {EN: "Accepted in this time: at most %[1]s false incidents that call for action. Of %[2]s that came, %[3]s were found to be false; of %[4]s nobody has said what they were.",
		JA: "この期間に許容される「要対応」以上の誤報は、最大%[1]s件です。届いた%[2]s件のうち、問題なしと判断されたものは%[3]s件、判断が記録されていないものは%[4]s件です。"},
	promiseLower: {EN: "Accepted in this time: at most %[1]s false incidents that only call for watching. Of %[2]s that came, %[3]s were found to be false; of %[4]s nobody has said what they were.",
		JA: "この期間に許容される「要注視」以下の誤報は、最大%[1]s件です。届いた%[2]s件のうち、問題なしと判断されたものは%[3]s件、判断が記録されていないものは%[4]s件です。"},
	keptYes: {EN: "That is within what was promised.",
		JA: "約束の範囲内です。"},
	keptOpen: {EN: "That is within what was promised, if those that nobody has answered for were real.",
		JA: "判断が未記録のものが誤報でなければ、約束の範囲内です。"},
	keptChance: {EN: "That is more than promised, but as many can come by chance.",
		JA: "約束を上回りましたが、偶然でも起こりうる件数です。"},
	keptNo: {EN: "That is more than promised, and hardly by chance: have an engineer look at what waits for approval and at the budget.",
		JA: "約束を上回り、偶然では説明しにくい件数です。承認待ちの内容と許容件数の設定を、技術担当者に確認してもらってください。"},
	toBeExpected: {EN: "By what came, between %[1]s and %[2]s are to be expected in such a time; a statement like this is right 95 times in 100.",
		JA: "この実績から、同じ長さの期間に見込まれる誤報は%[1]s～%[2]s件です（100回中95回は当たる範囲）。"},

	figureLevel:         {EN: "Highest level", JA: "最も高かった警戒レベル"},
	figureLevelNone:     {EN: "not noted", JA: "記録なし"},
	figureLevelValue:    {EN: "%[1]s of 5", JA: "%[1]s（5段階中）"},
	figureLevelNote:     {EN: "at level 3 or above: %[1]s", JA: "レベル3以上の時間：%[1]s"},
	figureAttention:     {EN: "Incidents that called for action", JA: "対応が必要だったアラーム"},
	figureAttentionNote: {EN: "still open: %[1]s; found suspicious: %[2]s", JA: "未完了：%[1]s件、不審と判断：%[2]s件"},
	figureTook:          {EN: "Until somebody took one on (median)", JA: "対応開始までの時間（中央値）"},
	figureTookNone:      {EN: "nothing to take on", JA: "該当なし"},
	figureTookNote:      {EN: "longest: %[1]s; until it was decided: %[2]s (median)", JA: "最長：%[1]s、判断まで：%[2]s（中央値）"},
	figureTookFewer:     {EN: "nobody took one on", JA: "対応の記録なし"},
	figureSeen:          {EN: "Share of the time in which all was seen", JA: "すべてが見えていた時間の割合"},
	figureSeenNote:      {EN: "not at work: %[1]s; not everything seen: %[2]s", JA: "停止：%[1]s、見えていない部分あり：%[2]s"},
	figureSeenUnknown:   {EN: "not everything seen: %[1]s", JA: "見えていない部分あり：%[1]s"},
	figureFalse:         {EN: "False alarms that called for action", JA: "「要対応」以上の誤報"},
	figureFalseNote:     {EN: "accepted: at most %[1]s", JA: "許容：最大%[1]s件"},

	headPeriod:     {EN: "Site: %[1]s, period: %[2]s", JA: "サイト：%[1]s、期間：%[2]s"},
	headUntil:      {EN: "Until %[1]s: the period is not over.", JA: "%[1]sまで（期間の途中です）"},
	headKnown:      {EN: "There are records from %[1]s to %[2]s.", JA: "記録があるのは%[1]sから%[2]sまでです。"},
	partLevels:     {EN: "Level:", JA: "警戒レベル："},
	partIncidents:  {EN: "Incidents: %[1]s", JA: "アラーム：%[1]s件"},
	partMustDo:     {EN: "Must do:", JA: "必須対応："},
	partSight:      {EN: "Seen: days: %[1]s; not everything was seen for %[2]s", JA: "見えていた範囲：%[1]s日、見えていない部分あり：%[2]s"},
	partNew:        {EN: "New devices:", JA: "新しい機器："},
	partWorks:      {EN: "Work permits:", JA: "作業許可："},
	partDeeds:      {EN: "Decisions and changes:", JA: "判断と変更："},
	partExits:      {EN: "Ways out of the control network: %[1]s; new: %[2]s; approved: %[3]s; rejected: %[4]s; waiting: %[5]s", JA: "制御ネットワークの外への経路：%[1]s、新規：%[2]s、承認済み：%[3]s、却下：%[4]s、承認待ち：%[5]s"},
	partApprovals:  {EN: "Waiting for approval: %[1]s; longer than %[2]s days: %[3]s. Approved and not seen for %[4]s days: %[5]s", JA: "承認待ち：%[1]s件（%[2]s日を超えるもの：%[3]s件）。承認済みで%[4]s日以上見られないもの：%[5]s件"},
	partDrills:     {EN: "Drills: %[1]s", JA: "演習：%[1]s回"},
	partDevices:    {EN: "Firmware (no advisories have been imported):", JA: "ファームウェア（脆弱性情報は取り込まれていません）："},
	partChanges:    {EN: "Changes by people:", JA: "利用者による変更："},
	partNone:       {EN: "none", JA: "なし"},
	levelFrom:      {EN: "%[1]s  level %[2]s", JA: "%[1]s  レベル%[2]s"},
	levelFromBlind: {EN: "%[1]s  level %[2]s; not everything is seen", JA: "%[1]s  レベル%[2]s（見えていない部分あり）"},
	dueOpen:        {EN: "[ ] %[1]s, by %[2]s", JA: "[ ] %[1]s　期限：%[2]s"},
	dueOverdue:     {EN: "[ ] %[1]s, overdue since %[2]s", JA: "[ ] %[1]s　期限切れ：%[2]s"},
	dueDone:        {EN: "[x] %[1]s, done %[2]s by %[3]s", JA: "[x] %[1]s　完了：%[2]s %[3]s"},
	dueLate:        {EN: "[x] %[1]s, done late %[2]s by %[3]s", JA: "[x] %[1]s　期限後に完了：%[2]s %[3]s"},
	workLine:       {EN: "%[1]s  %[2]s  %[3]s – %[4]s; things done: %[5]s; not decided: %[6]s", JA: "%[1]s  %[2]s  %[3]s～%[4]s　操作%[5]s件、未判断%[6]s件"},
	deedLine:       {EN: "%[1]s  %[2]s: %[3]s %[4]s", JA: "%[1]s  %[2]s：%[3]s %[4]s"},
	tallyLine:      {EN: "%[1]s came %[2]s: open %[3]s, work %[4]s, suspicious %[5]s, false %[6]s, ended by themselves %[7]s", JA: "%[1]s 発生%[2]s：未完了%[3]s、作業%[4]s、不審%[5]s、問題なし%[6]s、自動終了%[7]s"},
	devicesLine:    {EN: "devices seen: %[1]s; new: %[2]s", JA: "機器：%[1]s台、新規%[2]s台"},
	exitOut:        {EN: "%[1]s → the internet, %[2]s %[3]s: %[4]s", JA: "%[1]s → インターネット　%[2]s %[3]s：%[4]s"},
	exitIn:         {EN: "the internet → %[1]s, %[2]s %[3]s: %[4]s", JA: "インターネット → %[1]s　%[2]s %[3]s：%[4]s"},
}
