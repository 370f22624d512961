package console

import "github.com/banken-ot/banken/sensor/lang"

// wordsToday are those of the pages of today and of what must be done.
var wordsToday = map[string]lang.Text{
	"today.level":        {EN: "How the site stands", JA: "サイトの状況"},
	"today.blind":        {EN: "Not everything is seen.", JA: "見えていない部分があります。"},
	"today.first":        {EN: "What first", JA: "まず行うこと"},
	"today.all":          {EN: "All that must be done (%[1]s)", JA: "必須対応をすべて見る（%[1]s件）"},
	"today.open":         {EN: "Open incidents", JA: "未解決のアラーム"},
	"today.open.none":    {EN: "There are none.", JA: "ありません。"},
	"today.incidents":    {EN: "All incidents (%[1]s open)", JA: "アラーム一覧（未解決%[1]s件）"},
	"today.learned":      {EN: "Why this can be believed", JA: "この判断の根拠"},
	"today.state":        {EN: "What is usual", JA: "普段の様子の学習"},
	"today.waiting":      {EN: "Waits for approval", JA: "承認待ち"},
	"today.waiting.some": {EN: "%[1]s commands", JA: "%[1]s件の操作"},
	"today.waiting.none": {EN: "nothing", JA: "なし"},
	"today.permits":      {EN: "Work permits in force", JA: "有効な作業許可"},
	"today.permits.some": {EN: "%[1]s", JA: "%[1]s件"},
	"today.permits.none": {EN: "none", JA: "なし"},
	"today.pulled":       {EN: "Last fetched by the CSIRT", JA: "CSIRTによる最終取得"},
	"today.pulled.none":  {EN: "no CSIRT is connected", JA: "CSIRTは接続されていません"},

	"nothing.today":    {EN: "Nothing must be done today.", JA: "本日、必須の対応はありません。"},
	"nothing.blind":    {EN: "Nothing of what is seen calls for action. But not everything is seen.", JA: "見えている範囲では対応は不要です。ただし、見えていない部分があります。"},
	"nothing.learning": {EN: "Nothing calls for action. It is not known yet what is usual here.", JA: "対応が必要なことはありません。普段の様子はまだ学習中です。"},

	"due":      {EN: "by %[1]s (%[2]s left)", JA: "%[1]sまで（残り%[2]s）"},
	"due.late": {EN: "was due at %[1]s", JA: "期限切れ（%[1]sまで）"},
	"effect":   {EN: "Brings the level from %[1]s to %[2]s.", JA: "レベルが%[1]sから%[2]sに下がります。"},
	"skipped":  {EN: "If it is left undone the level stays at %[1]s (%[2]s incidents).", JA: "行わない場合、レベルは%[1]sのままです（%[2]s件が残ります）。"},

	"mustdo.head":     {EN: "This brings the level from %[1]s to %[2]s.", JA: "以下を行うと、レベルが%[1]sから%[2]sに下がります。"},
	"mustdo.least":    {EN: "Nothing less does.", JA: "これが最小限の対応です。"},
	"mustdo.notleast": {EN: "Perhaps less would do: there was too much to look at every way.", JA: "件数が多いため、これより少ない対応で済む可能性があります。"},
	"mustdo.row":      {EN: "row %[1]s of the decision table", JA: "判定表の%[1]s行目"},
	"mustdo.beyond":   {EN: "%[1]s more incidents are not in this plan.", JA: "このほか%[1]s件のアラームは計画に含まれていません。"},
	"mustdo.how":      {EN: "An action is done when the incidents it settles are decided on their pages.", JA: "各アラームのページで判断を記録すると、その対応は完了になります。"},
}
