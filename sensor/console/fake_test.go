package console

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/account/session"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// fake is a sensor that answers what it is told to. Methods that a test does not set up
// panic: it has no Site behind it.
type fake struct {
	control.Site
	mu        sync.Mutex
	now       time.Time
	today     control.Today
	incidents []control.Brief
	incident  alert.Incident
	assets    control.Assets
	devices   *fakePlant
	keeps     error          // what is answered about what is kept
	status    *health.Status // nil: see illStatus
	imports   error          // what a list of devices is answered with
	decisions []control.Decision
	revision  uint64
	fault     error // what every question is answered with
	packets   string
	orders    []any  // about people, learning and work
	asked     []any  // which lines of lists
	beyond    int    // differences that find no room
	old       string // the password that may be changed; "" for none
}

// evil is what a device may be called, or say of itself.
const evil = `"><script>alert(1)</script><b onmouseover='x'>`

func newFake() *fake {
	t := time.Date(2026, 4, 1, 0, 30, 0, 0, time.UTC)
	brief := control.Brief{ID: "inc-1", Sort: "security", Opened: t.Add(-time.Hour), Updated: t, State: "open", Priority: "attend", Level: 3, Stage: "control", Actor: "10.0.0.7",
		Targets: []string{"10.0.0.5", "10.0.0.6", "10.0.0.8", "10.0.0.9"}, Count: 12, Score: 61,
		Title: lang.Text{EN: "A new host gives commands", JA: "新しい機器が操作しています"}, What: lang.Text{EN: "10.0.0.7 wrote to PLC-1", JA: "10.0.0.7がPLC-1に書き込みました"}}
	f := &fake{now: t, revision: 7, incidents: []control.Brief{brief}, packets: "octets"}
	f.today = control.Today{V: 1, Time: t, Site: "Works " + evil, Zone: "Asia/Tokyo", Level: 3, Target: 2, Reason: &brief, Open: []control.Brief{brief},
		MustDo: control.MustDo{From: 3, To: 2, Least: true, Actions: []control.Action{{Task: "ask", Subject: "10.0.0.7", Name: "10.0.0.7", Due: t.Add(7 * time.Hour), WithinHours: 8,
			Rows: []int{132}, Settles: []control.Settled{{ID: "inc-1", Priority: "attend", Row: 132, Title: brief.Title, First: lang.Text{EN: "Ask.", JA: "確認してください。"}}}, Before: 3, After: 2, Skipped: 3, Stays: []string{"inc-1"}}}},
		Learning: control.Learning{V: 1, Days: 14, State: "provisional", Bound: 0.21, Confidence: 0.95, Missing: []string{"days"},
			Sentence: lang.Text{EN: "Learned 14 days.", JA: "14日間学習しました。"}}}
	f.devices = smallPlant(t)
	f.assets = f.devices.assets
	f.incident = alert.Incident{V: 1, ID: "inc-1", Sort: alert.Security, Opened: brief.Opened, Updated: brief.Updated, State: alert.Open, Priority: "attend", Stage: "control",
		Actor: "10.0.0.7", Targets: brief.Targets, Row: 132, Table: "1.0", Count: 12, Title: "A new host gives commands", TitleJA: "新しい機器が操作しています",
		Expected: "", Observed: "value 900", ObservedJA: "値900", First: "Ask.", FirstJA: "確認してください。",
		Timeline: []alert.Moment{{Time: brief.Opened, What: "wrote " + evil, WhatJA: "書き込み" + evil, Count: 12}}, Left: 3,
		Decisions: []alert.Decision{{Time: t, Who: "tanaka", What: "acknowledge", Why: "asked"}}}
	return f
}

func (f *fake) ask() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fault
}

func (f *fake) Today(context.Context) (*control.Today, error) { t := f.today; return &t, f.ask() }

func (f *fake) Incidents(context.Context, bool) (*control.Incidents, error) {
	return &control.Incidents{V: 1, Zone: f.today.Zone, Incidents: append([]control.Brief(nil), f.incidents...)}, f.ask()
}

func (f *fake) Explain(_ context.Context, id string) (*control.Explanation, error) {
	if id != f.incident.ID {
		return nil, &control.Fault{Code: control.NotFound, Text: lang.Text{EN: "no such incident", JA: "ありません"}}
	}
	i := f.incident
	return &control.Explanation{V: 1, Zone: f.today.Zone, Incident: &i, Level: 3, Inputs: []control.Input{{Name: "evidence", Code: "A", Meaning: lang.Text{EN: "attempt", JA: "試み"}}},
		Neighbours: []control.Neighbour{{Input: "credibility", From: "L", To: "M", Priority: "act", Row: 140}},
		Techniques: []control.Technique{{ID: "T0855", Version: "18.1", Name: "Unauthorized Command Message"}},
		Packets:    control.Packets{From: f.now, To: f.now, Flow: "10.0.0.7"}}, f.ask()
}

func (f *fake) Decide(_ context.Context, d *control.Decision) (*control.Brief, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.decisions = append(f.decisions, *d)
	return &f.incidents[0], f.fault
}

func (f *fake) Changed(ctx context.Context, since uint64) (uint64, error) {
	f.mu.Lock()
	now, fault := f.revision, f.fault
	f.mu.Unlock()
	if since == now && since != math.MaxUint64 {
		wait(ctx, 20*time.Millisecond)
	}
	return now, fault
}

func (f *fake) Assets(context.Context) (*control.Assets, error) { a := f.assets; return &a, f.ask() }

func (f *fake) Packets(_ context.Context, _ string, _, _ time.Time, w io.Writer) error {
	if f.packets == "" {
		return &control.Fault{Code: control.NotFound, Text: lang.Text{EN: "nothing is recorded", JA: "記録がありません"}}
	}
	_, err := io.WriteString(w, f.packets)
	return errors.Join(err, f.ask())
}

// goodPassword is everybody's.
const goodPassword = "a good long password"

var errPassword = &control.Fault{Code: control.Denied, Text: lang.Text{EN: "name or password is wrong", JA: "名前またはパスワードが違います"}}

// SignIn takes the name of a role for that of a person who has it.
func (f *fake) SignIn(_ context.Context, q *control.SignIn) (*account.Person, error) {
	role, err := account.ParseRole(q.Name)
	if err != nil || q.Password != goodPassword {
		return nil, errPassword
	}
	return &account.Person{Name: q.Name, Display: "Mr " + q.Name, Language: "en", Role: role}, f.ask()
}

// goodToken is that of every link.
const goodToken = "a good token"

func (f *fake) SetUp(_ context.Context, q *control.SetUp) (*account.Person, error) {
	if q.Token != goodToken {
		return nil, errPassword
	}
	return &account.Person{Name: q.Name, Display: q.Display, Language: q.Language, Role: account.Administrator}, f.ask()
}

func (f *fake) SetPassword(_ context.Context, q *control.NewPassword) (*account.Person, error) {
	if q.Token != goodToken && (f.old == "" || q.Old != f.old || q.Who != q.Name) {
		return nil, errPassword
	}
	return &account.Person{Name: q.Name, Display: q.Name, Language: "en", Role: account.Operator}, f.ask()
}

// browser is one that talks to a console.
type browser struct {
	t      *testing.T
	server *httptest.Server
	http   *http.Client
	fake   *fake
}

// visit returns a browser that nobody has signed in with.
func visit(t *testing.T, f *fake) *browser {
	t.Helper()
	c, err := New(Options{Sensor: f, Sessions: session.New(session.Options{}), Escalation: f, Now: func() time.Time { return f.now }})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewTLSServer(c)
	t.Cleanup(s.Close)
	return (&browser{t: t, server: s, fake: f}).another()
}

// another returns another browser at the same console.
func (b *browser) another() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	h := *b.server.Client()
	h.Jar, h.CheckRedirect = jar, func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{t: b.t, server: b.server, http: &h, fake: b.fake}
}

// answer is what came.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) do(method, path string, form url.Values) answer {
	b.t.Helper()
	r, err := http.NewRequest(method, b.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.send(r)
}

func (b *browser) send(r *http.Request) answer {
	b.t.Helper()
	resp, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.do("GET", path, nil) }

// post sends a form with the token that the page of today has.
func (b *browser) post(path string, form url.Values) answer {
	b.t.Helper()
	form.Set("csrf", b.token())
	return b.do("POST", path, form)
}

func (b *browser) token() string {
	b.t.Helper()
	_, rest, ok := strings.Cut(b.get("/").body, `name="csrf" value="`)
	token, _, _ := strings.Cut(rest, `"`)
	if !ok || token == "" {
		b.t.Fatal("the page has no token")
	}
	return token
}

// signIn signs in with a role.
func (b *browser) signIn(role account.Role) *browser {
	b.t.Helper()
	if a := b.do("POST", "/sign-in", url.Values{"name": {role.String()}, "password": {goodPassword}, "back": {"/"}}); a.status != http.StatusSeeOther {
		b.t.Fatalf("sign-in: %d\n%s", a.status, a.body)
	}
	return b
}
