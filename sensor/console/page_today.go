package console

import (
	"net/http"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// Bounds of the first page, which is one screen.
const (
	firstActions   = 3
	firstIncidents = 5
)

// todayData is what the page of today shows.
type todayData struct {
	Today   *control.Today
	Meaning string // the level in words
	First   []action
	Actions int // how many there are
	Nothing string
	Open    incidentTable
}

// showToday shows how the site stands: one screen.
func (c *Console) showToday(_ *http.Request, v *view) (any, error) {
	t := v.Today
	d := &todayData{Today: t, Meaning: v.meaning(), Actions: len(t.MustDo.Actions), Nothing: v.nothing()}
	d.First = v.actions(firstActions)
	d.Open = c.table(v, t.Open[:min(len(t.Open), firstIncidents)])
	return d, nil
}

// meaning is the level in words: never that all is as usual while not all is seen, or
// while it is not known what is usual.
func (v *view) meaning() string {
	t := v.Today
	known := t.Learning.State != "cold" && t.Learning.State != "learning"
	if t.Level == 1 && (t.Blind != nil || len(t.Open) > 0 || !known) {
		return words["level.1.else"].In(v.Lang)
	}
	return v.Word("meaning", level(t.Level))
}

// nothing says why nothing must be done; "" where something must.
func (v *view) nothing() string {
	t := v.Today
	switch {
	case len(t.MustDo.Actions) > 0:
		return ""
	case t.Blind != nil:
		return words["nothing.blind"].In(v.Lang)
	case t.Learning.Bound > 0:
		return words["nothing.today"].In(v.Lang)
	}
	return words["nothing.learning"].In(v.Lang)
}

// action is one thing that must be done, in words.
type action struct {
	control.Action
	What, Until, Effect, Skipped string
	First                        string
	Late                         bool
}

// actions are the first of those that must be done.
func (v *view) actions(most int) (list []action) {
	for _, a := range v.Today.MustDo.Actions[:min(most, len(v.Today.MustDo.Actions))] {
		list = append(list, v.action(a))
	}
	return list
}

func (v *view) action(a control.Action) action {
	name := lang.Plain(a.Name)
	if a.Name == "" {
		name = words["whole-site"]
	}
	x := action{Action: a, What: words["task."+a.Task].Say(v.Lang, name), Late: a.Due.Before(v.Now)}
	when := a.Due.In(v.Zone).Format("01-02 15:04")
	if x.Late {
		x.Until = words["due.late"].Say(v.Lang, when)
	} else {
		x.Until = words["due"].Say(v.Lang, when, lang.Span(a.Due.Sub(v.Now).Truncate(time.Minute)))
	}
	if len(a.Settles) > 0 {
		x.First = a.Settles[0].First.In(v.Lang)
	}
	x.Effect = words["effect"].Say(v.Lang, a.Before, a.After)
	if len(a.Stays) > 0 {
		x.Skipped = words["skipped"].Say(v.Lang, a.Skipped, len(a.Stays))
	}
	return x
}

// mustDoData is what the page of what must be done shows.
type mustDoData struct {
	Plan             *control.MustDo
	Actions          []action
	Nothing, Because string
}

// showMustDo shows the least that must be done.
func (c *Console) showMustDo(_ *http.Request, v *view) (any, error) {
	t := v.Today
	d := &mustDoData{Plan: &t.MustDo, Actions: v.actions(len(t.MustDo.Actions)), Nothing: v.nothing()}
	if t.Blind == nil && t.Learning.Bound > 0 {
		d.Because = t.Learning.Sentence.In(v.Lang)
	}
	return d, nil
}
