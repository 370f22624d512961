package oracle

import (
	"fmt"
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
	// Limit, when set, is how many items are compared, and Why names what makes
	// the two sides tell differently behind them.
	Limit int
	Why   string
	// Aside, when set, names why the row is no message for comparison by itself:
	// it stands for what the other side may tell in its place.
	Aside string
	// Note is the defects Banken found: it is not compared, but a difference
	// tells it.
	Note string
}

// Add appends an item.
func (r *Row) Add(name string, value any) {
	r.Items = append(r.Items, fmt.Sprintf("%s=%v", name, value))
}

// stop ends the comparison behind n items, unless it ended before.
func (r *Row) stop(n int, why string) {
	if r.Limit == 0 || r.Limit > n {
		r.Limit, r.Why = n, why
	}
}

func (r *Row) head() string { return strings.Join(r.Items[:min(r.Head, len(r.Items))], " ") }

// limit returns how many items of two rows are compared, 0 for all: the smaller
// of their limits.
func limit(a, b *Row) int {
	if a.Limit == 0 || b.Limit == 0 {
		return max(a.Limit, b.Limit)
	}
	return min(a.Limit, b.Limit)
}

// cut divides a row's items at a limit, 0 for none.
func (r *Row) cut(n int) (before, behind []string) {
	if n == 0 || n > len(r.Items) {
		return r.Items, nil
	}
	return r.Items[:n], r.Items[n:]
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
	// LeftOut are the pairs of Row.Aside of Banken's and of tshark's that explain
	// each other: a message of Banken's that is left out must have one.
	LeftOut map[[2]string]bool
}

func (m *Mapping) name() string {
	if m.Name != "" {
		return m.Name
	}
	return m.Protocol
}
