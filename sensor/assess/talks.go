package assess

import (
	"strconv"
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

// operationNames names operations.
var operationNames = map[wire.Operation]string{
	wire.OperationNone: "operation-none", wire.Read: "operation-read", wire.Write: "operation-write",
	wire.Select: "operation-select", wire.Operate: "operation-operate", wire.Configure: "operation-configure",
	wire.Program: "operation-program", wire.Restart: "operation-restart", wire.Identify: "operation-identify",
	wire.Diagnose: "operation-diagnose", wire.Session: "operation-session",
}

// conversations tells who talks to whom, and by what.
func (a *author) conversations() {
	for _, x := range a.talks {
		t := Talk{
			Client: x.client.String(), Server: endpoint(x.server, x.port), Protocol: protocolName(x.protocol.Name),
			Stations: ranges(x.stations), Count: x.count, First: a.when(x.first.Time), Last: a.when(x.last.Time),
			Refused: x.outcomes.refused, Unanswered: x.outcomes.unanswered, Unasked: x.outcomes.unasked,
			Encrypted: x.watch.encrypted.count, Place: a.places(x.span),
		}
		if x.protocol.Name == "opcua" {
			t.Stations = ""
		}
		if x.latency.n > 0 {
			t.Latency = lang.Span(x.latency.median())
		}
		for _, f := range x.functionList() {
			n := x.functions[f]
			t.Functions = append(t.Functions, Function{Name: f.text(), Operation: say(operationNames[f.operation]),
				Changes: f.changes(), Count: n.count, Refused: n.outcomes.refused, Unanswered: n.outcomes.unanswered})
		}
		a.report.Talks = append(a.report.Talks, t)
	}
}

// text writes the name of a function, with its sub-function.
func (f function) text() string {
	switch {
	case f.subName != "":
		return f.name + " " + f.subName
	case f.hasSub:
		return f.name + "/" + strconv.FormatUint(uint64(f.sub), 10)
	}
	return f.name
}

// changes reports whether a function changes the process or a device. Taking
// out a program or file does not.
func (f function) changes() bool {
	name := f.name
	if f.subName != "" {
		name = f.subName
	}
	if f.operation == wire.Program && (strings.HasPrefix(name, "read-") || strings.HasPrefix(name, "get-") || strings.Contains(name, "upload")) {
		return false
	}
	return isChange(&wire.Transaction{Operation: f.operation})
}

// result says how operations ended.
func (o *outcomes) text() Text {
	var list []Text
	for _, x := range [...]struct {
		n    uint64
		name string
	}{
		{o.answered, "outcome-answered"}, {o.refused, "outcome-refused"}, {o.unanswered, "outcome-unanswered"},
		{o.quiet, "outcome-quiet"}, {o.unasked, "outcome-unasked"},
	} {
		switch {
		case x.n == 0:
		case x.n == o.total():
			return say(x.name)
		default:
			list = append(list, say("outcome-count", say(x.name), x.n))
		}
	}
	return join(list)
}

// changes tells what was written, controlled and configured.
func (a *author) changes() {
	list := a.c.changeList()
	for i, x := range list {
		if i == MaxShown {
			a.fold(list[i:])
			break
		}
		a.report.Changes = append(a.report.Changes, a.changeRow(x))
	}
	if n := a.c.omitted.changes; n > 0 {
		a.report.Folded = append(a.report.Folded, say("folded-omitted", operations.Of(n), MaxChanges))
	}
}

// fold says how many groups, and operations in them, are not listed.
func (a *author) fold(list []*change) {
	var n uint64
	for _, x := range list {
		n += x.count
	}
	a.report.Folded = append(a.report.Folded, say("folded", uint64(len(list)), operations.Of(n)))
}

func (a *author) changeRow(x *change) Change {
	r := Change{
		First: a.when(x.first.Time), Last: a.when(x.last.Time), Count: x.count, Client: x.pair.client.String(),
		Server: endpoint(x.pair.server, x.pair.port), Protocol: protocolName(x.pair.protocol.Name),
		Function: x.f.text(), Operation: say(operationNames[x.f.operation]), Points: x.points,
		Values: x.valueText(), Result: x.outcomes.text(), Place: a.places(x.span),
		Bad: x.outcomes.refused+x.outcomes.unanswered > 0,
	}
	if x.pair.protocol.Name != "opcua" {
		r.Station = strconv.FormatUint(uint64(x.station), 10)
	}
	if len(x.reasons) > 0 {
		r.Reason = strings.Join(x.reasons, ", ")
	}
	return r
}

// valueText tells what was written: the value, the range, or the different
// values.
func (x *change) valueText() Text {
	switch {
	case len(x.values) == 0:
		return Text{}
	case len(x.values) == 1:
		return Plain(x.values[0])
	case x.numbers.n == x.count:
		return say("values-range", number(x.numbers.min), number(x.numbers.max), x.latest)
	case x.more || len(x.values) > 3:
		n := strconv.Itoa(len(x.values))
		if x.more {
			n += "+"
		}
		return say("values-several", x.values[0], x.latest, n)
	}
	t := Plain(x.values[0])
	for _, v := range x.values[1:] {
		t = Text{EN: t.EN + " | " + v, JA: t.JA + " | " + v}
	}
	return t
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
