package record

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

// word is one of the words and sentences of text and summary.
type word uint8

// The words.
const (
	wordColon word = iota
	wordComma
	wordOpen
	wordClose
	wordStation
	wordDefects
	wordAfter
	wordMilliseconds
	wordNoReply

	wordPackets
	wordPacketsOf
	wordPacketsTime
	wordCutShort
	wordMalformed
	wordUnsupported
	wordConflicts
	wordFlows
	wordOther
	wordForeign
	wordTransactions
	wordMessages
	wordDefect
	wordLost
	wordLostOf
	wordBlind
	wordCount
)

// words are the words in all languages. Those up to wordNoReply are put
// together as they stand; the others have places for arguments.
var words = [wordCount]lang.Text{
	wordColon:        {EN: ": ", JA: "："},
	wordComma:        {EN: ", ", JA: "、"},
	wordOpen:         {EN: " (", JA: "（"},
	wordClose:        {EN: ")", JA: "）"},
	wordStation:      {EN: " station ", JA: " 局"},
	wordDefects:      {EN: " DEFECTS ", JA: " 規格からの逸脱："},
	wordAfter:        {EN: " in ", JA: "、"},
	wordMilliseconds: {EN: " ms", JA: "ミリ秒"},
	wordNoReply:      {EN: " (no reply is due)", JA: "（応答不要）"},

	wordPackets:      {EN: "packets", JA: "パケット"},
	wordPacketsOf:    {EN: "%[1]s (%[2]s octets on the wire)", JA: "%[1]s個（%[2]sオクテット）"},
	wordPacketsTime:  {EN: "%[1]s (%[2]s octets on the wire, %[3]s of traffic)", JA: "%[1]s個（%[2]sオクテット、記録期間%[3]s）"},
	wordCutShort:     {EN: "%[1]s captured in part only (%[2]s octets of them never captured): capture with a larger snapshot length", JA: "うち%[1]s個は一部しか記録されていません（%[2]sオクテット不足）。フレーム全体を記録してください（tcpdump -s 0）"},
	wordMalformed:    {EN: "%[1]s with headers that could not be parsed", JA: "うち%[1]s個はヘッダを読めませんでした"},
	wordUnsupported:  {EN: "%[1]s of a link type that is not decoded", JA: "うち%[1]s個は未対応のリンク種別です"},
	wordConflicts:    {EN: "%[1]s overlaps with different content (someone may be evading)", JA: "同じ位置に異なる内容のデータが%[1]s回ありました（監視を欺く試みの可能性）"},
	wordFlows:        {EN: "flows", JA: "フロー"},
	wordOther:        {EN: "other", JA: "その他"},
	wordForeign:      {EN: "%[1]s on a control port speak something else", JA: "うち%[1]s本は制御用ポート上の別の通信です"},
	wordTransactions: {EN: "transactions", JA: "トランザクション"},
	wordMessages:     {EN: "%[1]s in %[2]s messages", JA: "%[1]s件（電文%[2]s通）"},
	wordDefect:       {EN: "defect", JA: "規格からの逸脱"},
	wordLost:         {EN: "never captured", JA: "未捕捉"},
	wordLostOf:       {EN: "%[1]s octets of control flows", JA: "制御通信のうち%[1]sオクテット"},
	wordBlind:        {EN: "not attributed %[1]s octets, blind for %[2]s", JA: "解析不能%[1]sオクテット（延べ%[2]s）"},
}

// operations are the words for operations, see wire.Operation.
var operations = [...]lang.Text{
	wire.OperationNone: {EN: "other", JA: "その他"},
	wire.Read:          {EN: "read", JA: "読出し"},
	wire.Write:         {EN: "write", JA: "書込み"},
	wire.Select:        {EN: "select", JA: "選択"},
	wire.Operate:       {EN: "operate", JA: "操作"},
	wire.Configure:     {EN: "configure", JA: "設定変更"},
	wire.Program:       {EN: "program", JA: "プログラム・ファイル"},
	wire.Restart:       {EN: "restart", JA: "再起動・運転・停止"},
	wire.Identify:      {EN: "identify", JA: "機器識別"},
	wire.Diagnose:      {EN: "diagnose", JA: "診断"},
	wire.Session:       {EN: "session", JA: "セッション"},
}

// outcomes are the words for outcomes, see wire.Outcome.
var outcomes = [...]lang.Text{
	wire.Answered:   {EN: "answered", JA: "応答あり"},
	wire.Refused:    {EN: "refused", JA: "機器が拒否"},
	wire.Unanswered: {EN: "unanswered", JA: "応答なし"},
	wire.Unasked:    {EN: "unasked", JA: "要求なし応答"},
}

func operationText(o wire.Operation) lang.Text {
	if int(o) < len(operations) {
		return operations[o]
	}
	return operations[wire.OperationNone]
}

func outcomeText(o wire.Outcome) lang.Text {
	if int(o) < len(outcomes) {
		return outcomes[o]
	}
	return outcomes[0]
}
