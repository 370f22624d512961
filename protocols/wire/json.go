package wire

import (
	"encoding/hex"
	"math"
	"net/netip"
	"strconv"
	"unicode/utf8"
)

// Version is the version of the JSON form of a transaction (docs/schema).
const Version = 1

// AppendJSON appends the transaction as one JSON object: the record of `banken
// decode --format json`, described in docs/schema/transaction.schema.json.
func (t *Transaction) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"v":1,"time":"`...)
	dst = AppendTime(dst, t.Time)
	dst = append(append(dst, `","protocol":"`...), t.Protocol.Name...)
	dst = appendEndpoint(append(dst, `","client":"`...), t.Client)
	dst = appendEndpoint(append(dst, `","server":"`...), t.Server)
	dst = strconv.AppendUint(append(dst, `","station":`...), uint64(t.Station), 10)
	dst = appendJSONText(append(dst, `,"function":`...), t.Function)
	dst = strconv.AppendUint(append(dst, `,"code":`...), uint64(t.Code), 10)
	if t.HasSub {
		dst = strconv.AppendUint(append(dst, `,"sub":`...), uint64(t.Sub), 10)
	}
	dst = append(append(dst, `,"operation":"`...), t.Operation.String()...)
	dst = append(append(dst, `","outcome":"`...), t.Outcome.String()...)
	dst = t.appendStatusJSON(append(dst, `","status":`...))
	dst = t.appendTimingJSON(dst)
	dst = t.appendPointsJSON(append(dst, `,"points":[`...))
	dst = t.Protocol.appendDefectsJSON(append(dst, `],"defects":[`...), t.Defects())
	dst = AppendFieldsJSON(append(dst, `],"request":`...), t.Request.Fields)
	dst = AppendFieldsJSON(append(dst, `,"response":`...), t.Response.Fields)
	return append(dst, '}')
}

func appendEndpoint(dst []byte, a netip.AddrPort) []byte { return a.AppendTo(dst) }

func (t *Transaction) appendStatusJSON(dst []byte) []byte {
	if !t.HasStatus {
		return append(dst, "null"...)
	}
	dst = strconv.AppendUint(append(dst, `{"code":`...), uint64(t.Status), 10)
	dst = append(dst, `,"name":"`...)
	dst = t.Protocol.AppendStatus(dst, t.Status)
	return append(dst, `"}`...)
}

func (t *Transaction) appendTimingJSON(dst []byte) []byte {
	dst = append(dst, `,"latency_ns":`...)
	if t.Latency == NoLatency {
		dst = append(dst, "null"...)
	} else {
		dst = strconv.AppendInt(dst, t.Latency, 10)
	}
	if t.NoReply {
		dst = append(dst, `,"no_reply":true`...)
	}
	dst = strconv.AppendUint(append(dst, `,"request_frame":`...), t.Frame, 10)
	return strconv.AppendUint(append(dst, `,"response_frame":`...), t.ResponseFrame, 10)
}

func (p *Protocol) appendDefectsJSON(dst []byte, d Defects) []byte {
	first := true
	d.Each(p, func(name string) {
		if !first {
			dst = append(dst, ',')
		}
		dst, first = append(append(append(dst, '"'), name...), '"'), false
	})
	return dst
}

func (t *Transaction) appendPointsJSON(dst []byte) []byte {
	first := true
	t.EachPoint(func(p *Point) {
		if !first {
			dst = append(dst, ',')
		}
		dst, first = t.Protocol.appendPointJSON(dst, p), false
	})
	return dst
}

func (p *Protocol) appendPointJSON(dst []byte, x *Point) []byte {
	dst = append(dst, `{"space":"`...)
	dst = p.AppendSpace(dst, x.Space)
	dst = append(dst, `","`...)
	if x.Relative {
		dst = append(dst, "relative_"...)
	}
	dst = strconv.AppendUint(append(dst, `index":`...), uint64(x.Index), 10)
	if x.Ident != 0 {
		dst = Value{Kind: identKind[x.Ident], Raw: x.Name}.AppendJSON(append(dst, `,"name":`...))
	}
	if x.Part != 0 {
		dst = strconv.AppendUint(append(dst, `,"attribute":`...), uint64(x.Part), 10)
	}
	dst = strconv.AppendUint(append(dst, `,"count":`...), uint64(x.Count), 10)
	dst = append(dst, `,"access":"read"`...)
	if x.Access == AccessWrite {
		dst = append(dst[:len(dst)-len(`"read"`)], `"write"`...)
	}
	if x.Value.Kind != KindNone {
		dst = append(x.appendValuesJSON(append(dst, `,"values":[`...)), ']')
	}
	if x.HasQuality {
		dst = strconv.AppendUint(append(dst, `,"quality":`...), uint64(x.Quality), 10)
	}
	if x.HasTime {
		dst = append(AppendTime(append(dst, `,"time":"`...), x.Time), '"')
	}
	return append(dst, '}')
}

// identKind says how the identifier of a point is written, by Point.Ident.
var identKind = [256]Kind{'s': KindText, 'g': KindGUID, 'b': KindOctets}

func (p *Point) appendValuesJSON(dst []byte) []byte {
	switch p.Value.Kind {
	case KindBits, KindBits2, KindWords:
		for i := range int(p.Count) {
			if i > 0 {
				dst = append(dst, ',')
			}
			v := p.Value.At(i)
			if v.Kind == KindBool {
				v.Kind = KindUint
			}
			dst = v.AppendJSON(dst)
		}
		return dst
	}
	return p.Value.AppendJSON(dst)
}

// AppendJSON appends a scalar as a JSON value: numbers as numbers (NaN and the
// infinities as text), octets as hexadecimal text, secrets as
// {"withheld_octets":n}.
func (v Value) AppendJSON(dst []byte) []byte {
	switch v.Kind {
	case KindNone:
		return append(dst, "null"...)
	case KindBool, KindUint, KindInt, KindList:
		return v.Append(dst)
	case KindFloat32:
		return v.appendFloatJSON(dst, float64(math.Float32frombits(uint32(v.Num))))
	case KindFloat64:
		return v.appendFloatJSON(dst, math.Float64frombits(v.Num))
	case KindText:
		return appendJSONText(dst, string(v.Raw))
	case KindNodeText:
		dst = append(dst, '"')
		if ns := v.Num >> 32; ns != 0 {
			dst = append(strconv.AppendUint(append(dst, "ns="...), ns, 10), ';')
		}
		return append(appendEscaped(append(dst, "s="...), string(v.Raw)), '"')
	case KindSecret:
		return append(strconv.AppendUint(append(dst, `{"withheld_octets":`...), v.Num, 10), '}')
	}
	return append(v.Append(append(dst, '"')), '"')
}

func (v Value) appendFloatJSON(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(v.Append(append(dst, '"')), '"')
	}
	return v.Append(dst)
}

func appendJSONText(dst []byte, s string) []byte {
	return append(appendEscaped(append(dst, '"'), s), '"')
}

// appendEscaped escapes as RFC 8259, 7 asks; octets that are not UTF-8 become
// U+FFFD.
func appendEscaped(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < 0x20 || c == 0x7f:
			dst = hex.AppendEncode(append(dst, `\u00`...), []byte{c})
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		}
		i++
	}
	return dst
}

// AppendFieldsJSON appends a tree of fields as a JSON object. The elements of a
// list become an array; a name that repeats within one object gets a suffix
// _2, _3 and so on.
func AppendFieldsJSON(dst []byte, fields []Field) []byte {
	dst, _ = appendObject(dst, fields, 0)
	return dst
}

// appendObject appends the fields at depth as an object and returns how many
// fields it took.
func appendObject(dst []byte, fields []Field, depth uint8) ([]byte, int) {
	dst = append(dst, '{')
	i := 0
	for i < len(fields) && fields[i].Depth >= depth {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, '"'), fields[i].Name...)
		if n := repeats(fields[:i], &fields[i]); n > 0 {
			dst = strconv.AppendInt(append(dst, '_'), int64(n+1), 10)
		}
		var n int
		dst, n = appendMember(append(dst, `":`...), fields[i:])
		i += n
	}
	return append(dst, '}'), i
}

// maxSiblings bounds how far back a repeated name is looked for.
const maxSiblings = 64

func repeats(before []Field, f *Field) int {
	n := 0
	if len(before) > maxSiblings {
		before = before[len(before)-maxSiblings:]
	}
	for i := range before {
		if before[i].Depth == f.Depth && before[i].Name == f.Name {
			n++
		}
	}
	return n
}

func appendArray(dst []byte, fields []Field, depth uint8) ([]byte, int) {
	dst = append(dst, '[')
	i := 0
	for i < len(fields) && fields[i].Depth >= depth {
		if i > 0 {
			dst = append(dst, ',')
		}
		var n int
		dst, n = appendMember(dst, fields[i:])
		i += n
	}
	return append(dst, ']'), i
}

// appendMember appends the value of the first field with what it heads.
func appendMember(dst []byte, fields []Field) ([]byte, int) {
	f := &fields[0]
	n := 0
	switch {
	case f.Value.Kind == KindStruct:
		dst, n = appendObject(dst, fields[1:], f.Depth+1)
	case f.Value.Kind == KindList:
		dst, n = appendArray(dst, fields[1:], f.Depth+1)
	case f.Text != "":
		dst = f.Value.AppendJSON(append(dst, `{"code":`...))
		dst = append(append(append(dst, `,"name":"`...), f.Text...), `"}`...)
	default:
		dst = f.Value.AppendJSON(dst)
	}
	return dst, n + 1
}
