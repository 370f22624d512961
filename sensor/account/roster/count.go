package roster

import (
	"maps"
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/store"
)

const (
	// tellEvery is how often wrong attempts at a name are told at most.
	tellEvery = 10 * time.Minute
	// maxAddresses is how many addresses a line tells.
	maxAddresses = 8
	// longWait is from when on a wait is told by itself: before, it is a person whose
	// fingers slip.
	longWait = time.Minute
	// maxOwed bounds the lines that wait for the store to take them; beyond it nobody
	// signs in any more, because it could not be told.
	maxOwed = 256
)

// failures are wrong attempts that were not told yet.
type failures struct {
	count       int
	first, last time.Time
	from        []string
	more        bool // from more addresses than are told
	wait        time.Duration
	told        time.Time // when the last line was written
}

// count notes a wrong attempt at a name; "" is all that nobody has.
func (d *Desk) count(now time.Time, name string, from netip.Addr, wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.failed[name] // as many as there are people, and one
	if f == nil {
		f = &failures{}
		d.failed[name] = f
	}
	if f.count == 0 {
		f.first = now
	}
	f.count++
	f.last = now
	f.wait = max(f.wait, wait)
	a := address(from)
	switch {
	case slices.Contains(f.from, a):
	case len(f.from) < maxAddresses:
		f.from = append(f.from, a)
	default:
		f.more = true
	}
}

// owe keeps a line for when the store takes it again. It reports whether there was room.
func (d *Desk) owe(line store.Audit) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.owed) >= maxOwed {
		return false
	}
	d.owed = append(d.owed, line)
	return true
}

// Tick lets time pass: what is due is written. It is called every few seconds.
func (d *Desk) Tick(now time.Time) error { return d.write(now, false) }

// Close writes all that is left. The store stays open.
func (d *Desk) Close(now time.Time) error { return d.write(now, true) }

// write writes the lines that are due.
func (d *Desk) write(now time.Time, all bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	lines := d.owed
	var due []string
	for _, name := range slices.Sorted(maps.Keys(d.failed)) {
		f := d.failed[name]
		switch waited := now.Sub(f.told).Abs() >= tellEvery; {
		case f.count > 0 && (all || waited):
			list, err := f.lines(name)
			if err != nil {
				return err
			}
			lines, due = append(lines, list...), append(due, name)
		case f.count == 0 && waited:
			delete(d.failed, name)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	err := d.store.Write(func(tx *store.Tx) error {
		for _, l := range lines {
			if _, err := tx.Audit(l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	d.owed = nil
	for _, name := range due {
		*d.failed[name] = failures{told: now}
	}
	return nil
}

// lines are what is told of wrong attempts at a name.
func (f *failures) lines(name string) ([]store.Audit, error) {
	detail := map[string]any{"count": f.count, "first": f.first.UTC(), "last": f.last.UTC(), "addresses": f.from, "more_addresses": f.more}
	if name == "" {
		detail["unknown_names"] = true
	}
	line, err := lineOf(f.last, Actor{Name: part}, "signin-failed", name, detail)
	if err != nil || f.wait < longWait {
		return []store.Audit{line}, err
	}
	locked, err := lineOf(f.last, Actor{Name: part}, "signin-delayed", name, map[string]any{"wait_seconds": int(f.wait / time.Second), "longest_seconds": int(account.LongestWait / time.Second)})
	return []store.Audit{line, locked}, err
}

// part is under which name what nobody did stands in the audit trail.
const part = "sign-in"
