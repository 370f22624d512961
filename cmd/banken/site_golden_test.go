package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// The sites of the golden files. Each is made anew for each language, for commands
// change it.
func attackedSite(t testing.TB) string {
	return plantSite(t, func(site *ownSite) { intrude(t, site, operate(t, site, 10).Add(time.Hour)) })
}

// quietSite has learned for two weeks; what waited is approved.
func quietSite(t testing.TB) string {
	return plantSite(t, func(site *ownSite) {
		end := operate(t, site, 14)
		approveAll(t, site, "")
		settleAll(t, site)
		if err := site.site.Tick(end.UnixNano()); err != nil {
			t.Fatal(err)
		}
	})
}

// blindSite is a quiet one whose port loses frames.
func blindSite(t testing.TB) string {
	return plantSite(t, func(site *ownSite) {
		end := operate(t, site, 8)
		settleAll(t, site)
		err := site.site.Visibility(&baseline.Visibility{Time: end.UnixNano(), Kind: baseline.Loss, Part: "port eth1", Amount: 1234})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// clockSite is a quiet one whose clock was set, and which sees one side alone of a
// conversation.
func clockSite(t testing.TB) string {
	return plantSite(t, func(site *ownSite) {
		end := operate(t, site, 8)
		approveAll(t, site, "")
		settleAll(t, site)
		for _, x := range []baseline.Visibility{{Kind: baseline.ClockStep, Part: "clock", Amount: 7e9},
			{Kind: baseline.OneSided, Part: "conversation 10.0.0.10:40000 > 10.0.0.20:502"}} {
			x.Time = end.UnixNano()
			if err := site.site.Visibility(&x); err != nil {
				t.Fatal(err)
			}
		}
		if err := site.site.Tick(end.Add(5 * time.Minute).UnixNano()); err != nil {
			t.Fatal(err)
		}
	})
}

// workedSite is one at which work was done under a permit: a laptop wrote registers of
// a controller. The permit is still open, and another one has ended by its time.
func workedSite(t testing.TB) string {
	return plantSite(t, func(site *ownSite) {
		end := operate(t, site, 8)
		approveAll(t, site, "")
		settleAll(t, site)
		doWork(t, site, "W-40", end, 2, 4*time.Hour)
		if err := site.site.Tick(end.Add(5 * time.Hour).UnixNano()); err != nil {
			t.Fatal(err)
		}
		doWork(t, site, "W-41", end.Add(6*time.Hour), 3, 4*time.Hour)
	})
}

// doWork opens a permit for the laptop, and does so much under it.
func doWork(t testing.TB, site *ownSite, ticket string, at time.Time, writes int, long time.Duration) {
	t.Helper()
	_, err := site.OpenPermit(context.Background(), &control.PermitRequest{V: 1, Ticket: ticket, Who: "鈴木", Hosts: []string{laptop}, Assets: []string{"PLC-1"},
		Operations: []string{"write", "restart", "session"}, From: at, To: at.Add(long), Approvers: []string{"Ito"}, By: "Sato"})
	if err != nil {
		t.Fatal(err)
	}
	for n := range writes {
		e := setPoint(at.Add(time.Duration(n+1)*time.Minute), uint64(7001+2*n), laptop, controller, uint64(900+n))
		e.Points[0].Index = uint32(40 + n)
		observe(t, site, e)
	}
}

func approveAll(t testing.TB, site *ownSite, prefix string) {
	t.Helper()
	all, err := site.Lines(context.Background(), &control.LinesQuery{Waiting: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all.Lines {
		if !strings.HasPrefix(l.Subject, prefix) {
			continue
		}
		if _, err := site.Approve(context.Background(), &control.Approval{Subject: l.Subject, Standing: "approved", Who: "Sato"}); err != nil {
			t.Fatal(err)
		}
	}
}

// settleAll closes every incident as work.
func settleAll(t testing.TB, site *ownSite) {
	t.Helper()
	for _, i := range site.site.Incidents() {
		if _, err := site.Decide(context.Background(), &control.Decision{ID: i.ID, Decision: "work", Who: "Sato", Why: "daily work"}); err != nil {
			t.Fatal(err)
		}
	}
}

// script is commands for a site, and files they need in its folder.
type script struct {
	site     func(t testing.TB) string
	files    map[string]string
	commands []string // a line each; words with ' around are one
}

// incidentOfAttack begins the id of the incident that intrude makes.
const incidentOfAttack = "20260311"

var scripts = map[string]script{
	"today": {site: attackedSite, commands: []string{"today", "today --format json"}},
	"today_quiet": {site: quietSite, commands: []string{"today", "baseline forecast", "baseline forecast --format json", "incident list", "incident list --all",
		"baseline show --waiting"}},
	"today_blind": {site: blindSite, commands: []string{"today", "incident list"}},
	"explain":     {site: attackedSite, commands: []string{"explain " + incidentOfAttack, "explain " + incidentOfAttack + " --format json"}},
	"incident": {site: attackedSite, commands: []string{"incident list", "incident acknowledge 20260311 --who Sato --why 'asking the maintenance'",
		"incident shelve 20260302 --for 2h --who Sato --why 'after the shift'", "incident close 20260311 --as suspicious --who Sato --why 'nobody knows the laptop'",
		"incident list", "incident close 20260311 --as work --who Ito --why 'the laptop was removed'", "incident close 20260302 --as false --who Ito --why 'daily set-point' --format json",
		"incident list", "incident list --all --format json", "explain 20260311", "today"}},
	"baseline": {site: attackedSite, commands: []string{"baseline show --waiting", "baseline history", "baseline sign --key key1.pem --note 'the first' --who Sato",
		"baseline approve --prefix 'modbus 10.0.0.10 > 10.0.0.20:502' --who Ito", "baseline approve host 10.0.0.10 writes --who Ito",
		"baseline reject 'host 10.0.0.99 writes' --who Ito --format json", "baseline diff", "baseline sign --key key1.pem --note 'after the approval' --who Ito --format json",
		"baseline diff 1 2 --format json", "baseline diff 2", "baseline history", "baseline history --format json", "baseline export -n 2 -o two.banken", "baseline rollback 1 --who Sato",
		"baseline diff 2", "baseline import two.banken --who Sato", "baseline freeze --who Sato --why 'commissioning'", "baseline forecast", "baseline thaw --who Sato", "baseline show",
		"baseline show -n 1 --waiting --format json"}},
	"permit": {site: attackedSite, files: map[string]string{
		"permit.json": `{"v": 1, "ticket": "W-43", "who": "Suzuki", "hosts": ["操作盤1"], "assets": ["plc-1"], "operations": ["write"], "from": "2026-03-12T02:00:00Z", "to": "2026-03-12T06:00:00Z", "approvers": ["Ito"]}`,
		"permit.txt":  "作業票番号：W-44\n作業者：鈴木\n作業端末：操作盤1\n対象機器：PLC-1、10.0.0.40\n作業の種類：書込み\n開始：2026-03-12T12:00:00+09:00\n終了：2026-03-12T15:00:00+09:00\n承認者：伊藤\n",
	}, commands: []string{"permit list", "permit open --ticket W-42 --who Suzuki --from 10.0.0.99 --on SIS-1,PLC-1 --operations write,program --start 2026-03-12T01:00:00+09:00 --for 4h --approver Ito --approver Sato --by Sato",
		"permit open -f permit.json --by Sato", "permit open -f permit.txt --by Sato --format json", "permit list", "today", "permit close W-42 --by Sato", "permit list", "permit list --all",
		"permit list --all --format json"}},
	"today_clock": {site: clockSite, commands: []string{"today", "today --all --format json"}},
	"permit_review": {site: workedSite, commands: []string{"today", "permit list", "permit review W-41", "permit close W-41 --by Sato", "permit close W-41 --by Sato",
		"permit review W-41 --by Sato --approve 1,2", "permit review W-41 --reject 3-4 --by Sato", "permit review W-41 --by Sato", "permit review W-40 --approve-all --by Ito --format json",
		"permit list", "permit list --all", "today", "permit open --ticket W-40 --who Suzuki --from 10.0.0.99 --on PLC-1 --operations write --start 2026-03-10T09:00:00+09:00 --approver Ito --by Sato",
		"permit review W-99", "permit review W-41 --approve 9 --by Sato", "permit review W-41 --approve 1 --reject 1 --by Sato", "permit review W-41 --approve x --by Sato", "permit review"}},
	"asset": {site: attackedSite, files: map[string]string{"more.csv": "address,name,criticality,safety\n10.0.0.20,取水ポンプPLC,3,yes\n10.0.0.99,laptop,1,no\n"},
		commands: []string{"asset list", "asset import more.csv --who Sato", "asset list", "asset list --format json", "today"}},
}

// words takes a command line apart.
func words(line string) (list []string) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			list = append(list, part)
		} else {
			list = append(list, strings.Fields(part)...)
		}
	}
	return list
}

// prepare makes the site and files of a script.
func (x *script) prepare(t testing.TB) (dir string) {
	t.Helper()
	dir = x.site(t)
	testKey(t, dir, 1)
	testKey(t, dir, 2)
	for name, text := range x.files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// play runs the commands, each with the options that say where the site is, and
// returns all they said.
func (x *script) play(l lang.Language, dir string, where ...string) string {
	var said bytes.Buffer
	for _, line := range x.commands {
		said.WriteString("$ banken " + line + "\n")
		args := words(line)
		for i, a := range args { // files are those of the folder
			if strings.HasSuffix(a, ".pem") || strings.HasSuffix(a, ".banken") || strings.HasSuffix(a, ".csv") || strings.HasSuffix(a, ".txt") || strings.HasSuffix(a, ".json") {
				args[i] = filepath.Join(dir, a)
			}
		}
		run(context.Background(), streams{in: strings.NewReader(""), out: &said, err: &said, lang: l}, append(args, where...))
		said.WriteString("\n")
	}
	text := editionHash.ReplaceAllString(said.String(), `"hash": "HASH"`)
	return strings.NewReplacer(dir+string(filepath.Separator), "", dir, "FOLDER").Replace(text)
}

// editionHash is the hash of an edition: it changes with every change of what a
// detector keeps.
var editionHash = regexp.MustCompile(`"hash": "[0-9a-f]{64}"`)

// TestGoldenSite: what the commands about a site say, in each language.
func TestGoldenSite(t *testing.T) {
	for what, x := range scripts {
		for i := range lang.Languages {
			dir := x.prepare(t)
			same(t, "site_"+what, lang.Language(i), x.play(lang.Language(i), dir, "--config", plantConfig(t, dir)))
		}
	}
}

// noSensor answers on a socket, and captures nothing.
type noSensor struct{ control.Sensor }

func (noSensor) Status() health.Status { return health.Status{V: 1} }

// serveSite answers for a site on a socket, until the test is over.
func serveSite(t testing.TB, site control.Site) (socket string) {
	t.Helper()
	socket = filepath.Join(t.TempDir(), "sensor.sock")
	server, err := control.Listen(socket, noSensor{})
	if err != nil {
		t.Fatal(err)
	}
	server.Watch(site)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return socket
}

// openPlant opens the store of a folder, until the test is over.
func openPlant(t testing.TB, dir string) *ownSite {
	t.Helper()
	c, err := config.Load(plantConfig(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	site, closing, err := openStore(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closing(); err != nil {
			t.Error(err)
		}
	})
	return site
}

// TestSocket: through the socket the commands say and do what they do with the store.
func TestSocket(t *testing.T) {
	for what, x := range scripts {
		dir := x.prepare(t)
		socket := serveSite(t, openPlant(t, dir))
		same(t, "site_"+what, lang.Japanese, x.play(lang.Japanese, dir, "--socket", socket))
	}
}

// TestJSON: what is told to machines depends on no language, and is whole.
func TestJSON(t *testing.T) {
	dir := attackedSite(t)
	config := plantConfig(t, dir)
	for _, line := range []string{"today", "explain " + incidentOfAttack, "incident list --all", "baseline show", "baseline forecast", "permit list --all", "asset list"} {
		_, en, said := execute(nil, append(words(line), "--config", config, "--format", "json", "--lang", "en")...)
		_, ja, _ := execute(nil, append(words(line), "--config", config, "--format", "json", "--lang", "ja")...)
		var head struct{ V int }
		if err := json.Unmarshal([]byte(en), &head); err != nil || head.V != control.Version || en != ja {
			t.Errorf("%s: %v, version %d, %s", line, err, head.V, said)
		}
	}
}
