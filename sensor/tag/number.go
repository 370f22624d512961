package tag

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// readNumber reads which point it is.
func (r *row) readNumber() {
	s := halfWidth(r.cells[colNumber])
	switch {
	case s == "":
		r.wrong(colNumber, missing)
	case r.tag.Protocol == OPCUA:
		r.readNode(r.cells[colNumber])
	default:
		r.readIndex(s)
	}
}

// readNode reads a NodeId (OPC UA Part 6, 5.3.1.10).
func (r *row) readNode(s string) {
	space, identifier := "", s
	if rest, ok := strings.CutPrefix(s, "ns="); ok {
		if space, identifier, ok = strings.Cut(rest, ";"); !ok {
			space = "?"
		}
	}
	n, err := strconv.ParseUint("0"+space, 10, 16)
	if err != nil || !isNode(s) {
		r.wrong(colNumber, badNode, quoted(s))
		return
	}
	r.tag.Space = uint32(n)
	if number, ok := strings.CutPrefix(identifier, "i="); ok {
		index, err := strconv.ParseUint(number, 10, 32)
		if err != nil {
			r.wrong(colNumber, badNode, quoted(s))
			return
		}
		r.tag.Index = uint32(index)
		return
	}
	identifier, ok := identifierOf(identifier)
	if !ok || len(identifier) > MaxText || strings.ContainsFunc(identifier, func(c rune) bool { return !unicode.IsPrint(c) }) {
		r.wrong(colNumber, badNode, quoted(s))
		return
	}
	r.tag.Node = identifier
}

// identifierOf makes an identifier comparable: a Guid in small letters, and octets, which
// the standard writes in base64, in hexadecimal.
func identifierOf(s string) (string, bool) {
	switch s[0] {
	case 'g':
		return strings.ToLower(s), len(s) == len("g=00000000-0000-0000-0000-000000000000")
	case 'b':
		b, err := base64.StdEncoding.DecodeString(s[2:])
		return "b=" + hex.EncodeToString(b), err == nil
	}
	return s, true
}

// isNode reports whether a cell looks like a NodeId.
func isNode(s string) bool {
	if rest, ok := strings.CutPrefix(s, "ns="); ok {
		_, s, _ = strings.Cut(rest, ";")
	}
	return len(s) > 2 && strings.IndexByte("isgb", s[0]) >= 0 && s[1] == '='
}

// reference is a number as on lists of Modbus: a digit for the table, and a number from
// 1 in four or five digits.
type reference struct {
	sort  *sort // nil: it is none
	index uint32
}

func referenceOf(s string) reference {
	if len(s) != 5 && len(s) != 6 || strings.Trim(s, "0123456789") != "" {
		return reference{}
	}
	n, _ := strconv.Atoi(s[1:])
	for i := range sorts {
		if x := &sorts[i]; x.protocol == Modbus && x.digit == s[0] && n >= 1 && n <= 1<<16 {
			return reference{x, uint32(n - 1)}
		}
	}
	return reference{}
}

// bases are what lists call the number that points begin with; reference is that of
// referenceOf.
var bases = map[string]string{"": "", "0": "0", "zero": "0", "1": "1", "one": "1", "reference": "r", "ref": "r", "4xxxx": "r", "参照番号": "r"}

// readIndex reads the number of a point of Modbus or DNP3.
func (r *row) readIndex(s string) {
	word := r.word(colBase)
	if word == "" {
		word = plain(r.lister.base)
	}
	base, ok := bases[word]
	if !ok {
		r.wrong(colBase, badBase, quoted(word))
		return
	}
	if r.tag.Protocol == DNP3 {
		if base == "" {
			base = "0" // as the standard counts
		}
		r.count(s, base)
		return
	}
	ref := referenceOf(s)
	switch {
	case ref.sort != nil && (r.sort == nil || r.sort == ref.sort && (base == "" || base == "r")):
		r.sort, r.tag.Space, r.tag.Index = ref.sort, ref.sort.space, ref.index
	case r.sort == nil:
		r.wrong(colSort, noSort)
	case ref.sort != nil && base == "" || base == "r":
		r.wrong(colNumber, otherTable, quoted(s), r.sort.name, exampleOf(r.sort, 1))
	case base == "":
		n, _ := strconv.Atoi(s)
		r.wrong(colNumber, noBase, quoted(s), exampleOf(r.sort, min(max(n, 1), 1<<16)))
	case base == "1" && ref.sort == r.sort && s[0] != '0':
		r.wrong(colNumber, twoMeanings, s, strconv.Itoa(int(ref.index)+1))
	default:
		r.count(s, base)
	}
}

// exampleOf writes a number as on lists of Modbus.
func exampleOf(s *sort, n int) string { return string(s.digit) + fmt.Sprintf("%04d", n) }

// count reads a number that counts from a base.
func (r *row) count(s, base string) {
	first := uint64(0)
	if base == "1" {
		first = 1
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if rest, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		n, err = strconv.ParseUint(rest, 16, 32)
	}
	if err != nil || n < first || n-first > 1<<16-1 {
		r.wrong(colNumber, badNumber, quoted(s), strconv.FormatUint(first, 10), strconv.FormatUint(first+1<<16-1, 10))
		return
	}
	r.tag.Index = uint32(n - first)
}
