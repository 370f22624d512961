package plain

// dnp3Templates are those of DNP3 by function (IEEE 1815-2012, clause 4), and of link
// frames (clause 9).
var dnp3Templates = map[string]template{
	"confirm": {EN: "{actor} confirmed to {target} that it received a report", JA: "{actor}が{target}に通知の受信を確認応答しました"},
	"read":    reading,
	"write":   writing,
	"select":  {EN: "{actor} [selected|tried to select] {controls}, to operate it next", JA: "{actor}が、次の操作の準備として{writes}選択[しました|しようとしました]"},
	"operate": operating,
	"direct-operate": {EN: "{actor} [operated|tried to operate] {controls}, without selecting it first",
		JA: "{actor}が、事前の選択なしに{writes}指令しました"},
	"direct-operate-nr": {EN: "{actor} [operated|operated] {controls}, without selecting it first and without asking for an answer",
		JA: "{actor}が、事前の選択なし・応答不要で{writes}指令しました"},
	"immed-freeze":         does("froze counters of {target}", "freeze counters of {target}", "{target}の積算値の凍結を"),
	"immed-freeze-nr":      does("froze counters of {target} without asking for an answer", "freeze counters of {target} without asking for an answer", "{target}の積算値の凍結（応答不要）を"),
	"freeze-clear":         does("froze counters of {target} and set them to zero", "freeze counters of {target} and set them to zero", "{target}の積算値の凍結とゼロクリアを"),
	"freeze-clear-nr":      does("froze counters of {target} and set them to zero without asking for an answer", "freeze counters of {target} and set them to zero", "{target}の積算値の凍結とゼロクリア（応答不要）を"),
	"freeze-at-time":       does("had counters of {target} frozen at set times", "have counters of {target} frozen at set times", "{target}の積算値の時刻指定の凍結を"),
	"freeze-at-time-nr":    does("had counters of {target} frozen at set times without asking for an answer", "have counters of {target} frozen at set times", "{target}の積算値の時刻指定の凍結（応答不要）を"),
	"cold-restart":         tells("restart completely (cold restart)", "再起動（コールドリスタート）"),
	"warm-restart":         tells("restart its program (warm restart)", "再起動（ウォームリスタート）"),
	"initialize-data":      tells("set its data back to their beginning, by an obsolete function", "データの初期化（廃止された機能）"),
	"initialize-appl":      tells("set an application back to its beginning", "アプリケーションの初期化"),
	"start-appl":           tells("start an application", "アプリケーションの開始"),
	"stop-appl":            tells("stop an application", "アプリケーションの停止"),
	"save-config":          tells("save its settings, by an obsolete function", "設定の保存（廃止された機能）"),
	"enable-unsolicited":   tells("report changes by itself from now on", "自発通知の有効化"),
	"disable-unsolicited":  tells("no longer report changes by itself", "自発通知の停止"),
	"assign-class":         does("changed how important points of {target} are for reports (class)", "change how important points of {target} are for reports (class)", "{target}の点の通知区分（クラス）の変更を"),
	"delay-measure":        {EN: "{actor} measured how long messages take to {target}", JA: "{actor}が{target}までの伝送時間を測定しました"},
	"record-current-time":  tells("note the present time, to set its clock next", "時刻合わせの準備（時刻の記録）"),
	"open-file":            does("opened a file of {target}", "open a file of {target}", "{target}のファイルを開く操作を"),
	"close-file":           does("closed a file of {target}", "close a file of {target}", "{target}のファイルを閉じる操作を"),
	"delete-file":          does("deleted a file of {target}", "delete a file of {target}", "{target}のファイルの削除を"),
	"get-file-info":        asks("data of a file or folder", "ファイルまたはフォルダーの情報"),
	"authenticate-file":    does("signed in to reach files of {target}", "sign in to reach files of {target}", "{target}のファイル利用のための認証を"),
	"abort-file":           does("broke off a file transfer with {target}", "break off a file transfer with {target}", "{target}とのファイル転送の中止を"),
	"activate-config":      tells("work by another configuration from now on", "新しい設定の有効化"),
	"authenticate-req":     {EN: "{actor} exchanged authentication data with {target}", JA: "{actor}が{target}と認証データを交換しました"},
	"auth-req-no-ack":      {EN: "{actor} sent {target} authentication data without asking for an answer", JA: "{actor}が{target}に応答不要の認証データを送りました"},
	"response":             {EN: "{target} reported {reports} to {actor}", JA: "{target}が{actor}に{reports}報告しました"},
	"unsolicited-response": {EN: "{target} reported {reports} to {actor} by itself", JA: "{target}が{actor}に{reports}自発的に通知しました"},
	"authenticate-resp":    {EN: "{target} sent {actor} authentication data", JA: "{target}が{actor}に認証データを送りました"},

	"link-reset":                 {EN: "{actor} began to talk to {target} (link reset)", JA: "{actor}が{target}との通信を開始（リンクリセット）しました"},
	"link-reset-user-process":    tells("restart its program, by an obsolete link function", "プログラムのリセット（廃止されたリンク機能）"),
	"link-test":                  {EN: "{actor} tested the connection with {target}", JA: "{actor}が{target}との接続を試験しました"},
	"link-confirmed-user-data":   {EN: "{actor} sent {target} data to be acknowledged", JA: "{actor}が{target}に受領確認付きのデータを送りました"},
	"link-unconfirmed-user-data": {EN: "{actor} sent {target} data", JA: "{actor}が{target}にデータを送りました"},
	"link-request-status":        {EN: "{actor} asked whether {target} is there", JA: "{actor}が{target}に接続の確認を行いました"},
	"link-ack":                   {EN: "{target} acknowledged a message of {actor}", JA: "{target}が{actor}の電文を受領しました"},
	"link-nack":                  {EN: "{target} turned down a message of {actor}", JA: "{target}が{actor}の電文の受付けを断りました"},
	"link-status":                {EN: "{target} told {actor} that it is there", JA: "{target}が{actor}に接続状態を答えました"},
	"link-not-supported":         {EN: "{target} told {actor} that it does not know the request", JA: "{target}が{actor}に、対応していない要求だと答えました"},
}

// What stands for codes that nobody has assigned.
var (
	dnp3Unknown = template{EN: "{actor} sent {target} a function that the DNP3 standard does not assign (code {code})",
		JA: "{actor}が{target}に、DNP3規格で割り当てられていない機能（コード{code}）を送りました"}
	dnp3UnknownLink = template{EN: "{actor} sent {target} a link function that the DNP3 standard does not assign ({function})",
		JA: "{actor}が{target}に、DNP3規格で割り当てられていないリンク機能（{function}）を送りました"}
)
