package console

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
)

// TestBaselineDecide tests that what is ticked, line by line or a group at once, reaches
// the sensor with the reason and the person, and that the list stays where it was.
func TestBaselineDecide(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Engineer)
	form := url.Values{"line": {"whitelist\thost 10.0.0.7 writes", "nonsense", "value\ta b"}, "group": {"g1", "g7"}, "in-g1": {"value\ta b", "tripwire\tc"}, "in-g2": {"whitelist\tnot this"},
		"standing": {"approved"}, "why": {" asked Ito "}, "which": {"waiting"}, "text": {"10.0.0.7"}, "after": {"100"}}
	a := b.post("/baseline/decide", form)
	if want := "/baseline?after=100&done=lines-approved&text=10.0.0.7&which=waiting"; a.header.Get("Location") != want {
		t.Error(a.header.Get("Location"))
	}
	want := control.Approval{Standing: "approved", Who: "engineer", Why: "asked Ito", Lines: []control.LineName{{Detector: "tripwire", Subject: "c"}, {Detector: "value", Subject: "a b"}, {Detector: "whitelist", Subject: "host 10.0.0.7 writes"}}}
	if fmt.Sprint(b.fake.orders) != fmt.Sprint([]any{want}) {
		t.Errorf("%+v", b.fake.orders)
	}
	b.fake.orders = nil
	for name, without := range map[string]string{"fault.no-reason": "why", "fault.no-standing": "standing"} {
		bad := url.Values{"line": form["line"], "standing": {"rejected"}, "why": {"x"}}
		bad.Del(without)
		if a := b.post("/baseline/decide", bad); a.status != http.StatusBadRequest || !strings.Contains(a.body, words[name].EN) {
			t.Error(name, a.status)
		}
	}
	if a := b.post("/baseline/decide", url.Values{"line": {"\t"}, "standing": {"rejected"}, "why": {"x"}}); a.status != http.StatusBadRequest || !strings.Contains(a.body, words["fault.no-lines"].EN) {
		t.Error(a.status)
	}
	if len(b.fake.orders) > 0 {
		t.Error(b.fake.orders)
	}
}

// TestBaselinePage tests what is listed, how, and for whom.
func TestBaselinePage(t *testing.T) {
	b := visit(t, newFake())
	engineer, viewer := b.another().signIn(account.Engineer), b.another().signIn(account.Viewer)
	a := engineer.get("/baseline?text=" + url.QueryEscape("10.0.0.7 ") + "&which=all&after=x")
	if q := b.fake.asked[len(b.fake.asked)-1]; q != (control.LinesQuery{Text: "10.0.0.7 ", Limit: linesOnPage, After: "x"}) {
		t.Errorf("asked for %+v", q)
	}
	a = engineer.get("/baseline")
	if q := b.fake.asked[len(b.fake.asked)-1]; q != (control.LinesQuery{Standing: "pending", Limit: linesOnPage}) {
		t.Errorf("asked for %+v", q)
	}
	for _, part := range []string{"Learned 14 days; 0 one-day behaviours", "0.5 new behaviours were expected, at most 1.9 were promised, 1 came", "Not every day of the week was seen twice.", "all 2 of these",
		"Seen only while nothing was learned", "10.0.0.7 → PLC-1", "/baseline?after=100&amp;which=waiting", `value="whitelist	host 10.0.0.7 writes"`} {
		if !strings.Contains(a.body, part) {
			t.Errorf("%q is missing", part)
		}
	}
	if n := strings.Count(a.body, `name="line"`); n != linesOnPage {
		t.Errorf("%d lines can be ticked", n)
	}
	if a := viewer.get("/baseline"); strings.Contains(a.body, "checkbox") || strings.Contains(a.body, "/baseline/freeze") || !strings.Contains(a.body, "An engineer or administrator can approve") {
		t.Error("a viewer may decide")
	}
	if a := engineer.get("/baseline?which=all"); !strings.Contains(a.body, "addresses of the internet → PLC-1") || !strings.Contains(a.body, `class="standing-rejected"`) {
		t.Error("not all are listed")
	}
	if a := engineer.get("/baseline?which=" + url.QueryEscape(evil) + "&text=" + url.QueryEscape(evil+"?")); a.status != http.StatusOK || strings.Contains(a.body, "<script>alert") || !strings.Contains(a.body, "There are none.") {
		t.Error(a.status)
	}
}

// TestPromise tests the words for a promise that was kept, broken, or not made yet.
func TestPromise(t *testing.T) {
	v := &view{}
	for _, x := range []struct {
		c      control.Compared
		broken bool
		text   string
	}{{control.Compared{}, false, "after seven days"}, {control.Compared{Days: 7, AtMost: 1.9, Observed: 1}, false, "was kept"}, {control.Compared{Days: 7, AtMost: 1.9, Observed: 2}, true, "not kept"}} {
		if text, broken := v.kept(&x.c); broken != x.broken || !strings.Contains(text, x.text) {
			t.Error(text)
		}
	}
}

// TestFreeze tests that learning is stopped and let go on with a reason.
func TestFreeze(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Engineer)
	for frozen, what := range map[string]string{"true": "frozen", "false": "thawed"} {
		b.fake.orders = nil
		a := b.post("/baseline/freeze", url.Values{"frozen": {frozen}, "why": {"shutdown"}})
		if a.header.Get("Location") != "/baseline?done="+what || fmt.Sprint(b.fake.orders) != fmt.Sprint([]any{control.Freeze{Frozen: frozen == "true", Who: "engineer", Why: "shutdown"}}) {
			t.Error(a.status, b.fake.orders)
		}
	}
	if a := b.post("/baseline/freeze", url.Values{"frozen": {"true"}}); a.status != http.StatusBadRequest {
		t.Error(a.status)
	}
}

// TestChannelsPage tests that what is asked for reaches the sensor, and that what changes
// is marked by more than colour.
func TestChannelsPage(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	a := b.get("/baseline/channels?state=timing+drifting&text=plc&after=x")
	if q := b.fake.asked[len(b.fake.asked)-1]; q != (control.ChannelsQuery{State: "timing drifting", Text: "plc", After: "x", Limit: channelsOnPage}) {
		t.Errorf("%+v", q)
	}
	for _, part := range []string{"Only where “How often” is “changing”.", "/baseline/channels?state=whitelist&#43;provisional", `#shape-attend"/></svg> changing`, "port 20000, station 4"} {
		if !strings.Contains(a.body, part) {
			t.Errorf("%q is missing", part)
		}
	}
}

// TestVersions tests signing elsewhere, import and going back, each in its steps.
func TestVersions(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Engineer)
	if a := b.get("/baseline/next?note=" + url.QueryEscape("spring")); a.body != "next of engineer: spring" || a.header.Get("Content-Disposition") != `attachment; filename="to-sign.banken"` {
		t.Error(a)
	}
	if a := b.get("/baseline/versions/2/file"); a.body != "edition 2" || a.header.Get("Content-Type") != fileKind {
		t.Error(a)
	}
	if a := b.upload("/baseline/release", "file", []byte("signed")); a.header.Get("Location") != "/baseline/versions?done=version-signed" {
		t.Error(a)
	}
	if a := b.get("/baseline/versions/1/use"); !strings.Contains(a.body, "Go back to version 1?") || !strings.Contains(a.body, "1 new, 1 gone, 1 changed") || !strings.Contains(a.body, "<b>−</b> gone") {
		t.Error(a)
	}
	if a := b.post("/baseline/versions/1/use", url.Values{}); a.header.Get("Location") != "/baseline/versions?done=version-used" {
		t.Error(a)
	}
	if want := fmt.Sprint([]any{[]string{"release", "engineer", "signed"}, control.Rollback{Number: 1, Who: "engineer"}}); fmt.Sprint(b.fake.orders) != want {
		t.Error(b.fake.orders)
	}
	for path, status := range map[string]int{"/baseline/versions/9/use": 404, "/baseline/versions/x/use": 400, "/baseline/versions/x/file": 400, "/baseline/diff?old=x": 400, "/baseline/diff?old=-1": 400,
		"/baseline/diff?new=" + url.QueryEscape(evil): 400, "/baseline/diff?old=1&new=2&after=" + url.QueryEscape(evil): 200} {
		if a := b.get(path); a.status != status || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// TestDiffPage tests which two versions are compared: without a choice the latest and
// the present.
func TestDiffPage(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	for path, want := range map[string]control.DifferenceQuery{"/baseline/diff": {Old: 2, Limit: changesOnPage}, "/baseline/diff?old=0&new=1": {New: 1, Limit: changesOnPage},
		"/baseline/diff?old=1&new=2&after=a%09b": {Old: 1, New: 2, After: "a\tb", Limit: changesOnPage}} {
		if a := b.get(path); a.status != http.StatusOK || b.fake.asked[len(b.fake.asked)-1] != want {
			t.Errorf("%s: %d, %+v", path, a.status, b.fake.asked)
		}
	}
}

// TestImport tests that a file is used only after it was confirmed, by who sent it, once,
// and in time.
func TestImport(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Engineer)
	take := func(file string) string {
		b.fake.beyond = 40
		a := b.upload("/baseline/import", "file", []byte(file))
		if !strings.Contains(a.body, "40 more differences are not listed here.") {
			t.Error("it is not said that there are more differences")
		}
		_, rest, ok := strings.Cut(a.body, `name="upload" value="`)
		id, _, _ := strings.Cut(rest, `"`)
		if a.status != http.StatusOK || !ok || strings.Contains(a.body, `name="trust"`) != (file == "foreign") {
			t.Fatal(a)
		}
		return id
	}
	use := func(who *browser, id string) int {
		return who.post("/baseline/use", url.Values{"upload": {id}, "trust": {" " + fakeKey}}).status
	}
	id := take("foreign")
	if len(b.fake.orders) > 0 {
		t.Fatal("it is used before it was confirmed")
	}
	other := b.another().signIn(account.Administrator)
	for name, got := range map[string]int{"another person": use(other, id), "another file": use(b, "x"), "none": use(b, "")} {
		if got != http.StatusConflict {
			t.Errorf("%s: %d", name, got)
		}
	}
	if got := use(b, id); got != http.StatusSeeOther || fmt.Sprint(b.fake.orders) != fmt.Sprint([]any{[]string{"import", "engineer", fakeKey, "foreign"}}) {
		t.Error(got, b.fake.orders)
	}
	if got := use(b, id); got != http.StatusConflict {
		t.Error("it is used twice:", got)
	}
	first := take("first")
	second := take("second")
	if got := use(b, first); got != http.StatusConflict {
		t.Error("the first of two files is kept:", got)
	}
	b.fake.now = b.fake.now.Add(uploadKept + time.Second)
	if got := use(b, second); got != http.StatusConflict {
		t.Error("it is kept for ever:", got)
	}
	for name, a := range map[string]answer{"no file": b.upload("/baseline/import", "", nil), "an empty one": b.upload("/baseline/release", "file", nil), "no baseline": b.upload("/baseline/import", "file", []byte("bad"))} {
		if a.status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, a.status)
		}
	}
}

// TestTooLarge tests that what is too large is said to be, and that the file of a version
// may be larger than other forms.
func TestTooLarge(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Administrator)
	file := make([]byte, maxForm+1)
	if a := b.upload("/assets", "file", file); a.status != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "is too large for this page") {
		t.Error(a.status)
	}
	if a := b.upload("/baseline/release", "file", file); a.status != http.StatusSeeOther {
		t.Error(a.status)
	}
}
