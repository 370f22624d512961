package filter

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/gopacket/layers"

	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// cyclic lifts the rate of process data, which the model does not have.
func (b *bench) cyclic(t testing.TB) {
	t.Helper()
	b.reload(t, map[string]any{filterVarCyclicRate: uint32(1 << 31)})
}

// keyOf is the key sensor/flow has for a frame.
func keyOf(t testing.TB, frame []byte) Key {
	t.Helper()
	p := packet.Packet{WireLen: uint32(len(frame))}
	if err := p.Parse(packet.LinkEthernet, frame); err != nil {
		t.Fatal(err)
	}
	k, _ := flow.KeyOf(&p)
	return Key(k)
}

// narrow is wide with a smaller table, which is made faster.
func narrow() Config {
	c := wide()
	c.Flows = 4096
	return c
}

func repeat(t *testing.T, b *bench, frame []byte, want ...Reason) {
	t.Helper()
	for i, w := range want {
		if got := b.both(t, frame); got != w {
			t.Errorf("packet %d: %v, want %v", i, got, w)
		}
	}
}

func TestFirstPackets(t *testing.T) {
	b := newBench(t, narrow())
	data, ack := tcpFrame(t, 554, 40000, 100), tcpFrame(t, 554, 40000, 0)
	repeat(t, b, data, KeepSample, KeepSample, HoldUnknown, HoldUnknown)
	repeat(t, b, ack, KeepSample, KeepSample, HoldUnknown)
	repeat(t, b, back(t, data), KeepSample, KeepSample, HoldUnknown)
	fin := tcp(554, 40000)
	fin.FIN = true
	repeat(t, b, serialize(t, ethernet(0x0800), ipv4(6), fin), KeepHandshake, KeepHandshake, KeepHandshake)
	b.compare(t)
}

func TestResample(t *testing.T) {
	c := narrow()
	c.Resample = 200 * time.Millisecond
	b := newBench(t, c)
	frame := tcpFrame(t, 554, 40000, 100)
	repeat(t, b, frame, KeepSample, KeepSample, HoldUnknown)
	time.Sleep(300 * time.Millisecond)
	for i, want := range []bool{true, true, false} {
		if got := b.run(t, frame); got != want {
			t.Errorf("packet %d after a while: kept %v, want %v", i, got, want)
		}
	}
}

func TestPorts(t *testing.T) {
	b := newBench(t, narrow())
	keep := []Reason{KeepPort, KeepPort, KeepPort, KeepPort}
	for _, port := range []layers.TCPPort{502, 20000, 4840} {
		repeat(t, b, tcpFrame(t, 50000, port, 12), keep...)
		repeat(t, b, tcpFrame(t, port, 50001, 12), keep...)
	}
	repeat(t, b, serialize(t, ethernet(0x86DD), ipv6(17), udp(50000, 20000), payload(5)), keep...)
	if err := b.SetPorts([]uint16{0, 65535}); err != nil {
		t.Fatal(err)
	}
	b.ports = map[uint16]bool{0: true, 65535: true}
	repeat(t, b, tcpFrame(t, 50000, 502, 12), KeepSample, KeepSample, HoldUnknown)
	repeat(t, b, tcpFrame(t, 50000, 65535, 12), keep...)
	repeat(t, b, serialize(t, ethernet(0x0800), ipv4(50), payload(20)), KeepSample, KeepSample, HoldUnknown)
	b.compare(t)
}

// TestLearn: verdicts hold for both directions and in every VLAN, from the next
// packet on, for flows that had another verdict before.
func TestLearn(t *testing.T) {
	b := newBench(t, narrow())
	frame := tcpFrame(t, 5020, 40000, 10)
	tagged := serialize(t, ethernet(0x8100), tag(9, 0x0800), ipv4(6), tcp(5020, 40000), payload(10))
	repeat(t, b, frame, KeepSample, KeepSample, HoldUnknown)
	b.learn(t, keyOf(t, tagged), true)
	repeat(t, b, frame, KeepLearned, KeepLearned, KeepLearned)
	repeat(t, b, back(t, frame), KeepLearned)
	repeat(t, b, tagged, KeepLearned)
	repeat(t, b, serialize(t, ethernet(0x88A8), tag(9, 0x8100), tag(8, 0x0800), ipv4(6), tcp(5020, 40000)), KeepLearned)
	b.learn(t, keyOf(t, frame), false)
	repeat(t, b, back(t, tagged), HoldIgnored)
	repeat(t, b, frame, HoldIgnored)
	syn := tcp(5020, 40000)
	syn.SYN = true
	repeat(t, b, serialize(t, ethernet(0x0800), ipv4(6), syn), KeepHandshake)
	if err := b.Forget(keyOf(t, frame)); err != nil {
		t.Fatal(err)
	}
	clear(b.model.learned)
	repeat(t, b, frame, HoldUnknown)
	repeat(t, b, back(t, frame), KeepSample, KeepSample, HoldUnknown)
	b.compare(t)
}

// TestIgnorePort: what user space says of a flow goes ahead of its port.
func TestIgnorePort(t *testing.T) {
	b := newBench(t, narrow())
	frame := tcpFrame(t, 40000, 502, 10)
	repeat(t, b, frame, KeepPort)
	b.learn(t, keyOf(t, frame), false)
	repeat(t, b, frame, HoldIgnored)
	repeat(t, b, tcpFrame(t, 40001, 502, 10), KeepPort)
}

func TestLearnServer(t *testing.T) {
	b := newBench(t, narrow())
	server := Server{netip.MustParseAddrPort("10.1.2.250:5020"), 6}
	camera := Server{netip.MustParseAddrPort("[::ffff:10.1.2.3]:554"), 6}
	for s, keep := range map[Server]bool{server: true, camera: false} {
		if err := b.Filter.LearnServer(s, keep); err != nil {
			t.Fatal(err)
		}
	}
	b.servers[server], b.servers[Server{netip.MustParseAddrPort("10.1.2.3:554"), 6}] = true, false
	repeat(t, b, tcpFrame(t, 40000, 5020, 1), KeepLearned, KeepLearned, KeepLearned)
	repeat(t, b, back(t, tcpFrame(t, 40000, 5020, 1)), KeepLearned)
	repeat(t, b, tcpFrame(t, 554, 40000, 1), HoldIgnored)
	repeat(t, b, tcpFrame(t, 554, 5020, 1), KeepLearned)
	repeat(t, b, serialize(t, ethernet(0x0800), ipv4(17), udp(554, 1), payload(1)), KeepSample)
	wanted := map[Server]bool{{netip.MustParseAddrPort("10.1.2.3:7"), 6}: true, {netip.MustParseAddrPort("10.1.2.250:8"), 6}: false}
	for s, keep := range wanted { // the lower endpoint is wanted this time
		if err := b.Filter.LearnServer(s, keep); err != nil {
			t.Fatal(err)
		}
		b.servers[s] = keep
	}
	repeat(t, b, tcpFrame(t, 7, 8, 1), KeepLearned)
	six := Server{netip.MustParseAddrPort("[fd00::1:2:3]:99"), 17}
	if err := b.Filter.LearnServer(six, true); err != nil {
		t.Fatal(err)
	}
	b.servers[six] = true
	repeat(t, b, serialize(t, ethernet(0x86DD), ipv6(17), udp(1, 99), payload(1)), KeepLearned)
	if err := b.ForgetServer(server); err != nil {
		t.Fatal(err)
	}
	delete(b.servers, server)
	repeat(t, b, tcpFrame(t, 40000, 5020, 1), KeepSample, KeepSample, HoldUnknown)
	b.compare(t)
}

// TestFull: a verdict too many is refused, and those before it hold.
func TestFull(t *testing.T) {
	b := newBench(t, narrow())
	for i := range MaxLearned {
		if err := b.Filter.Learn(Key{Protocol: 6, Version: 4, APort: uint16(i), BPort: 65000}, true); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := b.Filter.Learn(Key{Protocol: 17, Version: 4}, true); err != ErrFull {
		t.Errorf("got %v, want ErrFull", err)
	}
	if err := b.Forget(Key{Protocol: 17}); err != nil {
		t.Errorf("forgetting what was not learned: %v", err)
	}
}

// TestRate: frames without a flow are handed on up to a rate, each class for
// itself, and counted beyond it.
func TestRate(t *testing.T) {
	c := narrow()
	c.Rate = 50
	b := newBench(t, c)
	arp, lldp := serialize(t, ethernet(0x0806), payload(28)), serialize(t, ethernet(0x88CC), payload(40))
	ethercat := serialize(t, ethernet(0x88A4), payload(40))
	kept := map[string]int{}
	for range 300 {
		for name, f := range map[string][]byte{"arp": arp, "lldp": lldp, "ethercat": ethercat} {
			if b.run(t, f) {
				kept[name]++
			}
		}
	}
	for name, most := range map[string]int{"arp": 50, "lldp": 50, "ethercat": cyclicRate} {
		if kept[name] != most && kept[name] != 2*most { // a period may have ended meanwhile
			t.Errorf("%s: %d kept, want %d", name, kept[name], most)
		}
	}
	totals, err := b.Totals()
	if err != nil {
		t.Fatal(err)
	}
	if totals.Classes[ClassARP] != 300 || totals.Classes[ClassLLDP] != 300 || totals.Classes[ClassCyclic] != 300 {
		t.Errorf("classes %v", totals.Classes)
	}
	if p, w := totals.Passed().Packets, totals.Withheld().Packets; p+w != 900 || p != uint64(kept["arp"]+kept["lldp"]+kept["ethercat"]) {
		t.Errorf("passed %d, withheld %d, kept %v", p, w, kept)
	}
}

// TestEviction: flows make room for others, totals lose nothing.
func TestEviction(t *testing.T) {
	c := narrow()
	c.Flows = 256
	b := newBench(t, c)
	var octets uint64
	const flows = 5000
	for i := range flows {
		frame := tcpFrame(t, layers.TCPPort(1000+i), 9, i%64)
		octets += uint64(len(frame))
		if !b.run(t, frame) {
			t.Fatal("first packet of a flow was withheld")
		}
	}
	left := 0
	if err := b.Flows(func(Flow) bool { left++; return true }); err != nil {
		t.Fatal(err)
	}
	totals, err := b.Totals()
	if err != nil {
		t.Fatal(err)
	}
	if left == 0 || left > c.Flows {
		t.Errorf("%d flows in a table of %d", left, c.Flows)
	}
	if totals.Flows != flows || totals.Uncounted != 0 || totals.Passed() != (Tally{flows, octets}) {
		t.Errorf("totals %+v, want %d flows and packets, %d octets", totals, flows, octets)
	}
}

// TestSymmetry: both directions have one key, that of sensor/flow.
func TestSymmetry(t *testing.T) {
	b := newBench(t, narrow())
	v6 := serialize(t, ethernet(0x88A8), tag(5, 0x8100), tag(6, 0x86DD), ipv6(17), udp(7, 8), payload(4))
	same := ipv4(6) // one address on both ends: the ports order
	same.SrcIP = same.DstIP
	loop := serialize(t, ethernet(0x0800), same, tcp(9, 3), payload(1))
	b.both(t, serialize(t, ethernet(0x0800), same, tcp(9, 9), payload(1))) // has but one side
	for _, frame := range [][]byte{tcpFrame(t, 3000, 4000, 5), tcpFrame(t, 4000, 3000, 5), v6, loop} {
		b.both(t, frame)
		b.both(t, back(t, frame))
		want := keyOf(t, frame)
		found := false
		err := b.Flows(func(f Flow) bool {
			if f.Key == want {
				found = true
				if f.Sides[0].Packets == 0 || f.Sides[0].Packets != f.Sides[1].Packets {
					t.Errorf("sides of %+v", f)
				}
			}
			return true
		})
		if err != nil || !found {
			t.Errorf("no flow %+v: %v", want, err)
		}
	}
	b.compare(t)
}

// TestTimes: times are those of the wall clock.
func TestTimes(t *testing.T) {
	b := newBench(t, narrow())
	const tick = 20 * time.Millisecond
	before := time.Now().Add(-tick).UnixNano()
	b.run(t, tcpFrame(t, 1, 2, 3))
	time.Sleep(50 * time.Millisecond)
	b.run(t, tcpFrame(t, 1, 2, 3))
	after := time.Now().UnixNano()
	err := b.Flows(func(f Flow) bool {
		s := f.Sides[0]
		if s.First < before || s.Last > after || time.Duration(s.Last-s.First) < 30*time.Millisecond {
			t.Errorf("between %d and %d: %+v", before, after, s)
		}
		return true
	})
	if err != nil {
		t.Error(err)
	}
}
