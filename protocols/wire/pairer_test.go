package wire_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

const ms = 1e6

// at is one event of a scripted exchange.
type at struct {
	time int64
	dir  wire.Direction
	b    []byte
	gap  int
}

// pairs records transactions as "id time outcome latency defects".
type pairs struct{ lines []string }

func (p *pairs) Message(*wire.Conversation, *wire.Message) {}

func (p *pairs) Transaction(t *wire.Transaction) {
	var defects []string
	t.Defects().Each(t.Protocol, func(n string) { defects = append(defects, n) })
	latency := "-"
	if t.Latency != wire.NoLatency {
		latency = fmt.Sprint(t.Latency / ms)
	}
	p.lines = append(p.lines, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", t.Time/ms, t.Outcome, latency, strings.Join(defects, ","))))
	t.Release()
}

func play(events []at, until int64) []string {
	p := &pairs{}
	c := wire.NewConversation(&toy, wire.Stream, &wire.Shared{Sink: p}, netip.AddrPort{}, netip.AddrPort{})
	for i, e := range events {
		if e.gap > 0 {
			c.Gap(e.dir, e.time*ms, e.gap)
		}
		if e.b != nil {
			c.Octets(e.dir, e.time*ms, uint64(i+1), e.b)
		}
	}
	c.Close(until * ms)
	return p.lines
}

func TestPairing(t *testing.T) {
	up, down := wire.ToServer, wire.ToClient
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"in turn", []at{{0, up, frame('q', 1), 0}, {5, down, frame('r', 1), 0}, {10, up, frame('q', 2), 0}, {17, down, frame('r', 2), 0}},
			[]string{"0 answered 5", "10 answered 7"}},
		{"answers in another order", []at{{0, up, frame('q', 1), 0}, {1, up, frame('q', 2), 0}, {5, down, frame('r', 2), 0}, {9, down, frame('r', 1), 0}},
			[]string{"1 answered 4", "0 answered 9"}},
		{"refused", []at{{0, up, frame('q', 1), 0}, {5, down, frame('x', 1), 0}}, []string{"0 refused 5"}},
		{"request lost, constant id", []at{{0, up, frame('q', 0), 0}, {5, down, frame('r', 0), 0}, {100, up, nil, 8}, {105, down, frame('r', 0), 0}, {200, up, frame('q', 0), 0}, {206, down, frame('r', 0), 0}},
			[]string{"0 answered 5", "105 unasked -", "200 answered 6"}},
		{"answer missing, constant id", []at{{0, up, frame('q', 0), 0}, {1000, up, frame('q', 0), 0}, {1004, down, frame('r', 0), 0}, {2000, up, frame('q', 0), 0}, {2005, down, frame('r', 0), 0}},
			[]string{"1000 answered 4", "2000 answered 5", "0 unanswered -"}},
		{"answer lost in a gap, constant id", []at{{0, up, frame('q', 0), 0}, {3, down, nil, 8}, {10, up, frame('q', 0), 0}, {14, down, frame('r', 0), 0}},
			[]string{"10 answered 4", "0 unanswered -"}},
		{"pipelined with constant id", []at{{0, up, frame('q', 0), 0}, {1, up, frame('q', 0), 0}, {5, down, frame('r', 0), 0}, {6, down, frame('r', 0), 0}},
			[]string{"0 answered 5", "1 answered 5"}},
		{"second answer", []at{{0, up, frame('q', 1), 0}, {5, down, frame('r', 1), 0}, {6, down, frame('r', 1), 0}},
			[]string{"0 answered 5", "6 unasked - duplicate-response"}},
		{"late answer", []at{{0, up, frame('q', 1), 0}, {6000, down, frame('r', 1), 0}},
			[]string{"0 unanswered -", "6000 unasked -"}},
		{"other function", []at{{0, up, frame('q', 1), 0}, {5, down, frame('r', 1, 1, 4), 0}},
			[]string{"5 unasked - mismatch", "0 unanswered -"}},
		{"other station", []at{{0, up, frame('q', 1), 0}, {5, down, frame('r', 1, 2), 0}},
			[]string{"5 unasked - mismatch", "0 unanswered -"}},
		{"no reply due", []at{{0, up, frame('n', 1), 0}}, []string{"0 unanswered -"}},
		{"unsolicited", []at{{3, down, frame('u', 1), 0}}, []string{"3 unasked -"}},
		{"response in parts", []at{{0, up, frame('q', 1), 0}, {5, down, frame('m', 1), 0}, {9, down, frame('r', 1), 0}},
			[]string{"0 answered 5"}},
		{"response never ended", []at{{0, up, frame('q', 1), 0}, {5, down, frame('m', 1), 0}}, []string{"0 answered 5"}},
		{"defective content", []at{{0, up, frame('c', 1), 0}, {5, down, frame('r', 1), 0}}, []string{"0 answered 5 odd"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := play(test.events, 100_000)
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestWaitingIsBounded(t *testing.T) {
	var events []at
	for i := range wire.MaxWaiting + 10 {
		events = append(events, at{int64(i), wire.ToServer, frame('q', byte(i), byte(i>>8)), 0})
	}
	lines := play(events, 1e6)
	if len(lines) != wire.MaxWaiting+10 {
		t.Fatalf("%d transactions of %d requests", len(lines), len(events))
	}
	for i, line := range lines {
		if evicted := strings.Contains(line, "evicted"); evicted != (i < 10) {
			t.Errorf("transaction %d: %s", i, line)
		}
	}
}

// TestPoolIsBoundedOverConversations fills the total with conversations of one
// request each: the next request is reported and not kept.
func TestPoolIsBoundedOverConversations(t *testing.T) {
	p := &pairs{}
	shared := &wire.Shared{Sink: p}
	for i := range wire.MaxWaitingTotal + 1 {
		c := wire.NewConversation(&toy, wire.Stream, shared, netip.AddrPort{}, netip.AddrPort{})
		c.Octets(wire.ToServer, int64(i), 1, frame('q', 1))
	}
	if len(p.lines) != 1 || !strings.Contains(p.lines[0], "evicted") {
		t.Errorf("got %q", p.lines)
	}
}
