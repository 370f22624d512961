package plain

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// manner is how a kind of deviation is told by what was asked: who did it is said with a
// clause, and a note follows where the operation is not all there is to say.
type manner struct{ clause, note lang.Text }

// Clauses about the actor.
var (
	neverOperated = lang.Text{EN: ", which never changed anything before,", JA: "これまで何も操作したことのない"}
	onlyAnswered  = lang.Text{EN: ", which until now only answered,", JA: "これまで応答するだけだった"}
	neverAsked    = lang.Text{EN: ", which never asked a controller before,", JA: "これまで制御機器に問い合わせたことのない"}
	neverSeen     = lang.Text{EN: ", never seen before,", JA: "これまで見たことのない機器"}
)

// manners are those of the kinds that are told by what was asked. The others are told by
// the sentences of package guide.
var manners = map[baseline.Kind]manner{
	"role-reversal":        {clause: onlyAnswered},
	"new-client":           {clause: neverAsked},
	"first-write":          {clause: neverOperated},
	"first-write-learning": {},
	"new-station":          {},
	"new-function":         {},
	"new-session-function": {},
	"new-read-range":       {},
	"new-quantity":         {},
	"new-report":           {},
	"new-restart":          {},
	"new-configuration":    {},
	"new-control":          {},
	"new-write-function":   {},
	"new-write-point":      {},
	"rejected-control":     {},
	"stale-control":        {},

	"parameter-changed": {},
	"write-outside":     {},
	"write-far-outside": {},
	"write-new-value":   {},

	"write-after-endpoint": {note: lang.Text{EN: "Shortly before, the connection of one of the two had changed ({seen}).", JA: "その少し前に、どちらかの機器の接続に変化がありました（{seen}）。"}},

	"modbus-listen-only":            {},
	"modbus-restart-communications": {},
	"modbus-clear-counters":         {},
	"modbus-write-file":             {},
	"modbus-read-file":              {},
	"modbus-broadcast-write":        {note: lang.Text{EN: "It was meant for all stations at once.", JA: "配下の全局に同時に送られたものです。"}},
	"modbus-mask-or-read-write":     {},
	"modbus-firmware":               {},
	"modbus-legacy-program":         {},
	"modbus-reserved-function":      {},
	"umas-start-stop":               {},
	"umas-initialize":               {},
	"umas-download":                 {},
	"umas-upload":                   {},
	"umas-backup":                   {},
	"umas-force-output":             {},
	"umas-write":                    {},
	"umas-reservation":              {},
	"umas-debug":                    {},
	"umas-other":                    {},
	"umas-use":                      {},

	"dnp3-restart":                {},
	"dnp3-start-stop":             {},
	"dnp3-obsolete-configuration": {},
	"dnp3-delete-file":            {},
	"dnp3-activate-configuration": {},
	"dnp3-write-file":             {note: lang.Text{EN: "It was part of a file.", JA: "ファイルの一部の書込みです。"}},
	"dnp3-file":                   {},
	"dnp3-read-file":              {note: lang.Text{EN: "It was part of a file.", JA: "ファイルの一部の読出しです。"}},
	"dnp3-user-change":            {note: lang.Text{EN: "It changes users or keys.", JA: "利用者または鍵を変更するものです。"}},
	"dnp3-select-operate":         {note: lang.Text{EN: "No select that fits was seen before it.", JA: "事前に、対応する選択（SELECT）は確認されていません。"}},
	"dnp3-broadcast-control":      {note: lang.Text{EN: "It was meant for all outstations at once.", JA: "全子局に同時に送られたものです。"}},
	"dnp3-direct-operate":         {note: lang.Text{EN: "Until now such points were always selected first.", JA: "これまでは、必ず選択（SELECT）してから操作されていました。"}},
	"dnp3-disable-unsolicited":    {},
	"dnp3-enable-unsolicited":     {},
	"dnp3-assign-class":           {},
	"dnp3-time":                   {note: lang.Text{EN: "It sets the clock.", JA: "時計を設定するものです。"}},
	"dnp3-freeze-clear":           {},

	"opcua-delete-nodes":           {},
	"opcua-add-nodes":              {},
	"opcua-history-update":         {},
	"opcua-call-restart":           {note: lang.Text{EN: "The method starts, stops or restarts something.", JA: "起動・停止・再起動を行うメソッドです。"}},
	"opcua-call-program":           {note: lang.Text{EN: "The method transfers a program or file.", JA: "プログラムまたはファイルを転送するメソッドです。"}},
	"opcua-call-configure":         {note: lang.Text{EN: "The method changes settings.", JA: "設定を変更するメソッドです。"}},
	"opcua-write-attribute":        {note: lang.Text{EN: "It is not the value that was set, but how the node works.", JA: "値ではなく、ノードの動作を決める属性です。"}},
	"opcua-write-limit":            {note: lang.Text{EN: "It is a range or limit.", JA: "レンジまたは上下限値です。"}},
	"opcua-transfer-subscriptions": {},
	"opcua-foreign-subscription":   {note: lang.Text{EN: "The reports were not its own.", JA: "自分のものではない購読です。"}},

	"program-transfer": {},
	"mode-change":      {},
}

// ofOnePoint are the kinds that are about one point among those of the message.
var ofOnePoint = map[baseline.Kind]bool{"new-write-point": true, "new-control": true, "new-configuration": true, "parameter-changed": true, "write-outside": true,
	"write-far-outside": true, "write-new-value": true}

// ofValues are the kinds whose figures are values of the point.
var ofValues = map[baseline.Kind]bool{"parameter-changed": true, "write-outside": true, "write-far-outside": true, "write-new-value": true, "write-drift": true,
	"constant-changed": true, "value-outside": true, "enumeration-new": true, "counter-backwards": true, "readback-differs": true, "relation-broken": true}

// ofWritten are those of them whose Expected is what was written before.
var ofWritten = map[baseline.Kind]bool{"write-outside": true, "write-far-outside": true, "write-new-value": true}

// ofRanges are the kinds whose Expected are ranges of points.
var ofRanges = map[baseline.Kind]bool{"new-read-range": true, "new-quantity": true}
