package timing

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// poller is one channel of the test's plant.
type poller struct {
	id             int
	client, server netip.AddrPort
	station        uint32
	period         float64 // s
	loss           float64 // share of polls that are not seen
	shift          bool    // polls half as often at night, a third on Sundays
	code           uint32
	write          bool
	scan           float64 // ms, scan cycle of the device: latencies have three modes
	next           int64
	slow           float64 // ms, added latency
	dead           bool    // polls go unanswered
	stopped        bool
	faster         float64 // factor on the rate, 0: 1
	twice          bool    // the next answer comes twice
}

// plant makes events, without packets, of pollers with jitter, in order of time.
type plant struct {
	source   *rand.PCG
	r        *rand.Rand
	protocol *wire.Protocol
	pollers  []*poller
	day      int64
	start    int64
	now      int64
	book     *baseline.Book
	look     *baseline.Look
	d        *Detector
	reported []baseline.Deviation
	ready    uint32 // first day on which the site judges
	events   int
	event    baseline.Event
	points   [1]wire.Point
	deaf     bool // the capture port hears nothing
}

var testStart = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).UnixNano() // a Monday

func address(n int) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}), 0)
}

// newPlant returns a plant of 40 channels: one client polls 32 servers, a second
// eight of them, with periods from a fastest one.
func newPlant(seed uint64, day time.Duration, fastest float64) *plant {
	p := &plant{source: rand.NewPCG(seed, 99), protocol: &wire.Protocol{Name: "modbus", Timeout: 10 * time.Second}, day: int64(day),
		start: testStart, ready: baseline.ProvisionalDays + 1, book: baseline.NewBook()}
	for i := range 40 {
		server := netip.AddrPortFrom(address(100+i%32).Addr(), 502)
		x := &poller{id: i, client: address(1 + i/32), server: server, station: 1, code: 3, period: fastest * float64(1+i%3), loss: 0.003 * float64(i%4),
			shift: i%5 == 0, scan: 10 * float64(1+i%4)}
		x.write, x.next = i%10 == 7, p.start+int64(i)*1e6
		p.pollers = append(p.pollers, x)
	}
	p.r = rand.New(p.source)
	p.d = New(settings(day))
	p.look = baseline.NewLook(p.book, p.report)
	return p
}

func settings(day time.Duration) baseline.Settings {
	return baseline.Settings{Day: day, Lower: map[baseline.Detector]baseline.Budget{baseline.Timing: 0.2, baseline.Latency: 0.2}}
}

func (p *plant) report(d *baseline.Deviation) { p.reported = append(p.reported, *d.Clone()) }

// clone returns a plant that goes on as this one would.
func (p *plant) clone(t *testing.T) *plant {
	t.Helper()
	c := *p
	source := *p.source
	c.source, c.r, c.reported, c.pollers = &source, rand.New(&source), nil, nil
	for _, x := range p.pollers {
		y := *x
		c.pollers = append(c.pollers, &y)
	}
	var w snapshot.Writer
	p.book.AppendState(&w)
	p.d.AppendState(&w)
	c.book, c.d = baseline.NewBook(), New(settings(time.Duration(p.day)))
	r := snapshot.NewReader(w.B)
	c.book.Restore(r)
	c.d.Restore(r)
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	look := p.look
	c.look = baseline.NewLook(c.book, c.report)
	c.look.Now, c.look.Day, c.look.HourOfWeek, c.look.Learn, c.look.Site, c.look.Channel = look.Now, look.Day, look.HourOfWeek, look.Learn, look.Site, look.Channel
	return &c
}

// rate is how often a poller polls at a time, as a factor.
func (p *plant) rate(x *poller, now int64) float64 {
	f := 1.0
	if x.faster > 0 {
		f = x.faster
	}
	if !x.shift {
		return f
	}
	hour := (now - p.start) / (p.day / 24) % 168
	switch {
	case hour/24 == 6:
		return f / 3
	case hour%24 < 6 || hour%24 >= 20:
		return f / 2
	}
	return f
}

// run makes events for so many days.
func (p *plant) run(days float64) {
	end := p.now + int64(days*float64(p.day))
	if p.now == 0 {
		end = p.start + int64(days*float64(p.day))
	}
	for i := len(p.pollers)/2 - 1; i >= 0; i-- {
		p.sift(i)
	}
	for p.pollers[0].next < end {
		p.poll(p.pollers[0])
		p.sift(0)
	}
	p.advance(end)
	slices.SortFunc(p.pollers, func(x, y *poller) int { return x.id - y.id })
}

// sift restores the heap of pollers below i, the next one first.
func (p *plant) sift(i int) {
	for x := p.pollers; ; {
		j := 2*i + 1
		if j >= len(x) {
			return
		}
		if j+1 < len(x) && x[j+1].next < x[j].next {
			j++
		}
		if x[i].next <= x[j].next {
			return
		}
		x[i], x[j] = x[j], x[i]
		i = j
	}
}

// poll makes the event of one poll, or loses it.
func (p *plant) poll(x *poller) {
	at := x.next
	wait := x.period / p.rate(x, at) * (1 + 0.03*p.r.NormFloat64())
	x.next = at + int64(math.Max(wait, x.period/10)*1e9)
	if x.stopped || p.deaf || p.r.Float64() < x.loss {
		return
	}
	e := &p.event
	*e = baseline.Event{Time: at, Client: x.client, Server: x.server, Protocol: p.protocol, Station: x.station, Operation: wire.Read,
		Function: "Read Holding Registers", Code: x.code, Outcome: wire.Answered, Points: e.Points[:0]}
	p.points[0] = wire.Point{Index: 10, Count: 8}
	e.Points = p.points[:]
	if x.write && p.r.IntN(20) == 0 {
		e.Operation, e.Code, e.Function = wire.Write, 6, "Write Single Register"
	}
	e.Latency = int64((2 + x.scan*float64(p.r.IntN(3)) + p.r.Float64() + x.slow) * 1e6)
	if x.dead {
		e.Outcome, e.Latency = wire.Unanswered, wire.NoLatency
	}
	p.give(e)
	if x.twice {
		x.twice = false
		e.Time, e.Outcome, e.Latency, e.Defects = e.End()+2e6, wire.Unasked, wire.NoLatency, wire.DuplicateResponse
		p.give(e)
	}
}

// give hands an event to the detector, as a model does.
func (p *plant) give(e *baseline.Event) {
	p.advance(e.End())
	e.ClientID, e.ServerID = p.book.Asset(e.Client.Addr()), p.book.Asset(e.Server.Addr())
	e.Channel = p.book.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Protocol: p.book.NameOf(e.Protocol.Name), Port: e.Server.Port(), Station: e.Station})
	p.events++
	p.d.Event(p.look, e)
}

// advance lets time pass.
func (p *plant) advance(now int64) {
	if now <= p.now {
		return
	}
	l := p.look
	before := p.now
	p.now, l.Now = now, now
	l.HourOfWeek = int((now - p.start) / (p.day / 24) % 168)
	if day := uint32((now-p.start)/p.day) + 1; day != l.Day {
		l.Day, l.Learn = day, !l.Blind
		if day >= p.ready {
			l.Site, l.Channel = baseline.Ready, baseline.Ready
		}
		p.d.NewDay(l)
	}
	if now/1e9 != before/1e9 {
		p.d.Tick(l)
	}
}

// take returns what was reported, and forgets it.
func (p *plant) take() []baseline.Deviation {
	r := p.reported
	p.reported = nil
	return r
}

// kindsOf counts deviations by kind.
func kindsOf(list []baseline.Deviation) map[baseline.Kind]int {
	m := map[baseline.Kind]int{}
	for _, d := range list {
		m[d.Meaning.Kind]++
	}
	return m
}

// show writes deviations into the test's output.
func show(t *testing.T, list []baseline.Deviation) {
	t.Helper()
	for _, d := range list {
		t.Logf("day %.3f %s %s > %s: expected %s, seen %s, %.1f bits", float64(d.Time-testStart)/864e11, d.Meaning.Kind, d.Client, d.Server, d.Expected, d.Seen, d.Surprise)
	}
}
