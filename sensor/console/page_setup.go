package console

import (
	"net/http"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
)

// newcomer is what somebody who has no password yet fills in.
type newcomer struct {
	Token, Name, Display string
	First                bool // the first administrator; else somebody whose name is known
}

// showSetUp asks for the first administrator.
func (c *Console) showSetUp(r *http.Request, _ *view) (any, error) {
	return &newcomer{Token: r.FormValue("token"), First: true}, nil
}

// showNewPassword asks for a new password, with the link an administrator made.
func (c *Console) showNewPassword(r *http.Request, _ *view) (any, error) {
	return &newcomer{Token: r.FormValue("token"), Name: r.FormValue("name")}, nil
}

var errNotSame = fault("fault.not-same")

// setUp makes the first administrator.
func (c *Console) setUp(w http.ResponseWriter, r *http.Request, v *view) {
	c.enter(w, r, v, true, func() (*account.Person, error) {
		return c.o.Sensor.SetUp(r.Context(), &control.SetUp{Token: r.PostFormValue("token"), Name: r.PostFormValue("name"), Display: r.PostFormValue("display"),
			Language: v.Lang.String(), Password: r.PostFormValue("password"), Address: address(r)})
	})
}

// setPassword sets a password with a one-time token.
func (c *Console) setPassword(w http.ResponseWriter, r *http.Request, v *view) {
	c.enter(w, r, v, false, func() (*account.Person, error) {
		return c.o.Sensor.SetPassword(r.Context(), &control.NewPassword{Name: r.PostFormValue("name"), Token: r.PostFormValue("token"),
			Password: r.PostFormValue("password"), Address: address(r)})
	})
}

// enter begins a session of who has just been given a password, or shows the form again
// with what is wrong.
func (c *Console) enter(w http.ResponseWriter, r *http.Request, v *view, first bool, do func() (*account.Person, error)) {
	v.Page, v.Data = "setup", &newcomer{r.PostFormValue("token"), r.PostFormValue("name"), r.PostFormValue("display"), first}
	if r.PostFormValue("password") != r.PostFormValue("again") {
		v.Fault = words[string(errNotSame)]
		c.render(w, http.StatusBadRequest, "layout", "setup", v)
		return
	}
	p, err := do()
	if f := faultOf(err); f != nil {
		v.Fault = f.Text
		c.render(w, f.Code.Status(), "layout", "setup", v)
		return
	}
	if err != nil {
		c.failed(w, v, err)
		return
	}
	c.begin(w, r, *p)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
