package record

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/replay"
)

// printer gathers the lines of a summary in one language.
type printer struct {
	strings.Builder
	language lang.Language
	margin   int // cells of the headings and the space behind them
}

func (p *printer) say(w word, args ...any) string { return words[w].Say(p.language, args...) }

// head writes a line under a heading.
func (p *printer) head(w word, line string) {
	p.WriteString(lang.Pad(p.say(w), p.margin) + line + "\n")
}

// note writes a further line, unless it would count nothing.
func (p *printer) note(n uint64, w word, args ...any) {
	if n > 0 {
		p.WriteString(strings.Repeat(" ", p.margin) + p.say(w, append([]any{n}, args...)...) + "\n")
	}
}

// Print writes the summary for reading, in a language.
func (s *Summary) Print(w io.Writer, t replay.Totals, l lang.Language) error {
	p := &printer{language: l}
	for _, heading := range [...]word{wordPackets, wordFlows, wordTransactions, wordLost} {
		p.margin = max(p.margin, lang.Width(p.say(heading))+1)
	}
	p.packets(&t)
	p.flows(s, t.Flows)
	p.transactions(s)
	lost := p.say(wordLostOf, s.lost) + p.say(wordComma) + p.say(wordBlind, s.blind, lang.Span(s.blindTime))
	p.head(wordLost, lost)
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *printer) packets(t *replay.Totals) {
	if d := time.Duration(t.Last - t.First); d > 0 {
		p.head(wordPackets, p.say(wordPacketsTime, t.Packets, t.Octets, lang.Span(d)))
	} else {
		p.head(wordPackets, p.say(wordPacketsOf, t.Packets, t.Octets))
	}
	p.note(t.CutShort, wordCutShort, t.NotCaptured)
	p.note(t.Malformed-t.Unsupported, wordMalformed)
	p.note(t.Unsupported, wordUnsupported)
	p.note(t.Stats.Conflicts, wordConflicts)
}

func (p *printer) flows(s *Summary, total uint64) {
	line := lang.Thousands(total)
	for _, name := range slices.SortedFunc(maps.Keys(s.flows), cmp.Compare) {
		if name != "" {
			line += p.say(wordComma) + name + " " + lang.Thousands(s.flows[name])
		}
	}
	if n := s.flows[""]; n > 0 {
		line += p.say(wordComma) + p.say(wordOther) + " " + lang.Thousands(n)
	}
	p.head(wordFlows, line)
	p.note(s.foreign, wordForeign)
}

// transactions writes a table of the functions, and one of the defects.
func (p *printer) transactions(s *Summary) {
	var total uint64
	for _, t := range s.transactions {
		for _, n := range t {
			total += n
		}
	}
	p.head(wordTransactions, p.say(wordMessages, total, s.messages))
	var rows [][]string
	for _, k := range slices.SortedFunc(maps.Keys(s.transactions), compareFunction) {
		rows = append(rows, []string{k.protocol, cmp.Or(k.name, p.say(wordOther)), operationText(k.operation).In(p.language), p.ended(s.transactions[k])})
	}
	for _, k := range slices.SortedFunc(maps.Keys(s.defects), compareDefect) {
		rows = append(rows, []string{k.protocol, k.name, p.say(wordDefect), lang.Thousands(s.defects[k])})
	}
	p.table(rows)
}

// ended tells how often a function had which outcome.
func (p *printer) ended(t *tally) string {
	var parts []string
	for o := wire.Answered; o <= wire.Unasked; o++ {
		if t[o] > 0 {
			parts = append(parts, outcomeText(o).In(p.language)+" "+lang.Thousands(t[o]))
		}
	}
	return strings.Join(parts, p.say(wordComma))
}

// table writes rows of equally many cells, all but the last as wide as the
// widest of their column.
func (p *printer) table(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], lang.Width(cell))
		}
	}
	for _, row := range rows {
		for i, cell := range row {
			if i == len(row)-1 {
				p.WriteString("  " + cell + "\n")
			} else {
				p.WriteString("  " + lang.Pad(cell, widths[i]))
			}
		}
	}
}

func compareFunction(a, b function) int {
	return cmp.Or(cmp.Compare(a.protocol, b.protocol), cmp.Compare(a.name, b.name), cmp.Compare(a.operation, b.operation))
}

func compareDefect(a, b defect) int {
	return cmp.Or(cmp.Compare(a.protocol, b.protocol), cmp.Compare(a.name, b.name))
}
