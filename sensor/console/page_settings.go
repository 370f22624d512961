package console

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
)

// settingsData is what the page of settings shows.
type settingsData struct {
	People []account.Person // nil for who may not administer them
	Roles  []account.Role
	Link   string // a one-time link that was just made, "" for none
	For    string // whom it is for
}

// showSettings shows what can be set, as far as the person may.
func (c *Console) showSettings(r *http.Request, v *view) (any, error) {
	d := &settingsData{Roles: account.Roles()}
	if !v.May(account.People) {
		return d, nil
	}
	list, err := c.o.Sensor.ListPeople(r.Context())
	if err != nil {
		return nil, err
	}
	d.People = list.People
	return d, nil
}

// changePassword sets one's own password.
func (c *Console) changePassword(w http.ResponseWriter, r *http.Request, v *view) {
	if r.PostFormValue("password") != r.PostFormValue("again") {
		c.fault(w, v, http.StatusBadRequest, errNotSame)
		return
	}
	p, err := c.o.Sensor.SetPassword(r.Context(), &control.NewPassword{Actor: v.actor(), Name: v.Person.Name, Old: r.PostFormValue("old"),
		Password: r.PostFormValue("password"), Address: address(r)})
	if err != nil {
		c.failed(w, v, err)
		return
	}
	c.o.Sessions.Revoke(p.Name) // on other screens too: who knew the old password is out
	c.begin(w, r, *p)
	done(w, r, "/settings", "password")
}

// actor is the person as who acts.
func (v *view) actor() control.Actor { return control.Actor{Who: v.Person.Name} }

// addPerson adds a person, and shows the link with which they set their password.
func (c *Console) addPerson(w http.ResponseWriter, r *http.Request, v *view) {
	a, err := c.o.Sensor.AddPerson(r.Context(), &control.NewPerson{Actor: v.actor(), Name: r.PostFormValue("name"), Display: r.PostFormValue("display"),
		Language: r.PostFormValue("language"), Role: r.PostFormValue("role")})
	if err != nil {
		c.failed(w, v, err)
		return
	}
	c.showLink(w, r, v, a.Person.Name, a.Token)
}

// resetPassword makes a link with which a person sets a new password.
func (c *Console) resetPassword(w http.ResponseWriter, r *http.Request, v *view) {
	name := r.PathValue("name")
	t, err := c.o.Sensor.Reset(r.Context(), &control.Resetting{Actor: v.actor(), Name: name})
	if err != nil {
		c.failed(w, v, err)
		return
	}
	c.showLink(w, r, v, name, t)
}

// showLink shows a link that can be used once. It is shown once too: the sensor keeps
// its hash alone.
func (c *Console) showLink(w http.ResponseWriter, r *http.Request, v *view, name string, t *control.OneTime) {
	data, err := c.showSettings(r, v)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	d := data.(*settingsData)
	if d.For = name; t != nil {
		d.Link = "https://" + r.Host + "/new-password?" + url.Values{"name": {name}, "token": {t.Token}}.Encode()
	}
	v.Page, v.Path, v.Data = "settings", "/settings", d
	c.render(w, http.StatusOK, "layout", "settings", v)
}

// setRole gives a person another role.
func (c *Console) setRole(w http.ResponseWriter, r *http.Request, v *view) {
	_, err := c.o.Sensor.SetRole(r.Context(), &control.NewRole{Actor: v.actor(), Name: r.PathValue("name"), Role: r.PostFormValue("role")})
	c.changed(w, r, v, "role", err)
}

// disablePerson disables a person, or lets them in again.
func (c *Console) disablePerson(w http.ResponseWriter, r *http.Request, v *view) {
	off := r.PostFormValue("disabled") == "true"
	_, err := c.o.Sensor.Disable(r.Context(), &control.Disabling{Actor: v.actor(), Name: r.PathValue("name"), Disabled: off})
	what := "enabled"
	if off {
		what = "disabled"
	}
	c.changed(w, r, v, what, err)
}

// changed goes back to the settings after something about a person was changed, or was
// not.
func (c *Console) changed(w http.ResponseWriter, r *http.Request, v *view, what string, err error) {
	if err != nil {
		c.failed(w, v, err)
		return
	}
	c.o.Sessions.Revoke(r.PathValue("name"))
	done(w, r, "/settings", what)
}

// auditData is what the page of the audit trail shows.
type auditData struct {
	Lines []auditLine
	Next  string
	Check *control.AuditCheck // nil unless it was asked for
}

type auditLine struct {
	control.AuditLine
	Said string // the detail, as "name: value" where it has names
}

// showAudit shows who did what.
func (c *Console) showAudit(r *http.Request, _ *view) (any, error) {
	before, err := strconv.ParseInt(r.FormValue("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	got, err := c.o.Sensor.Audit(r.Context(), &control.AuditQuery{Before: before, Limit: perPage})
	if err != nil {
		return nil, err
	}
	d := &auditData{}
	for _, l := range got.Lines {
		d.Lines = append(d.Lines, auditLine{l, detail(l.Detail)})
	}
	if got.More && len(got.Lines) > 0 {
		d.Next = "/audit?before=" + strconv.FormatInt(got.Lines[len(got.Lines)-1].Number, 10)
	}
	if r.FormValue("check") != "" {
		if d.Check, err = c.o.Sensor.CheckAudit(r.Context()); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// detail writes the detail of a line for people: a text as it is, an object as names and
// values in the order of the names.
func detail(b json.RawMessage) string {
	var text string
	if json.Unmarshal(b, &text) == nil {
		return text
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(b, &object) != nil || object == nil {
		return strings.TrimSpace(strings.Replace(string(b), "null", "", 1))
	}
	var parts []string
	for name, value := range object {
		parts = append(parts, name+": "+strings.Trim(string(value), `"`))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
