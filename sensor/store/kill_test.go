package store

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// writeChild writes numbered incidents from several goroutines, with states, audit
// lines and versions between them, until it is killed. It prints the id of each
// incident, and the number of each state and audit line, that was acknowledged.
func writeChild() int {
	s, err := Open(os.Args[1], Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	first, _ := strconv.Atoi(os.Args[2])
	acknowledge := func(what string, err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Stdout.WriteString(what + "\n") // one write: whole lines
	}
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for n := first + worker; ; n += 8 {
				i := incident(n)
				acknowledge("incident "+i.ID, s.PutIncident(i))
			}
		})
	}
	all.Go(func() {
		blob := make([]byte, 1<<20)
		for n := first; ; n++ {
			acknowledge("state "+strconv.Itoa(n), s.SaveState("model", n, blob))
			head, err := s.Audit(Audit{Who: "child", What: "round", Subject: strconv.Itoa(n)})
			acknowledge("audit "+head.String(), err)
		}
	})
	all.Wait()
	return 0
}

// acknowledged is what a child said was stored.
type acknowledged struct {
	incidents map[string]bool
	state     int
	heads     []Head
}

// TestKill kills a writing process ten times, with no chance to finish anything.
// All that it was told to be stored is there, and the file is whole.
func TestKill(t *testing.T) {
	file := t.TempDir() + "/" + Name
	known := acknowledged{incidents: map[string]bool{}}
	for round := range 10 {
		before := len(known.incidents)
		known.killOne(t, file, round*100_000, time.Duration(100+37*round)*time.Millisecond)
		s := opened(t, file, Options{})
		whole(t, &s.View)
		known.check(t, &s.View)
		must(t, s.Close())
		if len(known.incidents) < before+20 {
			t.Errorf("round %d: only %d incidents", round, len(known.incidents)-before)
		}
	}
	t.Logf("%d incidents, %d audit lines", len(known.incidents), len(known.heads))
}

// killOne has a child write for a while after its first acknowledgement, and kills
// it.
func (a *acknowledged) killOne(t *testing.T, file string, first int, after time.Duration) {
	t.Helper()
	cmd := child("write", file, strconv.Itoa(first))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout := value[io.ReadCloser](t)(cmd.StdoutPipe())
	must(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	var killed *time.Timer
	for lines.Scan() {
		if a.note(t, lines.Text()); killed == nil {
			killed = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()
	if stderr.Len() > 0 || killed == nil {
		t.Fatalf("child: %s", stderr.String())
	}
}

func (a *acknowledged) note(t *testing.T, line string) {
	what, which, _ := strings.Cut(line, " ")
	switch what {
	case "incident":
		a.incidents[which] = true
	case "state":
		a.state = value[int](t)(strconv.Atoi(which))
	case "audit":
		a.heads = append(a.heads, value[Head](t)(ParseHead(which)))
	default:
		t.Fatalf("child: %q", line)
	}
}

func (a *acknowledged) check(t *testing.T, v *View) {
	t.Helper()
	for id := range a.incidents {
		if _, err := v.Incident(id); err != nil {
			t.Fatalf("%s was acknowledged: %v", id, err)
		}
	}
	if x := value[State](t)(v.LoadState("model")); x.Form < a.state || len(x.Blob) != 1<<20 {
		t.Fatalf("state %d was acknowledged, there is %d", a.state, x.Form)
	}
	value[Head](t)(v.VerifyAudit(t.Context(), a.heads...))
}
