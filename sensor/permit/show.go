package permit

import (
	"fmt"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// Text returns the diff as people read it: the permit, then a numbered line for
// each sort of thing that was done, with what was usual and what was seen.
func (d *Diff) Text(l lang.Language) string {
	var out strings.Builder
	out.WriteString(d.Permit.Text(l))
	out.WriteString("\n")
	if len(d.Lines) == 0 {
		out.WriteString(nothingDone.In(l) + "\n")
	}
	for i := range d.Lines {
		fmt.Fprintf(&out, "%4d  %s\n", i+1, d.Lines[i].text(l))
	}
	if d.Omitted > 0 {
		out.WriteString(omittedLines.Say(l, d.Omitted) + "\n")
	}
	return out.String()
}

// text writes a line: "[undecided] 10.0.0.50 → 10.0.0.1 modbus station 1 write
// holding-register 12: 200..260 → 900 (done 3×)".
func (x *Line) text(l lang.Language) string {
	parts := []string{"[" + decisionText(x.Decision).In(l) + "]", x.Host.String(), "→", x.Asset.String()}
	if x.Protocol != "" {
		parts = append(parts, x.Protocol, stationNumber.Say(l, fmt.Sprint(x.Station)))
	}
	for _, s := range []string{operationText(x.Operation).In(l), x.Point} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ") + x.values(l) + " (" + timesDone.Say(l, x.Count) + ")"
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
	seen := strings.Join(x.Seen, ", ")
	if x.More > 0 {
		seen += " " + moreValues.Say(l, x.More)
	}
	return ": " + expected + " → " + seen
}

func decisionText(s string) lang.Text {
	switch s {
	case baseline.Approved.String():
		return approved
	case baseline.Rejected.String():
		return rejected
	}
	return undecided
}

// operationText is an operation as people call its class.
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
