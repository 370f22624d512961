package visibility

import (
	"fmt"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

const day = 24 * time.Hour

// TestOrdinary: a day with polls tells nothing and is never blind.
func TestOrdinary(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(6 * time.Hour)
	if len(p.told) != 0 {
		t.Errorf("told %s: %s", p.told[0].Meaning.Kind, p.told[0].Seen)
	}
	p.blind(false)
}

// TestPort: a port that is down blinds until it is told to see, and a while after.
func TestPort(t *testing.T) {
	for _, k := range []baseline.VisibilityKind{baseline.PortDown, baseline.Silence} {
		p := newPlant(t, day, water()...)
		p.run(20 * time.Minute)
		p.sight(k, "port eth1", 0)
		p.blind(true)
		since := p.d.BlindSince()
		for i := range p.polls {
			p.polls[i].stopped = true
		}
		p.run(5 * time.Minute)
		p.restart()
		p.sight(k, "port eth1", 0)
		p.want(SensorBlind, 1)
		p.want(SpanSilent, 0)
		p.sight(baseline.Sighted, "port eth2", 0)
		p.blind(true)
		if p.d.BlindSince() != since {
			t.Error("blind since another time")
		}
		p.sight(baseline.Sighted, "port eth1", 0)
		for i := range p.polls {
			p.polls[i].stopped = false
		}
		p.run(50 * time.Second)
		p.blind(true)
		p.run(20 * time.Second)
		p.blind(false)
	}
}

// TestBlindAgain: a port that stays down is told again, but not for every report;
// one that flaps is not told each time.
func TestBlindAgain(t *testing.T) {
	p := newPlant(t, day)
	for range 30 {
		p.sight(baseline.PortDown, "port eth1", 0)
		p.run(30 * time.Second)
		p.sight(baseline.Sighted, "port eth1", 0)
		p.run(30 * time.Second)
	}
	p.want(SensorBlind, 3)
}

// TestLoss: a few frames blind nothing, one in a hundred does.
func TestLoss(t *testing.T) {
	p := newPlant(t, day, every(1, 11, 1), every(1, 12, 1))
	p.run(20 * time.Minute)
	for range 10 {
		p.sight(baseline.Loss, "port eth1", 2) // of some 240 frames a minute
		p.run(30 * time.Second)
		p.blind(false)
	}
	for range 9 {
		p.sight(baseline.Loss, "queue", 1)
	}
	p.blind(false)
	p.want(SensorBlind, 0)
	p.sight(baseline.Loss, "queue", 1) // ten of some 480 frames
	p.blind(true)
	p.want(SensorBlind, 1)
	p.sight(baseline.Sighted, "queue", 0)
	p.run(2 * time.Minute)
	p.blind(false)
}

// TestLossOfMany: on a busy port ten frames are few.
func TestLossOfMany(t *testing.T) {
	p := newPlant(t, day, every(1, 11, 1))
	p.run(time.Minute)
	for range 2000 {
		p.event(1, 11, wire.Answered)
	}
	p.sight(baseline.Loss, "port eth1", 30)
	p.blind(false)
	p.sight(baseline.Loss, "port eth1", 30)
	p.blind(true)
	q := newPlant(t, day)
	q.sight(baseline.Loss, "port eth1", 0)
	q.blind(true)
}

// TestMoments: steps of the clock, stops and bounds pass by themselves.
func TestMoments(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(20 * time.Minute)
	p.sight(baseline.ClockStep, "clock", uint64(20*time.Millisecond))
	p.blind(false)
	p.sight(baseline.ClockStep, "clock", uint64(300*time.Millisecond))
	p.blind(true)
	p.want(ClockStep, 0)
	p.sight(baseline.ClockStep, "clock", uint64(90*time.Second))
	p.want(ClockStep, 1)
	p.run(70 * time.Second)
	p.blind(false)
	p.d.Visibility(p.look, &baseline.Visibility{Time: p.look.Now - int64(time.Hour), Kind: baseline.Stopped, Part: "sensor", Amount: uint64(time.Hour)})
	p.blind(true)
	p.want(SensorStopped, 1)
	p.run(70 * time.Second)
	p.blind(false)
	for range 6 {
		p.sight(baseline.Capacity, "baseline", 17)
		p.run(5 * time.Hour)
	}
	p.want(Capacity, 2)
	p.blind(false)
}

// TestSpanSilent: everything stops; nothing is heard any more.
func TestSpanSilent(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(time.Hour)
	for i := range p.polls {
		p.polls[i].stopped = true
	}
	p.run(50 * time.Second)
	p.want(SpanSilent, 0)
	p.run(3 * time.Minute)
	p.restart()
	p.want(SpanSilent, 1)
	p.blind(true)
	p.run(3 * time.Hour)
	p.want(SpanSilent, 1)
	for i := range p.polls {
		p.polls[i].stopped = false
	}
	p.run(3 * time.Minute)
	p.blind(false)
	p.run(time.Hour)
	p.want(SpanSilent, 1)
}

// TestJump: a capture with a hole of hours is found silent, and sees again.
func TestJump(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(time.Hour)
	p.look.Now += 5 * int64(time.Hour)
	for i := range p.polls {
		p.polls[i].next = p.look.Now + second
	}
	p.run(10 * time.Minute)
	p.want(SpanSilent, 1)
	p.blind(false)
}

// TestSilentTogether: all channels of two clients stop while ARP is still seen. Of
// one client, or when one channel goes on, it is no silence of the port.
func TestSilentTogether(t *testing.T) {
	for _, test := range []struct {
		name  string
		polls []poll
		stop  []int
		want  int
	}{
		{"all", water(), []int{0, 1, 2, 3}, 1},
		{"one client", water()[:3], []int{0, 1, 2}, 0},
		{"one channel goes on", water(), []int{0, 1, 3}, 0},
		{"one server", []poll{every(1, 11, 10), every(2, 11, 10)}, []int{0, 1}, 0},
	} {
		p := newPlant(t, day, test.polls...)
		p.run(time.Hour)
		for _, i := range test.stop {
			p.polls[i].stopped = true
		}
		for range 100 {
			p.run(5 * time.Second)
			p.d.Binding(p.look, &baseline.Binding{})
			p.d.Contact(p.look, &baseline.Contact{})
		}
		if got := p.count(SpanSilent); got != test.want {
			t.Errorf("%s: told %d times", test.name, got)
		}
		p.blind(test.want > 0)
	}
}

// TestSlowPolls: polls of somewhat more than a minute leave minutes empty at the
// same time, and a pause that is usual is no silence.
func TestSlowPolls(t *testing.T) {
	p := newPlant(t, day, every(1, 11, 65), every(2, 12, 65), every(3, 13, 65))
	p.run(12 * time.Hour)
	p.want(SpanSilent, 0)
	p.blind(false)
}

// TestScaledDay: with a day of ten minutes a minute is a second.
func TestScaledDay(t *testing.T) {
	p := newPlant(t, 10*time.Minute, every(1, 11, 1), every(2, 12, 1))
	p.run(2 * time.Minute)
	for i := range p.polls {
		p.polls[i].stopped = true
	}
	p.run(15 * time.Second)
	p.want(SpanSilent, 1)
}

// TestOneSided: the answers of all servers, or the requests, are not seen any more.
func TestOneSided(t *testing.T) {
	for _, o := range []wire.Outcome{wire.Unanswered, wire.Unasked} {
		p := newPlant(t, day, water()...)
		p.run(time.Hour)
		for i := range p.polls {
			p.polls[i].outcome = o
		}
		p.run(11 * time.Minute)
		p.restart()
		p.want(OneSided, 1)
		p.blind(true)
		for i := range p.polls {
			p.polls[i].outcome = wire.Answered
		}
		p.run(12 * time.Minute)
		p.blind(false)
		p.want(OneSided, 1)
	}
}

// TestNotOneSided: a server that is dead, reports nobody asks for, broadcasts, and
// single channels do not blind the site.
func TestNotOneSided(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(time.Hour)
	p.polls[0].outcome, p.polls[3].outcome = wire.Unanswered, wire.Unanswered // server 11
	p.run(20 * time.Minute)
	p.want(OneSided, 0)
	p.blind(false)
	p.polls[0].outcome = wire.Unasked
	p.run(20 * time.Minute)
	p.want(OneSided, 1) // of that channel, told once
	p.blind(false)
	if d := p.told[0]; d.Client != host(1) || d.Server != host(11) {
		t.Errorf("told of %s > %s", d.Client, d.Server)
	}
	q := newPlant(t, day, every(1, 11, 1))
	q.polls[0].outcome = wire.Unanswered
	q.run(30 * time.Minute) // one server, never answered
	q.want(OneSided, 0)
}

// TestGaps: octets missing on one channel, or on those of whoever comes, blind
// nothing; on several known ones they do, while it lasts.
func TestGaps(t *testing.T) {
	gap := func(p *plant, client, server int) {
		p.d.channels[p.book.Channel(baseline.Channel{Client: p.book.Asset(host(client)), Server: p.book.Asset(host(server)), Port: 502})].gap = true
	}
	p := newPlant(t, day, water()...)
	p.run(time.Hour)
	for range 30 {
		gap(p, 1, 11)
		for i := range 5 {
			p.event(100+i, 11, wire.Unasked)
			gap(p, 100+i, 11)
		}
		p.sight(baseline.Loss, "conversation x", 5000)
		p.sight(baseline.Sighted, "conversation x", 0)
		p.run(20 * time.Second)
	}
	p.want(SensorBlind, 0)
	p.blind(false)
	for range 30 {
		gap(p, 1, 11)
		gap(p, 1, 12)
		p.run(20 * time.Second)
	}
	p.want(SensorBlind, 1)
	p.blind(true)
	p.run(4 * time.Minute)
	p.blind(false)
}

// TestMadeUp: whoever sends one-sided traffic blinds nothing, nor is every
// conversation of it told.
func TestMadeUp(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(time.Hour)
	for i := range 3000 {
		p.event(100+i%500, 11, wire.Unasked)
		p.sight(baseline.OneSided, fmt.Sprintf("conversation %d", i), 0)
		p.run(time.Second)
	}
	p.blind(false)
	if n := p.count(OneSided); n == 0 || n > 6 {
		t.Errorf("told %d times", n)
	}
	if p.d.Omitted() == 0 || len(p.d.parts.list) > maxParts+maxConversations {
		t.Errorf("%d parts, %d omitted", len(p.d.parts.list), p.d.Omitted())
	}
	p.sight(baseline.PortDown, "port eth1", 0)
	p.blind(true)
}

// TestAllocations: nothing is allocated for ordinary observations.
func TestAllocations(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(10 * time.Minute)
	e := baseline.Event{Protocol: &p.protocol, Outcome: wire.Answered, Channel: 2, ClientID: 1, ServerID: 2}
	if n := testing.AllocsPerRun(1000, func() {
		p.look.Now += second
		p.d.Tick(p.look)
		p.d.Event(p.look, &e)
		p.d.Contact(p.look, &baseline.Contact{})
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestState: whenever the detector is replaced by its state, what is told stays
// the same; a damaged state is refused.
func TestState(t *testing.T) {
	script := func(restart bool) []baseline.Deviation {
		p := newPlant(t, day, water()...)
		for i := range 120 {
			if i%10 == 7 {
				p.polls[i%4].outcome = wire.Outcome(1 + i/10%4)
				p.sight(baseline.VisibilityKind(i/10%8), fmt.Sprint("part ", i%3), uint64(i)*1e9)
				p.sight(baseline.Sighted, fmt.Sprint("part ", (i/10)%3), 0)
			}
			p.polls[1].stopped = i%50 > 40
			p.run(47 * time.Second)
			if restart {
				p.restart()
			}
		}
		return p.told
	}
	a, b := script(false), script(true)
	if len(a) < 5 || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("told %d and %d", len(a), len(b))
	}
}

// TestDamaged: states that are cut short are refused; of those that are damaged and
// not, nothing goes wrong.
func TestDamaged(t *testing.T) {
	p := newPlant(t, day, water()...)
	p.run(10 * time.Minute)
	p.sight(baseline.PortDown, "port eth1", 0)
	var w snapshot.Writer
	p.d.AppendState(&w)
	for n := range w.B {
		r := snapshot.NewReader(w.B[:n])
		New(p.settings).Restore(r)
		if r.End() == nil {
			t.Errorf("cut at %d of %d it is accepted", n, len(w.B))
		}
	}
	for n := range w.B {
		for _, flip := range []byte{1, 0x7f, 0xff} {
			b := append([]byte(nil), w.B...)
			b[n] ^= flip
			r, d := snapshot.NewReader(b), New(p.settings)
			if d.Restore(r); r.End() != nil {
				continue
			}
			q := newPlant(t, day, water()...)
			q.d = d
			q.run(12 * time.Minute)
		}
	}
}

// TestMeanings: kinds differ and are those of D8.
func TestMeanings(t *testing.T) {
	seen := map[baseline.Kind]bool{}
	for _, m := range Meanings() {
		if m.Kind == "" || seen[m.Kind] || m.Detector != baseline.Visible || m.Control || m.Exact || !m.Alone {
			t.Errorf("%+v", m)
		}
		seen[m.Kind] = true
	}
}
