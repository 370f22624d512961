//go:build linux

package live

import (
	"context"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/ebpf/filter"
	nic "github.com/banken-ot/banken/sensor/capture/port"
	"github.com/banken-ot/banken/sensor/health"
)

const (
	// lookEvery is how often the states are judged.
	lookEvery = time.Second
	// sampleEvery is how often a look is kept.
	sampleEvery = time.Minute
)

// watch judges the states of the ports, and keeps a look a minute, until ctx is
// done.
func (s *Sensor) watch(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var sampled time.Time
	clock := clock{last: time.Now()}
	meters := newMeters()
	for {
		now := time.Now()
		if step := clock.step(now); step != 0 {
			s.changed(health.Change{Time: now.UTC(), Part: partClock, To: "stepped", Why: "by " + step.String()})
			s.see(now, baseline.ClockStep, partClock, uint64(step.Abs()))
		}
		for _, p := range s.ports {
			p.look(now)
		}
		meters.look(s, now)
		if now.Sub(sampled) >= sampleEvery {
			sampled = now
			s.sample()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			s.ended()
			return nil
		}
	}
}

// clock finds steps of the system's clock.
type clock struct{ last time.Time }

// step returns by how much the clock was set since the call before, 0 when it went
// on as time does. now has a monotonic reading, as time.Now returns it.
func (c *clock) step(now time.Time) time.Duration {
	wall, passed := now.Round(0).Sub(c.last.Round(0)), now.Sub(c.last)
	c.last = now
	if step := wall - passed; step.Abs() >= clockStep {
		return step
	}
	return 0
}

func (s *Sensor) sample() {
	status := s.Status()
	if err := s.history.Sample(&status); err != nil {
		s.o.Log.Warn("health history cannot be written", "error", err)
	}
}

// ended keeps the last look.
func (s *Sensor) ended() {
	now := time.Now()
	for _, p := range s.ports {
		p.become(health.Stopped, now)
	}
	s.sample()
}

// look judges the state of the port.
func (p *port) look(now time.Time) {
	h := p.health()
	sum := h.Sum()
	p.lookAtLink()
	link, _ := p.linkState.Load().(health.State)
	lost := sum.DroppedKernel + sum.DroppedSensor
	p.mu.Lock()
	state := p.judge.State(health.Look{Now: now, Seen: max(sum.Received, h.Filter.Passed+h.Filter.Withheld), Lost: lost, Link: link})
	p.mu.Unlock()
	p.become(state, now)
	p.blind(state, now, lost)
}

// lookAtLink finds out whether there is a signal: a cable that was pulled out is
// nothing a ring hears of.
func (p *port) lookAtLink() {
	x, err := nic.Look(p.config.Name)
	if err != nil || p.linkState.Load() == health.Gone {
		return // the workers find that out
	}
	if !x.Up || !x.Carrier {
		p.linkState.Store(health.Down)
	} else if p.linkState.Load() == health.Down {
		p.linkState.Store(health.Capturing)
	}
}

func (p *port) become(state health.State, now time.Time) {
	p.mu.Lock()
	before := p.state
	if state != before {
		p.state, p.since = state, now
	}
	p.mu.Unlock()
	if state != before {
		p.sensor.changed(health.Change{Time: now.UTC(), Part: "port " + p.config.Name, From: string(before), To: string(state)})
	}
}

// health returns a look at the port.
func (p *port) health() health.Port {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := health.Port{Name: p.config.Name, State: p.state, Since: p.since.UTC(), Notice: p.notice, Filter: p.filterHealth(),
		BlindSeconds: p.judge.Blind().Seconds(), SilentFor: p.judge.SilentFor().Seconds(), LastFrame: p.judge.LastFrame().UTC()}
	for i := range p.past {
		sum := p.past[i]
		if i < len(p.workers) {
			now := p.workers[i].health()
			sum.Add(&now)
		}
		h.Workers = append(h.Workers, sum)
	}
	return h
}

// filterHealth returns what the filter did; the caller holds the lock.
func (p *port) filterHealth() health.Filter {
	h := p.held
	switch {
	case p.filter != nil:
		h.Mode, h.Notice = p.filter.Mode().String(), p.notice
		if t, err := p.filter.Totals(); err == nil {
			h.Passed += t.Passed().Packets
			h.Withheld += t.Withheld().Packets
			h.Flows += t.Flows
		} else {
			h.Notice = err.Error()
		}
	case p.classic:
		h.Mode, h.Notice = "classic", p.notice
	default:
		h.Mode = "none"
	}
	return h
}

// Status returns a look at the sensor.
func (s *Sensor) Status() health.Status {
	status := health.Status{V: health.Version, Site: s.o.Config.Site.Name, Version: s.o.Version, Time: time.Now().UTC(), Started: s.started.UTC(),
		Recorder: health.Recorder{State: "off"}}
	status.ByProtocol, status.OutputFault = s.outlet.told()
	for _, p := range s.ports {
		status.Ports = append(status.Ports, p.health())
	}
	if s.recorder != nil {
		r := s.recorder.Stats()
		status.Recorder = health.Recorder{State: r.State.String(), Since: r.Since.UTC(), Recorded: r.Recorded, Dropped: r.Dropped(),
			Octets: r.Octets, Segments: r.Segments, Oldest: r.Oldest.UTC(), Newest: r.Newest.UTC()}
		if r.Err != nil {
			status.Recorder.Error = r.Err.Error()
		}
	}
	return status
}

// Flows calls yield for every flow that the filters in the kernel count, whatever
// became of its packets, until it returns false. counted is false where no filter
// counts.
func (s *Sensor) Flows(yield func(port string, f filter.Flow) bool) (counted bool, err error) {
	for _, p := range s.ports {
		p.mu.Lock()
		f := p.filter
		p.mu.Unlock()
		if f == nil {
			continue
		}
		counted = true
		more := true
		if err := f.Flows(func(x filter.Flow) bool {
			more = yield(p.config.Name, x)
			return more
		}); err != nil || !more {
			return counted, err
		}
	}
	return counted, nil
}
