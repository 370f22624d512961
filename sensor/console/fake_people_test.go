package console

import (
	"context"
	"encoding/json"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

var errForbidden = &control.Fault{Code: control.Forbidden, Text: lang.Text{EN: "not permitted", JA: "できません"}}

// order notes what was ordered about people.
func (f *fake) order(q any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.orders = append(f.orders, q)
	return f.fault
}

func (f *fake) ListPeople(context.Context) (*control.PeopleList, error) {
	return &control.PeopleList{V: 1, Ready: true, People: []account.Person{{Name: "administrator", Display: "Mr " + evil, Role: account.Administrator, SignedIn: f.now},
		{Name: "gone", Display: "gone", Role: account.Viewer, Disabled: f.now}}}, f.ask()
}

func (f *fake) AddPerson(_ context.Context, q *control.NewPerson) (*control.Added, error) {
	return &control.Added{V: 1, Person: account.Person{Name: q.Name}, Token: &control.OneTime{Token: goodToken}}, f.order(*q)
}

func (f *fake) SetRole(_ context.Context, q *control.NewRole) (*account.Person, error) {
	return &account.Person{Name: q.Name}, f.order(*q)
}

func (f *fake) Disable(_ context.Context, q *control.Disabling) (*account.Person, error) {
	return &account.Person{Name: q.Name}, f.order(*q)
}

func (f *fake) Reset(_ context.Context, q *control.Resetting) (*control.OneTime, error) {
	return &control.OneTime{Name: q.Name, Token: goodToken}, f.order(*q)
}

func (f *fake) Audit(_ context.Context, q *control.AuditQuery) (*control.Audit, error) {
	return &control.Audit{V: 1, More: true, Lines: []control.AuditLine{{Number: 12, Time: f.now, Who: "tanaka", What: "incident-work", Subject: "inc-1" + evil, Detail: json.RawMessage(`"asked"`)},
		{Number: 11, Time: f.now, Who: "sato", What: "permit-open", Subject: "W-1", Detail: json.RawMessage(`{"b":2,"a":"x"}`)}}}, f.ask()
}

func (f *fake) CheckAudit(context.Context) (*control.AuditCheck, error) {
	return &control.AuditCheck{V: 1, Lines: 12, Hash: "abcd"}, f.ask()
}
