package plain

import (
	"math"
	"net/netip"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/tag"
)

// isOperating reports whether a deviation is about an operation on the process.
func isOperating(d *baseline.Deviation) bool {
	return d.Operation == wire.Operate || d.Operation == wire.Select
}

// words are those that stand in the sentences of package guide.
func (t *Teller) words() guide.Words {
	return guide.Words{Asset: func(a netip.Addr) string { return t.asset(lang.English, a) }, Point: t.pointOf, Function: t.functionOf, Figures: t.figures}
}

// operationNouns are what an operation is called before the standard's name of a function.
var operationNouns = [...]lang.Text{{EN: "“%[1]s”", JA: "通信「%[1]s」"}, {EN: "“%[1]s”", JA: "読出し「%[1]s」"}, {EN: "“%[1]s”", JA: "書込み「%[1]s」"},
	{EN: "“%[1]s”", JA: "操作の選択「%[1]s」"}, {EN: "“%[1]s”", JA: "操作「%[1]s」"}, {EN: "“%[1]s”", JA: "設定変更「%[1]s」"}, {EN: "“%[1]s”", JA: "プログラム・ファイル操作「%[1]s」"},
	{EN: "“%[1]s”", JA: "起動・停止操作「%[1]s」"}, {EN: "“%[1]s”", JA: "識別情報の問い合わせ「%[1]s」"}, {EN: "“%[1]s”", JA: "通信診断「%[1]s」"}, {EN: "“%[1]s”", JA: "接続手順「%[1]s」"}}

// functionOf quotes the standard's name of a function.
func (t *Teller) functionOf(l lang.Language, d *baseline.Deviation) string {
	if d.Function == "" || d.Protocol == "" {
		return d.Function
	}
	return called(l, d, d.Function)
}

// called quotes a name, with blanks for hyphens.
func called(l lang.Language, d *baseline.Deviation, name string) string {
	noun := operationNouns[wire.OperationNone]
	if int(d.Operation) < len(operationNouns) {
		noun = operationNouns[d.Operation]
	}
	return noun.Say(l, strings.ReplaceAll(name, "-", " "))
}

// pointOf names the point that a deviation is about.
func (t *Teller) pointOf(l lang.Language, d *baseline.Deviation) string {
	return t.named(l, d, d.Point)
}

// named names a point or run by its text in a deviation.
func (t *Teller) named(l lang.Language, d *baseline.Deviation, text string) string {
	p, ok := parsePoint(d.Protocol, text)
	if !ok {
		return text
	}
	a := &act{protocol: d.Protocol, server: d.Server, station: d.Station, total: uint64(p.Count)}
	x := item{point: p, count: p.Count, tag: t.Tags.Find(d.Server, d.Protocol, d.Station, p.Space, p.Index, p.Node)}
	if p.Count == 0 {
		return allOfSort.Say(l, tag.SpaceName(d.Protocol, p.Space))
	}
	return t.name(l, a, &x, true)
}

var allOfSort = lang.Text{EN: "all points (%[1]s)", JA: "すべての点（%[1]s）"}

// figures tells Expected or Seen in words.
func (t *Teller) figures(l lang.Language, d *baseline.Deviation, s string) string {
	if _, ok := parsePoint(d.Protocol, s); ok {
		return t.named(l, d, s)
	}
	if first, _, _ := strings.Cut(s, ", "); isAddress(first) {
		return t.addresses(l, s)
	}
	switch k := d.Meaning.Kind; {
	case s == "":
		return ""
	case ofValues[k]:
		return t.values(l, d, s)
	case ofRanges[k] && s != d.Point:
		return ranges(l, d, s)
	case d.Function != "" && strings.HasPrefix(s, d.Function) && d.Protocol != "":
		return called(l, d, s)
	}
	return guide.Figures(l, s)
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

// ranges tells runs of points that have no names: "10..19, 30".
func ranges(l lang.Language, d *baseline.Deviation, s string) string {
	p, ok := parsePoint(d.Protocol, d.Point)
	if !ok || d.Protocol != tag.Modbus || p.Space > tag.HoldingRegister {
		return guide.Figures(l, s)
	}
	items := strings.Split(s, ", ")
	for i, x := range items {
		from, to, isRange := strings.Cut(x, "..")
		a, err := strconv.ParseUint(from, 10, 16)
		if err != nil {
			continue
		}
		items[i] = reference(p.Space, uint32(a))
		if b, err := strconv.ParseUint(to, 10, 16); isRange && err == nil {
			items[i] = rangeOf.Say(l, items[i], reference(p.Space, uint32(b)))
		}
	}
	return strings.Join(items, comma.In(l))
}

var ofRegister = lang.Text{EN: "%[1]s in the register", JA: "レジスタ値で%[1]s"}

// values tells values of the point of a deviation, scaled and with their unit. A value of
// two registers is learned register by register, and told so.
func (t *Teller) values(l lang.Language, d *baseline.Deviation, s string) string {
	p, ok := parsePoint(d.Protocol, d.Point)
	if !ok {
		return guide.Figures(l, s)
	}
	if isBit(d.Protocol, p.Space) {
		return bits(l, d.Protocol, p.Space, s)
	}
	x := t.Tags.Find(d.Server, d.Protocol, d.Station, p.Space, p.Index, p.Node)
	switch {
	case x == nil:
		return guide.Figures(l, s)
	case x.Type.Registers() > 1 && d.Protocol == tag.Modbus:
		return ofRegister.Say(l, guide.Figures(l, s))
	}
	of, count, open := guide.Counted(s)
	items := strings.Split(of, ", ")
	for i := range items {
		items[i] = scaled(x, items[i])
	}
	text := x.WithUnit(guide.Figures(l, strings.Join(items, ", ")))
	if count == "" {
		return text
	}
	// The number of values is told as guide does it, of a figure that is there alone.
	suffix := " (" + count + " values)"
	if open {
		suffix = " (" + count + "+ values)"
	}
	return strings.Replace(guide.Figures(l, "0"+suffix), "0", text, 1)
}

// bits tells values of a point that is on or off.
func bits(l lang.Language, protocol string, space uint32, s string) string {
	items := strings.Split(s, ", ")
	for i := range items {
		items[i], _ = valueOf(l, protocol, space, items[i], nil)
	}
	return strings.Join(items, comma.In(l))
}

// scaled scales the figures of a text: a number, a range, either with a sign before it.
func scaled(x *tag.Tag, s string) string {
	body := strings.TrimLeft(s, "<>=~ ")
	sign := s[:len(s)-len(body)]
	low, high, isRange := strings.Cut(body, "..")
	a, err := strconv.ParseFloat(low, 64)
	if err != nil {
		return s
	}
	a = x.Scaled(signed(x, a))
	if !isRange {
		return sign + tag.Number(a)
	}
	b, err := strconv.ParseFloat(high, 64)
	if err != nil {
		return s
	}
	b = x.Scaled(signed(x, b))
	return sign + tag.Number(math.Min(a, b)) + ".." + tag.Number(math.Max(a, b))
}

// signed takes a register that holds a signed number for one.
func signed(x *tag.Tag, raw float64) float64 {
	if x.Type == tag.Int16 && raw > math.MaxInt16 && raw <= math.MaxUint16 {
		return raw - 1<<16
	}
	return raw
}

// parsePoint reads the name of a point as wire.Protocol.AppendPointName makes it, and that
// of a run: "holding-register[12]", "holding-register 10..19", "g30v1[3]",
// "ns=2["Pump"]". Count is 0 for all of a space.
func parsePoint(protocol, s string) (p baseline.Touched, ok bool) {
	i := strings.IndexAny(s, "[ ")
	if i <= 0 {
		return p, false
	}
	space, ok := spaceOf(protocol, s[:i])
	p.Space, p.Count = space, 1
	if !ok {
		return p, false
	}
	if rest, bracket := strings.CutPrefix(s[i:], "["); bracket {
		rest, bracket = strings.CutSuffix(rest, "]")
		return p, bracket && parseIndex(rest, &p)
	}
	return p, parseRun(s[i+1:], &p)
}

func parseRun(s string, p *baseline.Touched) bool {
	if s == "all" {
		p.Count = 0
		return true
	}
	from, to, isRange := strings.Cut(s, "..")
	a, err := strconv.ParseUint(from, 10, 32)
	if err != nil {
		return false
	}
	p.Index = uint32(a)
	if !isRange {
		return true
	}
	b, err := strconv.ParseUint(to, 10, 32)
	p.Count = uint32(b-a) + 1
	return err == nil && b >= a && b-a < math.MaxUint32
}

// parseIndex reads an index or identifier, and the attribute behind it.
func parseIndex(s string, p *baseline.Touched) bool {
	if quoted, err := strconv.QuotedPrefix(s); err == nil {
		text, _ := strconv.Unquote(quoted)
		p.Node = "s=" + text
		return parsePart(s[len(quoted):], p)
	}
	body, part, dotted := strings.Cut(s, ".")
	if dotted && !parsePart("."+part, p) {
		return false
	}
	if n, err := strconv.ParseUint(body, 10, 32); err == nil {
		p.Index = uint32(n)
		return true
	}
	if rest, ok := strings.CutPrefix(body, "0x"); ok {
		p.Node = "b=" + rest
		return true
	}
	p.Node = "g=" + body
	return len(body) == len("00000000-0000-0000-0000-000000000000")
}

func parsePart(s string, p *baseline.Touched) bool {
	if s == "" {
		return true
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "."), 10, 32)
	p.Part = uint32(n)
	return err == nil
}

// maxSpace is the greatest space of Modbus.
const maxSpace = 7

// spaceOf reads the name of a space.
func spaceOf(protocol, name string) (space uint32, ok bool) {
	switch protocol {
	case tag.DNP3:
		g, v, ok := strings.Cut(strings.TrimPrefix(name, "g"), "v")
		group, err1 := strconv.ParseUint(g, 10, 8)
		variation, err2 := strconv.ParseUint(v, 10, 8)
		return uint32(group<<8 | variation), ok && err1 == nil && err2 == nil
	case tag.OPCUA:
		n, err := strconv.ParseUint(strings.TrimPrefix(name, "ns="), 10, 16)
		return uint32(n), err == nil && strings.HasPrefix(name, "ns=")
	}
	for _, p := range protocols.All {
		for n := uint32(1); p.Name == protocol && n <= maxSpace; n++ {
			if string(p.AppendSpace(nil, n)) == name {
				return n, true
			}
		}
	}
	return 0, false
}
