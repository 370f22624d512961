package identity

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// dnp3 takes the attributes of the default set that an outstation told. The space
// of a point is its group and variation, so that those of group 0 are below 256.
func (d *Detector) dnp3(l *baseline.Look, e *baseline.Event) {
	if e.Operation != wire.Identify || e.ResponseFrame == 0 && e.Outcome != wire.Answered {
		return
	}
	for i := range e.Points {
		p := &e.Points[i]
		if p.Space > 255 || p.Index != 0 || p.Access != wire.AccessRead || dnp3Attributes[p.Space].sort == none {
			continue
		}
		d.value(l, e, server(e, baseDNP3+attribute(p.Space)), p.Value)
	}
}
