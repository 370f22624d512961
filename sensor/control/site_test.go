package control

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/netip"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/permit"
)

// echo is a site that notes what it is asked, and answers with something of it.
type echo struct {
	Site // what is not overridden is not asked
	mu   sync.Mutex
	got  []any
	err  error
}

func (e *echo) note(x ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.got = x
}

func (e *echo) Today(context.Context) (*Today, error) {
	return &Today{V: Version, Level: 4, Site: "浄水場1", Learning: Learning{Sentence: lang.Text{EN: "a", JA: "あ"}}}, e.err
}

func (e *echo) Incidents(_ context.Context, all bool) (*Incidents, error) {
	e.note(all)
	return &Incidents{V: Version}, e.err
}

func (e *echo) Explain(_ context.Context, id string) (*Explanation, error) {
	e.note(id)
	return &Explanation{V: Version}, e.err
}

func (e *echo) Decide(_ context.Context, d *Decision) (*Brief, error) {
	e.note(*d)
	return &Brief{ID: d.ID}, e.err
}

func (e *echo) Lines(_ context.Context, q *LinesQuery) (*Lines, error) {
	e.note(*q)
	return &Lines{V: Version}, e.err
}

func (e *echo) Edition(_ context.Context, n int) ([]byte, error) {
	e.note(n)
	return []byte("file\n\x00\xFF"), e.err
}

func (e *echo) Next(_ context.Context, who, note string) ([]byte, error) {
	e.note(who, note)
	return []byte("next"), e.err
}

func (e *echo) Release(_ context.Context, who string, file []byte) (*EditionLine, error) {
	e.note(who, string(file))
	return &EditionLine{Number: 2}, e.err
}

func (e *echo) Import(_ context.Context, who, trust string, file []byte) (*EditionLine, error) {
	e.note(who, trust, string(file))
	return &EditionLine{Number: 3}, e.err
}

func (e *echo) OpenPermit(_ context.Context, p *PermitRequest) (*Permit, error) {
	e.note(*p)
	return workUnder(p.Ticket), e.err
}

// workUnder is a permit under which nothing was done.
func workUnder(ticket string) *Permit {
	return &Permit{State: "open", Work: permit.Diff{V: 1, Lines: []permit.Line{}, Permit: permit.Permit{Ticket: ticket, Who: "Suzuki", Approvers: []string{"Ito"},
		Hosts: []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}, Assets: []netip.Prefix{netip.MustParsePrefix("10.0.0.2/32")},
		Operations: []permit.Class{permit.Write}, From: start, To: start.Add(time.Hour)}}}
}

func (e *echo) Permit(_ context.Context, ticket string) (*Permit, error) {
	e.note(ticket)
	return workUnder(ticket), e.err
}

func (e *echo) ReviewPermit(_ context.Context, r *PermitReview) (*Permit, error) {
	e.note(*r)
	return workUnder(r.Ticket), e.err
}

func (e *echo) Approve(_ context.Context, a *Approval) (*Approved, error) {
	e.note(*a)
	return &Approved{V: Version}, e.err
}

func (e *echo) ImportAssets(_ context.Context, who string, csv []byte) (*Assets, error) {
	e.note(who, string(csv))
	return &Assets{V: Version}, e.err
}

// serveSite starts a server that answers for a site.
func serveSite(t *testing.T, s Site) *Client {
	t.Helper()
	f := newFake(t)
	f.site = s
	c, _ := serve(t, f)
	return c
}

// TestSite: what is asked arrives as it was asked, whatever is in it, and what is
// answered comes back.
func TestSite(t *testing.T) {
	e := &echo{}
	c, ctx := serveSite(t, e), context.Background()
	if d, err := c.Today(ctx); err != nil || d.Level != 4 || d.Site != "浄水場1" || d.Learning.Sentence.JA != "あ" {
		t.Errorf("%+v, %v", d, err)
	}
	odd := "a b/c?d=é&日本%2F"
	work := PermitRequest{V: 1, Ticket: "W-1/日", Who: odd, Hosts: []string{"操作盤1"}, Assets: []string{}, Operations: []string{"write"}, Approvers: []string{}, From: start, To: start}
	for _, x := range []struct {
		ask  func() error
		want []any
	}{
		{func() error { _, err := c.Incidents(ctx, true); return err }, []any{true}},
		{func() error { _, err := c.Explain(ctx, odd); return err }, []any{odd}},
		{func() error {
			_, err := c.Decide(ctx, &Decision{ID: odd, Decision: "shelve", Who: "佐藤", Seconds: 1.5})
			return err
		},
			[]any{Decision{ID: odd, Decision: "shelve", Who: "佐藤", Seconds: 1.5}}},
		{func() error { _, err := c.Lines(ctx, &LinesQuery{Waiting: true, Edition: 7}); return err }, []any{LinesQuery{Waiting: true, Edition: 7}}},
		{func() error { b, err := c.Edition(ctx, 12); return sameFile(b, "file\n\x00\xFF", err) }, []any{12}},
		{func() error { b, err := c.Next(ctx, "佐藤", odd); return sameFile(b, "next", err) }, []any{"佐藤", odd}},
		{func() error { _, err := c.Release(ctx, odd, []byte("who=x&trust=y")); return err }, []any{odd, "who=x&trust=y"}},
		{func() error { _, err := c.Import(ctx, "a", "SHA256:a+b/c", []byte{0xFF, 0}); return err }, []any{"a", "SHA256:a+b/c", "\xFF\x00"}},
		{func() error { _, err := c.OpenPermit(ctx, &work); return err }, []any{work}},
		{func() error { _, err := c.Permit(ctx, odd); return err }, []any{odd}},
		{func() error {
			_, err := c.ReviewPermit(ctx, &PermitReview{Ticket: odd, Approve: []int{1, 3}, Reject: []int{2}, Who: odd})
			return err
		}, []any{PermitReview{Ticket: odd, Approve: []int{1, 3}, Reject: []int{2}, Who: odd}}},
		{func() error {
			_, err := c.Approve(ctx, &Approval{IDs: []string{"a0q0nx"}, Standing: "approved", Who: odd})
			return err
		}, []any{Approval{IDs: []string{"a0q0nx"}, Standing: "approved", Who: odd}}},
		{func() error { _, err := c.ImportAssets(ctx, "a", []byte("address\n")); return err }, []any{"a", "address\n"}},
	} {
		if err := x.ask(); err != nil || !reflect.DeepEqual(e.got, x.want) {
			t.Errorf("asked %+v, want %+v, %v", e.got, x.want, err)
		}
	}
}

func sameFile(b []byte, want string, err error) error {
	if err == nil && string(b) != want {
		err = errors.New("another file came: " + string(b))
	}
	return err
}

// TestSiteFaults: a fault comes back as the same fault, in both languages; an error
// that is none is told too.
func TestSiteFaults(t *testing.T) {
	e := &echo{}
	c, ctx := serveSite(t, e), context.Background()
	for code := range statuses {
		e.err = &Fault{code, lang.Text{EN: "a pump is missing", JA: "ポンプがありません"}}
		_, err := c.Explain(ctx, "x")
		var f *Fault
		if !errors.As(err, &f) || *f != *e.err.(*Fault) || f.Error() != "a pump is missing" || f.In(lang.Japanese) != "ポンプがありません" {
			t.Errorf("%s: %+v", code, err)
		}
	}
	e.err = errors.New("the disk is gone")
	var f *Fault
	if _, err := c.Today(ctx); !errors.As(err, &f) || f.Code != Failed || f.Text.JA != "the disk is gone" {
		t.Errorf("%+v", err)
	}
}

// TestSiteRequests: what is wrong with a request is told, and reaches no site.
func TestSiteRequests(t *testing.T) {
	e := &echo{}
	c, ctx := serveSite(t, e), context.Background()
	for _, x := range []struct{ method, path, body, want string }{
		{http.MethodPost, "/v1/permits", "{", "cannot be read"},
		{http.MethodPost, "/v1/permits", `{"hosts": "10.0.0.1"}`, "cannot be read"},
		{http.MethodPost, "/v1/permits", strings.Repeat(" ", maxQuestion+1), "larger than 1,048,576"},
		{http.MethodGet, "/v1/editions/-1", "", "-1 is no number"},
		{http.MethodGet, "/v1/editions/99999999999", "", "99999999999 is no number"},
		{http.MethodDelete, "/v1/permits", "", "405"},
	} {
		err := c.do(ctx, x.method, x.path, nil, strings.NewReader(x.body), nil)
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s %s %.20q: %v", x.method, x.path, x.body, err)
		}
	}
	if e.got != nil {
		t.Errorf("the site was asked %+v", e.got)
	}
}

// TestNoSite: a sensor that learns nothing says so, and what it can do it does.
func TestNoSite(t *testing.T) {
	c, _ := serve(t, newFake(t))
	var f *Fault
	if _, err := c.Today(context.Background()); !errors.As(err, &f) || f.Code != NoSite || f.Text.JA == "" {
		t.Errorf("%+v", err)
	}
	if _, err := c.Status(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestLargeFile: a baseline of several megabytes comes and goes whole.
func TestLargeFile(t *testing.T) {
	e := &echo{}
	c := serveSite(t, e)
	file := bytes.Repeat([]byte("0123456789abcde\n"), 1<<19)
	if _, err := c.Release(context.Background(), "a", file); err != nil || e.got[1] != string(file) {
		t.Errorf("%v", err)
	}
}
