package roster

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/store"
)

// Change sets a person's password.
type Change struct {
	Name       string
	Old, Token string // one of them, but where the change is made locally
	Password   string
	From       netip.Addr
}

// SetPassword sets a password: a person's own, whose present one they tell, that of whom
// a token is for, and at the box anybody's.
func (d *Desk) SetPassword(ctx context.Context, now time.Time, by Actor, c Change) (account.Person, error) {
	switch {
	case c.Token != "":
		return d.redeem(ctx, now, c)
	case by.Local:
		kept, err := d.find(&d.store.View, c.Name)
		if err != nil {
			return account.Person{}, err
		}
		return d.setPassword(ctx, now, by, kept, c.Password, nil)
	case c.Old == "":
		return account.Person{}, fault(account.ErrSignIn, wantsOld)
	}
	name, _ := account.ParseName(c.Name)
	if name != by.Name {
		return account.Person{}, fault(account.ErrRight, wantsTarget, shown(c.Name))
	}
	kept, _, err := d.prove(ctx, now, c.Name, c.Old, c.From)
	if err != nil {
		return account.Person{}, err
	}
	return d.setPassword(ctx, now, by, kept, c.Password, nil)
}

// redeem sets the password of whom a token is for. All that is wrong with the token is
// said in the same words.
func (d *Desk) redeem(ctx context.Context, now time.Time, c Change) (p account.Person, err error) {
	attempt, wait := d.limits.Begin(now, "", c.From)
	if wait > 0 {
		return p, fault(account.ErrWait, waitFirst, waiting(wait))
	}
	name, _ := account.ParseName(c.Name)
	valid := func(v *store.View) error { return checkToken(v, now, forReset, orDash(name), c.Token) }
	if err := valid(&d.store.View); err != nil {
		return p, decide(attempt, err)
	}
	attempt.Right(now)
	kept, err := d.store.Person(name)
	if err != nil {
		return p, err
	}
	p, err = d.setPassword(ctx, now, Actor{Name: name}, kept, c.Password, func(tx *store.Tx) error { return valid(&tx.View) })
	if err == nil {
		d.limits.Welcome(now, name, c.From)
	}
	return p, err
}

// decide is the end of an attempt with a token that failed.
func decide(a *account.Attempt, err error) error {
	if !errors.Is(err, account.ErrToken) {
		a.Undecided()
	}
	return err
}

// checkToken returns a fault if a token is not the one of a purpose and person, or not
// valid any more.
func checkToken(v *store.View, now time.Time, purpose, person, text string) error {
	x, err := v.Token(purpose, person)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	same := account.SameToken(x.Hash, account.HashToken(text)) && err == nil
	if !same || !account.Fresh(now, x.Made, x.Expires) {
		return fault(account.ErrToken, badToken)
	}
	return nil
}

// setPassword gives a person a password, if they are still as they were, and whatever
// else belongs to it.
func (d *Desk) setPassword(ctx context.Context, now time.Time, by Actor, kept store.Person, password string, and func(*store.Tx) error) (p account.Person, err error) {
	if !kept.Disabled.IsZero() {
		return p, fault(account.ErrDisabled, disabled, kept.Name)
	}
	revision := kept.Revision
	if err := d.secure(ctx, now, &kept, password); err != nil {
		return p, err
	}
	kept.Revision++
	err = d.store.Write(func(tx *store.Tx) error {
		latest, err := tx.Person(kept.Name)
		if err != nil || latest.Revision != revision {
			return errors.Join(err, errChanged)
		}
		if and != nil {
			if err := and(tx); err != nil {
				return err
			}
		}
		latest.Password, latest.PasswordSet, latest.Revision = kept.Password, kept.PasswordSet, kept.Revision
		return errors.Join(tx.PutPerson(&latest), note(tx, now, by, "password-set", kept.Name, map[string]any{"token": and != nil}), tx.DropToken(forReset, kept.Name))
	})
	if errors.Is(err, errChanged) {
		return p, fault(account.ErrSignIn, refused)
	}
	if err != nil {
		return p, err
	}
	return personOf(&kept)
}
