package rtu

import (
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
)

// Application functions (4.2).
const (
	Confirm             = 0
	Read                = 1
	Write               = 2
	Select              = 3
	Operate             = 4
	DirectOperate       = 5
	ColdRestart         = 13
	EnableUnsolicited   = 20
	DisableUnsolicited  = 21
	OpenFile            = 25
	CloseFile           = 26
	Response            = 129
	UnsolicitedResponse = 130
)

// Bits of the application control octet (4.2).
const (
	Whole = 0xc0 // FIR and FIN: the first and the final fragment
	CON   = 0x20 // a confirmation is asked for
	UNS   = 0x10 // unsolicited
	SEQ   = 0x0f // mask of the sequence number
)

// Request returns the fragment of a request or a confirmation.
func Request(control, function byte, objects []byte) []byte {
	return append([]byte{control, function}, objects...)
}

// Answer returns the fragment of a response, solicited or not, with its internal
// indications.
func Answer(control, function byte, iin uint16, objects []byte) []byte {
	return append([]byte{control, function, byte(iin >> 8), byte(iin)}, objects...)
}

// End is what one end of an association sends: it counts its transport segments.
type End struct {
	control             byte
	destination, source uint16
	transport           byte // sequence of the next segment
}

// MasterEnd returns the end of a master.
func MasterEnd() End {
	return End{control: dnp3gen.FromMaster, destination: plant.OutstationAddress, source: plant.MasterAddress}
}

// OutstationEnd returns the end of the outstation.
func OutstationEnd() End {
	return End{control: dnp3gen.FromOutstation, destination: plant.MasterAddress, source: plant.OutstationAddress}
}

// Address is the link address of this end.
func (x *End) Address() uint16 { return x.source }

// transportSEQ is the mask of the sequence number of a segment (clause 8).
const transportSEQ = 0x3f

// Frames returns the link frames of a fragment, one behind the other.
func (x *End) Frames(fragment []byte) []byte {
	var all []byte
	for _, s := range dnp3gen.Segments(x.transport, fragment, dnp3gen.WholeSegment) {
		x.transport = (x.transport + 1) & transportSEQ
		all = append(all, dnp3gen.Frame(x.control, x.destination, x.source, s)...)
	}
	return all
}
