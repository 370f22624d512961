package guide

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

// TestTell: a deviation is told with names, ranges and spans in words.
func TestTell(t *testing.T) {
	a, b := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")
	name := func(x netip.Addr) string { return map[netip.Addr]string{a: "HMI-1", b: "PLC-2"}[x] }
	d := &baseline.Deviation{Meaning: &baseline.Meaning{Kind: "new-pair"}, Actor: a, Target: b, Learned: int64(14 * 24 * time.Hour), Outcome: wire.Answered}
	if got := Tell(lang.English, d, name); got.What != "HMI-1 contacted PLC-2." || got.Never != "They never spoke with each other in 14 days." || got.Usual != "" {
		t.Errorf("%+v", got)
	}
	if got := Tell(lang.Japanese, d, name); got.What != "HMI-1がPLC-2に接続しました。" || !strings.Contains(got.Never, "14日間") {
		t.Errorf("%+v", got)
	}
	if got := fill("{seen} {expected} {outcome}", lang.English, &baseline.Deviation{Seen: "900", Expected: "200..260", Outcome: wire.Refused}, Words{Asset: name}); got != "900 200 to 260 the device refused" {
		t.Error(got)
	}
	for d, want := range map[time.Duration]string{0: "the first seconds", 90 * time.Second: "90 seconds", 3 * time.Hour: "3 hours", 47 * time.Hour: "47 hours"} {
		if got := Span(lang.English, d); got != want {
			t.Errorf("%s is %q", d, got)
		}
	}
}

// TestAdvice: every kind has all its texts in both languages, and only places that
// are filled.
func TestAdvice(t *testing.T) {
	place := regexp.MustCompile(`\{[^}]*\}?`)
	kana := regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}]`)
	for _, table := range tables() {
		for kind, a := range table {
			for name, text := range map[string]lang.Text{"title": a.Title, "what": a.What, "never": a.Never, "why": a.Why, "first": a.First, "usual": a.Usual} {
				if text.Empty() && name == "usual" {
					continue
				}
				if text.EN == "" || !kana.MatchString(text.JA) || kana.MatchString(text.EN) {
					t.Errorf("%s: %s: %q, %q", kind, name, text.EN, text.JA)
				}
				for _, p := range place.FindAllString(text.EN+text.JA, -1) {
					if !slices.Contains(Placeholders[:], strings.Trim(p, "{}")) || name == "title" {
						t.Errorf("%s: %s has %s", kind, name, p)
					}
				}
			}
		}
	}
}
