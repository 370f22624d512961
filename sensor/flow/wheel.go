package flow

// The wheel holds every flow under the time at which something is due for it.
// Postponing costs nothing: a flow is looked at when its old time comes and put
// under the new one. What is due is decided by the flow's own time alone, so
// that the order of packets of different flows does not matter.
const (
	tickShift  = 24 // a tick is 2^24 ns, 16.8 ms: finer than ReorderTime
	wheelSlots = 4096
	visiting   = wheelSlots // the list of the slot in work
)

type wheel struct {
	rings rings
	tick  int64 // of the latest Advance
	due   int64 // nothing is due before
}

func newWheel(flows int) wheel { return wheel{rings: newRings(flows, wheelSlots+1)} }

// schedule puts a flow under a time. Times past belong to the current tick, and
// those beyond the wheel's turn to its end, where they are looked at again.
func (w *wheel) schedule(number uint32, at int64) {
	tick := min(max(at>>tickShift, w.tick), w.tick+wheelSlots-1)
	w.rings.remove(number)
	w.rings.push(uint32(tick%wheelSlots), number)
	w.due = min(w.due, at)
}

// begin returns the ticks to visit for an Advance to now.
func (w *wheel) begin(now int64) (from, to int64) {
	from, to = w.tick, max(now>>tickShift, w.tick)
	if to-from >= wheelSlots {
		from = to - wheelSlots + 1
	}
	w.tick = to
	w.due = (to + 1) << tickShift
	return from, to
}

// visit makes the slot of a tick the list next takes from.
func (w *wheel) visit(tick int64) { w.rings.move(uint32(tick%wheelSlots), visiting) }

// next takes a flow out of the slot in work.
func (w *wheel) next() (number uint32, ok bool) {
	number, ok = w.rings.front(visiting)
	if ok {
		w.rings.remove(number)
	}
	return number, ok
}
