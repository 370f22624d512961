package evaluate

import (
	"bytes"
	"embed"
	"html/template"
	"io"

	"github.com/banken-ot/banken/sensor/lang"
)

//go:embed page.tmpl style.css
var pageFiles embed.FS

const (
	// maxVisible rows of a table are shown at once; further ones open at a click.
	maxVisible = 60
	// maxPageRows of a table are on the page at all; more make it heavy, and are told
	// by name of scenario.
	maxPageRows = 5000
	// maxSections runs have a section of their own, those with something to look at
	// before others.
	maxSections = 40
)

// WriteHTML writes the report as one page in one language, which needs nothing else:
// no script, no picture, nothing of a network.
func (r *Report) WriteHTML(w io.Writer, l lang.Language) error {
	p := pager{l}
	t, err := template.New("page.tmpl").Funcs(template.FuncMap{
		"say": func(name string) string { return say(name).In(l) }}).ParseFS(pageFiles, "page.tmpl")
	if err != nil {
		return err
	}
	style, err := pageFiles.ReadFile("style.css")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p.page(r, template.CSS(style))); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// page is what the template writes.
type page struct {
	Lang, Title, Verdict string
	Mark                 shape
	Style                template.CSS
	Facts                []pageFact
	Missed               *pageTable
	Tables               []*pageTable
	Rates                *figure
	Sections             []pageSection
	LeftOut              string // runs without a section
	Kinds                *pageTable
}

type pageFact struct {
	Mark              shape
	Name, Value, Note string
}

// pageSection is one run.
type pageSection struct {
	Name, Note string
	Mark       shape
	Figures    []*figure
	Tables     []*pageTable
	Promised   *pageTable
}

// pageTable is a table in the language of the page.
type pageTable struct {
	Title, Lead, None string
	Columns           []pageColumn
	Rows, More        []pageRow
	MoreText, LeftOut string
}

type pageColumn struct{ Name, Class string }

type pageRow struct {
	Mark  shape
	Cells []pageCell
}

type pageCell struct{ Text, Class string }

// pager makes a page in a language.
type pager struct{ language lang.Language }

func (p pager) page(r *Report, style template.CSS) *page {
	l, t := p.language, r.tally()
	x := &page{Lang: l.String(), Title: r.title().In(l), Verdict: t.verdict().In(l), Mark: t.mark(), Style: style,
		Missed: p.table(r.missed()), Rates: r.rates(l), Kinds: p.table(r.kindList())}
	for _, f := range t.facts() {
		x.Facts = append(x.Facts, pageFact{f.mark, f.name.In(l), f.value.In(l), f.note.In(l)})
	}
	for _, y := range r.tables()[1:] {
		x.Tables = p.append(x.Tables, y)
	}
	shown := r.shown()
	for i := range r.Runs {
		if shown[i] {
			x.Sections = append(x.Sections, p.section(&r.Runs[i]))
		}
	}
	if n := len(r.Runs) - len(x.Sections); n > 0 {
		x.LeftOut = say("runs-left-out", n).In(l)
	}
	return x
}

// shown tells which runs have a section.
func (r *Report) shown() []bool {
	list, n := make([]bool, len(r.Runs)), 0
	for _, abnormal := range []bool{true, false} {
		for i := range r.Runs {
			if n < maxSections && !r.Runs[i].quiet() && r.Runs[i].abnormal() == abnormal {
				list[i] = true
				n++
			}
		}
	}
	return list
}

func (p pager) section(r *Run) pageSection {
	l, t := p.language, r.Result.tally()
	s := pageSection{Name: named(r.Name).EN, Note: sentence(r.Note).In(l), Mark: t.mark(), Promised: p.table(r.promised())}
	for _, f := range []*figure{r.timeline(l), r.delays(l), r.forecastPlot(l)} {
		if f != nil && (f.Height > 0 || len(f.Notes) > 0) {
			s.Figures = append(s.Figures, f)
		}
	}
	for _, y := range r.tables() {
		s.Tables = p.append(s.Tables, y)
	}
	return s
}

// append adds a table that has something to say.
func (p pager) append(list []*pageTable, t *table) []*pageTable {
	if x := p.table(t); x != nil {
		return append(list, x)
	}
	return list
}

// table puts a table into the language; nil when it has nothing to say.
func (p pager) table(t *table) *pageTable {
	if len(t.rows) == 0 && t.none == "" {
		return nil
	}
	l := p.language
	x := &pageTable{Title: say(t.title).In(l)}
	if len(t.rows) == 0 {
		x.None = say(t.none).In(l)
		return x
	}
	if t.lead != "" {
		x.Lead = say(t.lead).In(l)
	}
	for _, c := range t.columns {
		x.Columns = append(x.Columns, pageColumn{say(c.name).In(l), c.class()})
	}
	kept := t.rows[:min(len(t.rows), maxPageRows)]
	first := kept[:min(len(kept), maxVisible)]
	x.Rows, x.More = p.rows(t, first), p.rows(t, kept[len(first):])
	if n := len(x.More); n > 0 {
		x.MoreText = say("more-rows", n).In(l)
	}
	if n := len(t.rows) - len(kept); n > 0 {
		x.LeftOut = say("rows-left-out", n).In(l)
	}
	return x
}

func (p pager) rows(t *table, list []row) []pageRow {
	rows := make([]pageRow, 0, len(list))
	for _, r := range list {
		y := pageRow{Mark: r.mark}
		for i, c := range r.cells {
			y.Cells = append(y.Cells, pageCell{c.In(p.language), t.columns[i].class()})
		}
		rows = append(rows, y)
	}
	return rows
}

// class is how a column is set.
func (c *column) class() string {
	switch {
	case c.right && c.fixed:
		return "n f"
	case c.right:
		return "n"
	case c.fixed:
		return "f"
	}
	return ""
}
