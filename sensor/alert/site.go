package alert

import (
	"slices"

	"github.com/banken-ot/banken/sensor/yardstick"
)

// The title of an incident of a whole site.
const (
	siteTitle   = "Much that is not usual happens all over the site at once"
	siteTitleJA = "現場の広い範囲で、普段と異なることが一度に起きています"
)

// flooded reports whether one more incident would be too many to be told by itself.
func (d *Desk) flooded(exercise bool) bool {
	lane := d.openings.of(exercise)
	from := 0
	for from < len(*lane) && d.now-(*lane)[from] > int64(FloodTime) {
		from++
	}
	*lane = slices.Delete(*lane, 0, from)
	return len(*lane) >= FloodAt || len(d.stories) >= MaxOpen
}

// floods makes one incident of many that were opened in a short time, and of one more.
// Those that somebody looks after already stay as they are, and so do those of the
// highest tier: nobody hides one behind a lot of noise.
func (d *Desk) floods(n *note) {
	if len(d.stories) >= MaxOpen+siteRoom {
		d.omitted++
		return
	}
	lane := d.openings.of(n.exercise)
	*lane = (*lane)[:0]
	latest := slices.DeleteFunc(slices.Clone(d.stories), func(s *story) bool {
		return s.Sort != Security || s.Exercise != n.exercise || s.State != Open || s.Tier() == yardstick.Act || d.now-s.Opened.UnixNano() > int64(FloodTime)
	})
	site := d.add(Site, Open, n)
	for _, s := range latest {
		d.absorb(site, s)
	}
	d.take(site, n)
	d.adopt(site, n)
	d.judge(site)
	d.changed(Opened, site)
}

// absorb has a site's incident tell another one.
func (d *Desk) absorb(site, s *story) {
	d.involve(site, s.Source, false)
	if s.Acts {
		site.name(s.Source, s.Tier(), s.Count)
	}
	for i := range s.Assets {
		d.involve(site, s.Assets[i].Addr, false)
		if w := site.witness(s.Assets[i].Addr); w != nil && w.Groups == (groups{}) {
			w.Groups, w.Event = s.Assets[i].Groups, s.Assets[i].Event
		}
	}
	site.More.join(&s.More)
	site.Omitted = site.More.count()
	site.Count += s.Count
	for _, k := range s.Kinds {
		site.kind(k.Kind, k.Detector, k.Count)
	}
	for _, x := range s.Protocols {
		site.Protocols = include(site.Protocols, x)
	}
	for _, x := range s.Operations {
		site.Operations = include(site.Operations, x)
	}
	for _, x := range s.Techniques {
		site.Techniques = include(site.Techniques, x)
	}
	for _, x := range s.Detectors {
		site.Detectors = include(site.Detectors, x)
	}
	d.absorbOwn(site, s)
	site.Merged = append(site.Merged, s.ID)
	s.CausedBy = site.ID
	d.end(s, Merged)
}

// absorbOwn takes over what it began with, what it is told by, and what it knows.
func (d *Desk) absorbOwn(site, s *story) {
	for i := range s.Timeline[:min(1, len(s.Timeline))] {
		d.moment(site, &s.Timeline[i])
	}
	for i := range s.Evidence[:min(1, len(s.Evidence))] {
		site.Evidence = append(site.Evidence, s.Evidence[i])
	}
	for _, k := range s.Known {
		d.learned(site, k)
	}
	for _, c := range s.Causes[max(0, len(s.Causes)-1):] {
		if len(site.Causes) < maxCauses {
			site.Causes = append(site.Causes, c)
		}
	}
	site.Acts = site.Acts || s.Acts
	site.Program = site.Program || s.Program
	site.Blamed, site.Proven = site.Blamed|s.Blamed, site.Proven || s.Proven
	if s.Reached > site.Reached {
		site.Reached, site.Stage = s.Reached, s.Stage
	}
	if s.Weight > site.Weight {
		site.Weight = s.Weight
		site.Expected, site.ExpectedJA, site.Observed, site.ObservedJA = s.Expected, s.ExpectedJA, s.Observed, s.ObservedJA
		site.Why, site.WhyJA, site.First, site.FirstJA = s.Why, s.WhyJA, s.First, s.FirstJA
	}
	if s.Way {
		d.leads(site)
	}
	d.weighSite(site, s.Grounds)
}

// weighSite raises the grounds of a site's incident to those of one thing in it, when
// that is more serious, or as serious and has come further. They are not mixed: it is
// many things.
func (d *Desk) weighSite(site *story, g grounds) {
	here, _, by := site.Grounds.decide(d.o.Table)
	there, _, its := g.decide(d.o.Table)
	if site.Grounds.Reached == 0 || there > here || there == here && its.Evidence > by.Evidence {
		confirmed := site.Grounds.Confirmed
		site.Grounds = g
		site.Grounds.Confirmed = max(g.Confirmed, confirmed)
	}
}
