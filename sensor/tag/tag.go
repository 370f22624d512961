package tag

import (
	"net/netip"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// Bounds of a list.
const (
	// MaxTags is how many points a list may have: large plants have some ten thousand.
	MaxTags = 100_000
	// MaxText bounds a name, unit or description, characters.
	MaxText = 200
	// MaxFile bounds a file, octets.
	MaxFile = 32 << 20
)

// Protocols that points may be of, as wire.Protocol names them.
const (
	Modbus = "modbus"
	DNP3   = "dnp3"
	OPCUA  = "opcua"
)

// Spaces of Modbus, as protocols/modbus numbers them.
const (
	Coil            = 1
	DiscreteInput   = 2
	InputRegister   = 3
	HoldingRegister = 4
)

// Spaces of DNP3: one for each sort of point, named by its group of static objects. The
// objects of events and controls are about the same points: see SpaceOf.
const (
	BinaryInput  = 1
	DoubleBit    = 3
	BinaryOutput = 10
	Counter      = 20
	AnalogInput  = 30
	AnalogOutput = 40
	OctetString  = 110
)

// AnyStation is the station of a tag whose list names none.
const AnyStation = ^uint32(0)

// Type is how the registers of a point hold its value.
type Type uint8

// The types.
const (
	Raw Type = iota // as the protocol has it: a bit, a register, a value with a type of its own
	Bool
	Int16
	Uint16
	Int32
	Uint32
	Float32
)

var typeNames = [...]string{"", "bool", "int16", "uint16", "int32", "uint32", "float32"}

// String returns the name as in a list; "" for Raw.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return ""
}

// ParseType returns the type of a name.
func ParseType(s string) (Type, bool) {
	for t, name := range typeNames {
		if name == s {
			return Type(t), true
		}
	}
	return Raw, false
}

// Registers is how many registers of Modbus a value takes.
func (t Type) Registers() uint32 {
	if t >= Int32 {
		return 2
	}
	return 1
}

// Tag is what the plant says of a point.
type Tag struct {
	Server   netip.Addr // of the device, or of the gateway before it
	Protocol string
	Station  uint32 // unit identifier, outstation; AnyStation where the list names none
	Space    uint32 // table of Modbus, sort of point of DNP3, namespace of OPC UA
	Index    uint32 // from 0; numeric identifier of OPC UA
	Node     string // identifier of OPC UA that is no number: "s=Pump.Speed"

	Name string // "PIC-101.SP"
	Unit string // "kPa"
	// Scale and Offset make a value of what is on the wire: raw * Scale + Offset.
	Scale, Offset float64
	Type          Type
	Swapped       bool // of two registers, the first is the lower one
	HasLow        bool
	HasHigh       bool
	Low, High     float64 // limits, in Unit
	Description   lang.Text
}

// registers is how many indexes the tag covers.
func (t *Tag) registers() uint32 {
	if t.Protocol == Modbus && (t.Space == HoldingRegister || t.Space == InputRegister) {
		return t.Type.Registers()
	}
	return 1
}

// Label is what the point is called in a language: its code and what it is, or that of
// the two there is. A name of several words is taken for a description.
func (t *Tag) Label(l lang.Language) string {
	d := t.Description.In(l)
	if d == "" {
		d = t.Description.EN + t.Description.JA // that of the other language
	}
	switch {
	case d == "":
		return t.Name
	case t.Name == "" || t.Name == d || strings.Contains(t.Name, " "):
		return d
	}
	return t.Name + " " + d
}
