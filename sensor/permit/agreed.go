package permit

import (
	"slices"
	"strings"

	"github.com/banken-ot/banken/baseline"
)

// MaxAgreed is how many approved lines of closed permits are known at most: what was
// agreed after that is told like everything else that is new.
const MaxAgreed = 16384

// Agreed are the lines of closed permits that people approved: what was done under a
// permit, is not learned by that, and belongs to operation from now on. When it is
// seen again it is no news. It belongs to one goroutine.
type Agreed struct{ lines map[lineKey]*agreement }

// agreement is an approved line.
type agreement struct {
	ticket string
	seen   []string
	last   int64 // when it was last seen again
}

// NewAgreed returns one without any lines.
func NewAgreed() *Agreed { return &Agreed{map[lineKey]*agreement{}} }

// Take takes over the decisions of a diff: what is approved from now on, and what no
// longer.
func (a *Agreed) Take(d *Diff) {
	for i := range d.Lines {
		l := &d.Lines[i]
		k := l.key().agreed(l.Detector)
		if l.Decision != baseline.Approved.String() {
			if l.Decision != "" {
				delete(a.lines, k)
			}
			continue
		}
		x := a.lines[k]
		if x == nil && len(a.lines) < MaxAgreed {
			x = &agreement{}
			a.lines[k] = x
		}
		if x != nil {
			x.ticket = d.Permit.Ticket
			x.seen = append(x.seen[:0:0], l.Seen...)
		}
	}
}

// agreed is the key under which a line is known again. Which of the whitelist's kinds
// it is of depends on what else is known, and is not what people approved.
func (k lineKey) agreed(detector string) lineKey {
	if detector == baseline.Whitelist.ID() {
		k.kind = ""
	}
	return k
}

// rejectedKind begins the kinds of what people have rejected in the baseline: that they
// said of the very thing, and it holds.
const rejectedKind = "rejected-"

// retakeAfter is how often the same line is told to be seen again, ns: whoever then
// has the baseline approve it needs not do so for each packet.
const retakeAfter = int64(60e9)

// Covers reports whether a deviation is what was approved, and under which ticket;
// fresh, whether it was not seen again a moment before. Of keys it is enough that it is
// the same; of values it must be one of those that were seen.
func (a *Agreed) Covers(d *baseline.Deviation) (ticket string, fresh, ok bool) {
	if len(a.lines) == 0 || d.Meaning == nil || strings.HasPrefix(string(d.Meaning.Kind), rejectedKind) {
		return "", false, false
	}
	x := a.lines[keyOf(d).agreed(d.Meaning.Detector.ID())]
	if x == nil || !x.is(d) {
		return "", false, false
	}
	fresh = d.Event-x.last >= retakeAfter || d.Event < x.last
	if fresh {
		x.last = d.Event
	}
	return x.ticket, fresh, true
}

// is reports whether a deviation of the same key is what was approved.
func (x *agreement) is(d *baseline.Deviation) bool {
	switch d.Meaning.Detector {
	case baseline.Tripwire, baseline.Whitelist, baseline.Sequence:
		return true
	case baseline.Values:
		return slices.Contains(x.seen, cut(d.Seen))
	}
	return false
}
