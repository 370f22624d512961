//go:build linux

package live

import (
	"context"
	"time"

	"github.com/banken-ot/banken/ebpf/filter"
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
	for {
		now := time.Now()
		for _, p := range s.ports {
			p.look(now)
		}
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
	link, _ := p.linkState.Load().(health.State)
	p.mu.Lock()
	state := p.judge.State(health.Look{Now: now, Seen: max(sum.Received, h.Filter.Passed+h.Filter.Withheld), Lost: sum.DroppedKernel + sum.DroppedSensor, Link: link})
	p.mu.Unlock()
	p.become(state, now)
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
