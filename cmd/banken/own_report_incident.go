package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// Bounds of what a report looks at.
const (
	maxTold    = 5000                // incidents of the period that are counted: the latest
	maxStood   = 500                 // incidents from before it that may stand in it
	standsOver = 30 * 24 * time.Hour // how long before it those are looked for
)

// toldParts are what is read of the document of an incident that is counted.
var toldParts = []string{"sort", "disposition", "decisions"}

// toldIncident is an incident that is counted.
type toldIncident struct {
	store.Incident
	sort      alert.Sort
	closing   alert.Disposition
	decisions []alert.Decision
}

// told reads incidents as they are counted, the latest opened first.
func (r *reporter) told(f store.IncidentFilter) ([]toldIncident, error) {
	kept, err := r.store.IncidentParts(f, toldParts...)
	if err != nil {
		return nil, err
	}
	all := make([]toldIncident, len(kept))
	for i := range kept {
		all[i].Incident = kept[i]
		var parts [3]json.RawMessage
		err := json.Unmarshal(kept[i].Document, &parts)
		for n, to := range [...]any{&all[i].sort, &all[i].closing, &all[i].decisions} {
			if err == nil {
				err = json.Unmarshal(parts[n], to)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("incident %s: %w", kept[i].ID, err)
		}
		all[i].Document = nil
	}
	return all, nil
}

// opened are the incidents that were opened in the period. They are read once.
func (r *reporter) opened() (_ []toldIncident, err error) {
	if r.list == nil {
		r.list, err = r.told(store.IncidentFilter{From: r.p.From, To: r.end, Limit: maxTold})
	}
	return slices.Clone(r.list), err
}

// counts reports whether people were told of it, as of something that happened at the
// plant: not of work under a permit, the sensor's own sight, an exercise, or of what
// another one tells.
func (t *toldIncident) counts() bool {
	return (t.sort == alert.Security || t.sort == alert.Site) && !t.Exercise && alert.State(t.State) != alert.Merged
}

func (t *toldIncident) tier() yardstick.Tier {
	return yardstick.Tier(min(max(t.Priority, 0), int(yardstick.Act)))
}

func (t *toldIncident) standing() bool { return alert.State(t.State).Standing() }

// isJudgement and isPersonal are the decisions that say what an incident was, and all that
// people take.
func isJudgement(d alert.Decision) bool {
	return d.What == string(alert.Work) || d.What == string(alert.Suspicious) || d.What == string(alert.False)
}

func isPersonal(d alert.Decision) bool {
	return isJudgement(d) || d.What == "acknowledge" || d.What == "shelve"
}

// after is how long after it was opened the first decision of a sort was taken.
func (t *toldIncident) after(of func(alert.Decision) bool) (d time.Duration, ok bool) {
	i := slices.IndexFunc(t.decisions, of)
	if i < 0 {
		return 0, false
	}
	return max(t.decisions[i].Time.Sub(t.Opened), 0), true
}

// lastDecision is when it was last decided about; the zero time where it was not.
func (t *toldIncident) lastDecision() time.Time {
	if len(t.decisions) == 0 {
		return time.Time{}
	}
	return t.decisions[len(t.decisions)-1].Time
}

// stood are those of the upper tiers that were opened before the period, and were not over
// when it began.
func (r *reporter) stood() ([]toldIncident, error) {
	list, err := r.told(store.IncidentFilter{From: r.p.From.Add(-standsOver), To: r.p.From, MinPriority: int(yardstick.Attend), Limit: maxStood})
	return slices.DeleteFunc(list, func(t toldIncident) bool { return !t.standing() && t.lastDecision().Before(r.p.From) }), err
}

// whole reads the whole of some incidents, in their order.
func (r *reporter) whole(list []toldIncident) ([]*alert.Incident, error) {
	all := make([]*alert.Incident, 0, len(list))
	for i := range list {
		kept, err := r.store.Incident(list[i].ID)
		if notKept(err) {
			continue // it went meanwhile
		}
		if err != nil {
			return nil, err
		}
		x := &alert.Incident{}
		if err := json.Unmarshal(kept.Document, x); err != nil {
			return nil, fmt.Errorf("incident %s: %w", kept.ID, err)
		}
		all = append(all, x)
	}
	return all, nil
}

// byUrgency orders incidents: exercises last, the most urgent first, then by time.
func byUrgency(a, b toldIncident) int {
	exercise := func(t *toldIncident) int {
		if t.Exercise {
			return 1
		}
		return 0
	}
	return cmp.Or(exercise(&a)-exercise(&b), int(b.tier())-int(a.tier()), a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
}

// incidents are incidents as a report lists them.
func (r *reporter) incidents(list []toldIncident, most int) ([]control.ReportIncident, error) {
	slices.SortStableFunc(list, byUrgency)
	found, err := r.whole(cut(r, "incidents", list, most))
	all := make([]control.ReportIncident, len(found))
	for n, i := range found {
		all[n] = r.incidentLine(i)
	}
	return all, err
}

// namedEquipment is how many devices a line names.
const namedEquipment = 3

func (r *reporter) incidentLine(i *alert.Incident) control.ReportIncident {
	x := control.ReportIncident{Brief: briefOf(i), Equipment: []string{}, By: r.called(i.Actor), Decisions: append([]alert.Decision{}, i.Decisions...),
		More: int(i.Omitted) + max(len(i.Targets)-namedEquipment, 0)}
	for _, t := range i.Targets[:min(len(i.Targets), namedEquipment)] {
		x.Equipment = append(x.Equipment, r.called(t))
	}
	return x
}

// due are the incidents that something had to be done about in the period, those that are
// open first, then by when it was due.
func (r *reporter) due(list []toldIncident) ([]control.ReportDue, error) {
	list = slices.DeleteFunc(slices.Clone(list), func(t toldIncident) bool { return !t.counts() || !t.tier().Top() })
	slices.SortStableFunc(list, byUrgency)
	found, err := r.whole(cut(r, "must_do", list, control.MaxReportLines))
	all := []control.ReportDue{}
	for _, i := range found {
		if x, ok := r.dueOf(i); ok {
			all = append(all, x)
		}
	}
	slices.SortStableFunc(all, func(a, b control.ReportDue) int {
		open := func(d *control.ReportDue) int {
			if d.Done.IsZero() {
				return 0
			}
			return 1
		}
		return cmp.Or(open(&a)-open(&b), a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID))
	})
	return all, err
}

// dueOf is what had to be done about an incident; ok is false where nothing had.
func (r *reporter) dueOf(i *alert.Incident) (d control.ReportDue, ok bool) {
	plan := yardstick.MustDo([]yardstick.Finding{i.Finding()}, yardstick.Target)
	if len(plan.Actions) == 0 {
		return d, false
	}
	d = control.ReportDue{ID: i.ID, Priority: i.Priority, Title: lang.Text{EN: i.Title, JA: i.TitleJA}, First: lang.Text{EN: i.First, JA: i.FirstJA}, Due: plan.Actions[0].Due}
	if n := len(i.Decisions); !i.State.Standing() {
		d.Done, d.As = i.Updated, string(i.Closing)
		if n > 0 {
			d.Done, d.By = i.Decisions[n-1].Time, i.Decisions[n-1].Who
			d.As = cmp.Or(d.As, i.Decisions[n-1].What)
		}
	}
	until := d.Done
	if until.IsZero() {
		until = r.site.Clock()
	}
	d.Late = until.After(d.Due)
	return d, true
}
