package timing

import (
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

const natural = 24 * time.Hour

// TestOrdinaryMonths: over many seeds a plant with jitter, lost polls, shifts and
// Sundays stays within the budget of false deviations.
func TestOrdinaryMonths(t *testing.T) {
	const seeds, days = 3, 45
	var told, judged uint64
	for seed := range uint64(seeds) {
		p := newPlant(seed, natural, 30)
		p.run(days)
		show(t, p.reported)
		told += uint64(len(p.reported))
		judged += days - baseline.ProvisionalDays
		for c := range p.book.Channels() {
			if s := p.d.State(p.book, baseline.ChannelID(c+1)); s != baseline.Ready {
				t.Errorf("seed %d: channel %d is %s", seed, c+1, s)
			}
		}
	}
	promised := 0.4 * float64(judged)
	if stat.PoissonTail(told, promised) < 0.05 {
		t.Errorf("%d false deviations in %d days, %.0f promised", told, judged, promised)
	}
	t.Logf("%d false deviations in %d days, %.0f promised", told, judged, promised)
}

func TestNothingBeforeProvisional(t *testing.T) {
	p := newPlant(1, natural, 60)
	p.ready = 1
	p.run(3)
	p.pollers[3].stopped, p.pollers[4].faster = true, 5
	p.run(3)
	if len(p.reported) != 0 {
		show(t, p.reported)
		t.Errorf("%d deviations while learning", len(p.reported))
	}
}

// learnedPlant has learned for 29 days; tests take clones of it.
var learnedPlant = sync.OnceValue(func() *plant {
	p := newPlant(7, natural, 30)
	p.run(ReadyDays + 1.5)
	return p
})

// ready returns a plant that has learned for 29 days, each time in the same state.
func ready(t *testing.T) *plant {
	t.Helper()
	p := learnedPlant()
	if n := len(p.reported); n > 2 {
		t.Fatalf("%d deviations on ordinary days", n)
	}
	return p.clone(t)
}

// only fails unless exactly one deviation of a kind was reported, and nothing else.
func only(t *testing.T, list []baseline.Deviation, k baseline.Kind) baseline.Deviation {
	t.Helper()
	if len(list) != 1 || list[0].Meaning.Kind != k {
		show(t, list)
		t.Fatalf("%d deviations, want one %s", len(list), k)
	}
	return list[0]
}

func TestSilenceOfChannel(t *testing.T) {
	p := ready(t)
	x := p.pollers[1] // polled every minute
	x.stopped = true
	from := p.now
	p.run(0.1)
	d := only(t, p.take(), Silence)
	if periods := float64(d.Time-from) / 1e9 / x.period; periods >= 10 {
		t.Errorf("found after %.1f periods", periods)
	} else {
		t.Logf("found after %.1f periods: expected %s, seen %s", periods, d.Expected, d.Seen)
	}
	if d.Client != x.client.Addr() || d.Server != x.server.Addr() || d.Port != 502 || d.Protocol != "modbus" {
		t.Errorf("about %s > %s:%d %s", d.Client, d.Server, d.Port, d.Protocol)
	}
	p.run(1)
	x.stopped = false
	p.run(1)
	if list := p.take(); len(list) > 0 {
		show(t, list)
		t.Error("a silence is told once, and its end is none")
	}
}

// TestSilenceOfHosts: a server or a client that falls silent is one deviation.
func TestSilenceOfHosts(t *testing.T) {
	p := ready(t)
	stop := func(on bool, has func(*poller) bool) {
		for _, x := range p.pollers {
			if has(x) {
				x.stopped = on
			}
		}
	}
	server := func(x *poller) bool { return x.server == p.pollers[0].server }
	stop(true, server)
	p.run(0.2)
	if d := only(t, p.take(), ServerSilence); d.Target != p.pollers[0].server.Addr() || d.Client.IsValid() {
		t.Errorf("%s, client %s", d.Target, d.Client)
	}
	stop(false, server)
	p.run(1)
	client := func(x *poller) bool { return x.client == p.pollers[39].client }
	stop(true, client)
	p.run(0.2)
	if d := only(t, p.take(), ClientSilence); d.Actor != p.pollers[39].client.Addr() {
		t.Errorf("%s", d.Actor)
	}
}

// TestSilenceOfPort: when nothing is heard at all it is the sensor, whether or not it
// knows.
func TestSilenceOfPort(t *testing.T) {
	p := ready(t)
	p.deaf = true
	p.run(0.3)
	p.deaf = false
	p.run(0.3)
	p.look.Blind = true
	p.pollers[3].stopped = true
	p.run(0.3)
	p.look.Blind, p.pollers[3].stopped = false, false
	p.run(0.3)
	if list := p.take(); len(list) > 0 {
		show(t, list)
		t.Error("the silence of the capture port is not that of the plant")
	}
}

func TestNoAnswer(t *testing.T) {
	p := ready(t)
	for _, x := range p.pollers {
		x.dead = x.server == p.pollers[0].server
	}
	p.run(0.2)
	if d := only(t, p.take(), NoAnswer); d.Server != p.pollers[0].server.Addr() {
		t.Errorf("%s", d.Server)
	}
}

func TestRates(t *testing.T) {
	for _, x := range []struct {
		factor float64
		kind   baseline.Kind
		within time.Duration
	}{{3, RateUp, 30 * time.Minute}, {0.33, RateDown, 2 * time.Hour}} {
		p := ready(t)
		p.pollers[4].faster = x.factor
		from := p.now
		p.run(0.3)
		list := p.take()
		if len(list) != 1 || (list[0].Meaning.Kind != x.kind && list[0].Meaning.Kind != PeriodShift) {
			show(t, list)
			t.Fatalf("%d deviations, want one %s", len(list), x.kind)
		}
		if took := time.Duration(list[0].Time - from); took > x.within {
			t.Errorf("%s found after %s", list[0].Meaning.Kind, took)
		} else {
			t.Logf("%s found after %s: expected %s, seen %s", list[0].Meaning.Kind, took, list[0].Expected, list[0].Seen)
		}
		p.pollers[4].faster = 1
		p.run(1)
		if list := p.take(); len(list) > 0 {
			show(t, list)
			t.Error("that it is as it was is no deviation")
		}
	}
}

// TestClientStartedAnew: a panel that is started anew for a minute, for the first time
// ever, is not told, though it polls every ten seconds and its channels come back one
// after the other; one that stays away is, within two long blocks, and so is a channel
// that does not come back with it.
func TestClientStartedAnew(t *testing.T) {
	p := newPlant(5, natural, 10)
	p.run(12)
	if list := p.take(); len(list) > 0 {
		show(t, list)
	}
	client := p.pollers[39].client
	stop := func(on bool, but int) {
		for _, x := range p.pollers {
			if x.client == client && x.id != but {
				x.stopped = on
			}
		}
	}
	pause := func(seconds float64) { p.run(seconds / 86400) }
	stop(true, -1)
	pause(70)
	for _, x := range p.pollers[32:] {
		x.stopped = false
		pause(3)
	}
	p.run(0.5)
	if list := p.take(); len(list) > 0 {
		show(t, list)
		t.Error("told that a panel was started anew")
	}
	stop(true, -1)
	pause(70)
	stop(false, 38)
	pause(600)
	if d := only(t, p.take(), Silence); d.Server != p.pollers[38].server.Addr() {
		t.Errorf("about %s", d.Server)
	}
	stop(false, -1)
	p.run(1)
	p.take()
	stop(true, -1)
	from := p.now
	pause(900)
	if d := only(t, p.take(), ClientSilence); float64(d.Time-from)/1e9 > 600 || d.Target != client.Addr() {
		t.Errorf("%s, after %v", d.Target, time.Duration(d.Time-from))
	}
}
