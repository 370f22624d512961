package roster

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/store"
)

// SignIn returns the person of a name whose password it is. from is the address of the
// browser.
func (d *Desk) SignIn(ctx context.Context, now time.Time, told, password string, from netip.Addr) (p account.Person, err error) {
	kept, hash, err := d.prove(ctx, now, told, password, from)
	if err != nil {
		return p, err
	}
	kept.SignedIn = now
	line, err := lineOf(now, Actor{Name: kept.Name}, "signin", address(from), nil)
	if err != nil {
		return p, err
	}
	err = d.store.Write(func(tx *store.Tx) error {
		latest, err := tx.Person(kept.Name)
		if err != nil || latest.Revision != kept.Revision {
			return errors.Join(err, errChanged)
		}
		latest.SignedIn = now
		if hash != "" {
			latest.Password = hash
		}
		if err := tx.PutPerson(&latest); err != nil {
			return err
		}
		_, err = tx.Audit(line)
		return err
	})
	if errors.Is(err, errChanged) {
		return p, fault(account.ErrSignIn, refused)
	}
	if err != nil && !d.owe(line) {
		return p, err
	}
	return personOf(&kept)
}

// errChanged: a person was disabled, or got another password, while theirs was checked.
var errChanged = errors.New("roster: the person has changed")

// prove returns the person of a name whose password it is, and a new hash where the one
// that is kept is of other parameters than new ones. All that is done for a name that
// nobody has, or who is disabled, is done for others, and the other way round.
func (d *Desk) prove(ctx context.Context, now time.Time, told, password string, from netip.Addr) (kept store.Person, hash string, err error) {
	name, _ := account.ParseName(told) // what is no name shares the count of "-", which is none
	attempt, wait := d.limits.Begin(now, orDash(name), from)
	if wait > 0 {
		return kept, "", fault(account.ErrWait, waitFirst, waiting(wait))
	}
	kept, err = d.store.Person(orDash(name))
	known := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		attempt.Undecided()
		return kept, "", err
	}
	if !known || !kept.Disabled.IsZero() {
		kept.Password = ""
	}
	normal, sound := account.Normalise(password)
	ok, stale, err := d.hasher.Verify(ctx, kept.Password, normal)
	switch {
	case err != nil:
		attempt.Undecided()
		return kept, "", err
	case !ok || !sound:
		wait = attempt.Wait(now)
		d.count(now, kept.Name, from, wait)
		if wait > 0 {
			return kept, "", fault(account.ErrSignIn, refusedWait, waiting(wait))
		}
		return kept, "", fault(account.ErrSignIn, refused)
	}
	attempt.Right(now)
	if stale {
		hash, err = d.hasher.Hash(ctx, normal)
	}
	return kept, hash, err
}

// orDash is a name, or what no name is.
func orDash(name string) string {
	if name == "" {
		return "-"
	}
	return name
}

func address(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.Unmap().String()
}
