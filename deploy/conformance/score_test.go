package conformance

import (
	"strings"
	"testing"
)

const wantRecords = `{"capture":"a","frame":1,"protocol":"p","role":"request","code":3,"points":[{"index":1,"values":[1,2]}]}
{"capture":"a","frame":1,"protocol":"p","role":"request","code":4}
{"capture":"a","frame":2,"protocol":"p","role":"response","code":3,"status":null}
`

func TestScore(t *testing.T) {
	for _, test := range []struct {
		name, got string
		want      Score
		faults    int
	}{
		{"itself", wantRecords, Score{Messages: 3, Found: 3, Items: 7, Right: 7}, 0},
		{"nothing", "", Score{Messages: 3, Items: 7, Missing: 7}, 3},
		{"wrong value", strings.Replace(wantRecords, "[1,2]", "[1,5]", 1), Score{Messages: 3, Found: 3, Items: 7, Right: 6, Wrong: 1}, 1},
		{"untold item", strings.Replace(wantRecords, `"code":4`, `"other":4`, 1), Score{Messages: 3, Found: 3, Items: 7, Right: 6, Missing: 1}, 1},
		{"message too many", wantRecords + `{"capture":"b","frame":9,"protocol":"p","role":"request"}`, Score{Messages: 3, Found: 3, Items: 7, Right: 7, Extra: 1}, 1},
		{"another frame", strings.Replace(wantRecords, `"frame":2`, `"frame":3`, 1), Score{Messages: 3, Found: 2, Items: 7, Right: 5, Missing: 2, Extra: 1}, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			faults := 0
			scores, err := Compare(strings.NewReader(wantRecords), strings.NewReader(test.got), func(Fault) { faults++ })
			if err != nil {
				t.Fatal(err)
			}
			if *scores["p"] != test.want || faults != test.faults {
				t.Errorf("got %+v, %d faults; want %+v, %d", *scores["p"], faults, test.want, test.faults)
			}
		})
	}
}

func TestScoreSaysWhatIsWrongWithRecords(t *testing.T) {
	for got, part := range map[string]string{
		"x":               "line 1",
		`{"capture":"a"}`: "line 1: the record has no",
		"\n" + `{"capture":"a","frame":-1,"protocol":"p","role":"r"}`: "line 2: frame",
	} {
		_, err := Compare(strings.NewReader(wantRecords), strings.NewReader(got), func(Fault) {})
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v", got, err)
		}
	}
}
