package store

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
)

// pruneBatch is how many lines one transaction deletes, so that others need not
// wait long.
const pruneBatch = 200

// Limits say what is kept. The zero value of a field keeps all. The audit trail,
// and who made which version of the baseline, are kept for ever.
type Limits struct {
	// Closed are the states in which an incident may go. Without any, none goes.
	Closed []string
	// Incidents are kept so long after their last change, and at most so many; but
	// the latest Floor are kept in any case.
	IncidentAge time.Duration
	Incidents   int
	Floor       int
	// Octets is how much of the file may be in use: beyond it the oldest incidents
	// go, down to the floor.
	Octets int64
	// Versions is how many versions of the baseline keep their contents.
	Versions int
	// Permits that were reviewed are kept so long after their end.
	PermitAge time.Duration
	// Counters are kept so long.
	CounterAge time.Duration
}

// Pruned is what went.
type Pruned struct{ Incidents, Versions, Permits, Counters int64 }

// Prune deletes what is beyond the limits at a time. The room it makes is used
// again; Vacuum gives it back to the disk.
func (s *Store) Prune(ctx context.Context, now time.Time, l Limits) (p Pruned, err error) {
	before := func(age time.Duration) int64 {
		if age <= 0 {
			return 0
		}
		return stamp(now.Add(-age))
	}
	for _, step := range []struct {
		count  *int64
		wanted bool
		f      func(*Tx) int64
	}{
		{&p.Incidents, l.IncidentAge > 0, func(t *Tx) int64 { return t.pruneIncidents(&l, "updated < ?1", before(l.IncidentAge)) }},
		{&p.Incidents, l.Incidents > 0, func(t *Tx) int64 { return t.pruneIncidents(&l, beyond, l.Incidents) }},
		{&p.Incidents, l.Octets > 0, func(t *Tx) int64 { return t.pruneOctets(&l) }},
		{&p.Versions, l.Versions > 0, func(t *Tx) int64 {
			return t.exec("DELETE FROM version_contents WHERE number <= (SELECT max(number) FROM versions) - ?", l.Versions)
		}},
		{&p.Permits, l.PermitAge > 0, func(t *Tx) int64 {
			return t.exec("DELETE FROM permits WHERE reviewed <> 0 AND ends < ?", before(l.PermitAge))
		}},
		{&p.Counters, l.CounterAge > 0, func(t *Tx) int64 { return t.exec("DELETE FROM counters WHERE day < ?", before(l.CounterAge)) }},
	} {
		if step.wanted && err == nil {
			*step.count, err = s.repeat(ctx, *step.count, step.f)
		}
	}
	return p, err
}

// repeat runs f in transactions of its own until it finds no more to delete.
func (s *Store) repeat(ctx context.Context, total int64, f func(*Tx) int64) (int64, error) {
	for {
		var n int64
		err := s.Write(func(t *Tx) error { n = f(t); return t.err })
		total += n
		if err = cmp.Or(err, ctx.Err()); err != nil || n < pruneBatch {
			return total, err
		}
	}
}

// beyond is which incidents are too many: all but the latest ?1.
const beyond = "id NOT IN (SELECT id FROM incidents ORDER BY opened DESC, id DESC LIMIT ?1)"

// pruneIncidents deletes the oldest incidents of a condition that may go.
func (t *Tx) pruneIncidents(l *Limits, condition string, arg any) int64 {
	if len(l.Closed) == 0 {
		return 0
	}
	args := []any{arg, l.Floor, pruneBatch}
	states := make([]string, len(l.Closed))
	for i, state := range l.Closed {
		states[i] = fmt.Sprintf("?%d", i+4)
		args = append(args, state)
	}
	return t.exec(`DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE `+condition+` AND state IN (`+strings.Join(states, ", ")+`)
		AND id NOT IN (SELECT id FROM incidents ORDER BY opened DESC, id DESC LIMIT ?2) ORDER BY opened, id LIMIT ?3)`, args...)
}

// pruneOctets deletes the oldest incidents while too much is in use.
func (t *Tx) pruneOctets(l *Limits) int64 {
	size, err := t.Size()
	if t.fail(err) != nil || size.Octets-size.Free <= l.Octets {
		return 0
	}
	return t.pruneIncidents(l, "?1", true)
}

// Vacuum gives room that is not used back to the disk, and empties the log.
func (s *Store) Vacuum(ctx context.Context) error {
	if s.queue.isClosed() {
		return ErrClosed
	}
	select {
	case s.queue.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.queue.turn }()
	for _, command := range []string{"PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if err := s.drain(ctx, command); err != nil {
			return s.fault(err)
		}
	}
	return nil
}

// drain carries out a command to its end: incremental_vacuum frees a page with
// each step.
func (s *Store) drain(ctx context.Context, command string) error {
	rows, err := s.conn.QueryContext(ctx, command)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
