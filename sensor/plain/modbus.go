package plain

// modbusTemplates are those of Modbus by function (Application Protocol V1.1b3, 6), and by
// function and sub-function where there are some.
var modbusTemplates = map[string]template{
	"read-coils":               reading,
	"read-discrete-inputs":     reading,
	"read-holding-registers":   reading,
	"read-input-registers":     reading,
	"scattered-register-read":  reading,
	"write-single-coil":        writing,
	"write-single-register":    writing,
	"write-multiple-coils":     writing,
	"write-multiple-registers": writing,
	"mask-write-register":      {EN: "{actor} [changed|tried to change] single bits in {reads}", JA: "{actor}が{reads}ビット単位で書き換え[ました|ようとしました]"},
	"read-write-multiple-registers": {EN: "{actor} [wrote|tried to write] {writes}, and to read others with the same message",
		JA: "{actor}が{writes}書き込み、同時にほかの値を読み出[しました|そうとしました]"},
	"read-fifo-queue":        does("read a queue of {target}", "read a queue of {target}", "{target}のキュー（FIFO）の読出しを"),
	"read-exception-status":  asks("its fault flags (exception status)", "例外ステータス（異常表示）"),
	"get-comm-event-counter": asks("its count of communication events", "通信イベントの回数"),
	"get-comm-event-log":     asks("its log of communication events", "通信イベントの記録"),
	"report-server-id":       asks("its model and whether it runs", "機種と運転状態"),
	"read-file-record":       does("read file records of {target}", "read file records of {target}", "{target}のファイルレコードの読出しを"),
	"write-file-record":      does("wrote file records of {target}", "write file records of {target}", "{target}のファイルレコードの書込みを"),
	"report-local-address":   asks("its own address, by a vendor's function", "自局アドレス（メーカー独自機能）"),

	"diagnostics": {EN: "{actor} tested the communication with {target} (Modbus diagnostics {sub})", JA: "{actor}が{target}との通信を試験（Modbus診断、番号{sub}）しました"},
	"diagnostics/0": {EN: "{actor} tested the communication with {target}: it was to send the same data back",
		JA: "{actor}が{target}との通信を試験（同じデータを送り返す折返し試験）しました"},
	"diagnostics/1":  tells("restart its communication", "通信の再起動"),
	"diagnostics/2":  asks("its diagnostic register", "診断レジスタ"),
	"diagnostics/3":  does("changed the end-of-message character of {target}", "change the end-of-message character of {target}", "{target}の電文終端文字の変更を"),
	"diagnostics/4":  tells("fall silent: it listens on and neither answers nor acts (listen-only mode)", "受信専用モード（応答も動作もしない状態）への切替え"),
	"diagnostics/10": does("cleared the counters and the diagnostic register of {target}", "clear the counters and the diagnostic register of {target}", "{target}の通信カウンタと診断レジスタのクリアを"),
	"diagnostics/11": asks("its count of messages on the line", "回線上の電文数"),
	"diagnostics/12": asks("its count of transmission errors", "伝送エラーの回数"),
	"diagnostics/13": asks("its count of refusals", "例外応答の回数"),
	"diagnostics/14": asks("its count of messages to it", "自局宛て電文の数"),
	"diagnostics/15": asks("its count of messages it did not answer", "応答しなかった電文の数"),
	"diagnostics/16": asks("its count of negative acknowledgements", "否定応答（NAK）の回数"),
	"diagnostics/17": asks("its count of busy answers", "ビジー応答の回数"),
	"diagnostics/18": asks("its count of characters it was too slow for", "文字あふれの回数"),
	"diagnostics/19": asks("its count of overruns", "オーバーランの回数"),
	"diagnostics/20": does("cleared the overrun counter of {target}", "clear the overrun counter of {target}", "{target}のオーバーラン回数のクリアを"),
	"diagnostics/21": asks("its Modbus Plus statistics", "Modbus Plusの統計"),

	"encapsulated-interface-transport": {EN: "{actor} sent {target} an enclosed message whose meaning is not known (MEI type {sub})",
		JA: "{actor}が{target}に、内容の分からない内包メッセージ（MEI種別{sub}）を送りました"},
	"encapsulated-interface-transport/13": {EN: "{actor} sent a CANopen request through {target}, which may read or set anything there",
		JA: "{actor}が{target}を通じてCANopenの要求を送りました（その先の値の読出しも設定もできます）"},
	"encapsulated-interface-transport/14": asks("its maker, model and version", "メーカー・型式・版"),

	"program-484":              legacy("484"),
	"poll-484":                 legacy("484"),
	"program-controller":       legacy("184/384"),
	"poll-controller":          legacy("184/384"),
	"program-884":              legacy("884/MICRO 84"),
	"program-concept":          legacy("Concept"),
	"program-584-984":          legacy("584/984"),
	"multiple-functions":       {EN: "{actor} sent {target} a vendor's function that may program it (code {code})", JA: "{actor}が{target}に、プログラム変更に使われ得るメーカー独自機能（コード{code}）を送りました"},
	"reset-communication-link": tells("reset its communication after programming (884)", "プログラム変更後の通信のリセット（884）"),
	"object-messaging":         {EN: "{actor} sent {target} a message of a vendor's own (code {code})", JA: "{actor}が{target}にメーカー独自のメッセージ（コード{code}）を送りました"},
	"firmware-replacement":     does("replaced the firmware of {target}", "replace the firmware of {target}", "{target}のファームウェアの入替えを"),
	"umas":                     {EN: "{actor} sent {target} an order of the maker's engineering software that is not known (UMAS {sub})", JA: "{actor}が{target}に、内容の分からないエンジニアリングソフト用の要求（UMAS {sub}）を送りました"},
}

// legacy is a programming function of old controllers.
func legacy(model string) template {
	return template{EN: "{actor} sent {target} a programming function of old controllers (" + model + ", code {code})",
		JA: "{actor}が{target}に、旧型コントローラ用のプログラム機能（" + model + "、コード{code}）を送りました"}
}

// modbusUnknown is for codes that nobody has assigned.
var modbusUnknown = template{EN: "{actor} sent {target} a function that the Modbus standard does not assign (code {code})",
	JA: "{actor}が{target}に、Modbus規格で割り当てられていない機能（コード{code}）を送りました"}
