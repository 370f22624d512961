package store

import "time"

// Bounds of the history of levels: more than a year can be looked back on, and a level
// that goes up and down every few minutes does not fill the store.
const (
	LevelAge  = 400 * 24 * time.Hour
	MaxLevels = 1 << 16
)

// Level is how a site stood from a time on: its level, and whether the sensor saw
// everything.
type Level struct {
	From  time.Time
	Level int // 1 to 5
	Blind bool
}

// PutLevel is PutLevel of Tx in a transaction of its own.
func (s *Store) PutLevel(l Level) error {
	return s.Write(func(t *Tx) error { return t.PutLevel(l) })
}

// PutLevel adds how the site stands from a time on, unless it is how it stood before.
// What is older than LevelAge goes, but for what still held then.
func (t *Tx) PutLevel(l Level) error {
	if l.From.IsZero() || l.Level < 1 || l.Level > 5 {
		return t.refuse("level %d from %v: it must be from 1 to 5, and have a time", l.Level, l.From)
	}
	added := t.exec(`INSERT INTO levels (time, level, blind) SELECT ?1, ?2, ?3 WHERE NOT EXISTS
		(SELECT 1 FROM levels WHERE number = (SELECT max(number) FROM levels) AND level = ?2 AND blind = ?3)`, stamp(l.From), l.Level, l.Blind)
	if added == 0 {
		return t.err
	}
	t.exec("DELETE FROM levels WHERE number < (SELECT max(number) FROM levels WHERE time <= ?)", stamp(l.From.Add(-LevelAge)))
	t.exec("DELETE FROM levels WHERE number <= (SELECT max(number) FROM levels) - ?", MaxLevels)
	return t.err
}

const levelColumns = "time, level, blind"

// Levels returns how the site stood since a time, in the order in which it was noted,
// beginning with what held then; all there is for the zero time.
func (v *View) Levels(since time.Time) ([]Level, error) {
	return list(v, scanLevel, "SELECT "+levelColumns+` FROM levels WHERE number >= coalesce((SELECT max(number) FROM levels WHERE time <= ?), 0)
		ORDER BY number`, stamp(since))
}

// LevelAt returns how the site stood at a time; ErrNotFound when that is not known.
func (v *View) LevelAt(at time.Time) (Level, error) {
	return one(v, scanLevel, "SELECT "+levelColumns+" FROM levels WHERE number = (SELECT max(number) FROM levels WHERE time <= ?)", stamp(at))
}

func scanLevel(row scanner) (l Level, err error) {
	var from int64
	err = row.Scan(&from, &l.Level, &l.Blind)
	l.From = moment(from)
	return l, err
}
