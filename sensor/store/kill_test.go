package store

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// kills is how often a process is killed.
var kills = flag.Int("kills", 10, "how often a writing process is killed")

// writeChild writes numbered incidents from several goroutines, with decisions, states and
// audit lines between them, until it is killed. It prints the id of each incident, the
// number of each state, and the line of each decision, that was acknowledged.
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
	for worker := range 4 {
		all.Go(func() {
			for n := first + 50_000 + worker; ; n += 4 {
				head, err := record(s, n)
				acknowledge("decision "+incident(n).ID+" "+head.String(), err)
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
	decisions map[string]bool // of which incidents
	state     int
	heads     []Head
}

// TestKill kills a writing process again and again, at any moment, with no chance to finish
// anything. All that it was told to be stored is there: incidents, decisions with their
// lines of the audit trail, states; the chain holds, and the file is whole.
func TestKill(t *testing.T) {
	file := t.TempDir() + "/" + Name
	known := acknowledged{incidents: map[string]bool{}, decisions: map[string]bool{}}
	seed := uint64(time.Now().UnixNano())
	chance := rand.New(rand.NewPCG(seed, 0))
	for round := range *kills {
		before, decided := len(known.incidents), len(known.decisions)
		known.killOne(t, file, round*100_000, time.Duration(chance.IntN(400))*time.Millisecond)
		s := opened(t, file, Options{})
		known.check(t, &s.View)
		if round%10 == 9 || round == *kills-1 {
			whole(t, &s.View)
		}
		must(t, s.Close())
		if len(known.incidents) == before || len(known.decisions) == decided {
			t.Errorf("round %d: %d incidents, %d decisions", round, len(known.incidents)-before, len(known.decisions)-decided)
		}
	}
	t.Logf("%d kills, seed %d: %d incidents, %d decisions, %d audit lines", *kills, seed, len(known.incidents), len(known.decisions), len(known.heads))
}

// killOne has a child write for a while after its first acknowledged decision and
// incident, and kills it.
func (a *acknowledged) killOne(t *testing.T, file string, first int, after time.Duration) {
	t.Helper()
	cmd := child("write", file, strconv.Itoa(first))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout := value[io.ReadCloser](t)(cmd.StdoutPipe())
	must(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	before, decided := len(a.incidents), len(a.decisions)
	var killed *time.Timer
	for lines.Scan() {
		if a.note(t, lines.Text()); killed == nil && len(a.decisions) > decided && len(a.incidents) > before {
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
	case "decision":
		id, head, _ := strings.Cut(which, " ")
		a.decisions[id] = true
		a.heads = append(a.heads, value[Head](t)(ParseHead(head)))
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
	for id := range a.decisions {
		if list, err := v.Dispositions(id); err != nil || len(list) != 1 {
			t.Fatalf("the decision about %s was acknowledged: %v, %v", id, list, err)
		}
	}
	if x := value[State](t)(v.LoadState("model")); x.Form < a.state || len(x.Blob) != 1<<20 {
		t.Fatalf("state %d was acknowledged, there is %d", a.state, x.Form)
	}
	value[Head](t)(v.VerifyAudit(t.Context(), a.heads...))
}
