package control

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/banken-ot/banken/sensor/account"
)

// People are those who may use the console. Passwords are checked by the sensor, which
// is the only one to write what came of it; a Client hands them on.
type People interface {
	Entrance
	Staff
}

// Entrance is what people do who have not signed in. A fault never says whether it was
// the name or the password that was wrong.
type Entrance interface {
	SignIn(ctx context.Context, q *SignIn) (*account.Person, error)
	// SetUp makes the first administrator, with the token of a set-up link.
	SetUp(ctx context.Context, q *SetUp) (*account.Person, error)
	// SetPassword sets a password: with the old one, or with a one-time token.
	SetPassword(ctx context.Context, q *NewPassword) (*account.Person, error)
}

// Staff is what an administrator does.
type Staff interface {
	ListPeople(ctx context.Context) (*PeopleList, error)
	// Person returns the person of a name.
	Person(ctx context.Context, name string) (*account.Person, error)
	// AddPerson adds a person; without a password, with a token to set one.
	AddPerson(ctx context.Context, q *NewPerson) (*Added, error)
	SetRole(ctx context.Context, q *NewRole) (*account.Person, error)
	// Disable disables a person, or lets them in again.
	Disable(ctx context.Context, q *Disabling) (*account.Person, error)
	// Reset makes a token with which a person sets a new password.
	Reset(ctx context.Context, q *Resetting) (*OneTime, error)
	// SetupLink makes the token with which the first administrator is made.
	SetupLink(ctx context.Context, q *Actor) (*OneTime, error)
}

// Actor is who acts. Of a person of the console the sensor checks that they may; Local
// is a user of the system, at the box itself.
type Actor struct {
	Who   string `json:"who"`
	Local bool   `json:"local,omitempty"`
}

// SignIn is an attempt to sign in.
type SignIn struct {
	Name     string `json:"name"`
	Password string `json:"password"`
	Address  string `json:"address"` // of the browser
}

// SetUp makes the first administrator.
type SetUp struct {
	Token    string `json:"token"`
	Name     string `json:"name"`
	Display  string `json:"display_name"`
	Language string `json:"language"` // "" is ja
	Password string `json:"password"`
	Address  string `json:"address"`
}

// NewPassword sets a password: one's own with the old one, that of whom a token is for
// with that, and locally any.
type NewPassword struct {
	Actor
	Name     string `json:"-"` // in the path
	Old      string `json:"old,omitempty"`
	Token    string `json:"token,omitempty"`
	Password string `json:"password"`
	Address  string `json:"address,omitempty"`
}

// NewPerson adds a person.
type NewPerson struct {
	Actor
	Name     string `json:"name"`
	Display  string `json:"display_name"`
	Language string `json:"language"`           // "" is ja
	Role     string `json:"role"`               // as account.ParseRole reads it
	Password string `json:"password,omitempty"` // "": they set it themselves, with a token
}

// NewRole gives a person another role.
type NewRole struct {
	Actor
	Name string `json:"-"`
	Role string `json:"role"`
}

// Disabling disables a person, or lets them in again.
type Disabling struct {
	Actor
	Name     string `json:"-"`
	Disabled bool   `json:"disabled"`
}

// Resetting asks for a token with which a person sets a new password.
type Resetting struct {
	Actor
	Name string `json:"-"`
}

// PeopleList is all people, in the order of their names.
type PeopleList struct {
	V      int              `json:"v"`
	Zone   string           `json:"zone"`
	People []account.Person `json:"people"`
	// Ready: an administrator can sign in. Until then there is only a set-up link.
	Ready bool `json:"ready"`
}

// Added is a person who was added.
type Added struct {
	V      int            `json:"v"`
	Zone   string         `json:"zone"`
	Person account.Person `json:"person"`
	Token  *OneTime       `json:"token,omitempty"` // where no password was given
}

// OneTime is a token that can be used once. It is told once: the sensor keeps its hash.
type OneTime struct {
	V       int       `json:"v"`
	Zone    string    `json:"zone"`
	Name    string    `json:"name,omitempty"` // whose password it sets; "" for the set-up
	Token   string    `json:"token"`
	Expires time.Time `json:"expires"`
}

// people registers the routes that are about people.
func people(mux *http.ServeMux, get func() Site) {
	for pattern, do := range map[string]func(Site, *http.Request) (any, error){
		"POST /v1/signin":                 func(s Site, r *http.Request) (any, error) { return asked(r, s.SignIn) },
		"POST /v1/setup":                  func(s Site, r *http.Request) (any, error) { return asked(r, s.SetUp) },
		"POST /v1/setup/link":             func(s Site, r *http.Request) (any, error) { return asked(r, s.SetupLink) },
		"GET /v1/people":                  func(s Site, r *http.Request) (any, error) { return s.ListPeople(r.Context()) },
		"POST /v1/people":                 func(s Site, r *http.Request) (any, error) { return asked(r, s.AddPerson) },
		"GET /v1/people/{name}":           func(s Site, r *http.Request) (any, error) { return s.Person(r.Context(), r.PathValue("name")) },
		"POST /v1/people/{name}/password": about(Site.SetPassword, func(q *NewPassword) *string { return &q.Name }),
		"POST /v1/people/{name}/role":     about(Site.SetRole, func(q *NewRole) *string { return &q.Name }),
		"POST /v1/people/{name}/disable":  about(Site.Disable, func(q *Disabling) *string { return &q.Name }),
		"POST /v1/people/{name}/reset":    about(Site.Reset, func(q *Resetting) *string { return &q.Name }),
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), do) })
	}
}

// about answers a question about the person in the path.
func about[Q, A any](do func(Site, context.Context, *Q) (A, error), name func(*Q) *string) func(Site, *http.Request) (any, error) {
	return func(s Site, r *http.Request) (any, error) {
		return asked(r, func(ctx context.Context, q *Q) (A, error) {
			*name(q) = r.PathValue("name")
			return do(s, ctx, q)
		})
	}
}

// SignIn implements Entrance.
func (c *Client) SignIn(ctx context.Context, q *SignIn) (*account.Person, error) {
	return order[account.Person](ctx, c, "/v1/signin", q)
}

// SetUp implements Entrance.
func (c *Client) SetUp(ctx context.Context, q *SetUp) (*account.Person, error) {
	return order[account.Person](ctx, c, "/v1/setup", q)
}

// SetPassword implements Entrance.
func (c *Client) SetPassword(ctx context.Context, q *NewPassword) (*account.Person, error) {
	return order[account.Person](ctx, c, personPath(q.Name, "/password"), q)
}

// ListPeople implements Staff.
func (c *Client) ListPeople(ctx context.Context) (*PeopleList, error) {
	return ask[PeopleList](ctx, c, "/v1/people", nil)
}

// Person implements Staff.
func (c *Client) Person(ctx context.Context, name string) (*account.Person, error) {
	return ask[account.Person](ctx, c, personPath(name, ""), nil)
}

// AddPerson implements Staff.
func (c *Client) AddPerson(ctx context.Context, q *NewPerson) (*Added, error) {
	return order[Added](ctx, c, "/v1/people", q)
}

// SetRole implements Staff.
func (c *Client) SetRole(ctx context.Context, q *NewRole) (*account.Person, error) {
	return order[account.Person](ctx, c, personPath(q.Name, "/role"), q)
}

// Disable implements Staff.
func (c *Client) Disable(ctx context.Context, q *Disabling) (*account.Person, error) {
	return order[account.Person](ctx, c, personPath(q.Name, "/disable"), q)
}

// Reset implements Staff.
func (c *Client) Reset(ctx context.Context, q *Resetting) (*OneTime, error) {
	return order[OneTime](ctx, c, personPath(q.Name, "/reset"), q)
}

// SetupLink implements Staff.
func (c *Client) SetupLink(ctx context.Context, q *Actor) (*OneTime, error) {
	return order[OneTime](ctx, c, "/v1/setup/link", q)
}

// personPath is that of a person. A name that would be none of a path becomes one that
// nobody has.
func personPath(name, what string) string {
	if name == "" || name == "." || name == ".." {
		name = "-"
	}
	return "/v1/people/" + url.PathEscape(name) + what
}
