package console

import (
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/account/session"
	"github.com/banken-ot/banken/sensor/control"
)

// sessionCookie keeps the id of a session. By its prefix, browsers take it over TLS from
// this host alone (RFC 6265bis, 4.1.3.2).
const sessionCookie = "__Host-session"

// admitted returns the view of who asks, when they may use a route; else it has answered.
func (c *Console) admitted(x *route, w http.ResponseWriter, r *http.Request) (*view, bool) {
	v := c.look(r)
	if x.right == open {
		return v, true
	}
	if v.Person.Name == "" {
		if r.Method == http.MethodGet && r.Header.Get("HX-Request") == "" && x.pattern != "GET /live" {
			http.Redirect(w, r, "/sign-in?back="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		} else {
			c.fault(w, v, http.StatusUnauthorized, errSignedOut)
		}
		return nil, false
	}
	switch {
	case !v.Person.May(x.right):
		c.fault(w, v, http.StatusForbidden, errNoRight)
		return nil, false
	case r.Method != http.MethodGet && tooLarge(r):
		c.fault(w, v, http.StatusRequestEntityTooLarge, errTooLarge)
		return nil, false
	case r.Method != http.MethodGet && !c.o.Sessions.SameForm(sessionID(r), r.FormValue("csrf")):
		c.fault(w, v, http.StatusForbidden, errForm)
		return nil, false
	}
	if x.do == nil || r.Method != http.MethodGet {
		return v, c.situated(w, r, v)
	}
	return v, true
}

// look returns the view of who asks: without a person where nobody has signed in.
func (c *Console) look(r *http.Request) *view {
	v := &view{c: c, Lang: preferred(r), Zone: time.UTC, Now: c.o.Now(), Page: "fault", Path: r.URL.RequestURI(), Done: doneKey(r)}
	s, ok := c.session(r)
	if !ok {
		return v
	}
	v.Person, v.CSRF = s.Person, s.Form
	if _, err := r.Cookie(languageCookie); err != nil {
		v.Lang = s.Person.Speaks()
	}
	return v
}

// session returns that of a request. What a page asks for by itself does not keep it
// alive.
func (c *Console) session(r *http.Request) (session.Session, bool) {
	id := sessionID(r)
	if id == "" {
		return session.Session{}, false
	}
	if r.Header.Get("HX-Request") != "" || r.URL.Path == "/live" {
		return c.o.Sessions.Peek(r.Context(), c.o.Now(), id)
	}
	return c.o.Sessions.Look(r.Context(), c.o.Now(), id)
}

// stillIn reports whether the session of a request lasts on.
func (c *Console) stillIn(r *http.Request) bool {
	_, ok := c.o.Sessions.Peek(r.Context(), c.o.Now(), sessionID(r))
	return ok
}

func sessionID(r *http.Request) string {
	k, err := r.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	return k.Value
}

// situated tells a view how the site stands; when the sensor cannot say it has answered.
func (c *Console) situated(w http.ResponseWriter, r *http.Request, v *view) bool {
	revision, today, err := c.situation(r.Context())
	if err != nil {
		c.failed(w, v, err)
		return false
	}
	v.Revision, v.Today = revision, today
	if z, err := time.LoadLocation(today.Zone); err == nil {
		v.Zone = z
	}
	return true
}

// doneKey is what a page is told was done, as far as there are words for it.
func doneKey(r *http.Request) string {
	key := "done." + r.URL.Query().Get("done")
	if _, ok := words[key]; ok {
		return key
	}
	return ""
}

// done goes to the page that shows what was done.
func done(w http.ResponseWriter, r *http.Request, address, what string) {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Path: "/"}
	}
	q := u.Query()
	q.Set("done", what)
	u.RawQuery = q.Encode()
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}

// signInData is what the page of signing in shows.
type signInData struct{ Name, Back string }

// showSignIn asks who somebody is.
func (c *Console) showSignIn(r *http.Request, _ *view) (any, error) {
	return &signInData{Back: back(r)}, nil
}

// signIn begins a session of who proves to be a person.
func (c *Console) signIn(w http.ResponseWriter, r *http.Request, v *view) {
	p, err := c.o.Sensor.SignIn(r.Context(), &control.SignIn{Name: r.PostFormValue("name"), Password: r.PostFormValue("password"), Address: address(r)})
	if err != nil {
		c.refused(w, r, v, err)
		return
	}
	c.begin(w, r, *p)
	http.Redirect(w, r, back(r), http.StatusSeeOther)
}

// begin begins a session; the one the browser had ends.
func (c *Console) begin(w http.ResponseWriter, r *http.Request, p account.Person) {
	id := c.o.Sessions.Begin(c.o.Now(), p, sessionID(r))
	http.SetCookie(w, sessionWith(id, 0))
}

// refused shows the page of signing in again, with the reason.
func (c *Console) refused(w http.ResponseWriter, r *http.Request, v *view, err error) {
	f := faultOf(err)
	if f == nil {
		c.failed(w, v, err)
		return
	}
	v.Page, v.Fault, v.Data = "signin", f.Text, &signInData{Name: r.PostFormValue("name"), Back: back(r)}
	c.render(w, http.StatusUnauthorized, "layout", "signin", v)
}

// signOut ends the session.
func (c *Console) signOut(w http.ResponseWriter, r *http.Request, _ *view) {
	c.o.Sessions.End(sessionID(r))
	http.SetCookie(w, sessionWith("", -1))
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

func sessionWith(id string, age int) *http.Cookie {
	return &http.Cookie{Name: sessionCookie, Value: id, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: age}
}

// address is where a request came from. What a proxy says is not believed: there is none.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	return host
}
