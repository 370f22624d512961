package control

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
)

// crowd is a site that notes what it is asked about people, and answers with something
// of it.
type crowd struct {
	Site
	got any
	err error
}

func (c *crowd) person(q any, name string) (*account.Person, error) {
	c.got = q
	return &account.Person{Name: name, Role: account.Engineer, Created: start, Revision: 7}, c.err
}

func (c *crowd) SignIn(_ context.Context, q *SignIn) (*account.Person, error) {
	return c.person(*q, q.Name)
}
func (c *crowd) SetUp(_ context.Context, q *SetUp) (*account.Person, error) {
	return c.person(*q, q.Name)
}
func (c *crowd) SetPassword(_ context.Context, q *NewPassword) (*account.Person, error) {
	return c.person(*q, q.Name)
}
func (c *crowd) Person(_ context.Context, name string) (*account.Person, error) {
	return c.person(name, name)
}
func (c *crowd) SetRole(_ context.Context, q *NewRole) (*account.Person, error) {
	return c.person(*q, q.Name)
}
func (c *crowd) Disable(_ context.Context, q *Disabling) (*account.Person, error) {
	return c.person(*q, q.Name)
}
func (c *crowd) ListPeople(context.Context) (*PeopleList, error) {
	return &PeopleList{V: Version, People: []account.Person{{Name: "sato", Role: account.Viewer}}, Ready: true}, c.err
}
func (c *crowd) AddPerson(_ context.Context, q *NewPerson) (*Added, error) {
	c.got = *q
	return &Added{V: Version, Person: account.Person{Name: q.Name, Role: account.Viewer}, Token: &OneTime{Token: "abc", Expires: start}}, c.err
}
func (c *crowd) Reset(_ context.Context, q *Resetting) (*OneTime, error) {
	c.got = *q
	return &OneTime{V: Version, Name: q.Name, Token: "abc", Expires: start.Add(time.Hour)}, c.err
}
func (c *crowd) SetupLink(_ context.Context, q *Actor) (*OneTime, error) {
	c.got = *q
	return &OneTime{V: Version, Token: "abc", Expires: start.Add(time.Hour)}, c.err
}

// TestPeople: what is asked arrives as it was asked, whatever is in it, and the person,
// list or token comes back.
func TestPeople(t *testing.T) {
	site := &crowd{}
	c, ctx := serveSite(t, site), context.Background()
	odd := "a b/c?d=é&日本%2F"
	by := Actor{Who: "伊藤", Local: true}
	person := func(p *account.Person, err error) error {
		if err == nil && (p.Name != odd || p.Role != account.Engineer || !p.Created.Equal(start) || p.Revision != 7 || !p.Disabled.IsZero()) {
			err = errors.New("another person came: " + p.Name)
		}
		return err
	}
	token := func(x *OneTime, err error) error {
		if err == nil && (x.Token != "abc" || !x.Expires.Equal(start.Add(time.Hour))) {
			err = errors.New("another token came: " + x.Token)
		}
		return err
	}
	for _, x := range []struct {
		ask  func() error
		want any
	}{
		{func() error { return person(c.SignIn(ctx, &SignIn{odd, odd, "192.0.2.10"})) }, SignIn{odd, odd, "192.0.2.10"}},
		{func() error { return person(c.SetUp(ctx, &SetUp{odd, odd, "伊藤", "ja", odd, "::1"})) }, SetUp{odd, odd, "伊藤", "ja", odd, "::1"}},
		{func() error { return person(c.SetPassword(ctx, &NewPassword{by, odd, "old", "token", odd, "::1"})) }, NewPassword{by, odd, "old", "token", odd, "::1"}},
		{func() error { return person(c.Person(ctx, odd)) }, odd},
		{func() error { return person(c.SetRole(ctx, &NewRole{by, odd, "viewer"})) }, NewRole{by, odd, "viewer"}},
		{func() error { return person(c.Disable(ctx, &Disabling{by, odd, true})) }, Disabling{by, odd, true}},
		{func() error { _, err := c.AddPerson(ctx, &NewPerson{by, odd, odd, "en", "viewer", odd}); return err }, NewPerson{by, odd, odd, "en", "viewer", odd}},
		{func() error { return token(c.Reset(ctx, &Resetting{by, odd})) }, Resetting{by, odd}},
		{func() error { return token(c.SetupLink(ctx, &by)) }, by},
	} {
		if err := x.ask(); err != nil || !reflect.DeepEqual(site.got, x.want) {
			t.Errorf("asked %+v, want %+v, %v", site.got, x.want, err)
		}
	}
	if list, err := c.ListPeople(ctx); err != nil || len(list.People) != 1 || list.People[0].Role != account.Viewer || !list.Ready {
		t.Errorf("%+v, %v", list, err)
	}
	for _, name := range []string{"", ".", ".."} {
		if _, err := c.Person(ctx, name); err != nil || site.got != "-" {
			t.Errorf("%q: asked %v, %v", name, site.got, err)
		}
	}
}

// TestPeopleFaults: a refusal keeps its sort on the way, which says what browsers are
// answered.
func TestPeopleFaults(t *testing.T) {
	site := &crowd{}
	c := serveSite(t, site)
	for code, status := range map[Code]int{Denied: 401, Forbidden: 403, Wait: 429, Conflict: 409} {
		site.err = &Fault{Code: code, Text: noSite}
		_, err := c.SignIn(context.Background(), &SignIn{})
		var f *Fault
		if !errors.As(err, &f) || f.Code != code || f.Text != noSite || code.Status() != status {
			t.Errorf("%s: %v, %d", code, err, code.Status())
		}
	}
}
