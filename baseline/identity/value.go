package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/protocols/wire"
)

// maxText is how many octets of a value are kept to be read.
const maxText = 64

// hash is FNV-1a, 64 bits.
type hash uint64

const (
	hashBegin hash = 14695981039346656037
	hashPrime hash = 1099511628211
)

func (h hash) octets(b []byte) hash {
	for _, x := range b {
		h = (h ^ hash(x)) * hashPrime
	}
	return h
}

func (h hash) number(n uint64) hash {
	for range 8 {
		h = (h ^ hash(n&0xff)) * hashPrime
		n >>= 8
	}
	return h
}

// saying is what was told of an attribute: its hash, and what its text is made of.
type saying struct {
	hash    hash
	value   wire.Value
	pairs   []wire.Field // of an offer
	lineage hash         // of a certificate: who issued it to whom; 0 where it is its own issuer
	from    int64        // of a certificate: valid from, UTC ns
	subject []byte
}

// say returns what a value says; ok is false where it says nothing.
func say(v wire.Value) (s saying, ok bool) {
	switch v.Kind {
	case wire.KindNone, wire.KindStruct, wire.KindList, wire.KindSecret:
		return saying{}, false
	case wire.KindText, wire.KindOctets:
		v.Raw = trim(v.Raw)
		return saying{hash: hashBegin.octets(v.Raw), value: v}, len(v.Raw) > 0
	}
	return saying{hash: hashBegin.number(v.Num).octets(v.Raw), value: v}, true
}

// trim cuts what devices fill their texts up with.
func trim(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == 0 || b[len(b)-1] == ' ') {
		b = b[:len(b)-1]
	}
	return b
}

// text returns the value to be read, on one line.
func (s *saying) text() string {
	switch {
	case s.pairs != nil:
		return cut(offerText(s.pairs))
	case s.value.Kind == wire.KindText || s.value.Kind == wire.KindOctets && printable(s.value.Raw):
		return cut(clean(s.value.Raw))
	case len(s.subject) > 0:
		return cut(string(s.value.Append(nil)) + " " + clean(s.subject))
	}
	return cut(string(s.value.Append(nil)))
}

// cut keeps the beginning of a text.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	n := maxText - len("…")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

func printable(b []byte) bool {
	for _, x := range b {
		if x < ' ' || x > '~' {
			return false
		}
	}
	return len(b) > 0
}

// clean makes a text that a device told fit to be shown.
func clean(b []byte) string {
	b = b[:min(len(b), 4*maxText)]
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(string(b), string(utf8.RuneError)))
}
