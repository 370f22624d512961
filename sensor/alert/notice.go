package alert

import (
	"errors"
	"strconv"

	"github.com/banken-ot/banken/baseline"
)

// notice tells something about the sensor itself that asks for little: in the notice of
// its kind that is open, of edits for a day.
func (d *Desk) notice(n *note, g grounds) {
	kind, lasts := string(n.x.Meaning.Kind), n.x.Meaning.Detector == baseline.Visible
	s := d.find(func(s *story) bool {
		return s.Sort == Notice && s.State.Standing() && s.Kinds[0].Kind == kind && (lasts || d.now-s.Opened.UnixNano() < int64(MaxAge))
	})
	what := Updated
	if s == nil {
		if len(d.stories) >= MaxOpen+siteRoom {
			d.omitted++
			return
		}
		s, what = d.add(Notice, Open, n), Opened
	}
	d.take(s, n)
	s.only(g)
	d.judge(s)
	d.changed(what, s)
}

// ofItself is a deviation about the sensor itself.
func (d *Desk) ofItself(k baseline.Kind) baseline.Deviation {
	return baseline.Deviation{Meaning: baseline.OwnMeaning(k), Time: d.now, Event: d.now, Count: 1, State: baseline.Ready}
}

// tellDemoted tells that a detector only adds evidence from now on.
func (d *Desk) tellDemoted(x baseline.Detector, a *account) {
	promised, wrong := a.sum()
	y := d.ofItself(baseline.Demoted(x))
	y.Expected, y.Seen = "~"+strconv.FormatFloat(promised, 'g', 2, 64), strconv.Itoa(wrong)
	n := d.noteOf(&y)
	g := grounds{Impact: mediumImpact, Reached: 1}
	g.Sure[baseline.Precursor] = corroborated
	d.notice(&n, g)
}

// voiceless reports whether it is a notice that a detector only adds evidence: it
// stands for as long as that does.
func (s *story) voiceless() bool {
	for n := range baseline.Detectors {
		if x := baseline.Detector(n); s.Sort == Notice && speakers.has(x) && s.has(baseline.Demoted(x)) {
			return true
		}
	}
	return false
}

// Edit is a change of what the sensor itself has learned, is to do, or has recorded.
type Edit struct {
	// Kind is one of baseline.Own: BaselineAltered, PolicyAltered, RecordsAltered or
	// ForeignEdition for what no named person did in the way meant for it; BaselineEdited
	// or PolicyEdited for what one did.
	Kind baseline.Kind `json:"kind"`
	What string        `json:"what"` // is concerned: "edition 7", "desk"
	How  string        `json:"how"`  // as the audit trail has it: "baseline-approve"; "" for what was only found
	// By is the person, for what one did. Otherwise it is what was found in place of
	// Expected: hashes, keys, numbers; "" where that has no words.
	By       string `json:"by"`
	Expected string `json:"expected"`
	Refused  bool   `json:"refused"` // it came to nothing: what was found was not used
}

// maxEdits bounds the edits that wait for a first observation.
const maxEdits = 32

// Faults of an edit.
var (
	errEditKind = errors.New("alert: an edit is of one of the kinds baseline.Own lists for edits")
	errEditBy   = errors.New("alert: an edit that somebody made needs the name of who did")
)

// Edit tells of an edit of the sensor's own knowledge. What nobody named did is an
// incident of its own, beyond doubt. What somebody did is a notice, of the lowest tier.
// Before anything was observed there is no time: it is told with the first observation.
func (d *Desk) Edit(now int64, e Edit) ([]Change, error) {
	m := baseline.OwnMeaning(e.Kind)
	switch {
	case m == nil || m.Detector == baseline.Visible:
		return nil, errEditKind
	case !m.Exact && clean(e.By) == "":
		return nil, errEditBy
	}
	d.at(now)
	if len(d.edits) >= maxEdits {
		d.omitted++
		return d.changes, nil
	}
	d.edits = append(d.edits, e)
	d.tellEdits()
	return d.changes, nil
}

// tellEdits tells the edits that wait, once there is a time.
func (d *Desk) tellEdits() {
	if d.now == 0 || len(d.edits) == 0 {
		return
	}
	for i := range d.edits {
		d.tellEdit(&d.edits[i])
	}
	d.edits = nil
}

func (d *Desk) tellEdit(e *Edit) {
	x := d.ofItself(e.Kind)
	x.Point, x.Function, x.Seen, x.Expected = e.What, e.How, e.By, e.Expected
	if x.Meaning.Control {
		x.Evidence = baseline.Success
		if e.Refused {
			x.Evidence = baseline.Attempt
		}
	}
	n := d.noteOf(&x)
	if !x.Meaning.Exact {
		d.notice(&n, grounds{Impact: mediumImpact, Reached: 1})
		return
	}
	n.forgive(d)
	switch s := d.again(&n); {
	case s != nil:
		d.count(s, &n)
	case !n.alone: // a person has just found it to be false
	case len(d.stories) >= MaxOpen+siteRoom:
		d.omitted++
	default:
		d.begin(Security, &n)
	}
}
