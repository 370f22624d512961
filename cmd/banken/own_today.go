package main

import (
	"context"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/watch"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// maxWaitingShown is how much of what waits is part of the day's look.
const maxWaitingShown = 5

// Today implements control.Situation.
func (x *ownSite) Today(ctx context.Context) (*control.Today, error) {
	t := x.site.Today()
	waiting, err := x.waiting(ctx, t.Pending)
	if err != nil {
		return nil, err
	}
	reviews, err := x.reviews()
	if err != nil {
		return nil, err
	}
	d := &control.Today{V: control.Version, Time: t.Time, Site: t.Site, Zone: x.zone.String(), Level: int(t.Level), Target: int(yardstick.Target),
		MustDo: x.mustDo(&t), Open: []control.Brief{}, Learning: x.learning(&t.Forecast), Waiting: waiting, Permits: x.openPermits(),
		Reviews: append([]control.Permit{}, reviews...), Drill: x.drill()}
	if t.Blind {
		d.Blind = x.blind(t.Unseen)
	}
	if t.Why != nil {
		b := briefOf(t.Why)
		d.Reason = &b
	}
	for _, i := range t.Open {
		d.Open = append(d.Open, briefOf(i))
	}
	for _, list := range [...][]control.Permit{d.Permits, d.Reviews} {
		for i := range list {
			list[i].Work.Lines = nil
		}
	}
	return d, x.past(d)
}

// blind is why the sensor does not see everything, and what it does not see.
func (x *ownSite) blind(unseen []watch.Unseen) *control.Blind {
	b := &control.Blind{Text: messages[blindUnknown], First: messages[blindFirst], Parts: x.parts(unseen)}
	for _, i := range x.site.Incidents() {
		if i.Sort == alert.Blind && !i.Exercise {
			b.ID, b.Since, b.Text = i.ID, i.Opened, lang.Text{EN: i.Observed, JA: i.ObservedJA}
			b.First = lang.Text{EN: i.First, JA: i.FirstJA}
			b.Parts = append(b.Parts, momentary(i)...)
		}
	}
	return b
}

// briefOf is an incident in short.
func briefOf(i *alert.Incident) control.Brief {
	level, _ := yardstick.LevelOf([]yardstick.Finding{i.Finding()})
	return control.Brief{ID: i.ID, Sort: string(i.Sort), Opened: i.Opened, Updated: i.Updated, State: string(i.State), Priority: i.Priority, Level: int(level),
		Stage: i.Stage, Actor: i.Actor, Targets: append([]string{}, i.Targets...), Count: i.Count, Score: i.Score, Title: lang.Text{EN: i.Title, JA: i.TitleJA},
		What: lang.Text{EN: i.Observed, JA: i.ObservedJA}, Exercise: i.Exercise, Until: i.Until, Disposition: string(i.Closing)}
}

// mustDo is the plan, with what it settles told in words.
func (x *ownSite) mustDo(t *watch.Today) control.MustDo {
	m := control.MustDo{From: int(t.Plan.From), To: int(t.Plan.To), Least: t.Plan.Least, Beyond: t.Plan.Beyond, Actions: []control.Action{}}
	open := make(map[string]*alert.Incident, len(t.Open))
	for _, i := range t.Open {
		open[i.ID] = i
	}
	level := t.Plan.From
	left := map[string]bool{}
	for _, i := range t.Open {
		left[i.ID] = true
	}
	for n := range t.Plan.Actions {
		a := x.action(&t.Plan.Actions[n], t.Plan.Actions, open)
		for _, id := range t.Plan.Actions[n].Settles {
			delete(left, id)
		}
		a.Before = int(level)
		level = max(levelOf(t.Open, left), t.Plan.To)
		a.After = int(level)
		m.Actions = append(m.Actions, a)
	}
	return m
}

// levelOf is the level that those incidents give which are left.
func levelOf(open []*alert.Incident, left map[string]bool) yardstick.Level {
	var list []yardstick.Finding
	for _, i := range open {
		if left[i.ID] {
			list = append(list, i.Finding())
		}
	}
	level, _ := yardstick.LevelOf(list)
	return level
}

// action tells one action of a plan.
func (x *ownSite) action(a *yardstick.Action, all []yardstick.Action, open map[string]*alert.Incident) control.Action {
	c := control.Action{Task: a.Task.String(), Subject: addr(a.Subject), Name: x.name(addr(a.Subject)), Due: a.Due, WithinHours: a.Deadline.Hours(), Rows: a.Rows,
		Skipped: int(a.Skipped), Settles: []control.Settled{}, Stays: []string{}}
	elsewhere := map[string]bool{}
	for i := range all {
		if &all[i] != a {
			for _, id := range all[i].Settles {
				elsewhere[id] = true
			}
		}
	}
	for _, id := range a.Settles {
		i := open[id]
		c.Settles = append(c.Settles, control.Settled{ID: id, Priority: i.Priority, Row: i.Row, Title: lang.Text{EN: i.Title, JA: i.TitleJA}, First: lang.Text{EN: i.First, JA: i.FirstJA}})
		if !elsewhere[id] {
			c.Stays = append(c.Stays, id)
		}
	}
	return c
}

// confidence is that of the bound which is printed.
const confidence = 0.95

// learning is a forecast as it is told.
func (x *ownSite) learning(f *model.Forecast) control.Learning {
	l := control.Learning{V: control.Version, Days: f.Days, Once: f.Once, State: f.State.String(), Expected: f.Expected, Bound: f.Bound, Confidence: confidence, Unseen: f.Unseen,
		Certified: f.Certified, Frozen: x.site.Frozen(), Missing: []string{}, DaySeconds: x.day.Seconds(), Sentence: x.sentence(f),
		Compared: control.Compared{Days: f.Compared, Promised: f.Promised, AtMost: f.PromisedBound, Observed: f.Observed}}
	for _, m := range f.Missing {
		l.Missing = append(l.Missing, m.String())
	}
	return l
}

// sentence is that by which a forecast is always told; one of shorter days says so.
func (x *ownSite) sentence(f *model.Forecast) lang.Text {
	t := lang.Text{EN: forecastSentence(lang.English, *f), JA: forecastSentence(lang.Japanese, *f)}
	if x.day == 24*time.Hour {
		return t
	}
	scaled := messages[scaledDay].Fill(lang.Span(x.day))
	return lang.Text{EN: t.EN + " " + scaled.EN, JA: t.JA + scaled.JA}
}

// waiting is what of the baseline waits for a person.
func (x *ownSite) waiting(ctx context.Context, count int) (control.Waiting, error) {
	w := control.Waiting{Count: count, First: []control.Line{}}
	if count == 0 {
		return w, nil
	}
	all, err := x.Lines(ctx, &control.LinesQuery{Waiting: true})
	if err == nil {
		w.First = all.Lines[:min(len(all.Lines), maxWaitingShown)]
	}
	return w, err
}

// waits reports whether a line waits for a person.
func waits(l *control.Line) bool { return l.Standing == baseline.Pending.String() }
