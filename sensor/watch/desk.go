package watch

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/alert"
)

func (s *Site) newDesk() *alert.Desk {
	return alert.New(alert.Options{Table: s.table, Name: s.nameOf, Impact: s.impact, Outside: baseline.Public,
		Permitted: func(d *baseline.Deviation) (string, bool) { return s.board.Note(d) }, Exercise: s.o.Exercise})
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
