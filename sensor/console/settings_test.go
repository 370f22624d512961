package console

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
)

// TestPeople tests that an administrator's orders reach the sensor under their name, and
// that a link is shown once.
func TestPeople(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Administrator)
	who := control.Actor{Who: "administrator"}
	for _, x := range []struct {
		path  string
		form  url.Values
		order any
	}{
		{"/people", url.Values{"name": {"sato"}, "display": {"佐藤"}, "language": {"ja"}, "role": {"operator"}}, control.NewPerson{Actor: who, Name: "sato", Display: "佐藤", Language: "ja", Role: "operator"}},
		{"/people/sato/role", url.Values{"role": {"engineer"}}, control.NewRole{Actor: who, Name: "sato", Role: "engineer"}},
		{"/people/sato/disable", url.Values{"disabled": {"true"}}, control.Disabling{Actor: who, Name: "sato", Disabled: true}},
		{"/people/sato/disable", url.Values{"disabled": {"false"}}, control.Disabling{Actor: who, Name: "sato"}},
		{"/people/sato/reset", url.Values{}, control.Resetting{Actor: who, Name: "sato"}},
	} {
		a := b.post(x.path, x.form)
		if n := len(b.fake.orders); n == 0 || fmt.Sprint(b.fake.orders[n-1]) != fmt.Sprint(x.order) {
			t.Errorf("%s: ordered %v", x.path, b.fake.orders)
		}
		link := strings.Contains(html.UnescapeString(a.body), "/new-password?name=sato&token="+url.QueryEscape(goodToken))
		if wants := x.path == "/people" || strings.HasSuffix(x.path, "/reset"); link != wants || !wants && a.status != http.StatusSeeOther {
			t.Errorf("%s: %d\n%s", x.path, a.status, a.body)
		}
	}
	if a := b.get("/settings"); strings.Contains(a.body, "/new-password?") {
		t.Error("the link is shown again")
	}
}

// TestRoleChange tests that who has another role is signed out, and that a fault of the
// sensor is shown.
func TestRoleChange(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Administrator)
	other := b.another().signIn(account.Operator)
	if a := b.post("/people/operator/role", url.Values{"role": {"viewer"}}); a.status != http.StatusSeeOther {
		t.Fatal(a)
	}
	if a := other.get("/"); a.status != http.StatusSeeOther {
		t.Error("who has another role is still signed in")
	}
	b.fake.fault = errForbidden
	if a := b.post("/people/x/role", url.Values{"role": {"viewer"}}); a.status != http.StatusForbidden {
		t.Error(a)
	}
}

// TestOwnPassword tests that a new password keeps this screen and ends others.
func TestOwnPassword(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Operator)
	other := b.another().signIn(account.Operator)
	form := url.Values{"old": {goodPassword}, "password": {goodPassword + "!"}, "again": {goodPassword + "!"}}
	if a := b.post("/settings/password", form); a.status != http.StatusForbidden && a.status != http.StatusUnauthorized {
		t.Error("the sensor refused and the page did not", a)
	}
	b.fake.old = goodPassword
	if a := b.post("/settings/password", form); a.header.Get("Location") != "/settings?done=password" {
		t.Error(a)
	}
	if b.get("/").status != http.StatusOK || other.get("/").status != http.StatusSeeOther {
		t.Error("the wrong screens are signed in")
	}
	form.Set("again", "another")
	if a := b.post("/settings/password", form); a.status != http.StatusBadRequest {
		t.Error(a)
	}
}

// TestAudit tests the pages of the trail.
func TestAudit(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Auditor)
	a := b.get("/audit?check=1")
	for _, part := range []string{"closed an incident as work", "opened a work permit", "a: x, b: 2", "/audit?before=11", "All 12 lines"} {
		if !strings.Contains(a.body, part) {
			t.Errorf("%q is missing in\n%s", part, a.body)
		}
	}
}
