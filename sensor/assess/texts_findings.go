package assess

// textsFindings are the sentences of findings: of each its title, why it
// matters and what to do first; and of missing protections.
var textsFindings = map[string]Text{
	"verdict-first":      {EN: "Look into %[1]s first; clarify a further %[2]s within days.", JA: "まず%[1]sを確認してください。さらに%[2]sを数日以内に明らかにしてください。"},
	"verdict-first-only": {EN: "Look into %[1]s first.", JA: "まず%[1]sを確認してください。"},
	"verdict-blind":      {EN: "No Modbus, DNP3 or OPC UA was found: this report tells who is there, not what was done.", JA: "Modbus、DNP3、OPC UAの通信は見つかりませんでした。本報告で分かるのは接続機器のみで、行われた操作は分かりません。"},
	"verdict-check":      {EN: "Nothing needs attention today. Clarify %[1]s within days.", JA: "今すぐ対応が必要な事項はありません。%[1]sを数日以内に明らかにしてください。"},
	"verdict-know":       {EN: "Nothing needs attention today. A few things are good to know.", JA: "今すぐ対応が必要な事項はありません。知っておくとよい事項があります。"},
	"verdict-nothing":    {EN: "Nothing was found in this capture that needs attention.", JA: "この記録には、対応が必要な事項は見つかりませんでした。"},

	"line-hit":         {EN: "%[1]s → %[2]s: %[3]s (%[4]s)", JA: "%[1]s → %[2]s：%[3]s（%[4]s）"},
	"line-hit-station": {EN: "%[1]s → %[2]s station %[3]s: %[4]s (%[5]s)", JA: "%[1]s → %[2]s 局%[3]s：%[4]s（%[5]s）"},
	"line-link":        {EN: "%[1]s → %[2]s: %[3]s (%[4]s)", JA: "%[1]s → %[2]s：%[3]s（%[4]s）"},
	"line-secret":      {EN: "%[1]s: %[2]s → %[3]s", JA: "%[1]s：%[2]s → %[3]s"},
	"line-foreign":     {EN: "%[1]s → %[2]s: %[3]s %[4]s", JA: "%[1]s → %[2]s：%[4]sで%[3]s"},
	"line-weakness":    {EN: "%[1]s: %[2]s", JA: "%[1]s：%[2]s"},
	"line-address":     {EN: "%[1]s: %[2]s and %[3]s, %[4]s", JA: "%[1]s：%[2]sと%[3]s、%[4]s"},
	"line-master":      {EN: "master address %[1]s at %[2]s outstation %[3]s: used by %[4]s", JA: "%[2]sの子局%[3]sに対するマスタアドレス%[1]s：%[4]sが使用"},
	"line-scan":        {EN: "%[1]s tried %[2]s addresses or ports without getting an answer", JA: "%[1]sが%[2]s件のアドレスまたはポートを試し、応答なし"},
	"line-device":      {EN: "%[1]s, telling %[2]s", JA: "%[1]s（通知先%[2]s）"},
	"line-writers":     {EN: "%[1]s is written to by %[2]s", JA: "%[1]sへの書込み元：%[2]s"},
	"line-pair":        {EN: "%[1]s → %[2]s", JA: "%[1]s → %[2]s"},
	"line-storm":       {EN: "%[1]s → %[2]s: %[3]s of %[4]s requests refused", JA: "%[1]s → %[2]s：要求%[4]s件中%[3]s件を拒否"},
	"line-refusals":    {EN: "%[1]s → %[2]s: %[3]s, refused %[4]s times", JA: "%[1]s → %[2]s：%[3]s、%[4]s回拒否"},

	"finding-internet-control": {EN: "Control devices talk to addresses on the internet in a control protocol", JA: "制御機器がインターネットのアドレスと制御プロトコルで通信しています"},
	"why-internet-control":     {EN: "Control protocols have no or weak protection: whoever reaches the device can control it.", JA: "制御プロトコルの保護は無いか弱く、機器に到達できる者は操作もできます。"},
	"first-internet-control":   {EN: "Ask the network administrator whether these addresses are your own. If they are not, block the connection at the firewall in agreement with operations.", JA: "これらのアドレスが自社のものかネットワーク管理者に確認し、違う場合は運転部門と調整のうえファイアウォールで遮断してください。"},

	"finding-internet-other": {EN: "Control devices or their computers reach the internet", JA: "制御機器またはその関連コンピュータがインターネットと通信しています"},
	"why-internet-other":     {EN: "A way out is also a way in, for updates as for attackers.", JA: "外へ出られる経路は、更新だけでなく攻撃にも使われます。"},
	"first-internet-other":   {EN: "Ask what the connection is for. Allow named destinations only, and block the rest.", JA: "通信の目的を確認し、必要な宛先だけを許可してその他は遮断してください。"},

	"finding-remote-internet": {EN: "Remote access from or to the internet reaches control devices", JA: "インターネット経由の遠隔操作が制御機器に届いています"},
	"why-remote-internet":     {EN: "Most serious incidents of control systems began with a remote access.", JA: "制御システムの重大事故の多くは、遠隔接続から始まっています。"},
	"first-remote-internet":   {EN: "Find out who uses it now. Close it when nobody can tell, and let it run only through a gateway with a second factor.", JA: "現在の利用者を確認し、不明なら閉じてください。今後は多要素認証付きの中継サーバ経由に限ってください。"},

	"finding-remote": {EN: "Remote access, tunnels or file sharing on control devices", JA: "制御機器で遠隔操作・トンネル・ファイル共有が使われています"},
	"why-remote":     {EN: "Whoever gets into one computer goes on from there by these means.", JA: "1台に侵入した者は、これらを使って次の機器へ進みます。"},
	"first-remote":   {EN: "Make a list of who needs which of these connections, and turn off the rest.", JA: "誰がどの接続を必要としているか一覧にし、不要なものは停止してください。"},

	"finding-secrets": {EN: "Passwords were sent in the clear", JA: "パスワードが暗号化されずに送られています"},
	"why-secrets":     {EN: "Whoever can capture, as was done for this report, has these passwords now. This report does not contain them.", JA: "この報告のように通信を記録できる者は、これらのパスワードを入手できます。本報告にパスワードそのものは含まれません。"},
	"first-secrets":   {EN: "Change the passwords, and use the encrypted variant of the protocol (OPC UA SignAndEncrypt, HTTPS, SSH, SNMPv3). Keep the capture file under lock.", JA: "パスワードを変更し、暗号化された方式（OPC UA SignAndEncrypt、HTTPS、SSH、SNMPv3）に切り替えてください。記録ファイルの保管にも注意してください。"},

	"finding-address-claimed": {EN: "Two devices claim the same address", JA: "2台の機器が同じIPアドレスを名乗っています"},
	"why-address-claimed":     {EN: "Either two devices were given one address by mistake, or somebody puts himself between two others. Both disturb control.", JA: "アドレスの重複設定か、第三者が通信に割り込んでいる可能性があります。どちらも制御を妨げます。"},
	"first-address-claimed":   {EN: "Find both devices by their MAC address at the switch. A replaced device, a second network card or a redundant pair explains it.", JA: "スイッチでMACアドレスから両方の機器を特定してください。機器交換、2枚目のネットワークカード、冗長構成であれば説明がつきます。"},

	"finding-address-moved": {EN: "An address was used by two network interfaces", JA: "1つのIPアドレスが2つのネットワークインタフェースで使われました"},
	"why-address-moved":     {EN: "A replaced device or a redundant pair explains it; so does somebody who took over the address.", JA: "機器交換や冗長構成で説明がつきますが、アドレスの乗っ取りでも起こります。"},
	"first-address-moved":   {EN: "Check that both interfaces are your own.", JA: "両方のインタフェースが自社の機器か確認してください。"},

	"finding-reversal": {EN: "A device that is asked gave orders itself", JA: "要求される側の機器が、逆に指令を出しています"},
	"why-reversal":     {EN: "The orders came out of the port on which a server or outstation is asked. No ordinary master does that; somebody in the middle of the connection can.", JA: "サーバ（子局）が要求を受けるポートから指令が出ています。通常のマスタにはない動きで、通信に割り込んだ者なら可能です。"},
	"first-reversal":   {EN: "Look at the frames named. Check both devices for signs of a third one between them: MAC addresses, switch tables.", JA: "該当フレームを確認し、両機器の間に第三者がいないか（MACアドレス、スイッチのテーブル）調べてください。"},

	"finding-both-ways": {EN: "Two devices ask each other", JA: "2台の機器が互いに要求を出しています"},
	"why-both-ways":     {EN: "Controllers that exchange values do this. If one of them was only ever asked before, somebody uses it to reach the other.", JA: "値を交換するコントローラ同士では通常の動作です。本来は要求を受けるだけの機器であれば、踏み台にされている可能性があります。"},
	"first-both-ways":   {EN: "Check that the program of each is meant to ask the other.", JA: "双方のプログラムが相手に要求を出す設計か確認してください。"},

	"finding-master-twice": {EN: "One DNP3 master address was used by several computers", JA: "1つのDNP3マスタアドレスが複数のコンピュータで使われています"},
	"why-master-twice":     {EN: "The outstation cannot tell them apart. A redundant master explains it; so does a foreign one.", JA: "子局は区別できません。冗長マスタなら説明がつきますが、偽のマスタでも起こります。"},
	"first-master-twice":   {EN: "Check that all these computers are masters of yours.", JA: "これらのコンピュータがすべて自社のマスタか確認してください。"},

	"finding-scan": {EN: "A computer tried many addresses or ports in vain", JA: "コンピュータが多数のアドレスやポートを試して応答を得ていません"},
	"why-scan":     {EN: "This is what a search for devices looks like: an inventory tool, a wrong setting, or an intruder. Old controllers can stop at it.", JA: "機器探索に見られる動きです。資産管理ツール、設定誤り、侵入者のいずれかで、古いコントローラは停止することがあります。"},
	"first-scan":   {EN: "Find out which program does this. If it is an inventory tool, keep it off the controllers.", JA: "どのプログラムによるものか特定してください。資産管理ツールなら、コントローラを対象から外してください。"},

	"finding-dnp3-restarted": {EN: "An outstation restarted during the capture", JA: "記録中に子局が再起動しました"},
	"why-dnp3-restarted":     {EN: "Somebody or something restarted it: a command, a power failure or a fault.", JA: "指令、停電、故障のいずれかで再起動しています。"},
	"first-dnp3-restarted":   {EN: "Look at its event log for the cause.", JA: "子局のイベント記録で原因を確認してください。"},

	"finding-dnp3-trouble": {EN: "An outstation reports trouble", JA: "子局が異常を通知しています"},
	"why-dnp3-trouble":     {EN: "It says that it does not work as it should.", JA: "正常に動作していないと自ら通知しています。"},
	"first-dnp3-trouble":   {EN: "Look at its event log, and plan its maintenance.", JA: "子局のイベント記録を確認し、点検を計画してください。"},

	"finding-dnp3-overflow": {EN: "An outstation lost events because its memory was full", JA: "子局のイベント用メモリがあふれ、イベントが失われました"},
	"why-dnp3-overflow":     {EN: "Alarms of that time may never have reached the control room.", JA: "その間の警報が監視室に届いていない可能性があります。"},
	"first-dnp3-overflow":   {EN: "Check the connection to the master and how often it fetches events.", JA: "マスタとの接続と、イベント取得の頻度を確認してください。"},

	"finding-dnp3-local": {EN: "An outstation is in local control", JA: "子局が現地操作（ローカル）モードになっています"},
	"why-dnp3-local":     {EN: "Commands of the control room are not carried out.", JA: "監視室からの指令は実行されません。"},
	"first-dnp3-local":   {EN: "Check that somebody works on site.", JA: "現地で作業中か確認してください。"},

	"finding-reports-off": {EN: "Spontaneous reports of an outstation were turned off and stayed off", JA: "子局の自発通知が停止されたままです"},
	"why-reports-off":     {EN: "Until then the outstation reported changes by itself. Since then alarms arrive late, or not at all.", JA: "それまで子局は変化を自ら通知していました。以後は警報が遅れるか、届きません。"},
	"first-reports-off":   {EN: "Check on the master whether the reports are meant to be on, and turn them on again.", JA: "マスタ側で自発通知を使う設定か確認し、再び有効にしてください。"},

	"finding-foreign": {EN: "Something else speaks on the port of a control protocol", JA: "制御プロトコルのポートで別の通信が行われています"},
	"why-foreign":     {EN: "A wrong setting, a test, or somebody who hides behind a port that is let through.", JA: "設定誤り、試験、または許可されたポートに紛れた通信の可能性があります。"},
	"first-foreign":   {EN: "Find out which program on the client opens these connections.", JA: "クライアントのどのプログラムが接続しているか特定してください。"},

	"finding-writes": {EN: "Computers that change the process or the devices", JA: "プロセスや機器を変更しているコンピュータ"},
	"why-writes":     {EN: "Whoever is in this list can move the plant. A capture shows that they did so, not whether they were meant to.", JA: "この一覧のコンピュータは設備を動かすことができます。通信記録で分かるのは行ったことだけで、予定されたものかは分かりません。"},
	"first-writes":   {EN: "Go through the list once with operations: each pair should be known. Section 4 has every operation.", JA: "運転部門と一度この一覧を確認し、すべての組に心当たりがあることを確かめてください。個々の操作は第4章にあります。"},
	"line-writes":    {EN: "%[1]s → %[2]s: %[3]s", JA: "%[1]s → %[2]s：%[3]s"},

	"finding-rapid": {EN: "Controls were repeated in quick succession", JA: "同じ操作が短い間隔で繰り返されています"},
	"why-rapid":     {EN: "Switching gear again and again wears it out and may upset the process. Tests do this, and so do attacks.", JA: "開閉の繰返しは機器を消耗させ、プロセスを乱すことがあります。試験でも攻撃でも見られる動きです。"},
	"first-rapid":   {EN: "Ask whether controls were tested at that time. If not, find out which program sends them.", JA: "その時刻に操作試験を行っていたか確認し、違う場合はどのプログラムが送っているか特定してください。"},
	"line-rapid":    {EN: "%[1]s → %[2]s: %[3]s %[4]s, %[5]s in %[6]s", JA: "%[1]s → %[2]s：%[3]s %[4]s、%[6]sに%[5]s"},

	"finding-writers": {EN: "Several computers write to the same device", JA: "複数のコンピュータが同じ機器に書き込んでいます"},
	"why-writers":     {EN: "One overwrites the other's set-points; and it is hard to notice a writer that does not belong there.", JA: "互いの設定値を上書きするおそれがあり、無関係な書込み元にも気付きにくくなります。"},
	"first-writers":   {EN: "Check that each of them is meant to write.", JA: "それぞれが書き込む想定か確認してください。"},

	"finding-direct-operate": {EN: "A device is controlled both with and without selection", JA: "1台の機器が、選択後操作と直接操作の両方で制御されています"},
	"why-direct-operate":     {EN: "Selecting first guards against mistakes; operating directly goes past that.", JA: "選択後操作は誤操作を防ぎますが、直接操作はそれを省きます。"},
	"first-direct-operate":   {EN: "Ask the supplier of the master which points are meant to be operated directly.", JA: "どの点を直接操作する設計か、マスタの納入業者に確認してください。"},

	"finding-refusal-storm": {EN: "A device refused most of what it was asked", JA: "機器が要求の大半を拒否しています"},
	"why-refusal-storm":     {EN: "Either a client with a wrong configuration, or somebody trying out what there is.", JA: "クライアントの設定誤りか、何があるか試している可能性があります。"},
	"first-refusal-storm":   {EN: "Find out which program on the client asks. Correct its configuration, or stop it.", JA: "クライアントのどのプログラムが要求しているか特定し、設定を直すか停止してください。"},

	"finding-refusals": {EN: "A client keeps asking for something the device does not have", JA: "機器が対応していない要求を繰り返しているクライアントがあります"},
	"why-refusals":     {EN: "Usually a leftover in the client's configuration; it costs time and hides real faults.", JA: "多くはクライアント設定の残骸で、通信を無駄にし本当の障害を見えにくくします。"},
	"first-refusals":   {EN: "Take the request out of the client's configuration.", JA: "クライアントの設定から該当する要求を外してください。"},

	"finding-unreliable": {EN: "Some requests were not answered", JA: "応答のない要求があります"},
	"why-unreliable":     {EN: "Answers were lost on the way, came too late, or somebody disturbs the connection. If the recording itself lost packets (section 10), that may be all.", JA: "応答が途中で失われたか、遅れたか、通信が妨害されている可能性があります。記録自体の欠落（第10章）だけが原因のこともあります。"},
	"first-unreliable":   {EN: "Check cable, switch and load of these devices; compare with what the client's log says.", JA: "該当機器の配線、スイッチ、負荷を確認し、クライアントの記録と照らし合わせてください。"},
	"line-unreliable":    {EN: "%[1]s → %[2]s: %[3]s of %[4]s without an answer", JA: "%[1]s → %[2]s：%[4]s件中%[3]s件に応答なし"},

	"finding-silent": {EN: "Devices were asked and never answered", JA: "要求に一度も応答しない機器があります"},
	"why-silent":     {EN: "The device is off, has another address, or the answers did not pass the place of capture.", JA: "機器の停止、アドレス違い、または応答が記録地点を通っていないことが考えられます。"},
	"first-silent":   {EN: "Check whether the device is there. If not, take it out of the client's configuration.", JA: "機器が存在するか確認し、なければクライアントの設定から外してください。"},

	"finding-protection": {EN: "Protections that are missing", JA: "備わっていない保護機能"},
	"why-protection":     {EN: "This is the state of most plants, and no sign of an attack. It decides how much an intruder could do.", JA: "多くの設備に共通する状態で、攻撃の兆候ではありません。侵入された場合の被害の大きさを左右します。"},
	"first-protection":   {EN: "Let only the computers named in section 3 reach these devices, by switch or firewall; the rest can wait for the next renewal.", JA: "スイッチやファイアウォールで、第3章のコンピュータだけが到達できるようにしてください。その他は次の更新時で構いません。"},

	"finding-conflict": {EN: "The same piece of a connection was sent twice with different content", JA: "同じ部分のデータが異なる内容で2回送られています"},
	"why-conflict":     {EN: "A faulty device does this, and so does somebody who wants to deceive a monitor. Both versions are in this report as far as they are messages, the second marked conflicting-overlap.", JA: "機器の不具合か、監視を欺く試みで起こります。先に送られた内容も、後から送られた内容（conflicting-overlapと表示）も本報告に含まれます。"},
	"first-conflict":   {EN: "Look at these connections in Wireshark (tcp.analysis.retransmission), beginning with the network card of the sender.", JA: "Wireshark（tcp.analysis.retransmission）で該当接続を確認し、まず送信側のネットワークカードを疑ってください。"},

	"finding-sight": {EN: "Much of the traffic could not be seen", JA: "通信のかなりの部分を見ることができませんでした"},
	"why-sight":     {EN: "What is not in the capture is not in this report: that nothing was found means less.", JA: "記録されていないものは本報告にもありません。「見つからなかった」ことの意味が弱まります。"},
	"first-sight":   {EN: "Correct the recording as section 10 says, and record again.", JA: "第10章に従って記録方法を直し、もう一度記録してください。"},

	"weak-modbus":              {EN: "Modbus without authentication; Modbus/TCP Security (TLS, port 802) was not seen", JA: "認証のないModbus（Modbus/TCP Security：TLS、ポート802は観測されず）"},
	"weak-modbus-beside-tls":   {EN: "Modbus without authentication, although Modbus/TCP Security (TLS, port 802) was seen too", JA: "認証のないModbus（Modbus/TCP Security：TLS、ポート802も観測）"},
	"weak-dnp3":                {EN: "DNP3 without Secure Authentication", JA: "セキュア認証を使わないDNP3"},
	"weak-opcua-none":          {EN: "OPC UA channels without signature and encryption (SecurityPolicy None)", JA: "署名も暗号化もないOPC UAチャネル（SecurityPolicy None）"},
	"weak-opcua-deprecated":    {EN: "OPC UA channels with a policy that is no longer counted as secure", JA: "もはや安全とされないポリシーのOPC UAチャネル"},
	"weak-opcua-sign":          {EN: "OPC UA channels that are signed and not encrypted", JA: "署名のみで暗号化されていないOPC UAチャネル"},
	"weak-opcua-anonymous":     {EN: "OPC UA sessions without a user (Anonymous)", JA: "利用者を特定しないOPC UAセッション（Anonymous）"},
	"weak-certificate-expired": {EN: "Certificates that had expired", JA: "期限切れの証明書"},
	"weak-certificate-early":   {EN: "Certificates that were not valid yet", JA: "まだ有効期間に入っていない証明書"},
	"weak-certificate-ending":  {EN: "Certificates that expire within 90 days of the capture", JA: "記録時から90日以内に期限が切れる証明書"},
	"weak-management":          {EN: "Management of control devices in the clear", JA: "暗号化されていない制御機器の管理通信"},

	"do-reach":         {EN: "Let only known clients reach these ports; ask for the secure variant at the next renewal.", JA: "既知のクライアントだけがこれらのポートに到達できるようにし、次の更新時に安全な方式を要求してください。"},
	"do-opcua-policy":  {EN: "Set the server to Basic256Sha256 or better, SignAndEncrypt, and turn off None.", JA: "サーバをBasic256Sha256以上のSignAndEncryptに設定し、Noneを無効にしてください。"},
	"do-opcua-encrypt": {EN: "Use SignAndEncrypt where values or passwords are confidential.", JA: "値やパスワードの秘匿が必要な箇所ではSignAndEncryptを使ってください。"},
	"do-opcua-users":   {EN: "Give each client an account of its own, and turn off Anonymous for writing at least.", JA: "クライアントごとにアカウントを設け、少なくとも書込みではAnonymousを無効にしてください。"},
	"do-certificate":   {EN: "Renew the certificate before clients refuse the connection.", JA: "クライアントに接続を拒否される前に、証明書を更新してください。"},
	"do-clock":         {EN: "Check the clocks of both devices, and of the computer that captured.", JA: "両方の機器と、記録に使ったコンピュータの時計を確認してください。"},
	"do-management":    {EN: "Turn these services off, or use HTTPS and SSH.", JA: "これらのサービスを停止するか、HTTPSやSSHを使ってください。"},
}
