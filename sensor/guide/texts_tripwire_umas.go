package guide

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// umasTripwireTexts are those of UMAS.
var umasTripwireTexts = map[baseline.Kind]Advice{
	"umas-start-stop": tripped(
		lang.Text{EN: "{actor} sent {seen} to controller {target}; {outcome}.",
			JA: "{actor}がコントローラ{target}に{seen}を送りました。結果：{outcome}。"},
		lang.Text{EN: "A controller was told to start or stop",
			JA: "コントローラに運転開始または停止が指示されました"},
		lang.Text{EN: "Stopping a controller stops the control of the process; outputs go to their fallback state.",
			JA: "コントローラが停止するとプロセスの制御も止まり、出力は停止時の設定状態になります。"},
		lang.Text{EN: "Check whether the controller runs. Ask who started or stopped it from the sending computer.",
			JA: "コントローラが運転中か確認し、送信元コンピュータから誰が開始・停止したか確認してください。"}),
	"umas-initialize": tripped(
		toStation,
		lang.Text{EN: "A controller was told to initialize itself or to swap with its standby",
			JA: "コントローラに初期化または待機系との切替えが指示されました"},
		lang.Text{EN: "Initializing sets the controller's values back; a swap hands control to the standby.",
			JA: "初期化で内部の値が戻り、切替えで制御が待機系に移ります。"},
		lang.Text{EN: "Check the controller's state and ask who did this from the sending computer.",
			JA: "コントローラの状態を確認し、送信元コンピュータから誰が操作したか確認してください。"}),
	"umas-download": tripped(
		toStation,
		lang.Text{EN: "A program was loaded into a controller",
			JA: "コントローラにプログラムが書き込まれました"},
		lang.Text{EN: "The program decides what the plant does. From that moment another program may run than the one you know.",
			JA: "プログラムが設備の動作を決めます。この時点から、把握しているものとは別のプログラムが動いている可能性があります。"},
		lang.Text{EN: "Ask who loaded it, under which work order. If nobody did, compare the running program with the last released version.",
			JA: "誰がどの作業指示で書き込んだか確認してください。心当たりがなければ、動作中のプログラムを最新の承認版と比較してください。"}),
	"umas-upload": tripped(
		toStation,
		lang.Text{EN: "The program of a controller was taken out",
			JA: "コントローラのプログラムが読み出されました"},
		lang.Text{EN: "Backups are made this way; so is preparing a change that fits.",
			JA: "バックアップの取得方法ですが、改変を準備するためにも行われます。"},
		lang.Text{EN: "Ask whether a backup was made.",
			JA: "バックアップ作業だったか確認してください。"}),
	"umas-backup": tripped(
		toStation,
		lang.Text{EN: "A backup of a controller was made, restored, compared or cleared",
			JA: "コントローラのバックアップの作成・復元・比較・消去が行われました"},
		lang.Text{EN: "Restoring replaces the program; clearing takes away the way back.",
			JA: "復元するとプログラムが置き換わり、消去すると元に戻せなくなります。"},
		lang.Text{EN: "Ask who did this, and check that the backup is complete.",
			JA: "誰が行ったか確認し、バックアップが揃っているか確かめてください。"}),
	"umas-force-output": tripped(
		toStation,
		lang.Text{EN: "Inputs or outputs of a controller were written directly",
			JA: "コントローラの入出力が直接書き換えられました"},
		lang.Text{EN: "This goes past the program and its interlocks.",
			JA: "プログラムとインターロックを通さない操作です。"},
		lang.Text{EN: "Check that no input or output is still forced. Ask who did this from the sending computer.",
			JA: "強制されたままの入出力がないか確認し、送信元コンピュータから誰が操作したか確認してください。"}),
	"umas-write": tripped(
		toStation,
		lang.Text{EN: "Variables or memory of a controller were written by the programming protocol",
			JA: "プログラミング用プロトコルでコントローラの変数またはメモリが書き換えられました"},
		lang.Text{EN: "Operator stations of this manufacturer write this way as a rule; from any other computer it changes the process past the operator.",
			JA: "このメーカーの操作端末は通常この方法で書き込みますが、それ以外のコンピュータからであれば、操作員を介さずにプロセスが変更されたことになります。"},
		lang.Text{EN: "Check whether the sender is an operator station. If not, ask who uses it.",
			JA: "送信元が操作端末か確認してください。違う場合は使用者を確認してください。"}),
	"umas-reservation": tripped(
		toStation,
		lang.Text{EN: "A computer reserved a controller for programming",
			JA: "コンピュータがプログラミングのためにコントローラを占有しました"},
		lang.Text{EN: "The reservation comes before any change of the program.",
			JA: "占有は、プログラム変更の前に必ず行われる手順です。"},
		lang.Text{EN: "Check whether the sender is your engineering station, and whether work was planned at that time.",
			JA: "送信元が自社のエンジニアリング端末か、その時刻に作業予定があったか確認してください。"}),
	"umas-debug": tripped(
		toStation,
		lang.Text{EN: "Debugging functions of a controller were used",
			JA: "コントローラのデバッグ機能が使われました"},
		lang.Text{EN: "Breakpoints and single steps halt the program in mid-cycle.",
			JA: "ブレークポイントやステップ実行は、プログラムを周期の途中で止めます。"},
		lang.Text{EN: "Ask who was testing. On a running plant no breakpoint may remain.",
			JA: "誰が試験していたか確認してください。運転中の設備にブレークポイントを残さないでください。"}),
	"umas-other": tripped(
		toStation,
		lang.Text{EN: "Other functions of the programming protocol were used that may change a controller",
			JA: "コントローラを変更し得る、プログラミング用プロトコルのその他の機能が使われました"},
		lang.Text{EN: "What they do is not published, or is hidden in signed messages of newer programming software.",
			JA: "機能の内容が公開されていないか、新しいプログラミングソフトの署名付き電文に隠れています。"},
		lang.Text{EN: "Check whether the sender is your engineering station, and whether work was planned at that time.",
			JA: "送信元が自社のエンジニアリング端末か、その時刻に作業予定があったか確認してください。"}),
	"umas-use": tripped(
		toStation,
		lang.Text{EN: "The programming protocol of the controller is in use, for reading",
			JA: "コントローラのプログラミング用プロトコルが読出しに使われています"},
		lang.Text{EN: "Engineering stations and the manufacturer's operator stations speak it. It has no protection worth the name.",
			JA: "エンジニアリング端末やメーカーの操作端末が使います。実質的な保護機能はありません。"},
		lang.Text{EN: "Note which computers are meant to speak it.",
			JA: "どのコンピュータが使う想定か記録してください。"}),
}
