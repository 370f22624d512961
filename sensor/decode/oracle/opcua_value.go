package oracle

import (
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
)

// ticksTo1970 is the DateTime of 1970 (OPC UA Part 6, 5.2.2.5).
const ticksTo1970 = 116444736000000000

// nodeForm writes a NodeId; kind is i, s, g or b.
func nodeForm(namespace uint64, kind byte, id string) string {
	return fmt.Sprintf("ns=%d;%c=%s", namespace, kind, id)
}

// octetsForm writes texts and octets, which the sides do not tell apart in the
// same way.
func octetsForm(b []byte) string {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return "0x" + hex.EncodeToString(b)
		}
	}
	return strconv.Quote(string(b))
}

// secretForm writes what is known of a secret of n octets.
func secretForm(n int) string { return "#" + strconv.Itoa(n) }

// certificateForm writes what is known of a certificate: how many octets were
// sent, and the SHA-1 of the first of a chain.
func certificateForm(n int, thumbprint []byte) string {
	return fmt.Sprintf("%d:%x", n, thumbprint)
}

// thumbprint is the SHA-1 of the first DER sequence of a chain.
func thumbprint(b []byte) []byte {
	if len(b) > 4 && b[0] == 0x30 && b[1] == 0x82 {
		b = b[:min(len(b), 4+int(binary.BigEndian.Uint16(b[2:])))]
	}
	sum := sha1.Sum(b)
	return sum[:]
}

func timeForm(ticks int64) string { return fmt.Sprintf("t%d", ticks) }

func floatForm(f float64, bits uint64) string {
	if math.IsNaN(f) {
		return fmt.Sprintf("NaN:%x", bits)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// kindForms writes Banken's values.
var kindForms = map[wire.Kind]func(v *wire.Value) string{
	wire.KindBool:    func(v *wire.Value) string { return strconv.FormatUint(v.Num, 10) },
	wire.KindUint:    func(v *wire.Value) string { return strconv.FormatUint(v.Num, 10) },
	wire.KindHex:     func(v *wire.Value) string { return strconv.FormatUint(v.Num, 10) },
	wire.KindInt:     func(v *wire.Value) string { return strconv.FormatInt(int64(v.Num), 10) },
	wire.KindList:    func(v *wire.Value) string { return strconv.FormatUint(v.Num, 10) },
	wire.KindTime:    func(v *wire.Value) string { return timeForm(int64(v.Num)/100 + ticksTo1970) },
	wire.KindText:    func(v *wire.Value) string { return octetsForm(v.Raw) },
	wire.KindOctets:  func(v *wire.Value) string { return octetsForm(v.Raw) },
	wire.KindGUID:    func(v *wire.Value) string { return octetsForm(v.Raw) },
	wire.KindSecret:  func(v *wire.Value) string { return secretForm(int(v.Num)) },
	wire.KindFloat32: func(v *wire.Value) string { return floatForm(float64(math.Float32frombits(uint32(v.Num))), v.Num) },
	wire.KindFloat64: func(v *wire.Value) string { return floatForm(math.Float64frombits(v.Num), v.Num) },
	wire.KindNode: func(v *wire.Value) string {
		return nodeForm(v.Num>>32, 'i', strconv.FormatUint(v.Num&math.MaxUint32, 10))
	},
	wire.KindNodeText:   func(v *wire.Value) string { return nodeForm(v.Num>>32, 's', octetsForm(v.Raw)) },
	wire.KindNodeGUID:   func(v *wire.Value) string { return nodeForm(v.Num>>32, 'g', octetsForm(v.Raw)) },
	wire.KindNodeOctets: func(v *wire.Value) string { return nodeForm(v.Num>>32, 'b', octetsForm(v.Raw)) },
}

// shownForm writes a value of tshark's. PDML tells the octets and the text for
// reading, not the type: it is that in which the octets say what is shown.
func shownForm(b []byte, show string) string {
	for _, form := range []func([]byte, string) (string, bool){integerShown, timeShown, floatShown} {
		if text, ok := form(b, show); ok {
			return text
		}
	}
	return octetsForm(b)
}

// littleEndian reads octets as a number, low octet first.
func littleEndian(b []byte) (uint64, bool) {
	switch len(b) {
	case 1, 2, 4, 8:
		var all [8]byte
		copy(all[:], b)
		return binary.LittleEndian.Uint64(all[:]), true
	}
	return 0, false
}

func integerShown(b []byte, show string) (string, bool) {
	n, ok := littleEndian(b)
	if !ok || len(show) > 1 && show[0] == '0' && show[1] != 'x' { // octets: always two digits
		return "", false
	}
	shift := 64 - 8*len(b)
	if v, err := strconv.ParseInt(show, 10, 64); err == nil && v == int64(n<<shift)>>shift {
		return strconv.FormatInt(v, 10), true
	}
	if len(b) == 1 && n != 0 && show == "1" { // every octet but 0 is true
		return show, true
	}
	if v, err := strconv.ParseUint(show, 0, 64); err == nil && v == n {
		return strconv.FormatUint(v, 10), true
	}
	return "", false
}

func timeShown(b []byte, show string) (string, bool) {
	if len(b) != 8 || !strings.HasSuffix(show, " UTC") && !strings.HasPrefix(show, "No time") && show != "Not representable" {
		return "", false
	}
	n, _ := littleEndian(b)
	return timeForm(int64(n)), true
}

// shownPrecision is how exactly tshark shows a float.
const shownPrecision = 1e-5

func floatShown(b []byte, show string) (string, bool) {
	v, err := strconv.ParseFloat(strings.TrimPrefix(show, "-"), 64)
	if err != nil {
		return "", false
	}
	bits, _ := littleEndian(b)
	f := math.Float64frombits(bits)
	switch len(b) {
	case 4:
		f = float64(math.Float32frombits(uint32(bits)))
	case 8:
	default:
		return "", false
	}
	same := math.IsNaN(v) && math.IsNaN(f) || v == math.Abs(f) || math.Abs(math.Abs(f)-v) <= shownPrecision*v
	return floatForm(f, bits), same && math.Signbit(f) == strings.HasPrefix(show, "-")
}
