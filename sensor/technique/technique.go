// Package technique is the one table of ATT&CK for ICS that everything names
// techniques from: ids, names and tactics of one version. Ids move between versions
// (19 replaced T0855 by T1692.001), so an id is never shown without its version.
package technique

import (
	"slices"
	"strings"
)

// Technique is one of ATT&CK for ICS.
type Technique struct {
	ID, Name string
	Tactics  string // short names with a space between
}

// Find returns the technique of an id; ok tells whether the table has it.
func Find(id string) (t Technique, ok bool) {
	i, ok := slices.BinarySearchFunc(table[:], id, func(t Technique, id string) int { return strings.Compare(t.ID, id) })
	if !ok {
		return Technique{}, false
	}
	return table[i], true
}

// All returns a copy of the table, by id.
func All() []Technique { return slices.Clone(table[:]) }

// replaced are ids that a later version replaced, with what by, as far as that is
// published at the time of writing.
var replaced = map[string]Replacement{"T0855": {Version: "19", ID: "T1692.001"}}

// Replacement is what an id is called in a later version.
type Replacement struct{ Version, ID string }

// Replaced tells what a later version calls a technique; ok is false when nothing is
// known to have changed.
func Replaced(id string) (r Replacement, ok bool) {
	r, ok = replaced[id]
	return r, ok
}
