package baseline

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

func addr(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
}

// TestBookBounds: a book gives each thing one number, up to its bounds, and what
// comes beyond changes nothing.
func TestBookBounds(t *testing.T) {
	b := NewBook()
	first := b.Asset(addr(1))
	for i := range 3 * MaxAssets {
		b.Asset(addr(i + 1))
	}
	if b.Assets() != MaxAssets || b.Omitted != 2*MaxAssets || b.Asset(addr(1)) != first || b.Addr(first) != addr(1) {
		t.Errorf("%d assets, %d omitted, %d and %d, %s", b.Assets(), b.Omitted, first, b.Asset(addr(1)), b.Addr(first))
	}
	if id := b.Asset(addr(2 * MaxAssets)); id != 0 {
		t.Errorf("an asset beyond the bound has number %d", id)
	}
	for i := range MaxChannels + 10 {
		b.Channel(Channel{Client: 1, Server: 2, Station: uint32(i)})
	}
	if b.Channels() != MaxChannels || b.Channel(Channel{Client: 1, Server: 2}) != 1 || b.Channel(Channel{Server: 2}) != 0 {
		t.Errorf("%d channels", b.Channels())
	}
	for i := range MaxNames + 10 {
		b.NameOf(fmt.Sprint("point ", i))
	}
	if b.NameOf("point 0") != 1 || b.Text(1) != "point 0" || b.NameOf("beyond") != 0 || b.Name([]byte("point 1")) != 2 {
		t.Error("names have other numbers than they were given")
	}
}

// TestBookState: a restored book is the same, and a damaged one is refused.
func TestBookState(t *testing.T) {
	b := NewBook()
	b.Asset(addr(1))
	b.Asset(netip.MustParseAddr("fd00::1"))
	b.Channel(Channel{Client: 1, Server: 2, Protocol: b.NameOf("modbus"), Port: 502, Station: 3})
	b.Omitted = 7
	var w snapshot.Writer
	b.AppendState(&w)
	c := NewBook()
	r := snapshot.NewReader(w.B)
	c.Restore(r)
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	var again snapshot.Writer
	c.AppendState(&again)
	if string(again.B) != string(w.B) || c.ChannelOf(1) != b.ChannelOf(1) {
		t.Error("the restored book is another one")
	}
	for n := range w.B {
		r := snapshot.NewReader(w.B[:n])
		NewBook().Restore(r)
		if r.End() == nil {
			t.Errorf("a book cut at octet %d of %d is accepted", n, len(w.B))
		}
	}
}

var meaning = Meaning{Kind: "test", Detector: Whitelist, Control: true}

// TestMute: a flood of one actor is told a few times and then counted; another
// actor is told; nothing is lost from the count.
func TestMute(t *testing.T) {
	var told, total uint64
	l := NewLook(NewBook(), func(d *Deviation) { told++; total += d.Count })
	p := &wire.Protocol{Name: "test"}
	e := &Event{Protocol: p, Client: netip.AddrPortFrom(addr(1), 1000), Server: netip.AddrPortFrom(addr(2), 502), Outcome: wire.Refused}
	report := func() {
		if d := l.Of(&meaning, e); d != nil {
			d.Seen = "x"
			l.Report(d)
		}
	}
	const flood = 10000
	for range flood {
		l.Now += 1e6
		report()
	}
	if told != muteAfter {
		t.Errorf("%d of a flood were told", told)
	}
	e.Client = netip.AddrPortFrom(addr(3), 1000)
	report()
	if told != muteAfter+1 {
		t.Error("another actor is not told")
	}
	e.Client, e.Server = netip.AddrPortFrom(addr(1), 1000), netip.AddrPortFrom(addr(4), 502)
	report()
	if told != muteAfter+2 {
		t.Error("another target of the actor is not told")
	}
	e.Server = netip.AddrPortFrom(addr(2), 502)
	l.Now += muteEvery
	l.Tick()
	if total != flood+2 || told != muteAfter+3 {
		t.Errorf("%d counted in %d, of %d", total, told, flood+2)
	}
	l.Now += 2 * muteFor
	l.Tick()
	report()
	if told != muteAfter+4 {
		t.Error("after a quiet time an actor is still muted")
	}
}

// TestMuteChanged: what is counted is told, also of a deviation whose actor was not
// the one it began with, and by the last that was told of its own target.
func TestMuteChanged(t *testing.T) {
	counts := map[string]uint64{}
	l := NewLook(NewBook(), func(d *Deviation) { counts[d.Seen] += d.Count })
	for n := range 200 {
		for target := range 2 {
			if d := l.Deviation(&meaning, addr(1), addr(10+target)); d != nil {
				d.Actor, d.Seen = addr(20+n%3), fmt.Sprint("target ", target)
				l.Report(d)
			}
		}
	}
	l.Now += muteEvery
	l.Tick()
	if counts["target 0"] != 200 || counts["target 1"] != 200 {
		t.Errorf("%v", counts)
	}
}

// TestMuteOne: an actor that tries more targets than have a place of their own takes
// none of another's, and when all is quiet every place is free again.
func TestMuteOne(t *testing.T) {
	told := map[netip.Addr]int{}
	l := NewLook(NewBook(), func(d *Deviation) { told[d.Actor]++ })
	say := func(actor, target int) {
		if d := l.Deviation(&meaning, addr(actor), addr(target)); d != nil {
			l.Report(d)
		}
	}
	for n := range 4 * maxMute {
		say(1, 1000+n)
	}
	if want := maxMuteOne + muteAfter; told[addr(1)] != want {
		t.Errorf("%d of one actor are told, not %d", told[addr(1)], want)
	}
	say(2, 1000)
	if told[addr(2)] != 1 || l.mute.own != maxMuteOne+1 || len(l.mute.list) != maxMuteOne+2 {
		t.Errorf("%d told, %d of %d places", told[addr(2)], l.mute.own, len(l.mute.list))
	}
	for range 3 {
		l.Now += 2 * muteFor
		l.Tick()
	}
	if l.mute.own != 0 || len(l.mute.list) != 0 || len(l.mute.index) != 0 || len(l.mute.pairs) != 0 {
		t.Errorf("%d places are kept", len(l.mute.list))
	}
}

// TestMuteBound: actors beyond the bound share a place, and are still counted.
func TestMuteBound(t *testing.T) {
	var total uint64
	l := NewLook(NewBook(), func(d *Deviation) { total += d.Count })
	const actors = 3 * maxMute
	for i := range actors {
		if d := l.Deviation(&meaning, addr(i), addr(1)); d != nil {
			l.Report(d)
		}
	}
	if len(l.mute.list) > 2*maxMute+maxKinds || l.mute.own != maxMute {
		t.Errorf("%d places, %d of one target", len(l.mute.list), l.mute.own)
	}
	l.Now += muteEvery
	l.Tick()
	if total != actors {
		t.Errorf("%d of %d are counted", total, actors)
	}
	var w snapshot.Writer
	l.AppendState(&w)
	again := NewLook(NewBook(), nil)
	r := snapshot.NewReader(w.B)
	again.Restore(r, func(Kind) *Meaning { return &meaning })
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	var same snapshot.Writer
	again.AppendState(&same)
	if string(same.B) != string(w.B) {
		t.Error("the restored state is another one")
	}
}

// TestEvidence: what a deviation proves depends on its kind and on the answer.
func TestEvidence(t *testing.T) {
	l := NewLook(NewBook(), func(*Deviation) {})
	e := &Event{Protocol: &wire.Protocol{}, Client: netip.AddrPortFrom(addr(1), 1), Server: netip.AddrPortFrom(addr(2), 2)}
	for outcome, want := range map[wire.Outcome]Evidence{wire.Answered: Success, wire.Refused: Attempt, wire.Unanswered: Attempt, wire.Unasked: Success} {
		e.Outcome = outcome
		if d := l.Of(&meaning, e); d.Evidence != want {
			t.Errorf("%s is %s", outcome, d.Evidence)
		}
		if d := l.Of(&Meaning{Kind: "other"}, e); d.Evidence != Precursor {
			t.Errorf("a read that is %s is %s", outcome, d.Evidence)
		}
	}
}

// TestPublic: addresses of the internet are those that are routed there.
func TestPublic(t *testing.T) {
	for s, want := range map[string]bool{"8.8.8.8": true, "10.1.2.3": false, "172.31.0.1": false, "172.32.0.1": true, "192.168.1.1": false,
		"192.0.2.1": false, "100.64.0.1": false, "169.254.1.1": false, "127.0.0.1": false, "224.0.0.1": false, "255.255.255.255": false,
		"0.0.0.0": false, "240.0.0.1": false, "2001:db8::1": false, "2400::1": true, "fe80::1": false, "fd00::1": false, "::1": false, "::ffff:10.0.0.1": false} {
		if Public(netip.MustParseAddr(s)) != want {
			t.Errorf("%s public: %v", s, !want)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}
