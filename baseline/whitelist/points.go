package whitelist

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// maxSingle is how long a run that is written may be for its points to be kept
	// one by one; a longer one is a recipe, and kept as a range.
	maxSingle = 32
	// maxPoints is how many points of one message are looked at by themselves: more
	// than fit in any but the largest of OPC UA. Of the rest of a control, how many
	// there are is kept; the rest of a read is not.
	maxPoints = 1024
	// rest is the space of that rest.
	rest = ^uint32(0)
)

// pointsOf takes L4 and L5.
func (d *Detector) pointsOf(x *sight) {
	switch e := x.e; {
	case x.control:
		d.changed(x)
	case e.Operation == wire.Session:
	case tells(e):
		d.watch(x, newReport)
	case e.Outcome == wire.Unasked:
		d.reported(x)
	case subscribes(e):
		d.watch(x, newReadRange)
	case x.protocol.headers:
		if !d.headers(x) {
			d.reported(x)
		}
	default:
		d.readAll(x)
	}
}

// changed takes the points of a control. Some controls only name points, and tell
// nothing of them.
func (d *Detector) changed(x *sight) {
	named := true
	for i := range x.e.Points {
		if p := &x.e.Points[i]; p.Access == wire.AccessWrite {
			named = false
			d.change(x, p, i)
		}
	}
	for i := range x.e.Points {
		if p := &x.e.Points[i]; p.Access != wire.AccessWrite && named {
			d.change(x, p, i)
		} else if p.Access != wire.AccessWrite {
			d.read(x, p, i)
		}
	}
	if x.points > maxPoints {
		d.omitted++
		d.changeKey(x, newKey(changeRange, x.channel, rest, 0, uint32(x.points)), 0)
	}
}

// change takes a point, or a run, that is written.
func (d *Detector) change(x *sight, p *wire.Point, i int) {
	if p.Relative {
		return // nobody knows which; its function is known
	}
	k, ok := d.pointKey(x, change, p)
	switch {
	case !ok:
		d.omitted++
		k = newKey(change, x.channel, p.Space, textHash(p.Name), ^uint32(0))
		if x.site && d.told.tell(k.hash(&fixed), x.l.Now, maxDoublings) {
			x.write.note(changes[x.e.Operation].point, k, int32(i+1))
		}
	case p.Count > maxSingle:
		d.changeKey(x, newKey(changeRange, x.channel, p.Space, p.Index, p.Count), i)
	default:
		for range max(p.Count, 1) {
			d.changeKey(x, k, i)
			k.c++
		}
	}
}

func (d *Detector) changeKey(x *sight, k key, i int) {
	if x.points++; x.points > maxPoints && k.b != rest {
		return
	}
	x.mix(&k)
	if k = k.by(x.e.Operation); d.see(x, k, x.site) {
		x.write.note(changes[x.e.Operation].point, k, int32(i+1))
	}
}

// pointKey returns the key of a point. ok is false when its name found no room.
func (d *Detector) pointKey(x *sight, c class, p *wire.Point) (k key, ok bool) {
	at, ok := x.l.Book.Point(p)
	return newKey(c, x.channel, at.Space, at.Index, at.Part).named(at.Ident), ok
}

// readAll takes what is read, as asked for.
func (d *Detector) readAll(x *sight) {
	for i := range x.e.Points {
		d.read(x, &x.e.Points[i], i)
	}
}

func (d *Detector) read(x *sight, p *wire.Point, i int) {
	if x.points++; p.Relative || x.points > maxPoints {
		return
	}
	if p.Ident == 0 && p.Part == 0 {
		d.readRange(x, p.Space, p.Index, max(p.Count, 1), i)
		return
	}
	k, ok := d.pointKey(x, readNode, p)
	if !ok {
		d.omitted++
		return
	}
	x.mix(&k)
	at, weak := d.phase(x, &k, true)
	if at >= 0 {
		d.use(x, &d.keys.records[at])
		return
	}
	value := newKey(readNode, x.channel, k.b, k.c, 0).named(p.Ident)
	if p.Ident == 0 {
		value = newKey(readRange, x.channel, k.b, k.c, 1)
	}
	d.meetRead(x, k, weak, p.Part != 0 && d.keys.find(&value) >= 0, i)
}

// readRange takes a range that is read; count 0 is all of a space.
func (d *Detector) readRange(x *sight, space, first, count uint32, i int) {
	k := newKey(readRange, x.channel, space, first, count)
	x.mix(&k)
	at, weak := d.phase(x, &k, true)
	if at >= 0 {
		d.use(x, &d.keys.records[at])
		return
	}
	p, s := place{x.channel, space &^ x.protocol.space}, k.span()
	d.meetRead(x, k, weak, d.cover.holds(p, s), i)
	if x.added {
		d.cover.add(p, s)
	}
}

// span is the range of a key of a range.
func (k key) span() span {
	if k.d == 0 {
		return span{0, everything}
	}
	return span{uint64(k.c), min(uint64(k.c)+uint64(k.d), everything)}
}

// meetRead takes a key of a read that is not there. known: what it reads is, in
// another way.
func (d *Detector) meetRead(x *sight, k key, weak phase, known bool, i int) {
	known = known && weak != today || weak == otherwise
	kind := uint8(newReadRange)
	if known {
		kind = newQuantity
	}
	d.sweeps(x, k, false)
	if d.see(x, k, x.judges && weak != today) {
		d.fresh(x, kind, k, i)
	}
	if x.added && known {
		d.keys.records[len(d.keys.records)-1].status |= inner
	}
	if x.added && weak != nowhere {
		d.supersede(x, k, weak)
	}
}

// supersede lets a key of a poll take the place of that of the start, which was just
// added. On the same day it is the same news.
func (d *Detector) supersede(x *sight, k key, weak phase) {
	opening := k.with(openingBit)
	i := d.keys.find(&opening)
	if i < 0 {
		return
	}
	old, r := &d.keys.records[i], &d.keys.records[len(d.keys.records)-1]
	if weak == today {
		r.status |= old.status & species
		if int(x.deepest) == len(d.keys.records) {
			x.deepest = 0
		}
	}
	old.status |= ghost
}

// watch takes points that are subscribed to, or told to who subscribed: whoever
// asked for them may be told them, at any time.
func (d *Detector) watch(x *sight, kind uint8) {
	for i := range x.e.Points {
		p := &x.e.Points[i]
		if x.points++; p.Relative || x.points > maxPoints {
			continue
		}
		k, ok := d.pointKey(x, watched, p)
		if !ok {
			d.omitted++
		} else if d.see(x, k, x.judges) {
			d.fresh(x, kind, k, i)
		}
	}
}

// fresh notes that the read of a point, or a range, is new. Many points in one message,
// and more of them than its client ever read there, are a scan: somebody takes stock.
func (d *Detector) fresh(x *sight, kind uint8, k key, i int) {
	x.read.note(kind, k, int32(i+1))
	if kind != newReadRange || !k.single() {
		return
	}
	if x.added {
		x.kept++
	}
	if k.c == x.node {
		return
	}
	x.node = k.c
	if x.nodes++; x.nodes >= scanWeight && !x.stock {
		x.stock = x.nodes > d.nodesOf(x)-x.kept
	}
}

// reported takes what a device tells unasked: by its sort, since which points
// happen to change is not for it to choose.
func (d *Detector) reported(x *sight) {
	last := rest
	for i := range x.e.Points {
		space := x.e.Points[i].Space
		if space == last {
			continue
		}
		last = space
		if k := newKey(toldSpace, x.channel, space, 0, 0); d.see(x, k, x.judges) {
			x.read.note(newReport, k, 0)
		}
	}
}

// mix adds what is asked for to the print of the request.
func (x *sight) mix(k *key) {
	h := k.hash(&fixed)
	x.print = (x.print ^ uint32(h>>32)) * 0x9E3779B1
}

// textHash is FNV-1a.
func textHash(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b[:min(len(b), baseline.MaxName)] {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}
