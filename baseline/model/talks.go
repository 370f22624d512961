package model

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/whitelist"
)

// Talk is that one host speaks with another by one protocol at one port.
type Talk = whitelist.Talk

// Talks returns who speaks with whom by what: see whitelist.Detector.Talks.
func (m *Model) Talks() []Talk { return m.whitelist.Talks(m.book) }

// EntriesOf calls yield for what was learned about one asset, by detector, until it
// returns false.
func (m *Model) EntriesOf(of baseline.AssetID, yield func(*baseline.Entry) bool) {
	going := of != 0
	for i := range m.parts {
		p := &m.parts[i]
		if p.lists == nil || !going {
			continue
		}
		about := func(e *baseline.Entry) bool {
			if e.Client == of || e.Server == of {
				going = yield(e)
			}
			return going
		}
		if p.name == baseline.Whitelist {
			m.whitelist.EntriesOf(m.book, of, about)
			continue
		}
		p.lists.Entries(m.book, about)
	}
}

// Replaced calls yield for every device that has become another one, by what it says of
// itself or by where it is, and about which nobody has decided, until it returns false.
func (m *Model) Replaced(yield func(*baseline.Entry) bool) {
	going := true
	for i := range m.parts {
		if p := &m.parts[i]; going && (p.name == baseline.Endpoint || p.name == baseline.Identity) {
			p.lists.Entries(m.book, func(e *baseline.Entry) bool {
				if e.Standing == baseline.Pending {
					going = yield(e)
				}
				return going
			})
		}
	}
}
