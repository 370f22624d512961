package roster

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/store"
)

// SetUpToken makes the token with which the first administrator is made. Another takes
// the place of the one before; where there is an administrator, there is none.
func (d *Desk) SetUpToken(now time.Time, by Actor) (t Token, err error) {
	err = d.store.Write(func(tx *store.Tx) error {
		if err := allowed(&tx.View, by); err != nil {
			return err
		}
		if err := unset(&tx.View); err != nil {
			return err
		}
		made, x := newToken(now, forSetUp, "", by)
		t = *made
		return errors.Join(tx.PutToken(&x), note(tx, now, by, "setup-link", "", map[string]any{"expires": x.Expires}))
	})
	return t, err
}

// unset returns a fault if there is an administrator who can sign in.
func unset(v *store.View) error {
	ready, err := administered(v, "")
	if err == nil && ready {
		return fault(account.ErrSetUp, setUp)
	}
	return err
}

// SetUp makes the first administrator, with the token of a set-up link, which is dead
// from then on. The form's role does not matter.
func (d *Desk) SetUp(ctx context.Context, now time.Time, token string, from netip.Addr, f Form) (p account.Person, err error) {
	attempt, wait := d.limits.Begin(now, "", from)
	if wait > 0 {
		return p, fault(account.ErrWait, waitFirst, waiting(wait))
	}
	valid := func(v *store.View) error {
		if err := unset(v); err != nil {
			return err
		}
		return checkToken(v, now, forSetUp, "", token)
	}
	if err := valid(&d.store.View); err != nil {
		return p, decide(attempt, err)
	}
	attempt.Right(now)
	f.Role = account.Administrator.String()
	kept, err := f.draft(now)
	if err != nil {
		return p, err
	}
	if err := d.secure(ctx, now, &kept, f.Password); err != nil {
		return p, err
	}
	err = d.store.Write(func(tx *store.Tx) error {
		if err := errors.Join(valid(&tx.View), vacant(&tx.View, kept.Name)); err != nil {
			return err
		}
		return errors.Join(tx.PutPerson(&kept), tx.DropToken(forSetUp, ""), note(tx, now, Actor{Name: kept.Name}, "setup", kept.Name, map[string]any{"address": address(from)}))
	})
	if err != nil {
		return p, err
	}
	d.limits.Welcome(now, kept.Name, from)
	return personOf(&kept)
}
