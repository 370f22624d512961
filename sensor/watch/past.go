package watch

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
)

// Hours is how long the count of incidents goes back.
const Hours = 24

// Past is how a site came to stand as it does.
type Past struct {
	// Before is how it stood a day before, Now how it stands and since when; both nil
	// where that was not noted.
	Before, Now *store.Level
	// Opened is how many incidents were opened in each of the last hours, the oldest
	// first, of which so many were in the two upper tiers and below.
	Opened     [Hours]int
	Top, Lower int
}

// Past returns how the site came to stand as it does.
func (s *Site) Past() (p Past, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.o.Store != nil {
		if p.Before, err = s.levelAt(s.clock().Add(-Hours * time.Hour)); err != nil {
			return p, s.errorf("level", err)
		}
		if l := s.level; l.Level > 0 {
			p.Now = &l
		}
	}
	return p, s.count(&p)
}

func (s *Site) levelAt(at time.Time) (*store.Level, error) {
	l, err := s.o.Store.LevelAt(at)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &l, err
}

// maxCounted bounds the incidents that are counted of a day.
const maxCounted = 10000

// count counts the incidents of the last day: those on the desk, and those that are
// closed.
func (s *Site) count(p *Past) error {
	now, seen := s.clock(), map[string]bool{}
	for _, i := range s.desk.Incidents() {
		p.add(i, now, seen)
	}
	if s.o.Store == nil {
		return nil
	}
	kept, err := s.o.Store.Incidents(store.IncidentFilter{Since: now.Add(-Hours * time.Hour), Limit: maxCounted})
	for _, k := range kept {
		var i alert.Incident
		if err := json.Unmarshal(k.Document, &i); err != nil {
			return s.errorf("incident "+k.ID, err)
		}
		p.add(&i, now, seen)
	}
	return s.errorf("incidents", err)
}

// add counts an incident that people were told: not work under a permit, the sensor's
// own sight, an exercise, or what another one tells.
func (p *Past) add(i *alert.Incident, now time.Time, seen map[string]bool) {
	ago := now.Sub(i.Opened)
	counts := i.Sort == alert.Security || i.Sort == alert.Site
	if seen[i.ID] || !counts || i.Exercise || i.State == alert.Merged || ago < 0 || ago >= Hours*time.Hour {
		return
	}
	seen[i.ID] = true
	p.Opened[Hours-1-int(ago/time.Hour)]++
	if i.Tier().Top() {
		p.Top++
	} else {
		p.Lower++
	}
}
