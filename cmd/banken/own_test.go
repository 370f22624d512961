package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
)

// bareConfig is a configuration that knows nothing of the site, and no sensor.
func bareConfig(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "bare.yaml")
	text := "capture: {interfaces: [{name: eth1}]}\nbaseline: {zone: UTC}\nconsole: {socket: " + filepath.Join(dir, "none.sock") + "}\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestStoreName: without its sensor and its configuration a store still tells what its
// site is called, and in which time zone it is.
func TestStoreName(t *testing.T) {
	dir := attackedSite(t)
	_, out, said := execute(nil, "today", "--store", dir, "--config", bareConfig(t), "--lang", "en")
	if !strings.HasPrefix(out, "浄水場1, 2026-03-12 01:00:20 +09:00\n") {
		t.Errorf("%s%s", out, said)
	}
	_, out, said = execute(nil, "baseline", "history", "--store", dir, "--config", bareConfig(t), "--format", "json")
	if !strings.Contains(out, `"zone": "Asia/Tokyo"`) {
		t.Errorf("%s%s", out, said)
	}
}

// TestAlteredStore: a store that was changed behind the sensor's back is opened, and
// says so in both languages, as an incident that must be seen to.
func TestAlteredStore(t *testing.T) {
	dir := quietSite(t)
	file := filepath.Join(dir, store.Name)
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"DROP TRIGGER audit_update", "UPDATE audit SET who = 'Mallory' WHERE seq = 3"} {
		if _, err := db.Exec(command); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ja"} {
		for range 2 { // it is told once, however often one looks
			status, out, said := execute(nil, "today", "--config", plantConfig(t, dir), "--lang", lang)
			if status != exitOK || strings.Contains(out, "Level 1") || strings.Contains(out, "危険度 1") || !strings.Contains(out, "Audit line 3") {
				t.Errorf("%d %s%s", status, out, said)
			}
		}
	}
	site := openPlant(t, dir)
	list, err := site.Incidents(context.Background(), false)
	if err != nil || len(list.Incidents) != 1 || list.Incidents[0].Count != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestForeignEdition: a baseline that is not what it says it is, is refused and told;
// one whose key is only not known yet is no incident: it is asked about.
func TestForeignEdition(t *testing.T) {
	ctx, dir := context.Background(), signedSite(t)
	site := openPlant(t, dir)
	before := len(site.site.Incidents())
	for i, x := range []struct {
		file, trust string
		code        control.Code
		told        int
	}{{"other", "", control.Untrusted, 0}, {"other", "SHA256:wrong", control.Untrusted, 1}, {"changed", "", control.Invalid, 1}, {"other", "SHA256:wrong", control.Untrusted, 1}} {
		file, err := os.ReadFile(filepath.Join(dir, x.file+".banken"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := site.Import(ctx, "Ito", x.trust, file); codeOf(err) != x.code {
			t.Errorf("%d: %v", i, err)
		}
		if got := len(site.site.Incidents()) - before; got != x.told {
			t.Errorf("%d: %d incidents, want %d", i, got, x.told)
		}
	}
}

// TestApproveWays: lines are decided by their ids, or by what a device is called.
func TestApproveWays(t *testing.T) {
	dir := attackedSite(t)
	config := plantConfig(t, dir)
	all, err := openLines(t, config)
	if err != nil || len(all) < 6 {
		t.Fatalf("%+v, %v", all, err)
	}
	status, out, said := execute(nil, "baseline", "approve", all[1].ID+","+all[2].ID, "--who", "Sato", "--config", config, "--lang", "en")
	if status != exitOK || !strings.Contains(out, "2: approved, by Sato") {
		t.Errorf("%s%s", out, said)
	}
	status, out, said = execute(nil, "baseline", "approve", "--all-from", "操作盤1", "--who", "Sato", "--config", config, "--lang", "en")
	if status != exitOK || !strings.Contains(out, "操作盤1 (10.0.0.10) > PLC-1 (10.0.0.20):502") {
		t.Errorf("%s%s", out, said)
	}
	left, err := openLines(t, config)
	if err != nil || len(left) == 0 {
		t.Fatal(left, err)
	}
	for _, l := range left {
		if strings.Contains(l.Subject, "10.0.0.10 ") || l.ID == all[1].ID || l.ID == all[2].ID {
			t.Errorf("%+v still waits", l)
		}
	}
	for _, args := range [][]string{{"baseline", "approve", "--all-from", "操作盤1"}, {"baseline", "approve", "zzzzzz"}, {"baseline", "reject", "--all-from", "nobody"}} {
		if status, _, said := execute(nil, append(args, "--who", "Sato", "--config", config, "--lang", "en")...); status != exitFault || !strings.Contains(said, "banken baseline show --waiting") && !strings.Contains(said, "banken asset list") {
			t.Errorf("%v: %d, %s", args, status, said)
		}
	}
	if status, _, _ := execute(nil, "baseline", "approve", all[3].ID, "--prefix", "x", "--config", config); status != exitUsage {
		t.Errorf("two ways at once: %d", status)
	}
}

// openLines are the lines that wait.
func openLines(t *testing.T, config string) ([]control.Line, error) {
	t.Helper()
	site := openPlant(t, filepath.Dir(config))
	l, err := site.Lines(context.Background(), &control.LinesQuery{Waiting: true})
	if err != nil {
		return nil, err
	}
	return l.Lines, site.store.Close()
}
