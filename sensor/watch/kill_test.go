package watch

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
)

// kills is how often a site is killed.
var kills = flag.Int("kills", 10, "how often a site is killed while it learns")

// childVariable has the test program learn instead of testing.
const childVariable = "BANKEN_WATCH_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		if err := learnChild(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// learnChild learns from a time on, with a stranger now and then about whom somebody
// decides, until it is killed. It says which incidents were told, what was decided, and,
// before it goes on, how far it had come.
func learnChild(dir string) error {
	st, err := store.Open(filepath.Join(dir, store.Name), store.Options{})
	if err != nil {
		return err
	}
	say := func(words ...any) { os.Stdout.WriteString(fmt.Sprintln(words...)) } // one write: whole lines
	var open []string
	site, err := Open(Options{Name: "test", Settings: Settings(day, 1, 1), Protocols: protocols.All, Store: st, Changed: func(c alert.Change) error {
		if say("told", c.Incident.ID); c.What == alert.Opened {
			open = append(open, c.Incident.ID)
		}
		return nil
	}})
	if err != nil {
		return err
	}
	at, err := strconv.ParseInt(os.Getenv(childVariable+"_FROM"), 10, 64)
	if err != nil {
		return err
	}
	say("begins", site.model.Now(), site.Today().Forecast.Days)
	for n := 0; ; n++ {
		at += 1e9
		if err := site.Event(event(at, panel, wire.Read, 10)); err != nil {
			return err
		}
		if n%60 == 0 { // the live sensor does so each second
			if err := site.Tick(at); err != nil {
				return err
			}
			say("at", at)
		}
		if n%400 != 399 {
			continue
		}
		stranger := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 9, byte(at / 1e9 >> 8), byte(at / 1e9)}), 40000)
		if err := site.Event(event(at+1, stranger, wire.Write, 33)); err != nil {
			return err
		}
		for _, id := range open {
			if _, err := site.Acknowledge(id, "Sato", "asking"); err != nil && !errors.Is(err, alert.ErrNone) {
				return err
			} else if err == nil {
				say("decided", id)
			}
		}
		open = nil
	}
}

// learned is what a site that learned has said before it was killed.
type learned struct {
	told, decided map[string]bool
	at            int64 // how far it had come
	began         int64 // from where it went on
	days          int   // that it then knew
}

// killOne has a site learn on in a process of its own, and kills it after a while.
func (l *learned) killOne(t *testing.T, dir string, from int64, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+dir, childVariable+"_FROM="+strconv.FormatInt(from, 10))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	before := len(l.decided)
	var killed *time.Timer
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		words := strings.Fields(lines.Text())
		switch words[0] {
		case "told":
			l.told[words[1]] = true
		case "decided":
			l.decided[words[1]] = true
		case "at":
			l.at, _ = strconv.ParseInt(words[1], 10, 64)
		case "begins":
			l.began, _ = strconv.ParseInt(words[1], 10, 64)
			l.days, _ = strconv.Atoi(words[2])
		}
		if killed == nil && len(l.decided) > before {
			killed = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()
	if stderr.Len() > 0 || killed == nil {
		t.Fatalf("child: %s", stderr.String())
	}
}

// TestKill kills a site again and again while it learns. Each that comes after goes on from
// a state that is at most SaveEvery old, and knows the days of it; no incident that was told
// is forgotten, no decision, and no line about one.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	l := learned{told: map[string]bool{}, decided: map[string]bool{}}
	seed := uint64(time.Now().UnixNano())
	chance := rand.New(rand.NewPCG(seed, 0))
	from, days := start, 0
	for round := range *kills {
		l.killOne(t, dir, from, time.Duration(chance.IntN(500))*time.Millisecond)
		if round > 0 && (l.began < from-int64(SaveEvery)-60e9 || l.days < days) {
			t.Errorf("round %d: went on from %s before the kill, with %d days of %d", round, time.Duration(from-l.began), l.days, days)
		}
		from, days = l.at, l.days
		l.check(t, dir)
	}
	if days < 1 {
		t.Errorf("%d days were learned in all", days)
	}
	t.Logf("%d kills, seed %d: %d incidents told, %d decisions, %d days learned, %s observed", *kills, seed, len(l.told), len(l.decided), days, time.Duration(l.at-start))
}

// check looks into the store that was left behind.
func (l *learned) check(t *testing.T, dir string) {
	t.Helper()
	st, err := store.Open(filepath.Join(dir, store.Name), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for id := range l.told {
		if _, err := st.Incident(id); err != nil {
			t.Fatalf("%s was told: %v", id, err)
		}
	}
	if _, err := st.VerifyAudit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for id := range l.decided {
		kept, err := st.Incident(id)
		lines, auditErr := st.AuditLines(store.AuditFilter{What: "incident-acknowledge", Subject: id})
		if err != nil || auditErr != nil || len(lines) == 0 || kept.State == string(alert.Open) {
			t.Fatalf("the decision about %s: %s, %d lines; %v, %v", id, kept.State, len(lines), err, auditErr)
		}
	}
	if err := st.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}
