package alert

import (
	"hash/fnv"
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
	// long what was closed as false stays untold.
	Expire   = 7 * 24 * time.Hour
	Forgive  = 7 * 24 * time.Hour
	MaxShelf = 8 * time.Hour
)

// Bounds of a desk.
const (
	// MaxOpen is how many incidents may be open: more is a flood, which is one.
	MaxOpen = 4096
	// maxHeld bounds what waits for something to belong to.
	maxHeld = 512
	// maxForgiven bounds what is not told again.
	maxForgiven = 4096
)

// Options are what a desk asks of others. None may call the desk.
type Options struct {
	Table *yardstick.Table
	// Name tells what an asset is called: its name, or its address.
	Name func(netip.Addr) string
	// Impact tells how much depends on an asset: 0 low to 3 very high.
	Impact func(netip.Addr) int
	// Outside tells whether an address lies outside the control network.
	Outside func(netip.Addr) bool
	// Permitted, when set, records a deviation as work, and returns the ticket.
	Permitted func(*baseline.Deviation) (ticket string, ok bool)
	// Scale, when above 1, makes all times shorter by so much, with a scaled learning
	// day; never below a 60th.
	Exercise bool
}

// Desk makes incidents of deviations. It belongs to one goroutine.
type Desk struct {
	o        Options
	now      int64
	serial   uint64
	open     []*Incident // standing, blind and authorised ones, by opening
	held     []held
	openings []int64 // latest times at which one was opened
	forgiven []forgiven
	judged   map[baseline.Kind]verdicts
	omitted  uint64
	changes  []Change
}

// held is a deviation that waits for an incident to belong to.
type held struct {
	At     int64      `json:"at"`
	Actor  netip.Addr `json:"actor"`
	Target netip.Addr `json:"target"`
	Group  uint8      `json:"group"`
	Moment Moment     `json:"moment"`
}

// forgiven is what was found to be false.
type forgiven struct {
	Kind   string `json:"kind"`
	Client string `json:"client"`
	Server string `json:"server"`
	Point  string `json:"point"`
	Until  int64  `json:"until"`
}

// verdicts is what people found a kind to be.
type verdicts struct {
	Confirmed int `json:"confirmed"`
	Judged    int `json:"judged"`
}

// New returns a desk without incidents.
func New(o Options) *Desk { return &Desk{o: o, judged: map[baseline.Kind]verdicts{}} }

// Add takes a deviation. What it returns is valid until the next call.
func (d *Desk) Add(x *baseline.Deviation) []Change {
	d.changes = d.changes[:0]
	d.now = max(d.now, x.Time)
	switch {
	case x.Meaning.Detector == baseline.Visible:
		d.blind(x)
	case d.permitted(x):
	case x.Repeat:
		d.repeat(x)
	case d.isForgiven(x):
	default:
		d.security(x)
	}
	return d.changes
}

// security adds what somebody did, or what followed from it.
func (d *Desk) security(x *baseline.Deviation) {
	print := printOf(x)
	if i := d.find(func(i *Incident) bool {
		return i.Sort == Security && i.State.Standing() && slices.Contains(i.Prints, print)
	}); i != nil {
		d.tell(i, x)
		d.changed(Updated, i)
		return
	}
	if i := d.home(x); i != nil {
		d.extend(i, x)
		return
	}
	if !x.Meaning.Alone {
		d.hold(x)
		return
	}
	if len(d.open) >= MaxOpen {
		d.omitted++
		return
	}
	d.flood(d.begin(x))
}

// repeat counts up what was told before, in the incident that is still open, however
// long ago it was; where people have closed it, they know.
func (d *Desk) repeat(x *baseline.Deviation) {
	actor, target := text(x.Actor), text(x.Target)
	i := d.find(func(i *Incident) bool {
		return i.State.Standing() && (i.Sort == Site || i.Actor == actor && i.involves(target)) &&
			slices.ContainsFunc(i.Kinds, func(k KindCount) bool { return k.Kind == string(x.Meaning.Kind) })
	})
	if i == nil {
		i = d.find(func(i *Incident) bool {
			return i.State.Standing() && i.Sort == Security && i.Actor == actor && i.involves(target)
		})
	}
	if i != nil {
		d.tell(i, x)
		d.changed(Updated, i)
	}
}

// permitted adds work under a permit to the incident of its ticket.
func (d *Desk) permitted(x *baseline.Deviation) bool {
	if d.o.Permitted == nil {
		return false
	}
	ticket, ok := d.o.Permitted(x)
	if !ok {
		return false
	}
	i := d.find(func(i *Incident) bool { return i.Sort == Permit && i.Ticket == ticket })
	what := Updated
	if i == nil {
		i, what = d.add(Permit, Authorised, x), Opened
		i.Ticket = ticket
	}
	d.tell(i, x)
	i.Priority, i.Values, i.Inputs = yardstick.Track.String(), yardstick.Inputs{}, codes(yardstick.Inputs{})
	d.changed(what, i)
	return true
}

// blind adds what the sensor cannot see to one incident, for as long as it lasts.
func (d *Desk) blind(x *baseline.Deviation) {
	i := d.find(func(i *Incident) bool { return i.Sort == Blind })
	what := Updated
	if i == nil {
		i, what = d.add(Blind, Open, x), Opened
	}
	d.tell(i, x)
	i.Reached, i.Credible[0], i.Values.Impact = 1, 1, 1
	d.judge(i)
	d.changed(what, i)
}

// Sighted ends the incident about the sensor's own sight: it sees again.
func (d *Desk) Sighted(now int64) []Change {
	d.changes = d.changes[:0]
	d.now = max(d.now, now)
	if i := d.find(func(i *Incident) bool { return i.Sort == Blind }); i != nil {
		d.close(i, Closed)
	}
	return d.changes
}

func (d *Desk) find(is func(*Incident) bool) *Incident {
	for _, i := range slices.Backward(d.open) {
		if is(i) {
			return i
		}
	}
	return nil
}

// home returns the incident a deviation belongs to, nil for none: that of its actor,
// that of a flood, or that of which it is a consequence.
func (d *Desk) home(x *baseline.Deviation) *Incident {
	actor, target := text(x.Actor), text(x.Target)
	return d.find(func(i *Incident) bool {
		pause := x.Time - i.Updated.UnixNano()
		if x.Time-i.Opened.UnixNano() > int64(MaxAge) || pause > int64(Idle) || !i.State.Standing() || i.Sort == Blind {
			return false
		}
		if i.Sort == Site || i.Actor == actor && actor != "" {
			return true
		}
		if pause > int64(Consequence) {
			return false
		}
		return consequential(x.Meaning) && (i.involves(target) || i.involves(actor)) || !x.Meaning.Alone && i.involves(target)
	})
}

// consequential reports whether a kind may follow from what somebody did, rather than
// be done by who seems to do it: what devices show, how fast they answer, who they are.
func consequential(m *baseline.Meaning) bool {
	switch m.Detector {
	case baseline.Timing, baseline.Latency, baseline.Values, baseline.Relations, baseline.Identity:
		return !m.Control
	case baseline.Endpoint:
		return true
	}
	return false
}

// involves reports whether an asset is the actor or a target.
func (i *Incident) involves(asset string) bool {
	return asset != "" && (i.Actor == asset || slices.Contains(i.Targets, asset))
}

// begin opens an incident, and takes what waited for it.
func (d *Desk) begin(x *baseline.Deviation) *Incident {
	i := d.add(Security, Open, x)
	d.openings = append(d.openings, d.now)
	kept := d.held[:0]
	for _, h := range d.held {
		switch {
		case d.now-h.At > int64(Consequence):
		case h.Actor == x.Actor && x.Actor.IsValid() || h.Target == x.Target && x.Target.IsValid():
			d.list(i, &h.Moment)
			i.join(baseline.Precursor, h.Group)
		default:
			kept = append(kept, h)
		}
	}
	d.held = kept
	d.tell(i, x)
	d.weigh(i, x)
	d.judge(i)
	d.changed(Opened, i)
	return i
}

// extend adds a deviation to an incident.
func (d *Desk) extend(i *Incident, x *baseline.Deviation) {
	before := i.Tier()
	d.tell(i, x)
	d.weigh(i, x)
	d.judge(i)
	if i.Tier() > before {
		d.changed(Escalated, i)
		return
	}
	d.changed(Updated, i)
}

// add makes an incident.
func (d *Desk) add(sort Sort, state State, x *baseline.Deviation) *Incident {
	d.serial++
	i := &Incident{V: Version, ID: d.id(x), Sort: sort, Opened: clock(d.now), State: state, Actor: text(x.Actor), Stage: x.Meaning.Stage.String(),
		Table: d.o.Table.Version, Exercise: d.o.Exercise, Weight: -1,
		Targets: []string{}, Protocols: []string{}, Operations: []string{}, Techniques: []Technique{}, Detectors: []string{}, Kinds: []KindCount{},
		Evidence: []Evidence{}, Timeline: []Moment{}, Decisions: []Decision{}}
	d.open = append(d.open, i)
	return i
}

// hold keeps a deviation that may not stand alone.
func (d *Desk) hold(x *baseline.Deviation) {
	if len(d.held) >= maxHeld {
		copy(d.held, d.held[1:])
		d.held = d.held[:maxHeld-1]
	}
	d.held = append(d.held, held{At: x.Time, Actor: x.Actor, Target: x.Target, Group: group(x.Meaning), Moment: d.moment(x)})
}

// flood makes one incident of many that were opened in a short time.
func (d *Desk) flood(latest *Incident) {
	from := 0
	for from < len(d.openings) && d.now-d.openings[from] > int64(FloodTime) {
		from++
	}
	d.openings = slices.Delete(d.openings, 0, from)
	if len(d.openings) <= FloodAt {
		return
	}
	d.openings = d.openings[:0]
	d.serial++
	site := *latest
	site.ID, site.Sort, site.Actor = d.idOf(site.Opened, "site"), Site, ""
	site.Targets, site.Kinds = slices.Clone(latest.Targets), slices.Clone(latest.Kinds)
	site.Timeline, site.Evidence = slices.Clone(latest.Timeline), slices.Clone(latest.Evidence)
	site.Protocols, site.Operations = slices.Clone(latest.Protocols), slices.Clone(latest.Operations)
	site.Techniques, site.Detectors = slices.Clone(latest.Techniques), slices.Clone(latest.Detectors)
	for _, i := range slices.Clone(d.open) {
		if i.Sort == Security && i.State == Open && i.Tier() < yardstick.Act && d.now-i.Opened.UnixNano() <= int64(FloodTime) {
			site.absorb(i, i != latest)
			i.CausedBy = site.ID
			d.close(i, Merged)
		}
	}
	d.open = append(d.open, &site)
	d.judge(&site)
	d.changed(Opened, &site)
}

// absorb adds another incident.
func (i *Incident) absorb(o *Incident, count bool) {
	if !count {
		return
	}
	if o.Actor != "" {
		i.target(o.Actor)
	}
	for _, t := range o.Targets {
		i.target(t)
	}
	i.Omitted += o.Omitted
	i.Count += o.Count
	for n := range i.Groups {
		i.Groups[n] |= o.Groups[n]
		i.Credible[n] = max(i.Credible[n], o.Credible[n])
	}
	i.Reached = max(i.Reached, o.Reached)
	i.Values.Impact, i.Values.Exposure = max(i.Values.Impact, o.Values.Impact), max(i.Values.Exposure, o.Values.Exposure)
	for _, k := range o.Kinds {
		i.kind(k.Kind, k.Detector, k.Count)
	}
	if o.Opened.Before(i.Opened) {
		i.Opened = o.Opened
	}
}

// Back sets the desk's time back: the clock of the observations was.
func (d *Desk) Back(now int64) {
	d.now = min(d.now, now)
	d.held, d.openings = d.held[:0], d.openings[:0]
}

// Tick lets time pass, and closes what is over.
func (d *Desk) Tick(now int64) []Change {
	d.changes = d.changes[:0]
	d.now = max(d.now, now)
	for _, i := range slices.Clone(d.open) {
		quiet := d.now - i.Updated.UnixNano()
		switch {
		case i.State == Shelved && d.now >= i.Until.UnixNano():
			i.State = Open
			d.changed(Updated, i)
		case i.Sort == Permit && quiet > int64(MaxAge):
			d.close(i, Closed)
		case i.Sort != Blind && i.State == Open && !i.Tier().Top() && quiet > int64(Expire):
			d.close(i, Closed)
		}
	}
	return d.changes
}

func (d *Desk) close(i *Incident, s State) {
	i.State = s
	d.open = slices.DeleteFunc(d.open, func(x *Incident) bool { return x == i })
	d.changed(Ended, i)
}

// changed notes a change, once for each incident and call.
func (d *Desk) changed(w What, i *Incident) {
	c := *i
	c.Targets, c.Kinds, c.Timeline, c.Evidence = slices.Clone(i.Targets), slices.Clone(i.Kinds), slices.Clone(i.Timeline), slices.Clone(i.Evidence)
	c.Protocols, c.Operations, c.Techniques = slices.Clone(i.Protocols), slices.Clone(i.Operations), slices.Clone(i.Techniques)
	c.Detectors, c.Decisions = slices.Clone(i.Detectors), slices.Clone(i.Decisions)
	for n := range d.changes {
		if d.changes[n].Incident.ID == i.ID {
			d.changes[n] = Change{max(w, d.changes[n].What), &c}
			return
		}
	}
	d.changes = append(d.changes, Change{w, &c})
}

// printOf identifies what is told, but for its time and value: the same again is a
// repeat.
func printOf(x *baseline.Deviation) uint64 {
	h := fnv.New64a()
	for _, s := range [...]string{string(x.Meaning.Kind), text(x.Actor), text(x.Target), x.Protocol, x.Function, x.Point} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

func clock(ns int64) time.Time { return time.Unix(0, ns).UTC() }

func text(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// told renders a deviation in both languages.
func (d *Desk) told(x *baseline.Deviation) guide.Both { return guide.TellBoth(x, d.o.Name) }
