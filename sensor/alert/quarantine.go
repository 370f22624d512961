package alert

import "net/netip"

// quarantine counts the open incidents of the top two tiers that each asset takes part
// in, so that one look-up tells.
type quarantine struct {
	assets map[netip.Addr]int
	all    int // incidents with more assets than are listed
}

// Quarantined reports whether an asset takes part in an open incident of the top two
// tiers: nothing is to be learned from it. While one has more targets than are listed,
// all assets do.
func (d *Desk) Quarantined(a netip.Addr) bool { return d.aside.all > 0 || d.aside.assets[a] > 0 }

// isAside reports whether the assets of an incident are counted. Exercises keep nothing
// from being learned.
func (s *story) isAside() bool {
	return !s.Exercise && (s.Sort == Security || s.Sort == Site) && s.State.Standing() && s.Priority != "" && s.Tier().Top()
}

// keepAside counts the assets of an incident that has reached the top tiers.
func (d *Desk) keepAside(s *story) {
	if s.aside || !s.isAside() {
		return
	}
	s.aside = true
	for i := range s.Assets {
		d.aside.assets[s.Assets[i].Addr]++
	}
	if s.More != nil {
		d.aside.all++
	}
}

// add counts one more asset of an incident.
func (q *quarantine) add(s *story, a netip.Addr) {
	if s.aside {
		q.assets[a]++
	}
}

// addAll counts an incident whose targets are no longer all listed.
func (q *quarantine) addAll(s *story) {
	if s.aside && !s.asideAll {
		q.all++
	}
	s.asideAll = true
}

// release ends the counting of an incident.
func (d *Desk) release(s *story) {
	if !s.aside {
		return
	}
	s.aside = false
	for i := range s.Assets {
		if d.aside.assets[s.Assets[i].Addr]--; d.aside.assets[s.Assets[i].Addr] <= 0 {
			delete(d.aside.assets, s.Assets[i].Addr)
		}
	}
	if s.More != nil {
		d.aside.all--
	}
}
