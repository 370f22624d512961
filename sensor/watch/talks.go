package watch

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
)

// Bounds of what is told of a plant at once.
const (
	// MaxTalks is more than a map or a list shows: a plant of 300 devices has some
	// thousand.
	MaxTalks = 10_000
	// MaxLinesOf is as many lines about one device as a person reads.
	MaxLinesOf = 200
	// maxReplaced bounds the devices that are told to have become others.
	maxReplaced = 1000
)

// Talk is that one device speaks with another by one protocol at one port: see
// model.Talk. Times are those of the observations.
type Talk struct {
	Client, Server netip.Addr // invalid: public addresses that are not kept one by one
	model.Talk
}

// Talks is who speaks with whom.
type Talks struct {
	Time     time.Time // of what was last observed; zero for nothing
	Talks    []Talk    // by addresses, protocol and port
	Omitted  int       // talks that found no room: those that say least
	Replaced []Line    // devices that have become others, and that nobody decided about
}

// Line is an entry of the baseline, and whom it is about.
type Line struct {
	baseline.Entry
	Host netip.Addr
}

// Talks returns who speaks with whom by what, as far as it was learned. It costs a pass
// over what was learned: some milliseconds when that is full.
func (s *Site) Talks() Talks {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := Talks{Time: s.clock()}
	if s.now() == 0 {
		x.Time = time.Time{}
	}
	list := s.model.Talks()
	if x.Omitted = len(list) - MaxTalks; x.Omitted > 0 {
		slices.SortStableFunc(list, moreTelling)
		list = list[:MaxTalks]
	}
	x.Omitted = max(x.Omitted, 0)
	for _, t := range list {
		t.First, t.Last, t.New = s.observed(t.First), s.observed(t.Last), s.observed(t.New)
		x.Talks = append(x.Talks, Talk{s.model.Book().Addr(t.Client).Unmap(), s.model.Book().Addr(t.Server).Unmap(), t})
	}
	slices.SortFunc(x.Talks, compareTalks)
	s.model.Replaced(func(e *baseline.Entry) bool {
		x.Replaced = append(x.Replaced, s.lineOf(e, cmp.Or(e.Server, e.Client)))
		return len(x.Replaced) < maxReplaced
	})
	return x
}

// moreTelling orders talks by how much people need to know of them: what waits, control
// protocols, what was seen last.
func moreTelling(a, b model.Talk) int {
	rank := func(t *model.Talk) (n int) {
		if t.Standing == baseline.Rejected || !t.New.IsZero() {
			n += 4
		}
		if t.Decoded {
			n += 2
		}
		if t.Waiting > 0 {
			n++
		}
		return n
	}
	return cmp.Or(rank(&b)-rank(&a), b.Last.Compare(a.Last))
}

func compareTalks(a, b Talk) int {
	return cmp.Or(a.Client.Compare(b.Client), a.Server.Compare(b.Server), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Port, b.Port))
}

// observed is a time of the model in that of the observations; zero stays zero.
func (s *Site) observed(t time.Time) time.Time {
	if t.IsZero() || t.Unix() == 0 {
		return time.Time{}
	}
	return t.Add(-time.Duration(s.shift))
}

func (s *Site) lineOf(e *baseline.Entry, host baseline.AssetID) Line {
	l := Line{Entry: *e, Host: s.model.Book().Addr(host).Unmap()}
	l.First, l.Last = s.observed(e.First), s.observed(e.Last)
	return l
}

// LinesOf returns what was learned about a device, what waits for a person first, and how
// many lines there are: at most MaxLinesOf are returned.
func (s *Site) LinesOf(host netip.Addr) (lines []Line, count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.model.Book().KnownAsset(host.Unmap())
	var waits, rest []Line
	s.model.EntriesOf(id, func(e *baseline.Entry) bool {
		count++
		switch {
		case e.Standing == baseline.Pending && len(waits) < MaxLinesOf:
			waits = append(waits, s.lineOf(e, id))
		case len(rest) < MaxLinesOf:
			rest = append(rest, s.lineOf(e, id))
		}
		return true
	})
	lines = append(waits, rest...)
	return lines[:min(len(lines), MaxLinesOf)], count
}
