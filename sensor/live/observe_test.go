//go:build linux

package live

import (
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/replay"
	"github.com/banken-ot/banken/sensor/sight"
)

// seen is an output that takes everything.
type seen struct {
	mu           sync.Mutex
	order        []string
	contacts     []baseline.Contact
	bindings     []baseline.Binding
	sight        []baseline.Visibility
	ticks        []int64
	transactions int
	late         int // transactions complete before the latest tick
}

func (s *seen) note(what string) {
	s.order = append(s.order, what)
}

func (s *seen) Transaction(t *wire.Transaction) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note("transaction")
	s.transactions++
	if n := len(s.ticks); n > 0 && t.Outcome != wire.Unanswered && t.Time+max(t.Latency, 0) < s.ticks[n-1] {
		s.late++
	}
	return nil
}

func (s *seen) Flush() error               { return nil }
func (s *seen) Message([]byte) error       { return nil }
func (s *seen) Flow(*replay.Flow) error    { return nil }
func (s *seen) locked(f func())            { s.mu.Lock(); defer s.mu.Unlock(); f() }
func (s *seen) is(f func() bool) (ok bool) { s.locked(func() { ok = f() }); return ok }
func (s *seen) Tick(now int64) error       { s.locked(func() { s.ticks = append(s.ticks, now) }); return nil }
func (s *seen) contact(i int) (c baseline.Contact) {
	s.locked(func() { c = s.contacts[i] })
	return c
}

func (s *seen) Contact(c *baseline.Contact) error {
	s.locked(func() { s.note("contact"); s.contacts = append(s.contacts, *c) })
	return nil
}

func (s *seen) Binding(b *baseline.Binding) error {
	s.locked(func() { s.note("binding"); s.bindings = append(s.bindings, *b) })
	return nil
}

func (s *seen) Visibility(v *baseline.Visibility) error {
	s.locked(func() { s.sight = append(s.sight, *v) })
	return nil
}

// told returns the contacts and bindings as lines, but for frames and, of bindings,
// times, in order.
func (s *seen) told() (contacts, bindings []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.contacts {
		c.Frame = 0
		contacts = append(contacts, fmt.Sprintf("%+v", c))
	}
	for _, b := range s.bindings {
		b.Frame, b.Time = 0, 0
		bindings = append(bindings, fmt.Sprintf("%+v", b))
	}
	slices.Sort(contacts)
	slices.Sort(bindings)
	return contacts, bindings
}

// TestObservedAsFile: the contacts and bindings that come live from a port are those
// that a replay makes of the same frames; with several workers, none of them twice.
func TestObservedAsFile(t *testing.T) {
	for _, workers := range []int{1, 3} {
		t.Run(fmt.Sprint(workers, " workers"), func(t *testing.T) {
			ringtest.Namespace(t)
			sender := ringtest.NewSender(t, ringtest.Plant)
			c := settings(t)
			c.Capture.Workers = workers
			c.Recorder.Dir, c.Recorder.Size, c.Recorder.Reserve = t.TempDir(), 256<<20, 1<<20
			out := &seen{}
			s, stop := sensor(t, c, out)
			recording(t, s)
			list := frames(t, func(name string) bool { return strings.HasPrefix(name, "modbus/") || name == "network/clean" })
			if err := sender.Send(list...); err != nil {
				t.Fatal(err)
			}
			waitFor(t, func() bool { return s.Status().Ports[0].Sum().Delivered >= uint64(len(list)) })
			stop()
			if n := s.Status().Ports[0].Sum(); n.DroppedKernel != 0 || n.DroppedSensor != 0 || n.NotRecorded != 0 {
				t.Fatalf("%+v", n)
			}
			files, err := filepath.Glob(filepath.Join(c.Recorder.Dir, "*.pcapng"))
			if err != nil || len(files) != 1 {
				t.Fatalf("%v, %v", files, err)
			}
			r, err := capture.Open(files[0])
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			want := &seen{}
			if _, err := replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All}, want); err != nil {
				t.Fatal(err)
			}
			gotContacts, gotBindings := out.told()
			wantContacts, wantBindings := want.told()
			same(t, gotContacts, wantContacts)
			same(t, gotBindings, wantBindings)
			if len(wantContacts) == 0 || len(wantBindings) == 0 || out.order[0] != "binding" || out.late != 0 {
				t.Errorf("%d contacts, %d bindings, %d late; the first is a %s", len(wantContacts), len(wantBindings), out.late, out.order[0])
			}
		})
	}
}

// syn returns a SYN between two hosts.
func syn(from, to string) []byte {
	s := make([]byte, 20)
	f := ringtest.Between(from, to)
	binary.BigEndian.PutUint16(s, f.Source.Port())
	binary.BigEndian.PutUint16(s[2:], f.Destination.Port())
	s[12], s[13] = 5<<4, packet.SYN
	return f.Ethernet(f.IP(6, s))
}

// TestScan: connections nobody answers are told a few seconds later, on an idle port
// too; the time goes on meanwhile, about once a second, and never ahead of what comes.
func TestScan(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	out := &seen{}
	sensor(t, settings(t), out)
	sent := time.Now()
	for port := range 20 {
		if err := sender.Send(syn("10.0.0.1:40000", fmt.Sprint("10.0.0.2:", port+1))); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(t, func() bool { return out.is(func() bool { return len(out.contacts) == 20 }) })
	if d := time.Since(sent); d < sight.Outcome || d > sight.Outcome+2*time.Second {
		t.Errorf("told after %s", d)
	}
	for i := range 20 {
		if c := out.contact(i); c.Answered || c.Refused || c.Server.Port() != uint16(i+1) || time.Unix(0, c.Time).Sub(sent).Abs() > time.Second {
			t.Errorf("%d: %+v", i, c)
		}
	}
	one := frames(t, func(name string) bool { return name == "network/clean" })
	for range 30 {
		if err := sender.Send(one...); err != nil {
			t.Fatal(err)
		}
		time.Sleep(70 * time.Millisecond)
	}
	out.locked(func() {
		if n := len(out.ticks); n < 4 || n > 8 || !slices.IsSorted(out.ticks) || out.late != 0 || out.transactions < 58 {
			t.Errorf("%d ticks, %d of %d transactions late", n, out.late, out.transactions)
		}
		if last := time.Since(time.Unix(0, out.ticks[len(out.ticks)-1])); last < 0 || last > 2*time.Second {
			t.Errorf("the time is %s behind", last)
		}
	})
}

// TestVisibility: what happens to a port is told as it is, and that it has ended.
func TestVisibility(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	c := settings(t)
	c.Store.Dir = t.TempDir()
	c.Capture.SilentAfter = config.Duration(2 * time.Second)
	out := &seen{}
	_, stop := sensor(t, c, out)
	one := frames(t, func(name string) bool { return name == "network/clean" })
	last := func(want baseline.VisibilityKind) {
		t.Helper()
		waitFor(t, func() bool {
			return out.is(func() bool { n := len(out.sight); return n > 0 && out.sight[n-1].Kind == want })
		})
	}
	if err := sender.Send(one...); err != nil {
		t.Fatal(err)
	}
	last(baseline.Silence)
	if err := sender.Send(one...); err != nil {
		t.Fatal(err)
	}
	last(baseline.Sighted)
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "down")
	last(baseline.PortDown)
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "up")
	time.Sleep(1100 * time.Millisecond)
	if err := sender.Send(one...); err != nil {
		t.Fatal(err)
	}
	last(baseline.Sighted)
	stop()
	var got []string
	for _, v := range out.sight {
		got = append(got, v.Kind.String()+" "+v.Part)
	}
	if want := "silence port port0; sighted port port0; port-down port port0; sighted port port0"; strings.Join(got, "; ") != want {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
	stopped := time.Now()
	time.Sleep(1500 * time.Millisecond)
	again := &seen{}
	_, stop = sensor(t, c, again)
	waitFor(t, func() bool { return again.is(func() bool { return len(again.sight) > 0 }) })
	stop()
	v := again.sight[0]
	if v.Kind != baseline.Stopped || v.Part != "sensor" || time.Unix(0, v.Time).Sub(stopped).Abs() > time.Second || v.Amount < 1e9 || v.Amount > 4e9 {
		t.Errorf("after the restart: %+v, stopped at %s", v, stopped)
	}
}

// TestLossTold: transactions that an output is too slow for are told, and that it has
// ended; and contacts and bindings leave room for them.
func TestLossTold(t *testing.T) {
	out := &seen{}
	s := &Sensor{o: Options{Output: out, Log: slog.New(slog.DiscardHandler)}}
	s.outlet = newOutlet(out, s.o.Log, 1)
	now := time.Now()
	m := newMeters()
	for i, count := range []uint64{0, 5, 6, 9, 9, 9, 9, 9, 10} {
		m.dropped.loss(s, now.Add(time.Duration(i)*4*time.Second), count)
	}
	for i := range 130 {
		m.flows.bound(s, now.Add(time.Duration(i)*time.Second), uint64(i))
	}
	s.outlet.tell()
	var got []string
	for _, v := range out.sight {
		got = append(got, fmt.Sprint(v.Kind, " ", v.Part, " ", v.Amount))
	}
	want := "loss sensor 5; loss sensor 4; sighted sensor 0; loss sensor 1; capacity flow table 1; capacity flow table 60; capacity flow table 60"
	if strings.Join(got, "; ") != want {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
}

// TestFloodOfContacts: a flood of contacts, which the output is too slow for, is
// dropped and counted, and takes no room from transactions.
func TestFloodOfContacts(t *testing.T) {
	out := &seen{}
	o := newOutlet(out, slog.New(slog.DiscardHandler), 1)
	x := o.box()
	const flood, transactions = 50_000, 1000
	c := baseline.Contact{Client: netip.MustParseAddrPort("10.0.0.1:1"), Server: netip.MustParseAddrPort("10.0.0.2:2"), Protocol: 6}
	for i := range flood {
		x.Contact(&c)
		if i%(flood/transactions) == 0 {
			x.Transaction(&wire.Transaction{Protocol: protocols.All[0]})
		}
	}
	x.send()
	for range len(o.queue) {
		o.deliver(<-o.queue)
	}
	if out.transactions != transactions || x.dropped.Load() != 0 {
		t.Errorf("%d transactions, %d dropped", out.transactions, x.dropped.Load())
	}
	if n := len(out.contacts); n < batchSize*batches/3 || uint64(n)+x.unseen.Load() != flood {
		t.Errorf("%d contacts and %d dropped of %d", n, x.unseen.Load(), flood)
	}
}

// TestOrderInBatch: observations and transactions of one worker come as they were
// made.
func TestOrderInBatch(t *testing.T) {
	out := &seen{}
	o := newOutlet(out, slog.New(slog.DiscardHandler), 1)
	x := o.box()
	var want []string
	for i := range 1000 {
		switch i * 7 % 5 {
		case 0:
			x.Contact(&baseline.Contact{})
			want = append(want, "contact")
		case 1, 2:
			x.Binding(&baseline.Binding{Addr: netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), MAC: [6]byte{2, 0, 0, 0, byte(i >> 8), byte(i)}})
			want = append(want, "binding")
		default:
			x.Transaction(&wire.Transaction{Protocol: protocols.All[0]})
			want = append(want, "transaction")
		}
	}
	x.send()
	for range len(o.queue) {
		o.deliver(<-o.queue)
	}
	if !slices.Equal(out.order, want) {
		t.Errorf("%d came, %d were made, in another order", len(out.order), len(want))
	}
}

// TestCounted: of the flows that the kernel counts the contacts are those that the
// workers tell, and so told once.
func TestCounted(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	out := &seen{}
	s, _ := sensor(t, settings(t), out)
	list := frames(t, func(name string) bool { return strings.HasPrefix(name, "modbus/") || name == "network/clean" })
	if err := sender.Send(list...); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return s.Status().Ports[0].Sum().Delivered >= uint64(len(list)) })
	time.Sleep(300 * time.Millisecond)
	key := func(c *baseline.Contact) string {
		return fmt.Sprint(c.Client, c.Server, c.Protocol, c.Answered, c.Refused)
	}
	told := map[string]bool{}
	before := 0
	out.locked(func() {
		before = len(out.contacts)
		for i := range out.contacts {
			told[key(&out.contacts[i])] = true
		}
	})
	c := counter{known: serverPorts(s.o)}
	c.window(time.Now().UnixNano())
	counted := 0
	if ok, err := s.Flows(func(_ string, f filter.Flow) bool {
		if x, ok := c.contact(&f); ok {
			counted++
			if !told[key(&x)] {
				t.Errorf("not told: %+v", x)
			}
		}
		return true
	}); !ok || err != nil || counted == 0 {
		t.Fatal(ok, err, counted)
	}
	s.count(context.Background(), &c)
	unknown := baseline.Contact{Client: netip.MustParseAddrPort("10.9.9.9:1"), Server: netip.MustParseAddrPort("10.9.9.8:2"), Protocol: 17}
	for range 2 { // it is told once
		s.outlet.count(context.Background(), []baseline.Contact{unknown})
	}
	waitFor(t, func() bool { return out.is(func() bool { return len(out.contacts) > before }) })
	time.Sleep(100 * time.Millisecond)
	out.locked(func() {
		if n := len(out.contacts) - before; n != 1 || key(&out.contacts[before]) != key(&unknown) {
			t.Errorf("%d more contacts: %+v", n, out.contacts[before:])
		}
	})
}

// TestCounter: what the counters of a flow say of who opened it and what came of it.
func TestCounter(t *testing.T) {
	const s, a, r, p = packet.SYN, packet.ACK, packet.RST, packet.PSH
	end := func(n byte) (x [16]byte) { x[10], x[11], x[15] = 255, 255, n; return x }
	flow := func(protocol uint8, aPort, bPort uint16, sides ...filter.Side) filter.Flow {
		f := filter.Flow{Key: filter.Key{A: end(1), B: end(2), APort: aPort, BPort: bPort, Protocol: protocol, Version: 4}}
		copy(f.Sides[:], sides)
		for i := range f.Sides {
			if f.Sides[i].First != 0 {
				f.Sides[i].Packets = 3
			}
		}
		return f
	}
	c := counter{known: map[uint16]bool{502: true}}
	c.window(100)
	for _, x := range []struct {
		name string
		f    filter.Flow
		want string
	}{
		{"opened", flow(6, 40000, 502, filter.Side{First: 10, Flags: s | a | p}, filter.Side{First: 11, Flags: s | a | p}), "10 0.0.0.1:40000 > 0.0.0.2:502 answered"},
		{"opened by the higher", flow(6, 40000, 50, filter.Side{First: 11, Flags: s | a}, filter.Side{First: 10, Flags: s | a}), "10 0.0.0.2:50 > 0.0.0.1:40000 answered"},
		{"refused", flow(6, 40000, 502, filter.Side{First: 10, Flags: s}, filter.Side{First: 11, Flags: r | a}), "10 0.0.0.1:40000 > 0.0.0.2:502 refused"},
		{"unanswered", flow(6, 40000, 502, filter.Side{First: 10, Flags: s}), "10 0.0.0.1:40000 > 0.0.0.2:502"},
		{"amid, known port", flow(6, 502, 102, filter.Side{First: 10, Flags: a | p}, filter.Side{First: 11, Flags: a}), "10 0.0.0.2:102 > 0.0.0.1:502 answered"},
		{"amid, lower port", flow(6, 4000, 102, filter.Side{First: 12, Flags: a | p}, filter.Side{First: 11, Flags: a}), "11 0.0.0.1:4000 > 0.0.0.2:102 answered"},
		{"datagrams", flow(17, 123, 123, filter.Side{First: 12}, filter.Side{First: 11}), "11 0.0.0.2:123 > 0.0.0.1:123 answered"},
		{"later", flow(17, 123, 123, filter.Side{First: 101}), ""},
		{"fragments", flow(17, 0, 0, filter.Side{First: 10}), ""},
		{"ICMP", flow(1, 0, 0, filter.Side{First: 10}), ""},
	} {
		got := ""
		if k, ok := c.contact(&x.f); ok {
			got = fmt.Sprintf("%d %s > %s", k.Time, k.Client, k.Server)
			if k.Answered {
				got += " answered"
			}
			if k.Refused {
				got += " refused"
			}
		}
		if strings.ReplaceAll(got, "::ffff:", "") != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
	c.window(200)
	if f := flow(17, 123, 123, filter.Side{First: 50}); func() bool { _, ok := c.contact(&f); return ok }() {
		t.Error("a flow of the window before is told again")
	}
}

// TestPortLoss: what a port loses is told while it goes on, with how much, and that it
// has ended.
func TestPortLoss(t *testing.T) {
	out := &seen{}
	s := &Sensor{o: Options{Output: out, Log: slog.New(slog.DiscardHandler)}}
	s.outlet = newOutlet(out, s.o.Log, 1)
	p := &port{sensor: s, config: config.Interface{Name: "eth1"}}
	now := time.Now()
	for i, x := range []struct {
		state health.State
		lost  uint64
	}{{health.Starting, 0}, {health.Capturing, 0}, {health.Losing, 10}, {health.Losing, 20}, {health.Losing, 30}, {health.Losing, 30}, {health.Down, 31}, {health.Down, 31}, {health.Capturing, 31}, {health.Capturing, 31}} {
		p.blind(x.state, now.Add(time.Duration(i)*3*time.Second), x.lost)
	}
	s.outlet.tell()
	var got []string
	for _, v := range out.sight {
		got = append(got, fmt.Sprint(v.Kind, " ", v.Part, " ", v.Amount))
	}
	if want := "loss port eth1 10; loss port eth1 20; port-down port eth1 1; sighted port eth1 0"; strings.Join(got, "; ") != want {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
}
