package assess

// textsFindings are the sentences of findings: of each its title, why it
// matters and what to do first; and of missing protections.
var textsFindings = map[string]Text{
	"verdict-first":      {"Look into %[1]s first; clarify a further %[2]s within days.", "まず%[1]sを確認してください。さらに%[2]sを数日以内に明らかにしてください。"},
	"verdict-first-only": {"Look into %[1]s first.", "まず%[1]sを確認してください。"},
	"verdict-blind":      {"No Modbus, DNP3 or OPC UA was found: this report tells who is there, not what was done.", "Modbus、DNP3、OPC UAの通信は見つかりませんでした。本報告で分かるのは接続機器のみで、行われた操作は分かりません。"},
	"verdict-check":      {"Nothing needs attention today. Clarify %[1]s within days.", "今すぐ対応が必要な事項はありません。%[1]sを数日以内に明らかにしてください。"},
	"verdict-know":       {"Nothing needs attention today. A few things are good to know.", "今すぐ対応が必要な事項はありません。知っておくとよい事項があります。"},
	"verdict-nothing":    {"Nothing was found in this capture that needs attention.", "この記録には、対応が必要な事項は見つかりませんでした。"},

	"line-hit":         {"%[1]s → %[2]s: %[3]s (%[4]s)", "%[1]s → %[2]s：%[3]s（%[4]s）"},
	"line-hit-station": {"%[1]s → %[2]s station %[3]s: %[4]s (%[5]s)", "%[1]s → %[2]s 局%[3]s：%[4]s（%[5]s）"},
	"line-link":        {"%[1]s → %[2]s: %[3]s (%[4]s)", "%[1]s → %[2]s：%[3]s（%[4]s）"},
	"line-secret":      {"%[1]s: %[2]s → %[3]s", "%[1]s：%[2]s → %[3]s"},
	"line-foreign":     {"%[1]s → %[2]s: %[3]s %[4]s", "%[1]s → %[2]s：%[4]sで%[3]s"},
	"line-weakness":    {"%[1]s: %[2]s", "%[1]s：%[2]s"},
	"line-address":     {"%[1]s: %[2]s and %[3]s, %[4]s", "%[1]s：%[2]sと%[3]s、%[4]s"},
	"line-master":      {"master address %[1]s at %[2]s outstation %[3]s: used by %[4]s", "%[2]sの子局%[3]sに対するマスタアドレス%[1]s：%[4]sが使用"},
	"line-scan":        {"%[1]s tried %[2]s addresses or ports without getting an answer", "%[1]sが%[2]s件のアドレスまたはポートを試し、応答なし"},
	"line-device":      {"%[1]s, telling %[2]s", "%[1]s（通知先%[2]s）"},
	"line-writers":     {"%[1]s is written to by %[2]s", "%[1]sへの書込み元：%[2]s"},
	"line-pair":        {"%[1]s → %[2]s", "%[1]s → %[2]s"},
	"line-storm":       {"%[1]s → %[2]s: %[3]s of %[4]s requests refused", "%[1]s → %[2]s：要求%[4]s件中%[3]s件を拒否"},
	"line-refusals":    {"%[1]s → %[2]s: %[3]s, refused %[4]s times", "%[1]s → %[2]s：%[3]s、%[4]s回拒否"},

	"finding-internet-control": {"Control devices talk to addresses on the internet in a control protocol", "制御機器がインターネットのアドレスと制御プロトコルで通信しています"},
	"why-internet-control":     {"Control protocols have no or weak protection: whoever reaches the device can control it.", "制御プロトコルの保護は無いか弱く、機器に到達できる者は操作もできます。"},
	"first-internet-control":   {"Ask the network administrator whether these addresses are your own. If they are not, block the connection at the firewall in agreement with operations.", "これらのアドレスが自社のものかネットワーク管理者に確認し、違う場合は運転部門と調整のうえファイアウォールで遮断してください。"},

	"finding-internet-other": {"Control devices or their computers reach the internet", "制御機器またはその関連コンピュータがインターネットと通信しています"},
	"why-internet-other":     {"A way out is also a way in, for updates as for attackers.", "外へ出られる経路は、更新だけでなく攻撃にも使われます。"},
	"first-internet-other":   {"Ask what the connection is for. Allow named destinations only, and block the rest.", "通信の目的を確認し、必要な宛先だけを許可してその他は遮断してください。"},

	"finding-remote-internet": {"Remote access from or to the internet reaches control devices", "インターネット経由の遠隔操作が制御機器に届いています"},
	"why-remote-internet":     {"Most serious incidents of control systems began with a remote access.", "制御システムの重大事故の多くは、遠隔接続から始まっています。"},
	"first-remote-internet":   {"Find out who uses it now. Close it when nobody can tell, and let it run only through a gateway with a second factor.", "現在の利用者を確認し、不明なら閉じてください。今後は多要素認証付きの中継サーバ経由に限ってください。"},

	"finding-remote": {"Remote access, tunnels or file sharing on control devices", "制御機器で遠隔操作・トンネル・ファイル共有が使われています"},
	"why-remote":     {"Whoever gets into one computer goes on from there by these means.", "1台に侵入した者は、これらを使って次の機器へ進みます。"},
	"first-remote":   {"Make a list of who needs which of these connections, and turn off the rest.", "誰がどの接続を必要としているか一覧にし、不要なものは停止してください。"},

	"finding-secrets": {"Passwords were sent in the clear", "パスワードが暗号化されずに送られています"},
	"why-secrets":     {"Whoever can capture, as was done for this report, has these passwords now. This report does not contain them.", "この報告のように通信を記録できる者は、これらのパスワードを入手できます。本報告にパスワードそのものは含まれません。"},
	"first-secrets":   {"Change the passwords, and use the encrypted variant of the protocol (OPC UA SignAndEncrypt, HTTPS, SSH, SNMPv3). Keep the capture file under lock.", "パスワードを変更し、暗号化された方式（OPC UA SignAndEncrypt、HTTPS、SSH、SNMPv3）に切り替えてください。記録ファイルの保管にも注意してください。"},

	"finding-address-claimed": {"Two devices claim the same address", "2台の機器が同じIPアドレスを名乗っています"},
	"why-address-claimed":     {"Either two devices were given one address by mistake, or somebody puts himself between two others. Both disturb control.", "アドレスの重複設定か、第三者が通信に割り込んでいる可能性があります。どちらも制御を妨げます。"},
	"first-address-claimed":   {"Find both devices by their MAC address at the switch. A replaced device, a second network card or a redundant pair explains it.", "スイッチでMACアドレスから両方の機器を特定してください。機器交換、2枚目のネットワークカード、冗長構成であれば説明がつきます。"},

	"finding-address-moved": {"An address was used by two network interfaces", "1つのIPアドレスが2つのネットワークインタフェースで使われました"},
	"why-address-moved":     {"A replaced device or a redundant pair explains it; so does somebody who took over the address.", "機器交換や冗長構成で説明がつきますが、アドレスの乗っ取りでも起こります。"},
	"first-address-moved":   {"Check that both interfaces are your own.", "両方のインタフェースが自社の機器か確認してください。"},

	"finding-reversal": {"A device that is asked gave orders itself", "要求される側の機器が、逆に指令を出しています"},
	"why-reversal":     {"The orders came out of the port on which a server or outstation is asked. No ordinary master does that; somebody in the middle of the connection can.", "サーバ（子局）が要求を受けるポートから指令が出ています。通常のマスタにはない動きで、通信に割り込んだ者なら可能です。"},
	"first-reversal":   {"Look at the frames named. Check both devices for signs of a third one between them: MAC addresses, switch tables.", "該当フレームを確認し、両機器の間に第三者がいないか（MACアドレス、スイッチのテーブル）調べてください。"},

	"finding-both-ways": {"Two devices ask each other", "2台の機器が互いに要求を出しています"},
	"why-both-ways":     {"Controllers that exchange values do this. If one of them was only ever asked before, somebody uses it to reach the other.", "値を交換するコントローラ同士では通常の動作です。本来は要求を受けるだけの機器であれば、踏み台にされている可能性があります。"},
	"first-both-ways":   {"Check that the program of each is meant to ask the other.", "双方のプログラムが相手に要求を出す設計か確認してください。"},

	"finding-master-twice": {"One DNP3 master address was used by several computers", "1つのDNP3マスタアドレスが複数のコンピュータで使われています"},
	"why-master-twice":     {"The outstation cannot tell them apart. A redundant master explains it; so does a foreign one.", "子局は区別できません。冗長マスタなら説明がつきますが、偽のマスタでも起こります。"},
	"first-master-twice":   {"Check that all these computers are masters of yours.", "これらのコンピュータがすべて自社のマスタか確認してください。"},

	"finding-scan": {"A computer tried many addresses or ports in vain", "コンピュータが多数のアドレスやポートを試して応答を得ていません"},
	"why-scan":     {"This is what a search for devices looks like: an inventory tool, a wrong setting, or an intruder. Old controllers can stop at it.", "機器探索に見られる動きです。資産管理ツール、設定誤り、侵入者のいずれかで、古いコントローラは停止することがあります。"},
	"first-scan":   {"Find out which program does this. If it is an inventory tool, keep it off the controllers.", "どのプログラムによるものか特定してください。資産管理ツールなら、コントローラを対象から外してください。"},

	"finding-dnp3-restarted": {"An outstation restarted during the capture", "記録中に子局が再起動しました"},
	"why-dnp3-restarted":     {"Somebody or something restarted it: a command, a power failure or a fault.", "指令、停電、故障のいずれかで再起動しています。"},
	"first-dnp3-restarted":   {"Look at its event log for the cause.", "子局のイベント記録で原因を確認してください。"},

	"finding-dnp3-trouble": {"An outstation reports trouble", "子局が異常を通知しています"},
	"why-dnp3-trouble":     {"It says that it does not work as it should.", "正常に動作していないと自ら通知しています。"},
	"first-dnp3-trouble":   {"Look at its event log, and plan its maintenance.", "子局のイベント記録を確認し、点検を計画してください。"},

	"finding-dnp3-overflow": {"An outstation lost events because its memory was full", "子局のイベント用メモリがあふれ、イベントが失われました"},
	"why-dnp3-overflow":     {"Alarms of that time may never have reached the control room.", "その間の警報が監視室に届いていない可能性があります。"},
	"first-dnp3-overflow":   {"Check the connection to the master and how often it fetches events.", "マスタとの接続と、イベント取得の頻度を確認してください。"},

	"finding-dnp3-local": {"An outstation is in local control", "子局が現地操作（ローカル）モードになっています"},
	"why-dnp3-local":     {"Commands of the control room are not carried out.", "監視室からの指令は実行されません。"},
	"first-dnp3-local":   {"Check that somebody works on site.", "現地で作業中か確認してください。"},

	"finding-reports-off": {"Spontaneous reports of an outstation were turned off and stayed off", "子局の自発通知が停止されたままです"},
	"why-reports-off":     {"Until then the outstation reported changes by itself. Since then alarms arrive late, or not at all.", "それまで子局は変化を自ら通知していました。以後は警報が遅れるか、届きません。"},
	"first-reports-off":   {"Check on the master whether the reports are meant to be on, and turn them on again.", "マスタ側で自発通知を使う設定か確認し、再び有効にしてください。"},

	"finding-foreign": {"Something else speaks on the port of a control protocol", "制御プロトコルのポートで別の通信が行われています"},
	"why-foreign":     {"A wrong setting, a test, or somebody who hides behind a port that is let through.", "設定誤り、試験、または許可されたポートに紛れた通信の可能性があります。"},
	"first-foreign":   {"Find out which program on the client opens these connections.", "クライアントのどのプログラムが接続しているか特定してください。"},

	"finding-writes": {"Computers that change the process or the devices", "プロセスや機器を変更しているコンピュータ"},
	"why-writes":     {"Whoever is in this list can move the plant. A capture shows that they did so, not whether they were meant to.", "この一覧のコンピュータは設備を動かすことができます。通信記録で分かるのは行ったことだけで、予定されたものかは分かりません。"},
	"first-writes":   {"Go through the list once with operations: each pair should be known. Section 4 has every operation.", "運転部門と一度この一覧を確認し、すべての組に心当たりがあることを確かめてください。個々の操作は第4章にあります。"},
	"line-writes":    {"%[1]s → %[2]s: %[3]s", "%[1]s → %[2]s：%[3]s"},

	"finding-rapid": {"Controls were repeated in quick succession", "同じ操作が短い間隔で繰り返されています"},
	"why-rapid":     {"Switching gear again and again wears it out and may upset the process. Tests do this, and so do attacks.", "開閉の繰返しは機器を消耗させ、プロセスを乱すことがあります。試験でも攻撃でも見られる動きです。"},
	"first-rapid":   {"Ask whether controls were tested at that time. If not, find out which program sends them.", "その時刻に操作試験を行っていたか確認し、違う場合はどのプログラムが送っているか特定してください。"},
	"line-rapid":    {"%[1]s → %[2]s: %[3]s %[4]s, %[5]s in %[6]s", "%[1]s → %[2]s：%[3]s %[4]s、%[6]sに%[5]s"},

	"finding-writers": {"Several computers write to the same device", "複数のコンピュータが同じ機器に書き込んでいます"},
	"why-writers":     {"One overwrites the other's set-points; and it is hard to notice a writer that does not belong there.", "互いの設定値を上書きするおそれがあり、無関係な書込み元にも気付きにくくなります。"},
	"first-writers":   {"Check that each of them is meant to write.", "それぞれが書き込む想定か確認してください。"},

	"finding-direct-operate": {"A device is controlled both with and without selection", "1台の機器が、選択後操作と直接操作の両方で制御されています"},
	"why-direct-operate":     {"Selecting first guards against mistakes; operating directly goes past that.", "選択後操作は誤操作を防ぎますが、直接操作はそれを省きます。"},
	"first-direct-operate":   {"Ask the supplier of the master which points are meant to be operated directly.", "どの点を直接操作する設計か、マスタの納入業者に確認してください。"},

	"finding-refusal-storm": {"A device refused most of what it was asked", "機器が要求の大半を拒否しています"},
	"why-refusal-storm":     {"Either a client with a wrong configuration, or somebody trying out what there is.", "クライアントの設定誤りか、何があるか試している可能性があります。"},
	"first-refusal-storm":   {"Find out which program on the client asks. Correct its configuration, or stop it.", "クライアントのどのプログラムが要求しているか特定し、設定を直すか停止してください。"},

	"finding-refusals": {"A client keeps asking for something the device does not have", "機器が対応していない要求を繰り返しているクライアントがあります"},
	"why-refusals":     {"Usually a leftover in the client's configuration; it costs time and hides real faults.", "多くはクライアント設定の残骸で、通信を無駄にし本当の障害を見えにくくします。"},
	"first-refusals":   {"Take the request out of the client's configuration.", "クライアントの設定から該当する要求を外してください。"},

	"finding-unreliable": {"Some requests were not answered", "応答のない要求があります"},
	"why-unreliable":     {"Answers were lost on the way, came too late, or somebody disturbs the connection. If the recording itself lost packets (section 10), that may be all.", "応答が途中で失われたか、遅れたか、通信が妨害されている可能性があります。記録自体の欠落（第10章）だけが原因のこともあります。"},
	"first-unreliable":   {"Check cable, switch and load of these devices; compare with what the client's log says.", "該当機器の配線、スイッチ、負荷を確認し、クライアントの記録と照らし合わせてください。"},
	"line-unreliable":    {"%[1]s → %[2]s: %[3]s of %[4]s without an answer", "%[1]s → %[2]s：%[4]s件中%[3]s件に応答なし"},

	"finding-silent": {"Devices were asked and never answered", "要求に一度も応答しない機器があります"},
	"why-silent":     {"The device is off, has another address, or the answers did not pass the place of capture.", "機器の停止、アドレス違い、または応答が記録地点を通っていないことが考えられます。"},
	"first-silent":   {"Check whether the device is there. If not, take it out of the client's configuration.", "機器が存在するか確認し、なければクライアントの設定から外してください。"},

	"finding-protection": {"Protections that are missing", "備わっていない保護機能"},
	"why-protection":     {"This is the state of most plants, and no sign of an attack. It decides how much an intruder could do.", "多くの設備に共通する状態で、攻撃の兆候ではありません。侵入された場合の被害の大きさを左右します。"},
	"first-protection":   {"Let only the computers named in section 3 reach these devices, by switch or firewall; the rest can wait for the next renewal.", "スイッチやファイアウォールで、第3章のコンピュータだけが到達できるようにしてください。その他は次の更新時で構いません。"},

	"finding-conflict": {"The same piece of a connection was sent twice with different content", "同じ部分のデータが異なる内容で2回送られています"},
	"why-conflict":     {"A faulty device does this, and so does somebody who wants to deceive a monitor. What was sent first is in this report.", "機器の不具合か、監視を欺く試みで起こります。本報告は先に送られた内容に基づきます。"},
	"first-conflict":   {"Look at these connections in Wireshark (tcp.analysis.retransmission), beginning with the network card of the sender.", "Wireshark（tcp.analysis.retransmission）で該当接続を確認し、まず送信側のネットワークカードを疑ってください。"},

	"finding-sight": {"Much of the traffic could not be seen", "通信のかなりの部分を見ることができませんでした"},
	"why-sight":     {"What is not in the capture is not in this report: that nothing was found means less.", "記録されていないものは本報告にもありません。「見つからなかった」ことの意味が弱まります。"},
	"first-sight":   {"Correct the recording as section 10 says, and record again.", "第10章に従って記録方法を直し、もう一度記録してください。"},

	"weak-modbus":              {"Modbus without authentication; Modbus/TCP Security (TLS, port 802) was not seen", "認証のないModbus（Modbus/TCP Security：TLS、ポート802は観測されず）"},
	"weak-modbus-beside-tls":   {"Modbus without authentication, although Modbus/TCP Security (TLS, port 802) was seen too", "認証のないModbus（Modbus/TCP Security：TLS、ポート802も観測）"},
	"weak-dnp3":                {"DNP3 without Secure Authentication", "セキュア認証を使わないDNP3"},
	"weak-opcua-none":          {"OPC UA channels without signature and encryption (SecurityPolicy None)", "署名も暗号化もないOPC UAチャネル（SecurityPolicy None）"},
	"weak-opcua-deprecated":    {"OPC UA channels with a policy that is no longer counted as secure", "もはや安全とされないポリシーのOPC UAチャネル"},
	"weak-opcua-sign":          {"OPC UA channels that are signed and not encrypted", "署名のみで暗号化されていないOPC UAチャネル"},
	"weak-opcua-anonymous":     {"OPC UA sessions without a user (Anonymous)", "利用者を特定しないOPC UAセッション（Anonymous）"},
	"weak-certificate-expired": {"Certificates that had expired", "期限切れの証明書"},
	"weak-certificate-early":   {"Certificates that were not valid yet", "まだ有効期間に入っていない証明書"},
	"weak-certificate-ending":  {"Certificates that expire within 90 days of the capture", "記録時から90日以内に期限が切れる証明書"},
	"weak-management":          {"Management of control devices in the clear", "暗号化されていない制御機器の管理通信"},

	"do-reach":         {"Let only known clients reach these ports; ask for the secure variant at the next renewal.", "既知のクライアントだけがこれらのポートに到達できるようにし、次の更新時に安全な方式を要求してください。"},
	"do-opcua-policy":  {"Set the server to Basic256Sha256 or better, SignAndEncrypt, and turn off None.", "サーバをBasic256Sha256以上のSignAndEncryptに設定し、Noneを無効にしてください。"},
	"do-opcua-encrypt": {"Use SignAndEncrypt where values or passwords are confidential.", "値やパスワードの秘匿が必要な箇所ではSignAndEncryptを使ってください。"},
	"do-opcua-users":   {"Give each client an account of its own, and turn off Anonymous for writing at least.", "クライアントごとにアカウントを設け、少なくとも書込みではAnonymousを無効にしてください。"},
	"do-certificate":   {"Renew the certificate before clients refuse the connection.", "クライアントに接続を拒否される前に、証明書を更新してください。"},
	"do-clock":         {"Check the clocks of both devices, and of the computer that captured.", "両方の機器と、記録に使ったコンピュータの時計を確認してください。"},
	"do-management":    {"Turn these services off, or use HTTPS and SSH.", "これらのサービスを停止するか、HTTPSやSSHを使ってください。"},
}
