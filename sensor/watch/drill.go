package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/store"
)

// rehearsal is a drill that runs: a script that is played to a copy of the model. What
// deviates in the copy goes to the desk, marked as an exercise. What the site learns and
// judges by knows nothing of it.
type rehearsal struct {
	script *drill.Script
	sheet  *drill.Result
	model  *model.Model // the copy
	began  int64        // the model's time
	until  int64
	next   int // of the observations
	event  baseline.Event
	over   bool   // it is being ended: what changes now is no decision
	fresh  bool   // its incidents have changed since the plan was made
	owed   bool   // the sheet has changed since it was kept
	real   string // id of a real incident that needs people
}

// Attend tells the site that a sensor looks on: time goes on by itself, so that drills
// are possible.
func (s *Site) Attend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attended = true
}

// StartDrill begins a drill. Of what the errors say a person can do something about, they
// are drill.Refusals.
func (s *Site) StartDrill(o drill.Order) (*drill.Result, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	script, state, err := s.prepareDrill(&o)
	if err != nil {
		return nil, err
	}
	// The copy is made while the site goes on: that takes a while when much was learned.
	x := &rehearsal{script: script}
	x.model = model.New(model.Options{Settings: s.o.Settings, Zone: s.o.Zone, Protocols: s.o.Protocols, Report: func(d *baseline.Deviation) { s.rehearse(x, d) }})
	if err := x.model.Restore(state); err != nil {
		return nil, s.errorf("drill", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.mayDrill(); err != nil { // somebody may have been faster
		return nil, err
	}
	return s.beginDrill(x, &o)
}

// prepareDrill binds the scenario and returns the state that the copy is made of.
func (s *Site) prepareDrill(o *drill.Order) (*drill.Script, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.mayDrill(); err != nil {
		return nil, nil, err
	}
	script, err := drill.Bind(o.Scenario, s.plant())
	if err != nil {
		return nil, nil, err
	}
	state := s.model.AppendState(nil)
	room := s.o.Room
	if room == nil {
		room = drill.Free
	}
	if free, told := room(); told && free < drill.Needs(len(state)) {
		return nil, nil, drill.NoRoom(drill.Needs(len(state))>>20, free>>20)
	}
	return script, state, nil
}

// mayDrill reports why there can be no drill now, nil when there can.
func (s *Site) mayDrill() error {
	switch {
	case s.drill != nil:
		return drill.Running(s.drill.sheet.Title)
	case s.o.Store == nil:
		return drill.Unkept()
	case !s.attended || s.o.Exercise || s.now() == 0:
		return drill.Elsewhere()
	}
	for _, i := range s.desk.Incidents() {
		if needsPeople(i) {
			return drill.Real(i.ID)
		}
	}
	return nil
}

// needsPeople reports whether an incident is real, in the top tiers, and not dealt with.
func needsPeople(i *alert.Incident) bool {
	return !i.Exercise && i.State.Standing() && (i.Sort == alert.Security || i.Sort == alert.Site) && i.Priority != "" && i.Tier().Top()
}

func (s *Site) beginDrill(x *rehearsal, o *drill.Order) (*drill.Result, error) {
	x.sheet = drill.NewResult(x.script, o, s.o.Name, s.clock())
	x.began = s.model.Now()
	x.until = x.began + int64(o.Goals.Last*1e9)
	kept, err := sheetOf(x.sheet)
	if err == nil {
		err = s.o.Store.Write(func(tx *store.Tx) error {
			return errors.Join(tx.AddDrill(kept), s.audit(tx, o.Who, "drill-start", o.Scenario, o.Goals))
		})
	}
	if err != nil {
		return nil, s.errorf("drill", err)
	}
	x.sheet.Number, x.owed = kept.Number, true
	s.drill = x
	s.revision.bump()
	return x.sheet.Clone(), s.keepSheet()
}

func sheetOf(r *drill.Result) (*store.Drill, error) {
	doc, err := json.Marshal(r)
	return &store.Drill{Number: r.Number, Scenario: r.Scenario, Leader: r.Leader, Started: r.Started, Ended: r.Ended, Document: doc}, err
}

// keepSheet keeps the sheet of the drill that runs, where it has changed.
func (s *Site) keepSheet() error {
	x := s.drill
	if x == nil || !x.owed {
		return nil
	}
	kept, err := sheetOf(x.sheet)
	if err == nil {
		err = s.o.Store.Write(func(tx *store.Tx) error { return tx.PutDrill(kept) })
	}
	if err == nil {
		x.owed = false
	}
	return s.errorf("drill", err)
}

// playDrill plays what is due, and ends what is over.
func (s *Site) playDrill() error {
	x := s.drill
	if x == nil {
		return nil
	}
	now := s.model.Now()
	for x.next < len(x.script.Observations) && x.began+int64(x.script.Observations[x.next].At) <= now {
		o := x.script.Observations[x.next]
		x.next++
		s.play(x, &o)
	}
	x.model.Tick(now)
	s.planDrill(x)
	switch {
	case x.real != "":
		return s.endDrill(drill.ForReal, byBanken)
	case now >= x.until:
		return s.endDrill(drill.Over, byTime)
	case x.next == len(x.script.Observations) && x.sheet.Complete():
		return s.endDrill(drill.Done, byBanken)
	}
	return s.keepSheet()
}

// play gives an observation of the script to the copy.
func (s *Site) play(x *rehearsal, o *drill.Observation) {
	at := x.began + int64(o.At)
	switch {
	case o.Event != nil:
		x.event = *o.Event
		x.event.Time = at
		x.model.Event(&x.event)
	case o.Contact != nil:
		c := *o.Contact
		c.Time = at
		x.model.Contact(&c)
	case o.Binding != nil:
		b := *o.Binding
		b.Time = at
		x.model.Binding(&b)
	case !o.Says.Empty():
		x.sheet.Add(drill.Moment{Time: time.Unix(0, at-s.shift).UTC(), Kind: "script", Text: o.Says})
		x.owed = true
	}
}

// hears has the copy take a real event, where the script needs what else goes on: all but
// what it silences.
func (x *rehearsal) hears(e *baseline.Event) {
	if x == nil || !x.script.Silent.IsValid() || e.Client.Addr() == x.script.Silent || e.Server.Addr() == x.script.Silent {
		return
	}
	x.event = *e
	x.model.Event(&x.event)
}

// rehearse takes a deviation of the copy, when it is one of the drill. The copy hears
// nothing but the script: that all else is silent, or comes at another pace, is none.
func (s *Site) rehearse(x *rehearsal, d *baseline.Deviation) {
	if s.drill != x || !x.about(d) {
		return
	}
	d.Time, d.Event, d.Exercise = d.Time-s.shift, d.Event-s.shift, true
	s.note(s.desk.Add(d))
}

func (x *rehearsal) about(d *baseline.Deviation) bool {
	timed := d.Meaning.Detector == baseline.Timing || d.Meaning.Detector == baseline.Latency
	parts := [...]netip.Addr{d.Client, d.Server, d.Actor, d.Target}
	if silent := x.script.Silent; silent.IsValid() {
		return timed && slices.Contains(parts[:], silent)
	}
	return !timed && d.Meaning.Detector != baseline.Visible && slices.ContainsFunc(x.script.Cast, func(r drill.Role) bool {
		return slices.ContainsFunc(parts[:], func(a netip.Addr) bool { return a.IsValid() && a.String() == r.Address })
	})
}

// closing is why incidents of a drill are closed at its end.
const closing = "the exercise is over / 演習は終了しました"

// endDrill ends the drill that runs, and closes its incidents.
func (s *Site) endDrill(why, who string) error {
	x := s.drill
	x.over = true
	x.sheet.Ended, x.sheet.End, x.sheet.EndedBy = s.clock(), why, who
	s.closeExercises(x.sheet.Started)
	s.drill = nil
	kept, err := sheetOf(x.sheet)
	if err == nil {
		err = s.o.Store.Write(func(tx *store.Tx) error {
			return errors.Join(tx.PutDrill(kept), s.audit(tx, who, "drill-stop", fmt.Sprintf("drill %d", x.sheet.Number), why))
		})
	}
	s.revision.bump()
	return errors.Join(s.errorf("drill", err), s.settle(true))
}

// closeExercises closes the incidents of exercises that were opened since a time.
func (s *Site) closeExercises(since time.Time) {
	for _, i := range s.desk.Incidents() {
		if !i.Exercise || !i.State.Standing() || i.Opened.Before(since) {
			continue
		}
		if changes, err := s.desk.Judge(i.ID, s.now(), alert.Work, byBanken, closing); err == nil {
			s.note(changes)
		}
	}
}

// StopDrill ends the drill that runs.
func (s *Site) StopDrill(who string) (*drill.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drill == nil {
		return nil, drill.None()
	}
	sheet := s.drill.sheet
	err := s.endDrill(drill.Stopped, who)
	return sheet.Clone(), err
}

// overDrills ends drills that ran when the sensor was stopped.
func (s *Site) overDrills() error {
	list, err := s.o.Store.OpenDrills()
	if err != nil || len(list) == 0 {
		return err
	}
	for i := range list {
		sheet, err := parseSheet(&list[i])
		if err != nil {
			return err
		}
		sheet.Ended, sheet.End, sheet.EndedBy = s.clock(), drill.Restart, byBanken
		if !s.o.Exercise {
			s.closeExercises(sheet.Started)
		}
		for n := range sheet.Incidents {
			sheet.Incidents[n].State = string(alert.Closed)
		}
		kept, err := sheetOf(sheet)
		if err == nil {
			err = s.o.Store.Write(func(tx *store.Tx) error {
				return errors.Join(tx.PutDrill(kept), s.audit(tx, byBanken, "drill-stop", fmt.Sprintf("drill %d", sheet.Number), drill.Restart))
			})
		}
		if err != nil {
			return err
		}
	}
	return s.settle(true)
}

func parseSheet(kept *store.Drill) (*drill.Result, error) {
	r := &drill.Result{}
	if err := json.Unmarshal(kept.Document, r); err != nil {
		return nil, fmt.Errorf("drill %d: %w", kept.Number, err)
	}
	r.Number = kept.Number
	return r, nil
}

// byPerson reports whether a decision is one of a person.
func byPerson(who string) bool { return who != "" && who != byBanken && who != byTime }

// disposes reports whether what was decided is a disposition.
func disposes(what string) bool {
	switch alert.Disposition(strings.TrimPrefix(what, "incident-")) {
	case alert.Work, alert.Suspicious, alert.False:
		return true
	}
	return false
}
