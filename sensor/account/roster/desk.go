package roster

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/store"
)

// Purposes of tokens.
const (
	forSetUp = "setup"
	forReset = "reset"
)

// Desk is where people sign in and are administered. It may be used by any number of
// goroutines.
type Desk struct {
	store  *store.Store
	hasher *account.Hasher
	limits *account.Limits

	mu     sync.Mutex
	failed map[string]*failures // by name, "" for names that nobody has
	owed   []store.Audit        // could not be written yet
}

// Open returns the desk of a store, which stays the caller's.
func Open(st *store.Store, h *account.Hasher) *Desk {
	return &Desk{store: st, hasher: h, limits: account.NewLimits(), failed: map[string]*failures{}}
}

// Actor is who acts. Local is a user of the system at the box, who may do everything;
// of others it is looked up whether they may.
type Actor struct {
	Name  string
	Local bool
}

// People returns all people, in the order of their names.
func (d *Desk) People() ([]account.Person, error) {
	kept, err := d.store.People()
	if err != nil {
		return nil, err
	}
	list := make([]account.Person, len(kept))
	for i := range kept {
		if list[i], err = personOf(&kept[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Person returns the person of a name.
func (d *Desk) Person(name string) (account.Person, error) {
	kept, err := d.find(&d.store.View, name)
	if err != nil {
		return account.Person{}, err
	}
	return personOf(&kept)
}

// Ready reports whether there is an administrator who can sign in.
func (d *Desk) Ready() (bool, error) { return administered(&d.store.View, "") }

// administered reports whether there is an administrator who can sign in, other than
// the one of a name.
func administered(v *store.View, but string) (bool, error) {
	list, err := v.People()
	for i := range list {
		p := &list[i]
		if p.Role == account.Administrator.String() && p.Disabled.IsZero() && p.Password != "" && p.Name != but {
			return true, err
		}
	}
	return false, err
}

// find returns the person of a name as it was told.
func (d *Desk) find(v *store.View, told string) (store.Person, error) {
	name, err := account.ParseName(told)
	if err != nil {
		return store.Person{}, fault(account.ErrNobody, nobody, shown(told))
	}
	p, err := v.Person(name)
	if errors.Is(err, store.ErrNotFound) {
		return p, fault(account.ErrNobody, nobody, name)
	}
	return p, err
}

// personOf is a person as others see them.
func personOf(p *store.Person) (account.Person, error) {
	role, err := account.ParseRole(p.Role)
	if err != nil {
		return account.Person{}, fmt.Errorf("roster: %s: %w", p.Name, err)
	}
	return account.Person{Name: p.Name, Display: p.Display, Language: p.Language, Role: role, Created: p.Created, Disabled: p.Disabled,
		Password: p.PasswordSet, SignedIn: p.SignedIn, Revision: p.Revision}, nil
}

// allowed returns why somebody may not administer people, nil if they may.
func allowed(v *store.View, by Actor) error {
	if by.Local {
		return nil
	}
	kept, err := v.Person(by.Name)
	if errors.Is(err, store.ErrNotFound) {
		return fault(account.ErrRight, noRight)
	}
	if err != nil {
		return err
	}
	p, err := personOf(&kept)
	if err == nil && !p.May(account.People) {
		return fault(account.ErrRight, noRight)
	}
	return err
}

// note adds a line to the audit trail. detail must not hold what is secret.
func note(tx *store.Tx, now time.Time, by Actor, what, subject string, detail map[string]any) error {
	line, err := lineOf(now, by, what, subject, detail)
	if err == nil {
		_, err = tx.Audit(line)
	}
	return err
}

func lineOf(now time.Time, by Actor, what, subject string, detail map[string]any) (store.Audit, error) {
	if by.Local {
		if detail == nil {
			detail = map[string]any{}
		}
		detail["local"] = true
	}
	b, err := json.Marshal(detail)
	return store.Audit{Time: now.UTC(), Who: by.Name, What: what, Subject: subject, Detail: b}, err
}
