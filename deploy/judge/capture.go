package judge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/evaluate"
	"github.com/banken-ot/banken/sensor/replay"
	"github.com/banken-ot/banken/sensor/watch"
)

// Capture is a capture to be judged, split by time.
type Capture struct {
	Name string // of the file
	// Learn is the share of the capture's time that is learned from, before anything is
	// judged; 0 for none of it. What waits for approval then is approved: the capture's
	// first part is said to be ordinary.
	Learn float64
	// Days is how many learning days the learned part is said to have, when Learn is not
	// 0; otherwise how many the whole capture has.
	Days int
	// Before is another capture, of ordinary operation of the same place, that all of is
	// learned from first, as Days learning days; Learn is then 0.
	Before string
	// Labels are the ground truth; they are looked at when all is over.
	Labels []evaluate.Label
	Assets []asset.Listed
}

// DefaultDays is how many days a part of a capture is said to have: enough to be
// judged by, and to have seen each day of the week once.
const DefaultDays = 10

// Judged is what came of a capture.
type Judged struct {
	Result   evaluate.Result
	From, To int64 // between which incidents were looked for, UTC ns
	Learned  time.Duration
	Judged   time.Duration
	Day      time.Duration
	Forecast Promise
	List     []*alert.Incident // as they were at the end, by opening
}

// Promise is what was promised at the split: novelties a day.
type Promise struct {
	Days            int // that were learned
	Expected, Bound float64
}

// Run replays the capture and judges it.
func (c *Capture) Run(ctx context.Context) (Judged, error) {
	first, last, err := bounds(c.Name)
	if err != nil {
		return Judged{}, err
	}
	length := max(last-first, 1)
	split := first + int64(c.Learn*float64(length))
	day := max(time.Duration(length)/time.Duration(max(c.Days, 1)), minDay)
	if c.Learn > 0 {
		day = max(time.Duration(split-first)/time.Duration(max(c.Days, 1)), minDay)
	}
	learned := time.Duration(split - first)
	if c.Before != "" {
		from, to, err := bounds(c.Before)
		if err != nil {
			return Judged{}, err
		}
		learned = time.Duration(to - from)
		day = max(learned/time.Duration(max(c.Days, 1)), minDay)
	}
	t := newTally(split)
	site, err := watch.Open(watch.Options{Settings: watch.Settings(day, 1, 1), Protocols: protocols.All, Assets: c.Assets, Changed: t.changed})
	if err != nil {
		return Judged{}, fmt.Errorf("judge: %w", err)
	}
	out := &output{Site: site, tally: t, waits: c.Learn > 0}
	if c.Before != "" {
		t.split = math.MaxInt64
		if err := out.replay(ctx, c.Before); err != nil {
			return Judged{}, err
		}
		if err := out.approve(); err != nil {
			return Judged{}, err
		}
		t.split, t.list = split, nil
	}
	if err := out.replay(ctx, c.Name); err != nil {
		return Judged{}, err
	}
	if err := site.Close(); err != nil {
		return Judged{}, err
	}
	j := Judged{From: split, To: last, Learned: learned, Judged: time.Duration(last - split), Day: day, List: t.list, Forecast: out.promise}
	j.Result = evaluate.Judge(t.incidents(), c.Labels, j.Judged, day)
	return j, nil
}

// minDay is the shortest learning day.
const minDay = 100 * time.Millisecond

// bounds finds the time of the first and last frame.
func bounds(name string) (first, last int64, err error) {
	r, err := capture.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer r.Close()
	var f capture.Frame
	for {
		err := r.Next(&f)
		if errors.Is(err, io.EOF) {
			return first, last, nil
		}
		if err != nil {
			return first, last, nil // what comes before the fault is judged
		}
		if first == 0 || f.Time < first {
			first = f.Time
		}
		last = max(last, f.Time)
	}
}

// output gives a site the records, and has what waits approved at the split.
type output struct {
	*watch.Site
	tally   *tally
	waits   bool // the split is still to come
	promise Promise
}

// Message implements replay.Output.
func (o *output) Message([]byte) error { return nil }

// Flow implements replay.Output.
func (o *output) Flow(*replay.Flow) error { return nil }

// Transaction implements replay.Output.
func (o *output) Transaction(t *wire.Transaction) error {
	if err := o.at(max(t.Time, t.Time+t.Latency)); err != nil {
		return err
	}
	return o.Site.Transaction(t)
}

// Tick takes the time.
func (o *output) Tick(now int64) error {
	if err := o.at(now); err != nil {
		return err
	}
	return o.Site.Tick(now)
}

func (o *output) at(now int64) error {
	if !o.waits || now < o.tally.split {
		return nil
	}
	o.waits = false
	return o.approve()
}

// replay feeds a capture.
func (o *output) replay(ctx context.Context, name string) error {
	r, err := capture.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = replay.Run(ctx, r, replay.Options{Protocols: protocols.All}, o)
	return err
}

// approve is what a person does when the ordinary part is over.
func (o *output) approve() error {
	f := o.Site.Forecast()
	o.promise = Promise{f.Days, f.Expected, f.Bound}
	if _, err := o.Site.Decide("", true, baseline.Approved, "judge"); err != nil && !errors.Is(err, watch.ErrNothing) {
		return err
	}
	for _, i := range o.Site.Incidents() {
		if _, err := o.Site.Judge(i.ID, alert.Work, "judge", "learned part"); err != nil {
			return err
		}
	}
	return nil
}

// tally collects incidents, as they are at the end, with all their moments: an
// incident itself keeps only some.
type tally struct {
	split   int64
	list    []*alert.Incident
	last    map[string]*alert.Incident
	moments map[string][]evaluate.Moment
	seen    map[moment]bool
}

// moment tells moments of an incident apart.
type moment struct {
	id, kind string
	at       evaluate.Moment
}

func newTally(split int64) *tally {
	return &tally{split: split, last: map[string]*alert.Incident{}, moments: map[string][]evaluate.Moment{}, seen: map[moment]bool{}}
}

func (t *tally) changed(c alert.Change) error {
	i := c.Incident
	for n := range i.Timeline {
		x := &i.Timeline[n]
		m := moment{i.ID, x.Kind, evaluate.Moment{Time: x.Time.UnixNano(), Told: x.Known.UnixNano(), Frame: max(x.Frame, x.ResponseFrame)}}
		if !t.seen[m] && m.at.Time >= t.split { // what was silent before the split is not of what is judged
			t.seen[m] = true
			t.moments[i.ID] = append(t.moments[i.ID], m.at)
		}
	}
	if before := t.last[i.ID]; before != nil {
		*before = *i
		return nil
	}
	t.last[i.ID] = i
	t.list = append(t.list, i)
	return nil
}

// incidents are those opened after the split.
func (t *tally) incidents() (list []evaluate.Incident) {
	for _, i := range t.list {
		if i.Opened.UnixNano() >= t.split && i.State != alert.Merged {
			x := Incident(i)
			x.Moments = t.moments[i.ID]
			list = append(list, x)
		}
	}
	return list
}

// Incident returns an incident as it is judged.
func Incident(i *alert.Incident) evaluate.Incident {
	x := evaluate.Incident{ID: i.ID, Opened: i.Opened.UnixNano(), Priority: i.Priority, Top: i.Tier().Top(), Score: i.Score,
		Blind: i.Sort == alert.Blind, Work: i.Sort == alert.Permit}
	x.Actor, _ = netip.ParseAddr(i.Actor)
	for _, t := range i.Targets {
		if a, err := netip.ParseAddr(t); err == nil {
			x.Targets = append(x.Targets, a)
		}
	}
	for _, k := range i.Kinds {
		x.Kinds = append(x.Kinds, k.Kind)
	}
	for _, m := range i.Timeline {
		x.Moments = append(x.Moments, evaluate.Moment{Time: m.Time.UnixNano(), Told: m.Known.UnixNano(), Frame: max(m.Frame, m.ResponseFrame)})
	}
	return x
}
