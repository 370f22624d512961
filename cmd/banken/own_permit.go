package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/watch"
)

// Permits implements control.Works.
func (x *ownSite) Permits(_ context.Context, all bool) (*control.Permits, error) {
	c := &control.Permits{V: control.Version, Zone: x.zone.String(), Permits: x.openPermits()}
	if !all {
		reviews, err := x.reviews()
		c.Permits = append(c.Permits, reviews...)
		return c, err
	}
	if x.store == nil {
		return c, nil
	}
	kept, err := x.store.AllPermits(time.Time{})
	if err != nil {
		return nil, told(err)
	}
	for _, k := range kept {
		if k.Closed.IsZero() {
			continue
		}
		r, err := x.site.EndedPermit(k.ID)
		if err != nil {
			return nil, told(err)
		}
		c.Permits = append(c.Permits, x.ended(&r))
	}
	return c, nil
}

// openPermits are those that are open or wait to begin.
func (x *ownSite) openPermits() []control.Permit {
	all := []control.Permit{}
	for _, d := range x.site.Permits() {
		all = append(all, x.permit(d))
	}
	return all
}

// reviews are those that have ended and of which lines wait for a decision.
func (x *ownSite) reviews() (all []control.Permit, err error) {
	list, err := x.site.Unreviewed()
	for i := range list {
		all = append(all, x.ended(&list[i]))
	}
	return all, told(err)
}

// permit is the work under a permit that is not closed.
func (x *ownSite) permit(d permit.Diff) control.Permit {
	p := control.Permit{State: "open", Names: x.namesOfWork(&d), Work: d}
	if x.site.Clock().Before(d.Permit.From) {
		p.State = "waiting"
	}
	return p
}

// ended is a permit that has ended.
func (x *ownSite) ended(r *watch.Reviewed) control.Permit {
	p := control.Permit{State: "closed", ClosedBy: r.ClosedBy, ReviewedBy: r.Kept.ReviewedBy, Reviewed: r.Kept.Reviewed, Undecided: r.Work.Open(),
		Names: x.namesOfWork(&r.Work), Work: r.Work}
	if r.Kept.Reviewed.IsZero() && p.Undecided > 0 {
		p.State = "review"
	}
	return p
}

// namesOfWork are the names of the devices that a permit and its lines are about.
func (x *ownSite) namesOfWork(d *permit.Diff) map[string]string {
	all, found := x.devices.names(), map[string]string{}
	take := func(a netip.Addr) {
		if n := all[addr(a)]; n != "" {
			found[addr(a)] = n
		}
	}
	for _, list := range [...][]netip.Prefix{d.Permit.Hosts, d.Permit.Assets} {
		for _, p := range list {
			if p.IsSingleIP() {
				take(p.Addr())
			}
		}
	}
	for i := range d.Lines {
		take(d.Lines[i].Host)
		take(d.Lines[i].Asset)
	}
	return found
}

// Permit implements control.Works.
func (x *ownSite) Permit(_ context.Context, ticket string) (*control.Permit, error) {
	for _, d := range x.site.Permits() {
		if d.Permit.Ticket == ticket {
			p := x.permit(d)
			return x.inZone(&p), nil
		}
	}
	r, err := x.site.EndedPermit(ticket)
	if err != nil {
		return nil, x.noPermit(err, ticket)
	}
	p := x.ended(&r)
	return x.inZone(&p), nil
}

// inZone is a permit that is not in a list.
func (x *ownSite) inZone(p *control.Permit) *control.Permit {
	p.Zone, p.Told = x.zone.String(), x.tellWork(p.Work.Lines)
	return p
}

// noPermit is the fault of a permit that was asked for in vain.
func (x *ownSite) noPermit(err error, ticket string) error {
	if !errors.Is(err, watch.ErrNothing) {
		return told(err)
	}
	for _, d := range x.site.Permits() {
		if d.Permit.Ticket == ticket {
			return said(control.Conflict, faultPermitOpen, ticket)
		}
	}
	return said(control.NotFound, faultNoSuchPermit, ticket)
}

// OpenPermit implements control.Works. Names stand for the addresses that have them.
func (x *ownSite) OpenPermit(_ context.Context, r *control.PermitRequest) (*control.Permit, error) {
	form := *r
	form.V, form.By = 1, ""
	var errs [2]error
	form.Hosts, errs[0] = x.devices.addresses(r.Hosts)
	form.Assets, errs[1] = x.devices.addresses(r.Assets)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	b, err := json.Marshal(form)
	if err != nil {
		return nil, err
	}
	p, err := permit.Parse(b)
	if err == nil {
		err = x.site.OpenPermit(p, r.By)
	}
	if err != nil {
		return nil, told(err)
	}
	c := x.permit(permit.Diff{V: 1, Permit: p, Lines: []permit.Line{}})
	return x.inZone(&c), nil
}

// ClosePermit implements control.Works.
func (x *ownSite) ClosePermit(_ context.Context, c *control.PermitClosing) (*control.Permit, error) {
	d, err := x.site.ClosePermit(c.Ticket, c.Who)
	if errors.Is(err, watch.ErrNothing) {
		if _, ended := x.site.EndedPermit(c.Ticket); ended == nil {
			return nil, said(control.Conflict, faultPermitEnded, c.Ticket)
		}
		return nil, said(control.NotFound, faultNoPermit, c.Ticket)
	}
	if err != nil {
		return nil, told(err)
	}
	p := x.ended(&watch.Reviewed{ClosedBy: c.Who, Work: d})
	return x.inZone(&p), nil
}

// ReviewPermit implements control.Works.
func (x *ownSite) ReviewPermit(_ context.Context, q *control.PermitReview) (*control.Permit, error) {
	r, err := x.site.ReviewPermit(q.Ticket, permit.Review{Approve: q.Approve, Reject: q.Reject, All: q.ApproveAll, Why: q.Why}, q.Who)
	if err != nil {
		return nil, x.noPermit(err, q.Ticket)
	}
	p := x.ended(&r)
	return x.inZone(&p), nil
}
