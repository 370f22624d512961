package watch

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// Today is how a site stands.
type Today struct {
	Time     time.Time
	Site     string
	Level    yardstick.Level
	Blind    bool            // the sensor does not see everything: the level is not all
	Unseen   []Unseen        // what it does not see
	Why      *alert.Incident // the incident that gives the level; nil without any
	Plan     yardstick.Plan
	Open     []*alert.Incident // standing, the most serious first
	Forecast model.Forecast
	Pending  int // entries of the baseline that wait for a person
	Permits  int
}

// Today returns how the site stands.
func (s *Site) Today() Today {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.incidents()
	t := Today{Time: s.clock(), Site: s.o.Name, Blind: s.blind(list), Unseen: s.unseen(), Forecast: s.model.Forecast(), Pending: s.model.Pending(), Permits: len(s.board.Works())}
	for _, i := range list {
		if i.State.Standing() && i.Sort != alert.Blind {
			t.Open = append(t.Open, i)
		}
	}
	slices.SortStableFunc(t.Open, func(a, b *alert.Incident) int {
		return cmp.Or(cmp.Compare(b.Tier(), a.Tier()), cmp.Compare(b.Score, a.Score), b.Opened.Compare(a.Opened))
	})
	found := findings(t.Open)
	level, why := yardstick.LevelOf(found)
	t.Level, t.Plan = level, yardstick.MustDo(found, yardstick.Target)
	for _, i := range t.Open {
		if why != nil && i.ID == why.ID {
			t.Why = i
		}
	}
	return t
}

// Incidents returns those that are not closed, by opening.
func (s *Site) Incidents() []*alert.Incident {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.incidents()
}

// incidents returns copies that share nothing with those of the desk, which goes on
// while others look at them.
func (s *Site) incidents() []*alert.Incident {
	list := s.desk.Incidents()
	for _, i := range list {
		i.Targets, i.Kinds, i.Timeline, i.Evidence = slices.Clone(i.Targets), slices.Clone(i.Kinds), slices.Clone(i.Timeline), slices.Clone(i.Evidence)
		i.Protocols, i.Operations, i.Techniques = slices.Clone(i.Protocols), slices.Clone(i.Operations), slices.Clone(i.Techniques)
		i.Detectors, i.Decisions = slices.Clone(i.Detectors), slices.Clone(i.Decisions)
	}
	return list
}

// Incident returns one by its id, or by the beginning of it when that is enough,
// closed ones as well.
func (s *Site) Incident(id string) (*alert.Incident, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found *alert.Incident
	for _, i := range s.incidents() {
		if len(id) >= minID && len(i.ID) >= len(id) && i.ID[:len(id)] == id {
			if found != nil {
				return nil, fmt.Errorf("%w: more than one incident begins with %q", ErrNothing, id)
			}
			found = i
		}
	}
	if found != nil || s.o.Store == nil {
		return found, missing(found, id)
	}
	kept, err := s.o.Store.Incident(id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, missing(nil, id)
	}
	if err == nil {
		found = &alert.Incident{}
		err = json.Unmarshal(kept.Document, found)
	}
	return found, s.errorf("incident "+id, err)
}

// minID is how much of an id must be given.
const minID = 4

func missing(i *alert.Incident, id string) error {
	if i == nil {
		return fmt.Errorf("%w: no incident %q", ErrNothing, id)
	}
	return nil
}

// Neighbours returns what one step of each input would change about an incident.
func (s *Site) Neighbours(i *alert.Incident) []yardstick.Neighbour {
	return s.table.Neighbours(i.Values)
}

// Judge notes what a person found an incident to be, see alert.Desk.Judge.
func (s *Site) Judge(id string, is alert.Disposition, who, why string) (*alert.Incident, error) {
	return s.decide(id, who, "incident-"+string(is), why, func() ([]alert.Change, error) { return s.desk.Judge(id, s.now(), is, who, why) })
}

// Acknowledge notes that somebody looks after an incident.
func (s *Site) Acknowledge(id, who, why string) (*alert.Incident, error) {
	return s.decide(id, who, "incident-acknowledge", why, func() ([]alert.Change, error) { return s.desk.Acknowledge(id, s.now(), who, why) })
}

// Shelve puts an incident aside for a time.
func (s *Site) Shelve(id string, long time.Duration, who, why string) (*alert.Incident, error) {
	return s.decide(id, who, "incident-shelve", why, func() ([]alert.Change, error) { return s.desk.Shelve(id, s.now(), long, who, why) })
}

// decide has the desk decide, stores and tells what changed.
func (s *Site) decide(id, who, what, why string, do func() ([]alert.Change, error)) (*alert.Incident, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changes, err := do()
	if err != nil {
		return nil, err
	}
	s.note(changes)
	s.decided = true
	var i *alert.Incident
	for _, c := range changes {
		if c.Incident.ID == id {
			i = c.Incident
		}
	}
	s.drillDecided(id, who, what)
	return i, errors.Join(s.record(who, what, id, why), s.settle(true))
}
