package tripwire

import (
	"strconv"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// hitKey is what is approved: a kind of operation on a channel, by its function.
type hitKey struct {
	kind    kindID
	hasSub  bool
	channel baseline.ChannelID
	code    uint32
	sub     uint32
}

// hit is how often it was seen, and what a person made of it.
type hit struct {
	standing    baseline.Standing
	evidence    baseline.Evidence // furthest
	function    baseline.NameID   // its name, with that of the sub-function
	days, day   uint32            // learning days it was seen on; the last of them
	first, last int64             // UTC ns
	count       uint64
}

// tellKey is what is told once in a while.
type tellKey struct {
	kind    kindID
	channel baseline.ChannelID
}

// tell is when that was, and what came since.
type tell struct {
	last     int64 // told, UTC ns; 0 for never
	evidence baseline.Evidence
	held     uint64 // hits since that were not told
	seen     int64  // the last of them, UTC ns
	frame    uint64
	function baseline.NameID
	host     baseline.AssetID // the one expected, where it is about hosts
	outcome  wire.Outcome

	operation wire.Operation
}

// note is what a report says beside the event. Texts are constants.
type note struct {
	expected, seen string
	host           baseline.AssetID // the one expected, where it is about hosts
	point          *wire.Point
	wide           bool // no function stands for it: all of the kind on a channel is one thing
}

// hit takes in that something was hit, and reports it where it is due.
func (d *Detector) hit(l *baseline.Look, e *baseline.Event, k kindID, n note) {
	evidence := d.evidence(k, e.Outcome)
	key := keyOf(k, e, n.wide)
	h := d.hits.find(key)
	if h == nil {
		h = d.addHit(l, e, key, n.wide)
	}
	count := uint64(1)
	if h != nil {
		h.see(l, evidence)
		if h.standing == baseline.Approved {
			return
		}
		count = d.due(l, e, key, h, n, evidence)
	}
	if count > 0 {
		d.report(l, e, k, n, count)
	}
}

// evidence is what an event of a kind proves.
func (d *Detector) evidence(k kindID, o wire.Outcome) baseline.Evidence {
	if !d.meanings[k-1].Control {
		return baseline.Precursor
	}
	return baseline.EvidenceOf(o)
}

func keyOf(k kindID, e *baseline.Event, wide bool) hitKey {
	if wide {
		return hitKey{kind: k, channel: e.Channel}
	}
	return hitKey{kind: k, hasSub: e.HasSub, channel: e.Channel, code: e.Code, sub: e.Sub}
}

// addHit makes a place; nil when there is no room, or the channel has no number.
func (d *Detector) addHit(l *baseline.Look, e *baseline.Event, key hitKey, wide bool) *hit {
	if e.Channel == 0 {
		d.omitted++
		return nil
	}
	h := d.hits.of(key)
	if h == nil {
		d.omitted++
		return nil
	}
	name := anyFunction
	if !wide {
		name = functionOf(e)
	}
	*h = hit{standing: baseline.Pending, first: l.Now, function: l.Book.NameOf(name)}
	return h
}

// anyFunction stands where no function is meant.
const anyFunction = "any"

// functionOf names the function of an event, with its sub-function.
func functionOf(e *baseline.Event) string {
	if !e.HasSub {
		return e.Function
	}
	for _, fields := range [...][]wire.Field{e.Request, e.Response} {
		for i := range fields {
			if f := &fields[i]; f.Depth == 0 && f.Text != "" && f.Value.Num == uint64(e.Sub) {
				return e.Function + " " + f.Text
			}
		}
	}
	if e.Code == modbusUMAS {
		return e.Function + " 0x" + strconv.FormatUint(uint64(e.Sub), 16)
	}
	return e.Function + " " + strconv.FormatUint(uint64(e.Sub), 10)
}

func (h *hit) see(l *baseline.Look, evidence baseline.Evidence) {
	h.count++
	h.last = l.Now
	h.evidence = max(h.evidence, evidence)
	if h.day != l.Day || h.days == 0 {
		h.day = l.Day
		h.days++
	}
}

// due returns how many hits are to be told now, 0 for none: the first, one that
// goes further than all before, one that was rejected, and what came in a while.
func (d *Detector) due(l *baseline.Look, e *baseline.Event, k hitKey, h *hit, n note, evidence baseline.Evidence) uint64 {
	t := d.tells.of(tellKey{k.kind, e.Channel})
	if t == nil {
		return 1
	}
	if t.last != 0 && l.Now-t.last < repeatAfter && evidence <= t.evidence && h.standing != baseline.Rejected {
		t.held++
		t.seen, t.frame, t.function, t.host, t.outcome, t.operation = l.Now, e.LastFrame(), h.function, n.host, e.Outcome, e.Operation
		if n.wide {
			t.function = l.Book.NameOf(e.Function)
		}
		return 0
	}
	count := t.held + 1
	*t = tell{last: l.Now, evidence: max(t.evidence, evidence)}
	return count
}

// report reports hits by the last of them.
func (d *Detector) report(l *baseline.Look, e *baseline.Event, k kindID, n note, count uint64) {
	x := l.Of(&d.meanings[k-1], e)
	if x == nil {
		return
	}
	x.Count, x.Expected, x.Seen = count, n.expected, n.seen
	if n.host != 0 {
		x.Expected, x.Seen = l.Book.Addr(n.host).String(), x.Client.String()
	}
	if x.Seen == "" {
		x.Seen = functionOf(e)
	}
	if n.point == nil && len(e.Points) > 0 && e.Controls() {
		n.point = &e.Points[0]
	}
	if n.point != nil && e.Protocol.AppendSpace != nil {
		x.Point = string(e.Protocol.AppendPointName(nil, n.point))
	}
	l.Report(x)
}

// flush reports what was held back long enough.
func (d *Detector) flush(l *baseline.Look) {
	for i := range d.tells.list {
		t := &d.tells.list[i]
		if t.held == 0 || l.Now-t.last < repeatAfter {
			continue
		}
		k := d.tells.keys[i]
		if x := d.without(l, k.kind, k.channel, t.function); x != nil {
			x.Event, x.Frame, x.Count, x.Outcome, x.Operation = t.seen, t.frame, t.held, t.outcome, t.operation
			x.Evidence = d.evidence(k.kind, t.outcome)
			if t.host != 0 {
				x.Expected, x.Seen = l.Book.Addr(t.host).String(), x.Client.String()
			}
			l.Report(x)
		}
		*t = tell{last: l.Now, evidence: t.evidence}
	}
}

// without begins a report about a channel that no event stands for.
func (d *Detector) without(l *baseline.Look, k kindID, id baseline.ChannelID, function baseline.NameID) *baseline.Deviation {
	c := l.Book.ChannelOf(id)
	x := l.Deviation(&d.meanings[k-1], l.Book.Addr(c.Client), l.Book.Addr(c.Server))
	if x == nil {
		return nil
	}
	x.Protocol, x.Port, x.Station = l.Book.Text(c.Protocol), c.Port, c.Station
	x.Function = l.Book.Text(function)
	x.Seen = x.Function
	return x
}

// Retell has everything that nobody approved told anew the next time it is seen: what
// was told before was work that was permitted then.
func (d *Detector) Retell() {
	for i := range d.tells.list {
		d.tells.list[i] = tell{}
	}
}
