package main

import (
	"context"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
)

var _ control.Notebook = (*ownSite)(nil)

// Notices implements control.Notebook.
func (x *ownSite) Notices(_ context.Context, q *control.NoticeQuery) (*control.Notices, error) {
	if x.store == nil {
		return nil, said(control.Conflict, faultNothingKept)
	}
	limit := q.Limit
	if limit <= 0 || limit > control.MaxNotices {
		limit = control.MaxNotices
	}
	list, err := x.store.Notices(store.NoticeFilter{After: q.After, Limit: limit, Latest: q.Latest})
	if err != nil {
		return nil, told(err)
	}
	return noticesOf(list), nil
}

// AddNotices implements control.Notebook.
func (x *ownSite) AddNotices(_ context.Context, n *control.Notices) (*control.Notices, error) {
	if x.store == nil {
		return nil, said(control.Conflict, faultNothingKept)
	}
	list := make([]store.Notice, len(n.Notices))
	for i, r := range n.Notices {
		list[i] = store.Notice{ID: r.ID, Time: r.Time, Kind: r.Kind, Contact: r.Contact, Channel: r.Channel, Result: r.Result, Incident: r.Incident, Priority: r.Priority,
			Step: r.Step, Exercise: r.Exercise, Through: r.Through, Detail: r.Detail}
	}
	if err := x.store.PutNotices(list, []string{string(alert.Closed), string(alert.Merged)}); err != nil {
		return nil, told(err)
	}
	return noticesOf(list), nil
}

func noticesOf(list []store.Notice) *control.Notices {
	n := &control.Notices{V: control.Version, Notices: make([]control.Notice, len(list))}
	for i, r := range list {
		n.Notices[i] = control.Notice{Seq: r.Seq, ID: r.ID, Time: r.Time, Kind: r.Kind, Contact: r.Contact, Channel: r.Channel, Result: r.Result, Incident: r.Incident,
			Priority: r.Priority, Step: r.Step, Exercise: r.Exercise, Through: r.Through, Detail: r.Detail}
	}
	return n
}
