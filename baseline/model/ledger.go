package model

import (
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/baseline/stat"
)

// ledgerDays is how many days promises are kept for: a quarter of a year.
const ledgerDays = 92

// promise is what was forecast at the beginning of a day, and what came.
type promise struct {
	day             uint32
	expected, bound float64
	observed        uint32
}

// ledger keeps what was promised for each day and what came, and which days of the
// week were learned.
type ledger struct {
	seen     bool // something, on the present day
	weekday  int  // of the present day, Monday 0
	weekdays [7]uint32
	promises []promise // the last is that of the present day; only of days from the seventh on
	open     bool      // the last promise is that of the present day
}

// see notes that something was seen on the present day.
func (d *ledger) see() { d.seen = true }

// novel notes a new behaviour that people were told of.
func (d *ledger) novel(n uint64) {
	if d.open {
		d.promises[len(d.promises)-1].observed += uint32(n)
	}
}

// close ends the day before and begins another.
func (d *ledger) close(day uint32, weekday int, promised *promise) {
	if d.seen {
		d.weekdays[d.weekday]++
	} else if d.open {
		// A day without anything to see is none that a promise is measured by.
		d.promises = d.promises[:len(d.promises)-1]
	}
	d.seen, d.weekday, d.open = false, weekday, promised != nil
	if promised == nil {
		return
	}
	if len(d.promises) >= ledgerDays {
		copy(d.promises, d.promises[1:])
		d.promises = d.promises[:ledgerDays-1]
	}
	d.promises = append(d.promises, *promised)
}

// compare adds up promises and what came over the last days that are over.
func (d *ledger) compare(days int) (expected, bound float64, observed, compared int) {
	list := d.promises
	if d.open {
		list = list[:len(list)-1]
	}
	for _, p := range list[max(len(list)-days, 0):] {
		expected += p.expected
		bound += p.bound
		observed += int(p.observed)
		compared++
	}
	return expected, bound, observed, compared
}

// held reports whether the last days brought no more than was promised.
func (d *ledger) held() bool {
	_, bound, observed, _ := d.compare(holdOutDays)
	return observed == 0 || stat.PoissonTail(uint64(observed), bound) >= unlikely
}

func (d *ledger) weekdaysDone() bool {
	for _, n := range d.weekdays {
		if n < weekdaysEach {
			return false
		}
	}
	return true
}

func (d *ledger) appendState(w *snapshot.Writer) {
	w.Bool(d.seen)
	w.Bool(d.open)
	w.Uint(uint64(d.weekday))
	for _, n := range d.weekdays {
		w.Uint(uint64(n))
	}
	w.Uint(uint64(len(d.promises)))
	for _, p := range d.promises {
		w.Uint(uint64(p.day))
		w.Float(p.expected)
		w.Float(p.bound)
		w.Uint(uint64(p.observed))
	}
}

func (d *ledger) restore(r *snapshot.Reader) {
	d.seen, d.open = r.Bool(), r.Bool()
	if d.weekday = r.Count(6); r.Err() != nil {
		return
	}
	for i := range d.weekdays {
		d.weekdays[i] = uint32(r.Uint())
	}
	n := r.Count(ledgerDays)
	d.promises = make([]promise, 0, n)
	for range n {
		d.promises = append(d.promises, promise{uint32(r.Uint()), r.Float(), r.Float(), uint32(r.Uint())})
	}
	if d.open && n == 0 {
		r.Fail()
	}
}
