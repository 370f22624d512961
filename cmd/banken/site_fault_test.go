package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
)

// faultScript is what goes wrong at a site.
var faultScript = script{site: signedSite, files: map[string]string{
	"bad.csv":     "address,name,criticality\n10.0.0.1,a,5\nhere,b,1\n",
	"none.txt":    "this is no permit\n",
	"permit.json": `{"v": 1, "ticket": "", "who": "Suzuki", "hosts": ["10.0.0.10"], "assets": ["10.0.0.20"], "operations": ["paint"], "from": "2026-03-12T02:00:00Z", "to": "2026-03-12T20:00:00Z", "approvers": ["Ito"]}`,
	"more.json":   `{"v": 1, "pump": 3}`,
	"note.banken": "dear operator",
	"rsa.pem":     "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
}, commands: []string{
	"explain 19990101T000000Z-00000000", "explain 2026", "incident acknowledge nothing --who Sato --why x", "incident close 20260311 --as work --who Sato",
	"incident close 20260311 --as fun --who Sato --why x", "incident shelve 20260311 --for 9h --who Sato --why x", "incident close 20260311 --as work --who Sato --why done",
	"incident close 20260311 --as work --who Sato --why again", "incident", "incident eat", "incident acknowledge", "today now", "today --format xml",
	"baseline approve", "baseline approve 'host 10.0.0.77 writes' --who Sato", "baseline reject --prefix zebra --who Sato", "baseline show -n 9", "baseline diff 0", "baseline diff 8",
	"baseline rollback 9 --who Sato", "baseline export", "baseline export -n 9 -o x.banken", "baseline sign --who Sato", "baseline sign --who Sato --key rsa.pem", "baseline sign --who Sato --key gone.pem",
	"baseline import note.banken --who Sato", "baseline import other.banken --who Sato", "baseline import other.banken --who Sato --trust SHA256:wrong",
	"baseline import changed.banken --who Sato", "baseline import unsigned.banken --who Sato", "baseline import edited.banken --who Sato", "baseline import gone.banken --who Sato",
	"baseline key", "baseline key -o key1.pem",
	"permit open", "permit open --ticket W-1 --who Suzuki --from robot --on PLC-1 --operations write --approver Ito --by Sato",
	"permit open --ticket W-1 --who Suzuki --from 10.0.0.99 --on PLC-1 --operations program --start 2026-03-12T01:00:00+09:00 --for 10h --approver Ito --by Sato",
	"permit open -f permit.json --by Sato", "permit open -f none.txt --by Sato", "permit open -f more.json --by Sato", "permit close W-1 --by Sato",
	"asset import bad.csv --who Sato", "asset import gone.csv --who Sato", "asset list PLC-1",
}}

// signedSite is an attacked site with one edition, and in its folder editions that
// something is wrong with.
func signedSite(t testing.TB) string {
	var files = map[string]*edition.Edition{}
	dir := plantSite(t, func(site *ownSite) {
		intrude(t, site, operate(t, site, 10).Add(time.Hour))
		own, other := keyOf(t, 1), keyOf(t, 2)
		first, err := site.site.Sign(own, "Sato", "the first")
		if err != nil {
			t.Fatal(err)
		}
		changed, unsigned, edited, foreign := *first, *first, *first, *first
		changed.Note = "another"
		unsigned.Key, unsigned.Signature = nil, nil
		edited.Text = bytes.Replace(first.Text, []byte("pending"), []byte("approved"), 1)
		edited.Sign(own)
		foreign.Sign(other)
		files["changed"], files["unsigned"], files["edited"], files["other"] = &changed, &unsigned, &edited, &foreign
	})
	for name, e := range files {
		b, err := editionFile(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".banken"), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestGoldenSiteFaults: each fault says what is wrong and what to do, through the
// store and through the socket alike.
func TestGoldenSiteFaults(t *testing.T) {
	for i := range lang.Languages {
		l, dir := lang.Language(i), faultScript.prepare(t)
		same(t, "site_faults", l, faultScript.play(l, dir, "--config", plantConfig(t, dir)))
		dir = faultScript.prepare(t)
		same(t, "site_faults", l, faultScript.play(l, dir, "--socket", serveSite(t, openPlant(t, dir))))
	}
}

// TestGoldenSitePlaces: where there is no site, one that is in use, or a key that
// others may read.
func TestGoldenSitePlaces(t *testing.T) {
	for i := range lang.Languages {
		dir := attackedSite(t)
		none := filepath.Join(dir, "none.yaml")
		text := "capture: {interfaces: [{name: eth1}]}\nconsole: {socket: " + dir + "/none.sock}\n"
		if err := os.WriteFile(none, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		list := filepath.Join(dir, "listed.yaml")
		if err := os.WriteFile(list, []byte(text+"assets: {file: "+dir+"/bad.csv}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "bad.csv"), []byte("name\nx\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(testKey(t, dir, 3), 0o644); err != nil {
			t.Fatal(err)
		}
		l := lang.Language(i)
		said := says(l, dir, []string{"today", "--config", none}, []string{"today", "--config", none, "--store", filepath.Join(dir, "empty")},
			[]string{"today", "--config", none, "--socket", filepath.Join(dir, "none.sock")}, []string{"today", "--config", filepath.Join(dir, "gone.yaml")},
			[]string{"asset", "list", "--config", list, "--store", dir},
			[]string{"baseline", "sign", "--config", none, "--store", dir, "--who", "Sato", "--key", filepath.Join(dir, "key3.pem")})
		st, err := store.Open(filepath.Join(dir, store.Name), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		said += says(l, dir, []string{"today", "--config", none, "--store", dir})
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		same(t, "site_places", l, said)
	}
}

// TestTrust: a key that was trusted once is known from then on, and the audit trail
// says by whom.
func TestTrust(t *testing.T) {
	dir := signedSite(t)
	site := openPlant(t, dir)
	file, err := os.ReadFile(filepath.Join(dir, "other.banken"))
	if err != nil {
		t.Fatal(err)
	}
	key := fingerprint(keyOf(t, 2).Public().(ed25519.PublicKey))
	for i, trust := range []string{key, ""} {
		if _, err := site.Import(context.Background(), "Ito", trust, file); err != nil {
			t.Errorf("import %d: %v", i, err)
		}
	}
	trail, err := site.store.AuditTrail(1, 0)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, a := range trail {
		if a.Who == "Ito" {
			did = append(did, a.What)
		}
	}
	if got := strings.Join(did, " "); got != "baseline-use baseline-trust baseline-use" {
		t.Errorf("the audit trail has %q", got)
	}
}

// TestReleaseOrder: of two that sign the same edition one is refused, and neither is
// one of another site kept.
func TestReleaseOrder(t *testing.T) {
	ctx := context.Background()
	plantSite(t, func(site *ownSite) {
		operate(t, site, 1)
		var files [2][]byte
		for i := range files {
			b, err := site.Next(ctx, "Sato", "at the same time")
			if err != nil {
				t.Fatal(err)
			}
			e, err := edition.Read(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			e.Sign(keyOf(t, byte(i+1)))
			if files[i], err = editionFile(e); err != nil {
				t.Fatal(err)
			}
		}
		if e, err := site.Release(ctx, "Sato", files[0]); err != nil || e.Number != 1 {
			t.Errorf("the first: %+v, %v", e, err)
		}
		if _, err := site.Release(ctx, "Ito", files[1]); codeOf(err) != control.Conflict {
			t.Errorf("the second: %v", err)
		}
		e, err := site.site.Next("Ito", "")
		if err != nil {
			t.Fatal(err)
		}
		e.Site = "elsewhere"
		e.Sign(keyOf(t, 1))
		b, err := editionFile(e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := site.Release(ctx, "Ito", b); codeOf(err) != control.Invalid {
			t.Errorf("of another site: %v", err)
		}
		if h, err := site.History(ctx); err != nil || len(h.Editions) != 1 {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

func codeOf(err error) control.Code {
	if f, ok := err.(*control.Fault); ok {
		return f.Code
	}
	return ""
}

// TestKey: a key that was made signs, is its owner's alone, and is not made twice.
func TestKey(t *testing.T) {
	name := filepath.Join(t.TempDir(), "key.pem")
	status, out, _ := execute(nil, "baseline", "key", "-o", name, "--lang", "en")
	key, err := readKey(name)
	if status != exitOK || err != nil {
		t.Fatal(status, out, err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if want := fingerprint(key.Public().(ed25519.PublicKey)); !strings.Contains(out, want) {
		t.Errorf("%s does not have %s", out, want)
	}
	if status, _, said := execute(nil, "baseline", "key", "-o", name, "--lang", "en"); status != exitFault || !strings.Contains(said, "is there already") {
		t.Errorf("a second time: %d, %s", status, said)
	}
	if again, err := readKey(name); err != nil || !key.Equal(again) {
		t.Error("the key was replaced")
	}
}

// TestWithoutStore: a site that keeps nothing is asked all the same, and says what it
// cannot do.
func TestWithoutStore(t *testing.T) {
	ctx := context.Background()
	site, err := openSite(nil, config.Default())
	if err != nil {
		t.Fatal(err)
	}
	intrude(t, site, operate(t, site, 8))
	if d, err := site.Today(ctx); err != nil || d.Level != 3 || len(d.MustDo.Actions) == 0 {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := site.ImportAssets(ctx, "Sato", []byte(plantAssets)); codeOf(err) != control.Conflict {
		t.Error(err)
	}
	if _, err := site.Next(ctx, "Sato", ""); codeOf(err) != control.Conflict {
		t.Error(err)
	}
	if _, err := site.History(ctx); codeOf(err) != control.Conflict {
		t.Error(err)
	}
}

// TestNeverNormal: while the sensor is blind, nothing is called normal, and what is not
// seen is told by its name.
func TestNeverNormal(t *testing.T) {
	for name, site := range map[string]func(testing.TB) string{"port": blindSite, "10.0.0.10": clockSite, "clock": clockSite} {
		dir := site(t)
		for l, part := range map[string]string{"en": name, "ja": map[string]string{"port": "ポートeth1", "10.0.0.10": "10.0.0.10", "clock": "時計"}[name]} {
			for _, all := range []string{"--all=true", "--all=false"} {
				_, out, _ := execute(nil, "today", all, "--config", plantConfig(t, dir), "--lang", l)
				if strings.Contains(strings.ToLower(out), "normal") || strings.Contains(out, "平常") || strings.Contains(out, "正常") {
					t.Errorf("it is called normal:\n%s", out)
				}
				if !strings.Contains(out, part) {
					t.Errorf("%s is not named:\n%s", part, out)
				}
			}
		}
	}
}

// TestConcurrent: many ask and decide at once, while the plant goes on.
func TestConcurrent(t *testing.T) {
	plantSite(t, func(site *ownSite) {
		end := operate(t, site, 8)
		socket := serveSite(t, site)
		var group sync.WaitGroup
		for n := range 8 {
			group.Go(func() { askMuch(t, control.Dial(socket), n) })
		}
		for i := range 400 {
			observe(t, site, poll(end.Add(time.Duration(i)*time.Second), uint64(20000+2*i), controller))
			if i%40 == 0 {
				intrude(t, site, end.Add(time.Duration(i)*time.Second))
			}
		}
		group.Wait()
		d, err := site.Today(context.Background())
		if err != nil || d.Level != 5 || len(d.Permits) != 8 {
			t.Errorf("level %d, %d permits, %v", d.Level, len(d.Permits), err)
		}
	})
}

// askMuch asks everything, opens a permit and looks after an incident.
func askMuch(t *testing.T, c *control.Client, n int) {
	ctx := context.Background()
	ask := func(what string, err error) {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	start := plantStart.Add(8 * 24 * time.Hour)
	_, err := c.OpenPermit(ctx, &control.PermitRequest{V: 1, Ticket: "W-" + string('0'+rune(n)), Who: "Suzuki", Hosts: []string{"操作盤1"}, Assets: []string{"PLC-1"},
		Operations: []string{"write"}, From: start.Add(time.Hour), To: start.Add(2 * time.Hour), Approvers: []string{"Ito"}, By: "Sato"})
	ask("permit", err)
	for range 5 {
		_, err := c.Today(ctx)
		ask("today", err)
		list, err := c.Incidents(ctx, true)
		ask("incidents", err)
		for _, i := range list.Incidents {
			_, err := c.Explain(ctx, i.ID)
			ask("explain", err)
			if i.State == "open" {
				_, err = c.Decide(ctx, &control.Decision{ID: i.ID, Decision: "acknowledge", Who: "Sato", Why: "at once"})
				ask("acknowledge", err)
			}
		}
		_, err = c.Lines(ctx, &control.LinesQuery{})
		ask("lines", err)
	}
}
