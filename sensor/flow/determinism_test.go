package flow

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"sort"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

// perFlow is a consumer that writes down what it is given, by key.
type perFlow map[string][]string

func (l perFlow) add(f *Flow, format string, args ...any) {
	k := fmt.Sprint(f.Key)
	l[k] = append(l[k], fmt.Sprintf(format, args...))
}

func (l perFlow) Octets(f *Flow, dir wire.Direction, p Position, b []byte) {
	l.add(f, "%v %v %x", dir, p, b)
}

func (l perFlow) Gap(f *Flow, dir wire.Direction, p Position, n int) {
	l.add(f, "%v %v gap %d", dir, p, n)
}

func (l perFlow) Datagram(f *Flow, dir wire.Direction, p Position, b []byte) {
	l.add(f, "%v %v datagram %x", dir, p, b)
}

func (l perFlow) Conflict(f *Flow, dir wire.Direction, p Position, o Overlap) {
	l.add(f, "%v %v conflict %v", dir, p, o)
}

func (l perFlow) End(f *Flow, p Position, why Ending) {
	l.add(f, "%v end %v %v %v", p, why, f.Counters(wire.ToServer), f.Counters(wire.ToClient))
}

// mixture returns the packets of many lossy connections and datagrams, some in
// fragments, all at the same time.
func mixture() []packet.Packet {
	var all []packet.Packet
	c := chances{lose: 10, repeat: 30, double: 20, delay: 30}
	for n := range 60 {
		m := newModel(uint64(n), n, n%3 == 0)
		m.converse(20, c)
		if n%4 != 0 {
			all = append(all, m.capture(c)...)
			continue
		}
		r := rand.New(rand.NewPCG(uint64(n), 3))
		for _, p := range m.capture(chances{}) { // the same as datagrams
			p.Protocol = packet.ProtocolUDP
			if n%8 != 0 || len(p.Payload) < 64 {
				all = append(all, p)
				continue
			}
			f := pieces(p, 8*(1+len(p.Payload)/16))
			r.Shuffle(len(f), func(i, j int) { f[i], f[j] = f[j], f[i] })
			all = append(all, f...)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Time < all[j].Time })
	for i := range all {
		all[i].Frame = uint64(i + 1)
		if i%5 == 0 {
			all[i].Time -= 3 * millisecond // clocks of two interfaces
		}
	}
	return all
}

// share runs packets through n tables.
func share(packets []packet.Packet, n int) perFlow {
	l := perFlow{}
	var tables []*Table
	for range n {
		tables = append(tables, New(Config{}, l))
	}
	for i := range packets {
		p := packets[i]
		tables[Shard(&p)%uint32(n)].Packet(&p)
		if i%7 == 0 {
			for _, t := range tables {
				t.Advance(p.Time, p.Frame)
			}
		}
	}
	last := packets[len(packets)-1]
	for _, t := range tables {
		t.Advance(last.Time+10*second, last.Frame)
		t.Flush(last.Frame)
	}
	return l
}

func TestSameCallbacksWhateverTheNumberOfTables(t *testing.T) {
	packets := mixture()
	one := share(packets, 1)
	if len(one) != 60 {
		t.Fatalf("%d flows", len(one))
	}
	for _, n := range []int{1, 2, 3, 8} {
		if other := share(packets, n); !reflect.DeepEqual(one, other) {
			for k := range one {
				if a, b := strings.Join(one[k], "\n"), strings.Join(other[k], "\n"); a != b {
					t.Fatalf("%d tables, flow %s:\n%.2000s\nwith one:\n%.2000s", n, k, b, a)
				}
			}
		}
	}
}

func TestSameOrderEveryTime(t *testing.T) {
	packets := mixture()
	run := func() []string {
		l := &log{}
		table := New(Config{}, l)
		for i := range packets {
			p := packets[i]
			table.Packet(&p)
			table.Advance(p.Time, p.Frame)
		}
		table.Flush(uint64(len(packets)))
		return l.lines
	}
	if a, b := run(), run(); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestShardIsSymmetric(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var load [4]int
	for n := range 4000 {
		k := newTalk(n)
		k.addr[client], k.addr[server] = ip4(r.Uint32()>>8), ip4(r.Uint32()>>8)
		p, q := k.data(client, "a"), k.data(server, "b")
		q.SrcPort, q.VLANs[0], q.VLANCount, q.Fragment = 0, 7, 1, true
		if Shard(&p) != Shard(&q) {
			t.Fatal("directions go to different workers")
		}
		kp, sp := KeyOf(&p)
		q = k.data(server, "b")
		q.VLANs[0], q.VLANCount = 9, 1
		kq, sq := KeyOf(&q)
		if kp.Hash() != kq.Hash() || sp == sq || !kp.sameButVLAN(&kq) {
			t.Fatal("directions have different keys")
		}
		load[Shard(&p)%4]++
	}
	if Shard(&packet.Packet{}) != 0 {
		t.Error("frames without IP are shared out")
	}
	for _, n := range load {
		if n < 900 || n > 1100 {
			t.Errorf("shared out as %v", load)
		}
	}
}

func TestKeyOfTags(t *testing.T) {
	p := newTalk(0).data(client, "")
	for _, test := range []struct {
		tags  [2]uint16
		count uint8
		want  [2]uint16
	}{
		{[2]uint16{}, 0, [2]uint16{}},
		{[2]uint16{5, 6}, 0, [2]uint16{}},
		{[2]uint16{0, 0}, 1, [2]uint16{}}, // a priority tag
		{[2]uint16{5, 0}, 1, [2]uint16{5, 0}},
		{[2]uint16{5, 6}, 2, [2]uint16{5, 6}},
		{[2]uint16{0, 6}, 2, [2]uint16{6, 0}},
		{[2]uint16{5, 6}, 3, [2]uint16{5, 6}}, // a third is stepped over
	} {
		p.VLANs, p.VLANCount = test.tags, test.count
		if k, _ := KeyOf(&p); k.VLAN != test.want {
			t.Errorf("%v, %d tags: %v", test.tags, test.count, k.VLAN)
		}
	}
}
