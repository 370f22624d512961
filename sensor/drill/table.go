package drill

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// scenarios is the table of drills. Words are those of operators.
var scenarios = [...]Scenario{
	{ID: "unknown-laptop",
		Title: lang.Text{EN: "A laptop nobody knows writes to a controller", JA: "見知らぬノートPCが制御装置に書き込む"},
		Story: lang.Text{EN: "Somebody plugs a laptop into a cabinet. It looks for devices, reads from a controller, and after a minute writes a value that only your panels set.",
			JA: "何者かが制御盤のネットワークにノートPCを接続します。機器を探し回り、制御装置の値を読み取り、1分ほど後に、本来は操作端末だけが設定する値を書き込みます。"},
		Shows: lang.Text{EN: "First a scan by an unknown address; when it writes, the same incident becomes urgent.",
			JA: "最初は見知らぬアドレスからの探索として表示され、書き込みが行われると同じアラームが至急の扱いになります。"},
		Priority: attend, Kinds: kinds("first-write", "new-write-point", "new-write-function"), Right: suspicious, Within: 2 * time.Minute,
		variants: []variant{{castScan, []step{
			{0, appears, says("an unknown laptop appears in the network", "見知らぬノートPCがネットワークに現れる")},
			{2 * time.Second, looks, says("it looks for devices", "機器を探し回る")},
			{20 * time.Second, connects, says("it opens a connection to the controller", "制御装置に接続する")},
			{2 * time.Second, stations, says("it asks what answers there", "応答する機器を調べる")},
			{20 * time.Second, sets, says("it writes a value", "値を書き込む")},
			{15 * time.Second, sets, says("it writes again", "もう一度書き込む")},
		}}}},
	{ID: "program-change",
		Title: lang.Text{EN: "The engineering station changes a program", JA: "エンジニアリング端末がプログラムを変更する"},
		Story: lang.Text{EN: "The password of the engineering station was stolen. From there somebody loads another program into a controller, and nobody has announced work.",
			JA: "エンジニアリング端末のパスワードが盗まれました。何者かがその端末から制御装置に別のプログラムを書き込みます。作業の連絡は出ていません。"},
		Shows: lang.Text{EN: "An urgent incident: a device you know does something that is never taken for granted.",
			JA: "よく知っている機器が、無断では決して行われない操作をしたとして、至急のアラームが表示されます。"},
		Priority: attend, Kinds: kinds("umas-download", "dnp3-file", "dnp3-write-file", "opcua-call-program"), Right: suspicious, Within: time.Minute, never: true,
		variants: []variant{
			{castUMAS, []step{
				{0, connects, says("the engineering station connects to the controller", "エンジニアリング端末が制御装置に接続する")},
				{5 * time.Second, umasOf(umasReserve), says("it reserves the controller", "制御装置を占有する")},
				{5 * time.Second, umasOf(umasStop), says("it stops the program", "プログラムを停止する")},
				{10 * time.Second, downloads, says("it loads another program", "別のプログラムを書き込む")},
				{5 * time.Second, umasOf(umasStart, umasRelease), says("it starts the program", "プログラムを起動する")},
			}},
			{castDNP3File, []step{
				{0, connects, says("the engineering station connects to the outstation", "エンジニアリング端末が遠方監視装置に接続する")},
				{5 * time.Second, sendsFile, says("it writes a file into it", "装置にファイルを書き込む")},
				{10 * time.Second, restarts, says("it restarts it", "装置を再起動する")},
			}},
			{castMethod, []step{
				{0, connects, says("the engineering station connects to the server", "エンジニアリング端末がサーバーに接続する")},
				{5 * time.Second, callsProgram, says("it has another program loaded", "別のプログラムを読み込ませる")},
			}},
		}},
	{ID: "set-point",
		Title: lang.Text{EN: "An operator panel sets a value far beyond what is usual", JA: "操作端末が普段とかけ離れた値を設定する"},
		Story: lang.Text{EN: "A panel you know sets a value it always sets, but far higher than ever before: by a slip of the hand, or by somebody who sits at it and should not.",
			JA: "いつもの操作端末が、いつもの設定値を、これまでになく高い値に変更します。操作の誤りか、権限のない何者かの操作かはわかりません。"},
		Shows: lang.Text{EN: "An incident with what was usual and what was set. Who is allowed to do it is not in question: the value is.",
			JA: "普段の範囲と設定された値がアラームに表示されます。操作する権限ではなく、値が問題です。"},
		Priority: attend, Kinds: kinds("write-far-outside", "write-outside"), Right: suspicious, Within: time.Minute,
		variants: []variant{{castSetPoint, []step{
			{0, connects, says("the panel connects as always", "操作端末がいつもどおり接続する")},
			{5 * time.Second, setsBeyond, says("it sets the value", "値を設定する")},
		}}}},
	{ID: "outstation-restart",
		Title: lang.Text{EN: "A second master restarts an outstation", JA: "別の親局が遠方の子局を再起動する"},
		Story: lang.Text{EN: "A computer that is not your master asks a DNP3 outstation for its values, and then has it restart: for some seconds the station is without control.",
			JA: "正規の親局ではないコンピューターが、DNP3の子局の値を読み取り、続けて再起動させます。数十秒間、その局は監視も操作もできなくなります。"},
		Shows:    lang.Text{EN: "An urgent incident: a restart that nobody announced, by an unknown address.", JA: "見知らぬアドレスからの予告のない再起動として、至急のアラームが表示されます。"},
		Priority: attend, Kinds: kinds("dnp3-restart"), Right: suspicious, Within: time.Minute, never: true,
		variants: []variant{{speaking("dnp3", &noDNP3), []step{
			{0, appears, says("an unknown computer appears in the network", "見知らぬコンピューターがネットワークに現れる")},
			{5 * time.Second, connects, says("it connects to the outstation", "子局に接続する")},
			{2 * time.Second, polls, says("it asks for its values", "値を読み取る")},
			{15 * time.Second, restarts, says("it has it restart", "再起動させる")},
		}}}},
	{ID: "anonymous-session",
		Title: lang.Text{EN: "Somebody without a name writes by OPC UA", JA: "匿名の接続がOPC UAで値を書き込む"},
		Story: lang.Text{EN: "An unknown computer opens a session at an OPC UA server, without a name and without encryption, and writes a value.",
			JA: "見知らぬコンピューターが、ユーザー名も暗号化もなしにOPC UAサーバーへ接続し、値を書き込みます。"},
		Shows:    lang.Text{EN: "An urgent incident by an unknown address, with the value that was written.", JA: "見知らぬアドレスによる至急のアラームが、書き込まれた値とともに表示されます。"},
		Priority: attend, Kinds: kinds("first-write", "opcua-anonymous", "opcua-security-none", "new-write-function"), Right: suspicious, Within: time.Minute,
		variants: []variant{{castAnonymous, []step{
			{0, appears, says("an unknown computer appears in the network", "見知らぬコンピューターがネットワークに現れる")},
			{5 * time.Second, connects, says("it connects to the server", "サーバーに接続する")},
			{2 * time.Second, opensSession, says("it opens a session without name and encryption", "ユーザー名も暗号化もなしでセッションを開く")},
			{10 * time.Second, sets, says("it writes a value", "値を書き込む")},
			{5 * time.Second, closesSession, says("it leaves", "切断する")},
		}}}},
	{ID: "in-the-middle",
		Title: lang.Text{EN: "Somebody stands between panel and controller", JA: "操作端末と制御装置の間に何者かが割り込む"},
		Story: lang.Text{EN: "A device in a cabinet pretends to be the controller to the panel, and the panel to the controller. The panel shows values that are not those of the plant.",
			JA: "制御盤に仕掛けられた機器が、操作端末には制御装置を、制御装置には操作端末を装います。操作端末には実際と異なる値が表示されます。"},
		Shows:    lang.Text{EN: "An incident about two devices at once: do not trust the panel, look at the plant itself.", JA: "2台の機器に関わるアラームが表示されます。操作端末の表示を信用せず、現場の計器を確認する場面です。"},
		Priority: attend, Kinds: kinds("man-in-the-middle", "middle-traffic"), Right: suspicious, Within: 2 * time.Minute,
		variants: []variant{{castMiddle, []step{
			{0, appears, says("an unknown device appears in the network", "見知らぬ機器がネットワークに現れる")},
			{10 * time.Second, standsBetween, says("it takes the addresses of both", "両方のアドレスを乗っ取る")},
			{5 * time.Second, contradicts, says("the panel is shown other values", "操作端末に別の値を見せる")},
			{10 * time.Second, standsBetween, says("it goes on", "割り込みを続ける")},
			{30 * time.Second, stepsBack, says("it steps back", "元に戻す")},
		}}}},
	{ID: "way-out",
		Title: lang.Text{EN: "The historian speaks with the internet", JA: "ヒストリアンがインターネットと通信する"},
		Story: lang.Text{EN: "The historian, which never did, sends something to an address of the internet: data leave the plant, or somebody reaches in.",
			JA: "これまで外部と通信したことのないヒストリアンが、インターネットのアドレスに何かを送ります。データの持ち出しか、外部からの遠隔操作かもしれません。"},
		Shows:    lang.Text{EN: "An incident with the outside address. The plant itself runs on: the question is whether to cut the way.", JA: "外部のアドレスを示すアラームが表示されます。設備の運転は続いています。通信を遮断するかどうかが判断のポイントです。"},
		Priority: attend, Kinds: kinds("new-egress"), Right: suspicious, Within: time.Minute,
		variants: []variant{{castWayOut, []step{
			{5 * time.Second, leaves, says("the historian sends something out, three times", "ヒストリアンが外部へ3回送信する")},
		}}}},
	{ID: "loss-of-view",
		Title: lang.Text{EN: "Nothing is heard of a controller any more", JA: "制御装置からの通信が途絶える"},
		Story: lang.Text{EN: "All at once nobody gets an answer from one controller: the panels show old values, and nobody knows what the plant does there.",
			JA: "1台の制御装置との通信がすべて途絶えます。操作端末には古い値が残り、現場の実際の状態がわからなくなります。"},
		Shows: lang.Text{EN: "After some minutes an incident about the silence of the controller. It is told with little priority, since a cable or a power supply is likelier than an attacker: somebody must go and look.",
			JA: "数分後に、制御装置の沈黙を示すアラームが表示されます。ケーブルや電源の故障の可能性が高いため優先度は低めです。現場に行って確認する必要があります。"},
		Priority: track, Kinds: kinds("silence", "server-silence", "client-silence"), Right: suspicious, Within: 30 * time.Minute,
		variants: []variant{{castSilent, []step{
			{0, nothing, says("nothing is heard of the controller from now on", "この時点から制御装置の通信が途絶える")},
		}}}},
	{ID: "controller-stop",
		Title: lang.Text{EN: "Somebody stops a controller", JA: "何者かが制御装置を停止する"},
		Story: lang.Text{EN: "An unknown computer reserves a controller for itself and stops its program. Outputs stay as they are; nothing is controlled any more.",
			JA: "見知らぬコンピューターが制御装置を占有し、プログラムを停止します。出力はそのままで、制御が行われなくなります。"},
		Shows:    lang.Text{EN: "An urgent incident; what to do first is to run that part of the plant by hand.", JA: "至急のアラームが表示されます。まずその設備を手動運転に切り替える場面です。"},
		Priority: attend, Kinds: kinds("umas-start-stop"), Right: suspicious, Within: time.Minute, never: true,
		variants: []variant{{castStop, []step{
			{0, appears, says("an unknown computer appears in the network", "見知らぬコンピューターがネットワークに現れる")},
			{5 * time.Second, connects, says("it connects to the controller", "制御装置に接続する")},
			{3 * time.Second, umasOf(umasReserve), says("it reserves the controller", "制御装置を占有する")},
			{5 * time.Second, umasOf(umasStop), says("it stops the program", "プログラムを停止する")},
		}}}},
	{ID: "switched-from-elsewhere",
		Title: lang.Text{EN: "Somebody switches equipment at an outstation", JA: "何者かが子局の機器を直接操作する"},
		Story: lang.Text{EN: "An unknown computer switches an output of a DNP3 outstation at once, without selecting it first, as if it were the master.",
			JA: "見知らぬコンピューターが親局を装い、DNP3の子局の出力を、選択の手順を踏まずに直接操作します。"},
		Shows:    lang.Text{EN: "An urgent incident by an unknown address: a command that took effect.", JA: "見知らぬアドレスからの操作が実行されたとして、至急のアラームが表示されます。"},
		Priority: attend, Kinds: kinds("first-write", "dnp3-direct-operate", "new-control"), Right: suspicious, Within: time.Minute,
		variants: []variant{{speaking("dnp3", &noDNP3), []step{
			{0, appears, says("an unknown computer appears in the network", "見知らぬコンピューターがネットワークに現れる")},
			{5 * time.Second, connects, says("it connects to the outstation", "子局に接続する")},
			{5 * time.Second, operates, says("it switches an output", "出力を操作する")},
		}}}},
}

// Priorities, as package alert names them.
const (
	track  = "track"
	attend = "attend"
)

func says(en, ja string) lang.Text { return lang.Text{EN: en, JA: ja} }

func kinds(list ...baseline.Kind) []baseline.Kind { return list }
