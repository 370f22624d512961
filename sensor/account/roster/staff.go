package roster

import (
	"context"
	"errors"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/store"
)

// Token is a one-time token as it is told once.
type Token struct {
	Text    string
	Expires time.Time
}

// Form is what is told of a new person.
type Form struct {
	Name, Display, Language, Role string
	Password                      string // "": none yet
}

// draft makes a person of a form, without a password.
func (f *Form) draft(now time.Time) (p store.Person, err error) {
	var errs [4]error
	var role account.Role
	p.Name, errs[0] = account.ParseName(f.Name)
	p.Display, errs[1] = account.ParseDisplay(f.Display, p.Name)
	p.Language, errs[2] = account.ParseLanguage(f.Language)
	role, errs[3] = account.ParseRole(f.Role)
	for _, err := range errs {
		if err != nil {
			return p, err
		}
	}
	p.Role, p.Created, p.Revision = role.String(), now, 1
	return p, nil
}

// secure checks a new password and sets its hash.
func (d *Desk) secure(ctx context.Context, now time.Time, p *store.Person, password string) (err error) {
	if err := account.CheckPassword(password, p.Name); err != nil {
		return err
	}
	normal, _ := account.Normalise(password)
	p.Password, err = d.hasher.Hash(ctx, normal)
	p.PasswordSet = now
	return err
}

// Add adds a person: with a password, or with a token to set one.
func (d *Desk) Add(ctx context.Context, now time.Time, by Actor, f Form) (p account.Person, t *Token, err error) {
	if err := allowed(&d.store.View, by); err != nil { // before anything is computed
		return p, nil, err
	}
	kept, err := f.draft(now)
	if err != nil {
		return p, nil, err
	}
	var x store.Token
	if f.Password == "" {
		t, x = newToken(now, forReset, kept.Name, by)
	} else if err := d.secure(ctx, now, &kept, f.Password); err != nil {
		return p, nil, err
	}
	err = d.store.Write(func(tx *store.Tx) error {
		if err := allowed(&tx.View, by); err != nil {
			return err
		}
		if err := vacant(&tx.View, kept.Name); err != nil {
			return err
		}
		err := errors.Join(tx.PutPerson(&kept), note(tx, now, by, "person-add", kept.Name, map[string]any{"role": kept.Role, "password": t == nil}))
		if t != nil {
			err = errors.Join(err, tx.PutToken(&x))
		}
		return err
	})
	if err != nil {
		return p, nil, err
	}
	p, err = personOf(&kept)
	return p, t, err
}

// vacant returns why nobody can be added under a name, nil if one can.
func vacant(v *store.View, name string) error {
	list, err := v.People()
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].Name == name {
			return fault(account.ErrTaken, taken, name)
		}
	}
	if len(list) >= store.MaxPeople {
		return fault(account.ErrFull, tooMany, store.MaxPeople)
	}
	return nil
}

// change changes a person in one transaction. do says what is done in the words of the
// audit trail; "" for nothing.
func (d *Desk) change(now time.Time, by Actor, told string, do func(tx *store.Tx, p *store.Person) (what string, detail map[string]any, err error)) (account.Person, error) {
	var kept store.Person
	err := d.store.Write(func(tx *store.Tx) (err error) {
		if err = allowed(&tx.View, by); err != nil {
			return err
		}
		if kept, err = d.find(&tx.View, told); err != nil {
			return err
		}
		what, detail, err := do(tx, &kept)
		if err != nil || what == "" {
			return err
		}
		kept.Revision++
		return errors.Join(tx.PutPerson(&kept), note(tx, now, by, what, kept.Name, detail))
	})
	if err != nil {
		return account.Person{}, err
	}
	return personOf(&kept)
}

// SetRole gives a person another role.
func (d *Desk) SetRole(now time.Time, by Actor, name, role string) (account.Person, error) {
	r, err := account.ParseRole(role)
	if err != nil {
		return account.Person{}, err
	}
	return d.change(now, by, name, func(tx *store.Tx, p *store.Person) (string, map[string]any, error) {
		before := p.Role
		if before == r.String() {
			return "", nil, nil
		}
		p.Role = r.String()
		return "person-role", map[string]any{"from": before, "to": p.Role}, keepOne(&tx.View, p.Name, before)
	})
}

// Disable disables a person, or lets them in again.
func (d *Desk) Disable(now time.Time, by Actor, name string, off bool) (account.Person, error) {
	return d.change(now, by, name, func(tx *store.Tx, p *store.Person) (string, map[string]any, error) {
		switch {
		case off == !p.Disabled.IsZero():
			return "", nil, nil
		case off:
			p.Disabled = now
			return "person-disable", nil, errors.Join(keepOne(&tx.View, p.Name, p.Role), tx.DropToken(forReset, p.Name))
		}
		p.Disabled = time.Time{}
		return "person-enable", nil, nil
	})
}

// keepOne returns a fault if a person is the last administrator who can sign in.
func keepOne(v *store.View, name, role string) error {
	if role != account.Administrator.String() {
		return nil
	}
	before, err := administered(v, "")
	if err != nil || !before {
		return err
	}
	after, err := administered(v, name)
	if err == nil && !after {
		return fault(account.ErrLast, last, name)
	}
	return err
}

// Reset makes a token with which a person sets a new password. The present one stays
// valid until then.
func (d *Desk) Reset(now time.Time, by Actor, told string) (name string, t Token, err error) {
	err = d.store.Write(func(tx *store.Tx) error {
		if err := allowed(&tx.View, by); err != nil {
			return err
		}
		p, err := d.find(&tx.View, told)
		if err != nil {
			return err
		}
		if !p.Disabled.IsZero() {
			return fault(account.ErrDisabled, disabled, p.Name)
		}
		made, x := newToken(now, forReset, p.Name, by)
		name, t = p.Name, *made
		return errors.Join(tx.PutToken(&x), note(tx, now, by, "password-link", p.Name, map[string]any{"expires": x.Expires}))
	})
	return name, t, err
}

func newToken(now time.Time, purpose, person string, by Actor) (*Token, store.Token) {
	text, hash := account.NewToken()
	x := store.Token{Purpose: purpose, Person: person, Hash: hash, Made: now, MadeBy: by.Name, Expires: now.Add(account.TokenLife)}
	return &Token{text, x.Expires.UTC()}, x
}
