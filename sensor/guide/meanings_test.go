package guide

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/endpoint"
	"github.com/banken-ot/banken/baseline/identity"
	"github.com/banken-ot/banken/baseline/timing"
	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/baseline/value"
	"github.com/banken-ot/banken/baseline/visibility"
	"github.com/banken-ot/banken/baseline/whitelist"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// meanings are those of all detectors.
func meanings() []baseline.Meaning {
	return slices.Concat(tripwire.Meanings(), whitelist.Meanings(), timing.Meanings(), value.Meanings(), endpoint.Meanings(),
		identity.Meanings(), visibility.Meanings(), baseline.Own())
}

// TestMeanings: every kind that a detector can report is told: with all its texts in
// both languages, with places that are filled, none of them in Japanese alone.
func TestMeanings(t *testing.T) {
	place := regexp.MustCompile(`\{[^}]*\}?|\}`)
	for _, m := range meanings() {
		a, ok := Of(m.Kind)
		if !ok {
			t.Errorf("%s of %s is not told", m.Kind, m.Detector)
			continue
		}
		for name, x := range map[string]lang.Text{"title": a.Title, "what": a.What, "never": a.Never, "why": a.Why, "first": a.First, "usual": a.Usual} {
			if name == "usual" && x.Empty() {
				continue
			}
			langtest.Check(t, string(m.Kind)+" "+name, x, false)
			for _, p := range place.FindAllString(x.EN+x.JA, -1) {
				if !slices.Contains(Placeholders[:], strings.Trim(p, "{}")) || !strings.Contains(x.EN, p) {
					t.Errorf("%s %s: place %s", m.Kind, name, p)
				}
			}
		}
	}
}

// TestFilled: no place stays unfilled, whatever is known of a deviation, and in both
// languages something is said.
func TestFilled(t *testing.T) {
	name := func(netip.Addr) string { return "" }
	a := netip.MustParseAddr("10.0.0.1")
	for _, m := range meanings() {
		for _, d := range []baseline.Deviation{
			{Meaning: &m},
			{Meaning: &m, Actor: a, Target: a, Client: a, Server: a, Protocol: "modbus", Function: "Write Single Coil", Point: "coil 3", Expected: "1..2",
				Seen: "3", Support: 1000, Learned: 14 * 86400e9, Outcome: wire.Refused},
			{Meaning: &m, Outcome: 250},
		} {
			for l := range lang.Languages {
				x := Tell(lang.Language(l), &d, name)
				if all := x.Title + x.What + x.Usual + x.Never + x.Why + x.First; strings.ContainsAny(all, "{}") {
					t.Errorf("%s: a place is not filled: %s", m.Kind, all)
				}
				if x.Title == "" || x.What == "" || x.Usual+x.Never == "" || x.Why == "" || x.First == "" {
					t.Errorf("%s: something is not said: %+v", m.Kind, x)
				}
			}
		}
	}
}
