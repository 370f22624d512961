package guide

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

// Told is a deviation in words. Usual is empty where nothing like it was ever seen,
// Never where something was.
type Told struct{ Title, What, Usual, Never, Why, First string }

// Both is a deviation in the words of both languages.
type Both struct{ EN, JA Told }

// TellBoth tells a deviation in both languages. name tells what an asset is called.
func TellBoth(d *baseline.Deviation, name func(netip.Addr) string) Both {
	return Both{Tell(lang.English, d, name), Tell(lang.Japanese, d, name)}
}

// Tell tells a deviation in a language. A kind without advice is told by its name.
func Tell(l lang.Language, d *baseline.Deviation, name func(netip.Addr) string) Told {
	return TellWith(l, d, Words{Asset: name})
}

// Words are what stands in the places of texts where there is more to say than a deviation
// does. All but Asset may be nil.
type Words struct {
	Asset func(netip.Addr) string
	// Point and Function tell Deviation.Point and Function, Figures a text as Expected and
	// Seen are.
	Point, Function func(l lang.Language, d *baseline.Deviation) string
	Figures         func(l lang.Language, d *baseline.Deviation, s string) string
}

// TellWith is Tell with other words.
func TellWith(l lang.Language, d *baseline.Deviation, w Words) Told {
	a, ok := Of(d.Meaning.Kind)
	if !ok {
		return Told{Title: string(d.Meaning.Kind), What: fill("{actor} > {target}: {seen}", l, d, w)}
	}
	t := Told{Title: a.Title.In(l), What: fill(a.What.In(l), l, d, w), Why: fill(a.Why.In(l), l, d, w), First: fill(a.First.In(l), l, d, w)}
	if d.Expected != "" {
		t.Usual = fill(a.Usual.In(l), l, d, w)
	}
	if t.Usual == "" {
		t.Never = fill(a.Never.In(l), l, d, w)
	}
	return t
}

// Placeholders are those that a text may have, without their braces.
var Placeholders = [...]string{"actor", "target", "client", "server", "protocol", "function", "station", "point", "port",
	"seen", "expected", "learned", "support", "outcome"}

// filling is what the places of a text are filled from.
type filling struct {
	l lang.Language
	d *baseline.Deviation
	w Words
}

// fillings are what stands in each of Placeholders.
var fillings = [len(Placeholders)]func(f *filling) string{
	func(f *filling) string { return f.asset(f.d.Actor) },
	func(f *filling) string { return f.asset(f.d.Target) },
	func(f *filling) string { return f.asset(f.d.Client) },
	func(f *filling) string { return f.asset(f.d.Server) },
	func(f *filling) string { return protocolName(f.d.Protocol) },
	func(f *filling) string { return f.word(f.w.Function, f.d.Function) },
	func(f *filling) string { return strconv.FormatUint(uint64(f.d.Station), 10) },
	func(f *filling) string { return f.word(f.w.Point, f.d.Point) },
	func(f *filling) string { return strconv.Itoa(int(f.d.Port)) },
	func(f *filling) string { return f.figures(f.d.Seen) },
	func(f *filling) string { return f.figures(f.d.Expected) },
	func(f *filling) string { return Span(f.l, time.Duration(f.d.Learned)) },
	func(f *filling) string { return lang.Thousands(f.d.Support) },
	func(f *filling) string { return outcomeOf(f.d.Outcome).In(f.l) },
}

func (f *filling) asset(a netip.Addr) string {
	if !a.IsValid() {
		return unknown.In(f.l)
	}
	return cmp.Or(f.w.Asset(a), a.String())
}

// word is what a function says where there is one, else what the deviation does.
func (f *filling) word(say func(lang.Language, *baseline.Deviation) string, otherwise string) string {
	if say != nil {
		otherwise = say(f.l, f.d)
	}
	return orDash(otherwise)
}

func (f *filling) figures(s string) string {
	if f.w.Figures != nil {
		return orDash(f.w.Figures(f.l, f.d, s))
	}
	return orDash(Figures(f.l, s))
}

// fill puts the values in the places of a text.
func fill(text string, l lang.Language, d *baseline.Deviation, w Words) string {
	if !strings.Contains(text, "{") {
		return text
	}
	f := &filling{l, d, w}
	if strings.Contains(text, learnedFor) && strings.HasSuffix(Span(l, time.Duration(d.Learned)), "間") { // the span says it itself
		text = strings.ReplaceAll(text, learnedFor, "{learned}")
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		place, after, _ := strings.Cut(rest, "}")
		if i := slices.Index(Placeholders[:], place); i >= 0 {
			b.WriteString(fillings[i](f))
			text = after
		} else {
			b.WriteByte('{')
			text = rest
		}
	}
}

// learnedFor is "for {learned}" in Japanese.
const learnedFor = "{learned}の間"

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// protocolNames are those people know.
var protocolNames = map[string]string{"modbus": "Modbus", "dnp3": "DNP3", "opcua": "OPC UA"}

func protocolName(s string) string {
	if n, ok := protocolNames[s]; ok {
		return n
	}
	return orDash(s)
}

var unknown = lang.Text{EN: "an unknown device", JA: "不明な機器"}

// outcomes tell how a device answered.
var outcomes = [...]lang.Text{
	wire.Outcome(0): {EN: "nothing is known of an answer", JA: "応答は確認されていません"},
	wire.Answered:   {EN: "the device carried it out", JA: "機器は実行しました"},
	wire.Refused:    {EN: "the device refused", JA: "機器は拒否しました"},
	wire.Unanswered: {EN: "no answer was seen", JA: "応答は確認されていません"},
	wire.Unasked:    {EN: "the device sent it by itself", JA: "機器が自発的に送信しました"},
}

func outcomeOf(o wire.Outcome) lang.Text {
	if int(o) < len(outcomes) {
		return outcomes[o]
	}
	return outcomes[0]
}

// spans are the units of time told, from the longest; a span is told in the first of
// which there are two or more.
var spans = [...]struct {
	unit time.Duration
	name lang.Text
}{
	{24 * time.Hour, lang.Text{EN: " days", JA: "日間"}},
	{time.Hour, lang.Text{EN: " hours", JA: "時間"}},
	{time.Minute, lang.Text{EN: " minutes", JA: "分間"}},
	{time.Second, lang.Text{EN: " seconds", JA: "秒間"}},
}

// Span tells a span of time as people do: "14 days".
func Span(l lang.Language, d time.Duration) string {
	for _, s := range spans {
		if d >= 2*s.unit {
			return lang.Thousands(uint64(d/s.unit)) + s.name.In(l)
		}
	}
	return lessThanTwo.In(l)
}

var lessThanTwo = lang.Text{EN: "the first seconds", JA: "開始直後"}
