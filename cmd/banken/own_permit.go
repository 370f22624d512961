package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/watch"
)

// Permits implements control.Works.
func (x *ownSite) Permits(_ context.Context, all bool) (*control.Permits, error) {
	c := &control.Permits{V: control.Version, Zone: x.zone.String(), Permits: []control.Permit{}}
	for _, d := range x.site.Permits() {
		c.Permits = append(c.Permits, x.permit(d))
	}
	if !all || x.store == nil {
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
		d, err := permit.ParseDiff([]byte(k.Diff))
		if err != nil {
			return nil, told(err)
		}
		c.Permits = append(c.Permits, control.Permit{State: "closed", ClosedBy: k.ClosedBy, Work: d})
	}
	return c, nil
}

// permit is the work under a permit that is not closed.
func (x *ownSite) permit(d permit.Diff) control.Permit {
	p := control.Permit{State: "open", Work: d}
	if x.site.Clock().Before(d.Permit.From) {
		p.State = "waiting"
	}
	return p
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
	c.Zone = x.zone.String()
	return &c, nil
}

// ClosePermit implements control.Works.
func (x *ownSite) ClosePermit(_ context.Context, c *control.PermitClosing) (*control.Permit, error) {
	d, err := x.site.ClosePermit(c.Ticket, c.Who)
	if errors.Is(err, watch.ErrNothing) {
		return nil, said(control.NotFound, faultNoPermit, c.Ticket)
	}
	if err != nil {
		return nil, told(err)
	}
	return &control.Permit{State: "closed", Zone: x.zone.String(), ClosedBy: c.Who, Work: d}, nil
}
