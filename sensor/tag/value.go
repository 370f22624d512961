package tag

import (
	"math"
	"strconv"
)

// Value makes a value of the registers of a point, in their order on the wire; ok is
// false when they are too few.
func (t *Tag) Value(registers []uint16) (x float64, ok bool) {
	if len(registers) < int(t.registers()) {
		return 0, false
	}
	return t.Scaled(t.number(registers)), true
}

func (t *Tag) number(r []uint16) float64 {
	if t.registers() == 1 {
		if t.Type == Int16 {
			return float64(int16(r[0]))
		}
		return float64(r[0])
	}
	n := uint32(r[0])<<16 | uint32(r[1])
	if t.Swapped {
		n = n<<16 | n>>16
	}
	switch t.Type {
	case Int32:
		return float64(int32(n))
	case Float32:
		return float64(math.Float32frombits(n))
	}
	return float64(n)
}

// Scaled makes a value of a number on the wire.
func (t *Tag) Scaled(raw float64) float64 {
	if t.Scale == 0 && t.Offset == 0 {
		return raw
	}
	return raw*t.Scale + t.Offset
}

// Format writes a value with its unit, as an instrument shows it.
func (t *Tag) Format(x float64) string { return t.WithUnit(Number(x)) }

// WithUnit puts the unit behind a figure.
func (t *Tag) WithUnit(s string) string {
	switch t.Unit {
	case "":
		return s
	case "%", "％", "℃", "°C", "°", "度":
		return s + t.Unit
	}
	return s + " " + t.Unit
}

// Number writes a number: whole ones plain, others with six digits.
func Number(x float64) string {
	switch size := math.Abs(x); {
	case x == math.Trunc(x) && size < 1e15:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case size >= 1e5 && size < 1e15: // where six digits would leave no decimals
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}
