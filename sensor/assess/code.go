package assess

import "github.com/banken-ot/banken/protocols/wire"

// Function codes of DNP3 that are looked for in conversations (IEEE 1815-2012,
// Table 4-3).
const (
	dnp3Select        = 3
	dnp3DirectOperate = 5
	dnp3DirectNoAck   = 6

	dnp3EnableUnsolicited  = 20
	dnp3DisableUnsolicited = 21
	dnp3Unsolicited        = 130
)

// groupAuthentication is the object group of Secure Authentication (IEEE
// 1815-2012, Annex A).
const groupAuthentication = 120

// Bits of the internal indications, IIN1 high (IEEE 1815-2012, 4.5).
const (
	iinOverflow = 1 << 3
	iinRestart  = 1 << 15
	iinTrouble  = 1 << 14
	iinLocal    = 1 << 13
)

// fieldIs reports whether a field of that name has a value, at any depth.
func fieldIs(f []wire.Field, name string, value uint64) bool {
	for i := range f {
		if f[i].Name == name && f[i].Value.Num == value {
			return true
		}
	}
	return false
}
