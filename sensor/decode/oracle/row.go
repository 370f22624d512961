package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/banken-ot/banken/protocols/wire"
)

// Row is one message in the form both sides are brought to: the frame that
// completed it, the protocol, and items "name=value" in an order each mapping
// fixes.
type Row struct {
	Frame    uint64
	Protocol string
	Items    []string
	// Prefix, when set, is how many items are compared: of a message with
	// defective content the two sides stop at different places.
	Prefix int
}

// equals tells whether two rows say the same, as far as both may be compared.
func (r Row) equals(o Row) bool {
	a, b := r.Items, o.Items
	if n := max(r.Prefix, o.Prefix); n > 0 {
		a, b = a[:min(n, len(a))], b[:min(n, len(b))]
	}
	return r.Frame == o.Frame && slices.Equal(a, b)
}

// Add appends an item.
func (r *Row) Add(name string, value any) {
	r.Items = append(r.Items, fmt.Sprintf("%s=%v", name, value))
}

func (r Row) String() string {
	return fmt.Sprintf("%d\t%s\t%s", r.Frame, r.Protocol, strings.Join(r.Items, " "))
}

// Mapping brings the two sides of one protocol to rows.
type Mapping struct {
	Protocol string
	// Protos are the names of tshark's dissectors that -J keeps.
	Protos []string
	// Dissector is what tshark is told to decode another TCP port than Port as;
	// "" leaves other ports alone.
	Dissector string
	Port      uint16
	// Theirs makes the rows of one packet of tshark's, in order.
	Theirs func(p *Packet) []Row
	// Ours makes the row of a message; ok is false for messages tshark has no
	// counterpart of.
	Ours func(m *wire.Message) (r Row, ok bool)
}

// Difference is one row only one side has, or one that differs in items.
type Difference struct {
	Protocol string
	Frame    uint64
	Ours     string // "" when only tshark has a row
	Theirs   string // "" when only Banken has one
}

func (d Difference) String() string {
	switch {
	case d.Ours == "":
		return fmt.Sprintf("frame %d %s: only tshark: %s", d.Frame, d.Protocol, d.Theirs)
	case d.Theirs == "":
		return fmt.Sprintf("frame %d %s: only Banken: %s", d.Frame, d.Protocol, d.Ours)
	}
	return fmt.Sprintf("frame %d %s:\n    Banken %s\n    tshark %s", d.Frame, d.Protocol, d.Ours, d.Theirs)
}

// Compare lists the differences between two lists of rows of one capture.
// Within a frame, equal rows match whatever their order; the rest are put side
// by side.
func Compare(ours, theirs []Row) []Difference {
	var list []Difference
	mine, other := byFrame(ours), byFrame(theirs)
	frames := map[uint64]bool{}
	for f := range mine {
		frames[f] = true
	}
	for f := range other {
		frames[f] = true
	}
	sortedFrames := make([]uint64, 0, len(frames))
	for f := range frames {
		sortedFrames = append(sortedFrames, f)
	}
	slices.Sort(sortedFrames)
	for _, f := range sortedFrames {
		list = append(list, compareFrame(mine[f], other[f])...)
	}
	return list
}

func byFrame(rows []Row) map[uint64][]Row {
	m := map[uint64][]Row{}
	for _, r := range rows {
		m[r.Frame] = append(m[r.Frame], r)
	}
	return m
}

func compareFrame(ours, theirs []Row) []Difference {
	rest := slices.Clone(theirs)
	var left []Row
	for _, r := range ours {
		i := slices.IndexFunc(rest, r.equals)
		if i < 0 {
			left = append(left, r)
			continue
		}
		rest = slices.Delete(rest, i, i+1)
	}
	var list []Difference
	for i := range max(len(left), len(rest)) {
		d := Difference{}
		if i < len(left) {
			d.Frame, d.Protocol, d.Ours = left[i].Frame, left[i].Protocol, strings.Join(left[i].Items, " ")
		}
		if i < len(rest) {
			d.Frame, d.Protocol, d.Theirs = rest[i].Frame, rest[i].Protocol, strings.Join(rest[i].Items, " ")
		}
		list = append(list, d)
	}
	return list
}
