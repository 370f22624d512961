package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/account/roster"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
)

// openPeople opens the desk of a store; nil where nothing is kept.
func openPeople(st *store.Store) *roster.Desk {
	if st == nil {
		return nil
	}
	return roster.Open(st, account.NewHasher(account.Present))
}

// peopleCodes are of which sort the faults about people are.
var peopleCodes = [...]struct {
	is   error
	code control.Code
}{
	{account.ErrSignIn, control.Denied},
	{account.ErrToken, control.Denied},
	{account.ErrWait, control.Wait},
	{account.ErrBusy, control.Wait},
	{account.ErrRight, control.Forbidden},
	{account.ErrNobody, control.NotFound},
	{account.ErrTaken, control.Conflict},
	{account.ErrLast, control.Conflict},
	{account.ErrSetUp, control.Conflict},
	{account.ErrDisabled, control.Conflict},
	{account.ErrFull, control.Conflict},
}

// toldPeople is an error about people in their words.
func toldPeople(err error) error {
	var f *account.Fault
	if !errors.As(err, &f) {
		return told(err)
	}
	for _, x := range peopleCodes {
		if errors.Is(f, x.is) {
			return &control.Fault{Code: x.code, Text: f.Text}
		}
	}
	return &control.Fault{Code: control.Invalid, Text: f.Text}
}

// desk is where people are administered; where nothing is kept there is none.
func (x *ownSite) desk() (*roster.Desk, error) {
	if x.people == nil {
		return nil, said(control.Conflict, faultNothingKept)
	}
	return x.people, nil
}

// atDesk does something about people, at the present time.
func atDesk[A any](x *ownSite, do func(d *roster.Desk, now time.Time) (*A, error)) (*A, error) {
	d, err := x.desk()
	if err != nil {
		return nil, err
	}
	a, err := do(d, time.Now())
	if err != nil {
		return nil, toldPeople(err)
	}
	return a, nil
}

// aPerson does what returns a person.
func aPerson(x *ownSite, do func(d *roster.Desk, now time.Time) (account.Person, error)) (*account.Person, error) {
	return atDesk(x, func(d *roster.Desk, now time.Time) (*account.Person, error) {
		p, err := do(d, now)
		return &p, err
	})
}

func actor(a control.Actor) roster.Actor { return roster.Actor{Name: a.Who, Local: a.Local} }

// origin is the address of a browser; one that is none counts as one address.
func origin(text string) netip.Addr {
	a, _ := netip.ParseAddr(text)
	return a
}

// SignIn implements control.Entrance.
func (x *ownSite) SignIn(ctx context.Context, q *control.SignIn) (*account.Person, error) {
	return aPerson(x, func(d *roster.Desk, now time.Time) (account.Person, error) {
		return d.SignIn(ctx, now, q.Name, q.Password, origin(q.Address))
	})
}

// SetUp implements control.Entrance.
func (x *ownSite) SetUp(ctx context.Context, q *control.SetUp) (*account.Person, error) {
	return aPerson(x, func(d *roster.Desk, now time.Time) (account.Person, error) {
		return d.SetUp(ctx, now, q.Token, origin(q.Address), roster.Form{Name: q.Name, Display: q.Display, Language: q.Language, Password: q.Password})
	})
}

// SetPassword implements control.Entrance.
func (x *ownSite) SetPassword(ctx context.Context, q *control.NewPassword) (*account.Person, error) {
	return aPerson(x, func(d *roster.Desk, now time.Time) (account.Person, error) {
		return d.SetPassword(ctx, now, actor(q.Actor), roster.Change{Name: q.Name, Old: q.Old, Token: q.Token, Password: q.Password, From: origin(q.Address)})
	})
}

// ListPeople implements control.Staff.
func (x *ownSite) ListPeople(context.Context) (*control.PeopleList, error) {
	return atDesk(x, func(d *roster.Desk, _ time.Time) (*control.PeopleList, error) {
		list, err := d.People()
		if err != nil {
			return nil, err
		}
		ready, err := d.Ready()
		return &control.PeopleList{V: control.Version, Zone: x.zone.String(), People: list, Ready: ready}, err
	})
}

// Person implements control.Staff.
func (x *ownSite) Person(_ context.Context, name string) (*account.Person, error) {
	return aPerson(x, func(d *roster.Desk, _ time.Time) (account.Person, error) { return d.Person(name) })
}

// AddPerson implements control.Staff.
func (x *ownSite) AddPerson(ctx context.Context, q *control.NewPerson) (*control.Added, error) {
	return atDesk(x, func(d *roster.Desk, now time.Time) (*control.Added, error) {
		p, t, err := d.Add(ctx, now, actor(q.Actor), roster.Form{Name: q.Name, Display: q.Display, Language: q.Language, Role: q.Role, Password: q.Password})
		a := &control.Added{V: control.Version, Zone: x.zone.String(), Person: p}
		if t != nil {
			a.Token = x.oneTime(p.Name, *t)
		}
		return a, err
	})
}

func (x *ownSite) oneTime(name string, t roster.Token) *control.OneTime {
	return &control.OneTime{V: control.Version, Zone: x.zone.String(), Name: name, Token: t.Text, Expires: t.Expires}
}

// SetRole implements control.Staff.
func (x *ownSite) SetRole(_ context.Context, q *control.NewRole) (*account.Person, error) {
	return aPerson(x, func(d *roster.Desk, now time.Time) (account.Person, error) {
		return d.SetRole(now, actor(q.Actor), q.Name, q.Role)
	})
}

// Disable implements control.Staff.
func (x *ownSite) Disable(_ context.Context, q *control.Disabling) (*account.Person, error) {
	return aPerson(x, func(d *roster.Desk, now time.Time) (account.Person, error) {
		return d.Disable(now, actor(q.Actor), q.Name, q.Disabled)
	})
}

// Reset implements control.Staff.
func (x *ownSite) Reset(_ context.Context, q *control.Resetting) (*control.OneTime, error) {
	return atDesk(x, func(d *roster.Desk, now time.Time) (*control.OneTime, error) {
		name, t, err := d.Reset(now, actor(q.Actor), q.Name)
		return x.oneTime(name, t), err
	})
}

// SetupLink implements control.Staff.
func (x *ownSite) SetupLink(_ context.Context, q *control.Actor) (*control.OneTime, error) {
	return atDesk(x, func(d *roster.Desk, now time.Time) (*control.OneTime, error) {
		t, err := d.SetUpToken(now, actor(*q))
		return x.oneTime("", t), err
	})
}

// tendPeople lets time pass at the desk until ctx is done. That lines of the audit trail
// have to wait is told once.
func (x *ownSite) tendPeople(ctx context.Context, log *slog.Logger) error {
	if x.people == nil {
		return nil
	}
	const every = 5 * time.Second
	t := time.NewTicker(every)
	defer t.Stop()
	failing := false
	for {
		select {
		case now := <-t.C:
			err := x.people.Tick(now)
			if err != nil && !failing {
				log.Warn("Sign-ins cannot be written to the audit trail now; they are kept until they can.", "error", err)
			}
			failing = err != nil
		case <-ctx.Done():
			return nil
		}
	}
}

// leavePeople writes what the desk still has to.
func (x *ownSite) leavePeople() error {
	if x.people == nil {
		return nil
	}
	return x.people.Close(time.Now())
}

// hintPeople tells how the first administrator is made, while nobody can sign in. The
// link itself is not printed: what the sensor says is kept in logs.
func (x *ownSite) hintPeople(s streams) {
	if x.people == nil {
		return
	}
	if ready, err := x.people.Ready(); err == nil && !ready {
		fmt.Fprintln(s.err, s.say(noAdministrator))
	}
}
