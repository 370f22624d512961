package assess

import (
	"fmt"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

// TestBounds: nothing grows beyond its bound, and what found no room is told.
func TestBounds(t *testing.T) {
	b := newBench(t)
	const n = 100
	for i := range MaxConversations + n {
		client := fmt.Sprintf("10.%d.%d.1:4000", i>>8, i&255)
		b.ask(modbusTest, client, "10.0.0.5:502", uint32(i), "restart", modbusDiagnostics, wire.Restart, sub(diagnosticListenOnly),
			func(x *wire.Transaction) { x.Request.Defects = wire.Truncated })
	}
	if len(b.c.talks) != MaxConversations || len(b.c.hits) != MaxHits || len(b.c.defects) != MaxDefects || len(b.c.changes) != MaxChanges {
		t.Errorf("%d conversations, %d hits, %d defects, %d changes", len(b.c.talks), len(b.c.hits), len(b.c.defects), len(b.c.changes))
	}
	r := b.end()
	page := html(t, r, Options{})
	checkPage(t, page)
	if len(page) > 8<<20 {
		t.Errorf("the page has %d octets", len(page))
	}
	for _, name := range []string{"bound-conversations", "bound-hits"} {
		if want := say(name, uint64(n)).EN; !contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if want := say("bound-defects", uint64(MaxConversations+n-MaxDefects)).EN; !contains(page, want) {
		t.Errorf("the page does not say %q", want)
	}
}

// TestFunctions: a conversation with more functions than there can be.
func TestFunctions(t *testing.T) {
	b := newBench(t)
	for i := range uint32(MaxFunctions + 5) {
		b.ask(opcuaTest, "10.0.0.1:4000", "10.0.0.5:4840", 0, "x", i, wire.Read)
	}
	x := b.c.talkList()[0]
	if len(x.functions) != MaxFunctions || x.omitted != 5 {
		t.Errorf("%d functions, %d omitted", len(x.functions), x.omitted)
	}
}

// TestServicesBound: flows and services that are not decoded.
func TestServicesBound(t *testing.T) {
	b := newBench(t)
	for i := range MaxServices + 10 {
		b.opaque(fmt.Sprintf("10.1.%d.%d:5000", i>>8, i&255), "10.0.0.5:9999", packet.ProtocolTCP, nil, "x")
	}
	if len(b.c.links) != MaxServices || b.c.omitted.links != 10 || len(b.c.flows) != 0 {
		t.Errorf("%d services, %d omitted, %d flows left", len(b.c.links), b.c.omitted.links, len(b.c.flows))
	}
}

// TestScan: many connections without a word are a scan, and bounded.
func TestScan(t *testing.T) {
	b := newBench(t)
	for i := range scanTargets - 1 {
		b.opaque("10.0.0.66:5000", fmt.Sprintf("10.0.1.%d:502", i+1), packet.ProtocolTCP, nil)
	}
	if f, ok := ids(b.end())["scan"]; ok {
		t.Errorf("few targets are a scan: %+v", f)
	}
	for i := range 2 * maxTargets {
		b.opaque("10.0.0.66:5000", fmt.Sprintf("10.0.%d.%d:502", 2+i>>8, i&255), packet.ProtocolTCP, nil)
	}
	f, ok := ids(b.end())["scan"]
	if !ok || !contains(f.Lines[0].What.EN, "10.0.0.66 tried 128 or more") {
		t.Errorf("scan %v: %+v", ok, f)
	}
}
