package control

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"
)

// diary is a site that keeps a log of notices.
type diary struct {
	echo
	query NoticeQuery
	added []Notice
}

func (d *diary) Notices(_ context.Context, q *NoticeQuery) (*Notices, error) {
	d.query = *q
	return &Notices{V: Version, Notices: d.added}, nil
}

func (d *diary) AddNotices(_ context.Context, n *Notices) (*Notices, error) {
	for i := range n.Notices {
		n.Notices[i].Seq = int64(i + 1)
	}
	d.added = n.Notices
	return n, nil
}

// TestNotices: what a client adds and asks for arrives as it is; a site without a log
// says so.
func TestNotices(t *testing.T) {
	d := &diary{}
	c := serveSite(t, d)
	line := Notice{ID: "i/act/0", Time: time.Date(2026, 11, 24, 1, 0, 0, 5, time.UTC), Kind: "alarm", Contact: "当直", Channel: "mail", Result: "sent", Incident: "i", Priority: "act",
		Step: 3, Exercise: true, Through: 9, Detail: "x"}
	got, err := c.AddNotices(t.Context(), &Notices{V: Version, Notices: []Notice{line}})
	if err != nil {
		t.Fatal(err)
	}
	line.Seq = 1
	if !reflect.DeepEqual(got.Notices, []Notice{line}) {
		t.Errorf("got %+v", got.Notices)
	}
	if got, err = c.Notices(t.Context(), &NoticeQuery{After: 7, Limit: 5, Latest: true}); err != nil || !reflect.DeepEqual(got.Notices, []Notice{line}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if d.query != (NoticeQuery{After: 7, Limit: 5, Latest: true}) {
		t.Errorf("asked %+v", d.query)
	}
	var f *Fault
	if _, err := c.Notices(t.Context(), &NoticeQuery{After: -1}); !errors.As(err, &f) || f.Code != Invalid {
		t.Errorf("a wrong number: %v", err)
	}
	if _, err := c.AddNotices(t.Context(), &Notices{Notices: make([]Notice, MaxNotices+1)}); !errors.As(err, &f) || f.Code != Invalid {
		t.Errorf("too many: %v", err)
	}
	if _, err := serveSite(t, &echo{}).Notices(t.Context(), &NoticeQuery{}); !errors.As(err, &f) || f.Code != NoSite {
		t.Errorf("without a log: %v", err)
	}
}
