package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
	"github.com/banken-ot/banken/sensor/store"
)

// keptStore is a store with a little in it, that stays open until closing is called.
func keptStore(t testing.TB) (dir string, st *store.Store) {
	t.Helper()
	dir = t.TempDir()
	st, err := store.Open(filepath.Join(dir, store.Name), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	at := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	err = st.Write(func(tx *store.Tx) error {
		for n := range 7 {
			id := fmt.Sprint("i", n)
			_ = tx.PutIncident(&store.Incident{ID: id, Opened: at, Updated: at, State: "open", Document: []byte(`"` + strings.Repeat("x", 9000) + `"`)})
			if _, err := tx.Audit(store.Audit{Time: at, Who: "Sato", What: "incident-acknowledge", Subject: id}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, st
}

// sizes are the numbers of octets that depend on the disk, and on SQLite.
var sizes = regexp.MustCompile(`[0-9.]+ [MG]iB`)

// TestGoldenStore: what the command says of a store, in use and not, whole and damaged.
func TestGoldenStore(t *testing.T) {
	for i := range lang.Languages {
		l := lang.Language(i)
		dir, st := keptStore(t)
		empty, none := t.TempDir(), bareConfig(t)
		copied := filepath.Join(dir, "copy.db")
		at := []string{"--store", dir}
		said := says(l, dir, append([]string{"store", "size"}, at...), append([]string{"store", "check"}, at...), append([]string{"store", "backup", copied}, at...),
			append([]string{"store", "vacuum"}, at...))
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		said += says(l, dir, append([]string{"store", "vacuum"}, at...), append([]string{"store", "backup", filepath.Join(dir, store.Name)}, at...),
			append([]string{"store", "backup"}, at...), append([]string{"store", "check", "x"}, at...), []string{"store"}, []string{"store", "eat"},
			[]string{"store", "size", "--format", "xml"}, []string{"store", "size", "--config", none}, []string{"store", "check", "--store", empty})
		breakStore(t, dir)
		said += says(l, dir, append([]string{"store", "check"}, at...))
		said = strings.NewReplacer(empty, "EMPTY", none, "CONFIG").Replace(sizes.ReplaceAllString(said, "SIZE"))
		same(t, "store", l, said)
	}
}

// breakStore changes a line of the audit trail, and damages the file.
func breakStore(t *testing.T, dir string) {
	t.Helper()
	name := filepath.Join(dir, store.Name)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(b, []byte("incident-acknowledgei3"), []byte("incident-acknowledgei9"), 1)
	if bytes.Equal(changed, b) {
		t.Fatal("there is no line to change")
	}
	if err := os.WriteFile(name, changed, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestStoreBackup: a backup made while the sensor writes is a store, whole, and tells
// machines what it is.
func TestStoreBackup(t *testing.T) {
	dir, _ := keptStore(t)
	copied := filepath.Join(t.TempDir(), store.Name)
	_, out, said := execute(nil, "store", "backup", copied, "--store", dir, "--format", "json")
	var made storeFile
	if err := json.Unmarshal([]byte(out), &made); err != nil || made.File != copied || made.Octets < 9000 {
		t.Fatalf("%s%s: %v", out, said, err)
	}
	_, out, said = execute(nil, "store", "check", "--store", filepath.Dir(copied), "--format", "json")
	var checked storeChecked
	if err := json.Unmarshal([]byte(out), &checked); err != nil || checked.Audit != 7 || len(checked.Hash) != 64 {
		t.Errorf("%s%s: %v", out, said, err)
	}
	_, out, said = execute(nil, "store", "size", "--store", dir, "--format", "json")
	var u control.StoreUsage
	if err := json.Unmarshal([]byte(out), &u); err != nil || u.Octets != made.Octets || u.DiskFree == 0 || len(u.Tables) < 20 {
		t.Errorf("%s%s: %v", out, said, err)
	}
}

// TestTableNames: every table that is told of has a name in both languages.
func TestTableNames(t *testing.T) {
	_, st := keptStore(t)
	u, err := st.Usage()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range u.Tables {
		langtest.Check(t, f.Table, tableNames[f.Table], false)
	}
	if len(tableNames) != len(u.Tables) {
		t.Errorf("%d names of %d tables", len(tableNames), len(u.Tables))
	}
}

// pulse is a sensor that says how it is.
type pulse struct {
	status  health.Status
	history *health.History
}

func (p *pulse) Status() health.Status    { return p.status }
func (p *pulse) History() *health.History { return p.history }

// TestTendStore: what a sensor says of itself is in its store, and is told through the
// socket; so is how full the store is.
func TestTendStore(t *testing.T) {
	dir := quietSite(t)
	site := openPlant(t, dir)
	h, err := health.OpenHistory("")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	p := &pulse{history: h, status: health.Status{Time: now, Started: now.Add(-time.Minute), ByProtocol: map[string]uint64{"modbus": 5},
		Ports: []health.Port{{Name: "eth1", Workers: []health.Worker{{Received: 100}}}}}}
	if err := h.Changed(health.Change{Time: now, Part: "port eth1", From: "starting", To: "capturing"}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var said bytes.Buffer
	for range 2 { // the last look is taken when the sensor ends; it is there once
		if err := site.tendStore(ctx, streams{err: &said}, p, newLog(&said, "info")); err != nil {
			t.Fatal(err)
		}
	}
	c := control.Dial(serveSite(t, site))
	trend, err := c.Trend(t.Context(), &control.TrendQuery{From: now.Add(-time.Hour), To: now.Add(time.Minute)})
	if err != nil || len(trend.Points) != 1 || trend.Points[0].ByProtocol["modbus"] != 10 || trend.Points[0].Frames != 200 || len(trend.Changes) != 1 || trend.WidthSeconds != 60 {
		t.Errorf("%+v, %v", trend, err)
	}
	u, err := c.StoreUsage(t.Context())
	if err != nil || u.Full != nil || u.Octets == 0 || u.Tables[0].Lines == 0 || u.Tables[0].Name.JA == "" {
		t.Errorf("%+v, %v", u, err)
	}
	if said.Len() > 0 {
		t.Error(said.String())
	}
}

// TestCheckDue: the whole store is checked at night, a week after the last time, or a day
// later at any hour.
func TestCheckDue(t *testing.T) {
	zone := time.FixedZone("JST", 9*3600)
	last := time.Date(2026, 4, 1, 3, 0, 0, 0, zone)
	for hours, want := range map[int]bool{0: false, 7*24 - 1: false, 7 * 24: true, 7*24 + 1: false, 7*24 + 12: false, 8*24 - 1: true, 8 * 24: true, 8*24 + 12: true} {
		if got := due(last.Add(time.Duration(hours)*time.Hour).UTC(), last, zone); got != want {
			t.Errorf("%d hours later: %v", hours, got)
		}
	}
}
