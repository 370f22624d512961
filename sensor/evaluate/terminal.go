package evaluate

import (
	"bytes"
	"io"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// maxCell bounds a cell on a terminal, in cells of the screen.
const maxCell = 44

// WriteText writes the report for a terminal.
func (r *Report) WriteText(w io.Writer, l lang.Language) error {
	p := terminal{language: l}
	title := r.title().In(l)
	p.line(title)
	p.line(strings.Repeat("=", lang.Width(title)))
	t := r.tally()
	p.line(t.verdict().In(l))
	p.line("")
	p.facts(t.facts())
	for _, x := range r.tables() {
		p.table(x)
	}
	for i := range r.Runs {
		if r.Runs[i].quiet() {
			continue
		}
		p.heading(named(r.Runs[i].Name).EN, "=")
		if n := r.Runs[i].Note; !n.Empty() {
			p.line(sentence(n).In(l))
		}
		for _, x := range r.Runs[i].tables() {
			p.table(x)
		}
	}
	p.table(r.kindList())
	_, err := w.Write(p.Bytes())
	return err
}

// tables are those of all runs together.
func (r *Report) tables() []*table {
	list := []*table{r.missed(), r.runs()}
	if len(r.Runs) > 1 {
		list = append(list, grouped(r.groups()))
	}
	return append(list, r.forecasts())
}

// tables are those of one run.
func (r *Run) tables() []*table {
	return []*table{grouped(groups(r.Result.Outcomes)), r.scenarios(), r.falseIncidents()}
}

// terminal writes for a screen of cells of one width.
type terminal struct {
	bytes.Buffer
	language lang.Language
}

func (p *terminal) line(s string) {
	p.WriteString(strings.TrimRight(s, " "))
	p.WriteByte('\n')
}

func (p *terminal) heading(s, under string) {
	p.line("")
	p.line(s)
	p.line(strings.Repeat(under, lang.Width(s)))
}

func (p *terminal) facts(list []fact) {
	widths := [2]int{}
	for _, f := range list {
		widths[0] = max(widths[0], lang.Width(f.name.In(p.language)))
		widths[1] = max(widths[1], lang.Width(f.value.In(p.language)))
	}
	for _, f := range list {
		value := f.value.In(p.language)
		p.line(lang.Pad(f.name.In(p.language), widths[0]) + "  " + left(value, widths[1]) + "  " + f.note.In(p.language))
	}
}

// left returns s with spaces before it.
func left(s string, cells int) string {
	return strings.Repeat(" ", max(0, cells-lang.Width(s))) + s
}

// table writes a table with its heading.
func (p *terminal) table(t *table) {
	if len(t.rows) == 0 && t.none == "" {
		return
	}
	p.heading(say(t.title).In(p.language), "-")
	if len(t.rows) == 0 {
		p.line(say(t.none).In(p.language))
		return
	}
	p.rows(t)
	if _, n := t.shown(); n > 0 {
		p.line(say("more-rows", n).In(p.language))
	}
}

func (p *terminal) rows(t *table) {
	lines := [][]string{make([]string, len(t.columns))}
	for i, c := range t.columns {
		lines[0][i] = say(c.name).In(p.language)
	}
	rows, _ := t.shown()
	for _, r := range rows {
		cells := make([]string, len(r.cells))
		for i, c := range r.cells {
			cells[i] = cut(c.In(p.language), maxCell)
		}
		lines = append(lines, cells)
	}
	widths := make([]int, len(t.columns))
	for _, cells := range lines {
		for i, s := range cells {
			widths[i] = max(widths[i], lang.Width(s))
		}
	}
	for _, cells := range lines {
		p.cells(cells, widths, t.columns)
	}
}

func (p *terminal) cells(cells []string, widths []int, columns []column) {
	for i, s := range cells {
		if columns[i].right {
			cells[i] = left(s, widths[i])
		} else {
			cells[i] = lang.Pad(s, widths[i])
		}
	}
	p.line(strings.Join(cells, "  "))
}
