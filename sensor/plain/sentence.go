package plain

import (
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/lang"
)

// Told tells a deviation: as guide.Tell does, with the points and units of the plant's
// list, and with what was asked where that says more.
func (t *Teller) Told(l lang.Language, d *baseline.Deviation) guide.Told {
	d = resolved(d)
	told := guide.TellWith(l, d, t.words())
	m, ok := manners[d.Meaning.Kind]
	if ok && asked(d) {
		told.What = t.what(l, d, m)
	}
	told.What = t.begins(l, told.What, d.Client, d.Server, d.Actor, d.Target)
	if usual := t.usual(l, d, t.valuesBefore(l, d)); usual != "" {
		told.Usual, told.Never = begin(usual)+stop.In(l), ""
	}
	return told
}

// Both tells a deviation in both languages.
func (t *Teller) Both(d *baseline.Deviation) guide.Both {
	return guide.Both{EN: t.Told(lang.English, d), JA: t.Told(lang.Japanese, d)}
}

// Sentence tells a deviation and what was usual, all in a line.
func (t *Teller) Sentence(l lang.Language, d *baseline.Deviation) string {
	return t.joined(l, d, t.Told(l, d), t.usual(l, resolved(d), t.valuesBefore(l, d)))
}

// joined puts what happened and what was usual together.
func (t *Teller) joined(l lang.Language, d *baseline.Deviation, told guide.Told, usual string) string {
	what, end := strings.CutSuffix(told.What, ".")
	switch {
	case usual != "" && l == lang.English && end && !strings.Contains(what, ". "):
		return what + "; " + usual + "."
	case usual != "":
		return told.What + gap.In(l) + begin(usual) + stop.In(l)
	}
	return strings.TrimSpace(told.What + gap.In(l) + told.Usual + told.Never)
}

// gap is between two sentences.
var gap = lang.Text{EN: " ", JA: ""}

// begin makes the beginning of a sentence: a name stays as it is written.
func begin(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if first < 'a' || first > 'z' {
		return s
	}
	return strings.ToUpper(s[:n]) + s[n:]
}

// begins is begin for a sentence that may begin with the name of a device.
func (t *Teller) begins(l lang.Language, s string, devices ...netip.Addr) string {
	for _, a := range devices {
		if a.IsValid() && strings.HasPrefix(s, t.asset(l, a)) {
			return s
		}
	}
	return begin(s)
}

// asked reports whether it is known what was asked.
func asked(d *baseline.Deviation) bool {
	return d.Protocol != "" && d.Function != "" && d.Function != "any" && (d.Client.IsValid() || d.Server.IsValid())
}

// resolved has a deviation that stands for several, whose function is told together with
// the name of its sub-function, told by both.
func resolved(d *baseline.Deviation) *baseline.Deviation {
	function, sub, ok := strings.Cut(d.Function, " ")
	if !ok || d.HasSub {
		return d
	}
	for _, p := range protocols.All {
		if p.Name != d.Protocol {
			continue
		}
		for _, n := range p.Named() {
			if n.Function == function && n.HasSub && (n.SubName == sub || sub == number(uint64(n.Sub)) || sub == hexadecimal(n.Sub)) {
				x := *d
				x.Function, x.Code, x.Sub, x.HasSub = n.Function, n.Code, n.Sub, true
				return &x
			}
		}
	}
	return d
}

// what tells what was asked, in the manner of its kind.
func (t *Teller) what(l lang.Language, d *baseline.Deviation, m manner) string {
	a := actOf(d)
	if ofOnePoint[d.Meaning.Kind] {
		a.lead(d)
	}
	a.clauseEN, a.clauseJA = m.clause.EN, m.clause.JA
	s := t.act(l, a) + stop.In(l)
	if m.note.Empty() {
		return s
	}
	return s + gap.In(l) + fill(m.note.In(l), false, func(string) string { return t.figures(l, d, d.Seen) })
}

// lead has the point that the deviation is about come first.
func (a *act) lead(d *baseline.Deviation) {
	p, ok := parsePoint(d.Protocol, d.Point)
	if !ok || p.Count != 1 {
		return
	}
	for i, x := range a.points {
		if x.Space != p.Space || x.Node != p.Node || x.Part != p.Part || p.Index < x.Index || p.Index-x.Index >= x.Count {
			continue
		}
		if values := splitValues(a.protocol, x); int(p.Index-x.Index) < len(values) {
			p.Values = strings.Join(values[p.Index-x.Index:min(int(p.Index-x.Index)+2, len(values))], ",")
		}
		p.Written = x.Written
		rest := append([]baseline.Touched{p}, a.points[:i]...)
		a.points = append(rest, a.points[i+1:]...)
		return
	}
	if !strings.HasPrefix(d.Seen, d.Function) {
		p.Values = d.Seen
	}
	a.points, a.total = []baseline.Touched{p}, max(a.total, 1)
}

// What was usual.
var (
	onlyWrote    = lang.Text{EN: "over %[1]s only %[2]s wrote it", JA: "過去%[1]sに書き込んだのは%[2]sだけです"}
	onlyWrote2   = lang.Text{EN: "over %[1]s only %[2]s wrote it, %[3]s", JA: "過去%[1]sに書き込んだのは%[2]sだけで、値は%[3]sでした"}
	onlyOperated = lang.Text{EN: "over %[1]s only %[2]s operated it", JA: "過去%[1]sに操作したのは%[2]sだけです"}
	onlyDid      = lang.Text{EN: "over %[1]s only %[2]s did so", JA: "過去%[1]sにこれを行ったのは%[2]sだけです"}
	wasSet       = lang.Text{EN: "over %[1]s it was set to %[2]s", JA: "過去%[1]sに設定された値は%[2]sでした"}
	soFar        = lang.Text{EN: "the time of learning", JA: "の学習中"}
)

// valuesBefore are those that were written before, "" where that is not known.
func (t *Teller) valuesBefore(l lang.Language, d *baseline.Deviation) string {
	if !ofWritten[d.Meaning.Kind] || d.Expected == "" {
		return ""
	}
	return t.figures(l, d, d.Expected)
}

// usual tells who did it before, and with which values; "" where neither is known, so
// that there is nothing better to say than package guide does.
func (t *Teller) usual(l lang.Language, d *baseline.Deviation, values string) string {
	span := guide.Span(l, time.Duration(d.Learned))
	if d.Learned < int64(2*time.Second) {
		span = soFar.In(l)
	}
	if d.Others == "" {
		if values == "" {
			return ""
		}
		return wasSet.Say(l, span, values)
	}
	others := t.addresses(l, d.Others)
	switch {
	case baseline.Controls(d.Operation) && values != "":
		return onlyWrote2.Say(l, span, others, values)
	case isOperating(d):
		return onlyOperated.Say(l, span, others)
	case d.Operation != wire.Write || strings.HasPrefix(d.Function, "umas"):
		return onlyDid.Say(l, span, others)
	}
	return onlyWrote.Say(l, span, others)
}

// addresses names devices.
func (t *Teller) addresses(l lang.Language, list string) string {
	names := strings.Split(list, ", ")
	for i, s := range names {
		if a, err := netip.ParseAddr(s); err == nil {
			names[i] = t.asset(l, a)
		}
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return andLast.Say(l, strings.Join(names[:last], comma.In(l)), names[last])
}
