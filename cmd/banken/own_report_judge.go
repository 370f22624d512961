package main

import (
	"math"
	"strconv"
	"time"

	"github.com/banken-ot/banken/baseline/stat"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/yardstick"
)

const (
	// certain is how certain the interval of a count is.
	certain = 0.95
	// unlikelyCount is the chance of so many false incidents below which they are more than
	// promised, and not by chance.
	unlikelyCount = 0.05
	// seenEnough is the share of the time in which all must be seen.
	seenEnough = 0.99
)

// promises tells the false incidents that were accepted against those that came.
func (r *reporter) promises(list []toldIncident) []control.Promise {
	days := max(float64(r.elapsed())/float64(r.ownSite.day), 1)
	top := control.Promise{Tier: "top", Days: days, Promised: r.budget.top / 30 * days}
	low := control.Promise{Tier: "lower", Days: days, Promised: r.budget.lower * days}
	for i := range list {
		t := &list[i]
		p := &low
		if t.tier().Top() {
			p = &top
		}
		if !t.counts() {
			continue
		}
		p.Opened++
		if _, said := t.after(isJudgement); !said {
			p.Unanswered++
		}
		if t.closing == "false" {
			p.False++
		}
	}
	keep(&top, promiseTop)
	keep(&low, promiseLower)
	return []control.Promise{top, low}
}

// keep says whether a promise was kept.
func keep(p *control.Promise, promised reportWord) {
	n := uint64(p.False)
	p.Low, p.High = stat.PoissonInterval(n, certain)
	says := keptYes
	switch {
	case float64(n) > p.Promised && stat.PoissonTail(n, p.Promised) < unlikelyCount:
		p.Kept, says = "no", keptNo
	case float64(n) > p.Promised:
		p.Kept, says = "chance", keptChance
	case float64(p.False+p.Unanswered) > p.Promised:
		p.Kept, says = "open", keptOpen
	default:
		p.Kept = "yes"
	}
	p.Text = sentences(reportWords[promised].Fill(number(p.Promised), p.Opened, p.False, p.Unanswered), reportWords[says], reportWords[toBeExpected].Fill(number(p.Low), number(p.High)))
}

// number writes a count that need not be whole.
func number(x float64) string {
	if x >= 10 {
		return lang.Thousands(uint64(math.Round(x)))
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// sentences puts sentences one after the other.
func sentences(list ...lang.Text) (t lang.Text) {
	for _, x := range list {
		if !t.Empty() {
			t.EN += " "
		}
		t.EN, t.JA = t.EN+x.EN, t.JA+x.JA
	}
	return t
}

// dayVerdict is a day in a sentence, or two.
func dayVerdict(d *control.DayReport) lang.Text {
	if !d.Period.Known {
		return reportWords[dayUnknown]
	}
	open, late := 0, 0
	for i := range d.MustDo {
		if d.MustDo[i].Done.IsZero() {
			open++
		} else if d.MustDo[i].Late {
			late++
		}
	}
	var list []lang.Text
	switch {
	case open > 0:
		list = append(list, reportWords[stillOpen].Fill(open))
	case len(d.MustDo) > 0:
		list = append(list, reportWords[allDone].Fill(len(d.MustDo)))
	default:
		list = append(list, reportWords[nothingCalled])
	}
	if late > 0 {
		list = append(list, reportWords[doneLate].Fill(late))
	}
	if d.Sight.BlindHours > 0 {
		list = append(list, reportWords[butBlind].Fill(hours(d.Sight.BlindHours)))
	}
	return sentences(list...)
}

// judge says the month in a sentence, or two, and in five figures.
func (r *reporter) judge(m *control.MonthReport) {
	if !m.Period.Known {
		m.Sign, m.Verdict = "look", reportWords[monthUnknown]
		return
	}
	top := topOf(m.Incidents)
	learning := m.Forecast.State == "cold" || m.Forecast.State == "learning"
	unseen := r.unseenHours(m)
	m.Sign = "look"
	switch {
	case top.Open > 0:
		m.Sign, m.Verdict = "act", reportWords[stillOpen].Fill(top.Open)
	case top.Suspicious > 0:
		m.Verdict = sentences(reportWords[wasSuspicious].Fill(top.Suspicious), reportWords[nothingCalls])
	case learning:
		m.Verdict = sentences(reportWords[nothingCalls], reportWords[butLearning].Fill(m.Forecast.Days))
	case m.Promise[0].Kept == "no":
		m.Verdict = sentences(reportWords[nothingCalls], reportWords[promiseBroken])
	default:
		m.Sign, m.Verdict = "fine", reportWords[nothingCalls]
	}
	switch share := unseen / max(r.elapsed().Hours(), 1e-9); {
	case !m.Sight.Recorded && m.Sight.BlindHours == 0 && m.Sign == "fine":
		m.Sign, m.Verdict = "look", sentences(m.Verdict, reportWords[notRecorded])
	case share > 1-seenEnough:
		m.Verdict = sentences(m.Verdict, reportWords[butBlind].Fill(hours(unseen)))
		if m.Sign == "fine" {
			m.Sign = "look"
		}
	case m.Sign == "fine" && unseen*3600 >= 1:
		m.Verdict = sentences(m.Verdict, reportWords[mostSeen].Fill(hours(unseen)))
	case m.Sign == "fine":
		m.Verdict = sentences(m.Verdict, reportWords[allSeen])
	}
	m.Figures = r.figures(m, &top)
}

// unseenHours is for how long the sensor was not at work, or did not see everything.
func (r *reporter) unseenHours(m *control.MonthReport) float64 {
	return min(m.Sight.BlindHours+r.restHours(m), r.elapsed().Hours())
}

// restHours is for how long the sensor was not at work, where that is recorded.
func (r *reporter) restHours(m *control.MonthReport) float64 {
	if !m.Sight.Recorded {
		return 0
	}
	return max(r.elapsed().Hours()-m.Sight.LookedHours, 0)
}

// topOf adds up the two upper tiers.
func topOf(list []control.Tally) (sum control.Tally) {
	for i := range list {
		t := &list[i]
		if t.Priority != yardstick.Attend.String() && t.Priority != yardstick.Act.String() {
			continue
		}
		sum.Opened, sum.Open, sum.Work, sum.Suspicious = sum.Opened+t.Opened, sum.Open+t.Open, sum.Work+t.Work, sum.Suspicious+t.Suspicious
		sum.False, sum.Itself = sum.False+t.False, sum.Itself+t.Itself
	}
	return sum
}

// figures are the five of the first page.
func (r *reporter) figures(m *control.MonthReport, top *control.Tally) []control.ReportFigure {
	level := reportWords[figureLevelNone]
	if n := highest(r.levels); n > 0 {
		level = reportWords[figureLevelValue].Fill(n)
	}
	var above time.Duration
	for _, l := range r.levels {
		if l.Level > int(yardstick.Target) {
			above += l.To.Sub(l.From)
		}
	}
	seen := lang.Plain(share(1 - r.unseenHours(m)/max(r.elapsed().Hours(), 1e-9)))
	seenNote := reportWords[figureSeenNote].Fill(hours(r.restHours(m)), hours(m.Sight.BlindHours))
	if !m.Sight.Recorded {
		seen, seenNote = reportWords[figureLevelNone], reportWords[figureSeenUnknown].Fill(hours(m.Sight.BlindHours))
	}
	took, tookNote := r.took(top)
	return []control.ReportFigure{
		{Name: reportWords[figureLevel], Value: level, Note: reportWords[figureLevelNote].Fill(hours(above.Hours()))},
		{Name: reportWords[figureAttention], Value: lang.Plain(lang.Thousands(uint64(top.Opened))), Note: reportWords[figureAttentionNote].Fill(top.Open, top.Suspicious)},
		{Name: reportWords[figureTook], Value: took, Note: tookNote},
		{Name: reportWords[figureSeen], Value: seen, Note: seenNote},
		{Name: reportWords[figureFalse], Value: lang.Plain(lang.Thousands(uint64(m.Promise[0].False))), Note: reportWords[figureFalseNote].Fill(number(m.Promise[0].Promised))},
	}
}

// took is how long it took until somebody took on an incident of the upper tiers.
func (r *reporter) took(top *control.Tally) (value, note lang.Text) {
	var on, said []time.Duration
	for i := range r.list {
		t := &r.list[i]
		if !t.counts() || !t.tier().Top() {
			continue
		}
		if d, ok := t.after(isPersonal); ok {
			on = append(on, d)
		}
		if d, ok := t.after(isJudgement); ok {
			said = append(said, d)
		}
	}
	switch {
	case top.Opened == 0:
		return reportWords[figureTookNone], note
	case len(on) == 0:
		return reportWords[figureTookFewer], note
	}
	a, d := tookOf(on), tookOf(said)
	until := lang.Plain("–")
	if d.Count > 0 {
		until = seconds(d.MedianSeconds)
	}
	return seconds(a.MedianSeconds), reportWords[figureTookNote].Fill(seconds(a.LongestSeconds), until)
}

// share writes a share as a percentage, never as more than it is.
func share(x float64) string {
	return strconv.FormatFloat(math.Floor(max(x, 0)*1000)/10, 'f', -1, 64) + " %"
}
