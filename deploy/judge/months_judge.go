package judge

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

// Promises: how many of the months the bound must cover, between what the median
// ratio of forecast to observed must lie, and how many lower incidents a day there
// may be.
const (
	CoveredAtLeast = 0.95
	RatioAtLeast   = 0.5
	RatioAtMost    = 2
	LowerAtMost    = float64(baseline.LowerBudget)
)

// certainty is that of all intervals.
const certainty = 0.95

// Rate is how often something came on how many days, with its exact Poisson interval.
type Rate struct {
	Count, Days       int
	PerDay, Low, High float64
}

func rate(count, days int) Rate {
	low, high := stat.PoissonInterval(uint64(count), certainty)
	d := float64(max(days, 1))
	return Rate{count, days, float64(count) / d, low / d, high / d}
}

// Tally is how many incidents of a kind there were, by tier.
type Tally struct {
	Kind               string
	Act, Attend, Lower int
}

// Judgement is how the promises held over some sites.
type Judgement struct {
	Sites  []*Lived
	Days   int // site-days judged
	Events uint64
	// Months judged; those in which no more novelties came than the bound with which
	// they began, counting all of them, and only those in the top two tiers.
	Months, Covered, CoveredTop int
	// Ratio of forecast to observed: the median over months, half an incident added to
	// both so that months without any count too; the median over the sums of the
	// sites; that of the sums of all.
	Ratio, SiteRatio, TotalRatio float64

	Top, Lower      Rate // false incidents
	NovelTop, Novel Rate // those about new behaviours: in the top two tiers, and all
	Tallies         []Tally

	Permits, ByPermits      int // permits, and incidents raised by their hosts meanwhile
	Replaced, ByReplacement int // replaced controllers, and incidents about them
	Faults                  int // of the SPAN port
	Blind, Fault            float64
	Demoted, Ready          int // sites with a demoted detector; that were ready at some time
}

// Judge adds up what sites lived through.
func Judge(sites []*Lived) *Judgement {
	j := &Judgement{Sites: sites}
	var ratios, bySite []float64
	var forecast float64
	var observed, top int
	for _, v := range sites {
		j.site(v)
		f, o := 0.0, 0
		for _, m := range v.Site {
			j.month(&m)
			ratios = append(ratios, m.Ratio())
			f, o, top = f+m.Forecast, o+m.Observed, top+m.Top
		}
		forecast, observed, bySite = forecast+f, observed+o, append(bySite, ratio(f, o))
	}
	j.Ratio, j.SiteRatio, j.TotalRatio = median(ratios), median(bySite), forecast/max(float64(observed), 1)
	j.Novel, j.NovelTop = rate(observed, j.Days), rate(top, j.Days)
	j.tally()
	return j
}

func (j *Judgement) month(m *Month) {
	j.Months++
	if m.Covered(m.Observed) {
		j.Covered++
	}
	if m.Covered(m.Top) {
		j.CoveredTop++
	}
}

func (j *Judgement) site(v *Lived) {
	j.Days += v.Judged()
	j.Events += v.Events
	j.Permits += v.Permits
	j.Faults += len(v.Faults)
	j.Blind += v.Blind.Hours()
	for _, f := range v.Faults {
		j.Fault += float64(f.To-f.From) / 3600e9
	}
	if !v.Replaced.IsZero() {
		j.Replaced++
	}
	if v.Demoted > 0 {
		j.Demoted++
	}
	if v.ReadyOn() > 0 {
		j.Ready++
	}
}

// tally counts incidents by kind. What is raised by the host of a permit, or about the
// controller that was replaced, is no false incident of ordinary life, and counted
// apart.
func (j *Judgement) tally() {
	kinds := map[string]*Tally{}
	top, lower := 0, 0
	for _, v := range j.Sites {
		for i := range v.Incidents {
			h := &v.Incidents[i]
			switch {
			case v.month(h.Opened) < 0:
			case v.Replacement(h):
				j.ByReplacement++
			case h.Ticket != "":
				j.ByPermits++
			default:
				k := h.Kind()
				if kinds[k] == nil {
					kinds[k] = &Tally{Kind: k}
				}
				kinds[k].count(h)
				if h.Top {
					top++
				} else {
					lower++
				}
			}
		}
	}
	j.Top, j.Lower = rate(top, j.Days), rate(lower, j.Days)
	for _, t := range kinds {
		j.Tallies = append(j.Tallies, *t)
	}
	slices.SortFunc(j.Tallies, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(b.Act+b.Attend, a.Act+a.Attend), cmp.Compare(b.Lower, a.Lower), cmp.Compare(a.Kind, b.Kind))
	})
}

func (t *Tally) count(h *Happened) {
	switch {
	case !h.Top:
		t.Lower++
	case h.Tier == "act":
		t.Act++
	default:
		t.Attend++
	}
}

// ratio is that of forecast to observed, half an incident added to both.
func ratio(forecast float64, observed int) float64 {
	return (forecast + 0.5) / (float64(observed) + 0.5)
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	list = slices.Sorted(slices.Values(list))
	return (list[(len(list)-1)/2] + list[len(list)/2]) / 2
}

// Broken lists the promises that do not hold, in a few words each.
func (j *Judgement) Broken() (list []string) {
	for _, x := range [...]struct {
		broken bool
		name   string
	}{
		{float64(j.Covered) < CoveredAtLeast*float64(j.Months), "the bound covers too few months"},
		{j.Ratio < RatioAtLeast || j.Ratio > RatioAtMost, "the median ratio of forecast to observed is not between 0.5 and 2"},
		{j.Lower.PerDay > LowerAtMost, "there are more lower incidents a day than the budget allows"},
		{j.Top.PerDay-j.NovelTop.PerDay > float64(baseline.TopBudget), "there are more incidents in the top two tiers, novelties apart, than the budget allows"},
		{j.ByPermits > 0, "work under a permit raised incidents"},
		{j.Demoted > 0, "detectors told more than they promised"},
	} {
		if x.broken {
			list = append(list, x.name)
		}
	}
	return list
}
