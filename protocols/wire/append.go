package wire

import (
	"encoding/hex"
	"math"
	"strconv"
	"time"
)

// TimeFormat is RFC 3339 in UTC with nanoseconds, the form of every time in
// the records.
const TimeFormat = "2006-01-02T15:04:05.000000000Z"

// AppendTime appends a time given in UTC nanoseconds.
func AppendTime(dst []byte, ns int64) []byte {
	return time.Unix(0, ns).UTC().AppendFormat(dst, TimeFormat)
}

// Append appends the value as text: numbers plain, text quoted as in Go,
// octets in hexadecimal, NodeIds as in OPC UA Part 6, 5.3.1.10. Of a run, use
// At; heads of lists and structures append their length or nothing.
func (v Value) Append(dst []byte) []byte {
	switch v.Kind {
	case KindNone:
		return append(dst, '-')
	case KindStruct:
		return dst
	case KindBool:
		return strconv.AppendBool(dst, v.Num != 0)
	case KindUint, KindList:
		return strconv.AppendUint(dst, v.Num, 10)
	case KindHex:
		return strconv.AppendUint(append(dst, "0x"...), v.Num, 16)
	case KindInt:
		return strconv.AppendInt(dst, int64(v.Num), 10)
	case KindFloat32:
		return strconv.AppendFloat(dst, float64(math.Float32frombits(uint32(v.Num))), 'g', -1, 32)
	case KindFloat64:
		return strconv.AppendFloat(dst, math.Float64frombits(v.Num), 'g', -1, 64)
	case KindTime:
		return AppendTime(dst, int64(v.Num))
	case KindText:
		return strconv.AppendQuote(dst, string(v.Raw))
	case KindSecret:
		return append(strconv.AppendUint(append(dst, "withheld("...), v.Num, 10), ')')
	case KindGUID:
		return appendGUID(dst, v.Raw)
	case KindNode, KindNodeText, KindNodeGUID, KindNodeOctets:
		return v.appendNode(dst)
	}
	return hex.AppendEncode(dst, v.Raw)
}

// appendNode appends ns=2;i=5, ns=2;s=..., ns=2;g=... or ns=2;b=...
func (v Value) appendNode(dst []byte) []byte {
	if ns := v.Num >> 32; ns != 0 {
		dst = append(strconv.AppendUint(append(dst, "ns="...), ns, 10), ';')
	}
	switch v.Kind {
	case KindNodeText:
		q := strconv.AppendQuote(append(dst, "s="...), string(v.Raw))
		return q
	case KindNodeGUID:
		return appendGUID(append(dst, "g="...), v.Raw)
	case KindNodeOctets:
		return hex.AppendEncode(append(dst, "b="...), v.Raw)
	}
	return strconv.AppendUint(append(dst, "i="...), v.Num&math.MaxUint32, 10)
}

// appendGUID appends 8-4-4-4-12 from the wire's order: the first three groups
// low octet first (OPC UA Part 6, 5.2.2.6).
func appendGUID(dst, b []byte) []byte {
	if len(b) != 16 {
		return hex.AppendEncode(dst, b)
	}
	order := [16]byte{b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6],
		b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]}
	for i, j := range [...][2]int{{0, 4}, {4, 6}, {6, 8}, {8, 10}, {10, 16}} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, order[j[0]:j[1]])
	}
	return dst
}

// AppendValues appends the values of the point: one, or those of its run
// separated by commas; nothing when it has none.
func (p *Point) AppendValues(dst []byte) []byte {
	switch p.Value.Kind {
	case KindNone:
		return dst
	case KindBits, KindBits2, KindWords:
		for i := range int(p.Count) {
			if i > 0 {
				dst = append(dst, ',')
			}
			v := p.Value.At(i)
			if v.Kind == KindBool { // a bit of a run is written 0 or 1
				v.Kind = KindUint
			}
			dst = v.Append(dst)
		}
		return dst
	}
	return p.Value.Append(dst)
}
