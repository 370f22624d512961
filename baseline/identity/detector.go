package identity

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// repeatAfter is how often the same is told at most, ns.
const repeatAfter = int64(10 * time.Minute)

// Detector is D7. It belongs to one goroutine.
type Detector struct {
	index   map[key]int
	keys    []key
	records []record
	omitted uint64
}

// New returns a detector that knows nothing.
func New(baseline.Settings) *Detector { return &Detector{index: map[key]int{}} }

// Omitted returns how many attributes found no room.
func (d *Detector) Omitted() uint64 { return d.omitted }

// doubtful are defects with which what a message says is not believed.
const doubtful = wire.Truncated | wire.BadLength | wire.Mismatch | wire.DuplicateResponse | wire.NotCaptured | wire.Overlapping

// Event looks for what the two ends say of themselves.
func (d *Detector) Event(l *baseline.Look, e *baseline.Event) {
	if e.Defects&doubtful != 0 {
		return
	}
	switch e.Protocol.Name {
	case "modbus":
		d.modbus(l, e)
	case "dnp3":
		d.dnp3(l, e)
	case "opcua":
		d.opcua(l, e)
	}
}

// server returns the key of what the server of an event says.
func server(e *baseline.Event, a attribute) key {
	return key{asset: e.ServerID, station: e.Station, attribute: a, port: e.Server.Port()}
}

// client returns the key of what the client says.
func client(e *baseline.Event, a attribute) key { return key{asset: e.ClientID, attribute: a} }

// value takes a value of an attribute.
func (d *Detector) value(l *baseline.Look, e *baseline.Event, k key, v wire.Value) {
	if s, ok := say(v); ok {
		d.take(l, e, k, &s)
	}
}

// take takes what is said of an attribute: it learns it, and judges it.
func (d *Detector) take(l *baseline.Look, e *baseline.Event, k key, s *saying) {
	r := d.record(l, k, s)
	if r == nil {
		return
	}
	v := r.find(s.hash)
	if l.Learn && v != nil {
		r.see(l.Day, l.Now, v)
	}
	switch {
	case v != nil && r.standing == baseline.Rejected:
		if l.Now-r.told >= repeatAfter {
			d.tell(l, e, k, r, s, "")
		}
	case v != nil && !r.stale(v, l.Day), r.variable:
		if v != nil && l.Learn {
			v.last = l.Day
		}
	case r.judges(l, k):
		if r.wait(s, l) {
			d.tell(l, e, k, r, s, r.usual())
		}
	case l.Learn && v != nil:
		v.last = l.Day
	case l.Learn:
		r.see(l.Day, l.Now, nil)
		r.add(s, l.Day, variantsOf(k), r.slow(k))
	}
}

// record returns that of a key. The first value is learned.
func (d *Detector) record(l *baseline.Look, k key, s *saying) *record {
	if i, ok := d.index[k]; ok {
		return &d.records[i]
	}
	if !l.Learn {
		return nil
	}
	if k.asset == 0 || len(d.records) >= MaxValues {
		d.omitted++
		return nil
	}
	d.index[k] = len(d.keys)
	d.keys = append(d.keys, k)
	d.records = append(d.records, record{standing: baseline.Known, late: l.Site.Judges(), first: l.Now, n: 1, variants: [maxVariants]variant{s.variant(l.Day)}})
	return &d.records[len(d.records)-1]
}

// slow reports whether an attribute is judged only once it was the same for some
// days: what it tells may vary, or it was not there while the site was learned.
func (r *record) slow(k key) bool { return r.late || k.attribute.told().slow }

// judges reports whether another value deviates.
func (r *record) judges(l *baseline.Look, k key) bool {
	return l.Site.Judges() && (r.days >= slowDays || !r.slow(k))
}

// variantsOf is how many values may be usual.
func variantsOf(k key) uint8 {
	if k.port == 0 || k.peer != 0 || k.attribute == baseOPCUA+uaCertificate {
		return clientVariants
	}
	return serverVariants
}

// wait has a value wait for a person, and reports whether it is to be told: it is
// another, or was told long ago.
func (r *record) wait(s *saying, l *baseline.Look) bool {
	if r.other.hash == s.hash {
		return l.Now-r.told >= repeatAfter
	}
	r.other, r.waits, r.rejected = s.variant(l.Day), true, false
	return true
}

// tell tells of a value that is not usual.
func (d *Detector) tell(l *baseline.Look, e *baseline.Event, k key, r *record, s *saying, expected string) {
	r.told = l.Now
	x := k.attribute.told()
	m := x.sort
	if m == certificate && r.renews(s) {
		m = renewal
	}
	dev := l.Of(&meanings[m], e)
	if dev == nil {
		return
	}
	d.who(l, k, dev)
	dev.Point, dev.Seen, dev.Expected = x.name, s.text(), expected
	dev.Support, dev.Learned = r.count, l.Now-r.first
	l.Report(dev)
}

// who sets actor and target to the asset that says something: who asked for it did
// not change it.
func (d *Detector) who(l *baseline.Look, k key, dev *baseline.Deviation) {
	if k.peer == 0 {
		dev.Target = l.Book.Addr(k.asset)
		dev.Actor = dev.Target
	}
	dev.State = l.Site
}
