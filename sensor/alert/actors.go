package alert

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/sensor/yardstick"
)

// maxActors bounds the actors that a site's incident lists. More are counted.
const maxActors = 32

// Actor is one of those who took part in a site's incident.
type Actor struct {
	Address  string `json:"address"`
	Priority string `json:"priority"` // of the most serious thing it did
	Count    uint64 `json:"count"`    // deviations since it is listed
}

// Tier returns the priority as the yardstick counts it.
func (a *Actor) Tier() yardstick.Tier { return tierOf(a.Priority) }

// name lists who took part in a site's incident, the worst first: by the priority of
// what it did, then by how much; of equal ones who came first. One that does worse than
// the last takes its place in a full list.
func (s *story) name(a netip.Addr, tier yardstick.Tier, count uint64) {
	if s.Sort != Site || !a.IsValid() {
		return
	}
	is := a.String()
	i := slices.IndexFunc(s.Actors, func(x Actor) bool { return x.Address == is })
	switch {
	case i >= 0:
		x := &s.Actors[i]
		x.Count += count
		x.Priority = max(x.Tier(), tier).String()
	case len(s.Actors) < maxActors:
		s.Actors = append(s.Actors, Actor{is, tier.String(), count})
	case tier > s.Actors[maxActors-1].Tier():
		if last, err := netip.ParseAddr(s.Actors[maxActors-1].Address); err == nil {
			s.Others.add(last)
		}
		s.Actors[maxActors-1] = Actor{is, tier.String(), count}
	default:
		s.Others.add(a)
	}
	s.ActorsOmitted = s.Others.count()
	slices.SortStableFunc(s.Actors, func(a, b Actor) int { return cmp.Or(cmp.Compare(b.Tier(), a.Tier()), cmp.Compare(b.Count, a.Count)) })
}
