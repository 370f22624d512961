package console

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
)

// workForm is a permit that is filled in well.
func workForm() url.Values {
	return url.Values{"ticket": {"W-9"}, "who": {" 鈴木 "}, "host": {"10.0.0.50", ""}, "asset": {"PLC-2 (10.0.0.6)", "10.0.1.0/28, 10.0.0.9", "plc-2"}, "operation": {"session", "write"},
		"from": {"2026-04-01T10:00"}, "to": {"2026-04-01T18:00"}, "approver": {"田中", ""}}
}

// TestNewPermit tests that a permit reaches the sensor in its own terms: addresses for
// what was chosen, and the site's clock.
func TestNewPermit(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Operator)
	form := workForm()
	form["asset"] = form["asset"][:2]
	if a := b.post("/permits", form); a.status != http.StatusSeeOther || a.header.Get("Location") != "/permits/W-9?done=permit-opened" {
		t.Fatal(a)
	}
	from := time.Date(2026, 4, 1, 1, 0, 0, 0, time.UTC)
	want := control.PermitRequest{V: 1, Ticket: "W-9", Who: "鈴木", Hosts: []string{"10.0.0.50"}, Assets: []string{"10.0.0.6", "10.0.1.0/28", "10.0.0.9"}, Operations: []string{"session", "write"},
		From: from, To: from.Add(8 * time.Hour), Approvers: []string{"田中"}, By: "operator"}
	if fmt.Sprint(b.fake.orders) != fmt.Sprint([]any{want}) {
		t.Errorf("%+v", b.fake.orders)
	}
}

// TestNewPermitWrong tests that what is wrong is told beside its field, with what was
// filled in, and that nothing reaches the sensor.
func TestNewPermitWrong(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Operator)
	for name, x := range map[string]struct {
		change func(url.Values)
		field  string
		text   string
	}{
		"no ticket":      {func(f url.Values) { f.Del("ticket") }, "ticket", "is missing: write the number"},
		"nobody":         {func(f url.Values) { f["who"] = []string{" "} }, "who", "is missing: write who"},
		"no host":        {func(f url.Values) { f.Del("host") }, "hosts", "is empty: write the address"},
		"evil host":      {func(f url.Values) { f["host"] = []string{evil} }, "hosts", "is no address"},
		"a device twice": {func(f url.Values) {}, "assets", "10.0.0.6 is there twice"},
		"nine hours":     {func(f url.Values) { f.Set("to", "2026-04-01T19:00") }, "to", "at most 8 h"},
		"no time":        {func(f url.Values) { f.Set("from", "tomorrow"); f.Del("to") }, "from", "is no date and time"},
		"no work":        {func(f url.Values) { f.Del("operation") }, "operations", "is empty"},
		"strange work":   {func(f url.Values) { f["operation"] = []string{"dance"} }, "operations", "is empty"},
		"one approver":   {func(f url.Values) { f["operation"] = []string{"program"} }, "approvers", "must be two people"},
	} {
		form := workForm()
		x.change(form)
		a := b.post("/permits", form)
		_, beside, ok := strings.Cut(a.body, `id="`+x.field+`-wrong"`)
		beside, _, _ = strings.Cut(beside, "</div>")
		if a.status != http.StatusBadRequest || !ok || !strings.Contains(beside, x.text) || !strings.Contains(a.body, "鈴木") && name != "nobody" {
			t.Errorf("%s: %d, beside the field: %s", name, a.status, beside)
		}
		if strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: it is not escaped", name)
		}
	}
	taken := workForm()
	taken["asset"], taken["ticket"] = taken["asset"][:1], []string{"W-taken"}
	if a := b.post("/permits", taken); a.status != http.StatusBadRequest || !strings.Contains(a.body, "a permit of that ticket was closed already") || !strings.Contains(a.body, `value="W-taken"`) {
		t.Error(a)
	}
	taken["more"] = []string{"1"}
	if a := b.post("/permits", taken); a.status != http.StatusOK || strings.Count(a.body, `name="asset"`) < 5 || !strings.Contains(a.body, `value="W-taken"`) {
		t.Error("more rows:", a.status)
	}
	if len(b.fake.orders) > 0 {
		t.Error(b.fake.orders)
	}
}

// TestPermits tests that each permit is under its state, those somebody must decide about
// first, and who may open one.
func TestPermits(t *testing.T) {
	b := visit(t, newFake())
	for role, may := range map[account.Role]bool{account.Viewer: false, account.Operator: true, account.Auditor: false} {
		a := b.another().signIn(role).get("/permits")
		places := []int{}
		for _, id := range []string{"review", "W-1<", "open", "W-2<", "waiting", "W-3<", "closed", "W-4<"} {
			part := `id="` + id + `"`
			if strings.HasSuffix(id, "<") {
				part = ">" + id
			}
			places = append(places, strings.Index(a.body, part))
		}
		if !slices.IsSorted(places) || places[0] < 0 || strings.Contains(a.body, "/new-permit") != may {
			t.Errorf("%v: %v", role, places)
		}
	}
}

// TestPermitReview tests decisions line by line and all at once.
func TestPermitReview(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Engineer)
	for name, x := range map[string]struct {
		form url.Values
		want control.PermitReview
	}{
		"some": {url.Values{"line-1": {"approved"}, "line-2": {"rejected"}, "line-3": {""}, "line-9": {"x"}, "why": {" asked Ito "}, "what": {"some"}}, control.PermitReview{Approve: []int{1}, Reject: []int{2}}},
		"all":  {url.Values{"line-2": {"rejected"}, "why": {"asked Ito"}, "what": {"all"}}, control.PermitReview{Reject: []int{2}, ApproveAll: true}},
	} {
		b.fake.orders = nil
		x.want.Ticket, x.want.Who, x.want.Why = "W-1", "engineer", "asked Ito"
		if a := b.post("/permits/W-1/review", x.form); a.header.Get("Location") != "/permits/W-1?done=permit-reviewed" || fmt.Sprint(b.fake.orders) != fmt.Sprint([]any{x.want}) {
			t.Errorf("%s: %d, %+v", name, a.status, b.fake.orders)
		}
	}
	b.fake.orders = nil
	for name, form := range map[string]url.Values{"nothing": {"why": {"x"}, "what": {"some"}}, "no reason": {"line-1": {"approved"}, "why": {" "}}} {
		if a := b.post("/permits/W-1/review", form); a.status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := b.post("/permits/W-99/review", url.Values{"what": {"all"}, "why": {"x"}}); a.status != http.StatusNotFound {
		t.Error(a)
	}
	if len(b.fake.orders) > 0 {
		t.Error(b.fake.orders)
	}
}

// TestPermitPage tests planned against seen, in both languages, on the screen and on
// paper, and what is not for everybody.
func TestPermitPage(t *testing.T) {
	b := visit(t, newFake())
	engineer, viewer := b.another().signIn(account.Engineer), b.another().signIn(account.Viewer)
	a := engineer.get("/permits/W-1")
	for _, part := range []string{"200 to 260 kPa", "900 kPa", "never seen", "2 refused or not answered", "all accepted by the device", "usual from now on (Ito)", "not usual (Ito)",
		"All 2 that are not decided", "3 more operations", `href="/incidents/inc-1"`, `name="line-4"`, `href="/permits/W-1/packet?line=1"`} {
		if !strings.Contains(a.body, part) {
			t.Errorf("%q is missing", part)
		}
	}
	if a := viewer.get("/permits/W-1"); strings.Contains(a.body, `name="line-1"`) || strings.Contains(a.body, "/packet?") || !strings.Contains(a.body, "packet 9001") {
		t.Error("a viewer may decide, or has packets")
	}
	if a := engineer.get("/permits/W-2"); strings.Contains(a.body, "/review") && strings.Contains(a.body, `name="line-1"`) || !strings.Contains(a.body, `action="/permits/W-2/end"`) {
		t.Error("a permit that is open is decided about, or cannot be ended")
	}
	if a := engineer.get("/permits/W-1/sheet"); !strings.Contains(a.body, `class="paper"`) || strings.Contains(a.body, "<form") || !strings.Contains(a.body, "Record of work W-1") {
		t.Error(a)
	}
	if a := engineer.get("/permits/W-1/packet?line=1"); a.body != "octets" || !strings.Contains(a.header.Get("Content-Disposition"), "work-20260331-203000.pcapng") {
		t.Error(a)
	}
	for path, status := range map[string]int{"/permits/W-1/packet?line=0": 404, "/permits/W-1/packet?line=x": 404, "/permits/W-1/packet?line=5": 404, "/permits/" + url.PathEscape(evil): 404,
		"/permits/W-1?from=" + url.QueryEscape(evil): 200, "/permits/W-1?from=99999": 200, "/permits?after=" + url.QueryEscape(evil): 200} {
		if a := engineer.get(path); a.status != status || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	operator := b.another().signIn(account.Operator)
	if a := operator.post("/permits/W-2/end", url.Values{}); a.header.Get("Location") != "/permits/W-2?done=permit-ended" || fmt.Sprint(b.fake.orders) != fmt.Sprint([]any{control.PermitClosing{Ticket: "W-2", Who: "operator"}}) {
		t.Error(a.status, b.fake.orders)
	}
}

// TestClosedPages tests that of many permits each is on one page.
func TestClosedPages(t *testing.T) {
	f := newFake()
	var all []permitRow
	for i := range 120 {
		p := f.fakePermits()[3]
		p.Work.Permit.Ticket, p.Work.Closed = fmt.Sprintf("W-%03d", i), f.now.Add(time.Duration(i/3)*time.Hour)
		all = append(all, permitRow{Permit: &p})
	}
	seen, after := []string{}, ""
	for range 5 {
		page, next := closedAfter(slices.Clone(all), after)
		for _, x := range page {
			seen = append(seen, x.Work.Permit.Ticket)
		}
		if next == "" {
			break
		}
		after = page[len(page)-1].Work.Permit.Ticket
	}
	if len(seen) != 120 || seen[0] != "W-119" || !slices.IsSortedFunc(seen, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Error(seen)
	}
}
