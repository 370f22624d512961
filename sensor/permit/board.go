package permit

import (
	"cmp"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// MaxOpen is how many permits may be open, or waiting to begin, at once.
const MaxOpen = 64

// Board has the permits that are open or wait to begin, and records what is done
// under them. It may be used by any number of goroutines.
type Board struct {
	mu    sync.Mutex
	works []*work // in the order in which they begin, then of tickets
}

// NewBoard returns an empty board.
func NewBoard() *Board { return &Board{} }

// Open puts a permit on the board. The error is Faults, with every fault there is.
func (b *Board) Open(now time.Time, p Permit) error {
	v := &validator{faults: p.Validate()}
	v.check(p.To.IsZero() || now.Before(p.To), "to", labelTo, ended)
	b.mu.Lock()
	defer b.mu.Unlock()
	v.check(b.find(p.Ticket) < 0, "ticket", labelTicket, alreadyOpen, quote(p.Ticket))
	v.check(len(b.works) < MaxOpen, "", wholePermit, tooManyOpen, MaxOpen)
	if len(v.faults) > 0 {
		return v.faults
	}
	b.put(newWork(p.clone()))
	return nil
}

// clone returns a permit that shares nothing.
func (p *Permit) clone() Permit {
	c := *p
	c.Hosts, c.Assets = slices.Clone(p.Hosts), slices.Clone(p.Assets)
	c.Operations, c.Approvers = slices.Clone(p.Operations), slices.Clone(p.Approvers)
	return c
}

// put adds a work at its place.
func (b *Board) put(w *work) {
	b.works = append(b.works, w)
	slices.SortStableFunc(b.works, func(x, y *work) int {
		return cmp.Or(x.permit.From.Compare(y.permit.From), cmp.Compare(x.permit.Ticket, y.permit.Ticket))
	})
}

// find returns the place of a ticket, -1 when it is not there.
func (b *Board) find(ticket string) int {
	return slices.IndexFunc(b.works, func(w *work) bool { return w.permit.Ticket == ticket })
}

// At returns the permits that hold at a time, in the order in which they began.
func (b *Board) At(t time.Time) []Permit {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []Permit
	for _, w := range b.works {
		if w.permit.OpenAt(t) {
			all = append(all, w.permit.clone())
		}
	}
	return all
}

// Holds reports whether a permit on an asset holds at a time: nothing is to be
// learned from what is seen there then.
func (b *Board) Holds(asset netip.Addr, t time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.works, func(w *work) bool { return w.permit.OpenAt(t) && holds(w.permit.Assets, asset) })
}

// Note records a deviation under the permit that covers it, of several that which
// began first, and returns its ticket; ok is false when none does.
func (b *Board) Note(d *baseline.Deviation) (ticket string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range b.works {
		if w.permit.Covers(d) {
			w.note(d)
			return w.permit.Ticket, true
		}
	}
	return "", false
}

// Close ends a permit, whatever its time says, and returns what was done under it;
// ok is false when there is none of that ticket.
func (b *Board) Close(ticket string, now time.Time) (d Diff, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.find(ticket)
	if i < 0 {
		return Diff{}, false
	}
	d = b.works[i].diff()
	d.Closed = now.UTC()
	b.works = slices.Delete(b.works, i, i+1)
	return d, true
}

// Ended takes the permits off the board whose time is over, and returns what was
// done under each.
func (b *Board) Ended(now time.Time) (all []Diff) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.works = slices.DeleteFunc(b.works, func(w *work) bool {
		if now.Before(w.permit.To) {
			return false
		}
		d := w.diff()
		d.Closed = w.permit.To.UTC()
		all = append(all, d)
		return true
	})
	return all
}

// Works returns what was done so far under each permit on the board, so that it
// can be kept.
func (b *Board) Works() []Diff {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]Diff, len(b.works))
	for i, w := range b.works {
		all[i] = w.diff()
	}
	return all
}

// Restore puts a permit back on the board, with what was done under it, after a
// restart. It may be over: Ended then returns it.
func (b *Board) Restore(d Diff) error {
	faults := d.Permit.Validate()
	w := newWork(d.Permit.clone())
	w.omitted = d.Omitted
	for _, l := range d.Lines[:min(len(d.Lines), MaxLines)] {
		l.Seen = slices.Clone(l.Seen)
		w.index[l.key()] = len(w.lines)
		w.lines = append(w.lines, l)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	v := &validator{faults: faults}
	v.check(b.find(d.Permit.Ticket) < 0, "ticket", labelTicket, alreadyOpen, quote(d.Permit.Ticket))
	v.check(len(b.works) < MaxOpen, "", wholePermit, tooManyOpen, MaxOpen)
	if len(v.faults) > 0 {
		return v.faults
	}
	b.put(w)
	return nil
}
