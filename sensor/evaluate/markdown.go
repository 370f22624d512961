package evaluate

import (
	"bytes"
	"io"
	"strings"
)

// WriteMarkdown writes the report as Markdown with tables, in English, for
// documents that are kept.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var m markdown
	m.block("# " + escape(r.title().EN))
	t := r.tally()
	m.block(escape(t.verdict().EN))
	for _, f := range t.facts() {
		m.WriteString("- " + escape(f.name.EN) + ": **" + escape(f.value.EN) + "** " + escape(f.note.EN) + "\n")
	}
	m.WriteByte('\n')
	for _, x := range r.tables() {
		m.table(x, "## ")
	}
	for i := range r.Runs {
		if r.Runs[i].quiet() {
			continue
		}
		m.block("## " + escape(named(r.Runs[i].Name).EN))
		if n := sentence(r.Runs[i].Note).EN; n != "" {
			m.block(escape(n))
		}
		for _, x := range r.Runs[i].tables() {
			m.table(x, "### ")
		}
	}
	m.table(r.kindList(), "## ")
	_, err := w.Write(append(bytes.TrimRight(m.Bytes(), "\n"), '\n'))
	return err
}

type markdown struct{ bytes.Buffer }

// block writes a block with the empty line that ends it.
func (m *markdown) block(s string) { m.WriteString(s + "\n\n") }

func (m *markdown) table(t *table, heading string) {
	if len(t.rows) == 0 && t.none == "" {
		return
	}
	m.block(heading + escape(say(t.title).EN))
	if len(t.rows) == 0 {
		m.block(escape(say(t.none).EN))
		return
	}
	if t.lead != "" {
		m.block(escape(say(t.lead).EN))
	}
	m.head(t.columns)
	rows, left := t.shown()
	for _, r := range rows {
		m.WriteByte('|')
		for i, c := range r.cells {
			s := escape(c.EN)
			if i == 0 && r.mark == markMissed {
				s = "**" + s + "**"
			}
			m.WriteString(" " + s + " |")
		}
		m.WriteByte('\n')
	}
	m.WriteByte('\n')
	if left > 0 {
		m.block(escape(say("more-rows", left).EN))
	}
}

func (m *markdown) head(columns []column) {
	rule := "|"
	m.WriteByte('|')
	for _, c := range columns {
		m.WriteString(" " + escape(say(c.name).EN) + " |")
		if c.right {
			rule += "---:|"
		} else {
			rule += "---|"
		}
	}
	m.WriteString("\n" + rule + "\n")
}

// escape writes a text so that it is that text in Markdown, and in a cell of a
// table: what has a meaning there, or opens HTML or a link, loses it. Outside of
// names, hyphens and stops mean nothing within a line.
func escape(s string) string {
	s = escaper.Replace(s)
	if s != "" && strings.ContainsRune("-+#>=.", rune(s[0])) {
		s = `\` + s
	}
	return s
}

// escaper escapes by a backslash (CommonMark 2.4) or, for what opens HTML, by name.
// A colon before slashes is parted from them, so that no address becomes a link.
var escaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `{`, `\{`, `}`, `\}`, `[`, `\[`, `]`, `\]`,
	`|`, `\|`, `~`, `\~`, `!`, `\!`, `$`, `\$`, `@`, `\@`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "://", `:\/\/`, "www.", `www\.`)
