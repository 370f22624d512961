//go:build linux

package live

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/health"
)

// The Parts of what the sensor sees, besides "port NAME".
const (
	partSensor   = "sensor"     // transactions, dropped on their way to the output; the sensor itself
	partClock    = "clock"      // that of the system
	partFlows    = "flow table" // connections that made room for others
	partContacts = "contacts"   // contacts and bindings dropped on their way, or forgotten
)

const (
	// lossEvery is how often a loss is told while it goes on.
	lossEvery = 5 * time.Second
	// lossOver is how long after the last loss everything is seen again.
	lossOver = 10 * time.Second
	// boundEvery is how often a bound that is reached is told.
	boundEvery = time.Minute
)

// blindness returns what the state of a port means for what is seen; false when
// nothing is wrong with it.
func blindness(s health.State) (baseline.VisibilityKind, bool) {
	switch s {
	case health.Losing:
		return baseline.Loss, true
	case health.Silent:
		return baseline.Silence, true
	case health.Down, health.Gone:
		return baseline.PortDown, true
	}
	return baseline.Sighted, false
}

// blind tells what the state of a port means for what is seen: when it changes, and
// now and then while frames or transactions, so many in all, are being lost.
func (p *port) blind(state health.State, now time.Time, lost uint64) {
	kind, blind := blindness(state)
	goesOn := kind == baseline.Loss && lost > p.toldLost && now.Sub(p.toldAt) >= lossEvery
	if kind == p.told && !goesOn {
		return
	}
	if blind || p.told != baseline.Sighted {
		p.sensor.see(now, kind, "port "+p.config.Name, lost-p.toldLost)
	}
	p.told, p.toldAt, p.toldLost = kind, now, lost
}

// meter tells what a counter that only grows means for what is seen.
type meter struct {
	part  string
	count uint64    // told
	at    time.Time // when something was told
	seen  uint64    // the count before
	grew  time.Time // when it grew last
	on    bool      // something is being lost
}

// loss tells that something is lost, now and then while it goes on, and when it has
// ended.
func (m *meter) loss(s *Sensor, now time.Time, count uint64) {
	if count > m.seen {
		m.seen, m.grew = count, now
	}
	switch {
	case count > m.count && (!m.on || now.Sub(m.at) >= lossEvery):
		s.see(now, baseline.Loss, m.part, count-m.count)
		m.on, m.at, m.count = true, now, count
	case m.on && now.Sub(m.grew) >= lossOver:
		m.on = false
		s.see(now, baseline.Sighted, m.part, 0)
	}
}

// bound tells that a bound was reached, now and then.
func (m *meter) bound(s *Sensor, now time.Time, count uint64) {
	if count > m.count && (m.at.IsZero() || now.Sub(m.at) >= boundEvery) {
		s.see(now, baseline.Capacity, m.part, count-m.count)
		m.at, m.count = now, count
	}
}

// meters are those of a sensor.
type meters struct{ dropped, flows, contacts meter }

func newMeters() meters {
	return meters{meter{part: partSensor}, meter{part: partFlows}, meter{part: partContacts}}
}

// look reads the counters.
func (m *meters) look(s *Sensor, now time.Time) {
	var dropped, flows, contacts uint64
	for _, p := range s.ports {
		h := p.health()
		sum := h.Sum()
		dropped += sum.DroppedSensor
		a, b := p.bounds()
		flows, contacts = flows+a, contacts+b
	}
	m.dropped.loss(s, now, dropped)
	m.flows.bound(s, now, flows)
	m.contacts.bound(s, now, contacts)
}

// bounds returns how many connections, and how many contacts and bindings, found no
// room on a port.
func (p *port) bounds() (flows, contacts uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	flows, contacts = p.heldBounds[0], p.heldBounds[1]
	for _, w := range p.workers {
		a, b := w.bounds()
		flows, contacts = flows+a, contacts+b
	}
	return flows, contacts
}

// notRunning tells since when the sensor did not run, if the history knows.
func (s *Sensor) notRunning() {
	var last time.Time
	for _, c := range s.history.Changes(time.Time{}) {
		last = later(last, c.Time)
	}
	for _, x := range s.history.Samples(time.Time{}) {
		last = later(last, x.Time)
	}
	if !last.IsZero() && last.Before(s.started) {
		s.see(last, baseline.Stopped, partSensor, uint64(s.started.Sub(last)))
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
