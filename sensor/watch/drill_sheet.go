package watch

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// drillNote takes changes of incidents into the sheet of the drill that runs. A real one
// that needs people ends it.
func (s *Site) drillNote(list []alert.Change) {
	x := s.drill
	if x == nil {
		return
	}
	for _, c := range list {
		i := c.Incident
		switch {
		case i.Exercise:
			x.found(c)
		case needsPeople(i):
			x.real = i.ID
		}
	}
}

// found notes an incident of the drill as it is now.
func (x *rehearsal) found(c alert.Change) {
	i, r := c.Incident, x.sheet
	f := r.Find(i.ID)
	if f == nil {
		if len(r.Incidents) >= drill.MaxFound || x.over {
			return
		}
		r.Incidents = append(r.Incidents, drill.Found{ID: i.ID, Opened: i.Opened, Priority: i.Priority})
		f = &r.Incidents[len(r.Incidents)-1]
		r.Add(drill.Moment{Time: i.Updated, Kind: "shown", Who: byBanken, Text: lang.Text{EN: i.Title, JA: i.TitleJA}})
		if r.Shown.IsZero() {
			r.Shown = i.Updated
		}
	} else if c.What == alert.Escalated && drill.Higher(i.Priority, f.Priority) {
		r.Add(drill.Moment{Time: i.Updated, Kind: "shown", Who: byBanken, Text: lang.Text{EN: i.Title, JA: i.TitleJA}})
	}
	if drill.Higher(i.Priority, f.Priority) {
		f.Priority = i.Priority
	}
	f.Title, f.Count, f.State = lang.Text{EN: i.Title, JA: i.TitleJA}, i.Count, string(i.State)
	f.Kinds = f.Kinds[:0:0]
	for _, k := range i.Kinds[:min(len(i.Kinds), drill.MaxKinds)] {
		f.Kinds = append(f.Kinds, k.Kind)
	}
	x.fresh, x.owed = true, true
}

// drillDecided notes what a person decided about an incident of the drill that runs.
func (s *Site) drillDecided(id, who, what string) {
	x := s.drill
	if x == nil || x.sheet.Find(id) == nil || !byPerson(who) {
		return
	}
	short := strings.TrimPrefix(what, "incident-")
	x.sheet.Decide(id, drill.Mark{Time: s.clock(), Who: who, What: short}, disposes(what))
	x.sheet.Add(drill.Moment{Time: s.clock(), Kind: "people", Who: who, Text: lang.Plain(short)})
	x.owed = true
}

// planDrill makes the plan of what must be done, as it were if the drill was real.
func (s *Site) planDrill(x *rehearsal) {
	if !x.fresh {
		return
	}
	x.fresh = false
	var open []yardstick.Finding
	for _, i := range s.desk.Incidents() {
		if i.Exercise && i.State.Standing() && x.sheet.Find(i.ID) != nil {
			f := i.Finding()
			f.Exercise = false
			open = append(open, f)
		}
	}
	plan := yardstick.MustDo(open, yardstick.Target)
	for n := range plan.Actions {
		a := &plan.Actions[n]
		d := drill.Deed{Task: a.Task.String(), Since: s.clock()}
		if a.Subject.IsValid() {
			d.Subject, d.Name = a.Subject.String(), s.nameOf(a.Subject)
		}
		if x.sheet.Deed(d.Task, d.Subject) == nil && len(x.sheet.Deeds) < drill.MaxDeeds {
			x.sheet.Deeds = append(x.sheet.Deeds, d)
			x.owed = true
			s.revision.bump()
		}
	}
}

// DrillDone notes that somebody did something that must be done in the drill that runs.
func (s *Site) DrillDone(task, subject, who string) (*drill.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.drill
	if x == nil {
		return nil, drill.None()
	}
	d := x.sheet.Deed(task, subject)
	if d == nil {
		return nil, drill.NoAction()
	}
	if d.Done != nil {
		return x.sheet.Clone(), nil
	}
	d.Done = &drill.Mark{Time: s.clock(), Who: who, What: task}
	name := d.Name
	x.sheet.Add(drill.Moment{Time: s.clock(), Kind: "done", Who: who, Text: lang.Plain(task + " " + name)})
	x.owed = true
	return x.sheet.Clone(), errors.Join(s.record(who, "drill-done", fmt.Sprintf("drill %d", x.sheet.Number), task+" "+subject), s.keepSheet())
}

// RemarkDrill adds a remark to the sheet of a drill, which may be over.
func (s *Site) RemarkDrill(number int64, who, text string) (*drill.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.drillSheet(number)
	if err != nil {
		return nil, err
	}
	if err := r.Remark(s.clock(), who, text); err != nil {
		return nil, err
	}
	kept, err := sheetOf(r)
	if err == nil {
		err = s.o.Store.Write(func(tx *store.Tx) error {
			return errors.Join(tx.PutDrill(kept), s.audit(tx, who, "drill-remark", fmt.Sprintf("drill %d", number), text))
		})
	}
	s.revision.bump()
	return r.Clone(), s.errorf("drill", err)
}

// drillSheet returns the sheet of a number: of the drill that runs that itself.
func (s *Site) drillSheet(number int64) (*drill.Result, error) {
	if s.drill != nil && s.drill.sheet.Number == number {
		return s.drill.sheet, nil
	}
	if s.o.Store == nil {
		return nil, drill.NoSheet(number)
	}
	kept, err := s.o.Store.Drill(number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, drill.NoSheet(number)
	}
	if err != nil {
		return nil, s.errorf("drill", err)
	}
	return parseSheet(&kept)
}

// DrillSheet returns the sheet of a drill by its number.
func (s *Site) DrillSheet(number int64) (*drill.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.drillSheet(number)
	if err != nil {
		return nil, err
	}
	return r.Clone(), nil
}

// Drill returns the sheet of the drill that runs, nil when there is none.
func (s *Site) Drill() *drill.Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drill == nil {
		return nil
	}
	return s.drill.sheet.Clone()
}

// maxSheets is how many sheets are listed: a drill a week for two years.
const maxSheets = 100

// DrillSheets returns the latest sheets in short, the latest first.
func (s *Site) DrillSheets() ([]drill.Brief, error) {
	if s.o.Store == nil {
		return nil, nil
	}
	list, err := s.o.Store.Drills(maxSheets)
	if err != nil {
		return nil, s.errorf("drills", err)
	}
	all := make([]drill.Brief, 0, len(list))
	for i := range list {
		r, err := parseSheet(&list[i])
		if err != nil {
			return nil, s.errorf("drills", err)
		}
		all = append(all, r.Brief())
	}
	return all, nil
}

// Bound is a scenario as it is bound to the plant, or why it cannot be.
type Bound struct {
	drill.Scenario
	Cast   []drill.Role
	Length time.Duration
	Why    error // nil where it can be played
}

// Scenarios returns every scenario, bound to the plant as it is now.
func (s *Site) Scenarios() (all []Bound) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.plant()
	for _, x := range drill.All() {
		b := Bound{Scenario: x}
		if script, err := drill.Bind(x.ID, p); err != nil {
			b.Why = err
		} else {
			b.Cast, b.Length = script.Cast, script.Length
		}
		all = append(all, b)
	}
	return all
}
