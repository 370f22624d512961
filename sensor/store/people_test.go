package store

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"
)

func TestPeople(t *testing.T) {
	s := fresh(t)
	sato := Person{Name: "sato", Display: "佐藤", Language: "ja", Role: "operator", Created: epoch, Disabled: epoch.Add(1), Password: "$argon2id$...",
		PasswordSet: epoch.Add(2), SignedIn: epoch.Add(3), Revision: 4}
	ito := Person{Name: "ito", Role: "viewer", Created: epoch, Revision: 1}
	must(t, s.Write(func(x *Tx) error { return errors.Join(x.PutPerson(&sato), x.PutPerson(&ito)) }))
	if got := value[[]Person](t)(s.People()); !reflect.DeepEqual(got, []Person{ito, sato}) {
		t.Errorf("%+v", got)
	}
	sato.Role, sato.Disabled, sato.Revision = "viewer", time.Time{}, 5
	must(t, s.Write(func(x *Tx) error { return x.PutPerson(&sato) }))
	if got := value[Person](t)(s.Person("sato")); got != sato {
		t.Errorf("%+v", got)
	}
	if _, err := s.Person("Sato"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	for _, p := range []Person{{}, {Name: "x", Created: epoch, Revision: 1}, {Name: "x", Role: "viewer", Revision: 1}, {Name: "x", Role: "viewer", Created: epoch}} {
		if err := s.Write(func(x *Tx) error { return x.PutPerson(&p) }); !errors.Is(err, ErrRefused) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	if err := execute(t, s.file, "DELETE FROM people"); err == nil {
		t.Error("people were deleted")
	}
}

// TestPeopleBounded: beyond the bound nobody more is kept, and those there are can
// still be changed.
func TestPeopleBounded(t *testing.T) {
	s := fresh(t)
	put := func(n int, role string) func(*Tx) error {
		return func(x *Tx) error {
			return x.PutPerson(&Person{Name: fmt.Sprint("p", n), Role: role, Created: epoch, Revision: 1})
		}
	}
	must(t, s.Write(func(x *Tx) (err error) {
		for n := range MaxPeople {
			err = errors.Join(err, put(n, "viewer")(x))
		}
		return err
	}))
	if err := s.Write(put(MaxPeople, "viewer")); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	must(t, s.Write(put(7, "operator")))
	if n := len(value[[]Person](t)(s.People())); n != MaxPeople {
		t.Errorf("%d people", n)
	}
}

func TestTokens(t *testing.T) {
	s := fresh(t)
	first := Token{Purpose: "reset", Person: "sato", Hash: Hash{1}, Made: epoch, MadeBy: "ito", Expires: epoch.Add(time.Hour)}
	second := first
	second.Hash, second.Made = Hash{2}, epoch.Add(time.Minute)
	must(t, s.Write(func(x *Tx) error { return errors.Join(x.PutToken(&first), x.PutToken(&second)) }))
	if got := value[Token](t)(s.Token("reset", "sato")); got != second {
		t.Errorf("%+v", got)
	}
	must(t, s.Write(func(x *Tx) error { return errors.Join(x.DropToken("reset", "sato"), x.DropToken("setup", "")) }))
	if _, err := s.Token("reset", "sato"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	second.Expires = second.Made
	if err := s.Write(func(x *Tx) error { return x.PutToken(&second) }); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
}
