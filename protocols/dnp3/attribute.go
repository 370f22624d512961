package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// Data type codes (IEEE 1815-2012, clause 11).
const (
	typeNone       = 0
	typeVisible    = 1
	typeUint       = 2
	typeInt        = 3
	typeFloat      = 4
	typeOctets     = 5
	typeBits       = 6
	typeTime       = 7
	typeUnicode    = 8
	typeList       = 254 // pairs of a variation and its properties
	typeListLonger = 255 // the same, with 256 octets more than the length says
)

var typeNames = [256]string{typeNone: "NONE", typeVisible: "VSTR", typeUint: "UINT", typeInt: "INT", typeFloat: "FLT",
	typeOctets: "OSTR", typeBits: "BSTR", typeTime: "TIME", typeUnicode: "UNCD", typeList: "U8BS8LIST", typeListLonger: "U8BS8EXLIST"}

// attributeNames of the default set of g0, by variation (Annex A).
var attributeNames = [256]string{
	196: "configuration-id", 197: "configuration-version", 198: "configuration-build-date",
	199: "configuration-last-change-date", 200: "configuration-signature", 201: "configuration-signature-algorithm",
	202: "master-resource-id", 203: "device-altitude", 204: "device-longitude", 205: "device-latitude",
	206: "user-assigned-secondary-operator-name", 207: "user-assigned-primary-operator-name", 208: "user-assigned-system-name",
	209: "secure-authentication-version", 210: "security-statistics-per-association", 211: "user-specific-attributes-support",
	212: "master-defined-data-set-prototypes", 213: "outstation-defined-data-set-prototypes",
	214: "master-defined-data-sets", 215: "outstation-defined-data-sets",
	216: "max-binary-outputs-per-request", 217: "local-timing-accuracy", 218: "duration-of-timing-accuracy",
	219: "analog-output-events-support", 220: "max-analog-output-index", 221: "analog-outputs",
	222: "binary-output-events-support", 223: "max-binary-output-index", 224: "binary-outputs",
	225: "frozen-counter-events-support", 226: "frozen-counters-support", 227: "counter-events-support",
	228: "max-counter-index", 229: "counters", 230: "frozen-analog-inputs-support", 231: "analog-input-events-support",
	232: "max-analog-input-index", 233: "analog-inputs", 234: "double-bit-input-events-support",
	235: "max-double-bit-input-index", 236: "double-bit-inputs", 237: "binary-input-events-support",
	238: "max-binary-input-index", 239: "binary-inputs", 240: "max-transmit-fragment-size", 241: "max-receive-fragment-size",
	242: "manufacturer-software-version", 243: "manufacturer-hardware-version",
	245: "user-assigned-location", 246: "user-assigned-id", 247: "user-assigned-device-name", 248: "serial-number",
	249: "subset-and-conformance", 250: "product-name-and-model", 252: "manufacturer-name",
	254: "all-attributes", 255: "list-of-attribute-variations",
}

// attributeVariation describes every variation of g0: sets beyond the default
// one give any number a meaning.
var attributeVariation = object("attributes", "attribute", 2, attribute)

// attribute is an object of g0: data type code, length, value. Its index is the
// attribute set.
func attribute(x *fragment, c *wire.Cursor) {
	code, length := c.U8(), int(c.U8())
	if code == typeListLonger {
		length += 256
	}
	b := c.Octets(length)
	meaning := ""
	if x.index == 0 { // the default set
		meaning = attributeNames[x.h.variation]
	}
	x.field(4, "variation", meaning, wire.Uint(uint64(x.h.variation)))
	x.field(4, "data_type", typeNames[code], wire.Uint(uint64(code)))
	if c.Short {
		return
	}
	v := x.typed(code, b)
	if code == typeList || code == typeListLonger {
		x.properties(b)
	} else {
		x.field(4, "value", "", v)
	}
	x.pointOf(v)
}

// typed returns a value by its data type code; what does not fit the type is
// octets.
func (x *fragment) typed(code byte, b []byte) wire.Value {
	n := len(b)
	switch {
	case code == typeVisible, code == typeUnicode:
		return wire.Text(b)
	case code == typeUint && n > 0 && n <= 8:
		return wire.Uint(littleEndian(b))
	case code == typeInt && n > 0 && n <= 8:
		shift := 64 - 8*n
		return wire.Int(int64(littleEndian(b)<<shift) >> shift)
	case code == typeFloat && n == 4:
		return wire.Value{Kind: wire.KindFloat32, Num: littleEndian(b)}
	case code == typeFloat && n == 8:
		return wire.Value{Kind: wire.KindFloat64, Num: littleEndian(b)}
	case code == typeTime && n == 6 && littleEndian48(b) <= maxMs:
		return wire.Time(int64(littleEndian48(b)) * nsPerMs)
	case code == typeUint, code == typeInt, code == typeFloat, code == typeTime, typeNames[code] == "":
		x.m.Defects |= own(reservedValue)
	}
	return wire.Octets(b)
}

// properties lists the attribute variations of g0v255.
func (x *fragment) properties(b []byte) {
	list := x.list(4, "attribute_variations")
	c := wire.NewCursor(b)
	for c.Len() >= 2 {
		v := c.U8()
		x.item(list, "attribute_variation", wire.Struct())
		x.field(6, "variation", attributeNames[v], wire.Uint(uint64(v)))
		x.field(6, "properties", "", wire.Hex(uint64(c.U8())))
	}
	if c.Len() > 0 {
		x.m.Defects |= wire.Trailing
	}
}

// littleEndian returns the number in at most eight octets.
func littleEndian(b []byte) uint64 {
	n := uint64(0)
	for i := len(b) - 1; i >= 0; i-- {
		n = n<<8 | uint64(b[i])
	}
	return n
}
