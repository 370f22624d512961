package guide

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// tripwirePlaces are the places that sentences about tripwires may have.
var tripwirePlaces = strings.Fields("{actor} {target} {client} {server} {protocol} {function} {station} {point} {port} {seen} {expected} {learned} {support} {outcome}")

var tripwirePlace = regexp.MustCompile(`\{[a-z]*\}?`)

// TestTripwireTexts: every kind of baseline/tripwire, and every rule of its table,
// is explained in both languages, with places that are filled.
func TestTripwireTexts(t *testing.T) {
	kinds := map[baseline.Kind]bool{}
	for _, m := range tripwire.Meanings() {
		kinds[m.Kind] = true
	}
	tripwire.NewTable().Each(func(_ string, r *tripwire.Rule) { kinds[r.Kind] = true })
	for k := range kinds {
		a, ok := tripwireTexts[k]
		if !ok {
			t.Errorf("%s is not explained", k)
			continue
		}
		for name, x := range map[string]lang.Text{"title": a.Title, "what": a.What, "usual": a.Usual, "never": a.Never, "why": a.Why, "first": a.First} {
			langtest.Check(t, string(k)+" "+name, x, false)
			en, ja := tripwirePlace.FindAllString(x.EN, -1), tripwirePlace.FindAllString(x.JA, -1)
			slices.Sort(en)
			slices.Sort(ja)
			if !slices.Equal(en, ja) {
				t.Errorf("%s %s: places %v in English, %v in Japanese", k, name, en, ja)
			}
			for _, p := range en {
				if !slices.Contains(tripwirePlaces, p) || name != "what" && name != "usual" && name != "never" {
					t.Errorf("%s %s: place %s", k, name, p)
				}
			}
		}
	}
	for k := range tripwireTexts {
		if !kinds[k] {
			t.Errorf("%s is explained and does not exist", k)
		}
	}
}
