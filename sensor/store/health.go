package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Health is what a sensor saw, and did not see, in a span of time.
type Health struct {
	Start   time.Time
	Covered time.Duration // of the span that was looked at: figures are of so long
	// Frames came to the ports; of these were Withheld by the filter in the kernel, Lost
	// before they were read, and Unparsed because their headers could not be read.
	Frames, Withheld, Lost, Unparsed int64
	Dropped                          int64         // transactions, because what is behind was too slow
	Missed, Undecoded                int64         // octets of TCP that never came, and that could not be attributed
	Blind                            time.Duration // in which the port that was blind longest was
	Transactions                     map[string]int64
}

// Add adds what was seen in another span.
func (h *Health) Add(o *Health) {
	h.Covered += o.Covered
	h.Blind += o.Blind
	for _, x := range []struct {
		to  *int64
		add int64
	}{{&h.Frames, o.Frames}, {&h.Withheld, o.Withheld}, {&h.Lost, o.Lost}, {&h.Unparsed, o.Unparsed}, {&h.Dropped, o.Dropped}, {&h.Missed, o.Missed}, {&h.Undecoded, o.Undecoded}} {
		*x.to += x.add
	}
	if h.Transactions == nil {
		h.Transactions = make(map[string]int64, len(o.Transactions))
	}
	for name, n := range o.Transactions {
		h.Transactions[name] += n
	}
}

const healthColumns = "start, covered, frames, withheld, lost, dropped, missed, unparsed, undecoded, blind, transactions"

// maxProtocols bounds the protocols of a span.
const maxProtocols = 64

// AddHealth adds a look, to what there is of its minute. A store that is short of room may
// refuse it with ErrFull: see Condition.
func (s *Store) AddHealth(h Health) error {
	return s.Write(func(t *Tx) error { return t.AddHealth(h) })
}

// AddHealth is Store.AddHealth in a transaction.
func (t *Tx) AddHealth(h Health) error {
	if t.spared(tableMinutes) {
		return t.err
	}
	bad := len(h.Transactions) > maxProtocols
	for name := range h.Transactions {
		bad = bad || name == "" || len(name) > maxName || strings.ContainsAny(name, " \n")
	}
	if h.Start.IsZero() || h.Covered < 0 || bad {
		return t.refuse("a look at the sensor must have a time, and at most %d protocols, of a word each", maxProtocols)
	}
	h.Start = h.Start.Truncate(time.Minute)
	return t.putHealth(tableMinutes, &h)
}

// putHealth adds to a line of a table.
func (t *Tx) putHealth(table string, h *Health) error {
	sum := *h
	before, err := one(&t.View, scanHealth, "SELECT "+healthColumns+" FROM "+table+" WHERE start = ?", stamp(h.Start))
	switch {
	case err == nil:
		before.Add(h)
		sum = before
	case !errors.Is(err, ErrNotFound):
		return t.fail(err)
	}
	t.exec("INSERT OR REPLACE INTO "+table+" ("+healthColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", stamp(sum.Start), int64(sum.Covered), sum.Frames, sum.Withheld, sum.Lost,
		sum.Dropped, sum.Missed, sum.Unparsed, sum.Undecoded, int64(sum.Blind), counted(sum.Transactions))
	return t.err
}

// scanHealth reads a line with its protocols.
func scanHealth(row scanner) (h Health, err error) {
	var start, covered, blind int64
	var counts string
	if err := row.Scan(&start, &covered, &h.Frames, &h.Withheld, &h.Lost, &h.Dropped, &h.Missed, &h.Unparsed, &h.Undecoded, &blind, &counts); err != nil {
		return h, err
	}
	h.Start, h.Covered, h.Blind = moment(start), time.Duration(covered), time.Duration(blind)
	return h, h.count(counts)
}

// counted writes how many transactions there were of each protocol: a line each.
func counted(counts map[string]int64) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&b, "%s %d\n", name, counts[name])
	}
	return b.String()
}

// count adds what counted wrote, of one span or of several.
func (h *Health) count(text string) error {
	h.Transactions = map[string]int64{}
	for line := range strings.Lines(text) {
		name, digits, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return fmt.Errorf("store: %q is no number of transactions", line)
		}
		h.Transactions[name] += n
	}
	return nil
}

// foldMinutes makes an hour of the oldest minutes, when it is over before a time.
func (t *Tx) foldMinutes(before int64) int64 {
	oldest, err := list(&t.View, scanHealth, "SELECT "+healthColumns+" FROM health_minutes WHERE start < ? ORDER BY start LIMIT 60", before)
	if t.fail(err) != nil || len(oldest) == 0 {
		return 0
	}
	hour := Health{Start: oldest[0].Start.Truncate(time.Hour)}
	end := hour.Start.Add(time.Hour)
	if stamp(end) > before {
		return 0
	}
	for i := range oldest {
		if oldest[i].Start.Before(end) {
			hour.Add(&oldest[i])
		}
	}
	if t.putHealth(tableHours, &hour) != nil {
		return 0
	}
	return t.exec("DELETE FROM health_minutes WHERE start < ?", stamp(end))
}

// HealthChange is a part of the sensor that came into another state.
type HealthChange struct {
	Number   int64 // grows with each; given when it is kept
	Time     time.Time
	Part     string // "port eth1", "store"
	From, To string
	Why      string
}

// AddHealthChange keeps a change of state.
func (s *Store) AddHealthChange(c HealthChange) error {
	return s.Write(func(t *Tx) error { return t.AddHealthChange(c) })
}

// AddHealthChange is Store.AddHealthChange in a transaction.
func (t *Tx) AddHealthChange(c HealthChange) error {
	if t.spared(tableChanges) {
		return t.err
	}
	if c.Time.IsZero() || c.Part == "" || len(c.Part)+len(c.From)+len(c.To) > maxName || len(c.Why) > maxNote {
		return t.refuse("a change of state must have a time and a part, in at most %d octets", maxName)
	}
	t.exec("INSERT INTO health_changes (time, part, before, after, why) VALUES (?, ?, ?, ?, ?)", stamp(c.Time), c.Part, c.From, c.To, c.Why)
	return t.err
}

// HealthChanges returns the latest changes of state from a time on, before another, at most
// limit; all for 0. The first comes first; the zero times are no bounds.
func (v *View) HealthChanges(from, before time.Time, limit int) ([]HealthChange, error) {
	end := stamp(before)
	if before.IsZero() {
		end = 1<<63 - 1
	}
	if limit <= 0 {
		limit = -1
	}
	return list(v, scanHealthChange, `SELECT * FROM (SELECT number, time, part, before, after, why FROM health_changes INDEXED BY health_changes_time
		WHERE time >= ? AND time < ? ORDER BY time DESC, number DESC LIMIT ?) ORDER BY time, number`, stamp(from), end, limit)
}

func scanHealthChange(row scanner) (c HealthChange, err error) {
	var at int64
	err = row.Scan(&c.Number, &at, &c.Part, &c.From, &c.To, &c.Why)
	c.Time = moment(at)
	return c, err
}
