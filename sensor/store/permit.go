package store

import (
	"encoding/json"
	"time"
)

// Permit is a work permit as it is kept: when it holds, what became of it, and the
// whole as a document of JSON that others made.
type Permit struct {
	ID       string
	From, To time.Time
	Document []byte
	// Closed is when it ended, the zero time before that; Diff is what was then
	// shown to be approved, with what was decided after Reviewed.
	Closed     time.Time
	ClosedBy   string
	Reviewed   time.Time
	ReviewedBy string
	Diff       string
}

const permitColumns = "id, begins, ends, document, closed, closed_by, reviewed, reviewed_by, diff"

// PutPermit keeps a permit, in place of the one with the same id unless that is
// closed. The fields from Closed on are not looked at.
func (s *Store) PutPermit(p *Permit) error {
	return s.Write(func(t *Tx) error { return t.PutPermit(p) })
}

// PutPermit is Store.PutPermit in a transaction.
func (t *Tx) PutPermit(p *Permit) error {
	if p.ID == "" || len(p.ID) > maxName || len(p.Document) > MaxDocument || !json.Valid(p.Document) {
		return t.refuse("permit %.40q with a document of %d octets; it must be JSON of at most %d", p.ID, len(p.Document), MaxDocument)
	}
	if !p.To.After(p.From) {
		return t.refuse("permit %q ends before it begins", p.ID)
	}
	changed := t.exec(`INSERT INTO permits (id, begins, ends, document) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET begins = excluded.begins, ends = excluded.ends, document = excluded.document WHERE closed = 0`,
		p.ID, stamp(p.From), stamp(p.To), string(p.Document))
	if t.err == nil && changed == 0 {
		return t.refuse("permit %q is closed", p.ID)
	}
	return t.err
}

// ClosePermit ends a permit, with what is to be approved of what was done.
func (s *Store) ClosePermit(id string, at time.Time, by, diff string) error {
	return s.Write(func(t *Tx) error { return t.ClosePermit(id, at, by, diff) })
}

// ClosePermit is Store.ClosePermit in a transaction.
func (t *Tx) ClosePermit(id string, at time.Time, by, diff string) error {
	return t.end(id, by, diff, "UPDATE permits SET closed = ?2, closed_by = ?3, diff = ?4 WHERE id = ?1 AND closed = 0", at)
}

// ReviewPermit keeps what a person decided about what was done under a permit that
// is closed: its diff, with the decisions.
func (s *Store) ReviewPermit(id string, at time.Time, by, diff string) error {
	return s.Write(func(t *Tx) error { return t.ReviewPermit(id, at, by, diff) })
}

// ReviewPermit is Store.ReviewPermit in a transaction.
func (t *Tx) ReviewPermit(id string, at time.Time, by, diff string) error {
	return t.end(id, by, diff, "UPDATE permits SET reviewed = ?2, reviewed_by = ?3, diff = ?4 WHERE id = ?1 AND closed <> 0", at)
}

// DecidePermit keeps what was decided so far about what was done under a permit that is
// closed, while something of it still waits: it is reviewed by ReviewPermit.
func (t *Tx) DecidePermit(id string, at time.Time, by, diff string) error {
	return t.end(id, by, diff, "UPDATE permits SET reviewed_by = ?3, diff = ?4 WHERE id = ?1 AND closed <> 0 AND ?2 <> 0", at)
}

// end changes one permit, or fails because it is not there or not as it must be.
func (t *Tx) end(id, by, diff, command string, at time.Time) error {
	if by == "" || at.IsZero() || len(by) > maxName || len(diff) > MaxDocument {
		return t.refuse("permit %.40q: who, and when, must be told, and the diff have at most %d octets", id, MaxDocument)
	}
	if changed := t.exec(command, id, stamp(at), by, diff); t.err != nil || changed > 0 {
		return t.err
	}
	if _, err := t.Permit(id); err != nil {
		return t.fail(err)
	}
	return t.refuse("permit %q is not in the state for that", id)
}

// Permit returns a permit; ErrNotFound when there is none.
func (v *View) Permit(id string) (Permit, error) {
	return one(v, scanPermit, "SELECT "+permitColumns+" FROM permits WHERE id = ?", id)
}

// Permits returns those that are open at a time, in the order in which they begin:
// closed later, if at all.
func (v *View) Permits(at time.Time) ([]Permit, error) {
	return list(v, scanPermit, "SELECT "+permitColumns+` FROM permits WHERE begins <= ?1 AND ends > ?1 AND (closed = 0 OR closed > ?1)
		ORDER BY begins, id`, stamp(at))
}

// AllPermits returns the permits that end at a time or later, in the order in
// which they begin; all for the zero time.
func (v *View) AllPermits(since time.Time) ([]Permit, error) {
	return list(v, scanPermit, "SELECT "+permitColumns+" FROM permits WHERE ends >= ? ORDER BY begins, id", stamp(since))
}

// UnreviewedPermits returns those that are closed and not reviewed, in the order in
// which they begin.
func (v *View) UnreviewedPermits() ([]Permit, error) {
	return list(v, scanPermit, "SELECT "+permitColumns+" FROM permits WHERE closed <> 0 AND reviewed = 0 ORDER BY begins, id")
}

func scanPermit(row scanner) (p Permit, err error) {
	var from, to, closed, reviewed int64
	err = row.Scan(&p.ID, &from, &to, &p.Document, &closed, &p.ClosedBy, &reviewed, &p.ReviewedBy, &p.Diff)
	p.From, p.To, p.Closed, p.Reviewed = moment(from), moment(to), moment(closed), moment(reviewed)
	return p, err
}
