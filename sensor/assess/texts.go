package assess

import "maps"

// texts is every sentence and word of the report, in both languages, but for
// those of the tripwires and credentials, which stand in their tables. Places
// for arguments are numbered, so that the languages may order them as they need.
var texts = mergeTexts(textsWords, textsFindings, textsUnseen, textsPage)

func mergeTexts(tables ...map[string]Text) map[string]Text {
	all := map[string]Text{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// say returns the text of a name, with arguments in their places. A name that
// is not in the table is shown as such; a test keeps that from happening.
func say(name string, args ...any) Text {
	t, ok := texts[name]
	if !ok {
		return Plain("[" + name + "]")
	}
	if len(args) == 0 {
		return t
	}
	return t.Fill(args...)
}

// textsWords are the words used in cells and sentences.
var textsWords = map[string]Text{
	"source-client":  {EN: "as a client", JA: "クライアントとして"},
	"source-station": {EN: "station %[1]s", JA: "局%[1]s"},
	"source-port":    {EN: "port %[1]s", JA: "ポート%[1]s"},
	"and-more":       {EN: "%[1]s and %[2]s more", JA: "%[1]s ほか%[2]s件"},
	"or-more":        {EN: "%[1]s or more", JA: "%[1]s以上"},
	"place":          {EN: "frame %[1]s", JA: "フレーム%[1]s"},
	"place-file":     {EN: "file %[1]s, frame %[2]s", JA: "ファイル%[1]sのフレーム%[2]s"},
	"places":         {EN: "%[1]s to %[2]s", JA: "%[1]s～%[2]s"},

	"behind-router":      {EN: "behind a router (the MAC address is the router's)", JA: "ルータの先（MACアドレスはルータのもの）"},
	"shared-mac":         {EN: "several addresses have this MAC address: a router, or one computer", JA: "複数のアドレスが同じMACアドレスを使用：ルータまたは1台のコンピュータ"},
	"note-public":        {EN: "address of the internet", JA: "インターネットのアドレス"},
	"note-public-inside": {EN: "address of the internet range, used inside", JA: "インターネット用アドレスを内部で使用"},
	"note-macs":          {EN: "seen with %[1]s MAC addresses", JA: "%[1]s個のMACアドレスで観測"},
	"mac-local":          {EN: "locally assigned (virtual machine or the like)", JA: "ローカル割当て（仮想マシンなど）"},
	"mac-unknown":        {EN: "unknown vendor", JA: "製造元不明"},

	"role-engineering": {EN: "engineering station?", JA: "エンジニアリング端末？"},
	"role-client":      {EN: "client / master", JA: "クライアント／マスタ"},
	"role-server":      {EN: "server / outstation", JA: "サーバ／子局"},
	"role-gateway":     {EN: "gateway with several stations", JA: "複数局のゲートウェイ"},
	"role-other":       {EN: "other", JA: "その他"},
	"role-asked":       {EN: "asked, never answered", JA: "要求に応答なし"},

	"duty-client":   {EN: "%[1]s: asks", JA: "%[1]s：要求側"},
	"duty-reversed": {EN: "%[1]s: answers on other ports", JA: "%[1]s：応答側（その他のポート）"},
	"duty-server":   {EN: "%[1]s: answers on port %[2]s", JA: "%[1]s：応答側（ポート%[2]s）"},
	"duty-stations": {EN: "%[1]s: answers on port %[2]s, station %[3]s", JA: "%[1]s：応答側（ポート%[2]s、局%[3]s）"},

	"kind-manufacturer": {EN: "Manufacturer", JA: "製造者"},
	"kind-product":      {EN: "Product", JA: "製品"},
	"kind-model":        {EN: "Model", JA: "型式"},
	"kind-firmware":     {EN: "Firmware", JA: "ファームウェア"},
	"kind-serial":       {EN: "Serial number", JA: "製造番号"},
	"kind-name":         {EN: "Name", JA: "名称"},
	"kind-place":        {EN: "Place", JA: "設置場所"},
	"kind-uri":          {EN: "URI", JA: "URI"},
	"kind-subject":      {EN: "Certificate", JA: "証明書"},
	"kind-state":        {EN: "State", JA: "状態"},
	"kind-other":        {EN: "Other", JA: "その他"},

	"operation-none":      {EN: "other", JA: "その他"},
	"operation-read":      {EN: "read", JA: "読出し"},
	"operation-write":     {EN: "write", JA: "書込み"},
	"operation-select":    {EN: "select", JA: "選択"},
	"operation-operate":   {EN: "operate", JA: "操作"},
	"operation-configure": {EN: "configure", JA: "設定変更"},
	"operation-program":   {EN: "program / file", JA: "プログラム・ファイル"},
	"operation-restart":   {EN: "restart / start / stop", JA: "再起動・運転・停止"},
	"operation-identify":  {EN: "identify", JA: "機器識別"},
	"operation-diagnose":  {EN: "diagnose", JA: "診断"},
	"operation-session":   {EN: "session", JA: "セッション"},

	"outcome-answered":   {EN: "carried out", JA: "実行"},
	"outcome-refused":    {EN: "refused by the device", JA: "機器が拒否"},
	"outcome-unanswered": {EN: "no answer", JA: "応答なし"},
	"outcome-quiet":      {EN: "no answer is due", JA: "応答不要"},
	"outcome-unasked":    {EN: "answer without the request seen", JA: "要求は未観測、応答のみ"},
	"outcome-count":      {EN: "%[1]s %[2]s", JA: "%[1]s %[2]s"},

	"values-range":   {EN: "%[1]s to %[2]s, last %[3]s", JA: "%[1]s～%[2]s、最後は%[3]s"},
	"values-several": {EN: "%[1]s … %[2]s (%[3]s different)", JA: "%[1]s … %[2]s（%[3]s種）"},

	"by-port":         {EN: "by port number", JA: "ポート番号による推定"},
	"by-content":      {EN: "by content", JA: "内容により確認"},
	"by-protocol":     {EN: "by IP protocol number", JA: "IPプロトコル番号による"},
	"by-ethertype":    {EN: "by EtherType", JA: "EtherTypeによる"},
	"decoded":         {EN: "decoded", JA: "解読済み"},
	"counted-packets": {EN: "packets", JA: "パケット数"},
	"counted-devices": {EN: "devices", JA: "台数"},
	"foreign-port":    {EN: "on the port of %[1]s", JA: "%[1]sのポート上"},

	"conflict-together": {EN: "both in use at the same time", JA: "同時期に両方を使用"},
	"conflict-replaced": {EN: "the first fell silent, then the second came", JA: "前者の通信が途絶えた後に後者が出現"},

	"folded":         {EN: "%[1]s further rows with %[2]s are not listed; the table of conversations counts them all.", JA: "さらに%[1]s行（%[2]s）は掲載を省略しました。通信一覧の件数には含まれています。"},
	"folded-omitted": {EN: "%[1]s beyond %[2]s different rows were counted but not told apart; the table of conversations has their functions.", JA: "%[2]s行を超えた%[1]sは個別に記録していません。機能ごとの件数は通信一覧にあります。"},

	"further":              {EN: "Also seen: %[1]s.", JA: "ほかに観測：%[1]s。"},
	"further-unknown":      {EN: "Also seen: %[1]s, and services that were not identified.", JA: "ほかに観測：%[1]s、および特定できなかった通信。"},
	"further-only-unknown": {EN: "Services that were not identified were also seen.", JA: "ほかに、特定できなかった通信がありました。"},

	"defect-truncated":          {EN: "ends before its own lengths say", JA: "長さの指定より短い"},
	"defect-trailing-octets":    {EN: "has octets its lengths do not account for", JA: "長さの指定より余分なデータがある"},
	"defect-bad-length":         {EN: "a length or count is outside the standard", JA: "長さまたは個数が規格の範囲外"},
	"defect-mismatch":           {EN: "the answer does not fit the question", JA: "応答が要求と一致しない"},
	"defect-duplicate-response": {EN: "two answers to one question", JA: "1つの要求に応答が2つ"},
}

// textsUnseen are the sentences about what could not be seen.
var textsUnseen = map[string]Text{
	"unseen-nothing":   {EN: "No Modbus, DNP3 or OPC UA was found.", JA: "Modbus、DNP3、OPC UAの通信は見つかりませんでした。"},
	"unseen-fault":     {EN: "The file could not be read to its end: %[1]s", JA: "ファイルを最後まで読めませんでした：%[1]s"},
	"unseen-cut":       {EN: "%[1]s were recorded only in part (%[2]s are missing).", JA: "%[1]sは一部しか記録されていません（%[2]s不足）。"},
	"unseen-lost":      {EN: "Of the control connections %[1]s were never captured (%[2]s).", JA: "制御通信のうち%[1]sは記録されていません（%[2]s）。"},
	"unseen-blind":     {EN: "%[1]s of control connections were captured and could not be understood, for %[2]s in all.", JA: "制御通信のうち%[1]sは記録されたものの解読できませんでした（延べ%[2]s）。"},
	"unseen-one-way":   {EN: "Of %[1]s only one direction was captured: %[2]s.", JA: "%[1]sは片方向しか記録されていません：%[2]s。"},
	"unseen-encrypted": {EN: "OPC UA messages were encrypted: %[1]s. Who and how often is known, what was said is not.", JA: "OPC UAの通信が暗号化されていました：%[1]s。相手と回数は分かりますが、内容は分かりません。"},
	"unseen-tls":       {EN: "TLS connections of control devices were encrypted: %[1]s.", JA: "制御機器のTLS通信が暗号化されていました：%[1]s。"},
	"unseen-undecoded": {EN: "Protocols that this report names and does not decode: %[1]s. Writes and controls in them are not listed here.", JA: "名称のみで内容を解読していないプロトコル：%[1]s。これらによる書込みや操作は本報告に含まれません。"},
	"unseen-malformed": {EN: "The headers of %[1]s could not be read.", JA: "%[1]sのヘッダを読めませんでした。"},
	"unseen-link-type": {EN: "%[1]s come from a kind of link that is not supported.", JA: "%[1]sは未対応のリンク種別です。"},
	"unseen-evicted":   {EN: "%[1]s times room for connections or waiting octets ran out.", JA: "接続または待ちデータの記憶上限に%[1]s回達しました。"},
	"unseen-defects":   {EN: "%[1]s were not decoded in full (%[2]s).", JA: "%[1]sは完全には解読できませんでした（%[2]s）。"},
	"unseen-time":      {EN: "The capture spans %[1]s. That is too short to say what is normal: what happens only at night, at the weekend or once a month is not in it.", JA: "記録期間は%[1]sです。何が平常かを判断するには短く、夜間・週末・月に一度だけの動作は含まれません。"},
	"unseen-place":     {EN: "Only traffic that passed the place of capture is in the file: not what stays behind another switch, on serial lines or inside devices.", JA: "ファイルには記録地点を通過した通信だけが入っています。別のスイッチ配下、シリアル回線、機器内部の通信は含まれません。"},

	"bound-conversations": {EN: "%[1]s transactions of further conversations were not counted.", JA: "会話数の上限を超えた%[1]s件の通信は集計していません。"},
	"bound-hits":          {EN: "%[1]s further occurrences of operations of section 5 were not told apart.", JA: "上限を超えた第5章の操作%[1]s件は個別に記録していません。"},
	"bound-defects":       {EN: "%[1]s further defects were not told apart.", JA: "上限を超えた不備%[1]s件は個別に記録していません。"},
	"bound-links":         {EN: "%[1]s further connections of other services were not looked at.", JA: "上限を超えたその他の通信%[1]s件は調べていません。"},
	"bound-certificates":  {EN: "%[1]s further certificates were not told apart.", JA: "上限を超えた証明書%[1]s件は個別に記録していません。"},
	"bound-assets":        {EN: "%[1]s packets or transactions came from further addresses that are not listed.", JA: "上限を超えたアドレスからの%[1]s件は一覧に含まれません。"},

	"help-nothing":   {EN: "Check that the mirror port shows the network of the controllers, and that it was recorded while the plant ran.", JA: "ミラーポートがコントローラのネットワークを対象にしているか、設備の運転中に記録したか確認してください。"},
	"help-fault":     {EN: "Copy the file again from its source, or capture anew; everything before the fault is in this report.", JA: "元の場所からコピーし直すか、記録を取り直してください。不良箇所より前の内容は本報告に含まれています。"},
	"help-cut":       {EN: "Record whole frames (tcpdump -s 0, or no packet limit in Wireshark).", JA: "フレーム全体を記録してください（tcpdump -s 0、Wiresharkではパケット長制限なし）。"},
	"help-lost":      {EN: "Use a faster disk or a tap, or mirror fewer ports: the recording dropped packets.", JA: "記録時にパケットが失われています。高速な記録媒体やタップの使用、ミラー対象ポートの削減を検討してください。"},
	"help-blind":     {EN: "If it happens again, send the capture to the makers of this tool, or look at the frames in Wireshark.", JA: "繰り返す場合は、該当フレームをWiresharkで確認するか、本ツールの開発元に記録を提供してください。"},
	"help-one-way":   {EN: "Mirror both directions (receive and transmit) of the port.", JA: "ポートの送受信両方向をミラーしてください。"},
	"help-encrypted": {EN: "Nothing: encryption is as it should be. Look at the servers' own logs for what was done.", JA: "対応不要です（暗号化は望ましい状態です）。操作内容はサーバ自身のログで確認してください。"},
	"help-undecoded": {EN: "Ask the suppliers of these devices for the changes made at that time.", JA: "該当時間帯の変更について、これらの機器の納入業者に確認してください。"},
	"help-malformed": {EN: "If there are many, check the cable and the mirror port.", JA: "数が多い場合は、配線とミラーポートを確認してください。"},
	"help-link-type": {EN: "Capture on the Ethernet interface itself.", JA: "イーサネットのインタフェースで直接記録してください。"},
	"help-bounds":    {EN: "Split the capture, and assess the parts.", JA: "記録を分割し、部分ごとに評価してください。"},
	"help-time":      {EN: "Record at least two weeks before anything is called unusual.", JA: "「普段と違う」と判断するには、少なくとも2週間の記録が必要です。"},
	"help-place":     {EN: "Decide which further places matter, and record there too.", JA: "ほかに重要な地点を決め、そこでも記録してください。"},
}
