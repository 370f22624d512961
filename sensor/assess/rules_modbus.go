package assess

import "github.com/banken-ot/banken/protocols/wire"

// Function codes of Modbus and, as sub-functions, codes of UMAS that the tables
// below name (Application Protocol 1.1b3, 5; decimal there).
const (
	modbusDiagnostics    = 8
	modbusReadFile       = 20
	modbusWriteFile      = 21
	modbusMaskWrite      = 22
	modbusReadWrite      = 23
	modbusUMAS           = 90
	modbusFirmware       = 125
	modbusProgram584     = 126
	modbusReportAddress  = 127
	modbusConcept        = 40
	diagnosticRestart    = 1
	diagnosticListenOnly = 4
	diagnosticClear      = 10
)

// modbusTripwires are those of the functions of the standard.
var modbusTripwires = [...]tripwire{
	{
		id: "modbus-listen-only", urgency: First, techniques: []string{"T0814", "T0858"},
		match: match{codes: []uint32{modbusDiagnostics}, subs: []uint32{diagnosticListenOnly}},
		title: Text{EN: "A device was told to stop answering (force listen only mode)", JA: "機器に応答停止（リッスンオンリーモード）が指示されました"},
		why: Text{EN: "In listen only mode a device neither answers nor carries out commands until it is restarted: it disappears from the control system.",
			JA: "リッスンオンリーモードの機器は、再起動されるまで応答も命令の実行もしません。監視制御側からは機器が消えたように見えます。"},
		first: Text{EN: "Ask whether somebody serviced this device at that time. If nobody did, check that it answers again, and find out who uses the sending computer.",
			JA: "その時刻にこの機器の保守作業があったか確認してください。なければ、機器が応答に復帰しているかを確かめ、送信元コンピュータの使用者を特定してください。"},
	},
	{
		id: "modbus-restart-communications", urgency: First, techniques: []string{"T0816"},
		match: match{codes: []uint32{modbusDiagnostics}, subs: []uint32{diagnosticRestart}},
		title: Text{EN: "A device was told to restart its communication", JA: "機器に通信の再起動が指示されました"},
		why: Text{EN: "The device drops its connections and starts its communication anew, which interrupts control; it may also clear its event log.",
			JA: "機器は接続を切って通信を立ち上げ直すため制御が中断し、通信イベント記録が消えることもあります。"},
		first: Text{EN: "Ask whether maintenance was going on. If not, check the device's state and find out who uses the sending computer.",
			JA: "保守作業中だったか確認してください。違う場合は機器の状態を確かめ、送信元コンピュータの使用者を特定してください。"},
	},
	{
		id: "modbus-clear-counters", urgency: Check, techniques: []string{"T0872"},
		match: match{codes: []uint32{modbusDiagnostics}, subs: []uint32{diagnosticClear}},
		title: Text{EN: "The diagnostic counters of a device were cleared", JA: "機器の診断カウンタが消去されました"},
		why: Text{EN: "The counters help to find communication faults. Clearing them also removes traces.",
			JA: "診断カウンタは通信障害の調査に使われます。消去すると痕跡も失われます。"},
		first: Text{EN: "Ask the maintenance staff whether they cleared them.", JA: "保守担当者に、消去を行ったか確認してください。"},
	},
	{
		id: "modbus-write-file", urgency: First, techniques: []string{"T0809", "T0867"},
		match: match{codes: []uint32{modbusWriteFile}},
		title: Text{EN: "File records of a device were written", JA: "機器のファイルレコードが書き換えられました"},
		why: Text{EN: "File records hold recipes, settings or programs; with many devices this is how their configuration is changed.",
			JA: "ファイルレコードにはレシピ、設定、プログラムが入ります。多くの機器で設定変更に使われる方法です。"},
		first: Text{EN: "Ask who changed the settings of this device. If nobody did, compare them with the last backup.",
			JA: "この機器の設定を誰が変更したか確認してください。心当たりがなければ、直近のバックアップと設定を比較してください。"},
	},
	{
		id: "modbus-read-file", urgency: Check, techniques: []string{"T0811", "T0845"},
		match: match{codes: []uint32{modbusReadFile}},
		title: Text{EN: "File records of a device were read", JA: "機器のファイルレコードが読み出されました"},
		why: Text{EN: "This is how recipes, settings or programs are taken out of a device.",
			JA: "機器のレシピ、設定、プログラムを取り出すときに使われる方法です。"},
		first: Text{EN: "Ask whether a backup was made, or a historian reads these files as a rule.",
			JA: "バックアップ取得だったか、または履歴収集サーバが定常的に読んでいるものか確認してください。"},
	},
	{
		id: "modbus-broadcast-write", urgency: Check, techniques: []string{"T0855"},
		match: match{codes: []uint32{5, 6, 15, 16, modbusMaskWrite, modbusReadWrite}, when: isBroadcast},
		title: Text{EN: "A write was sent to unit 0 and nobody answered: to all stations at once", JA: "ユニット0への書込みに応答がありませんでした：全局一斉の書込みです"},
		why: Text{EN: "Unit 0 means every station behind a gateway. None of them confirms, so nobody knows which carried it out.",
			JA: "ユニット0はゲートウェイ配下の全局を意味します。どの局も応答しないため、どれが実行したか分かりません。"},
		first: Text{EN: "Check whether the client is meant to write to all stations; if not, correct its unit identifier.",
			JA: "このクライアントが全局に書き込む設計か確認し、違う場合はユニット番号の設定を直してください。"},
	},
	{
		id: "modbus-mask-or-read-write", urgency: Know, techniques: []string{"T0836"},
		match: match{codes: []uint32{modbusMaskWrite, modbusReadWrite}},
		title: Text{EN: "Less common ways of writing registers are in use", JA: "あまり使われない方式のレジスタ書込みが使われています"},
		why: Text{EN: "Functions 22 and 23 change registers too, and rules that look at 5, 6, 15 and 16 only miss them.",
			JA: "機能コード22と23もレジスタを変更しますが、5・6・15・16だけを見る監視では見落とされます。"},
		first: Text{EN: "Note the pair as intended, or ask the system integrator.", JA: "意図した通信であれば記録し、不明ならシステム構築会社に確認してください。"},
	},
	{
		id: "modbus-firmware", urgency: First, techniques: []string{"T0839", "T0800"},
		match: match{codes: []uint32{modbusFirmware}},
		title: Text{EN: "A firmware update function of a device was used", JA: "機器のファームウェア更新機能が使われました"},
		why: Text{EN: "Function 125 replaces firmware. Changed firmware survives restarts and decides what the device does.",
			JA: "機能コード125はファームウェアの書換えに使われます。書き換えられたファームウェアは再起動後も残り、機器の動作を決めます。"},
		first: Text{EN: "Ask who updated the device and with which file. If nobody did, take it out of service in agreement with operations and call the manufacturer.",
			JA: "誰がどのファイルで更新したか確認してください。心当たりがなければ、運転部門と調整のうえ機器を切り離し、メーカーに連絡してください。"},
	},
	{
		id: "modbus-legacy-program", urgency: First, techniques: []string{"T0843"},
		match: match{codes: []uint32{9, 10, 13, 14, 18, 19, modbusConcept, modbusProgram584, modbusReportAddress}},
		title: Text{EN: "A programming function of older controllers was used", JA: "旧型コントローラのプログラミング機能が使われました"},
		why: Text{EN: "These functions load, change or take out the program of a controller (484, 584, 884, Concept).",
			JA: "コントローラのプログラムの書込み・変更・取出しに使われる機能です（484、584、884、Concept）。"},
		first: Text{EN: "Ask who worked on the program. If nobody did, compare the running program with the last backup.",
			JA: "誰がプログラム作業をしたか確認してください。心当たりがなければ、動作中のプログラムを直近のバックアップと比較してください。"},
	},
}

// modbusOtherTripwires are looked at when none of the others fits.
var modbusOtherTripwires = [...]tripwire{
	{
		id: "modbus-reserved-function", urgency: Check, techniques: []string{"T0866", "T0840"},
		match: match{when: func(t *wire.Transaction) bool { return isReserved(t.Code) }},
		title: Text{EN: "Function codes that the standard does not assign were used", JA: "規格で割り当てられていない機能コードが使われました"},
		why: Text{EN: "Either a manufacturer's own function, which may do anything, or somebody trying out what the device accepts.",
			JA: "メーカー独自機能（何でもできる可能性があります）か、機器が何を受け付けるか試している可能性があります。"},
		first: Text{EN: "Look up the code in the device's manual. If it is not there, find out which program on the client sends it.",
			JA: "機器の取扱説明書で機能コードを調べてください。記載がなければ、クライアントのどのプログラムが送っているか特定してください。"},
	},
}

// isBroadcast reports whether a request went to all stations: many devices
// that are no gateway answer to unit 0 as their own.
func isBroadcast(t *wire.Transaction) bool {
	return t.Station == 0 && t.Frame != 0 && t.ResponseFrame == 0
}

// isReserved reports whether a function code is neither one of the standard,
// nor one left to users (65-72, 100-110), nor one of a known manufacturer
// (Application Protocol 1.1b3, 5).
func isReserved(code uint32) bool {
	switch {
	case code >= 1 && code <= 24, code >= 65 && code <= 72, code >= 100 && code <= 110:
		return false
	}
	switch code {
	case modbusConcept, 41, 43, modbusUMAS, 91, modbusFirmware, modbusProgram584, modbusReportAddress:
		return false
	}
	return true
}
