package watch

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/plain"
	"github.com/banken-ot/banken/sensor/tag"
)

func (s *Site) newDesk() *alert.Desk {
	return alert.New(alert.Options{Table: s.table, Name: s.nameOf, Tell: s.inWords, Impact: s.impact, Outside: baseline.Public,
		Permitted: s.permitted, Exercise: s.o.Exercise, Promise: s.promise, Day: s.o.Settings.Day})
}

// inWords tells a deviation, with the plant's own names of points.
func (s *Site) inWords(d *baseline.Deviation) guide.Both {
	t := plain.Teller{Name: s.nameOf, Tags: s.tags}
	return t.Both(d)
}

// Name sets the plant's own list of points: what is told from now on uses it.
func (s *Site) Name(points []tag.Tag) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tags = tag.NewTable(points)
}

// nameOf is what an asset is called: as the owner calls it, with its address.
func (s *Site) nameOf(a netip.Addr) string {
	if x := s.names[a]; x != nil && x.Name != "" {
		return x.Name + " (" + a.String() + ")"
	}
	return a.String()
}

// Values of the decision's human impact.
const (
	lowImpact = iota
	mediumImpact
	highImpact
	veryHighImpact
)

// impact is how much depends on an asset. What nobody described is medium.
func (s *Site) impact(a netip.Addr) int {
	x := s.names[a]
	switch {
	case x == nil:
		return mediumImpact
	case x.Safety && x.Criticality >= 3:
		return veryHighImpact
	case x.Safety || x.Criticality >= 3:
		return highImpact
	case x.Criticality == 1:
		return lowImpact
	}
	return mediumImpact
}
