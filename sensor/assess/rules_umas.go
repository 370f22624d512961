package assess

import "github.com/banken-ot/banken/protocols/wire"

// umas is the code of Modbus that carries UMAS, the programming protocol of
// Schneider Electric controllers; its own codes are sub-functions.
var umas = []uint32{modbusUMAS}

// umasTripwires are those of UMAS. Codes are as published by researchers; the
// manufacturer does not document them.
var umasTripwires = [...]tripwire{
	{
		id: "umas-start-stop", urgency: First, techniques: []string{"T0858", "T0881"},
		match: match{codes: umas, subs: []uint32{0x40, 0x41}},
		title: Text{EN: "A controller was told to start or stop", JA: "コントローラに運転開始または停止が指示されました"},
		why: Text{EN: "Stopping a controller stops the control of the process; outputs go to their fallback state.",
			JA: "コントローラが停止するとプロセスの制御も止まり、出力は停止時の設定状態になります。"},
		first: Text{EN: "Check whether the controller runs. Ask who started or stopped it from the sending computer.",
			JA: "コントローラが運転中か確認し、送信元コンピュータから誰が開始・停止したか確認してください。"},
	},
	{
		id: "umas-initialize", urgency: First, techniques: []string{"T0816", "T0858"},
		match: match{codes: umas, subs: []uint32{0x42, 0x43}},
		title: Text{EN: "A controller was told to initialize itself or to swap with its standby", JA: "コントローラに初期化または待機系との切替えが指示されました"},
		why: Text{EN: "Initializing sets the controller's values back; a swap hands control to the standby.",
			JA: "初期化で内部の値が戻り、切替えで制御が待機系に移ります。"},
		first: Text{EN: "Check the controller's state and ask who did this from the sending computer.",
			JA: "コントローラの状態を確認し、送信元コンピュータから誰が操作したか確認してください。"},
	},
	{
		id: "umas-download", urgency: First, techniques: []string{"T0843", "T0889"},
		match: match{codes: umas, subs: []uint32{0x30, 0x31, 0x32}},
		title: Text{EN: "A program was loaded into a controller", JA: "コントローラにプログラムが書き込まれました"},
		why: Text{EN: "The program decides what the plant does. From that moment another program may run than the one you know.",
			JA: "プログラムが設備の動作を決めます。この時点から、把握しているものとは別のプログラムが動いている可能性があります。"},
		first: Text{EN: "Ask who loaded it, under which work order. If nobody did, compare the running program with the last released version.",
			JA: "誰がどの作業指示で書き込んだか確認してください。心当たりがなければ、動作中のプログラムを最新の承認版と比較してください。"},
	},
	{
		id: "umas-upload", urgency: Check, techniques: []string{"T0845"},
		match: match{codes: umas, subs: []uint32{0x33, 0x34, 0x35}},
		title: Text{EN: "The program of a controller was taken out", JA: "コントローラのプログラムが読み出されました"},
		why: Text{EN: "Backups are made this way; so is preparing a change that fits.",
			JA: "バックアップの取得方法ですが、改変を準備するためにも行われます。"},
		first: Text{EN: "Ask whether a backup was made.", JA: "バックアップ作業だったか確認してください。"},
	},
	{
		id: "umas-backup", urgency: Check, techniques: []string{"T0843", "T0845"},
		match: match{codes: umas, subs: []uint32{0x36}},
		title: Text{EN: "A backup of a controller was made, restored, compared or cleared", JA: "コントローラのバックアップの作成・復元・比較・消去が行われました"},
		why: Text{EN: "Restoring replaces the program; clearing takes away the way back.",
			JA: "復元するとプログラムが置き換わり、消去すると元に戻せなくなります。"},
		first: Text{EN: "Ask who did this, and check that the backup is complete.", JA: "誰が行ったか確認し、バックアップが揃っているか確かめてください。"},
	},
	{
		id: "umas-force-output", urgency: First, techniques: []string{"T0835", "T0831"},
		match: match{codes: umas, subs: []uint32{0x71}},
		title: Text{EN: "Inputs or outputs of a controller were written directly", JA: "コントローラの入出力が直接書き換えられました"},
		why:   Text{EN: "This goes past the program and its interlocks.", JA: "プログラムとインターロックを通さない操作です。"},
		first: Text{EN: "Check that no input or output is still forced. Ask who did this from the sending computer.",
			JA: "強制されたままの入出力がないか確認し、送信元コンピュータから誰が操作したか確認してください。"},
	},
	{
		id: "umas-write", urgency: Check, techniques: []string{"T0836", "T0831"},
		match: match{codes: umas, subs: []uint32{0x21, 0x23, 0x25, 0x29}},
		title: Text{EN: "Variables or memory of a controller were written by the programming protocol", JA: "プログラミング用プロトコルでコントローラの変数またはメモリが書き換えられました"},
		why: Text{EN: "Operator stations of this manufacturer write this way as a rule; from any other computer it changes the process past the operator.",
			JA: "このメーカーの操作端末は通常この方法で書き込みますが、それ以外のコンピュータからであれば、操作員を介さずにプロセスが変更されたことになります。"},
		first: Text{EN: "Check whether the sender is an operator station. If not, ask who uses it.",
			JA: "送信元が操作端末か確認してください。違う場合は使用者を確認してください。"},
	},
	{
		id: "umas-reservation", urgency: Check, techniques: []string{"T0859"},
		match: match{codes: umas, subs: []uint32{0x10, 0x11, 0x12, 0x6E}},
		title: Text{EN: "A computer reserved a controller for programming", JA: "コンピュータがプログラミングのためにコントローラを占有しました"},
		why:   Text{EN: "The reservation comes before any change of the program.", JA: "占有は、プログラム変更の前に必ず行われる手順です。"},
		first: Text{EN: "Check whether the sender is your engineering station, and whether work was planned at that time.",
			JA: "送信元が自社のエンジニアリング端末か、その時刻に作業予定があったか確認してください。"},
	},
	{
		id: "umas-debug", urgency: Check, techniques: []string{"T0821", "T0858"},
		match: match{codes: umas, subs: []uint32{0x51, 0x52, 0x60, 0x61, 0x62, 0x63, 0x64, 0x66}},
		title: Text{EN: "Debugging functions of a controller were used", JA: "コントローラのデバッグ機能が使われました"},
		why:   Text{EN: "Breakpoints and single steps halt the program in mid-cycle.", JA: "ブレークポイントやステップ実行は、プログラムを周期の途中で止めます。"},
		first: Text{EN: "Ask who was testing. On a running plant no breakpoint may remain.",
			JA: "誰が試験していたか確認してください。運転中の設備にブレークポイントを残さないでください。"},
	},
	{
		id: "umas-other", urgency: Check, techniques: []string{"T0843", "T0836"},
		match: match{codes: umas, operations: []wire.Operation{wire.Configure, wire.Program, wire.Write, wire.Operate, wire.Restart}},
		title: Text{EN: "Other functions of the programming protocol were used that may change a controller", JA: "コントローラを変更し得る、プログラミング用プロトコルのその他の機能が使われました"},
		why: Text{EN: "What they do is not published, or is hidden in signed messages of newer programming software.",
			JA: "機能の内容が公開されていないか、新しいプログラミングソフトの署名付き電文に隠れています。"},
		first: Text{EN: "Check whether the sender is your engineering station, and whether work was planned at that time.",
			JA: "送信元が自社のエンジニアリング端末か、その時刻に作業予定があったか確認してください。"},
	},
	{
		id: "umas-use", urgency: Know, techniques: []string{"T0868", "T0888"},
		match: match{codes: umas},
		title: Text{EN: "The programming protocol of the controller is in use, for reading", JA: "コントローラのプログラミング用プロトコルが読出しに使われています"},
		why: Text{EN: "Engineering stations and the manufacturer's operator stations speak it. It has no protection worth the name.",
			JA: "エンジニアリング端末やメーカーの操作端末が使います。実質的な保護機能はありません。"},
		first: Text{EN: "Note which computers are meant to speak it.", JA: "どのコンピュータが使う想定か記録してください。"},
	},
}
