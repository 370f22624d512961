package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
	"github.com/banken-ot/banken/sensor/replay"
)

// TestWords: every word is there in both languages, with the same places for
// arguments, and there is one for each operation and outcome.
func TestWords(t *testing.T) {
	for w, text := range words {
		langtest.Check(t, fmt.Sprintf("word %d", w), text, false)
	}
	for o, text := range operations {
		langtest.Check(t, wire.Operation(o).String(), text, false)
		if o > 0 && text.EN != wire.Operation(o).String() {
			t.Errorf("operation %s is called %s", wire.Operation(o), text.EN)
		}
	}
	for o := wire.Answered; o <= wire.Unasked; o++ {
		langtest.Check(t, o.String(), outcomeText(o), false)
		if outcomeText(o).EN != o.String() {
			t.Errorf("outcome %s is called %s", o, outcomeText(o).EN)
		}
	}
	last := wire.Operation(len(operations) - 1)
	if last != wire.Session || operationText(last+1) != operations[wire.OperationNone] || !outcomeText(wire.Unasked+1).Empty() {
		t.Error("the tables do not end where operations and outcomes do")
	}
}

// textCases are transactions that end in different ways.
func textCases() []*wire.Transaction {
	with := func(change func(*wire.Transaction)) *wire.Transaction {
		x := testTransaction("modbus")
		x.Station, x.Function, x.Operation = 7, "write-single-coil", wire.Write
		change(x)
		return x
	}
	return []*wire.Transaction{
		with(func(*wire.Transaction) {}),
		with(func(x *wire.Transaction) { x.Outcome, x.HasStatus, x.Status = wire.Refused, true, 2 }),
		with(func(x *wire.Transaction) { x.Outcome, x.Latency, x.NoReply = wire.Unanswered, wire.NoLatency, true }),
		with(func(x *wire.Transaction) {
			x.Outcome, x.Latency, x.HasSub, x.Sub, x.Operation, x.Station = wire.Unasked, wire.NoLatency, true, 14, wire.OperationNone, 0
		}),
	}
}

func TestText(t *testing.T) {
	const asked = "2026-11-24 02:10:00.123456 192.0.2.10:49152 > 192.0.2.20:502 modbus"
	for l, want := range map[lang.Language][]string{
		lang.English: {
			" station 7 write-single-coil (write): answered in 2.500 ms",
			" station 7 write-single-coil (write): refused (2) in 2.500 ms",
			" station 7 write-single-coil (write): unanswered (no reply is due)",
			" write-single-coil/14: unasked",
		},
		lang.Japanese: {
			" 局7 write-single-coil（書込み）：応答あり、2.500ミリ秒",
			" 局7 write-single-coil（書込み）：機器が拒否（2）、2.500ミリ秒",
			" 局7 write-single-coil（書込み）：応答なし（応答不要）",
			" write-single-coil/14：要求なし応答",
		},
	} {
		var b bytes.Buffer
		x := NewText(&b, l)
		for _, c := range textCases() {
			if err := x.Transaction(c); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(b.String()), "\n") {
			if line != asked+want[i] {
				t.Errorf("%v: got  %s\nwant %s", l, line, asked+want[i])
			}
		}
	}
}

// summaryOf is a summary of all there is to say, in a language.
func summaryOf(t *testing.T, l lang.Language) string {
	t.Helper()
	s := NewSummary(None{})
	for _, c := range textCases() {
		if err := s.Transaction(c); err != nil {
			t.Fatal(err)
		}
	}
	s.defects[defect{"modbus", "truncated"}] = 2
	s.flows["modbus"], s.flows[""], s.foreign, s.messages = 3, 2, 1, 7
	s.lost, s.blind, s.blindTime = 1200, 34, 90*time.Second
	total := replay.Totals{First: start, Last: start + int64(time.Hour), CutShort: 4, NotCaptured: 5000, Unsupported: 1}
	total.Packets, total.Octets, total.Malformed, total.Flows, total.Stats.Conflicts = 1234, 56789, 3, 5, 6
	var b bytes.Buffer
	if err := s.Print(&b, total, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSummary(t *testing.T) {
	for l, want := range map[lang.Language]string{
		lang.English: `packets        1,234 (56,789 octets on the wire, 1 h of traffic)
               4 captured in part only (5,000 octets of them never captured): capture with a larger snapshot length
               2 with headers that could not be parsed
               1 of a link type that is not decoded
               6 overlaps with different content (someone may be evading)
flows          5, modbus 3, other 2
               1 on a control port speak something else
transactions   4 in 7 messages
  modbus  write-single-coil  other   unasked 1
  modbus  write-single-coil  write   answered 1, refused 1, unanswered 1
  modbus  truncated          defect  2
never captured 1,200 octets of control flows, not attributed 34 octets, blind for 1 min 30 s
`,
		lang.Japanese: `パケット         1,234個（56,789オクテット、記録期間1時間）
                 うち4個は一部しか記録されていません（5,000オクテット不足）。フレーム全体を記録してください（tcpdump -s 0）
                 うち2個はヘッダを読めませんでした
                 うち1個は未対応のリンク種別です
                 同じ位置に異なる内容のデータが6回ありました（監視を欺く試みの可能性）
フロー           5、modbus 3、その他 2
                 うち1本は制御用ポート上の別の通信です
トランザクション 4件（電文7通）
  modbus  write-single-coil  その他          要求なし応答 1
  modbus  write-single-coil  書込み          応答あり 1、機器が拒否 1、応答なし 1
  modbus  truncated          規格からの逸脱  2
未捕捉           制御通信のうち1,200オクテット、解析不能34オクテット（延べ1分30秒）
`,
	} {
		if got := summaryOf(t, l); got != want {
			t.Errorf("%v: got\n%swant\n%s", l, got, want)
		}
	}
}

// TestAligned: in each language, what stands under each other begins in the same
// cell.
func TestAligned(t *testing.T) {
	for i := range lang.Languages {
		cells := map[int]bool{}
		for line := range strings.Lines(summaryOf(t, lang.Language(i))) {
			if strings.HasPrefix(line, "  modbus") {
				row := strings.TrimRight(line, "\n")
				cells[lang.Width(row[:strings.LastIndex(row, "  ")])] = true
			}
		}
		if len(cells) != 1 {
			t.Errorf("%v: the last column begins in cells %v", lang.Language(i), cells)
		}
	}
}
