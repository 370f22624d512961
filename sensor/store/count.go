package store

import "time"

// Standing is how many incidents are in a state and have a priority.
type Standing struct {
	State    string
	Priority int
	Count    int
}

// Standings returns how many incidents there are of each state and priority that
// occurs, in the order of state and priority.
func (v *View) Standings() ([]Standing, error) {
	return list(v, scanStanding, "SELECT state, priority, lines FROM standings WHERE lines > 0 ORDER BY state, priority")
}

// StandingsBetween is Standings of the incidents opened from a time on, before another.
func (v *View) StandingsBetween(from, before time.Time) ([]Standing, error) {
	pairs, err := v.Standings()
	if err != nil {
		return nil, err
	}
	var all []Standing
	for _, p := range pairs {
		if p.Count, err = one(v, scanCount, "SELECT count(*) FROM incidents INDEXED BY incidents_state WHERE state = ? AND priority = ? AND opened >= ? AND opened < ?",
			p.State, p.Priority, stamp(from), stamp(before)); err != nil {
			return nil, err
		}
		if p.Count > 0 {
			all = append(all, p)
		}
	}
	return all, nil
}

func scanStanding(row scanner) (s Standing, err error) {
	err = row.Scan(&s.State, &s.Priority, &s.Count)
	return s, err
}

func scanCount(row scanner) (n int, err error) {
	err = row.Scan(&n)
	return n, err
}
