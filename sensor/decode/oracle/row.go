package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
)

// Row is one message in the form both sides are brought to: the frame that
// completed it, and items "name=value" in an order each mapping fixes.
type Row struct {
	Frame    uint64
	Protocol string
	Items    []string
	// Head is how many of the first items say which message it is.
	Head int
	// Prefix, when set, is how many items are compared: the mapping says of
	// which messages the two sides cannot tell the same beyond it.
	Prefix int
	// Note is the defects Banken found: it is not compared, but a difference
	// tells it.
	Note string
}

// Add appends an item.
func (r *Row) Add(name string, value any) {
	r.Items = append(r.Items, fmt.Sprintf("%s=%v", name, value))
}

func (r *Row) head() string { return strings.Join(r.Items[:min(r.Head, len(r.Items))], " ") }

// compared returns the items of two rows that are compared.
func compared(a, b *Row) (x, y []string) {
	x, y = a.Items, b.Items
	if n := max(a.Prefix, b.Prefix); n > 0 {
		x, y = x[:min(n, len(x))], y[:min(n, len(y))]
	}
	return x, y
}

func (r *Row) equals(o *Row) bool {
	a, b := compared(r, o)
	return slices.Equal(a, b)
}

// Mapping brings the two sides of one protocol to rows.
type Mapping struct {
	// Name is what rows, divergences and testdata call it when a protocol has
	// several; "" for the protocol's name.
	Name     string
	Protocol string
	// Protos are the names of tshark's dissectors that -J keeps, the one that
	// -d names first.
	Protos []string
	// Section is the name of the items that open a part of a message: a
	// difference tells in which it is.
	Section string
	// Theirs makes the rows of one packet of tshark's, in order.
	Theirs func(p *Packet) []Row
	// Ours makes the row of a message; ok is false for messages tshark has no
	// counterpart of.
	Ours func(m *wire.Message) (r Row, ok bool)
}

func (m *Mapping) name() string {
	if m.Name != "" {
		return m.Name
	}
	return m.Protocol
}

// Tally counts what was compared.
type Tally struct {
	Rows, Items int // that are equal; of a row with differences, its equal items
	Uncompared  int // items of Banken's behind Row.Prefix
	AsTheyCame  int // rows equal to those of tshark's second run alone
	Differences int
}

// Add adds another tally.
func (t *Tally) Add(o Tally) {
	t.Rows += o.Rows
	t.Items += o.Items
	t.Uncompared += o.Uncompared
	t.AsTheyCame += o.AsTheyCame
	t.Differences += o.Differences
}

// Difference is a row only one side has, or a run of items that differ in one
// that both have.
type Difference struct {
	Mapping string // its name
	Frame   uint64
	Head    string // which message
	Section string // the part of the message
	Note    string // Banken's defects, and what tshark marks the frame as
	Only    string // the side that alone has the row; "" when both have it
	Ours    []string
	Theirs  []string
}

// String tells the difference in one line: what the patterns of the list of
// divergences are matched with.
func (d *Difference) String() string {
	where := fmt.Sprintf("frame %d %s", d.Frame, d.Mapping)
	switch d.Only {
	case "Banken":
		return fmt.Sprintf("%s: only Banken: %s [%s]", where, strings.Join(d.Ours, " "), d.Note)
	case "tshark":
		return fmt.Sprintf("%s: only tshark: %s", where, strings.Join(d.Theirs, " "))
	}
	return fmt.Sprintf("%s: %s [%s] in %s: Banken %s | tshark %s", where, d.Head, d.Note, d.Section, list(d.Ours), list(d.Theirs))
}

func list(items []string) string {
	if len(items) == 0 {
		return "-"
	}
	return strings.Join(items, " ")
}

// Compare lists the differences between the rows of one capture. What is not
// among theirs is looked for in again, the rows of tshark's second run.
func (m *Mapping) Compare(ours, theirs, again []Row) (all []Difference, t Tally) {
	mine, other, second := byFrame(ours), byFrame(theirs), byFrame(again)
	frames := make([]uint64, 0, len(mine))
	for f := range mine {
		frames = append(frames, f)
	}
	for f := range other {
		if mine[f] == nil {
			frames = append(frames, f)
		}
	}
	slices.Sort(frames)
	for _, f := range frames {
		all = append(all, m.compareFrame(mine[f], other[f], second[f], &t)...)
	}
	t.Differences = len(all)
	return all, t
}

func byFrame(rows []Row) map[uint64][]Row {
	m := map[uint64][]Row{}
	for _, r := range rows {
		m[r.Frame] = append(m[r.Frame], r)
	}
	return m
}

// compareFrame takes out the rows that are equal, whatever their order, then
// puts side by side those of the same message, then the rest.
func (m *Mapping) compareFrame(ours, theirs, again []Row, t *Tally) (all []Difference) {
	pair := func(with *[]Row, same func(a, b *Row) bool) {
		var left []Row
		for _, a := range ours {
			i := slices.IndexFunc(*with, func(b Row) bool { return same(&a, &b) })
			if i < 0 {
				left = append(left, a)
				continue
			}
			all = append(all, m.compareRows(&a, &(*with)[i], t)...)
			*with = slices.Delete(slices.Clone(*with), i, i+1)
		}
		ours = left
	}
	pair(&theirs, (*Row).equals)
	n := len(ours)
	pair(&again, (*Row).equals)
	t.AsTheyCame += n - len(ours)
	pair(&theirs, func(a, b *Row) bool { return a.head() == b.head() })
	if len(ours) == len(theirs) {
		pair(&theirs, func(*Row, *Row) bool { return true })
	}
	for _, r := range ours {
		all = append(all, Difference{Mapping: m.name(), Frame: r.Frame, Only: "Banken", Note: r.Note, Ours: r.Items})
	}
	for _, r := range theirs {
		all = append(all, Difference{Mapping: m.name(), Frame: r.Frame, Only: "tshark", Theirs: r.Items})
	}
	return all
}

func (m *Mapping) compareRows(a, b *Row, t *Tally) (all []Difference) {
	ours, theirs := compared(a, b)
	differ := 0
	for _, h := range hunks(ours, theirs) {
		d := Difference{Mapping: m.name(), Frame: a.Frame, Head: a.head(), Note: a.Note,
			Section: m.section(ours[:h.a]), Ours: ours[h.a:h.aEnd], Theirs: theirs[h.b:h.bEnd]}
		differ += h.aEnd - h.a
		all = append(all, d)
	}
	if len(all) == 0 {
		t.Rows++
	}
	t.Items += len(ours) - differ
	t.Uncompared += len(a.Items) - len(ours)
	return all
}

// section names the place behind some items: what opened the section, and the
// item before.
func (m *Mapping) section(before []string) string {
	for i := len(before) - 1; i >= 0; i-- {
		if m.Section != "" && strings.HasPrefix(before[i], m.Section+"=") {
			return before[i] + " " + before[len(before)-1]
		}
	}
	if len(before) == 0 {
		return "head"
	}
	return before[len(before)-1]
}
