package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/notify"
)

// rehearsed is a site that has learned, and on which a sensor looks.
type rehearsed struct {
	t      *testing.T
	site   *ownSite
	socket string
	at     time.Time
}

func rehearse(t *testing.T, dir string, c config.Config) *rehearsed {
	t.Helper()
	site, closing, err := openStore(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closing(); err != nil {
			t.Error(err)
		}
	})
	if _, err := site.ImportAssets(t.Context(), "Sato", []byte(plantAssets)); err != nil {
		t.Fatal(err)
	}
	r := &rehearsed{t: t, site: site, at: operate(t, site, 9)}
	if _, err := site.site.Decide("", true, baseline.Approved, "Sato"); err != nil {
		t.Fatal(err)
	}
	site.site.Attend()
	r.socket = serveSite(t, site)
	r.pass(1)
	return r
}

// pass lets time pass, a tick a second.
func (r *rehearsed) pass(seconds int) {
	r.t.Helper()
	for range seconds {
		r.at = r.at.Add(time.Second)
		if err := r.site.site.Tick(r.at.UnixNano()); err != nil {
			r.t.Fatal(err)
		}
	}
}

// says runs the command and returns what it says.
func (r *rehearsed) says(args ...string) string {
	r.t.Helper()
	status, out, err := execute(nil, append(append([]string{"drill"}, args...), "--socket", r.socket, "--config", plantConfig(r.t, r.t.TempDir()))...)
	if status != exitOK {
		r.t.Fatalf("%q: %d\n%s%s", args, status, out, err)
	}
	return out
}

// fails runs the command, which is to be refused.
func (r *rehearsed) fails(want string, args ...string) {
	r.t.Helper()
	status, _, err := execute(nil, append(append([]string{"drill"}, args...), "--socket", r.socket, "--config", plantConfig(r.t, r.t.TempDir()))...)
	if status == exitOK || !strings.Contains(err, want) {
		r.t.Errorf("%q: %d, %q", args, status, err)
	}
}

func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, x := range parts {
		if !strings.Contains(text, x) {
			t.Errorf("%q is missing in\n%s", x, text)
		}
	}
}

// TestDrillCommand: a drill from the list of scenarios to its sheet, by the command, in
// both languages; and a notice of it reaches those alone who take part.
func TestDrillCommand(t *testing.T) {
	d, dir, file := notified(t)
	c, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	r := rehearse(t, dir, c)
	has(t, r.says("list", "--lang", "en"), "unknown-laptop", "not possible here: no DNP3 here", "with 10.0.0.")
	has(t, r.says("list", "--lang", "ja"), "見知らぬノートPC", "実施できません：DNP3の通信はありません。")
	r.fails("there is no scenario", "start", "nothing", "--who", "Mori", "--lang", "en")
	r.fails("no drill is running", "stop", "--who", "Mori", "--lang", "en")
	r.fails("there was no drill yet", "result", "--lang", "en")
	r.fails("whole number", "result", "x", "--lang", "en")
	has(t, r.says("start", "unknown-laptop", "--who", "Mori", "--ack", "1m", "--decide", "2m", "--lang", "en"), "EXERCISE 1", "led by Mori", "Carry nothing out at the plant")
	r.fails("a drill is running", "start", "unknown-laptop", "--who", "Mori", "--lang", "en")
	r.pass(90)

	today, err := r.site.Today(t.Context())
	if err != nil || today.Level != 1 || len(today.MustDo.Actions) > 0 || today.Drill == nil || today.Drill.Leader != "Mori" || today.LastDay.Top > 0 {
		t.Fatalf("%+v, %v", today, err)
	}
	has(t, r.says("status", "--lang", "en"), "EXERCISE", "  act  ", "acknowledged: nobody (goal 1 min)", "1. ")
	has(t, r.says("status", "--lang", "ja"), "演習1番", "【演習】", "確認：なし（目標 1分）")
	r.tellsThoseWhoTakePart(d, c)

	id := r.exercise()
	for _, decision := range []string{"acknowledge", "suspicious"} {
		if _, err := r.site.Decide(t.Context(), &control.Decision{ID: id, Decision: decision, Who: "Ito", Why: "nobody knows"}); err != nil {
			t.Fatal(err)
		}
	}
	r.fails("not on the list", "done", "9", "--who", "Ito", "--lang", "en")
	has(t, r.says("done", "1", "--who", "Ito", "--lang", "en"), "by Ito")
	has(t, r.says("stop", "--who", "Mori", "--lang", "en"), "ended", "stopped", "Ito: holds it to be suspicious – right")
	has(t, r.says("remark", "1", "asked the shift leader first", "--who", "Mori", "--lang", "en"), "remark by Mori: asked the shift leader first")
	has(t, r.says("result", "--lang", "ja"), "演習1番", "不審と判断した（適切）", "所見（Mori）", "手動で停止")
	has(t, r.says("status", "--lang", "en"), "no drill is running")
	var sheet control.DrillSheet
	if err := json.Unmarshal([]byte(r.says("result", "1", "--format", "json")), &sheet); err != nil || sheet.Sheet.Number != 1 || sheet.Sheet.End != "stopped" || len(sheet.Sheet.Remarks) != 1 {
		t.Errorf("%+v, %v", sheet.Sheet, err)
	}
}

// exercise is the id of the most serious incident of the drill.
func (r *rehearsed) exercise() string {
	r.t.Helper()
	list, err := r.site.Incidents(r.t.Context(), false)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, b := range list.Incidents {
		if b.Exercise && b.Priority == "act" {
			return b.ID
		}
	}
	r.t.Fatalf("%+v", list.Incidents)
	return ""
}

// tellsThoseWhoTakePart has people be told, of whom one takes part in exercises.
func (r *rehearsed) tellsThoseWhoTakePart(d *duty, c config.Config) {
	r.t.Helper()
	n := c.Notify
	n.Rounds = 1
	trained := n.Contacts[0]
	trained.Name, trained.Exercise, trained.From = "訓練係", true, "act"
	n.Contacts[0].From = "act"
	n.Contacts = append(n.Contacts[:1:1], trained)
	e, err := notify.Open(notify.Options{Config: n, Site: c.Site.Name, Zone: c.Baseline.Zone, Source: r.site, Log: r.site})
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(r.t.Context(), 20*time.Second)
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	for ctx.Err() == nil && len(d.heard()) == 0 {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(time.Second) // who else were to be told is told too
	cancel()
	if err := <-done; err != nil {
		r.t.Error(err)
	}
	got := d.heard()
	if len(got) != 1 || !strings.Contains(got[0], "演習") || !strings.Contains(got[0], r.exercise()) {
		r.t.Errorf("arrived: %q", got)
	}
	log, err := r.site.Notices(r.t.Context(), &control.NoticeQuery{})
	if err != nil {
		r.t.Fatal(err)
	}
	for _, x := range log.Notices {
		if x.Contact != "訓練係" || !x.Exercise {
			r.t.Errorf("told %+v", x)
		}
	}
}

// TestDrillWithoutSensor: where no sensor looks on there is no drill.
func TestDrillWithoutSensor(t *testing.T) {
	dir := plantSite(t, func(site *ownSite) { operate(t, site, 1) })
	status, _, err := execute(nil, "drill", "start", "unknown-laptop", "--who", "Mori", "--store", dir, "--lang", "en")
	if status == exitOK || !strings.Contains(err, "a drill runs in a sensor that is running") {
		t.Errorf("%d, %q", status, err)
	}
}
