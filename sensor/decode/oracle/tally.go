package oracle

import (
	"fmt"
	"maps"
	"slices"
)

// Tally counts what was compared.
type Tally struct {
	Rows, Items int // that are equal; of a row with differences, its equal items
	AsTheyCame  int // rows equal to those of tshark's second run alone
	Differences int
	// LeftOut counts what is not compared: messages both sides leave out, and what
	// stands behind a limit both sides have, by the reason.
	LeftOut map[string]LeftOut
}

// LeftOut is how much is left out for one reason.
type LeftOut struct{ Rows, Ours, Theirs int } // messages; items of Banken's, of tshark's

// leave counts messages, and items of both sides, that are left out.
func (t *Tally) leave(why string, rows, ours, theirs int) {
	if t.LeftOut == nil {
		t.LeftOut = map[string]LeftOut{}
	}
	n := t.LeftOut[why]
	t.LeftOut[why] = LeftOut{n.Rows + rows, n.Ours + ours, n.Theirs + theirs}
}

// Add adds another tally.
func (t *Tally) Add(o Tally) {
	t.Rows += o.Rows
	t.Items += o.Items
	t.AsTheyCame += o.AsTheyCame
	t.Differences += o.Differences
	for why, n := range o.LeftOut {
		t.leave(why, n.Rows, n.Ours, n.Theirs)
	}
}

// Lines tells the tally, a line for each reason to leave out.
func (t *Tally) Lines() []string {
	lines := []string{fmt.Sprintf("%d rows equal (%d with segments as they came), %d items equal, %d differences",
		t.Rows, t.AsTheyCame, t.Items, t.Differences)}
	for _, why := range slices.Sorted(maps.Keys(t.LeftOut)) {
		n := t.LeftOut[why]
		lines = append(lines, fmt.Sprintf("left out: %s: %d messages, %d items of Banken's, %d of tshark's", why, n.Rows, n.Ours, n.Theirs))
	}
	return lines
}
