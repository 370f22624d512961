package console

import (
	"bufio"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// address fills the wildcards of a pattern.
func addressOf(pattern string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	return method, strings.NewReplacer("{$}", "", "{id}", "inc-1", "{name}", "sato", "{address}", "10.0.0.5", "{number}", "1", "{ticket}", "W-1").Replace(path)
}

// TestEachRoleAtEachRoute tests that exactly who has the right of a route gets past it,
// and that nobody else learns more than that.
func TestEachRoleAtEachRoute(t *testing.T) {
	b := visit(t, newFake())
	for _, role := range append(account.Roles(), account.Nobody) {
		for _, x := range routes {
			who := b.another()
			if role != account.Nobody {
				who.signIn(role)
			}
			method, path := addressOf(x.pattern)
			if path == "/live" {
				path = "/live?since=nothing" // refused at once, where one gets so far
			}
			var a answer
			if method == "POST" && role != account.Nobody {
				a = who.post(path, url.Values{})
			} else {
				a = who.do(method, path, nil)
			}
			may := x.right == open || role.May(x.right)
			stopped := strings.HasPrefix(a.header.Get("Location"), "/sign-in?")
			for _, f := range []fault{errNoRight, errSignedOut, errForm} {
				stopped = stopped || strings.Contains(a.body, words[string(f)].EN)
			}
			if may == stopped {
				t.Errorf("%s at %s: status %d, location %q; the table says %v", role, x.pattern, a.status, a.header.Get("Location"), may)
			}
		}
	}
}

// TestEveryPage tests every page in both languages: made, in that language, without
// anything a policy forbids, and without what the wire may put into it.
func TestEveryPage(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<script(?:[^>]*src=|>)|<style|\son\w+=|\sstyle=|javascript:|hx-on`)
	own := regexp.MustCompile(`<script src="/static/[\w-]+/[\w.-]+" defer></script>`)
	elsewhere := regexp.MustCompile(`(?i)(?:src|href|action)="(?:https?:)?//`)
	b := visit(t, newFake()).signIn(account.Administrator)
	for _, l := range []string{"en", "ja"} {
		if a := b.post("/language", url.Values{"language": {l}, "back": {"/incidents"}}); a.status != http.StatusSeeOther || a.header.Get("Location") != "/incidents" {
			t.Fatal(a)
		}
		for _, x := range routes {
			if x.page == "" {
				continue
			}
			_, path := addressOf(x.pattern)
			a := b.get(path)
			if a.status != http.StatusOK || !strings.Contains(a.body, `<html lang="`+l+`">`) || strings.Contains(a.body, "<no value>") || strings.Contains(a.body, "%!") {
				t.Errorf("%s in %s: %d\n%s", path, l, a.status, a.body)
			}
			shown := strings.ReplaceAll(own.ReplaceAllString(a.body, ""), template.HTMLEscapeString(evil), "")
			if got := inline.FindString(shown); got != "" || strings.Contains(a.body, "<b onmouse") {
				t.Errorf("%s in %s: %q is not allowed on a page", path, l, got)
			}
			if got := elsewhere.FindString(a.body); got != "" {
				t.Errorf("%s: %q leads elsewhere", path, got)
			}
			if a.header.Get("Content-Security-Policy") != policy || a.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: headers %v", path, a.header)
			}
		}
	}
}

// TestWords tests that every text is there in both languages, that every key that is
// used is there, and that every key that is there is used.
func TestWords(t *testing.T) {
	used := map[string]bool{}
	sources := sourceFiles(t)
	for _, pattern := range []string{`\.T "([^"]+)"`, `words\["([^"]+)"\]`, `fault\("([^"]+)"\)`, `errors?\.\w*\("(fault\.[^"]+)"\)`} {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(sources, -1) {
			used[m[1]] = true
			if _, ok := words[m[1]]; !ok && !strings.HasSuffix(m[1], ".") {
				t.Errorf("no words for %q", m[1])
			}
		}
	}
	var families []string // of keys that end with a code
	for _, m := range regexp.MustCompile(`(?:Word\(? ?"([\w-]+)"|words\["([\w.-]+\.)"\+|print "([\w.-]+\.)")`).FindAllStringSubmatch(sources, -1) {
		families = append(families, strings.TrimSuffix(m[1]+m[2]+m[3], ".")+".")
	}
	for key, text := range words {
		if text.EN == "" || text.JA == "" {
			t.Errorf("%s: a language is missing", key)
		}
		for _, x := range []string{"%[1]s", "%[2]s", "%[3]s"} {
			if strings.Contains(text.EN, x) != strings.Contains(text.JA, x) {
				t.Errorf("%s: %s is not in both languages", key, x)
			}
		}
		family := slices.ContainsFunc(families, func(f string) bool { return strings.HasPrefix(key, f) }) || strings.HasPrefix(key, "done.")
		if !used[key] && !family {
			t.Errorf("%s is not used", key)
		}
	}
}

// TestForm tests that an order needs the token of its session, and that no other site
// can send one.
func TestForm(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Operator)
	order := url.Values{"decision": {"acknowledge"}, "why": {"I look"}}
	for name, token := range map[string]string{"none": "", "another": visit(t, newFake()).signIn(account.Operator).token()} {
		order.Set("csrf", token)
		if a := b.do("POST", "/incidents/inc-1/decide", order); a.status != http.StatusForbidden {
			t.Errorf("token of %s: %d", name, a.status)
		}
	}
	order.Set("csrf", b.token())
	r, err := http.NewRequest("POST", b.server.URL+"/incidents/inc-1/decide", strings.NewReader(order.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://elsewhere.example")
	if a := b.send(r); a.status != http.StatusForbidden {
		t.Errorf("from elsewhere: %d", a.status)
	}
	if len(b.fake.decisions) > 0 {
		t.Fatal("an order went through")
	}
	if a := b.post("/incidents/inc-1/decide", order); a.status != http.StatusSeeOther || a.header.Get("Location") != "/incidents/inc-1?done=acknowledge" {
		t.Fatal(a)
	}
	if d := b.fake.decisions; len(d) != 1 || d[0] != (control.Decision{ID: "inc-1", Decision: "acknowledge", Who: "operator", Why: "I look"}) {
		t.Fatalf("decided %+v", d)
	}
	if a := b.get("/incidents/inc-1?done=acknowledge"); !strings.Contains(a.body, "You look after this incident.") {
		t.Error("the page does not say what was done")
	}
}

// TestSignIn tests that a session begins with the password alone, with an id of its own,
// and ends.
func TestSignIn(t *testing.T) {
	b := visit(t, newFake())
	if a := b.do("POST", "/sign-in", url.Values{"name": {"operator"}, "password": {"wrong"}}); a.status != http.StatusUnauthorized || !strings.Contains(a.body, "name or password is wrong") {
		t.Fatal(a)
	}
	u, err := url.Parse(b.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	b.http.Jar.SetCookies(u, []*http.Cookie{{Name: sessionCookie, Value: "planted", Path: "/", Secure: true}})
	a := b.do("POST", "/sign-in", url.Values{"name": {"operator"}, "password": {goodPassword}, "back": {"//elsewhere.example/"}})
	if a.header.Get("Location") != "/" {
		t.Errorf("goes to %q", a.header.Get("Location"))
	}
	cookie := a.header.Get("Set-Cookie")
	for _, part := range []string{"__Host-session=", "HttpOnly", "Secure", "Path=/", "SameSite=Lax"} {
		if !strings.Contains(cookie, part) || strings.Contains(cookie, "planted") {
			t.Errorf("cookie %q: wants %s", cookie, part)
		}
	}
	if a := b.post("/sign-out", url.Values{}); a.status != http.StatusSeeOther {
		t.Fatal(a)
	}
	if a := b.get("/"); a.header.Get("Location") != "/sign-in?back=%2F" {
		t.Errorf("after signing out: %d, %q", a.status, a.header.Get("Location"))
	}
	b.signIn(account.Operator)
	b.fake.now = b.fake.now.Add(31 * time.Minute)
	if a := b.get("/incidents"); a.header.Get("Location") != "/sign-in?back=%2Fincidents" {
		t.Errorf("after half an hour: %d, %q", a.status, a.header.Get("Location"))
	}
}

// TestLive tests that a change is told, and that a page that looks by itself does not keep
// a session alive.
func TestLive(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	resp, err := b.http.Get(b.server.URL + "/live?since=7")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if kind := resp.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatal(kind)
	}
	time.AfterFunc(30*time.Millisecond, func() {
		b.fake.mu.Lock()
		b.fake.revision = 8
		b.fake.mu.Unlock()
	})
	lines := bufio.NewScanner(resp.Body)
	var got []string
	for len(got) < 3 && lines.Scan() {
		if text := lines.Text(); text != "" && text[0] != ':' {
			got = append(got, text)
		}
	}
	if fmt.Sprint(got) != "[id: 8 event: changed data: 8]" {
		t.Fatal(got)
	}
}

// TestSensorGone tests that a page says so when the sensor does not answer.
func TestSensorGone(t *testing.T) {
	f := newFake()
	b := visit(t, f).signIn(account.Operator)
	f.fault = fmt.Errorf("dial: no such file")
	if a := b.get("/incidents"); a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "The sensor does not answer.") || strings.Contains(a.body, "dial") {
		t.Error(a)
	}
	f.fault = &control.Fault{Code: control.Conflict, Text: lang.Text{EN: "not now", JA: "今はできません"}}
	if a := b.get("/incidents"); a.status != http.StatusConflict || !strings.Contains(a.body, "not now") {
		t.Error(a)
	}
}

// TestPackets tests that packets are a file to keep, or a page that says why not.
func TestPackets(t *testing.T) {
	f := newFake()
	b := visit(t, f).signIn(account.Engineer)
	if a := b.get("/incidents/inc-1/packets"); a.body != "octets" || a.header.Get("Content-Disposition") != `attachment; filename="inc-1.pcapng"` {
		t.Error(a)
	}
	f.packets = ""
	if a := b.get("/incidents/inc-1/packets"); a.status != http.StatusNotFound || !strings.Contains(a.body, "nothing is recorded") {
		t.Error(a)
	}
}

// TestMalformed tests requests no page makes.
func TestMalformed(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Administrator)
	for path, status := range map[string]int{
		"/incidents/" + url.PathEscape(evil): http.StatusNotFound, "/nothing": http.StatusNotFound, "/static/x/console.css": http.StatusNotFound,
		"/incidents?which=" + url.QueryEscape(evil) + "&after=" + url.QueryEscape(evil): http.StatusOK, "/live?since=x": http.StatusBadRequest,
		"/?done=" + url.QueryEscape(evil): http.StatusOK, "/%2e%2e/%2e%2e/etc/passwd": http.StatusNotFound,
	} {
		if a := b.get(path); a.status != status || strings.Contains(a.body, "<script>") {
			t.Errorf("%s: %d\n%s", path, a.status, a.body)
		}
	}
	for name, order := range map[string]url.Values{
		"no reason": {"decision": {"acknowledge"}}, "no span": {"decision": {"shelve"}, "why": {"x"}}, "a strange span": {"decision": {"shelve"}, "why": {"x"}, "for": {"-1"}},
	} {
		if a := b.post("/incidents/inc-1/decide", order); a.status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := b.post("/language", url.Values{"language": {"xx"}}); a.status != http.StatusBadRequest {
		t.Error(a)
	}
	if len(b.fake.decisions) > 0 {
		t.Error("something was decided")
	}
}

// TestSetUp tests the links with which people get a password.
func TestSetUp(t *testing.T) {
	for path, name := range map[string]string{"/set-up": "tanaka", "/new-password": "sato"} {
		b := visit(t, newFake())
		form := url.Values{"token": {goodToken}, "name": {name}, "password": {goodPassword}, "again": {"another"}}
		if a := b.do("POST", path, form); a.status != http.StatusBadRequest || !strings.Contains(a.body, "The two passwords differ") || strings.Contains(a.body, goodPassword) {
			t.Error(path, a)
		}
		form.Set("again", goodPassword)
		form.Set("token", "a bad token")
		if a := b.do("POST", path, form); a.status != http.StatusUnauthorized || a.header.Get("Set-Cookie") != "" {
			t.Error(path, a)
		}
		form.Set("token", goodToken)
		if a := b.do("POST", path, form); a.status != http.StatusSeeOther || b.get("/").status != http.StatusOK {
			t.Error(path, a)
		}
	}
}
