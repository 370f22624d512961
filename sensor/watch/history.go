package watch

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/store"
)

// History keeps in a store what a sensor says of its own health: the difference between
// one look and the next, and the changes of state. It is used by one goroutine.
type History struct {
	store  *store.Store
	before health.Status // the look before; its zero value before the first
	told   time.Time     // of the latest change that is kept
}

// NewHistory returns the history of a store, which stays the caller's.
func NewHistory(st *store.Store) (*History, error) {
	latest, err := st.HealthChanges(time.Time{}, time.Time{}, 1)
	h := &History{store: st}
	if len(latest) > 0 {
		h.told = latest[0].Time
	}
	return h, err
}

// Since returns from when on changes are wanted: after the latest that is kept.
func (h *History) Since() time.Time {
	if h.told.IsZero() {
		return h.told
	}
	return h.told.Add(1)
}

// Look keeps what was seen since the look before, or since the sensor was started. What the
// store has no room for is left out: it says so itself.
func (h *History) Look(now *health.Status) error {
	before := h.before
	if !before.Started.Equal(now.Started) {
		before = health.Status{Time: now.Started}
	}
	h.before = *now
	h.before.ByProtocol = maps.Clone(now.ByProtocol)
	covered := now.Time.Sub(before.Time)
	if covered <= 0 { // the clock was set
		return nil
	}
	x := store.Health{Start: before.Time, Covered: covered, Transactions: map[string]int64{}}
	for name, n := range now.ByProtocol {
		x.Transactions[name] = more(n, before.ByProtocol[name])
	}
	for i := range now.Ports {
		addPort(&x, &now.Ports[i], portOf(&before, now.Ports[i].Name))
	}
	x.Blind = min(x.Blind, covered)
	return unlessFull(h.store.AddHealth(x))
}

// addPort adds what a port saw since it was looked at before.
func addPort(x *store.Health, now, before *health.Port) {
	n, b := now.Sum(), before.Sum()
	for _, v := range [...]struct {
		to           *int64
		now, earlier uint64
	}{{&x.Frames, n.Received + now.Filter.Withheld, b.Received + before.Filter.Withheld}, {&x.Withheld, now.Filter.Withheld, before.Filter.Withheld},
		{&x.Lost, n.DroppedKernel, b.DroppedKernel}, {&x.Unparsed, n.Malformed, b.Malformed}, {&x.Dropped, n.DroppedSensor, b.DroppedSensor},
		{&x.Missed, n.NotCaptured, b.NotCaptured}, {&x.Undecoded, n.Blind, b.Blind}} {
		*v.to += more(v.now, v.earlier)
	}
	x.Blind = max(x.Blind, time.Duration((now.BlindSeconds-before.BlindSeconds)*float64(time.Second)))
}

// portOf returns a port of a look; one that saw nothing where there is none.
func portOf(s *health.Status, name string) *health.Port {
	if i := slices.IndexFunc(s.Ports, func(p health.Port) bool { return p.Name == name }); i >= 0 {
		return &s.Ports[i]
	}
	return &health.Port{}
}

// more is how much a counter has risen; one that began anew, by all it has.
func more(now, before uint64) int64 {
	if now < before {
		return int64(now)
	}
	return int64(now - before)
}

// Changed keeps changes of state, in their order.
func (h *History) Changed(list []health.Change) error {
	if len(list) == 0 {
		return nil
	}
	err := h.store.Write(func(t *store.Tx) error {
		for _, c := range list {
			if err := t.AddHealthChange(store.HealthChange{Time: c.Time, Part: c.Part, From: c.From, To: c.To, Why: c.Why}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		h.told = list[len(list)-1].Time
	}
	return unlessFull(err)
}

// unlessFull leaves out that there is no room.
func unlessFull(err error) error {
	if errors.Is(err, store.ErrFull) {
		return nil
	}
	return err
}
