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
	"source-client":  {"as a client", "クライアントとして"},
	"source-station": {"station %[1]s", "局%[1]s"},
	"source-port":    {"port %[1]s", "ポート%[1]s"},
	"and-more":       {"%[1]s and %[2]s more", "%[1]s ほか%[2]s件"},
	"or-more":        {"%[1]s or more", "%[1]s以上"},
	"place":          {"frame %[1]s", "フレーム%[1]s"},
	"place-file":     {"file %[1]s, frame %[2]s", "ファイル%[1]sのフレーム%[2]s"},
	"places":         {"%[1]s to %[2]s", "%[1]s～%[2]s"},

	"behind-router":      {"behind a router (the MAC address is the router's)", "ルータの先（MACアドレスはルータのもの）"},
	"shared-mac":         {"several addresses have this MAC address: a router, or one computer", "複数のアドレスが同じMACアドレスを使用：ルータまたは1台のコンピュータ"},
	"note-public":        {"address of the internet", "インターネットのアドレス"},
	"note-public-inside": {"address of the internet range, used inside", "インターネット用アドレスを内部で使用"},
	"note-macs":          {"seen with %[1]s MAC addresses", "%[1]s個のMACアドレスで観測"},
	"mac-local":          {"locally assigned (virtual machine or the like)", "ローカル割当て（仮想マシンなど）"},
	"mac-unknown":        {"unknown vendor", "製造元不明"},

	"role-engineering": {"engineering station?", "エンジニアリング端末？"},
	"role-client":      {"client / master", "クライアント／マスタ"},
	"role-server":      {"server / outstation", "サーバ／子局"},
	"role-gateway":     {"gateway with several stations", "複数局のゲートウェイ"},
	"role-other":       {"other", "その他"},
	"role-asked":       {"asked, never answered", "要求に応答なし"},

	"duty-client":   {"%[1]s: asks", "%[1]s：要求側"},
	"duty-reversed": {"%[1]s: answers on other ports", "%[1]s：応答側（その他のポート）"},
	"duty-server":   {"%[1]s: answers on port %[2]s", "%[1]s：応答側（ポート%[2]s）"},
	"duty-stations": {"%[1]s: answers on port %[2]s, station %[3]s", "%[1]s：応答側（ポート%[2]s、局%[3]s）"},

	"kind-manufacturer": {"Manufacturer", "製造者"},
	"kind-product":      {"Product", "製品"},
	"kind-model":        {"Model", "型式"},
	"kind-firmware":     {"Firmware", "ファームウェア"},
	"kind-serial":       {"Serial number", "製造番号"},
	"kind-name":         {"Name", "名称"},
	"kind-place":        {"Place", "設置場所"},
	"kind-uri":          {"URI", "URI"},
	"kind-subject":      {"Certificate", "証明書"},
	"kind-state":        {"State", "状態"},
	"kind-other":        {"Other", "その他"},

	"operation-none":      {"other", "その他"},
	"operation-read":      {"read", "読出し"},
	"operation-write":     {"write", "書込み"},
	"operation-select":    {"select", "選択"},
	"operation-operate":   {"operate", "操作"},
	"operation-configure": {"configure", "設定変更"},
	"operation-program":   {"program / file", "プログラム・ファイル"},
	"operation-restart":   {"restart / start / stop", "再起動・運転・停止"},
	"operation-identify":  {"identify", "機器識別"},
	"operation-diagnose":  {"diagnose", "診断"},
	"operation-session":   {"session", "セッション"},

	"outcome-answered":   {"carried out", "実行"},
	"outcome-refused":    {"refused by the device", "機器が拒否"},
	"outcome-unanswered": {"no answer", "応答なし"},
	"outcome-quiet":      {"no answer is due", "応答不要"},
	"outcome-unasked":    {"answer without the request seen", "要求は未観測、応答のみ"},
	"outcome-count":      {"%[1]s %[2]s", "%[1]s %[2]s"},

	"values-range":   {"%[1]s to %[2]s, last %[3]s", "%[1]s～%[2]s、最後は%[3]s"},
	"values-several": {"%[1]s … %[2]s (%[3]s different)", "%[1]s … %[2]s（%[3]s種）"},

	"by-port":         {"by port number", "ポート番号による推定"},
	"by-content":      {"by content", "内容により確認"},
	"by-protocol":     {"by IP protocol number", "IPプロトコル番号による"},
	"by-ethertype":    {"by EtherType", "EtherTypeによる"},
	"decoded":         {"decoded", "解読済み"},
	"counted-packets": {"packets", "パケット数"},
	"counted-devices": {"devices", "台数"},
	"foreign-port":    {"on the port of %[1]s", "%[1]sのポート上"},

	"conflict-together": {"both in use at the same time", "同時期に両方を使用"},
	"conflict-replaced": {"the first fell silent, then the second came", "前者の通信が途絶えた後に後者が出現"},

	"folded":         {"%[1]s further rows with %[2]s are not listed; the table of conversations counts them all.", "さらに%[1]s行（%[2]s）は掲載を省略しました。通信一覧の件数には含まれています。"},
	"folded-omitted": {"%[1]s beyond %[2]s different rows were counted but not told apart; the table of conversations has their functions.", "%[2]s行を超えた%[1]sは個別に記録していません。機能ごとの件数は通信一覧にあります。"},

	"further":              {"Also seen: %[1]s.", "ほかに観測：%[1]s。"},
	"further-unknown":      {"Also seen: %[1]s, and services that were not identified.", "ほかに観測：%[1]s、および特定できなかった通信。"},
	"further-only-unknown": {"Services that were not identified were also seen.", "ほかに、特定できなかった通信がありました。"},

	"defect-truncated":          {"ends before its own lengths say", "長さの指定より短い"},
	"defect-trailing-octets":    {"has octets its lengths do not account for", "長さの指定より余分なデータがある"},
	"defect-bad-length":         {"a length or count is outside the standard", "長さまたは個数が規格の範囲外"},
	"defect-mismatch":           {"the answer does not fit the question", "応答が要求と一致しない"},
	"defect-duplicate-response": {"two answers to one question", "1つの要求に応答が2つ"},
}

// textsUnseen are the sentences about what could not be seen.
var textsUnseen = map[string]Text{
	"unseen-nothing":   {"No Modbus, DNP3 or OPC UA was found.", "Modbus、DNP3、OPC UAの通信は見つかりませんでした。"},
	"unseen-fault":     {"The file could not be read to its end: %[1]s", "ファイルを最後まで読めませんでした：%[1]s"},
	"unseen-cut":       {"%[1]s were recorded only in part (%[2]s are missing).", "%[1]sは一部しか記録されていません（%[2]s不足）。"},
	"unseen-lost":      {"Of the control connections %[1]s were never captured (%[2]s).", "制御通信のうち%[1]sは記録されていません（%[2]s）。"},
	"unseen-blind":     {"%[1]s of control connections were captured and could not be understood, for %[2]s in all.", "制御通信のうち%[1]sは記録されたものの解読できませんでした（延べ%[2]s）。"},
	"unseen-one-way":   {"Of %[1]s only one direction was captured: %[2]s.", "%[1]sは片方向しか記録されていません：%[2]s。"},
	"unseen-encrypted": {"OPC UA messages were encrypted: %[1]s. Who and how often is known, what was said is not.", "OPC UAの通信が暗号化されていました：%[1]s。相手と回数は分かりますが、内容は分かりません。"},
	"unseen-tls":       {"TLS connections of control devices were encrypted: %[1]s.", "制御機器のTLS通信が暗号化されていました：%[1]s。"},
	"unseen-undecoded": {"Protocols that this report names and does not decode: %[1]s. Writes and controls in them are not listed here.", "名称のみで内容を解読していないプロトコル：%[1]s。これらによる書込みや操作は本報告に含まれません。"},
	"unseen-malformed": {"The headers of %[1]s could not be read.", "%[1]sのヘッダを読めませんでした。"},
	"unseen-link-type": {"%[1]s come from a kind of link that is not supported.", "%[1]sは未対応のリンク種別です。"},
	"unseen-evicted":   {"%[1]s times room for connections or waiting octets ran out.", "接続または待ちデータの記憶上限に%[1]s回達しました。"},
	"unseen-defects":   {"%[1]s were not decoded in full (%[2]s).", "%[1]sは完全には解読できませんでした（%[2]s）。"},
	"unseen-time":      {"The capture spans %[1]s. That is too short to say what is normal: what happens only at night, at the weekend or once a month is not in it.", "記録期間は%[1]sです。何が平常かを判断するには短く、夜間・週末・月に一度だけの動作は含まれません。"},
	"unseen-place":     {"Only traffic that passed the place of capture is in the file: not what stays behind another switch, on serial lines or inside devices.", "ファイルには記録地点を通過した通信だけが入っています。別のスイッチ配下、シリアル回線、機器内部の通信は含まれません。"},

	"bound-conversations": {"%[1]s transactions of further conversations were not counted.", "会話数の上限を超えた%[1]s件の通信は集計していません。"},
	"bound-hits":          {"%[1]s further occurrences of operations of section 5 were not told apart.", "上限を超えた第5章の操作%[1]s件は個別に記録していません。"},
	"bound-defects":       {"%[1]s further defects were not told apart.", "上限を超えた不備%[1]s件は個別に記録していません。"},
	"bound-links":         {"%[1]s further connections of other services were not looked at.", "上限を超えたその他の通信%[1]s件は調べていません。"},
	"bound-certificates":  {"%[1]s further certificates were not told apart.", "上限を超えた証明書%[1]s件は個別に記録していません。"},
	"bound-assets":        {"%[1]s packets or transactions came from further addresses that are not listed.", "上限を超えたアドレスからの%[1]s件は一覧に含まれません。"},

	"help-nothing":   {"Check that the mirror port shows the network of the controllers, and that it was recorded while the plant ran.", "ミラーポートがコントローラのネットワークを対象にしているか、設備の運転中に記録したか確認してください。"},
	"help-fault":     {"Copy the file again from its source, or capture anew; everything before the fault is in this report.", "元の場所からコピーし直すか、記録を取り直してください。不良箇所より前の内容は本報告に含まれています。"},
	"help-cut":       {"Record whole frames (tcpdump -s 0, or no packet limit in Wireshark).", "フレーム全体を記録してください（tcpdump -s 0、Wiresharkではパケット長制限なし）。"},
	"help-lost":      {"Use a faster disk or a tap, or mirror fewer ports: the recording dropped packets.", "記録時にパケットが失われています。高速な記録媒体やタップの使用、ミラー対象ポートの削減を検討してください。"},
	"help-blind":     {"If it happens again, send the capture to the makers of this tool, or look at the frames in Wireshark.", "繰り返す場合は、該当フレームをWiresharkで確認するか、本ツールの開発元に記録を提供してください。"},
	"help-one-way":   {"Mirror both directions (receive and transmit) of the port.", "ポートの送受信両方向をミラーしてください。"},
	"help-encrypted": {"Nothing: encryption is as it should be. Look at the servers' own logs for what was done.", "対応不要です（暗号化は望ましい状態です）。操作内容はサーバ自身のログで確認してください。"},
	"help-undecoded": {"Ask the suppliers of these devices for the changes made at that time.", "該当時間帯の変更について、これらの機器の納入業者に確認してください。"},
	"help-malformed": {"If there are many, check the cable and the mirror port.", "数が多い場合は、配線とミラーポートを確認してください。"},
	"help-link-type": {"Capture on the Ethernet interface itself.", "イーサネットのインタフェースで直接記録してください。"},
	"help-bounds":    {"Split the capture, and assess the parts.", "記録を分割し、部分ごとに評価してください。"},
	"help-time":      {"Record at least two weeks before anything is called unusual.", "「普段と違う」と判断するには、少なくとも2週間の記録が必要です。"},
	"help-place":     {"Decide which further places matter, and record there too.", "ほかに重要な地点を決め、そこでも記録してください。"},
}
