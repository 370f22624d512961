package store

import "time"

// Counter is what was promised of false alarms on a day, against what came.
type Counter struct {
	Day            time.Time // its beginning
	Detector, Kind string    // "D1", "new-pair"; "" for all kinds
	Promised       float64   // expected number
	Observed       int64
}

// Promise sets what is expected of a day.
func (s *Store) Promise(day time.Time, detector, kind string, expected float64) error {
	return s.Write(func(t *Tx) error { return t.Promise(day, detector, kind, expected) })
}

// Promise is Store.Promise in a transaction.
func (t *Tx) Promise(day time.Time, detector, kind string, expected float64) error {
	return t.count(`INSERT INTO counters (day, detector, kind, promised) VALUES (?, ?, ?, ?)
		ON CONFLICT (day, detector, kind) DO UPDATE SET promised = excluded.promised`, day, detector, kind, expected)
}

// Observe adds to what came on a day.
func (s *Store) Observe(day time.Time, detector, kind string, n int64) error {
	return s.Write(func(t *Tx) error { return t.Observe(day, detector, kind, n) })
}

// Observe is Store.Observe in a transaction.
func (t *Tx) Observe(day time.Time, detector, kind string, n int64) error {
	return t.count(`INSERT INTO counters (day, detector, kind, observed) VALUES (?, ?, ?, ?)
		ON CONFLICT (day, detector, kind) DO UPDATE SET observed = observed + excluded.observed`, day, detector, kind, n)
}

func (t *Tx) count(command string, day time.Time, detector, kind string, x any) error {
	if day.IsZero() || len(detector)+len(kind) > maxName {
		return t.refuse("a counter must have a day, and names of at most %d octets", maxName)
	}
	t.exec(command, stamp(day), detector, kind, x)
	return t.err
}

// Counters returns the counters of days from one on, before another; without an
// end for the zero time. They are in the order of day, detector and kind.
func (v *View) Counters(from, before time.Time) ([]Counter, error) {
	return list(v, func(row scanner) (c Counter, err error) {
		var day int64
		err = row.Scan(&day, &c.Detector, &c.Kind, &c.Promised, &c.Observed)
		c.Day = moment(day)
		return c, err
	}, `SELECT day, detector, kind, promised, observed FROM counters WHERE day >= ?1 AND (?2 = 0 OR day < ?2)
		ORDER BY day, detector, kind`, stamp(from), stamp(before))
}
