package judge

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire/wiretest"
	"github.com/banken-ot/banken/sensor/evaluate"
)

// The goals of the corpus.
const (
	leastSubstation = 0.9  // of the windows that hold DNP3 frames are found
	mostByChance    = 0.05 // of the same windows, where nothing happens
)

// TestCorpus: no incident of the top tiers from ordinary operation; attacks of others
// are found; what is missed is told.
func TestCorpus(t *testing.T) {
	cases, err := Corpus(wiretest.Corpus(t))
	if err != nil {
		t.Fatal(err)
	}
	list, err := JudgeCorpus(t.Context(), cases)
	if err != nil {
		t.Fatal(err)
	}
	count := map[Set]int{}
	found, seen, top := 0, 0, 0
	for i := range list {
		x := &list[i]
		count[x.Set]++
		tellMisses(t, x)
		f, n := x.Judged.Result.Seen()
		switch x.Set {
		case Ordinary:
			checkOrdinary(t, x)
		case Substation:
			found, seen, top = found+f, seen+n, top+x.Judged.Result.FalseTop
		case Outstation:
			if f != n || n != 1 {
				t.Errorf("%s: %d of %d found", x.File, f, n)
			}
		case Undecoded:
			if n != 0 {
				t.Errorf("%s: %d scenarios count as seen", x.File, n)
			}
		}
	}
	if top > 0 || float64(found) < leastSubstation*float64(seen) {
		t.Errorf("substation: %d of %d windows found, %d false incidents in the top tiers", found, seen, top)
	}
	t.Logf("substation: %d of %d windows found; captures by set: %v", found, seen, count)
	if count[Ordinary] < 7 || count[Substation] < 11 || count[Outstation] < 10 || count[Transfer] != 1 || count[Undecoded] < 40 || seen < 390 {
		t.Errorf("the corpus is not whole: %v, %d windows", count, seen)
	}
}

// checkOrdinary: it was learned long enough to be judged by, and brought nothing.
func checkOrdinary(t *testing.T, x *Tried) {
	t.Helper()
	j := &x.Judged
	if j.Forecast.Days < 7 || j.Result.Days < 6 {
		t.Errorf("%s: %d days learned, %.1f judged", x.File, j.Forecast.Days, j.Result.Days)
	}
	for i := range j.Result.False {
		f := &j.Result.False[i]
		t.Logf("%s: %s at %s: %v", x.File, f.Priority, time.Unix(0, f.Opened).UTC().Format(time.TimeOnly), f.Kinds)
		if f.Top {
			t.Errorf("%s: a false incident in the top tiers", x.File)
		}
	}
}

func tellMisses(t *testing.T, x *Tried) {
	t.Helper()
	for i := range x.Judged.Result.Outcomes {
		if o := &x.Judged.Result.Outcomes[i]; o.Label.Unseen == "" && !o.Found() {
			t.Logf("missed: %s: %s at %s, frames %v", x.File, o.Label.Name, time.Unix(0, o.Label.From).UTC().Format(time.DateTime), o.Label.Frames)
		}
	}
}

// TestCorpusByChance: moved into the pauses, the windows of the substation are not
// found: that they are found where the attacks are is not chance.
func TestCorpusByChance(t *testing.T) {
	cases, err := Corpus(wiretest.Corpus(t))
	if err != nil {
		t.Fatal(err)
	}
	found, seen, err := ByChance(t.Context(), cases)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d windows found where nothing happens", found, seen)
	if seen < 300 || float64(found) > mostByChance*float64(seen) {
		t.Errorf("%d of %d windows found where nothing happens", found, seen)
	}
}

// TestElsewhere: windows move behind their time of grace, and not where there is no
// room.
func TestElsewhere(t *testing.T) {
	minute := int64(time.Minute)
	c := Case{Capture: Capture{Labels: []evaluate.Label{{Name: "late", From: 20 * minute, To: 21 * minute}, {Name: "first", From: minute, To: 2 * minute},
		{Name: "tight", From: 10 * minute, To: 18 * minute}, {Name: "dark", From: 5 * minute, To: 6 * minute, Unseen: "x"}}}}
	got := map[string]int64{}
	for _, l := range c.Elsewhere().Labels {
		got[l.Name] = l.From
		if l.To-l.From != minute {
			t.Errorf("%s: %v", l.Name, l)
		}
	}
	if len(got) != 2 || got["first"] != 4*minute || got["late"] < 23*minute {
		t.Errorf("%v", got)
	}
}

// TestCorpusFaults: labels that nothing knows how to judge are told.
func TestCorpusFaults(t *testing.T) {
	dir := t.TempDir()
	if _, err := Corpus(dir); err == nil {
		t.Error("an empty folder is a corpus")
	}
	write := func(name, text string) {
		t.Helper()
		putFile(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	write(ordinaryList, "# none\n")
	for text, part := range map[string]string{
		"{": "line 1",
		`{"capture":"x/y.pcap","granularity":"file","attack":"z"}`: "nothing says how it is judged",
	} {
		write(labelFile, text+"\n")
		if _, err := Corpus(dir); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func putFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
