package permit

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Review is what a person decides about lines of a diff, numbered from 1 as Text
// numbers them. All approves every line that waits, but those in Reject. Why is for the
// audit trail.
type Review struct {
	Approve, Reject []int
	All             bool
	Why             string
}

// Review takes decisions: all of them, or with an error, which is Faults, none.
func (d *Diff) Review(r Review, by string, at time.Time) error {
	v := &validator{}
	v.check(by != "" && oneLine(by, maxPerson), "", wholePermit, noReviewer)
	v.check(r.All || len(r.Approve)+len(r.Reject) > 0, "", wholePermit, noDecisions)
	for _, n := range slices.Concat(r.Approve, r.Reject) {
		v.check(n >= 1 && n <= len(d.Lines), "", wholePermit, noLine, n, len(d.Lines))
	}
	for _, n := range r.Approve {
		v.check(!slices.Contains(r.Reject, n), "", wholePermit, bothDecisions, n)
	}
	if len(v.faults) > 0 {
		return v.faults
	}
	decide := func(n int, x baseline.Standing) {
		l := &d.Lines[n-1]
		l.Decision, l.By, l.At = x.String(), by, at.UTC()
	}
	for _, n := range r.Approve {
		decide(n, baseline.Approved)
	}
	for _, n := range r.Reject {
		decide(n, baseline.Rejected)
	}
	for i := range d.Lines {
		if r.All && d.Lines[i].Decision == "" {
			decide(i+1, baseline.Approved)
		}
	}
	return nil
}

// Decided returns how many lines were approved, and how many rejected.
func (d *Diff) Decided() (approved, rejected int) {
	for i := range d.Lines {
		switch d.Lines[i].Decision {
		case baseline.Approved.String():
			approved++
		case baseline.Rejected.String():
			rejected++
		}
	}
	return approved, rejected
}

// Encode returns the diff as JSON of at most so many octets: of one that is larger,
// first values and then lines are left out, and counted as such.
func (d *Diff) Encode(limit int) ([]byte, error) {
	x := *d
	x.Lines = slices.Clone(d.Lines)
	for values := MaxValues; ; {
		b, err := json.Marshal(x)
		if err != nil || len(b) <= limit {
			return b, err
		}
		switch {
		case values > 1:
			values /= 2
			for i := range x.Lines {
				x.Lines[i].shorten(values)
			}
		case len(x.Lines) > 0:
			x.drop(len(x.Lines) / 2)
		default:
			return nil, fmt.Errorf("permit: the permit %.40q alone is %d octets, of at most %d", d.Permit.Ticket, len(b), limit)
		}
	}
}

// shorten keeps so many values of a line.
func (l *Line) shorten(values int) {
	if more := len(l.Seen) - values; more > 0 {
		l.Seen, l.More = l.Seen[:values:values], l.More+uint64(more)
	}
}

// drop keeps so many lines.
func (d *Diff) drop(lines int) {
	for i := range d.Lines[lines:] {
		d.Omitted += d.Lines[lines+i].Count
	}
	d.Lines = d.Lines[:lines]
}
