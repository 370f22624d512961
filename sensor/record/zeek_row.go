package record

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/protocols/wire"
)

// span is a cell's place in the text of a row; empty when the cell is unset.
type span struct{ from, to int }

// zeekRow is a line being filled. Cells are named by column and may be set in
// any order.
type zeekRow struct {
	table *zeekTable
	time  int64 // of the line
	text  []byte
	raw   []byte // before escaping
	cells [maxZeekColumns]span
	fault error // a column the table does not have
}

// begin empties the row for a line about the half of t that goes in direction
// dir.
func (r *zeekRow) begin(table *zeekTable, t *wire.Transaction, dir wire.Direction) {
	r.clear(table, timeOf(t, dir))
	r.identify(t.Flow)
	r.endpoint(placeClient, t.Client)
	r.endpoint(placeServer, t.Server)
	if !table.ends {
		return
	}
	source, destination := t.Client, t.Server
	if dir == wire.ToClient {
		source, destination = destination, source
	}
	r.text = r.cellAt(placeEnds, append(r.text, zeekBool(dir == wire.ToServer)))
	r.endpoint(placeSource, source)
	r.endpoint(placeDestination, destination)
}

// clear empties the row for a line of a table at a time.
func (r *zeekRow) clear(table *zeekTable, at int64) {
	if cap(r.text) > maxZeekKept || cap(r.raw) > maxZeekKept {
		r.text, r.raw = nil, nil
	}
	r.table, r.time, r.text, r.fault = table, at, r.text[:0], nil
	clear(r.cells[:len(table.columns)])
	r.text = r.cellAt(placeTime, appendZeekSeconds(r.text, at))
}

// set makes what was appended to the text since from the cell of a column.
func (r *zeekRow) set(name string, from int) {
	i, ok := r.table.places[name]
	if !ok {
		r.fault = fmt.Errorf("record: log %s has no column %s", r.table.path, name)
		return
	}
	r.cells[i] = span{from, len(r.text)}
}

// cellAt makes what text has more than the row's the cell at place, and returns
// text.
func (r *zeekRow) cellAt(place int, text []byte) []byte {
	r.cells[place] = span{len(r.text), len(text)}
	return text
}

// number sets a count or port.
func (r *zeekRow) number(name string, n uint64) {
	from := len(r.text)
	r.text = strconv.AppendUint(r.text, n, 10)
	r.set(name, from)
}

// truth sets a bool.
func (r *zeekRow) truth(name string, b bool) {
	from := len(r.text)
	r.text = append(r.text, zeekBool(b))
	r.set(name, from)
}

func zeekBool(b bool) byte {
	if b {
		return 'T'
	}
	return 'F'
}

// moment sets a time, given in UTC ns, with Zeek's six decimals.
func (r *zeekRow) moment(name string, ns int64) {
	from := len(r.text)
	r.text = appendZeekSeconds(r.text, ns)
	r.set(name, from)
}

// interval sets a duration, given in ns.
func (r *zeekRow) interval(name string, ns int64) { r.moment(name, ns) }

// appendZeekSeconds appends nanoseconds as seconds with six decimals.
func appendZeekSeconds(dst []byte, ns int64) []byte {
	us := ns / 1000
	if us < 0 {
		dst, us = append(dst, '-'), -us
	}
	dst = strconv.AppendInt(dst, us/1e6, 10)
	dst = append(dst, '.')
	for unit := int64(1e5); unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+us/unit%10))
	}
	return dst
}

// word sets a string that is a constant of ours.
func (r *zeekRow) word(name, s string) {
	r.raw = append(r.raw[:0], s...)
	r.octets(name, r.raw)
}

// octets sets a string as it was sent.
func (r *zeekRow) octets(name string, b []byte) {
	from := len(r.text)
	r.text = appendZeekText(r.text, b, false)
	r.set(name, from)
}

// appendZeekText appends text so that it is one cell, or with member one member
// of a vector: as Zeek does, what cannot be printed, the backslash and the
// separators become \xHH, and so does the first octet of a text that would mean
// unset or empty. Printable UTF-8 stays.
func appendZeekText(dst, b []byte, member bool) []byte {
	switch string(b) {
	case "":
		return append(dst, "(empty)"...)
	case "-", "(empty)":
		dst, b = appendZeekHex(dst, b[:1]), b[1:]
	}
	for len(b) > 0 {
		plain := plainText(b, member)
		dst, b = append(dst, b[:plain]...), b[plain:]
		if len(b) == 0 {
			break
		}
		c, n := utf8.DecodeRune(b)
		bad := c == utf8.RuneError && n == 1
		if bad || !unicode.IsPrint(c) || c == '\\' || member && c == ',' {
			dst = appendZeekHex(dst, b[:n])
		} else {
			dst = append(dst, b[:n]...)
		}
		b = b[n:]
	}
	return dst
}

// plainText returns how many octets at the start of b are ASCII that stays as it
// is.
func plainText(b []byte, member bool) int {
	for i, c := range b {
		if c < ' ' || c >= 0x7f || c == '\\' || member && c == ',' {
			return i
		}
	}
	return len(b)
}

func appendZeekHex(dst, b []byte) []byte {
	for i := range b {
		dst = hex.AppendEncode(append(dst, '\\', 'x'), b[i:i+1])
	}
	return dst
}

// appendZeekFloat appends a double as Zeek does: never with an exponent, always
// with a decimal.
func appendZeekFloat(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return strconv.AppendFloat(dst, f, 'g', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
	if f == math.Trunc(f) {
		dst = append(dst, ".0"...)
	}
	return dst
}
