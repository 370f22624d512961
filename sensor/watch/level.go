package watch

import (
	"errors"
	"math"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// noteLevel keeps how the site stands, when that has changed.
func (s *Site) noteLevel() error {
	if s.o.Store == nil || s.now() == 0 {
		return nil
	}
	list := s.desk.Incidents()
	level, _ := yardstick.LevelOf(findings(list))
	l := store.Level{From: s.clock(), Level: int(level), Blind: s.blind(list)}
	if l.Level == s.level.Level && l.Blind == s.level.Blind {
		return nil
	}
	if err := s.o.Store.PutLevel(l); err != nil {
		return s.errorf("level", err)
	}
	s.level = l
	s.revision.bump()
	return nil
}

// recallLevel takes over what was noted last.
func (s *Site) recallLevel() error {
	l, err := s.o.Store.LevelAt(time.Unix(0, math.MaxInt64))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	s.level = l
	return err
}

// findings are the standing incidents as the yardstick sees them.
func findings(list []*alert.Incident) (all []yardstick.Finding) {
	for _, i := range list {
		if i.State.Standing() && i.Sort != alert.Blind {
			all = append(all, i.Finding())
		}
	}
	return all
}

// blind reports whether the sensor does not see everything: then nothing is normal.
func (s *Site) blind(list []*alert.Incident) bool {
	for _, i := range list {
		if i.Sort == alert.Blind && !i.Exercise {
			return true
		}
	}
	return s.model.Blind() || len(s.unseen()) > 0
}

// Unseen is a part of what the sensor sees with, or of what it should see, that it
// does not see.
type Unseen struct {
	Part  string // "port eth1", "conversation 10.0.0.1:40000 > 10.0.0.2:502"
	Kind  string // of baseline.VisibilityKind
	Since time.Time
}

// unseen returns the parts that are not seen, in the order they were first told of.
func (s *Site) unseen() (all []Unseen) {
	s.model.Unseen(func(part string, kind baseline.VisibilityKind, since int64) bool {
		all = append(all, Unseen{part, kind.String(), time.Unix(0, since-s.shift).UTC()})
		return true
	})
	return all
}
