package main

import (
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/notify"
	"github.com/banken-ot/banken/sensor/store"
)

// duty is who is told by a webhook.
type duty struct {
	mu   sync.Mutex
	got  []string
	fail bool
}

func (d *duty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	d.got = append(d.got, string(b))
}

func (d *duty) heard() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.got...)
}

// notified makes a store, someone who is told, and the configuration of both.
func notified(t *testing.T) (d *duty, dir, file string) {
	t.Helper()
	d, dir = &duty{}, t.TempDir()
	server := httptest.NewTLSServer(d)
	t.Cleanup(server.Close)
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	ca := write("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	file = write("banken.yaml", fmt.Sprintf(`site: {name: 浄水場1}
capture: {interfaces: [{name: eth1}]}
store: {dir: %s}
notify:
  contacts:
    - name: 当直
      answer: 0s
      from: track
      webhook: {url: %q, secret_file: %s, ca_file: %s}
`, dir, server.URL, write("secret", "key\n"), ca))
	st, err := store.Open(filepath.Join(dir, store.Name), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return d, dir, file
}

// TestNotifyCommand: a test message arrives, marked as one, and is in the log; what
// fails is told with the reason.
func TestNotifyCommand(t *testing.T) {
	d, dir, file := notified(t)
	if status, out, _ := execute(nil, "notify", "list", "--config", file, "--store", dir); status != exitOK || !strings.Contains(out, "当直 by webhook") || !strings.Contains(out, "was told nothing yet") {
		t.Errorf("list: %d\n%s", status, out)
	}
	if status, out, err := execute(nil, "notify", "test", "当直", "--config", file, "--store", dir); status != exitOK || !strings.Contains(out, "当直, webhook: taken by the other end") {
		t.Errorf("test: %d\n%s%s", status, out, err)
	}
	if got := d.heard(); len(got) != 1 || !strings.Contains(got[0], "テスト") || !strings.Contains(got[0], "浄水場1") {
		t.Errorf("arrived: %q", got)
	}
	d.fail = true
	if status, out, err := execute(nil, "notify", "test", "--lang", "ja", "--config", file, "--store", dir); status != exitFault || !strings.Contains(out, "失敗") || !strings.Contains(out, "403") || !strings.Contains(err, "1件") {
		t.Errorf("a test that fails: %d\n%s%s", status, out, err)
	}
	status, out, _ := execute(nil, "notify", "log", "--config", file, "--store", dir)
	if status != exitOK || strings.Count(out, "当直: test") != 2 || !strings.Contains(out, "not reached") || !strings.Contains(out, "403") {
		t.Errorf("log: %d\n%s", status, out)
	}
	if status, _, err := execute(nil, "notify", "test", "nobody", "--config", file, "--store", dir); status != exitFault || !strings.Contains(err, "there is no contact nobody") {
		t.Errorf("nobody: %d %s", status, err)
	}
	if status, _, err := execute(nil, "notify", "list", "--store", dir, "--config", "/dev/null"); status == exitOK || err == "" {
		t.Errorf("without a configuration: %d %s", status, err)
	}
}

// TestNotifyTells: an incident of a site is told once, is in the log of its store, and
// is not told again by the next engine.
func TestNotifyTells(t *testing.T) {
	d, dir, file := notified(t)
	c, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	site, closing, err := openStore(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	defer closing()
	stop := modbusEvent(plantStart, 1, laptop, controller, 8, wire.Restart, "force-listen-only-mode")
	stop.Sub, stop.HasSub = 4, true
	observe(t, site, stop)
	if err := site.site.Flush(); err != nil {
		t.Fatal(err)
	}
	tell := func(wanted int) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		e, err := notify.Open(notify.Options{Config: c.Notify, Site: c.Site.Name, Zone: c.Baseline.Zone, Source: site, Log: site})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- e.Run(ctx) }()
		if wanted > 0 {
			for ctx.Err() == nil && len(d.heard()) < wanted {
				time.Sleep(20 * time.Millisecond)
			}
			time.Sleep(300 * time.Millisecond) // its result is noted
			cancel()
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	c.Notify.Rounds = 1
	tell(1)
	list, err := site.Incidents(t.Context(), false)
	if err != nil || len(list.Incidents) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	if got := d.heard(); len(got) != 1 || !strings.Contains(got[0], list.Incidents[0].ID) {
		t.Fatalf("told %q", got)
	}
	tell(0) // for four seconds
	if got := d.heard(); len(got) != 1 {
		t.Errorf("told again: %q", got)
	}
	lines, err := site.Notices(t.Context(), &control.NoticeQuery{})
	if err != nil || len(lines.Notices) == 0 || lines.Notices[0].Result != "sent" || lines.Notices[0].Incident != list.Incidents[0].ID || lines.Notices[0].Channel != "webhook" {
		t.Errorf("log %+v, %v", lines, err)
	}
}
