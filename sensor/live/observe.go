//go:build linux

package live

import (
	"slices"
	"sync"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/sight"
)

// The methods below hand on, in the output's goroutine, what is told beside
// transactions.

// observe hands on the observations of a batch that come before transaction number
// at.
func (o *outlet) observe(b *batch, at uint64) error {
	if o.merger == nil {
		return nil
	}
	return b.seen.HandOn(at, &sight.Takers{Observer: o})
}

// Contact implements sight.Observer: it hands on a contact of a worker.
func (o *outlet) Contact(c *baseline.Contact) error {
	o.merger.Contact(c)
	return o.takers.Observer.Contact(c)
}

// Binding implements sight.Observer: it hands on a binding, if no other worker has
// told it.
func (o *outlet) Binding(b *baseline.Binding) error {
	if !o.merger.Binding(b) {
		return nil
	}
	return o.takers.Observer.Binding(b)
}

// deliverCounted hands on contacts that the counters in the kernel found and no
// worker has told.
func (o *outlet) deliverCounted(list []baseline.Contact) {
	var err error
	for i := range list {
		if o.merger.Counted(&list[i]) {
			err = first(err, o.takers.Observer.Contact(&list[i]))
		}
	}
	o.note(err)
}

// tick tells the output the time all ports have reached, when everything before it
// was handed on. It goes back only when a clock was set back.
func (o *outlet) tick() {
	now := o.reached() // before what is in the queue is counted: it holds all there is up to then
	for range len(o.queue) {
		o.deliver(<-o.queue)
	}
	o.tell()
	if o.takers.Ticker == nil || now <= o.ticked && o.ticked-now <= int64(clockStep) {
		return
	}
	o.ticked = now
	o.note(o.takers.Ticker.Tick(now))
}

// tell hands on what changed in the sensor's sight.
func (o *outlet) tell() {
	for _, v := range o.sight.take() {
		o.note(o.takers.Witness.Visibility(&v))
	}
}

// maxSightings bounds the changes of sight that wait for the output: a port that
// flaps makes two a second. Beyond it the oldest is dropped.
const maxSightings = 1024

// sightings are changes of sight that wait for the output. Any goroutine may add one;
// none waits.
type sightings struct {
	wake chan struct{}

	mu   sync.Mutex
	list []baseline.Visibility
}

func (s *sightings) add(v baseline.Visibility) {
	s.mu.Lock()
	if len(s.list) == maxSightings {
		s.list = slices.Delete(s.list, 0, 1)
	}
	s.list = append(s.list, v)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// take returns what waits.
func (s *sightings) take() (list []baseline.Visibility) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, s.list = s.list, nil
	return list
}

// see tells the output, if it wants to know, what changed in the sensor's sight.
func (s *Sensor) see(at time.Time, kind baseline.VisibilityKind, part string, amount uint64) {
	if s.outlet.takers.Witness != nil {
		s.outlet.sight.add(baseline.Visibility{Time: at.UnixNano(), Kind: kind, Part: part, Amount: amount})
	}
}

// reached returns the capture time that all ports have reached: all that was captured
// before it was handed to the outlet. Ports that are gone do not count.
func (s *Sensor) reached() int64 {
	least := int64(0)
	for _, p := range s.ports {
		p.mu.Lock()
		for _, w := range p.workers {
			if t := w.reached.Load(); t != 0 && (least == 0 || t < least) {
				least = t
			}
		}
		p.mu.Unlock()
	}
	if least == 0 {
		return time.Now().Add(-behindClock).UnixNano()
	}
	return least
}
