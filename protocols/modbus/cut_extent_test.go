package modbus_test

import "github.com/banken-ot/banken/protocols/wire"

// widths are the fields behind a function code, in octets; the last are repeated,
// as many as repeat says. Those below 0 are what the message is not told by: byte
// counts, which follow from the values, and reference types, which are all the same.
type widths struct {
	fields []int
	repeat int
	marked bool // a PDU that is cut is seen to be
}

func fixed(fields ...int) widths { return widths{fields: fields, marked: true} }

func list(repeat int, fields ...int) widths { return widths{fields, repeat, true} }

// unmeasured are octets nobody has a layout for: each is told.
var unmeasured = widths{fields: []int{1}, repeat: 1}

// layouts by direction and function (V1.1b3, 6).
var layouts = [2]map[byte]widths{
	wire.ToServer: {
		1: fixed(2, 2), 2: fixed(2, 2), 3: fixed(2, 2), 4: fixed(2, 2), 5: fixed(2, 2), 6: fixed(2, 2), 8: {fields: []int{2, 2, 1}, repeat: 1},
		15: list(1, 2, 2, -1, 1), 16: list(1, 2, 2, -1, 2), 20: list(4, -1, -1, 2, 2, 2), 22: fixed(2, 2, 2), 23: list(1, 2, 2, 2, 2, -1, 2), 24: fixed(2),
	},
	wire.ToClient: {
		1: list(1, -1, 1), 2: list(1, -1, 1), 3: list(1, -1, 2), 4: list(1, -1, 2), 5: fixed(2, 2), 6: fixed(2, 2), 7: fixed(1), 8: {fields: []int{2, 2, 1}, repeat: 1},
		11: fixed(2, 2), 12: list(1, -1, 2, 2, 2, 1), 15: fixed(2, 2), 16: fixed(2, 2), 17: list(1, -1, 1), 22: fixed(2, 2, 2), 23: list(1, -1, 2), 24: list(1, -2, 2, 2),
	},
}

// extent is where the fields of a PDU end, and which octets are not told.
type extent struct {
	at     []int
	untold map[int]bool
	marked bool
	umas   bool
}

// field adds a field of so many octets behind the last, untold when below 0, and
// returns its end.
func (e *extent) field(at, width int) int {
	if width < 0 {
		if e.untold == nil {
			e.untold = map[int]bool{}
		}
		for i := range -width {
			e.untold[at+i] = true
		}
		width = -width
	}
	e.at = append(e.at, at+width)
	return at + width
}

// last returns the last end within n octets. Fields of UMAS, whose layouts are in
// no standard, have up to four octets behind key and code.
func (e extent) last(n int) (end int) {
	if e.umas {
		return min(n, max(3, n-3))
	}
	for _, at := range e.at {
		if at <= n {
			end = at
		}
	}
	return end
}

// first returns which octet to begin with: all of a short cut are tried, of a long
// one the last, for those before were the last of a shorter one.
func (e extent) first(end int) int {
	if end <= 40 {
		return 1
	}
	return end - 8
}

// ends returns where the fields of a PDU end.
func ends(dir wire.Direction, pdu []byte) extent {
	switch code := pdu[0]; {
	case code == 90:
		return umasEnds(pdu)
	case code == 43 && len(pdu) > 1 && pdu[1] == 14:
		return identificationEnds(dir, pdu)
	case code == 20 && dir == wire.ToClient, code == 21:
		return fileEnds(pdu)
	default:
		l, ok := layouts[dir][code]
		if !ok {
			l = unmeasured
		}
		return l.over(pdu)
	}
}

func (l widths) over(pdu []byte) extent {
	e := extent{marked: l.marked}
	for i, at := 0, 1; i < len(l.fields) && at < len(pdu); {
		at = e.field(at, l.fields[i])
		if i++; i == len(l.fields) {
			i -= l.repeat
		}
	}
	return e
}

// umasEnds: what is known is that the length of a block follows from its octets.
func umasEnds(pdu []byte) extent {
	e := extent{umas: true}
	switch {
	case len(pdu) > 8 && pdu[2] == 0x31:
		e.untold = map[int]bool{7: true, 8: true}
	case len(pdu) > 6 && pdu[2] == 0xfe:
		e.untold = map[int]bool{5: true, 6: true}
	}
	return e
}

// identificationEnds: MEI type, read code, and in a response five numbers before
// objects of identifier, length and text (6.21).
func identificationEnds(dir wire.Direction, pdu []byte) extent {
	if dir == wire.ToServer {
		return fixed(1, 1, 1).over(pdu)
	}
	e := fixed(1, 1, 1, 1, 1, 1).over(pdu)
	for at := 7; at+2 <= len(pdu); {
		size := int(pdu[at+1])
		at = e.field(e.field(e.field(at, 1), -1), size)
	}
	return e
}

// fileEnds: groups of numbers and registers (6.14 and 6.15).
func fileEnds(pdu []byte) extent {
	e := extent{marked: true}
	for at := e.field(1, -1); at+2 <= len(pdu); {
		registers := int(pdu[at]) / 2
		at = e.field(at, -1)
		if pdu[0] == 21 {
			at = e.field(e.field(at, 2), 2)
			registers = int(pdu[min(at+1, len(pdu)-1)]) // none has more than 255
			at = e.field(at, 2)
		} else {
			at = e.field(at, -1)
		}
		for range registers {
			at = e.field(at, 2)
		}
	}
	return e
}
