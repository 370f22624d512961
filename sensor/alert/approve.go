package alert

import (
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Approvable reports whether approving in the baseline what was done answers the
// incident: it tells of nothing but what was asked for, and something of that is a
// control.
func (i *Incident) Approvable() bool {
	asked := func(d string) bool {
		return d == baseline.Tripwire.ID() || d == baseline.Whitelist.ID() || d == baseline.Sequence.ID()
	}
	return i.Sort == Security && i.State.Standing() && !slices.ContainsFunc(i.Detectors, func(d string) bool { return !asked(d) }) &&
		slices.ContainsFunc(i.Operations, controls)
}

// controls reports whether an operation, by its name, changes something.
func controls(name string) bool {
	for o := wire.OperationNone; o <= wire.Session; o++ {
		if o.String() == name {
			return baseline.Controls(o)
		}
	}
	return false
}
