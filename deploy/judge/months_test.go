package judge

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

var (
	soak    = flag.Bool("soak", false, "20 sites of 90 days instead of two of a few weeks")
	update  = flag.Bool("update", false, "write docs/forecast.md")
	from    = flag.Int("from", 1, "the first seed of -soak")
	sites   = flag.Int("sites", 20, "how many sites -soak has")
	every   = flag.Duration("poll", 10*time.Second, "how often panels poll with -soak")
	workers = flag.Int("workers", runtime.GOMAXPROCS(0), "how many sites live at once")
)

// TestMonths holds the forecast to its promise: over two sites of some weeks, or with
// -soak over those of docs/forecast.md.
func TestMonths(t *testing.T) {
	var all []Months
	if *soak {
		for seed := range *sites {
			all = append(all, Months{Seed: uint64(seed + *from), Days: 90, Poll: *every})
		}
	} else {
		all = []Months{{Seed: 1, Days: 16, Poll: time.Minute}, {Seed: 2, Days: 16, Poll: time.Minute}}
	}
	began := time.Now()
	j := Judge(lives(t, all))
	var b bytes.Buffer
	if err := j.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d events in %s\n%s", j.Events, time.Since(began).Round(time.Second), b.String())
	if *update {
		writeDoc(t, j, b.Bytes())
	}
	for _, x := range j.Broken() {
		t.Error(x)
	}
	checkLife(t, j)
}

// checkLife checks that there was something to judge: that months had novelties,
// permits, faults and a replacement, and that sites became provisional.
func checkLife(t *testing.T, j *Judgement) {
	if j.Permits == 0 || j.Faults == 0 || j.Replaced != len(j.Sites) || j.Blind == 0 || j.Novel.Count == 0 || j.Days == 0 {
		t.Errorf("nothing to judge: %+v", j)
	}
	for _, v := range j.Sites {
		if len(v.Days) != v.Months.Days || v.Days[judgedFrom-1].State < baseline.Provisional || v.Days[judgedFrom-2].State >= baseline.Provisional {
			t.Errorf("seed %d: %d days, provisional before or after day %d", v.Months.Seed, len(v.Days), judgedFrom)
		}
		for _, m := range v.Site {
			if m.Bound <= m.Expected || m.Forecast < 0 {
				t.Errorf("seed %d: %+v", v.Months.Seed, m)
			}
		}
	}
}

// lives has sites live through their months, some at once.
func lives(t *testing.T, all []Months) []*Lived {
	t.Helper()
	list := make([]*Lived, len(all))
	places := make(chan bool, max(*workers, 1))
	var wait sync.WaitGroup
	for i, m := range all {
		wait.Go(func() {
			places <- true
			defer func() { <-places }()
			v, err := m.Run(context.Background())
			if err != nil {
				t.Errorf("seed %d: %v", m.Seed, err)
			}
			list[i] = v
		})
	}
	if wait.Wait(); t.Failed() {
		t.FailNow()
	}
	return list
}

// TestSame: the same months bring the same incidents again, also when the site is
// closed and opened again on the way. Days of learning are shorter here, so that the
// site is judged before it is closed.
func TestSame(t *testing.T) {
	m := Months{Seed: 3, Days: 5, Poll: time.Minute, Day: 4 * time.Hour}
	stored := m
	stored.Dir = t.TempDir()
	list := lives(t, []Months{m, m, stored})
	want := inWords(list[0])
	late := slices.ContainsFunc(list[0].Incidents, func(h Happened) bool { return h.Opened.Sub(monthsStart) > 48*time.Hour && h.Novel() })
	if !late || inWords(list[1]) != want {
		t.Errorf("the same seed brought\n%s\nand then\n%s", want, inWords(list[1]))
	}
	if got := inWords(list[2]); got != want {
		t.Errorf("without a restart came\n%s\nand with one\n%s", want, got)
	}
}

// inWords is all that was told, in words.
func inWords(v *Lived) string {
	var b bytes.Buffer
	for _, h := range v.Incidents {
		fmt.Fprintln(&b, h.ID, h.Opened, h.Tier, h.Actor, h.Targets)
		for _, x := range h.Told {
			fmt.Fprintln(&b, "\t", x.Time, x.Known, x.Kind, x.Point, x.Expected, x.Seen, x.Count)
		}
	}
	for _, f := range v.Days {
		fmt.Fprintln(&b, f.Days, f.Once, f.Bound, f.Unseen, f.State, f.Observed)
	}
	return b.String()
}

// docFile is the page that tells of it.
var docFile = filepath.Join("..", "..", "docs", "forecast.md")

func writeDoc(t *testing.T, j *Judgement, table []byte) {
	head, err := os.ReadFile(filepath.Join("testdata", "forecast.md"))
	if err != nil {
		t.Fatal(err)
	}
	command := fmt.Sprintf("go test ./deploy/judge -run '^TestMonths$' -soak -update -timeout 3h -sites %d -poll %s", len(j.Sites), *every)
	out := bytes.ReplaceAll(head, []byte("{{command}}"), []byte(command))
	out = bytes.ReplaceAll(out, []byte("{{events}}"), fmt.Append(nil, j.Events/1e6))
	out = bytes.ReplaceAll(out, []byte("{{days}}"), fmt.Append(nil, j.Days))
	out = bytes.ReplaceAll(out, []byte("{{seeds}}"), fmt.Append(nil, len(j.Sites)))
	out = bytes.ReplaceAll(out, []byte("{{poll}}"), []byte(every.String()))
	out = bytes.ReplaceAll(out, []byte("{{date}}"), []byte(time.Now().UTC().Format(time.DateOnly)))
	out = bytes.ReplaceAll(out, []byte("{{table}}"), table)
	if err := os.WriteFile(docFile, out, 0o644); err != nil {
		t.Fatal(err)
	}
}
