package permit

import (
	"cmp"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Bounds of what is recorded under a permit.
const (
	// MaxLines is how many lines a person is shown.
	MaxLines = 4096
	// MaxValues is how many different values a line names.
	MaxValues = 16
	// maxValue bounds a text in a line, octets.
	maxValue = 255
)

// Line is one sort of thing that was done: how often, and with which values.
type Line struct {
	Asset     netip.Addr    `json:"asset"`
	Host      netip.Addr    `json:"host"`
	Protocol  string        `json:"protocol,omitempty"`
	Station   uint32        `json:"station"`
	Operation string        `json:"operation"` // of wire.Operation
	Function  string        `json:"function,omitempty"`
	Point     string        `json:"point,omitempty"`
	Kind      baseline.Kind `json:"kind"` // of the deviation
	// Detector is the short name of that which found it: "D1"; "" in older diffs.
	Detector string `json:"detector,omitempty"`
	// Control: something was asked for that affects the plant.
	Control bool `json:"control,omitempty"`

	// Expected is what was usual before, "" for nothing; Seen are the different
	// values in the order in which they came, More how often there were others.
	Expected string   `json:"expected"`
	Seen     []string `json:"seen"`
	More     uint64   `json:"more,omitempty"`

	Count uint64 `json:"count"`
	// Accepted is how many of them the device accepted.
	Accepted uint64    `json:"accepted"`
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
	// Frame proves the first of them; 0 for none.
	Frame uint64 `json:"frame,omitempty"`

	// Decision is "", "approved" or "rejected", By whom and when.
	Decision string    `json:"decision,omitempty"`
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
}

// Diff is what was done under a permit, for a person to approve or reject line by
// line.
type Diff struct {
	V      int       `json:"v"`
	Permit Permit    `json:"permit"`
	Closed time.Time `json:"closed,omitzero"` // when the permit ended
	Lines  []Line    `json:"lines"`           // sorted
	// Omitted is how often something was done that found no room as a line of its
	// own.
	Omitted uint64 `json:"omitted,omitempty"`
}

// lineKey is what makes a line.
type lineKey struct {
	asset, host                netip.Addr
	protocol                   string
	station                    uint32
	operation, function, point string
	kind                       baseline.Kind
}

// key returns what makes a line the one it is.
func (l *Line) key() lineKey {
	return lineKey{l.Asset, l.Host, l.Protocol, l.Station, l.Operation, l.Function, l.Point, l.Kind}
}

// keyOf returns what makes the line of a deviation.
func keyOf(d *baseline.Deviation) lineKey {
	return lineKey{d.Target.Unmap(), d.Actor.Unmap(), d.Protocol, d.Station, d.Operation.String(), cut(d.Function), cut(d.Point), d.Meaning.Kind}
}

// work records what is done under a permit.
type work struct {
	permit  Permit
	index   map[lineKey]int
	lines   []Line
	omitted uint64
}

func newWork(p Permit) *work { return &work{permit: p, index: map[lineKey]int{}} }

// note records a deviation that the permit covers.
func (w *work) note(d *baseline.Deviation) {
	n := max(d.Count, 1)
	k := keyOf(d)
	i, ok := w.index[k]
	if !ok && len(w.lines) >= MaxLines {
		w.omitted += n
		return
	}
	at := time.Unix(0, d.Event).UTC()
	if !ok {
		i = len(w.lines)
		w.index[k] = i
		w.lines = append(w.lines, Line{Asset: k.asset, Host: k.host, Protocol: k.protocol, Station: k.station, Operation: k.operation,
			Function: k.function, Point: k.point, Kind: k.kind, Detector: d.Meaning.Detector.ID(), Control: d.Meaning.Control, Expected: cut(d.Expected), First: at, Frame: d.Frame})
	}
	w.lines[i].add(d, n, at)
}

// add counts a deviation in its line.
func (l *Line) add(d *baseline.Deviation, n uint64, at time.Time) {
	l.Count += n
	l.Last = at
	if d.Outcome == wire.Answered || d.Outcome == wire.Unasked {
		l.Accepted += n
	}
	seen := cut(d.Seen)
	switch {
	case seen == "" || slices.Contains(l.Seen, seen):
	case len(l.Seen) < MaxValues:
		l.Seen = append(l.Seen, seen)
	default:
		l.More++
	}
}

// cut keeps the beginning of a text.
func cut(s string) string {
	if len(s) <= maxValue {
		return s
	}
	return strings.ToValidUTF8(s[:maxValue], "")
}

// diffVersion is the version of the form of a diff.
const diffVersion = 1

// diff returns what was done so far.
func (w *work) diff() Diff {
	d := Diff{V: diffVersion, Permit: w.permit, Lines: make([]Line, len(w.lines)), Omitted: w.omitted}
	for i := range w.lines {
		d.Lines[i] = w.lines[i]
		d.Lines[i].Seen = append([]string{}, w.lines[i].Seen...)
	}
	slices.SortStableFunc(d.Lines, func(a, b Line) int {
		return cmp.Or(a.Asset.Compare(b.Asset), a.Host.Compare(b.Host), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Station, b.Station),
			cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Function, b.Function), cmp.Compare(a.Point, b.Point), cmp.Compare(a.Kind, b.Kind))
	})
	return d
}

// Open returns how many lines wait for a decision.
func (d *Diff) Open() (n int) {
	for i := range d.Lines {
		if d.Lines[i].Decision == "" {
			n++
		}
	}
	return n
}

// ParseDiff reads a diff from JSON, as it was kept.
func ParseDiff(b []byte) (d Diff, err error) {
	if err := json.Unmarshal(b, &d); err != nil {
		return Diff{}, Faults{{Text: wrongForm.Fill(strings.TrimPrefix(err.Error(), "json: "))}}
	}
	if d.V != diffVersion || len(d.Lines) > MaxLines {
		return Diff{}, Faults{{Text: wrongForm.Fill("v, lines")}}
	}
	for i := range d.Lines {
		if x := d.Lines[i].Decision; x != "" && x != baseline.Approved.String() && x != baseline.Rejected.String() || len(d.Lines[i].Seen) > MaxValues {
			return Diff{}, Faults{{Text: wrongForm.Fill("decision, seen")}}
		}
	}
	return d, nil
}
