package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Audit is a line of the audit trail.
type Audit struct {
	Seq     int64 // from 1, without a gap; given when it is added
	Time    time.Time
	Who     string // the person or part that did it
	What    string // "permit-open", "incident-close"
	Subject string // to what
	Detail  []byte // JSON; nil for none
	// Previous is the hash of the line before, zeros for the first; Hash is that of
	// this one.
	Previous, Hash Hash
}

func (a *Audit) sum() Hash {
	return link("banken audit 1", a.Previous[:], number(a.Seq), number(stamp(a.Time)), []byte(a.Who), []byte(a.What), []byte(a.Subject), a.Detail)
}

const auditColumns = "seq, time, who, what, subject, detail, previous, hash"

// Audit adds a line to the audit trail and returns its end.
func (s *Store) Audit(a Audit) (head Head, err error) {
	err = s.Write(func(t *Tx) (err error) {
		head, err = t.Audit(a)
		return err
	})
	return head, err
}

// Audit is Store.Audit in a transaction: what is done and the line about it are
// both there, or neither.
func (t *Tx) Audit(a Audit) (Head, error) {
	if a.Detail == nil {
		a.Detail = []byte("null")
	}
	if a.Who == "" || a.What == "" || len(a.Who)+len(a.What)+len(a.Subject)+len(a.Detail) > maxNote || !json.Valid(a.Detail) {
		return Head{}, t.refuse("a line of the audit trail must say who and what, in at most %d octets, and its detail be JSON", maxNote)
	}
	head, err := t.AuditHead()
	if t.fail(err) != nil {
		return Head{}, t.err
	}
	a.Seq, a.Previous = head.Seq+1, head.Hash
	a.Hash = a.sum()
	t.exec("INSERT INTO audit ("+auditColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?)", a.Seq, stamp(a.Time), a.Who, a.What, a.Subject, string(a.Detail), a.Previous[:], a.Hash[:])
	return Head{a.Seq, a.Hash}, t.err
}

// AuditHead returns the end of the audit trail; zeros when it is empty.
func (v *View) AuditHead() (Head, error) {
	heads, err := list(v, scanHead, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
	if len(heads) == 0 {
		return Head{}, err
	}
	return heads[0], err
}

func scanHead(row scanner) (h Head, err error) {
	err = row.Scan(&h.Seq, &h.Hash)
	return h, err
}

// AuditTrail returns lines of the audit trail from a number on, at most limit; all
// for 0.
func (v *View) AuditTrail(from int64, limit int) ([]Audit, error) {
	if limit <= 0 {
		limit = -1
	}
	return list(v, scanAudit, "SELECT "+auditColumns+" FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?", from, limit)
}

// VerifyAudit computes the whole trail anew and returns its end. Heads that were
// kept elsewhere must be in it. The error is ErrChain when it was changed, and
// tells where.
func (v *View) VerifyAudit(ctx context.Context, kept ...Head) (end Head, err error) {
	left := map[Head]bool{}
	for _, h := range kept {
		left[h] = h != Head{}
	}
	err = v.each(ctx, func(row scanner) error {
		a, err := scanAudit(row)
		if err != nil {
			return err
		}
		if a.Seq != end.Seq+1 || a.Previous != end.Hash || a.sum() != a.Hash {
			return v.brokenAt("audit line", end.Seq+1)
		}
		end = Head{a.Seq, a.Hash}
		delete(left, end)
		return nil
	}, "SELECT "+auditColumns+" FROM audit ORDER BY seq")
	for _, h := range kept {
		if err == nil && left[h] {
			err = &Fault{Reason: ErrChain, Text: broken.Fill(v.file, fmt.Sprintf("audit line %d is not the one that was kept", h.Seq))}
		}
	}
	return end, err
}

func scanAudit(row scanner) (a Audit, err error) {
	var at int64
	err = row.Scan(&a.Seq, &at, &a.Who, &a.What, &a.Subject, &a.Detail, &a.Previous, &a.Hash)
	a.Time = moment(at)
	return a, err
}
