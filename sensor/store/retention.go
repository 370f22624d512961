package store

import (
	"errors"
	"strings"
	"time"
)

// Names of tables.
const (
	tableHourly    = "transactions_hourly"
	tableDaily     = "transactions_daily"
	tableChannels  = "channels"
	tableMinutes   = "health_minutes"
	tableHours     = "health_hours"
	tableChanges   = "health_changes"
	tableAssets    = "assets"
	tableLevels    = "levels"
	tableCounters  = "counters"
	tableNotices   = "notices"
	tableContents  = "version_contents"
	tablePermits   = "permits"
	tableIncidents = "incidents"
)

const (
	// batchSize is how many lines one transaction deletes, so that others need not wait long.
	batchSize = 200
	// year is how long most is kept: that of the year before can be looked at.
	year = 400 * day
	// Floor is how many of the latest incidents are kept in any case, and one more.
	Floor     = 1000
	floorText = "1000"
)

// keeping says what is kept of a table.
type keeping struct {
	table string
	age   time.Duration // how long; 0: whatever its age
	most  int64         // lines; 0: as many as there are
	// Tables of a lower order give way before those of a higher one when there is no room
	// on the disk; those of order 0 never. One that is to be spared is not written while it,
	// or one of a higher order, gives way.
	order int
	spare bool
	key   string // columns that tell one line from others
	by    string // column by which the oldest line is found
	may   string // what must hold of a line that goes; "" is nothing. %s are the states in which an incident may go
	batch int    // lines that go in one transaction
	// fold, where it is set, makes of lines that are too old what is kept of them, in place
	// of deleting them.
	fold func(t *Tx, before int64) int64
}

// keepings are the tables that lines go from, in the order in which they give way. The
// others are kept for ever: their size is bounded, or as the audit trail they are what
// everything else is proved by.
var keepings = [...]keeping{
	{table: tableHourly, age: 7 * day, most: 500_000, order: 1, spare: true, key: "start, channel, operation, outcome", by: "start", batch: maxFolded, fold: (*Tx).foldHours},
	{table: tableDaily, age: year, most: 500_000, order: 2, spare: true, key: "start, channel, operation, outcome", by: "start", batch: maxFolded},
	{table: tableChannels, age: year, most: MaxChannels, order: 3, spare: true, key: "number", by: "last", batch: maxFolded,
		may: "last < min(coalesce((SELECT min(start) FROM transactions_hourly), last + 1), coalesce((SELECT min(start) FROM transactions_daily), last + 1))"},
	{table: tableMinutes, age: 48 * time.Hour, most: 10_000, order: 4, spare: true, key: "start", by: "start", batch: 60, fold: (*Tx).foldMinutes},
	{table: tableHours, age: year, most: 20_000, order: 5, spare: true, key: "start", by: "start", batch: maxFolded},
	{table: tableChanges, age: year, most: 50_000, order: 6, spare: true, key: "number", by: "time", batch: maxFolded},
	{table: tableAssets, most: MaxAssets, order: 7, spare: true, key: "address", by: "updated", may: "described = 0", batch: batchSize},
	{table: tableLevels, age: LevelAge, most: MaxLevels, order: 8, key: "number", by: "time", may: "number < (SELECT max(number) FROM levels)", batch: batchSize},
	{table: tableCounters, age: year, most: 100_000, order: 9, key: "day, detector, kind", by: "day", batch: maxFolded},
	{table: tableNotices, most: HardNotices, order: 10, key: "seq", by: "seq", may: "incident NOT IN (SELECT id FROM incidents WHERE state NOT IN (%s))", batch: batchSize},
	{table: tableContents, most: 100, order: 11, key: "number", by: "number", may: "number < (SELECT max(number) FROM version_contents)", batch: 1},
	{table: tablePermits, age: year, order: 12, key: "id", by: "ends", may: "reviewed <> 0", batch: batchSize},
	{table: tableIncidents, age: year, most: 100_000, order: 13, key: "id", by: "updated", batch: batchSize,
		may: "state IN (%s) AND (opened, id) < (SELECT opened, id FROM incidents ORDER BY opened DESC, id DESC LIMIT 1 OFFSET " + floorText + ")"},
}

// condition is that of the lines which may go.
func (k *keeping) condition(closed []string) string {
	states := make([]string, len(closed))
	for i, s := range closed {
		states[i] = "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return strings.ReplaceAll(k.may, "%s", strings.Join(states, ", "))
}

// chosen are the oldest lines that may go: ?1 of them.
func (k *keeping) chosen(closed []string, also string) string {
	var conditions []string
	for _, c := range []string{also, k.condition(closed)} {
		if c != "" {
			conditions = append(conditions, c)
		}
	}
	return "FROM " + k.table + where(conditions) + " ORDER BY " + k.by + " LIMIT ?1"
}

// drop deletes the oldest lines that may go, at most n.
func (k *keeping) drop(t *Tx, n int64) int64 {
	return t.exec("DELETE FROM "+k.table+" WHERE ("+k.key+") IN (SELECT "+k.key+" "+k.chosen(t.store.options.Closed, "")+")", n)
}

// expire lets the oldest lines go that are too old, some at a time.
func (k *keeping) expire(t *Tx, before int64) int64 {
	if k.fold != nil {
		return k.fold(t, before)
	}
	return t.exec("DELETE FROM "+k.table+" WHERE ("+k.key+") IN (SELECT "+k.key+" "+k.chosen(t.store.options.Closed, k.by+" < ?2")+")", k.batch, before)
}

// overdue reports whether there is a line that is too old: a look that writes nothing.
func (v *View) overdue(k *keeping, before int64) (bool, error) {
	if k.age == 0 {
		return false, nil
	}
	oldest, err := v.oldest(k)
	return err == nil && oldest != 0 && oldest < before, err
}

// oldest returns the time of the oldest line of a table, whether it may go or not; 0 when
// there is none.
func (v *View) oldest(k *keeping) (int64, error) {
	return one(v, scanNumber, "SELECT coalesce(min("+k.by+"), 0) FROM "+k.table)
}

// lines returns how many lines a table has.
func (v *View) lines(table string) (int64, error) {
	if table == "audit" { // numbered without a gap
		return one(v, scanNumber, "SELECT coalesce(max(seq), 0) FROM audit")
	}
	n, err := one(v, scanNumber, "SELECT lines FROM fills WHERE name = ?", table)
	if errors.Is(err, ErrNotFound) {
		return one(v, scanNumber, "SELECT count(*) FROM "+table)
	}
	return n, err
}
