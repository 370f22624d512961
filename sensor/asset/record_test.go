package asset

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

// known is an inventory with a router, a device behind it, and one that says what it
// is.
func known() *Inventory {
	v := New()
	for i, addr := range []string{"10.0.0.1", "192.168.7.20", "192.168.8.20", "10.0.0.5"} {
		m, hops := MAC(router), uint8(0)
		switch i {
		case 1, 2:
			hops = 1
		case 3:
			m = MAC(station1)
		}
		v.Bound(netip.MustParseAddr(addr), m, 7, hops, i == 0 || i == 3, Evidence{Frame: uint64(i + 1), Time: int64(i) * 1e9})
		v.Bound(netip.MustParseAddr(addr), m, 7, hops, false, Evidence{Frame: uint64(i + 9), Time: int64(i+9) * 1e9})
	}
	a := v.Asset(netip.MustParseAddr("10.0.0.5"))
	d := a.duty("modbus", true, true, 502, a.First)
	d.Requests, d.Answered = 9, 8
	d.station(3)
	d.station(1)
	a.identify(Identity{Kind: Firmware, Value: "V2.1", Source: "Modbus 43/14 MajorMinorRevision", Protocol: "modbus", Port: 502, Station: 1, First: a.First, Last: a.First})
	a.identify(Identity{Kind: Firmware, Value: "V2.2", Source: "Modbus 43/14 MajorMinorRevision", Protocol: "modbus", Port: 502, Station: 1, First: a.Last, Last: a.Last})
	return v
}

// TestRecord: what was recorded comes back the same, with how each asset is reached and
// what proves it, and goes on from there.
func TestRecord(t *testing.T) {
	was, is := known(), New()
	for _, a := range was.Assets() {
		b, err := was.Record(a)
		if err == nil {
			err = is.Restore(a.Addr, b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(is.Assets()) != 4 {
		t.Fatalf("%d assets", len(is.Assets()))
	}
	for _, a := range was.Assets() {
		x := is.Asset(a.Addr)
		before, _ := was.Record(a)
		after, err := is.Record(x)
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s\n%s\n%v", before, after, err)
		}
		reach, mac := was.Where(a)
		if r, m := is.Where(x); r != reach || m != mac {
			t.Errorf("%s: reach %d by %s, was %d by %s", a.Addr, r, m, reach, mac)
		}
	}
	x := is.Asset(netip.MustParseAddr("10.0.0.5"))
	if got := x.Says(Firmware); len(got) != 1 || got[0] != "V2.2" || x.Identities[1].First.Frame != 12 {
		t.Errorf("%v, %+v", got, x.Identities)
	}
	if is.Bound(x.Addr, MAC(station2), 7, 0, true, Evidence{Frame: 99}); len(x.Bindings) != 2 || x.Last.Frame != 99 {
		t.Errorf("%+v", x)
	}
}

// TestRecordFaults: what is no record changes nothing.
func TestRecordFaults(t *testing.T) {
	v := known()
	a := v.Asset(netip.MustParseAddr("10.0.0.5"))
	good, err := v.Record(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []string{"", "[]", `{"v":2}`, strings.Replace(string(good), `"kind":3`, `"kind":77`, 1), strings.Replace(string(good), "V2.2", "", 1),
		strings.Replace(string(good), "V2.2", "\\u001b[2J", 1), strings.Replace(string(good), `"mac":"`, `"mac":"zz`, 1), strings.Replace(string(good), "[1,3]", "[3,1]", 1)} {
		if b == string(good) {
			t.Fatal("a fault that is none")
		}
		if err := v.Restore(a.Addr, []byte(b)); !errors.Is(err, ErrRecord) {
			t.Errorf("%.60q: %v", b, err)
		}
	}
	if err := v.Restore(netip.MustParseAddr("224.0.0.1"), good); !errors.Is(err, ErrRecord) {
		t.Errorf("a group: %v", err)
	}
	if after, err := v.Record(v.Asset(a.Addr)); err != nil || !bytes.Equal(after, good) {
		t.Errorf("%s, %v", after, err)
	}
}

// TestRecordBound: no more is taken back than there is room for.
func TestRecordBound(t *testing.T) {
	v := known()
	b, err := v.Record(v.Asset(netip.MustParseAddr("10.0.0.5")))
	if err != nil {
		t.Fatal(err)
	}
	is := New()
	for i := range MaxAssets + 3 {
		if err := is.Restore(netip.MustParseAddr(fmt.Sprintf("10.%d.%d.1", i/256+1, i%256)), b); err != nil {
			t.Fatal(err)
		}
	}
	if len(is.assets) != MaxAssets || is.Omitted != 3 {
		t.Errorf("%d assets, %d found no room", len(is.assets), is.Omitted)
	}
}

func FuzzRestore(f *testing.F) {
	v := known()
	for _, a := range v.Assets() {
		b, err := v.Record(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		is, addr := New(), netip.MustParseAddr("10.0.0.5")
		if is.Restore(addr, b) != nil {
			return
		}
		once, err := is.Record(is.Asset(addr))
		if err != nil {
			t.Fatal(err)
		}
		again := New()
		if err := again.Restore(addr, once); err != nil {
			t.Fatal(err)
		}
		if twice, err := again.Record(again.Asset(addr)); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%s\n%s\n%v", once, twice, err)
		}
	})
}
