package tag

import (
	"math"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/sensor/lang"
)

// row is a line of a list.
type row struct {
	*lister
	line  int
	at    [columnCount]int // place of a column in the line
	cells [columnCount]string
	tag   Tag
	sort  *sort // nil for OPC UA, and where it is not known
}

// wrong notes what is wrong with a cell.
func (r *row) wrong(id columnID, t lang.Text, args ...any) {
	i := r.at[id]
	if i >= len(r.headings) || r.ids[i] != id {
		r.fault(Fault{Line: r.line, Text: t.Fill(args...)})
		return
	}
	r.fault(Fault{r.line, i + 1, quoted(r.headings[i]), t.Fill(args...)})
}

// word is a cell as it is compared.
func (r *row) word(id columnID) string { return plain(r.cells[id]) }

// read reads all cells.
func (r *row) read() {
	before := len(r.faults)
	r.readDevice()
	r.readProtocol()
	if len(r.faults) == before {
		r.readStation()
		r.readNumber()
		r.readType()
	}
	r.readTexts()
	r.tag.Scale = r.figure(colScale, 1)
	r.tag.Offset = r.figure(colOffset, 0)
	if r.tag.Scale == 0 {
		r.wrong(colScale, noScale)
	}
	r.readLimits()
}

func (r *row) readDevice() {
	s := r.cells[colDevice]
	if s == "" {
		r.wrong(colDevice, missing)
		return
	}
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		r.tag.Server = a.Unmap()
	} else if a, ok := r.device(s); ok {
		r.tag.Server = a.Unmap()
	} else {
		r.wrong(colDevice, badDevice, quoted(s))
	}
}

// readProtocol finds out of which protocol, and which sort of point, the line tells.
func (r *row) readProtocol() {
	p := r.word(colProtocol)
	switch p {
	case "", Modbus, DNP3, OPCUA:
	case "modbustcp", "modbusrtu", "modbus/tcp":
		p = Modbus
	default:
		r.wrong(colProtocol, badProtocol, quoted(r.cells[colProtocol]))
		return
	}
	word := r.word(colSort)
	r.sort = sortNamed(p, word)
	switch {
	case p == OPCUA || p == "" && r.sort == nil && isNode(r.cells[colNumber]):
		r.tag.Protocol, r.sort = OPCUA, nil
		return
	case r.sort != nil:
		r.tag.Protocol, r.tag.Space = r.sort.protocol, r.sort.space
		return
	case word == "" && p == DNP3:
		r.wrong(colSort, missing)
	case word != "":
		names := sortNames(p)
		if p == "" {
			p, names = Modbus+", "+DNP3, lang.Text{EN: sortNames(Modbus).EN + ", " + sortNames(DNP3).EN, JA: sortNames(Modbus).JA + "、" + sortNames(DNP3).JA}
		}
		r.wrong(colSort, badSort, quoted(r.cells[colSort]), p, names)
	}
	r.tag.Protocol = Modbus
}

// sortNamed finds a sort of point by what lists call it, by the digit of a table of
// Modbus, or by an object group of DNP3.
func sortNamed(protocol, word string) *sort {
	if word == "" {
		return nil
	}
	for i := range sorts {
		s := &sorts[i]
		if protocol != "" && protocol != s.protocol {
			continue
		}
		for _, w := range s.words {
			if w == word || s.protocol == Modbus && len(word) == 1 && s.digit == word[0] {
				return s
			}
		}
	}
	number := strings.TrimPrefix(strings.TrimPrefix(word, "グループ"), "group")
	marked := number != word
	if rest, ok := strings.CutPrefix(number, "g"); ok {
		number, marked = rest, true
	}
	number, _, _ = strings.Cut(number, "v")
	if n, err := strconv.ParseUint(number, 10, 8); err == nil && (protocol == DNP3 || protocol == "" && marked) && groups[n] != 0 {
		return sortOf(DNP3, groups[n])
	}
	return nil
}

// maxStations are the greatest stations: Modbus over Serial Line V1.02, 2.2, with what
// gateways use beyond; IEEE 1815-2012, 9.2.5.
var maxStations = map[string]uint64{Modbus: 255, DNP3: 65519}

func (r *row) readStation() {
	r.tag.Station = AnyStation
	s := r.cells[colStation]
	if s == "" || r.tag.Protocol == OPCUA {
		return
	}
	most := maxStations[r.tag.Protocol]
	n, err := strconv.ParseUint(halfWidth(s), 10, 32)
	if err != nil || n > most {
		r.wrong(colStation, badStation, quoted(s), strconv.FormatUint(most, 10))
		return
	}
	r.tag.Station = uint32(n)
}

// types are what lists call the types.
var types = map[string]Type{"": Raw, "bool": Bool, "bit": Bool, "boolean": Bool, "ビット": Bool, "int16": Int16, "int": Int16, "short": Int16, "uint16": Uint16,
	"uint": Uint16, "word": Uint16, "ushort": Uint16, "int32": Int32, "dint": Int32, "long": Int32, "uint32": Uint32, "udint": Uint32, "dword": Uint32, "ulong": Uint32,
	"float32": Float32, "float": Float32, "real": Float32, "実数": Float32}

// orders are what lists call the word orders; true is swapped.
var orders = map[string]bool{"": false, "big": false, "abcd": false, "highfirst": false, "上位先頭": false, "上位が先": false, "上位下位": false,
	"swapped": true, "swap": true, "cdab": true, "lowfirst": true, "下位先頭": true, "下位が先": true, "下位上位": true}

func (r *row) readType() {
	t, ok := types[r.word(colType)]
	if !ok {
		r.wrong(colType, badType, quoted(r.cells[colType]))
	}
	order := r.word(colOrder)
	if order == "" {
		order = plain(r.order)
	}
	swapped, ok := orders[order]
	if !ok {
		r.wrong(colOrder, badOrder, quoted(order))
	}
	r.tag.Type, r.tag.Swapped = t, swapped
	switch x := &r.tag; {
	case x.Protocol != Modbus:
	case x.Space <= DiscreteInput && t > Bool:
		r.wrong(colType, badTypeFor, SpaceName(Modbus, x.Space))
	case x.Index+x.registers() > 1<<16:
		r.wrong(colNumber, beyond)
	}
}

func (r *row) readTexts() {
	x := &r.tag
	x.Name, x.Unit = r.text(colName), r.text(colUnit)
	x.Description = lang.Text{EN: r.text(colDescription), JA: r.text(colDescriptionJA)}
	if x.Description.JA == "" && strings.ContainsFunc(x.Description.EN, isJapanese) {
		x.Description = lang.Text{JA: x.Description.EN}
	}
	if x.Name == "" && x.Description.Empty() {
		id := colName
		if i := r.at[colDescriptionJA]; i < len(r.ids) && r.ids[i] == colDescriptionJA {
			id = colDescriptionJA
		}
		r.wrong(id, noName)
	}
}

func isJapanese(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// text is a cell that people read: in one line, and without what cannot be printed.
func (r *row) text(id columnID) string {
	s := strings.Join(strings.Fields(r.cells[id]), " ")
	if utf8.RuneCountInString(s) > MaxText {
		r.wrong(id, tooLong, strconv.Itoa(MaxText))
	}
	return strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return utf8.RuneError
		}
		return c
	}, s)
}

// figure reads a number; empty is otherwise.
func (r *row) figure(id columnID, otherwise float64) float64 {
	s := halfWidth(r.cells[id])
	if s == "" {
		return otherwise
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		r.wrong(id, badFigure, quoted(r.cells[id]))
		return otherwise
	}
	return x
}

func (r *row) readLimits() {
	x := &r.tag
	x.HasLow, x.HasHigh = r.cells[colLow] != "", r.cells[colHigh] != ""
	x.Low, x.High = r.figure(colLow, 0), r.figure(colHigh, 0)
	if x.HasLow && x.HasHigh && x.Low >= x.High {
		r.wrong(colLow, limits, Number(x.Low), Number(x.High))
	}
}

// halfWidth makes digits of their full-width forms.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, strings.TrimSpace(s))
}
