package plain

import (
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/tag"
)

// maxItems is how many points a sentence names; more are counted.
const maxItems = 3

// item is one point as a sentence names it.
type item struct {
	point baseline.Touched // the first of a run
	tag   *tag.Tag
	value string // in words; "" for none
	word  bool   // value is a command, rather than a figure
	count uint32 // in a run that is named as one
	spans uint32 // indexes that a value takes
}

// Words between points.
var (
	someValues  = lang.Text{EN: "values", JA: "値"}
	ofTarget    = lang.Text{EN: "%[1]s of %[2]s", JA: "%[2]sの%[1]s"}
	onTarget    = lang.Text{EN: "%[1]s on %[2]s", JA: "%[2]sの%[1]s"}
	aValueTo    = lang.Text{EN: "a value to %[1]s", JA: "%[1]sに値を"}
	pointsOf    = lang.Text{EN: "points of %[1]s", JA: "%[1]sの点に操作を"}
	aMethodOf   = lang.Text{EN: "a method of %[1]s", JA: "%[1]sのメソッドを"}
	isValue     = lang.Text{EN: "%[1]s = %[2]s", JA: "%[1]sに%[2]s"}
	isWord      = lang.Text{EN: "%[1]s: %[2]s", JA: "%[1]sに「%[2]s」"}
	isWordOn    = lang.Text{EN: "%[1]s on %[3]s: %[2]s", JA: "%[3]sの%[1]sに「%[2]s」"}
	isTold      = lang.Text{EN: "%[1]s = %[2]s", JA: "%[1]s=%[2]s"}
	noValue     = lang.Text{EN: "%[1]s", JA: "%[1]sに値"}
	andSo       = lang.Text{EN: "%[1]s and %[2]s more", JA: "%[1]sなど、計%[3]s点"}
	andLast     = lang.Text{EN: "%[1]s and %[2]s", JA: "%[1]s、%[2]s"}
	object      = lang.Text{EN: "", JA: "を"}
	withInput   = lang.Text{EN: "%[1]s (with %[2]s)", JA: "%[1]s（引数%[2]s）"}
	labelled    = lang.Text{EN: "%[1]s (%[2]s)", JA: "%[1]s（%[2]s）"}
	rangeOf     = lang.Text{EN: "%[1]s to %[2]s", JA: "%[1]s〜%[2]s"}
	rawAddress  = lang.Text{EN: "address %[1]s", JA: "アドレス%[1]s"}
	attributeOf = lang.Text{EN: "%[1]s of %[2]s", JA: "%[2]sの%[1]s"}
)

// points fills a place with the points of an act.
func (t *Teller) points(l lang.Language, a *act, place string) string {
	target := t.target(l, a)
	switch place {
	case "reads":
		return ofTarget.Say(l, t.listed(l, a, t.ranges(l, a), t.name), target) + object.In(l)
	case "reports":
		return t.listed(l, a, t.items(l, a), t.told) + object.In(l)
	case "calls":
		return t.calls(l, a, target)
	case "controls", "writes":
		return t.changes(l, a, target, place == "controls")
	}
	return ""
}

// changes are points with what they are set to, and the device.
func (t *Teller) changes(l lang.Language, a *act, target string, controls bool) string {
	items := t.items(l, a)
	switch {
	case len(items) == 0 && controls:
		return pointsOf.Say(l, target)
	case len(items) == 0:
		return aValueTo.Say(l, target)
	case len(items) == 1 && items[0].word && t.more(a, items) == 0:
		return isWordOn.Say(l, t.name(l, a, &items[0], true), items[0].value, target) + object.In(l)
	}
	return onTarget.Say(l, t.listed(l, a, items, t.set), target) + object.In(l)
}

// set is a point and what it is set to.
func (t *Teller) set(l lang.Language, a *act, x *item, first bool) string {
	name := t.name(l, a, x, first)
	switch {
	case x.value == "":
		return noValue.Say(l, name)
	case x.word:
		return isWord.Say(l, name, x.value)
	}
	return isValue.Say(l, name, x.value)
}

// told is a point and what the device says of it.
func (t *Teller) told(l lang.Language, a *act, x *item, first bool) string {
	name := t.name(l, a, x, first)
	if x.value == "" {
		return name
	}
	return isTold.Say(l, name, x.value)
}

// calls are methods, with the objects they belong to before them.
func (t *Teller) calls(l lang.Language, a *act, target string) string {
	var methods []item
	for _, p := range a.points {
		if p.Part == attributeExecutable {
			p.Part = 0
			methods = append(methods, t.single(l, a, p))
		}
	}
	if len(methods) == 0 {
		return aMethodOf.Say(l, target)
	}
	b := *a
	b.total = a.total / 2
	return ofTarget.Say(l, t.listed(l, &b, methods, func(l lang.Language, a *act, x *item, first bool) string {
		if x.value == "" {
			return t.name(l, a, x, first)
		}
		return withInput.Say(l, t.name(l, a, x, first), x.value)
	}), target) + object.In(l)
}

// listed joins points, and counts those that are not named.
func (t *Teller) listed(l lang.Language, a *act, items []item, write func(lang.Language, *act, *item, bool) string) string {
	if len(items) == 0 {
		return someValues.In(l)
	}
	names := make([]string, len(items))
	for i := range items {
		// The sort of point is said again where it changes.
		names[i] = write(l, a, &items[i], i == 0 || items[i].point.Space != items[i-1].point.Space)
	}
	if more := t.more(a, items); more > 0 {
		return andSo.Say(l, strings.Join(names, comma.In(l)), lang.Thousands(more), lang.Thousands(a.total))
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return andLast.Say(l, strings.Join(names[:last], comma.In(l)), names[last])
}

var comma = lang.Text{EN: ", ", JA: "、"}

// more is how many points are not named.
func (t *Teller) more(a *act, items []item) uint64 {
	named := uint64(0)
	for i := range items {
		named += uint64(items[i].spans)
	}
	if named >= a.total {
		return 0
	}
	return a.total - named
}

// ranges are the runs of an act, as they are asked for.
func (t *Teller) ranges(l lang.Language, a *act) []item {
	var all []item
	for _, p := range a.points {
		x := t.single(l, a, p)
		x.value, x.count, x.spans = "", p.Count, p.Count
		all = append(all, x)
	}
	return all
}

// items are the single points of an act, with their values.
func (t *Teller) items(l lang.Language, a *act) []item {
	var all []item
	for _, p := range a.points {
		values := splitValues(a.protocol, p)
		for n := uint32(0); n < p.Count && len(all) < maxItems; {
			q := p
			q.Index, q.Count, q.Values = p.Index+n, 1, ""
			if n < uint32(len(values)) {
				q.Values = strings.Join(values[n:min(n+2, uint32(len(values)))], ",")
			}
			x := t.single(l, a, q)
			all = append(all, x)
			n += x.spans
		}
	}
	return all
}

// splitValues takes the values of a run apart; those of a single point are one, whatever
// is in it.
func splitValues(protocol string, p baseline.Touched) []string {
	switch {
	case p.Values == "":
		return nil
	case protocol == tag.OPCUA || strings.HasPrefix(p.Values, `"`):
		return []string{p.Values}
	}
	return strings.Split(p.Values, ",")
}

// single is one point. Values are its own, and those of the index behind it.
func (t *Teller) single(l lang.Language, a *act, p baseline.Touched) item {
	x := item{point: p, count: 1, spans: 1, tag: t.Tags.Find(a.server, a.protocol, a.station, p.Space, p.Index, p.Node)}
	if x.tag != nil && x.tag.Index != p.Index && x.tag.Node == "" {
		x.tag = nil // the middle of another point: what is set is no value of it
	}
	first, _, _ := strings.Cut(p.Values, ",")
	if a.protocol == tag.OPCUA || strings.HasPrefix(p.Values, `"`) {
		first = p.Values
	}
	if x.tag != nil && a.protocol == tag.Modbus && p.Space >= tag.InputRegister {
		x.value, x.spans = registers(x.tag, p.Values)
	} else {
		x.value, x.word = valueOf(l, a.protocol, p.Space, first, x.tag)
	}
	return x
}

// registers make a value of what one or two registers hold, and tell how many it took.
func registers(t *tag.Tag, values string) (string, uint32) {
	var words []uint16
	for s := range strings.SplitSeq(values, ",") {
		n, err := strconv.ParseUint(s, 10, 16)
		if err != nil {
			break
		}
		words = append(words, uint16(n))
	}
	if x, ok := t.Value(words); ok {
		return t.Format(x), t.Type.Registers()
	}
	if len(words) == 1 { // half of a value
		return strconv.Itoa(int(words[0])), 1
	}
	return "", 1
}
