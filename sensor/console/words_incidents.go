package console

import "github.com/banken-ot/banken/sensor/lang"

// wordsIncidents are those of the pages of incidents.
var wordsIncidents = map[string]lang.Text{
	"which.open":   {EN: "Open", JA: "未解決"},
	"which.closed": {EN: "Over", JA: "終了"},
	"which.all":    {EN: "All", JA: "すべて"},

	"incidents.which":    {EN: "Which incidents", JA: "表示するアラーム"},
	"incidents.priority": {EN: "How urgent", JA: "緊急度"},
	"incidents.what":     {EN: "What happened", JA: "何が起きたか"},
	"incidents.where":    {EN: "Equipment", JA: "対象設備"},
	"incidents.state":    {EN: "State", JA: "状態"},
	"incidents.opened":   {EN: "Since", JA: "発生時刻"},
	"incidents.count":    {EN: "Times", JA: "回数"},
	"incidents.none":     {EN: "There are none.", JA: "該当するアラームはありません。"},
	"incidents.older":    {EN: "Older ones", JA: "以前のものを見る"},
	"rate":               {EN: "%[1]s incidents in the last 24 hours, at most %[2]s in one hour. EEMUA 191 holds %[3]s an hour (one in ten minutes) to be manageable.", JA: "過去24時間のアラームは%[1]s件、1時間あたり最大%[2]s件です。EEMUA 191では1時間%[3]s件（10分に1件）までが対応可能な目安です。"},

	"why.who":            {EN: "Where it came from", JA: "発信元"},
	"why.targets":        {EN: "Equipment", JA: "対象設備"},
	"why.stage":          {EN: "How far it went", JA: "段階"},
	"why.opened":         {EN: "Since", JA: "発生"},
	"why.updated":        {EN: "Last seen", JA: "最終確認"},
	"why.count":          {EN: "Times", JA: "回数"},
	"why.state":          {EN: "State", JA: "状態"},
	"why.permit":         {EN: "Work permit", JA: "作業許可"},
	"why.cause":          {EN: "Told by the incident", JA: "統合先のアラーム"},
	"why.difference":     {EN: "Usual, and seen", JA: "普段との違い"},
	"why.expected":       {EN: "Usual", JA: "普段"},
	"why.expected.none":  {EN: "nothing like it", JA: "このようなことはありません"},
	"why.seen":           {EN: "Seen", JA: "今回"},
	"why.matters":        {EN: "Why it matters", JA: "なぜ問題か"},
	"why.timeline":       {EN: "What happened when", JA: "経過"},
	"why.left":           {EN: "%[1]s are left out here", JA: "この間の%[1]s件は省略しています"},
	"why.decision":       {EN: "Why it is this urgent", JA: "緊急度の理由"},
	"why.row":            {EN: "Row %[1]s of the decision table %[2]s: %[3]s", JA: "判定表（%[2]s）の%[1]s行目：%[3]s"},
	"why.neighbours":     {EN: "What would change it", JA: "緊急度が変わる条件"},
	"why.neighbour":      {EN: "%[1]s, if %[2]s were %[3]s (row %[4]s)", JA: "%[2]sが%[3]sなら「%[1]s」（%[4]s行目）"},
	"why.techniques":     {EN: "For experts: known techniques", JA: "専門家向け：該当する攻撃手法"},
	"why.decisions":      {EN: "What people decided", JA: "これまでの判断"},
	"why.decisions.none": {EN: "Nothing yet.", JA: "まだありません。"},
	"why.evidence":       {EN: "Proof", JA: "証拠"},
	"why.packets":        {EN: "Packets (pcapng)", JA: "パケットを保存（pcapng）"},
	"why.report":         {EN: "Report for printing", JA: "印刷用レポート"},
	"why.packets.what":   {EN: "From %[1]s to %[2]s, and ten seconds before and after.", JA: "%[1]sから%[2]sまでと、その前後10秒間です。"},

	"decide":      {EN: "Decide", JA: "判断を記録する"},
	"decide.why":  {EN: "Why, and who was asked", JA: "理由（誰に確認したか）"},
	"decide.for":  {EN: "Put aside for", JA: "保留にする時間"},
	"decide.note": {EN: "Your name, the time and the reason are kept in the audit trail.", JA: "お名前・時刻・理由は監査証跡に記録されます。"},

	"done.acknowledge": {EN: "You look after this incident.", JA: "対応を引き受けました。"},
	"done.shelve":      {EN: "The incident was put aside.", JA: "アラームを保留にしました。"},
	"done.work":        {EN: "The incident was closed as work.", JA: "作業によるものとして完了にしました。"},
	"done.suspicious":  {EN: "The incident counts as suspicious.", JA: "不審なものとして記録しました。"},
	"done.false":       {EN: "The incident was closed.", JA: "問題なしとして完了にしました。"},
}

// wordsFaults are what people are told when something does not work.
var wordsFaults = map[string]lang.Text{
	"fault.program":    {EN: "This page could not be made. That is a fault of the program: note what you did and tell the administrator.", JA: "ページを表示できません。プログラムの不具合です。行った操作を控えて管理者に連絡してください。"},
	"fault.sensor":     {EN: "The sensor does not answer. It may be starting: try again in a minute. If it stays so, tell the administrator that the service banken does not run.", JA: "センサーが応答しません。起動中の可能性があるため、1分後にもう一度お試しください。続く場合は、サービスbankenが動作していないことを管理者に連絡してください。"},
	"fault.revision":   {EN: "The address is not complete. Open the page anew.", JA: "アドレスが正しくありません。ページを開き直してください。"},
	"fault.language":   {EN: "There is no such language here.", JA: "指定された言語には対応していません。"},
	"fault.right":      {EN: "Your role does not allow this. Ask an administrator.", JA: "この操作を行う権限がありません。管理者に依頼してください。"},
	"fault.page":       {EN: "There is no such page.", JA: "お探しのページはありません。"},
	"fault.signed-out": {EN: "You are signed out: open the page anew and sign in.", JA: "サインアウトしています。ページを開き直してサインインしてください。"},
	"fault.form":       {EN: "The page was open for too long. Open it anew and try again.", JA: "ページを開いてから時間が経ちすぎています。開き直してからもう一度お試しください。"},
	"fault.no-reason":  {EN: "Say why: whoever looks at this later needs it.", JA: "理由を入力してください。後から確認する人に必要です。"},
	"fault.no-span":    {EN: "Choose for how long the incident is put aside.", JA: "保留にする時間を選んでください。"},
}
