package replay

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/sight"
)

// tellGaps tells what was not seen of a flow that is over: octets of a connection on
// which a protocol is spoken, or should be, or a whole direction of it. It is over
// with the flow, so everything is seen again.
func tellGaps(w sight.Witness, f *Flow) error {
	v := baseline.Visibility{Time: f.Last, Part: "conversation " + f.Client.String() + " > " + f.Server.String()}
	lost := f.Counters[wire.ToServer].NotCaptured + f.Counters[wire.ToClient].NotCaptured
	switch {
	case f.Protocol == nil && f.Registered == nil:
		return nil
	case f.oneSided():
		v.Kind, v.Amount = baseline.OneSided, f.Counters[wire.ToServer].Packets+f.Counters[wire.ToClient].Packets
	case lost > 0:
		v.Kind, v.Amount = baseline.Loss, lost
	default:
		return nil
	}
	if err := w.Visibility(&v); err != nil {
		return err
	}
	v.Kind, v.Amount = baseline.Sighted, 0
	return w.Visibility(&v)
}

// oneSided reports whether one end of a connection was captured, and of the other
// nothing, long enough to be no chance.
func (f *Flow) oneSided() bool {
	a, b := f.Counters[wire.ToServer].Packets, f.Counters[wire.ToClient].Packets
	return f.Key.Protocol == packet.ProtocolTCP && min(a, b) == 0 && max(a, b) > flow.ProvenPackets
}
