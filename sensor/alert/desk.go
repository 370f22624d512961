package alert

import (
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// The times incidents are made by.
const (
	Idle        = 30 * time.Minute
	MaxAge      = 24 * time.Hour
	Consequence = 10 * time.Minute
	FloodTime   = 10 * time.Minute
	FloodAt     = 10
	// Expire is how long a low one stays open without anything new, and Forgive how
	// long what was closed as false is evidence only.
	Expire   = 7 * 24 * time.Hour
	Forgive  = 7 * 24 * time.Hour
	MaxShelf = 8 * time.Hour
)

// Bounds of a desk.
const (
	// MaxOpen is how many incidents may be open. Beyond it what happens is told by one
	// for the whole site, for which siteRoom is kept.
	MaxOpen  = 4096
	siteRoom = 256
	// maxMoments bounds the moments of all incidents together: beyond it each keeps
	// fewMoments. Some 15 MiB.
	maxMoments = 16384
	fewMoments = 8
)

// Options are what a desk asks of others. None may call the desk. Those that are not
// set say nothing.
type Options struct {
	Table *yardstick.Table
	// Name tells what an asset is called: its name, or its address.
	Name func(netip.Addr) string
	// Tell tells a deviation to people; nil is as package guide does.
	Tell func(*baseline.Deviation) guide.Both
	// Impact tells how much depends on an asset: 0 low to 3 very high.
	Impact func(netip.Addr) int
	// Outside tells whether an address lies outside the control network.
	Outside func(netip.Addr) bool
	// Permitted records a deviation as work, and returns the ticket.
	Permitted func(*baseline.Deviation) (ticket string, ok bool)
	// Exercise marks everything as one.
	Exercise bool
	// Promise tells how many false incidents a learning day a detector may raise: in
	// the top two tiers, and below. 0 is no promise. It is asked by Tick alone.
	Promise func(baseline.Detector) (top, lower float64)
	// Day is how long a learning day is; 24 hours when it is not set.
	Day time.Duration
}

// mediumImpact is that of an asset of which nothing is known.
const mediumImpact = 1

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.Name == nil {
		o.Name = netip.Addr.String
	}
	if name := o.Name; o.Tell == nil {
		o.Tell = func(d *baseline.Deviation) guide.Both { return guide.TellBoth(d, name) }
	}
	if o.Impact == nil {
		o.Impact = func(netip.Addr) int { return mediumImpact }
	}
	if o.Outside == nil {
		o.Outside = func(netip.Addr) bool { return false }
	}
	if o.Permitted == nil {
		o.Permitted = func(*baseline.Deviation) (string, bool) { return "", false }
	}
	return o
}

// Desk makes incidents of deviations. It belongs to one goroutine.
type Desk struct {
	o        Options
	now      int64
	serial   uint64   // of real incidents
	drills   uint64   // of those of exercises, which leave no trace in the ids of real ones
	stories  []*story // all that are not closed, by opening
	held     []held
	openings lanes // latest times at which one was opened
	forgiven map[subject]pardon
	judged   map[baseline.Kind]verdicts
	omitted  uint64
	swept    int64 // when Tick last looked at all
	moments  int   // of all stories
	aside    quarantine
	known    map[subject]int // in how many stories
	ways     int             // open stories that show a path out
	changes  []Change
	voices   [baseline.Detectors]voice
	day      int64           // when the present learning day began; 0 before the first
	edits    []Edit          // wait for the first observation
	gone     map[string]bool // saved, and ended since
}

// lanes are times of what is real, and of what is an exercise.
type lanes [2][]int64

// of returns the one or the other.
func (l *lanes) of(exercise bool) *[]int64 {
	if exercise {
		return &l[1]
	}
	return &l[0]
}

// New returns a desk without incidents.
func New(o Options) *Desk {
	return &Desk{o: o.withDefaults(), forgiven: map[subject]pardon{}, judged: map[baseline.Kind]verdicts{}, aside: quarantine{assets: map[netip.Addr]int{}}, known: map[subject]int{},
		gone: map[string]bool{}}
}

// Omitted returns how many deviations found no room.
func (d *Desk) Omitted() uint64 { return d.omitted }

// Incidents returns copies of all that are not closed, by opening.
func (d *Desk) Incidents() []*Incident {
	all := make([]*Incident, len(d.stories))
	for n, s := range d.stories {
		all[n] = s.clone()
	}
	return all
}

// at begins a call: time passes, and nothing has changed yet.
func (d *Desk) at(now int64) {
	d.now = max(d.now, now)
	d.changes = d.changes[:0]
}

// Back sets the desk's time back: the clock of the observations was. What goes on from
// now on lasts no longer than it would have.
func (d *Desk) Back(now int64) {
	d.now, d.swept = min(d.now, now), min(d.swept, now)
	d.held, d.openings = nil, lanes{}
	d.backVoices()
	for k, p := range d.forgiven {
		p.Until = min(p.Until, d.now+int64(Forgive))
		d.forgiven[k] = p
	}
	for _, s := range d.stories {
		s.back(d.now)
		s.dirty = true
	}
}

// Add takes a deviation. What it returns is valid until the next call; the incidents
// in it are the caller's.
func (d *Desk) Add(x *baseline.Deviation) []Change {
	d.at(x.Time)
	d.tellEdits()
	n := d.noteOf(x)
	switch {
	case x.Meaning.Detector == baseline.Visible:
		d.blind(&n)
	case !n.exercise && d.permitted(&n):
	case x.Repeat:
		d.repeat(&n)
	default:
		d.security(&n)
	}
	return d.changes
}

// security adds what somebody did, or what followed from it.
func (d *Desk) security(n *note) {
	n.forgive(d)
	if s := d.again(n); s != nil {
		d.count(s, n)
		return
	}
	s := d.home(n)
	switch {
	case s != nil:
		d.extend(s, n)
	case !n.alone:
		d.muzzle(n)
		d.hold(n)
	case d.flooded(n.exercise):
		d.floods(n)
	default:
		lane := d.openings.of(n.exercise)
		*lane = append(*lane, d.now)
		d.begin(Security, n)
	}
}

// begin opens an incident, with what waited for it.
func (d *Desk) begin(sort Sort, n *note) *story {
	s := d.add(sort, Open, n)
	d.take(s, n)
	d.adopt(s, n)
	d.judge(s)
	d.changed(Opened, s)
	return s
}

// extend adds a deviation to an incident. One whose priority rises is open again,
// whatever people decided of it before.
func (d *Desk) extend(s *story, n *note) {
	before, what := s.Tier(), Updated
	d.take(s, n)
	if n.alone {
		d.adopt(s, n)
	}
	d.judge(s)
	if s.Tier() > before {
		what = Escalated
		s.State, s.Until = Open, time.Time{}
	}
	d.changed(what, s)
}

// add makes an incident without anything in it.
func (d *Desk) add(sort Sort, state State, n *note) *story {
	number := &d.serial
	if n.exercise {
		number = &d.drills
	}
	*number++
	stage := n.x.Meaning.Stage
	s := &story{Incident: Incident{V: Version, Sort: sort, Opened: clock(d.now), Updated: clock(d.now), State: state, Stage: stage.String(),
		Actor: text(n.actor), Table: d.o.Table.Version, Exercise: n.exercise, Actors: []Actor{},
		Targets: []string{}, Protocols: []string{}, Operations: []string{}, Techniques: []Technique{}, Detectors: []string{},
		Kinds: []KindCount{}, Evidence: []Evidence{}, Timeline: []Moment{}, Decisions: []Decision{}},
		own: own{Number: *number, Source: n.actor, Last: d.now, Weight: -1, Reached: stage, Acts: n.act}}
	if sort == Site {
		s.Actor, s.Source, s.Title, s.TitleJA = "", netip.Addr{}, siteTitle, siteTitleJA
	}
	s.ID = d.id(s)
	d.stories = append(d.stories, s)
	return s
}

// find returns the latest incident of which something is true, nil for none.
func (d *Desk) find(is func(*story) bool) *story {
	for _, s := range slices.Backward(d.stories) {
		if is(s) {
			return s
		}
	}
	return nil
}

// end takes an incident off the desk.
func (d *Desk) end(s *story, state State) {
	s.State, s.Until = state, time.Time{}
	d.release(s)
	d.stories = slices.DeleteFunc(d.stories, func(x *story) bool { return x == s })
	d.moments -= len(s.Timeline)
	for _, k := range s.Known {
		d.forget(k.Subject)
	}
	if s.counts() {
		d.ways--
	}
	if s.stored {
		d.gone[s.ID] = true
	}
	d.changed(Ended, s)
}

// counts reports whether it is a real incident that shows a path out.
func (s *story) counts() bool { return s.Way && !s.Exercise }

// changed notes a change, once for each incident and call.
func (d *Desk) changed(w What, s *story) {
	s.dirty = true
	for n := range d.changes {
		if d.changes[n].Incident.ID == s.ID {
			d.changes[n] = Change{max(w, d.changes[n].What), s.clone()}
			return
		}
	}
	d.changes = append(d.changes, Change{w, s.clone()})
}
