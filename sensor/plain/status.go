package plain

import (
	"strconv"
	"strings"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/tag"
)

func number(n uint64) string { return strconv.FormatUint(n, 10) }

func hexadecimal(n uint32) string { return "0x" + strconv.FormatUint(uint64(n), 16) }

// How an act ended.
var (
	wasRefused  = lang.Text{EN: " and was refused", JA: "が、拒否されました"}
	asWell      = lang.Text{EN: ",", JA: ""} // before it, where there is a comma already
	because     = lang.Text{EN: " (%[1]s)", JA: "（%[1]s）"}
	wasSilent   = lang.Text{EN: "; no answer was seen", JA: "が、応答は確認されていません"}
	onlyAnswer  = lang.Text{EN: "; only the answer of the device was seen", JA: "（確認できたのは機器の応答だけです）"}
	noAnswerDue = lang.Text{EN: " (no answer is due to this)", JA: "（応答のない指令です）"}
)

// outcome is the end of a sentence.
func outcome(l lang.Language, a *act, sentence string) string {
	switch {
	case a.outcome == wire.Refused && tellsItself(a):
		return why(l, a)
	case a.outcome == wire.Refused && strings.Contains(sentence, ", "):
		return asWell.In(l) + wasRefused.In(l) + why(l, a)
	case a.outcome == wire.Refused:
		return wasRefused.In(l) + why(l, a)
	case tellsItself(a):
		return ""
	case a.outcome == wire.Unanswered && a.noReply:
		return noAnswerDue.In(l)
	case a.outcome == wire.Unanswered:
		return wasSilent.In(l)
	case a.outcome == wire.Unasked:
		return onlyAnswer.In(l)
	}
	return ""
}

// why is the reason of a refusal, in brackets.
func why(l lang.Language, a *act) string {
	if !a.hasStatus {
		return ""
	}
	if r := reason(a.protocol, a.status).In(l); r != "" {
		return because.Say(l, r)
	}
	return ""
}

// tellsItself reports whether a message is what a device said, and no request: its
// template says so.
func tellsItself(a *act) bool {
	x := templateOf(a)
	return strings.HasPrefix(x.EN, "{target}") || x == opcuaTemplates["Error"]
}

// modbusReasons are the exception codes (V1.1b3, 7).
var modbusReasons = map[uint32]lang.Text{
	1:     {EN: "illegal function", JA: "対応していない機能"},
	2:     {EN: "illegal data address", JA: "存在しないアドレス"},
	3:     {EN: "illegal data value", JA: "許されない値"},
	4:     {EN: "server device failure", JA: "機器の内部異常"},
	5:     {EN: "accepted, still being carried out", JA: "受付済み・処理中"},
	6:     {EN: "server device busy", JA: "機器が処理中"},
	7:     {EN: "negative acknowledge", JA: "実行不可"},
	8:     {EN: "memory parity error", JA: "メモリのパリティエラー"},
	10:    {EN: "gateway path unavailable", JA: "ゲートウェイの経路なし"},
	11:    {EN: "the device behind the gateway does not answer", JA: "ゲートウェイの先の機器が無応答"},
	0x1fd: {EN: "refused by the controller", JA: "コントローラが拒否"}, // of UMAS
}

// dnp3Reasons are the internal indications that say why not (IEEE 1815-2012, 4.5), by bit.
var dnp3Reasons = [16]lang.Text{
	0: {EN: "function not supported", JA: "対応していない機能"}, 1: {EN: "unknown object", JA: "存在しない点"}, 2: {EN: "parameter error", JA: "指定の誤り"},
	4: {EN: "already executing", JA: "同じ操作を実行中"}, 13: {EN: "switched to local operation", JA: "現場操作中"}, 14: {EN: "device trouble", JA: "機器の異常"},
}

// opcuaReasons are the StatusCodes that people meet (Part 4, 7.39; Part 6, Annex A), by
// their name.
var opcuaReasons = map[string]lang.Text{
	"Bad":                            {EN: "without a reason", JA: "理由の通知なし"},
	"BadUnexpectedError":             {EN: "unexpected error", JA: "予期しないエラー"},
	"BadInternalError":               {EN: "internal error", JA: "内部エラー"},
	"BadOutOfMemory":                 {EN: "out of memory", JA: "メモリ不足"},
	"BadResourceUnavailable":         {EN: "resource not available", JA: "資源が不足"},
	"BadCommunicationError":          {EN: "communication error", JA: "通信エラー"},
	"BadTimeout":                     {EN: "timed out", JA: "時間切れ"},
	"BadServiceUnsupported":          {EN: "service not supported", JA: "対応していない機能"},
	"BadShutdown":                    {EN: "the server is shutting down", JA: "サーバーの停止中"},
	"BadServerHalted":                {EN: "the server has stopped", JA: "サーバーが停止"},
	"BadNothingToDo":                 {EN: "nothing to do", JA: "対象なし"},
	"BadTooManyOperations":           {EN: "too many operations at once", JA: "一度の操作が多すぎる"},
	"BadCertificateInvalid":          {EN: "certificate not valid", JA: "証明書が無効"},
	"BadCertificateTimeInvalid":      {EN: "certificate has expired or is not valid yet", JA: "証明書の期限外"},
	"BadCertificateUntrusted":        {EN: "certificate not trusted", JA: "信頼されていない証明書"},
	"BadSecurityChecksFailed":        {EN: "security checks failed", JA: "セキュリティ検査で不合格"},
	"BadSecurityModeRejected":        {EN: "security mode rejected", JA: "保護方式を拒否"},
	"BadSecurityPolicyRejected":      {EN: "security policy rejected", JA: "暗号方式を拒否"},
	"BadSecureChannelIdInvalid":      {EN: "channel not known", JA: "不明な通信路"},
	"BadSessionIdInvalid":            {EN: "session not known", JA: "不明なセッション"},
	"BadSessionClosed":               {EN: "session closed", JA: "セッションが終了済み"},
	"BadSessionNotActivated":         {EN: "session not signed in", JA: "サインイン前のセッション"},
	"BadTooManySessions":             {EN: "too many sessions", JA: "セッションが多すぎる"},
	"BadSubscriptionIdInvalid":       {EN: "subscription not known", JA: "不明な購読"},
	"BadIdentityTokenInvalid":        {EN: "sign-in data not valid", JA: "サインイン情報が無効"},
	"BadIdentityTokenRejected":       {EN: "sign-in rejected", JA: "サインインを拒否"},
	"BadUserAccessDenied":            {EN: "the user may not do this", JA: "この利用者には許可されていない"},
	"BadNodeIdInvalid":               {EN: "node identifier not valid", JA: "ノードの指定が無効"},
	"BadNodeIdUnknown":               {EN: "unknown node", JA: "存在しないノード"},
	"BadAttributeIdInvalid":          {EN: "the node has no such attribute", JA: "ノードにその属性がない"},
	"BadIndexRangeInvalid":           {EN: "range not valid", JA: "範囲の指定が無効"},
	"BadNotReadable":                 {EN: "not readable", JA: "読出し不可"},
	"BadNotWritable":                 {EN: "not writable", JA: "書込み不可"},
	"BadOutOfRange":                  {EN: "value out of range", JA: "値が範囲外"},
	"BadNotSupported":                {EN: "not supported", JA: "対応していない"},
	"BadNotFound":                    {EN: "not found", JA: "見つからない"},
	"BadNotExecutable":               {EN: "cannot be called", JA: "呼出し不可"},
	"BadTypeMismatch":                {EN: "wrong data type", JA: "データ型の不一致"},
	"BadMethodInvalid":               {EN: "unknown method", JA: "存在しないメソッド"},
	"BadArgumentsMissing":            {EN: "arguments missing", JA: "引数の不足"},
	"BadInvalidArgument":             {EN: "argument not valid", JA: "引数が無効"},
	"BadInvalidState":                {EN: "not possible in this state", JA: "現在の状態では不可"},
	"BadConnectionClosed":            {EN: "connection closed", JA: "接続が切断"},
	"BadConnectionRejected":          {EN: "connection rejected", JA: "接続を拒否"},
	"BadTcpMessageTooLarge":          {EN: "message too large", JA: "電文が大きすぎる"},
	"BadTcpServerTooBusy":            {EN: "server too busy", JA: "サーバーが混雑"},
	"BadTcpEndpointUrlInvalid":       {EN: "address of the endpoint not valid", JA: "接続先の指定が無効"},
	"BadSequenceNumberInvalid":       {EN: "sequence number not valid", JA: "連番が不正"},
	"BadProtocolVersionUnsupported":  {EN: "protocol version not supported", JA: "対応していないプロトコルの版"},
	"BadConfigurationError":          {EN: "configuration error", JA: "設定の誤り"},
	"BadNoCommunication":             {EN: "no communication with the device behind the server", JA: "サーバーの先の機器と通信不可"},
	"BadDeviceFailure":               {EN: "device failure", JA: "機器の故障"},
	"BadSensorFailure":               {EN: "sensor failure", JA: "センサの故障"},
	"BadRequestTypeInvalid":          {EN: "request type not valid", JA: "要求の種類が無効"},
	"BadRequestTooLarge":             {EN: "request too large", JA: "要求が大きすぎる"},
	"BadResponseTooLarge":            {EN: "answer too large", JA: "応答が大きすぎる"},
	"BadHistoryOperationUnsupported": {EN: "history operation not supported", JA: "履歴操作に未対応"},
	"BadWriteNotSupported":           {EN: "this kind of writing is not supported", JA: "この書込み方法に未対応"},
	"BadTooManySubscriptions":        {EN: "too many subscriptions", JA: "購読が多すぎる"},
	"BadTooManyPublishRequests":      {EN: "too many waiting requests for reports", JA: "通知の待ち要求が多すぎる"},
	"BadNoSubscription":              {EN: "nothing is subscribed to", JA: "購読なし"},
	"BadUserSignatureInvalid":        {EN: "signature of the user not valid", JA: "利用者の署名が無効"},
	"BadApplicationSignatureInvalid": {EN: "signature of the client not valid", JA: "クライアントの署名が無効"},
	"BadCertificateUriInvalid":       {EN: "certificate is of another program", JA: "証明書の名義が不一致"},
	"BadCertificateHostNameInvalid":  {EN: "certificate is of another computer", JA: "証明書のホスト名が不一致"},
	"BadCertificateRevoked":          {EN: "certificate revoked", JA: "失効した証明書"},
	"BadCertificateChainIncomplete":  {EN: "certificate chain incomplete", JA: "証明書チェーンが不完全"},
	"BadTcpSecureChannelUnknown":     {EN: "channel not known", JA: "不明な通信路"},
	"BadSecureChannelClosed":         {EN: "channel closed", JA: "通信路が終了済み"},
	"BadRequestCancelledByClient":    {EN: "taken back by the client", JA: "クライアントが取消し"},
	"BadContinuationPointInvalid":    {EN: "nothing to continue", JA: "続きの指定が無効"},
	"BadMonitoredItemIdInvalid":      {EN: "watched value not known", JA: "不明な監視対象"},
	"BadDataEncodingInvalid":         {EN: "data encoding not valid", JA: "データの符号化が無効"},
	"BadDecodingError":               {EN: "the message could not be read", JA: "電文を読み取れない"},
	"BadEncodingError":               {EN: "the answer could not be written", JA: "応答を作成できない"},
	"BadEncodingLimitsExceeded":      {EN: "the message goes beyond limits", JA: "電文が上限を超過"},
	"BadUnknownResponse":             {EN: "unknown answer", JA: "不明な応答"},
	"BadLocked":                      {EN: "locked", JA: "ロック中"},
	"BadRequiresLock":                {EN: "needs a lock first", JA: "事前のロックが必要"},
}

var otherReason = lang.Text{EN: "reason %[1]s", JA: "理由 %[1]s"}

// reason is why a device refused.
func reason(protocol string, status uint32) lang.Text {
	switch protocol {
	case tag.Modbus:
		if t, ok := modbusReasons[status]; ok {
			return t
		}
		return otherReason.Fill(number(uint64(status)))
	case tag.DNP3:
		return iinReason(status)
	}
	for _, p := range protocols.All {
		if p.Name == protocol {
			name := string(p.AppendStatus(nil, status))
			if t, ok := opcuaReasons[name]; ok {
				return t
			}
			if status>>30 == 0 { // the answer as a whole was good, and all in it were not
				return lang.Text{}
			}
			return otherReason.Fill(name)
		}
	}
	return otherReason.Fill(hexadecimal(status))
}

// iinReason lists the indications that are a reason; without one, a control was refused
// by its own status.
func iinReason(iin uint32) (all lang.Text) {
	for bit, t := range dnp3Reasons {
		if iin>>bit&1 == 0 || t.Empty() {
			continue
		}
		if !all.Empty() {
			all = lang.Text{EN: all.EN + ", ", JA: all.JA + "、"}
		}
		all = lang.Text{EN: all.EN + t.EN, JA: all.JA + t.JA}
	}
	return all
}
