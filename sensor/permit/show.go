package permit

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// Words are what others know, for a diff in the words of people. What is not set is
// told as it is.
type Words struct {
	// Name tells what an asset is called, with its address.
	Name func(netip.Addr) string
	// Title tells what a kind of deviation means, in a short line.
	Title func(baseline.Kind) lang.Text
	// Zone is that of the times.
	Zone *time.Location
}

// withDefaults fills in what is not set.
func (w Words) withDefaults() Words {
	if w.Name == nil {
		w.Name = netip.Addr.String
	}
	if w.Title == nil {
		w.Title = func(k baseline.Kind) lang.Text { return lang.Plain(string(k)) }
	}
	if w.Zone == nil {
		w.Zone = time.UTC
	}
	return w
}

// Text returns the diff as people read it: the permit, then the lines.
func (d *Diff) Text(l lang.Language, w Words) string {
	return d.Permit.Text(l) + "\n" + d.LinesText(l, w, func(*Line) bool { return true })
}

// LinesText returns the lines that a person is to see, numbered as Review numbers
// them: what was done, by whom to what, what was usual and what was seen, how often,
// and what proves the first of it.
func (d *Diff) LinesText(l lang.Language, w Words, see func(*Line) bool) string {
	w = w.withDefaults()
	var out strings.Builder
	if len(d.Lines) == 0 {
		out.WriteString(nothingDone.In(l) + "\n")
	}
	for i := range d.Lines {
		if x := &d.Lines[i]; see(x) {
			fmt.Fprintf(&out, "%4d  %s\n", i+1, strings.Join(x.text(l, &w), "\n      "))
		}
	}
	if d.Omitted > 0 {
		out.WriteString(omittedLines.Say(l, d.Omitted) + "\n")
	}
	return out.String()
}

// text writes a line:
//
//	[undecided] A device that never operated anything has done so
//	laptop (10.0.0.50) → PLC-1 (10.0.0.1), write, holding-register[12], modbus, station 1
//	before: 200..260; under the permit: 900
//	done 3×, 3× accepted by the device, first 03-12 01:05 +09:00 (frame 9001)
func (x *Line) text(l lang.Language, w *Words) []string {
	comma := ", "
	if l == lang.Japanese {
		comma = "、"
	}
	parts := []string{w.Name(x.Host) + " → " + w.Name(x.Asset)}
	for _, s := range []string{operationText(x.Operation).In(l), x.Function, x.Point} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if x.Protocol != "" {
		parts = append(parts, x.Protocol, stationNumber.Say(l, fmt.Sprint(x.Station)))
	}
	lines := []string{"[" + x.decision(l) + "] " + w.Title(x.Kind).In(l), strings.Join(parts, comma)}
	if values := x.values(l); values != "" {
		lines = append(lines, values)
	}
	return append(lines, timesDone.Say(l, x.Count, x.Accepted)+comma+x.first(l, w))
}

// first is when it was first done, and the frame that proves it.
func (x *Line) first(l lang.Language, w *Words) string {
	at := x.First.In(w.Zone).Format("01-02 15:04 -07:00")
	if x.Frame == 0 {
		return firstDone.Say(l, at)
	}
	return firstFrame.Say(l, at, fmt.Sprint(x.Frame))
}

// values writes what was usual and what was seen, where there are values.
func (x *Line) values(l lang.Language) string {
	if len(x.Seen) == 0 && x.Expected == "" {
		return ""
	}
	expected := x.Expected
	if expected == "" {
		expected = neverSeen.In(l)
	}
	values := slices.DeleteFunc(slices.Clone(x.Seen), func(s string) bool { return s == x.Host.String() || s == x.Function })
	if len(values) == 0 { // who did it, or how, and that is told
		return beforeOnly.Say(l, expected)
	}
	seen := strings.Join(values, ", ")
	if x.More > 0 {
		seen += " " + moreValues.Say(l, x.More)
	}
	return beforeThen.Say(l, expected, seen)
}

// decision is what was decided, and by whom.
func (x *Line) decision(l lang.Language) string {
	text := undecided
	switch x.Decision {
	case baseline.Approved.String():
		text = approved
	case baseline.Rejected.String():
		text = rejected
	default:
		return text.In(l)
	}
	return decidedBy.Say(l, text, x.By)
}

// operationText is an operation as people call its class; "" where there is none.
func operationText(name string) lang.Text {
	for c, list := range classOperations {
		for _, o := range list {
			if o.String() == name {
				return classTexts[c]
			}
		}
	}
	return lang.Plain(name)
}
