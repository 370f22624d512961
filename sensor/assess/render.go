package assess

import (
	"embed"
	"html/template"
	"io"
	"reflect"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

//go:embed page.tmpl sections.tmpl style.css
var pageFiles embed.FS

// maxVisible rows of a table are shown at once; the rest opens at a click, and
// is not printed.
const maxVisible = 60

// Write writes the report as one HTML page that needs nothing else.
func (r *Report) Write(w io.Writer, o Options) error {
	p := page{language: o.Language, alone: o.Alone}
	t, err := template.New("page.tmpl").Funcs(p.funcs(r)).ParseFS(pageFiles, "page.tmpl", "sections.tmpl")
	if err != nil {
		return err
	}
	style, err := pageFiles.ReadFile("style.css")
	if err != nil {
		return err
	}
	return t.Execute(w, map[string]any{"Report": r, "Style": template.CSS(style), "Both": !o.Alone,
		"Lang": o.Language.String(), "Technique": Techniques})
}

// page is what the functions of the template know.
type page struct {
	language lang.Language
	alone    bool // in language only
}

func (p page) funcs(r *Report) template.FuncMap {
	return template.FuncMap{
		"text":       p.text,
		"say":        func(name string, args ...any) template.HTML { return p.text(say(name, args...)) },
		"plain":      func(name string) string { return p.plain(say(name)) },
		"num":        thousands,
		"len64":      func(list any) uint64 { return uint64(reflect.ValueOf(list).Len()) },
		"time":       func(t When) template.HTML { return timeHTML(t, r.OneDay) },
		"head":       func(list any) any { return split(list, true) },
		"tail":       func(list any) any { return split(list, false) },
		"dict":       dict,
		"sections":   func() []int { return []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10} },
		"technique":  func() string { return Techniques },
		"add":        func(a, b, c int) int { return a + b + c },
		"maxVisible": func() int { return maxVisible },
	}
}

// text writes a text in the languages of the page, escaped.
func (p page) text(t Text) template.HTML {
	en, ja := template.HTMLEscapeString(t.EN), template.HTMLEscapeString(t.JA)
	if p.alone || t.EN == t.JA {
		return template.HTML(template.HTMLEscapeString(t.In(p.language)))
	}
	return template.HTML(`<span lang="en">` + en + `</span><span lang="ja">` + ja + `</span>`)
}

// plain writes a text where no markup can be.
func (p page) plain(t Text) string {
	if p.alone {
		return t.In(p.language)
	}
	return t.JA + " / " + t.EN
}

// timeHTML writes a time of the zone, with UTC for whoever asks. The clock
// alone will do when all is of one day.
func timeHTML(t When, oneDay bool) template.HTML {
	s := t.Local
	if oneDay {
		s = t.Clock
	}
	e := template.HTMLEscapeString
	return template.HTML(`<time datetime="` + e(t.UTC) + `" title="` + e(strings.Replace(t.UTC, "T", " ", 1)) + `">` + e(s) + `</time>`)
}

// split returns the rows of a table that are shown at once, or the others.
func split(list any, head bool) any {
	v := reflect.ValueOf(list)
	n := min(v.Len(), maxVisible)
	if head {
		return v.Slice(0, n).Interface()
	}
	return v.Slice(n, v.Len()).Interface()
}

// dict makes the data of a template called with several values: names and
// values in turn.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}
