package yardstick

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
)

// TestTable: the table has a row for each of the 324 combinations, each is reached,
// and none falls.
func TestTable(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	reached := map[uint16]bool{}
	for n := range rows {
		var v [len(inputs)]int
		rest := n
		for i := len(inputs) - 1; i >= 0; i-- {
			v[i], rest = rest%len(inputs[i].codes), rest/len(inputs[i].codes)
		}
		c := table.look(v)
		reached[c.row] = true
		if c.outcome == 3 && (v[0] == 0 || v[1] == 0) {
			t.Errorf("%v: a precursor, or a single weak detector, reaches Act", v)
		}
	}
	if len(reached) != 324 {
		t.Errorf("%d of 324 rows are reached", len(reached))
	}
}

// TestDocument: the part of the table that docs/detection.md shows is that of the data.
func TestDocument(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/detection.md")
	if err != nil {
		t.Fatal(err)
	}
	names := map[Tier]string{Track: "Track", TrackStar: "Track*", Attend: "Attend", Act: "Act"}
	for e := range 3 {
		for c := range 3 {
			line := "| " + Code(0, e) + ", " + Code(1, c)
			for i := range 4 {
				tier, _ := table.Decide(Inputs{Evidence: e, Credibility: c, Impact: i})
				line += " | " + names[tier]
			}
			if !strings.Contains(string(page), "\n"+line+" |\n") {
				t.Errorf("the page has no line %q", line)
			}
		}
	}
}

// broken returns the table with something changed.
func broken(t *testing.T, change func(rows []map[string]string) []map[string]string) error {
	t.Helper()
	var file map[string]any
	if err := json.Unmarshal(decisionTable, &file); err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	b, _ := json.Marshal(file["mapping"])
	if err := json.Unmarshal(b, &list); err != nil {
		t.Fatal(err)
	}
	file["mapping"] = change(list)
	b, _ = json.Marshal(file)
	_, err := Parse(b)
	return err
}

// TestProof: a table that is incomplete, contradictory, falling or unknown is refused.
func TestProof(t *testing.T) {
	if err := broken(t, func(r []map[string]string) []map[string]string { return r[:len(r)-1] }); !errors.Is(err, errIncomplete) {
		t.Error(err)
	}
	if err := broken(t, func(r []map[string]string) []map[string]string { return append(r, r[0]) }); err == nil || !strings.Contains(err.Error(), "row 1 says already") {
		t.Error(err)
	}
	if err := broken(t, func(r []map[string]string) []map[string]string { r[0][outcome] = "AC"; return r }); !errors.Is(err, errFalling) {
		t.Error(err)
	}
	for _, key := range []string{outcome, inputs[2].id} {
		if err := broken(t, func(r []map[string]string) []map[string]string { r[7][key] = "X"; return r }); err == nil || !strings.Contains(err.Error(), "row 8") {
			t.Error(err)
		}
	}
	if _, err := Parse(bytes.Replace(decisionTable, []byte(`"outcome": "cisa:CISA:1.1.0"`), []byte(`"outcome": "x"`), 1)); err == nil {
		t.Error("another outcome is accepted")
	}
}
