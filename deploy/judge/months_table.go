package judge

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteTable writes how the promises held, as tables of Markdown.
func (j *Judgement) WriteTable(w io.Writer) error {
	var b bytes.Buffer
	j.promises(&b)
	j.sites(&b)
	j.kinds(&b)
	j.misses(&b)
	_, err := w.Write(b.Bytes())
	return err
}

func verdict(ok bool) string {
	if ok {
		return "held"
	}
	return "**missed**"
}

// promises are the promises, each with what came of it.
func (j *Judgement) promises(b *bytes.Buffer) {
	sites := float64(max(len(j.Sites), 1))
	b.WriteString("| what | promised | observed | |\n|---|---|---|---|\n")
	row := func(what, promised, observed, result string) {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", what, promised, observed, result)
	}
	row("site-months in which the bound printed at their beginning covered the new behaviours that were told", "at least 95 %",
		fmt.Sprintf("%d of %d (%.0f %%)", j.Covered, j.Months, 100*float64(j.Covered)/float64(max(j.Months, 1))),
		verdict(float64(j.Covered) >= CoveredAtLeast*float64(j.Months)))
	row("the same, only those in the top two tiers", "at least 95 %",
		fmt.Sprintf("%d of %d (%.0f %%)", j.CoveredTop, j.Months, 100*float64(j.CoveredTop)/float64(max(j.Months, 1))),
		verdict(float64(j.CoveredTop) >= CoveredAtLeast*float64(j.Months)))
	row("forecast to observed, median of site-months", "0.5 to 2", fmt.Sprintf("%.2f", j.Ratio), verdict(j.Ratio >= RatioAtLeast && j.Ratio <= RatioAtMost))
	row("forecast to observed, median of sites; of the sums of all", "", fmt.Sprintf("%.2f; %.2f", j.SiteRatio, j.TotalRatio), "")
	others := j.Top.PerDay - j.NovelTop.PerDay
	row("false incidents in the top two tiers a site-day, new behaviours apart", "at most 0.033", j.others(), verdict(others <= 1.0/30))
	row("new behaviours in the top two tiers a site-day", "the bound", j.NovelTop.text(), "")
	row("false incidents in the top two tiers a site-day, all", "", j.Top.text(), "")
	row("lower incidents a site-day", "at most 1", j.Lower.text(), verdict(j.Lower.PerDay <= LowerAtMost))
	row("incidents raised by the hosts of work permits", "0", fmt.Sprintf("%d in %d permits", j.ByPermits, j.Permits), verdict(j.ByPermits == 0))
	row("incidents about a controller replaced under a permit", "1 each", fmt.Sprintf("%d of %d", j.ByReplacement, j.Replaced), verdict(j.ByReplacement <= j.Replaced))
	row("sites with a demoted detector", "0", fmt.Sprint(j.Demoted), verdict(j.Demoted == 0))
	row("hours a site was told to be blind, of those it was", "all", fmt.Sprintf("%.1f of %.1f, in %d faults", j.Blind/sites, j.Fault/sites, j.Faults), "")
	row("sites that became ready, and on which day (median)", "", fmt.Sprintf("%d of %d, day %d", j.Ready, len(j.Sites), j.readyOn()), "")
}

// others are the incidents in the top two tiers that are not about new behaviours.
func (j *Judgement) others() string { return rate(j.Top.Count-j.NovelTop.Count, j.Days).text() }

func (r Rate) text() string {
	return fmt.Sprintf("%.3f (%.3f to %.3f; %d in %d)", r.PerDay, r.Low, r.High, r.Count, r.Days)
}

// readyOn is the median of the days on which sites became ready.
func (j *Judgement) readyOn() int {
	var days []float64
	for _, v := range j.Sites {
		if d := v.ReadyOn(); d > 0 {
			days = append(days, float64(d))
		}
	}
	return int(median(days))
}

// sites are the months of each site.
func (j *Judgement) sites(b *bytes.Buffer) {
	most := 0
	for _, v := range j.Sites {
		most = max(most, len(v.Site))
	}
	b.WriteString("\n| seed |")
	for n := range most {
		fmt.Fprintf(b, " month %d: bound | forecast | observed | of them top |", n+1)
	}
	b.WriteString("\n|---|" + strings.Repeat("---:|---:|---:|---:|", most) + "\n")
	for _, v := range j.Sites {
		fmt.Fprintf(b, "| %d |", v.Months.Seed)
		for _, m := range v.Site {
			observed := fmt.Sprint(m.Observed)
			if !m.Covered(m.Observed) {
				observed = "**" + observed + "**"
			}
			fmt.Fprintf(b, " %.1f | %.1f | %s | %d |", m.Bound*float64(m.Days), m.Forecast, observed, m.Top)
		}
		b.WriteString("\n")
	}
}

// kinds are the false incidents by kind.
func (j *Judgement) kinds(b *bytes.Buffer) {
	b.WriteString("\n| kind | act | attend | lower | a site-day (95 %) |\n|---|---:|---:|---:|---|\n")
	for _, t := range j.Tallies {
		r := rate(t.Act+t.Attend+t.Lower, j.Days)
		fmt.Fprintf(b, "| %s | %d | %d | %d | %.4f (%.4f to %.4f) |\n", t.Kind, t.Act, t.Attend, t.Lower, r.PerDay, r.Low, r.High)
	}
}

// misses lists what did not hold.
func (j *Judgement) misses(b *bytes.Buffer) {
	b.WriteString("\n")
	if list := j.Broken(); len(list) > 0 {
		b.WriteString("Promises that do not hold: " + strings.Join(list, "; ") + ".\n\n")
	}
	var missed []string
	for _, v := range j.Sites {
		for n, m := range v.Site {
			if !m.Covered(m.Observed) {
				missed = append(missed, fmt.Sprintf("seed %d, month %d: %d came, %.1f was the bound", v.Months.Seed, n+1, m.Observed, m.Bound*float64(m.Days)))
			}
		}
	}
	if len(missed) > 0 {
		b.WriteString("Months that the bound did not cover: " + strings.Join(missed, "; ") + ".\n\n")
	}
	j.permits(b)
}

// permits lists by kind what was raised by work under a permit.
func (j *Judgement) permits(b *bytes.Buffer) {
	counts := map[string]int{}
	for _, v := range j.Sites {
		for i := range v.Incidents {
			if h := &v.Incidents[i]; h.Ticket != "" && v.month(h.Opened) >= 0 && !v.Replacement(h) {
				counts[h.Tier+" "+h.Kind()]++
			}
		}
	}
	var list []string
	for k, n := range counts {
		list = append(list, fmt.Sprintf("%s %d", k, n))
	}
	if slices.Sort(list); len(list) > 0 {
		b.WriteString("Raised by work under a permit: " + strings.Join(list, ", ") + ".\n\n")
	}
}
