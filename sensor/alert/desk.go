package alert

import (
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
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
	// Impact tells how much depends on an asset: 0 low to 3 very high.
	Impact func(netip.Addr) int
	// Outside tells whether an address lies outside the control network.
	Outside func(netip.Addr) bool
	// Permitted records a deviation as work, and returns the ticket.
	Permitted func(*baseline.Deviation) (ticket string, ok bool)
	// Exercise marks everything as one.
	Exercise bool
}

// mediumImpact is that of an asset of which nothing is known.
const mediumImpact = 1

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.Name == nil {
		o.Name = netip.Addr.String
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
	serial   uint64
	stories  []*story // all that are not closed, by opening
	held     []held
	openings []int64 // latest times at which one was opened
	forgiven map[subject]pardon
	judged   map[baseline.Kind]verdicts
	omitted  uint64
	swept    int64 // when Tick last looked at all
	moments  int   // of all stories
	aside    quarantine
	known    map[subject]int // in how many stories
	ways     int             // open stories that show a path out
	changes  []Change
}

// New returns a desk without incidents.
func New(o Options) *Desk {
	return &Desk{o: o.withDefaults(), forgiven: map[subject]pardon{}, judged: map[baseline.Kind]verdicts{}, aside: quarantine{assets: map[netip.Addr]int{}}, known: map[subject]int{}}
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
	d.held, d.openings = nil, nil
	for k, p := range d.forgiven {
		p.Until = min(p.Until, d.now+int64(Forgive))
		d.forgiven[k] = p
	}
	for _, s := range d.stories {
		s.back(d.now)
	}
}

// Add takes a deviation. What it returns is valid until the next call; the incidents
// in it are the caller's.
func (d *Desk) Add(x *baseline.Deviation) []Change {
	d.at(x.Time)
	n := d.noteOf(x)
	switch {
	case x.Meaning.Detector == baseline.Visible:
		d.blind(&n)
	case d.permitted(&n):
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
		d.hold(n)
	case d.flooded():
		d.floods(n)
	default:
		d.openings = append(d.openings, d.now)
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
	d.serial++
	stage := n.x.Meaning.Stage
	s := &story{Incident: Incident{V: Version, Sort: sort, Opened: clock(d.now), Updated: clock(d.now), State: state, Stage: stage.String(),
		Actor: text(n.actor), Table: d.o.Table.Version, Exercise: d.o.Exercise,
		Targets: []string{}, Protocols: []string{}, Operations: []string{}, Techniques: []Technique{}, Detectors: []string{},
		Kinds: []KindCount{}, Evidence: []Evidence{}, Timeline: []Moment{}, Decisions: []Decision{}},
		own: own{Number: d.serial, Source: n.actor, Last: d.now, Weight: -1, Reached: stage, Acts: n.act}}
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
	if s.Way {
		d.ways--
	}
	d.changed(Ended, s)
}

// changed notes a change, once for each incident and call.
func (d *Desk) changed(w What, s *story) {
	for n := range d.changes {
		if d.changes[n].Incident.ID == s.ID {
			d.changes[n] = Change{max(w, d.changes[n].What), s.clone()}
			return
		}
	}
	d.changes = append(d.changes, Change{w, s.clone()})
}
