package model

import (
	"errors"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// stateForm is the number of the form of a model's state.
const stateForm = 2

// maxPart bounds the state of one detector, in octets.
const maxPart = 128 << 20

// ErrState: the octets are no state of a model of this form.
var ErrState = errors.New("model: not a baseline this program can read")

// AppendState appends everything the model knows to dst: with it another one goes
// on as this one would.
func (m *Model) AppendState(dst []byte) []byte {
	w := snapshot.Writer{B: dst}
	start := len(dst)
	w.Uint(stateForm)
	w.Int(int64(m.o.Settings.Day))
	m.appendOwn(&w)
	var scratch snapshot.Writer
	for i := range m.parts {
		scratch.B = scratch.B[:0]
		m.parts[i].detector.AppendState(&scratch)
		w.Text(m.parts[i].name.String())
		w.Bytes(scratch.B)
	}
	w.Uint(uint64(crc32.ChecksumIEEE(w.B[start:])))
	return w.B
}

func (m *Model) appendOwn(w *snapshot.Writer) {
	l := m.look
	for _, n := range [...]int64{l.Now, m.calendar.start, m.calendar.first, m.calendar.until} {
		w.Int(n)
	}
	w.Uint(uint64(l.Day))
	w.Uint(uint64(l.Site))
	w.Bool(l.Blind)
	w.Bool(m.frozen)
	w.Uint(m.full)
	m.book.AppendState(w)
	l.AppendState(w)
	w.Uint(uint64(len(m.channels)))
	for _, c := range m.channels {
		w.Int(c.first)
		w.Int(c.last)
		w.Uint(uint64(c.lastDay))
		w.Uint(uint64(c.days))
		w.Bool(c.native)
	}
	for _, o := range m.openings.slots {
		w.Uint(o.flow)
		if o.flow != 0 {
			w.Int(o.since)
		}
	}
	m.days.appendState(w)
}

// Restore reads what AppendState wrote into a new model with the same settings.
func (m *Model) Restore(b []byte) error {
	r := snapshot.NewReader(b)
	if form := r.Uint(); form != stateForm {
		return fmt.Errorf("%w: form %d, this program knows %d", ErrState, form, stateForm)
	}
	if day := r.Int(); day != int64(m.o.Settings.Day) {
		return fmt.Errorf("%w: it was learned with days of %dns, not of %s", ErrState, day, m.o.Settings.Day)
	}
	m.restoreOwn(r)
	for i := range m.parts {
		if name := r.Text(64); r.Err() == nil && name != m.parts[i].name.String() {
			return fmt.Errorf("%w: %s stands in the place of %s", ErrState, name, m.parts[i].name)
		}
		part := snapshot.NewReader(r.Bytes(maxPart))
		if r.Err() != nil {
			break
		}
		m.parts[i].detector.Restore(part)
		if err := part.End(); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrState, m.parts[i].name, err)
		}
	}
	sum := uint32(r.Uint())
	if err := r.End(); err != nil {
		return fmt.Errorf("%w: %w", ErrState, err)
	}
	if n := sumSize(sum); sum != crc32.ChecksumIEEE(b[:len(b)-n]) {
		return fmt.Errorf("%w: its checksum differs", ErrState)
	}
	return nil
}

// sumSize is how many octets a checksum takes as it is written.
func sumSize(sum uint32) int {
	var w snapshot.Writer
	w.Uint(uint64(sum))
	return len(w.B)
}

func (m *Model) restoreOwn(r *snapshot.Reader) {
	l := m.look
	for _, n := range [...]*int64{&l.Now, &m.calendar.start, &m.calendar.first, &m.calendar.until} {
		*n = r.Int()
	}
	l.Day, l.Site = uint32(r.Uint()), baseline.State(r.Uint())
	l.Blind, m.frozen, m.full = r.Bool(), r.Bool(), r.Uint()
	m.calendar.now = l.Day
	m.book.Restore(r)
	l.Restore(r, meaningOf())
	m.channels = m.channels[:0]
	for range r.Count(baseline.MaxChannels + 1) {
		m.channels = append(m.channels, channel{first: r.Int(), last: r.Int(), lastDay: uint32(r.Uint()), days: uint32(r.Uint()), native: r.Bool()})
	}
	for i := range m.openings.slots {
		if o := &m.openings.slots[i]; r.Err() == nil {
			if o.flow = r.Uint(); o.flow != 0 {
				o.since = r.Int()
			}
		}
	}
	m.days.restore(r)
	if l.Now != 0 && r.Err() == nil {
		l.HourOfWeek = m.calendar.hourOfWeek(l.Now)
	}
}

// meaningOf finds the meaning of a kind.
func meaningOf() func(baseline.Kind) *baseline.Meaning {
	all := Meanings()
	index := make(map[baseline.Kind]*baseline.Meaning, len(all))
	for i := range all {
		index[all[i].Kind] = &all[i]
	}
	return func(k baseline.Kind) *baseline.Meaning { return index[k] }
}

// DayOf returns how long a learning day is in a state.
func DayOf(state []byte) (time.Duration, error) {
	r := snapshot.NewReader(state)
	form, day := r.Uint(), r.Int()
	if r.Err() != nil || form != stateForm || day <= 0 {
		return 0, ErrState
	}
	return time.Duration(day), nil
}
