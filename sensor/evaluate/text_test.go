package evaluate

import (
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// same are the texts that are rightly the same in both languages.
var same = map[string]bool{}

// TestComplete: every text is there in both languages.
func TestComplete(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		langtest.Check(t, name, texts[name], same[name])
	}
}

var (
	quoted = regexp.MustCompile(`"([a-z]+(?:-[a-z]+)*)"`)
	asked  = regexp.MustCompile(`(?:\bsay\(|say |explain\(l, |name: |title: |lead: |none: )"([a-z-]+)"`)
)

// TestNames: every name that is used has a text, and every text is used.
func TestNames(t *testing.T) {
	used, words := map[string]bool{}, map[string]bool{}
	files, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "texts.go" || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".tmpl") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
		}
		for _, m := range quoted.FindAllStringSubmatch(string(b), -1) {
			words[m[1]] = true
		}
	}
	for n := range used {
		if _, ok := texts[n]; !ok && n != "legend-" && n != "state-" {
			t.Errorf("there is no text %q", n)
		}
	}
	for n := range texts {
		if !words[n] && !strings.HasPrefix(n, "legend-") && !strings.HasPrefix(n, "state-") {
			t.Errorf("nothing says %q", n)
		}
	}
	for _, c := range classes {
		for _, n := range []string{"legend-" + c, "state-" + c} {
			if _, ok := texts[n]; !ok {
				t.Errorf("there is no text %q", n)
			}
		}
	}
	if len(used) < 60 {
		t.Errorf("only %d names were found", len(used))
	}
}

// TestJapanese: the Japanese forms hold no sentence in English, and the English ones
// none in Japanese.
func TestJapanese(t *testing.T) {
	r := sample()
	r.Runs[1].Name = "DNP3"
	for _, form := range []int{0, 2, 3} {
		s := strings.ReplaceAll(write(t, r, form), "番犬", "")
		if m := regexp.MustCompile(`[ぁ-んァ-ヶ一-龠]+`).FindString(s); m != "" {
			t.Errorf("%s holds %q", forms[form].file, m)
		}
	}
	for _, form := range []int{1, 4} {
		s := write(t, r, form)
		for name, x := range texts {
			first, _, _ := strings.Cut(x.EN, "%")
			if len(strings.Fields(first)) > 2 && strings.Contains(s, first) {
				t.Errorf("%s holds the English of %s: %q", forms[form].file, name, first)
			}
		}
	}
}

// TestAligned: the columns of a table begin at the same cell in every line, in both
// languages.
func TestAligned(t *testing.T) {
	x := &table{title: "missed", columns: []column{{name: "col-run"}, {name: "col-found", right: true}, {name: "col-when"}}}
	x.add(noShape, lang.Plain("水道"), lang.Plain("12 / 14"), lang.Plain("あ"))
	x.add(noShape, lang.Plain("water works"), lang.Plain("1 / 1"), lang.Plain("b"))
	for i := range lang.Languages {
		p := terminal{language: lang.Language(i)}
		p.rows(x)
		lines := strings.Split(strings.TrimSuffix(p.String(), "\n"), "\n")
		if len(lines) != 3 {
			t.Fatalf("%d lines", len(lines))
		}
		want := lang.Width(lines[1]) - lang.Width("あ")
		for i, last := range []string{say("col-when").In(p.language), "あ", "b"} {
			if got := lang.Width(lines[i]) - lang.Width(last); got != want {
				t.Errorf("the last column of %q begins at %d, want %d", lines[i], got, want)
			}
		}
	}
}

func TestFigureOf(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 1: "1", 12: "12", 0.033333: "0.0333", 0.000123456: "0.000123", 999.6: "1000", 1234.5: "1,235", -1234: "-1,234", 123456: "123,456",
		1e-9: "1e-09", math.Inf(1): dash, math.Inf(-1): dash, 1e300: "1e+300", 2.5: "2.5", 0.1: "0.1", 3.689: "3.69",
	} {
		if got := figureOf(x); got != want {
			t.Errorf("%g is %q, want %q", x, got, want)
		}
	}
	if got := figureOf(math.NaN()); got != dash {
		t.Error(got)
	}
}

func TestClean(t *testing.T) {
	for s, want := range map[string]string{
		"": "", " a\tb\n": "a b", "\x1b[2J": "\uFFFD[2J", "a\u202Eb": "a\uFFFDb", "\xff": "\uFFFD", "日本　語": "日本 語",
		strings.Repeat("x", 500): strings.Repeat("x", maxName) + "…",
	} {
		if got := clean(s); got != want {
			t.Errorf("%q is cleaned to %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]string{"abcdef": "abcd…", "日本語文": "日本…", "abcde": "abcde"} {
		if got := cut(s, 5); got != want || lang.Width(got) > 5 {
			t.Errorf("%q is cut to %q, want %q", s, got, want)
		}
	}
}

func TestWhen(t *testing.T) {
	for want, l := range map[string]Label{
		"2026-03-02 01:00:00.000 – 01:00:01.000":            window("", time.Hour, time.Second, ""),
		"2026-03-02 23:00:00.000 – 2026-03-03 01:00:00.000": window("", 23*time.Hour, 2*time.Hour, ""),
		"frames 5, 7–9":             {Frames: [][2]uint64{{5, 5}, {7, 9}}},
		"frames 1, 2, 3 and 2 more": {Frames: [][2]uint64{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}}},
		"all of the capture":        {From: 1, To: endless}, dash: {},
	} {
		if got := l.when().EN; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
