package main

import (
	"slices"
	"strings"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/plain"
)

// tellWork tells what was done under a permit in words.
func (x *ownSite) tellWork(lines []permit.Line) []control.PermitLine {
	t := x.teller()
	all := make([]control.PermitLine, len(lines))
	for i := range lines {
		all[i] = tellLine(t, &lines[i])
	}
	return all
}

func tellLine(t *plain.Teller, x *permit.Line) control.PermitLine {
	deed := plain.Deed{Server: x.Asset, Protocol: x.Protocol, Station: x.Station, Operation: x.Operation, Function: x.Function, Point: x.Point}
	say := func(f func(lang.Language) string) lang.Text {
		return lang.Text{EN: f(lang.English), JA: f(lang.Japanese)}
	}
	// Who did it, or how, is told beside it.
	values := slices.DeleteFunc(slices.Clone(x.Seen), func(s string) bool { return s == x.Host.String() || s == x.Function })
	seen := func(l lang.Language) string {
		told := make([]string, len(values))
		for i := range values {
			told[i] = t.ValuesOf(l, &deed, values[i])
		}
		return strings.Join(told, ", ")
	}
	return control.PermitLine{Title: kindTitle(x.Kind), Did: say(func(l lang.Language) string { return t.Do(l, &deed) }),
		Usual: say(func(l lang.Language) string { return t.ValuesOf(l, &deed, x.Expected) }), Seen: say(seen)}
}
