package session

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
)

var (
	noon = time.Unix(1_800_000_000, 0)
	sato = account.Person{Name: "sato", Role: account.Operator, Revision: 3}
)

func looks(s *Store, at time.Time, id string) bool {
	_, ok := s.Look(context.Background(), at, id)
	return ok
}

// TestSession: an id stands for its person until it ends; any other for nobody.
func TestSession(t *testing.T) {
	s := New(Options{})
	id := s.Begin(noon, sato, "")
	x, ok := s.Look(context.Background(), noon, id)
	if !ok || x.Person != sato || !x.Begun.Equal(noon) || !x.Ends.Equal(noon.Add(DefaultLongest)) || len(id) != 22 {
		t.Errorf("%q: %+v", id, x)
	}
	for _, other := range []string{"", id[1:], id + "A", "AAAAAAAAAAAAAAAAAAAAAA", string(make([]byte, 1<<16))} {
		if looks(s, noon, other) {
			t.Errorf("%.30q is a session", other)
		}
	}
	if s.End(id); looks(s, noon, id) || s.Len() != 0 {
		t.Error("it did not end")
	}
}

// TestKept: an id is not in what is kept.
func TestKept(t *testing.T) {
	s := New(Options{})
	id := s.Begin(noon, sato, "")
	if text := fmt.Sprintf("%+v %q", *s.all[hash(id)], hash(id)); len(text) == 0 || strings.Contains(text, id) {
		t.Errorf("%s has %s", text, id)
	}
}

// TestEnds: unused for so long, at most so long, and at a clock that was set back.
func TestEnds(t *testing.T) {
	s := New(Options{Idle: 10 * time.Minute, Longest: time.Hour})
	id := s.Begin(noon, sato, "")
	if !looks(s, noon.Add(10*time.Minute-1), id) || looks(s, noon.Add(20*time.Minute-1), id) {
		t.Error("it does not end unused")
	}
	id = s.Begin(noon, sato, "")
	for at := noon; at.Before(noon.Add(time.Hour)); at = at.Add(9 * time.Minute) {
		if !looks(s, at, id) {
			t.Errorf("it ended after %s", at.Sub(noon))
		}
	}
	if looks(s, noon.Add(time.Hour), id) {
		t.Error("it does not end in use")
	}
	id = s.Begin(noon, sato, "")
	if looks(s, noon.Add(-time.Hour), id) {
		t.Error("a clock that was set back makes it longer")
	}
	id = s.Begin(noon, sato, "")
	for range 3 {
		if _, ok := s.Peek(context.Background(), noon.Add(9*time.Minute), id); !ok {
			t.Fatal("it ended")
		}
	}
	if _, ok := s.Peek(context.Background(), noon.Add(10*time.Minute), id); ok {
		t.Error("what a page asks by itself keeps it")
	}
	if s.Len() != 0 {
		t.Errorf("%d are left", s.Len())
	}
}

// TestRotate: a sign-in ends what the browser had before, so that an id somebody planted
// is worth nothing.
func TestRotate(t *testing.T) {
	s := New(Options{})
	planted := s.Begin(noon, account.Person{Name: "mallory", Role: account.Viewer}, "")
	id := s.Begin(noon, sato, planted)
	if id == planted || looks(s, noon, planted) || !looks(s, noon, id) {
		t.Error("the id was not changed")
	}
}

// TestRevoked: who is disabled, or has another role or password, is out everywhere;
// others, and those who are only called otherwise, are not.
func TestRevoked(t *testing.T) {
	for what, x := range map[string]struct {
		change func(p *account.Person)
		stays  bool
	}{
		"disabled":    {func(p *account.Person) { p.Disabled = noon }, false},
		"role":        {func(p *account.Person) { p.Role = account.Viewer }, false},
		"password":    {func(p *account.Person) { p.Revision++ }, false},
		"gone":        {func(p *account.Person) { *p = account.Person{} }, false},
		"called":      {func(p *account.Person) { p.Display = "佐藤" }, true},
		"not at all":  {func(*account.Person) {}, true},
		"by the desk": {nil, false},
	} {
		now := sato
		s := New(Options{Current: func(_ context.Context, name string) (account.Person, error) {
			if name != "sato" {
				return account.Person{Name: name, Role: account.Engineer}, nil
			}
			return now, nil
		}})
		ids := []string{s.Begin(noon, sato, ""), s.Begin(noon, sato, "")}
		ito := s.Begin(noon, account.Person{Name: "ito", Role: account.Engineer}, "")
		if x.change == nil {
			if n := s.Revoke("sato"); n != 2 {
				t.Errorf("%d revoked", n)
			}
		} else {
			x.change(&now)
		}
		at := noon.Add(checkEvery)
		for _, id := range ids {
			got, ok := s.Look(context.Background(), at, id)
			if ok != x.stays || ok && got.Person.Display != now.Display {
				t.Errorf("%s: stays %v, %+v", what, ok, got.Person)
			}
		}
		if !looks(s, at, ito) {
			t.Errorf("%s: another is out", what)
		}
	}
}

// TestCurrent: a person is looked at again every few seconds, not at each page; while the
// sensor does not answer, sessions go on.
func TestCurrent(t *testing.T) {
	asked := 0
	s := New(Options{Current: func(context.Context, string) (account.Person, error) {
		asked++
		return account.Person{}, errors.New("no answer")
	}})
	id := s.Begin(noon, sato, "")
	for i := range 5 {
		if !looks(s, noon.Add(time.Duration(i)*time.Second-1), id) {
			t.Fatal("out")
		}
	}
	if asked != 0 {
		t.Errorf("asked %d times", asked)
	}
	if !looks(s, noon.Add(checkEvery), id) || asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

// TestForm: the token of forms is that of the session alone.
func TestForm(t *testing.T) {
	s := New(Options{})
	id := s.Begin(noon, sato, "")
	x, _ := s.Look(context.Background(), noon, id)
	other := s.Begin(noon, sato, "")
	if !s.SameForm(id, x.Form) || s.SameForm(other, x.Form) || s.SameForm(id, "") || s.SameForm(id, id) || New(Options{}).SameForm(id, x.Form) || len(x.Form) != 43 {
		t.Errorf("%q", x.Form)
	}
}

// TestBounded: many sessions take no more room; one person cannot push others out.
func TestBounded(t *testing.T) {
	s := New(Options{})
	victim := s.Begin(noon, account.Person{Name: "ito", Role: account.Engineer}, "")
	var last string
	for i := range 3 * MaxSessions {
		last = s.Begin(noon.Add(time.Duration(i)*time.Millisecond), sato, "")
	}
	if s.Len() != MaxOfPerson+1 || !looks(s, noon, victim) || !looks(s, noon.Add(time.Minute), last) {
		t.Errorf("%d sessions", s.Len())
	}
	for i := range MaxSessions + 100 {
		last = s.Begin(noon.Add(time.Minute), account.Person{Name: fmt.Sprint("p", i)}, "")
	}
	if s.Len() != MaxSessions || !looks(s, noon.Add(time.Minute), last) {
		t.Errorf("%d sessions", s.Len())
	}
	s.Begin(noon.Add(DefaultLongest+time.Hour), sato, "")
	if s.Len() != 1 {
		t.Errorf("%d are left of those that have ended", s.Len())
	}
}

// TestConcurrent: many sign in, look, sign out and are revoked at once.
func TestConcurrent(t *testing.T) {
	s := New(Options{Current: func(_ context.Context, name string) (account.Person, error) {
		return account.Person{Name: name, Role: account.Viewer}, nil
	}})
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			p := account.Person{Name: fmt.Sprint("p", n%4), Role: account.Viewer}
			for i := range 200 {
				at := noon.Add(time.Duration(i) * time.Second)
				id := s.Begin(at, p, "")
				if x, ok := s.Look(context.Background(), at, id); ok && x.Person.Name != p.Name {
					t.Errorf("%s is %s", p.Name, x.Person.Name)
				}
				s.End(id)
				s.Refresh(at, p)
			}
		})
	}
	all.Wait()
}
