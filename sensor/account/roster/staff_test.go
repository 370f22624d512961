package roster

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
)

// TestReset: with a token a person sets their own password, once; the old one is then
// worth nothing.
func TestReset(t *testing.T) {
	d, ctx := staffed(t), context.Background()
	ito := Actor{Name: "ito"}
	before, _ := d.Person("sato")
	name, token, err := d.Reset(noon, ito, "Sato")
	if err != nil || name != "sato" {
		t.Fatal(name, err)
	}
	set := func(name, token, password string, at time.Time) error {
		return third(d.SetPassword(ctx, at, Actor{}, Change{Name: name, Token: token, Password: password, From: panel}))
	}
	is(t, "of another", set("ito", token.Text, better, noon), account.ErrToken)
	is(t, "of nobody", set("nobody", token.Text, better, noon), account.ErrToken)
	is(t, "too late", set("sato", token.Text, better, noon.Add(25*time.Hour)), account.ErrToken)
	is(t, "weak", set("sato", token.Text, "sato", noon), account.ErrPassword)
	is(t, "the old one until then", d.enter("sato", good, panel, noon), nil)
	is(t, "in time", set("sato", token.Text, better, noon.Add(23*time.Hour)), nil)
	is(t, "again", set("sato", token.Text, "yet another word", noon.Add(23*time.Hour)), account.ErrToken)
	is(t, "the old one", d.enter("sato", good, panel, noon.Add(23*time.Hour)), account.ErrSignIn)
	is(t, "the new one", d.enter("sato", better, panel, noon.Add(23*time.Hour)), nil)
	if after, _ := d.Person("sato"); after.Revision == before.Revision {
		t.Error("sessions go on")
	}
	if _, err := d.Disable(noon, ito, "sato", true); err != nil {
		t.Fatal(err)
	}
	_, _, err = d.Reset(noon, ito, "sato")
	is(t, "disabled", err, account.ErrDisabled)
}

// TestPassword: one's own with the present one; of others only by a link; at the box any.
func TestPassword(t *testing.T) {
	d, ctx := staffed(t), context.Background()
	set := func(by Actor, c Change) error { c.From = panel; return third(d.SetPassword(ctx, noon, by, c)) }
	sato, ito := Actor{Name: "sato"}, Actor{Name: "ito"}
	is(t, "without the present one", set(sato, Change{Name: "sato", Password: better}), account.ErrSignIn)
	is(t, "with a wrong one", set(sato, Change{Name: "sato", Old: "wrong", Password: better}), account.ErrSignIn)
	is(t, "another's", set(ito, Change{Name: "sato", Old: good, Password: better}), account.ErrRight)
	is(t, "weak", set(sato, Change{Name: "sato", Old: good, Password: "123456789012"}), account.ErrPassword)
	is(t, "one's own", set(sato, Change{Name: "sato", Old: good, Password: better}), nil)
	is(t, "the new one", d.enter("sato", better, panel, noon), nil)
	is(t, "at the box", set(root, Change{Name: "sato", Password: good}), nil)
	is(t, "at the box, of nobody", set(root, Change{Name: "nobody", Password: good}), account.ErrNobody)
	is(t, "the newest one", d.enter("sato", good, panel, noon), nil)
	for _, a := range trail(t, d, "password-set") {
		if !strings.Contains(string(a.Detail), "token") || strings.Contains(string(a.Detail), "tsukuba") {
			t.Errorf("%s", a.Detail)
		}
	}
}

// TestStaff: who may not, changes nothing; who may, does, and it is in the audit trail.
func TestStaff(t *testing.T) {
	d, ctx := staffed(t), context.Background()
	for _, by := range []Actor{{Name: "sato"}, {Name: "nobody"}, {}, {Name: "root"}} {
		before := len(trail(t, d, ""))
		_, _, err := d.Add(ctx, noon, by, Form{Name: "mallory", Role: "administrator", Password: good})
		is(t, by.Name+" adds", err, account.ErrRight)
		is(t, by.Name+" role", third(d.SetRole(noon, by, "sato", "administrator")), account.ErrRight)
		is(t, by.Name+" disables", third(d.Disable(noon, by, "ito", true)), account.ErrRight)
		_, _, err = d.Reset(noon, by, "ito")
		is(t, by.Name+" resets", err, account.ErrRight)
		_, err = d.SetUpToken(noon, by)
		is(t, by.Name+" makes a link", err, account.ErrRight)
		if after := len(trail(t, d, "")); after != before {
			t.Errorf("%s: %d lines", by.Name, after-before)
		}
	}
	ito := Actor{Name: "ito"}
	_, token, err := d.Add(ctx, noon, ito, Form{Name: "Kato", Role: "engineer", Language: "en"})
	if err != nil || token == nil {
		t.Fatal(token, err)
	}
	is(t, "before the password is set", d.enter("kato", "", panel, noon), account.ErrSignIn)
	is(t, "set it", third(d.SetPassword(ctx, noon, Actor{}, Change{Name: "kato", Token: token.Text, Password: good, From: panel})), nil)
	is(t, "then", d.enter("kato", good, panel, noon), nil)
	_, _, err = d.Add(ctx, noon, ito, Form{Name: "kato", Role: "viewer", Password: good})
	is(t, "taken", err, account.ErrTaken)
	is(t, "no role", third(d.SetRole(noon, ito, "kato", "king")), account.ErrRole)
	is(t, "nobody", third(d.SetRole(noon, ito, "x", "viewer")), account.ErrNobody)
	p, err := d.SetRole(noon, ito, "kato", "auditor")
	if err != nil || p.Role != account.Auditor || p.Revision != 3 {
		t.Errorf("%+v, %v", p, err)
	}
	if same, err := d.SetRole(noon, ito, "kato", "auditor"); err != nil || same.Revision != p.Revision {
		t.Errorf("%+v, %v", same, err)
	}
	is(t, "disable", third(d.Disable(noon, ito, "kato", true)), nil)
	is(t, "disabled", d.enter("kato", good, panel, noon), account.ErrSignIn)
	is(t, "enable", third(d.Disable(noon, ito, "kato", false)), nil)
	is(t, "enabled", d.enter("kato", good, panel, noon), nil)
	var did []string
	for _, a := range trail(t, d, "") {
		if a.Subject == "kato" {
			did = append(did, a.Who+" "+a.What)
		}
	}
	if got := strings.Join(did, ", "); got != "ito person-add, kato password-set, ito person-role, ito person-disable, ito person-enable" {
		t.Error(got)
	}
}

// TestLast: there is always an administrator who can sign in; also of two who go at the
// same time one stays.
func TestLast(t *testing.T) {
	d, ctx := staffed(t), context.Background()
	is(t, "disable", third(d.Disable(noon, root, "ito", true)), account.ErrLast)
	is(t, "role", third(d.SetRole(noon, root, "ito", "viewer")), account.ErrLast)
	if _, _, err := d.Add(ctx, noon, root, Form{Name: "invited", Role: "administrator"}); err != nil {
		t.Fatal(err)
	}
	is(t, "another without a password", third(d.Disable(noon, root, "ito", true)), account.ErrLast)
	if _, err := d.SetRole(noon, root, "sato", "administrator"); err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 2)
	var all sync.WaitGroup
	for i, name := range []string{"ito", "sato"} {
		all.Go(func() { errs[i] = third(d.Disable(noon, root, name, true)) })
	}
	all.Wait()
	slices.SortFunc(errs, func(a, b error) int { return map[bool]int{true: -1, false: 1}[a == nil] })
	is(t, "one", errs[0], nil)
	is(t, "the other", errs[1], account.ErrLast)
}
