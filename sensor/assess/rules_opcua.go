package assess

import (
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
)

// Services of OPC UA, by the id of the request's binary encoding (Part 6,
// Annex A), and attributes (Part 6, A.1).
const (
	opcuaAddNodes         = 488
	opcuaAddReferences    = 494
	opcuaDeleteNodes      = 500
	opcuaDeleteReferences = 506
	opcuaWrite            = 673
	opcuaHistoryUpdate    = 700
	opcuaCall             = 712
	opcuaSetMonitoring    = 769
	opcuaSetPublishing    = 799
	opcuaTransfer         = 841
	opcuaActivateSession  = 467

	attributeValue = 13
)

var opcuaTripwires = [...]tripwire{
	{
		id: "opcua-delete-nodes", urgency: First, techniques: []string{"T0809"},
		match: match{codes: []uint32{opcuaDeleteNodes, opcuaDeleteReferences}},
		title: Text{EN: "Nodes or references of an OPC UA server were deleted", JA: "OPC UAサーバのノードまたは参照が削除されました"},
		why: Text{EN: "What is deleted is no longer there for any client: values and alarms vanish from screens.",
			JA: "削除されたものはどのクライアントからも見えなくなり、画面から値や警報が消えます。"},
		first: Text{EN: "Ask who did this. If nobody did, restore the server's configuration and find out who uses the sending computer.",
			JA: "誰が行ったか確認してください。心当たりがなければ、サーバの設定を復元し、送信元コンピュータの使用者を特定してください。"},
	},
	{
		id: "opcua-add-nodes", urgency: First, techniques: []string{"T0843"},
		match: match{codes: []uint32{opcuaAddNodes, opcuaAddReferences}},
		title: Text{EN: "Nodes or references were added to an OPC UA server", JA: "OPC UAサーバにノードまたは参照が追加されました"},
		why:   Text{EN: "This changes what the server is, not only its values.", JA: "値だけでなく、サーバの構成そのものを変える操作です。"},
		first: Text{EN: "Ask who changed the server's address space.", JA: "サーバのアドレス空間を誰が変更したか確認してください。"},
	},
	{
		id: "opcua-history-update", urgency: First, techniques: []string{"T0809", "T0872"},
		match: match{codes: []uint32{opcuaHistoryUpdate}},
		title: Text{EN: "Recorded history was changed or deleted", JA: "履歴データが変更または削除されました"},
		why:   Text{EN: "History serves as evidence for quality and incidents.", JA: "履歴は品質や事象の証拠になるものです。"},
		first: Text{EN: "Ask who corrected the history, and why.", JA: "誰がなぜ履歴を修正したか確認してください。"},
	},
	{
		id: "opcua-call-restart", urgency: First, techniques: []string{"T0858", "T0816"},
		match: match{codes: []uint32{opcuaCall}, operations: []wire.Operation{wire.Restart}},
		title: Text{EN: "An OPC UA server or program was told to start, stop or change its state", JA: "OPC UAサーバまたはプログラムに開始・停止・状態変更が指示されました"},
		why:   Text{EN: "A server that shuts down takes view and control away.", JA: "サーバが停止すると監視も操作もできなくなります。"},
		first: Text{EN: "Check that the server runs, and ask who did this.", JA: "サーバが動作しているか確かめ、誰が行ったか確認してください。"},
	},
	{
		id: "opcua-call-program", urgency: First, techniques: []string{"T0843", "T0867"},
		match: match{codes: []uint32{opcuaCall}, operations: []wire.Operation{wire.Program}},
		title: Text{EN: "Files of an OPC UA server were opened, read or written", JA: "OPC UAサーバのファイルが開かれ、読み書きされました"},
		why:   Text{EN: "Firmware, programs and recipes are transferred by these methods.", JA: "ファームウェア、プログラム、レシピの転送に使われる方法です。"},
		first: Text{EN: "Ask who transferred which file.", JA: "誰がどのファイルを転送したか確認してください。"},
	},
	{
		id: "opcua-call-configure", urgency: First, techniques: []string{"T0892", "T0836"},
		match: match{codes: []uint32{opcuaCall}, operations: []wire.Operation{wire.Configure}},
		title: Text{EN: "Settings, users or certificates of an OPC UA server were changed by a method", JA: "OPC UAサーバの設定・利用者・証明書がメソッドで変更されました"},
		why: Text{EN: "Trust lists and users decide who may control the plant; disabling an alarm hides it.",
			JA: "信頼リストや利用者は設備を操作できる者を決めます。警報を無効にすると見えなくなります。"},
		first: Text{EN: "Ask who changed the server's settings, and compare them with the settings on file.",
			JA: "サーバの設定を誰が変更したか確認し、設定台帳と比較してください。"},
	},
	{
		id: "opcua-write-attribute", urgency: First, techniques: []string{"T0836", "T0838"},
		match: match{codes: []uint32{opcuaWrite}, when: writesAttribute},
		title: Text{EN: "Properties of OPC UA nodes were written, such as access rights, not just values", JA: "OPC UAノードの値ではなく、アクセス権などの属性が書き換えられました"},
		why:   Text{EN: "This changes who may write a value, or how it is presented.", JA: "誰が値を書けるか、どう表示されるかが変わります。"},
		first: Text{EN: "Ask who changed the server's settings.", JA: "サーバの設定を誰が変更したか確認してください。"},
	},
	{
		id: "opcua-write-limit", urgency: Check, techniques: []string{"T0836", "T0838"},
		match: match{codes: []uint32{opcuaWrite}, when: writesLimit},
		title: Text{EN: "Ranges or limits of values were changed", JA: "値の範囲またはしきい値が変更されました"},
		why:   Text{EN: "Limits decide when an alarm is raised.", JA: "しきい値は警報がいつ出るかを決めます。"},
		first: Text{EN: "Ask who changed the limits, and compare them with the alarm list.", JA: "誰がしきい値を変更したか確認し、警報設定表と比較してください。"},
	},
	{
		id: "opcua-publishing-off", urgency: Check, techniques: []string{"T0804", "T0878"},
		match: match{codes: []uint32{opcuaSetPublishing}, when: func(t *wire.Transaction) bool { return fieldIs(t.Request.Fields, "PublishingEnabled", 0) }},
		title: Text{EN: "A client turned off the reports of its subscriptions", JA: "クライアントが購読（サブスクリプション）の通知を停止しました"},
		why:   Text{EN: "While they are off, the screens behind them show old values.", JA: "停止中は、その通知を使う画面に古い値が表示されます。"},
		first: Text{EN: "Check that the client's screens are up to date.", JA: "クライアントの画面が最新の値を表示しているか確認してください。"},
	},
	{
		id: "opcua-transfer-subscriptions", urgency: Check, techniques: []string{"T0804"},
		match: match{codes: []uint32{opcuaTransfer}},
		title: Text{EN: "A session took over the subscriptions of another", JA: "あるセッションが別のセッションの購読を引き継ぎました"},
		why: Text{EN: "Ordinary after a reconnection. By a foreign client it blinds the screens of the first.",
			JA: "再接続の後なら通常の動作です。別のクライアントによる場合、元のクライアントの画面が更新されなくなります。"},
		first: Text{EN: "Check that both sessions belong to the same client.", JA: "両方のセッションが同じクライアントのものか確認してください。"},
	},
	{
		id: "opcua-login-refused", urgency: Check, techniques: []string{"T0859"},
		match: match{codes: []uint32{opcuaActivateSession}, when: func(t *wire.Transaction) bool { return t.Outcome == wire.Refused }},
		title: Text{EN: "A server refused a log-in", JA: "サーバがログインを拒否しました"},
		why:   Text{EN: "A wrong or expired password, or somebody guessing.", JA: "パスワードの誤り・期限切れか、第三者の推測による試行です。"},
		first: Text{EN: "Check the account this client uses; if it is not configured to log in, find out who did.",
			JA: "このクライアントが使うアカウントを確認し、ログインする設定でなければ誰が試みたか特定してください。"},
	},
}

// writesAttribute reports whether another attribute than the Value was written.
func writesAttribute(t *wire.Transaction) bool {
	for i := range t.Request.Points {
		p := &t.Request.Points[i]
		if p.Access == wire.AccessWrite && p.Part != 0 && p.Part != attributeValue {
			return true
		}
	}
	return false
}

// limits are parts of names of properties that hold ranges and limits (Part 8,
// 5.3.2; Part 9, 5.8.18).
var limits = [...]string{"EURange", "InstrumentRange", "HighHighLimit", "HighLimit", "LowLimit", "LowLowLimit"}

// writesLimit reports whether a node was written whose name is that of a limit.
func writesLimit(t *wire.Transaction) bool {
	for i := range t.Request.Points {
		p := &t.Request.Points[i]
		if p.Access != wire.AccessWrite || p.Ident != 's' {
			continue
		}
		for _, name := range limits {
			if strings.HasSuffix(string(p.Name), name) {
				return true
			}
		}
	}
	return false
}
