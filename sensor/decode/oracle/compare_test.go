package oracle

import (
	"slices"
	"testing"
)

// TestCompare: the comparison itself can fail.
func TestCompare(t *testing.T) {
	row := func(frame uint64, items ...string) Row { return Row{Frame: frame, Protocol: "p", Items: items} }
	a := []Row{row(1, "x=1"), row(2, "x=2"), row(2, "x=3")}
	for _, test := range []struct {
		theirs []Row
		want   int
	}{
		{a, 0},
		{[]Row{a[0], a[2], a[1]}, 0},
		{a[:2], 1},
		{append([]Row{row(9, "x=9")}, a...), 1},
		{[]Row{a[0], a[1], row(2, "x=4")}, 1},
		{nil, 3},
	} {
		m := Mapping{Protocol: "p"}
		if got, _ := m.Compare(a, test.theirs, nil); len(got) != test.want {
			t.Errorf("%v: got %v", test.theirs, got)
		}
	}
}

// kindsOf returns the kinds of differences.
func kindsOf(all []Difference) (kinds []string) {
	for i := range all {
		kinds = append(kinds, all[i].Kind())
	}
	return kinds
}

// TestLimits: the smaller limit holds, and what one side alone claims behind it is a
// difference; behind a limit of both it is counted.
func TestLimits(t *testing.T) {
	m := Mapping{Protocol: "p"}
	row := func(limit int, items ...string) []Row {
		return []Row{{Frame: 1, Items: items, Head: 1, Limit: limit, Why: "reason"}}
	}
	for _, test := range []struct {
		name         string
		ours, theirs []Row
		want         []string
		equal        int // items
	}{
		{"none", row(0, "a=1", "b=2"), row(0, "a=1", "b=2"), nil, 2},
		{"of both", row(1, "a=1", "b=2"), row(1, "a=1", "b=3"), nil, 1},
		{"of tshark", row(0, "a=1", "b=2"), row(1, "a=1"), []string{"behind tshark reason"}, 1},
		{"of Banken", row(1, "a=1"), row(0, "a=1", "b=2"), []string{"behind Banken reason"}, 1},
		{"the smaller of two", row(2, "a=1", "b=2", "c=3"), row(1, "a=1", "b=3"), []string{"behind tshark reason"}, 1},
		{"equal behind", row(1, "a=1", "b=2"), row(0, "a=1", "b=2"), nil, 2},
		{"equal for a while", row(1, "a=1", "b=2", "c=3"), row(0, "a=1", "b=2"), []string{"behind Banken reason"}, 2},
		{"differ before", row(1, "a=1", "b=2"), row(1, "a=2", "b=2"), []string{"a | a"}, 1},
	} {
		all, tally := m.Compare(test.ours, test.theirs, nil)
		if got := kindsOf(all); !slices.Equal(got, test.want) || tally.Items != test.equal {
			t.Errorf("%s: got %q, %d items equal; want %q, %d", test.name, got, tally.Items, test.want, test.equal)
		}
	}
	_, tally := m.Compare(row(1, "a=1", "b=2"), row(1, "a=1"), nil)
	if want := (LeftOut{Rows: 1, Ours: 1}); tally.LeftOut["reason"] != want {
		t.Errorf("left out %v, want %v", tally.LeftOut, want)
	}
}

// TestAside: a row set aside need not be told, but is compared when it is; a message
// Banken leaves out must be one tshark says is defective.
func TestAside(t *testing.T) {
	m := Mapping{Protocol: "p", LeftOut: map[[2]string]bool{{"damaged", "bad"}: true}}
	row := func(aside string) []Row { return []Row{{Frame: 1, Items: []string{"a=1"}, Aside: aside}} }
	for _, test := range []struct {
		name                string
		ours, theirs, again []Row
		want                []string
		left                int
	}{
		{"not told", nil, row("repeated"), nil, nil, 0},
		{"told", row(""), row("repeated"), nil, nil, 0},
		{"told in the second run", row(""), nil, row("repeated"), nil, 0},
		{"told twice", append(row(""), row("")...), row(""), row(""), []string{"only Banken"}, 0},
		{"left out by both", row("damaged"), row("bad"), nil, nil, 1},
		{"left out for another reason", row("damaged"), row("repeated"), nil, []string{"only Banken"}, 0},
		{"left out by Banken alone", row("damaged"), nil, nil, []string{"only Banken"}, 0},
	} {
		all, tally := m.Compare(test.ours, test.theirs, test.again)
		if got := kindsOf(all); !slices.Equal(got, test.want) || tally.LeftOut["damaged | bad"].Rows != test.left {
			t.Errorf("%s: got %q, left out %v", test.name, got, tally.LeftOut)
		}
	}
}
