package model

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// Detector is what every detector can do. Which observations it takes, and whether
// it has something to list, is found out once, when it is added.
type Detector interface {
	AppendState(w *snapshot.Writer)
	Restore(r *snapshot.Reader)
	// Omitted is how many things found no room.
	Omitted() uint64
}

// Entries calls yield for everything learned, by detector and in a fixed order,
// until it returns false.
func (m *Model) Entries(yield func(*baseline.Entry) bool) {
	going := true
	for i := range m.parts {
		if p := &m.parts[i]; p.lists != nil && going {
			p.lists.Entries(m.book, func(e *baseline.Entry) bool {
				going = yield(e)
				return going
			})
		}
	}
}

// Decide notes what a person decided about an entry: Approved or Rejected. It
// reports whether there is such an entry. Where it approves that points are written,
// what was written to them meanwhile is ordinary too.
func (m *Model) Decide(d baseline.Detector, subject string, s baseline.Standing) bool {
	for i := range m.parts {
		if p := &m.parts[i]; p.decides != nil && (p.name == d || sharesPart(p.name, d)) && p.decides.Decide(m.book, subject, s) {
			if p.name == baseline.Whitelist && s == baseline.Approved {
				m.whitelist.Written(m.book, subject, func(c baseline.ChannelID, first baseline.PointKey, count uint32) {
					m.value.Settle(m.book, c, first, count)
				})
			}
			return true
		}
	}
	return false
}

// EntryName names an entry.
type EntryName struct {
	Detector baseline.Detector
	Subject  string
}

// DecideEach is Decide for many entries, and tells of each whether it is there. What a
// baseline of 200,000 lines has of them is looked for once.
func (m *Model) DecideEach(list []EntryName, s baseline.Standing) []bool {
	done, keys := make([]bool, len(list)), map[string]bool{}
	for i, e := range list {
		if e.Detector == baseline.Whitelist {
			keys[e.Subject] = true
		} else {
			done[i] = m.Decide(e.Detector, e.Subject, s)
		}
	}
	if len(keys) == 0 {
		return done
	}
	found := m.whitelist.DecideEach(m.book, keys, s)
	for i, e := range list {
		done[i] = done[i] || e.Detector == baseline.Whitelist && found[e.Subject]
	}
	if s == baseline.Approved {
		m.whitelist.WrittenBy(m.book, found, func(c baseline.ChannelID, first baseline.PointKey, count uint32) {
			m.value.Settle(m.book, c, first, count)
		})
	}
	return done
}

// sharesPart reports whether a part is the home of a detector too: some packages
// hold two.
func sharesPart(part, d baseline.Detector) bool {
	switch d {
	case baseline.Sequence:
		return part == baseline.Whitelist
	case baseline.Latency:
		return part == baseline.Timing
	case baseline.Relations:
		return part == baseline.Values
	}
	return false
}

// Pending returns how many entries wait for a person.
func (m *Model) Pending() (n int) {
	m.Entries(func(e *baseline.Entry) bool {
		if e.Standing == baseline.Pending {
			n++
		}
		return true
	})
	return n
}

// Retell has what was told while it was permitted told anew when it is seen again: a
// permit has ended.
func (m *Model) Retell() {
	m.look.Retell()
	for i := range m.parts {
		if d, ok := m.parts[i].detector.(interface{ Retell() }); ok {
			d.Retell()
		}
	}
}
