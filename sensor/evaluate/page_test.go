package evaluate

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/protocols/wire/wiretest"
	"github.com/banken-ot/banken/sensor/lang"
)

var update = flag.Bool("update", false, "write the golden files anew")

// forms are all forms of a report.
var forms = []struct {
	file  string
	write func(r *Report, w io.Writer) error
}{
	{"report.en.txt", func(r *Report, w io.Writer) error { return r.WriteText(w, lang.English) }},
	{"report.ja.txt", func(r *Report, w io.Writer) error { return r.WriteText(w, lang.Japanese) }},
	{"report.md", func(r *Report, w io.Writer) error { return r.WriteMarkdown(w) }},
	{"report.en.html", func(r *Report, w io.Writer) error { return r.WriteHTML(w, lang.English) }},
	{"report.ja.html", func(r *Report, w io.Writer) error { return r.WriteHTML(w, lang.Japanese) }},
}

// write returns a report in one form.
func write(t *testing.T, r *Report, form int) string {
	t.Helper()
	var b bytes.Buffer
	if err := forms[form].write(r, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden holds all forms of a report, which are the same each time.
func TestGolden(t *testing.T) {
	for i, f := range forms {
		first := write(t, sample(), i)
		if second := write(t, sample(), i); first != second {
			t.Errorf("%s: the same runs give other octets", f.file)
		}
		wiretest.Golden(t, filepath.Join("testdata", f.file), []byte(first), *update)
	}
}

// TestReports: every form of every report is text that nothing from outside can
// steer, and every page is a page.
func TestReports(t *testing.T) {
	many := &Report{Runs: make([]Run, 100)}
	for i := range many.Runs {
		many.Runs[i] = ordinary()
		if i == 77 {
			many.Runs[i] = works()
		}
	}
	for name, r := range map[string]*Report{
		"empty": {}, "one empty run": {Runs: make([]Run, 1)}, "sample": sample(), "hostile": hostileReport(), "crowd": {Runs: []Run{crowd(2000, 2000)}},
		"windows": {Runs: []Run{crowd(2000, 3)}}, "many": many,
	} {
		for i := range forms {
			s := write(t, r, i)
			if what := checkText(s); what != "" {
				t.Errorf("%s, %s: %s", name, forms[i].file, what)
			}
			if strings.HasSuffix(forms[i].file, ".html") {
				if what := checkPage(s); what != "" {
					t.Errorf("%s, %s: %s", name, forms[i].file, what)
				}
			}
		}
	}
}

// broken are signs that a value did not fit its place.
var broken = []string{"ZgotmplZ", "%!", "<no value>", "NaN", "Inf", "<nil>", "{0x"}

func checkText(s string) string {
	if !utf8.ValidString(s) {
		return "not valid UTF-8"
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			return "the character " + strconv.QuoteRune(r)
		}
	}
	for _, b := range broken {
		if strings.Contains(s, b) {
			return "it holds " + b
		}
	}
	if m := regexp.MustCompile(`\[[a-z]+(-[a-z]+)+\]`).FindString(s); m != "" {
		return "no text for " + m
	}
	return ""
}

// outside matches what would make a browser ask the network or run a script.
var outside = regexp.MustCompile(`(?i)(src|href|action|data)\s*=\s*["']?([a-z]+:|//)|url\(|@import|<link|<iframe|<object|<img|<script|<base|<form|\son[a-z]+="`)

// number matches a figure of a drawing.
var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// coordinates are attributes that hold one figure.
var coordinates = map[string]bool{"x": true, "y": true, "x1": true, "x2": true, "y1": true, "y2": true, "width": true, "height": true, "r": true}

// checkPage reads a page as XML, which it is as well, and looks at every element.
func checkPage(s string) string {
	if m := outside.FindString(s); m != "" {
		return "the page asks for something outside: " + m
	}
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return "not well formed: " + err.Error()
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if what := checkElement(e); what != "" {
			return what
		}
	}
}

// separators part the figures of a path or a shift.
var separators = regexp.MustCompile(`[ ,MLz()]|translate`)

func checkElement(e xml.StartElement) string {
	for _, a := range e.Attr {
		switch n := a.Name.Local; {
		case coordinates[n] && !number.MatchString(a.Value):
			return e.Name.Local + " " + n + " is " + a.Value
		case n == "width" || n == "height":
			if strings.HasPrefix(a.Value, "-") {
				return e.Name.Local + " " + n + " is below 0"
			}
		case n == "href" && !strings.HasPrefix(a.Value, "#m-"):
			return "a link to " + a.Value
		case n == "style":
			return "a style in an element"
		case n == "transform" || n == "d" && strings.Contains(a.Value, " "):
			for _, x := range separators.Split(a.Value, -1) {
				if x != "" && e.Name.Local != "path" && !number.MatchString(x) {
					return e.Name.Local + " " + n + " is " + a.Value
				}
			}
		}
	}
	return ""
}

// TestHostile: what comes from outside is shown, and is no markup of any form.
func TestHostile(t *testing.T) {
	r := hostileReport()
	for _, form := range []int{3, 4} {
		if s := write(t, r, form); !strings.Contains(s, "&lt;script&gt;alert(1)&lt;/script&gt;") {
			t.Errorf("%s does not show it", forms[form].file)
		}
	}
	m := write(t, r, 2)
	for _, bad := range []string{"<script", "<img", "http://", "\n# x", "\n#  x"} {
		if strings.Contains(m, bad) {
			t.Errorf("the Markdown holds %q", bad)
		}
	}
	if x := regexp.MustCompile(`[^\\]\]\(`).FindString(m); x != "" {
		t.Errorf("the Markdown has the link %q", x)
	}
	for line := range strings.Lines(m) {
		if strings.HasPrefix(line, "|") && !strings.HasSuffix(line, "|\n") {
			t.Errorf("a row ends early: %q", line)
		}
	}
	if !strings.Contains(m, `alert(1)&lt;/script&gt;`) {
		t.Error("the Markdown does not show it")
	}
}

// TestCrowd: thousands of scenarios stay readable, and what is left out is told.
func TestCrowd(t *testing.T) {
	r := &Report{Runs: []Run{crowd(2000, 2000)}}
	s := write(t, r, 3)
	for _, want := range []string{"286 of 2,000 scenarios that can be seen were missed", "1,960 further names with 1,960 scenarios",
		"1,940 further rows", "226 further rows"} {
		if !strings.Contains(s, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if n := strings.Count(s, "<rect"); n > 400 {
		t.Errorf("%d bars", n)
	}
	if len(s) > 2<<20 {
		t.Errorf("the page has %d octets", len(s))
	}
	text := write(t, r, 0)
	if n := strings.Count(text, "\n"); n > 600 || !strings.Contains(text, "1,940 further rows") || !strings.Contains(text, "86 further rows") {
		t.Errorf("%d lines", n)
	}
	windows := write(t, &Report{Runs: []Run{crowd(2000, 3)}}, 3)
	if n := strings.Count(windows, "<rect") + strings.Count(windows, "<g "); n > 1000 {
		t.Errorf("%d shapes for windows of three names", n)
	}
	if !strings.Contains(windows, "scenarios side by side") {
		t.Error("windows are not drawn as one where they touch")
	}
}

// TestMany: runs that find no room have a line in the tables, those with something to
// look at a section.
func TestMany(t *testing.T) {
	r := &Report{Runs: make([]Run, 100)}
	for i := range r.Runs {
		r.Runs[i] = ordinary()
		r.Runs[i].Note = lang.Text{EN: "Nothing was tried.", JA: "攻撃は行っていません。"}
	}
	r.Runs[99] = works()
	s := write(t, r, 3)
	if n := strings.Count(s, `<section class="run">`); n != maxSections {
		t.Errorf("%d sections", n)
	}
	for _, want := range []string{"60 further runs are in the tables above only", "60 further runs with lower rates", "Two days were learned before."} {
		if !strings.Contains(s, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
