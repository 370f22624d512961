package notify

import "github.com/banken-ot/banken/sensor/lang"

// priorities are those there are, by rank.
var priorities = [...]string{"track", "track*", "attend", "act"}

// textPriority are the priorities in words, by rank.
var textPriority = [...]lang.Text{
	{EN: "To keep in mind", JA: "参考"},
	{EN: "For the weekly review", JA: "週次で確認"},
	{EN: "Look at it", JA: "要確認"},
	{EN: "Act", JA: "要対応"},
}

// textState is how an incident stands.
var textState = map[string]lang.Text{
	"open":         {EN: "nobody looks after it", JA: "未対応"},
	"acknowledged": {EN: "somebody looks after it", JA: "対応中"},
	"shelved":      {EN: "put aside", JA: "保留中"},
	"closed":       {EN: "closed", JA: "終了"},
	"merged":       {EN: "told by another one", JA: "別のインシデントに統合"},
	"authorised":   {EN: "permitted work", JA: "許可作業"},
	"told":         {EN: "see the console", JA: "コンソールで確認"},
	"unknown":      {EN: "not known: the sensor could not be asked", JA: "状態不明（センサーに確認できません）"},
}

// The sentences of messages.
var (
	textSubject      = lang.Text{EN: "[Banken] %[1]s – %[2]s", JA: "【番犬】%[1]s － %[2]s"}
	textColon        = lang.Text{EN: ": ", JA: "："}
	textExerciseMark = lang.Text{EN: "EXERCISE ", JA: "【演習】"}
	textExercise     = lang.Text{EN: "EXERCISE: this is a drill. Nothing happened at the plant.", JA: "演習：これは訓練です。設備では何も起きていません。"}
	textNoName       = lang.Text{EN: "site without a name", JA: "名称未設定のサイト"}

	textSite         = lang.Text{EN: "Site: %[1]s", JA: "サイト：%[1]s"}
	textUrgency      = lang.Text{EN: "Priority: %[1]s", JA: "優先度：%[1]s"}
	textUrgencyLevel = lang.Text{EN: "Priority: %[1]s (level %[2]s of 5)", JA: "優先度：%[1]s（危険度は5段階中%[2]s）"}
	textWhat         = lang.Text{EN: "What happened: %[1]s", JA: "起きたこと：%[1]s"}
	textWhere        = lang.Text{EN: "Equipment: %[1]s", JA: "対象機器：%[1]s"}
	textFrom         = lang.Text{EN: "Caused by: %[1]s", JA: "操作元：%[1]s"}
	textWhen         = lang.Text{EN: "When: %[1]s", JA: "日時：%[1]s"}
	textFirst        = lang.Text{EN: "Do this first: %[1]s", JA: "まず行うこと：%[1]s"}
	textFirstPlain   = lang.Text{EN: "Ask whether this was planned work. If nobody knows, open the incident in the console.", JA: "予定された作業だったか確認してください。心当たりがなければ、コンソールでこのインシデントを開いてください。"}
	textUnknown      = lang.Text{EN: "not known", JA: "不明"}
	textUnnamed      = lang.Text{EN: "a device without a name", JA: "名称未登録の機器"}
	textMore         = lang.Text{EN: "%[1]s more", JA: "ほか%[1]s台"}

	textAcknowledge     = lang.Text{EN: "To take it on, so that nobody else is called: %[1]s (or: banken incident acknowledge %[2]s)", JA: "対応を引き受けるには（以後の連絡が止まります）：%[1]s（または banken incident acknowledge %[2]s）"}
	textAcknowledgeHere = lang.Text{EN: "To take it on, so that nobody else is called: open incident %[1]s in the console, or: banken incident acknowledge %[1]s", JA: "対応を引き受けるには（以後の連絡が止まります）：コンソールでインシデント %[1]s を開くか、banken incident acknowledge %[1]s を実行してください。"}
	textBefore          = lang.Text{EN: "You are told because %[1]s could not be reached.", JA: "%[1]sに連絡できなかったため、お知らせしています。"}
	textNext            = lang.Text{EN: "If nobody takes it on by %[1]s, the next to be told is: %[2]s.", JA: "%[1]sまでに引き受けがなければ、次は%[2]sに連絡します。"}
	textLast            = lang.Text{EN: "This is the last call about it; the morning's list tells it once more.", JA: "この件の連絡はこれが最後です。朝の一覧でもう一度お知らせします。"}

	textDigest      = lang.Text{EN: "Morning list: %[1]s", JA: "朝の一覧：%[1]s件"}
	textDigestHead  = lang.Text{EN: "Held during quiet hours, or not taken on by anybody: %[1]s", JA: "静止時間中に保留した、または引き受けのなかったお知らせ：%[1]s件"}
	textSummary     = lang.Text{EN: "Many incidents at once: %[1]s more", JA: "多数のインシデント：ほか%[1]s件"}
	textSummaryHead = lang.Text{EN: "So many incidents came that they are not told one by one. Held back until now: %[1]s", JA: "多数発生したため個別の連絡を控えました。今回まとめてお知らせする件数：%[1]s件"}
	textEntry       = lang.Text{EN: "- %[1]s: %[2]s (%[3]s) [%[4]s]", JA: "・%[1]s：%[2]s（%[3]s）［%[4]s］"}
	textListMore    = lang.Text{EN: "- and %[1]s more: the console lists them all", JA: "・ほか%[1]s件。すべてはコンソールの一覧にあります"}
	textNoTitle     = lang.Text{EN: "an incident", JA: "インシデント"}
	textConsole     = lang.Text{EN: "Console: %[1]s", JA: "コンソール：%[1]s"}
	textConsoleHere = lang.Text{EN: "The console lists them, and so does: banken incident list", JA: "一覧はコンソール、または banken incident list で確認できます。"}

	textTest     = lang.Text{EN: "TEST message", JA: "テスト送信"}
	textTestText = lang.Text{EN: "TEST: somebody tries whether messages arrive. There is nothing to do.", JA: "テスト：連絡が届くかを確認しています。対応は不要です。"}

	textBlind            = lang.Text{EN: "The sensor does not see everything", JA: "センサーが通信をすべては監視できていません"}
	textSilent           = lang.Text{EN: "The sensor does not answer", JA: "センサーが応答しません"}
	textSilentWhat       = lang.Text{EN: "The sensor has not answered for 5 minutes: nobody watches the network.", JA: "センサーが5分間応答していません。ネットワークは監視されていません。"}
	textSilentFirst      = lang.Text{EN: "Check whether the sensor runs and has power: systemctl status banken.", JA: "センサーの電源と動作を確認してください：systemctl status banken"}
	textUnreachable      = lang.Text{EN: "%[1]s cannot be reached", JA: "%[1]sに連絡できません"}
	textUnreachableWhat  = lang.Text{EN: "Messages to %[1]s are not taken: %[2]s", JA: "%[1]sへの連絡が届いていません（%[2]s）"}
	textUnreachableFirst = lang.Text{EN: "Try it again with `banken notify test`, and have the way to this contact repaired.", JA: "「banken notify test」で再度試し、この連絡先への経路を直してください。"}
)
