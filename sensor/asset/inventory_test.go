package asset

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

func where(t *testing.T, v *Inventory, addr string) (Reach, MAC) {
	t.Helper()
	a := v.Asset(netip.MustParseAddr(addr))
	if a == nil {
		t.Fatalf("%s is no asset", addr)
	}
	return v.Where(a)
}

func TestReach(t *testing.T) {
	v := New()
	for i, p := range []*packet.Packet{
		claim(1, router, "10.0.0.1"),
		sent(2, router, "10.0.0.1", 64),
		sent(3, router, "192.168.7.20", 63),
		sent(4, station1, "10.0.0.5", 128),
		sent(5, station2, "10.0.1.1", 64),
		sent(6, station2, "10.0.1.2", 64),
		sent(7, station2, "10.0.1.3", 64),
		sent(8, MAC{0, 0, 0x5E, 0, 1, 9}, "10.0.9.9", 64),
		sent(9, MAC{0, 2, 2, 2, 2, 2}, "8.8.8.8", 57),
		sent(10, MAC{}, "10.0.0.77", 64),
	} {
		if p.Frame != uint64(i+1) {
			t.Fatal("frames are out of order")
		}
		v.Packet(0, p)
	}
	for addr, want := range map[string]Reach{"10.0.0.1": Direct, "192.168.7.20": Routed, "10.0.0.5": Direct,
		"10.0.1.2": Shared, "10.0.9.9": Routed, "8.8.8.8": Routed, "10.0.0.77": Unknown} {
		if got, _ := where(t, v, addr); got != want {
			t.Errorf("%s: reach %d, want %d", addr, got, want)
		}
	}
	if _, m := where(t, v, "192.168.7.20"); m != router {
		t.Errorf("behind %v, want %v", m, router)
	}
}

// TestDualHomed: two addresses on one interface without a sign of routing are
// those of one host.
func TestDualHomed(t *testing.T) {
	v := New()
	v.Packet(0, sent(1, station1, "10.0.0.5", 64))
	v.Packet(0, sent(2, station1, "172.16.0.5", 64))
	if got, _ := where(t, v, "172.16.0.5"); got != Direct {
		t.Errorf("reach %d, want direct", got)
	}
}

func TestConflicts(t *testing.T) {
	for _, x := range []struct {
		name              string
		packets           []*packet.Packet
		claimed, together bool
		none              bool
	}{
		{"claimed by two at once", []*packet.Packet{claim(1, station1, "10.0.0.5"), claim(2, station2, "10.0.0.5"), claim(3, station1, "10.0.0.5")}, true, true, false},
		{"taken over", []*packet.Packet{claim(1, station1, "10.0.0.5"), claim(2, station2, "10.0.0.5")}, true, false, false},
		{"without ARP", []*packet.Packet{sent(1, station1, "10.0.0.5", 64), sent(2, station2, "10.0.0.5", 64)}, false, false, false},
		{"a router's copy", []*packet.Packet{claim(1, station1, "10.0.0.5"), claim(2, router, "10.0.0.1"), sent(3, router, "10.0.0.5", 63)}, false, false, true},
		{"virtual router", []*packet.Packet{claim(1, MAC{0, 0, 0x5E, 0, 1, 1}, "10.0.0.5"), claim(2, station2, "10.0.0.5")}, false, false, true},
		{"probes", []*packet.Packet{claim(1, station1, "0.0.0.0"), claim(2, station2, "0.0.0.0")}, false, false, true},
	} {
		v := New()
		for _, p := range x.packets {
			v.Packet(0, p)
		}
		got := v.Conflicts()
		if x.none {
			if len(got) > 0 {
				t.Errorf("%s: %v, want none", x.name, got)
			}
			continue
		}
		if len(got) != 1 || got[0].Claimed != x.claimed || got[0].Together != x.together {
			t.Errorf("%s: %+v", x.name, got)
		}
	}
}

// TestVLANs: one address in two VLANs with two interfaces is no conflict.
func TestVLANs(t *testing.T) {
	v := New()
	p, q := claim(1, station1, "10.0.0.5"), claim(2, station2, "10.0.0.5")
	q.VLANs[0], q.VLANCount = 20, 1
	v.Packet(0, p)
	v.Packet(0, q)
	if got := v.Conflicts(); len(got) != 0 {
		t.Errorf("conflicts %v, want none", got)
	}
}

func TestRoles(t *testing.T) {
	v := New()
	v.Transaction(0, asked(1, "10.0.0.1:4000", "10.0.0.5:502", 1, wire.Read))
	v.Transaction(0, asked(3, "10.0.0.1:4000", "10.0.0.5:502", 2, wire.Write))
	v.Transaction(0, asked(5, "10.0.0.2:4000", "10.0.0.6:502", 255, wire.Program))
	v.Transaction(0, asked(7, "10.0.0.2:4000", "10.0.0.6:502", 1, wire.Read))
	silent := asked(9, "10.0.0.6:4000", "10.0.0.7:502", 1, wire.Read)
	silent.ResponseFrame, silent.Outcome = 0, wire.Unanswered
	v.Transaction(0, silent)
	for addr, want := range map[string]Roles{"10.0.0.1": Client, "10.0.0.5": Server | Gateway, "10.0.0.2": Client | Engineering,
		"10.0.0.6": Client | Server, "10.0.0.7": Asked} {
		if got := v.Asset(netip.MustParseAddr(addr)).Roles(); got != want {
			t.Errorf("%s: roles %05b, want %05b", addr, got, want)
		}
	}
	if got := v.Asset(netip.MustParseAddr("10.0.0.5")).Duties[0].Stations; fmt.Sprint(got) != "[1 2]" {
		t.Errorf("stations %v", got)
	}
}

// TestReversedPort: the ports a master happens to use do not become services.
func TestReversedPort(t *testing.T) {
	v := New()
	for i := range 100 {
		v.Transaction(0, asked(uint64(2*i+1), "10.0.0.5:502", fmt.Sprintf("10.0.0.1:%d", 50000+i), 1, wire.Write))
	}
	if got := v.Asset(netip.MustParseAddr("10.0.0.1")).Duties; len(got) != 1 || got[0].Port != 0 {
		t.Errorf("duties %v, want one without port", got)
	}
}

// TestSilent: devices without IP are known by their MAC address.
func TestSilent(t *testing.T) {
	v := New()
	v.Packet(0, &packet.Packet{Frame: 1, SrcMAC: station2, DstMAC: MAC{1, 0x0E, 0xCF}, EtherType: 0x8892, WireLen: 60})
	v.Packet(0, claim(2, station1, "10.0.0.5"))
	v.Packet(0, &packet.Packet{Frame: 3, SrcMAC: station1, DstMAC: MAC{1, 0x0E, 0xCF}, EtherType: 0x8892, WireLen: 60})
	list := v.Assets()
	if len(list) != 2 || list[1].Hardware != station2 || list[1].EtherTypes[0] != 0x8892 {
		t.Fatalf("assets %+v", list)
	}
	if got := list[0].EtherTypes; len(got) != 2 || got[1] != 0x8892 {
		t.Errorf("frames of the device with an address: %x", got)
	}
}

// TestServiceNeedsSender: being sent to makes no asset.
func TestServiceNeedsSender(t *testing.T) {
	v := New()
	v.Packet(0, sent(1, station1, "10.0.0.5", 64))
	v.Service(netip.MustParseAddr("10.0.0.5"), "BACnet/IP", false, 47808, Evidence{})
	v.Service(netip.MustParseAddr("10.0.0.255"), "BACnet/IP", true, 47808, Evidence{})
	if n := len(v.Assets()); n != 1 {
		t.Errorf("%d assets, want 1", n)
	}
	if r := v.Asset(netip.MustParseAddr("10.0.0.5")).Roles(); r != 0 {
		t.Errorf("roles %b of a protocol that is not decoded, want none", r)
	}
}

func TestBounds(t *testing.T) {
	v := New()
	for i := range MaxMACs + 10 {
		v.Packet(0, sent(uint64(i+1), MAC{0, 1, 2, byte(i >> 16), byte(i >> 8), byte(i)}, fmt.Sprintf("10.%d.%d.1", i>>8, i&255), 64))
	}
	if len(v.assets) != MaxAssets || len(v.interfaces) != MaxMACs {
		t.Errorf("%d assets and %d interfaces, want %d and %d", len(v.assets), len(v.interfaces), MaxAssets, MaxMACs)
	}
	if want := uint64(MaxMACs + 10 - MaxAssets + 10); v.Omitted != want {
		t.Errorf("omitted %d, want %d", v.Omitted, want)
	}
	a := &Asset{}
	for i := range MaxDuties + MaxBindings + MaxIdentities + 3 {
		a.duty(fmt.Sprint(i), true, true, 1, Evidence{})
		a.binding(MAC{byte(i)}, vlans(sent(1, station1, "10.0.0.1", 64)), Evidence{})
		a.identify(Identity{Value: "x", Source: fmt.Sprint(i)})
	}
	if len(a.Duties) != MaxDuties || len(a.Bindings) != MaxBindings || len(a.Identities) != MaxIdentities || a.Omitted == 0 {
		t.Errorf("%d duties, %d bindings, %d identities, %d omitted", len(a.Duties), len(a.Bindings), len(a.Identities), a.Omitted)
	}
	d := &Duty{}
	for i := range uint32(2 * MaxStations) {
		d.station(i ^ 0x55)
	}
	if len(d.Stations) != MaxStations {
		t.Errorf("%d stations", len(d.Stations))
	}
}

// TestNoAllocation: a packet of a known asset costs no memory.
func TestNoAllocation(t *testing.T) {
	v := New()
	p, q := sent(1, station1, "10.0.0.5", 64), sent(2, station2, "10.0.0.6", 64)
	v.Packet(0, p)
	v.Packet(0, q)
	if n := testing.AllocsPerRun(100, func() { v.Packet(0, p); v.Packet(0, q) }); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}

func BenchmarkPacket(b *testing.B) {
	v := New()
	p, q := sent(1, station1, "10.0.0.5", 64), sent(2, station2, "10.0.0.6", 64)
	b.ReportAllocs()
	for b.Loop() {
		v.Packet(0, p)
		v.Packet(0, q)
	}
}

// TestBound: what is told of an address without its packets makes the same asset as
// its packets do.
func TestBound(t *testing.T) {
	packets, told := New(), New()
	p := sent(1, station1, "10.0.0.1", 64)
	packets.Packet(0, p)
	told.Bound(p.SrcAddr(), MAC(p.SrcMAC), 0, 0, false, Evidence{Frame: p.Frame, Time: p.Time})
	a, b := packets.Asset(p.SrcAddr()), told.Asset(p.SrcAddr())
	if a == nil || b == nil || len(b.Bindings) != 1 || a.Bindings[0] != b.Bindings[0] {
		t.Fatalf("%+v, %+v", a, b)
	}
	reachA, macA := packets.Where(a)
	reachB, macB := told.Where(b)
	if reachA != reachB || macA != macB {
		t.Errorf("%v %v, %v %v", reachA, macA, reachB, macB)
	}
}
