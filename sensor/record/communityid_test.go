package record

import (
	"net/netip"
	"testing"

	"github.com/banken-ot/banken/sensor/flow"
)

// key returns the key of a flow, its ends in any order.
func key(protocol uint8, a, b netip.AddrPort) flow.Key {
	if b.Addr().As16() == a.Addr().As16() && b.Port() < a.Port() || b.Addr().Less(a.Addr()) {
		a, b = b, a
	}
	k := flow.Key{A: a.Addr().As16(), B: b.Addr().As16(), APort: a.Port(), BPort: b.Port(), Protocol: protocol, Version: 6}
	if a.Addr().Is4() {
		k.Version = 4
	}
	return k
}

// The vectors are those the specification publishes (baseline_deflt.json of
// corelight/community-id-spec), each way round.
var communityIDs = []struct {
	protocol uint8
	a, b     string
	want     string
}{
	{6, "[2001:470:e5bf:dead:4957:2174:e82c:4887]:63943", "[2607:f8b0:400c:c03::1a]:25", "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="},
	{6, "128.232.110.120:34855", "66.35.250.204:80", "1:LQU9qZlK+B5F3KDmev6m5PMibrg="},
	{17, "192.168.1.52:54585", "8.8.8.8:53", "1:d/FP5EW3wiY1vCndhwleRRKHowQ="},
	{132, "192.168.170.8:7", "192.168.170.56:7", "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="},
	{46, "10.1.12.1:0", "10.1.12.2:0", "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="},
	// ICMP has a type and a code where others have ports, which a flow table
	// does not keep: it has no Community ID.
	{1, "192.168.0.89:0", "192.168.0.1:0", ""},
	{58, "[fe80::200:86ff:fe05:80da]:0", "[fe80::260:97ff:fe07:69ea]:0", ""},
}

func TestCommunityID(t *testing.T) {
	for _, c := range communityIDs {
		a, b := netip.MustParseAddrPort(c.a), netip.MustParseAddrPort(c.b)
		k := key(c.protocol, a, b)
		swapped := k
		swapped.A, swapped.B, swapped.APort, swapped.BPort = k.B, k.A, k.BPort, k.APort
		for _, k := range []flow.Key{k, swapped} {
			if got := string(appendCommunityID(nil, &k)); got != c.want {
				t.Errorf("protocol %d %s %s: %s, want %s", c.protocol, c.a, c.b, got, c.want)
			}
		}
	}
}

// TestCommunityIDOrder: between two ports of one host, the ports decide.
func TestCommunityIDOrder(t *testing.T) {
	host := netip.MustParseAddr("10.0.0.1").As16()
	a := flow.Key{A: host, B: host, APort: 80, BPort: 1234, Protocol: 6, Version: 4}
	b := flow.Key{A: host, B: host, APort: 1234, BPort: 80, Protocol: 6, Version: 4}
	x, y := string(appendCommunityID(nil, &a)), string(appendCommunityID(nil, &b))
	if x != y {
		t.Errorf("%s one way, %s the other", x, y)
	}
	b.BPort = 81
	if string(appendCommunityID(nil, &b)) == x {
		t.Error("the port does not matter")
	}
}

func TestCommunityIDAllocates(t *testing.T) {
	k := key(6, netip.MustParseAddrPort("10.0.0.1:502"), netip.MustParseAddrPort("10.0.0.2:40000"))
	buf := make([]byte, 0, 64)
	if n := testing.AllocsPerRun(100, func() { buf = appendCommunityID(buf[:0], &k) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
