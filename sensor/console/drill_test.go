package console

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/drill"
)

// goodDrill is the form of a drill.
func goodDrill() url.Values {
	return url.Values{"scenario": {"unknown-laptop"}, "acknowledge": {"5"}, "decide": {"30"}, "last": {"60"}, "sure": {"yes"}}
}

// TestDrill tests a drill from its start to its sheet: it is marked on every page while
// it runs, and no longer; and what is ordered reaches the sensor under the person's name.
func TestDrill(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Engineer)
	if a := b.get("/drill"); !strings.Contains(a.body, "no DNP3 here") || !strings.Contains(a.body, "Not all goals met") || strings.Contains(a.body, "A drill is running") {
		t.Error(a.body)
	}
	if a := b.get("/drill/start?scenario=in-the-middle"); !strings.Contains(a.body, "Somebody stands between panel and controller") || !strings.Contains(a.body, `name="sure"`) {
		t.Error(a.body)
	}
	if a := b.post("/drill/start", goodDrill()); a.status != http.StatusSeeOther || a.header.Get("Location") != "/drill?done=drill-started" {
		t.Fatal(a)
	}
	for _, x := range routes {
		_, path := addressOf(x.pattern)
		if x.page == "" || x.layout != "" || x.right == open || !account.Engineer.May(x.right) {
			continue
		}
		if a := b.get(path); !strings.Contains(a.body, "A drill is running: A laptop ") {
			t.Errorf("%s does not say that a drill is running: %d", path, a.status)
		}
	}
	live := b.get("/drill").body
	for _, part := range []string{"Carry nothing out at the plant", "it writes a value", "later than the goal", "That was not right", "Note as done", "Stop the drill"} {
		if !strings.Contains(live, part) {
			t.Errorf("%q is missing", part)
		}
	}
	if a := b.post("/drill/done", url.Values{"task": {"stop"}, "subject": {"10.0.0.250"}}); a.header.Get("Location") != "/drill?done=drill-done" {
		t.Error(a)
	}
	if a := b.post("/drill/stop", url.Values{}); a.header.Get("Location") != "/drill/1?done=drill-stopped" {
		t.Error(a)
	}
	if a := b.post("/drill/1/remark", url.Values{"text": {"too late"}}); a.header.Get("Location") != "/drill/1?done=drill-remarked" {
		t.Error(a)
	}
	want := []any{drill.Order{Scenario: "unknown-laptop", Who: "engineer", Goals: drill.Goals{Acknowledge: 300, Decide: 1800, Last: 3600}},
		control.DrillDeed{Task: "stop", Subject: "10.0.0.250", Who: "engineer"}, control.Actor{Who: "engineer"}, control.DrillRemark{Number: 1, Who: "engineer", Text: "too late"}}
	if !reflect.DeepEqual(b.fake.orders, want) {
		t.Errorf("%+v", b.fake.orders)
	}
	if strings.Contains(b.get("/").body, "A drill is running") {
		t.Error("the mark stays after the drill")
	}
}

// TestDrillSecret tests that who takes part is not shown what the exercise does while it
// runs, and is when it is over.
func TestDrillSecret(t *testing.T) {
	f := newFake()
	f.today.Drill = &control.TodayDrill{Number: 1}
	b := visit(t, f).signIn(account.Operator)
	if body := b.get("/drill").body; strings.Contains(body, "it writes a value") || strings.Contains(body, "10.0.0.250</dd>") || !strings.Contains(body, "Note as done") || strings.Contains(body, "Stop the drill") {
		t.Error(body)
	}
	f.today.Drill = nil
	if body := b.get("/drill/1").body; !strings.Contains(body, "it writes a value") || strings.Contains(body, "Note as done") {
		t.Error(body)
	}
}

// TestDrillMalformed tests orders that no page sends.
func TestDrillMalformed(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Administrator)
	for name, x := range map[string]struct {
		field, value string
		status       int
	}{
		"no scenario": {"scenario", evil, http.StatusNotFound}, "no number": {"decide", evil, http.StatusBadRequest}, "too long": {"last", "61", http.StatusBadRequest},
		"no time": {"acknowledge", "0", http.StatusBadRequest}, "not sure": {"sure", "", http.StatusBadRequest},
	} {
		form := goodDrill()
		form.Set(x.field, x.value)
		if a := b.post("/drill/start", form); a.status != x.status || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	for _, path := range []string{"/drill/0", "/drill/-1", "/drill/x", "/drill/99", "/drill/start?scenario=" + url.QueryEscape(evil), "/drill/x/paper"} {
		if a := b.get(path); a.status != http.StatusNotFound || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if len(b.fake.orders) > 0 {
		t.Errorf("ordered %+v", b.fake.orders)
	}
}

// TestExerciseHasNoPackets tests that an exercise offers no packets.
func TestExerciseHasNoPackets(t *testing.T) {
	f := newFake()
	f.incident.Exercise = true
	b := visit(t, f).signIn(account.Engineer)
	if body := b.get("/incidents/inc-1").body; strings.Contains(body, "/packets") || !strings.Contains(body, "An exercise has no packets") || !strings.Contains(body, "EXERCISE") {
		t.Error(body)
	}
	if body := b.get("/incidents/inc-1/report").body; !strings.Contains(body, "EXERCISE") {
		t.Error(body)
	}
}
