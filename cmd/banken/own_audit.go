package main

import (
	"context"
	"errors"
	"slices"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
)

// Audit implements control.Trail.
func (x *ownSite) Audit(_ context.Context, q *control.AuditQuery) (*control.Audit, error) {
	a := &control.Audit{V: control.Version, Zone: x.zone.String(), Lines: []control.AuditLine{}}
	if x.store == nil {
		return nil, said(control.Conflict, faultNothingKept)
	}
	limit := int64(control.MaxAuditLines)
	if q.Limit > 0 {
		limit = min(limit, int64(q.Limit))
	}
	end := q.Before - 1
	if q.Before == 0 {
		head, err := x.store.AuditHead()
		if err != nil {
			return nil, told(err)
		}
		end = head.Seq
	}
	first := max(end-limit+1, 1)
	if end < first {
		return a, nil
	}
	lines, err := x.store.AuditTrail(first, int(end-first+1))
	if err != nil {
		return nil, told(err)
	}
	slices.Reverse(lines)
	for _, l := range lines {
		a.Lines = append(a.Lines, control.AuditLine{Number: l.Seq, Time: l.Time, Who: l.Who, What: l.What, Subject: l.Subject, Detail: l.Detail, Hash: l.Hash.String()})
	}
	a.More = first > 1
	return a, nil
}

// CheckAudit implements control.Trail.
func (x *ownSite) CheckAudit(ctx context.Context) (*control.AuditCheck, error) {
	if x.store == nil {
		return nil, said(control.Conflict, faultNothingKept)
	}
	end, err := x.store.VerifyAudit(ctx)
	c := &control.AuditCheck{V: control.Version, Lines: end.Seq, Hash: end.Hash.String()}
	if errors.Is(err, store.ErrChain) {
		c.Fault, err = err.Error(), nil
	}
	return c, told(err)
}
