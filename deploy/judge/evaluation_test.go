package judge

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/evaluate"
	"github.com/banken-ot/banken/sensor/lang"
)

// madeUp is an evaluation of everything there is a place for, with one scenario found,
// one missed and one that cannot be seen.
func madeUp() *Evaluation {
	label := func(name string, from int64) evaluate.Label {
		return evaluate.Label{Name: name, From: from, To: from + 1e9, Addresses: []netip.Addr{netip.MustParseAddr("10.0.0.1")}}
	}
	incident := evaluate.Incident{ID: "i1", Opened: 2e18, Priority: "act", Top: true, Actor: netip.MustParseAddr("10.0.0.1"), Kinds: []string{"new-host"},
		Moments: []evaluate.Moment{{Time: 2e18, Told: 2e18 + 5e6, Frame: 9}}}
	stray := evaluate.Incident{ID: "i2", Opened: 25e17, Priority: "attend", Top: true, Kinds: []string{"new-pair"}, Moments: []evaluate.Moment{{Time: 25e17, Told: 25e17}}}
	day := time.Hour
	judged := func(labels ...evaluate.Label) Judged {
		return Judged{Result: evaluate.Judge([]evaluate.Incident{incident, stray}, labels, 10*day, day), From: 2e18, To: 2e18 + int64(10*day), Learned: 10 * day, Judged: 10 * day, Day: day,
			Forecast: Promise{Days: 10, Expected: 0.1, Bound: 0.3}}
	}
	frames := evaluate.Label{Name: "by frame", Frames: [][2]uint64{{3, 4}, {6, 7}}}
	dark := evaluate.Label{Name: "dark", Unseen: "S7comm is not decoded"}
	e := &Evaluation{Chance: [2]int{1, 50}, Corpus: []Tried{
		{Case{Set: Ordinary, File: "a/plain.pcap"}, judged()},
		{Case{Set: Substation, File: "b/tap.pcap"}, judged(label("found", 2e18), label("missed", 3e18))},
		{Case{Set: Outstation, File: "c/lab.pcap"}, judged(label("found", 2e18))},
		{Case{Set: Transfer, File: "d/files.pcap"}, judged(frames)},
		{Case{Set: Undecoded, File: "e/s7.pcap"}, Judged{Result: evaluate.Judge(nil, []evaluate.Label{dark}, 0, day)}},
	}}
	r := judged(label("flood", 2e18)).Result
	e.Trial = &Trial{Trials: Trials{Attacks: []string{"flood"}}, Learned: []*Learned{{Works: Works{Seed: 7, Days: 10, Day: day, Start: monthsStart}, Packets: 1234}},
		Calm:     []Calm{{Seed: 7, Place: 0, Start: monthsStart, Length: day, Result: judged().Result}},
		Attempts: []Attempt{{Scenario: "flood", Seed: 7, Outcome: r.Outcomes[0], Incidents: r.Claimed}},
		Poison:   []Poison{{Scenario: "flood", Times: 5, Acts: []string{"x", "y"}, Listed: []string{"x"}, First: r.Outcomes[0], Again: evaluate.Outcome{}}}}
	return e
}

// TestEvaluationTables: tables tell what was found, missed and cannot be seen.
func TestEvaluationTables(t *testing.T) {
	tables := madeUp().Tables()
	for name, rows := range map[string][]string{
		"ordinary":            {"| plain.pcap | 10 days of 1h | 0.3 | 10 | 2 | 0 | new-host, new-pair |", "top tiers a day: 0.2 (0.024 to 0.72)"},
		"substation":          {"| found | 1 | 1 | 1 | 1 | 0 |", "| missed | 1 | 1 | 0 | 0 | 1 |", "| the same windows in the pauses |  | 50 | 1 |"},
		"substation-captures": {"| tap | 2 | 1 | 1 | 1 | 0 |"},
		"outstation":          {"| lab.pcap | top tiers | 1 | new-host |"},
		"others":              {"| d | 1 | 1 | **missed** |", "| e | 1 | 1 | cannot be seen: S7comm is not decoded |"},
		"misses":              {"| tap | missed | 2065-01-24 05:20:00 |", "| files | by frame | frames 3–4, 6–7 |"},
		"learned":             {"| 7 | 10 days of 1h from 2026-03-02 |"},
		"attacks":             {"| flood | 1 / 1 | 1 / 1 | 1 | 5 ms, 5 ms | 5 ms, 5 ms | new-host |"},
		"calm":                {"| 7 | 1 | Mon 2026-03-02 00:00 | 1h | 2 | 0 |"},
		"poison":              {"| flood | 5 | 2 | 1 | 0 | 1 | 0 | top tiers | no |"},
	} {
		for _, row := range rows {
			if !strings.Contains(tables[name], row) {
				t.Errorf("%s has no %s:\n%s", name, row, tables[name])
			}
		}
		delete(tables, name)
	}
	if len(tables) > 0 {
		t.Errorf("nothing looks at %v", tables)
	}
}

// TestEvaluationReport: the report has a run for each capture and placement, and the
// same evaluation gives the same pages.
func TestEvaluationReport(t *testing.T) {
	r := madeUp().Report()
	var names []string
	for i := range r.Runs {
		names = append(names, r.Runs[i].Name)
	}
	if got := strings.Join(names, ", "); got != "a/plain.pcap, b/tap.pcap, c/lab.pcap, d/files.pcap, protocols that are not decoded, water works 7, placement 1" {
		t.Error(got)
	}
	if r.Kinds["new-host"].JA == "" || len(r.Runs[0].Promises) != 10 || r.Runs[0].Promises[0].Observed != 1 {
		t.Errorf("%v, %+v", r.Kinds, r.Runs[0].Promises)
	}
	for _, l := range []lang.Language{lang.English, lang.Japanese} {
		var a, b bytes.Buffer
		if err := r.WriteHTML(&a, l); err != nil {
			t.Fatal(err)
		}
		if err := madeUp().Report().WriteHTML(&b, l); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("the pages differ: %v", err)
		}
	}
}

// TestRefresh: tables are put in their places, again and again, and a table without
// a place is told.
func TestRefresh(t *testing.T) {
	const document = "# x\n\n<!-- a -->\nold\n<!-- end -->\n\nand <!-- b -->\n<!-- end -->\ntail\n"
	got := document
	for range 2 {
		var err error
		if got, err = Refresh(got, map[string]string{"b": "| B |\n", "a": "| A |\n"}); err != nil {
			t.Fatal(err)
		}
		if got != "# x\n\n<!-- a -->\n| A |\n<!-- end -->\n\nand <!-- b -->\n| B |\n<!-- end -->\ntail\n" {
			t.Fatal(got)
		}
	}
	for _, bad := range []string{"", "<!-- a -->\nno end\n"} {
		if _, err := Refresh(bad, map[string]string{"a": ""}); err == nil {
			t.Errorf("%q has a place", bad)
		}
	}
}

// TestDocument: the document has a place for every table.
func TestDocument(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "evaluation.md"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Refresh(string(b), madeUp().Tables()); err != nil {
		t.Error(err)
	}
}
