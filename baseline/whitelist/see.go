package whitelist

import "github.com/banken-ot/banken/baseline"

// see takes a key of the observation at hand, and reports whether it is to be told
// as new. judged: what is new is a deviation; otherwise it is learned silently.
func (d *Detector) see(x *sight, k key, judged bool) bool {
	x.added = false
	if i := d.known(&k); i >= 0 {
		return d.use(x, &d.keys.records[i])
	}
	return d.meet(x, k, judged)
}

// known returns the place of a key that is more than held, or -1.
func (d *Detector) known(k *key) int {
	if i := d.keys.find(k); i >= 0 && !d.keys.records[i].held() {
		return i
	}
	return -1
}

// use takes a key that is there. A control that was new and not carried out is new
// once more when it is; a way that nobody answered, when somebody does; and what nobody
// approved, when it was not used for long.
func (d *Detector) use(x *sight, r *record) bool {
	unused := r.touch(x.sec, d.day, x.l.Learn)
	if r.status&decided == rejected {
		x.bad.note(pick(r, rejectedUse, rejectedWay, rejectedControl), r.key, 0)
		return false
	}
	if unused > staleDays && x.site {
		if r.standing() == baseline.Pending && r.class() != writes { // of a host, its operations tell
			return true
		}
		x.old.note(pick(r, staleUse, staleUse, staleControl), r.key, 0)
	}
	if !x.done || r.status&done != 0 || !r.pends() {
		d.again(x, r)
		return false
	}
	r.status |= done
	return r.status&decided == 0 && (r.class() == contact || x.site && r.status&early == 0)
}

// again notes that something is used once more that was told as new, and that nobody
// decided about: pairs, ways and controls. It is no other incident, and goes on being told
// where people have left the first one open.
func (d *Detector) again(x *sight, r *record) {
	if !x.site || r.status&(early|decided) != 0 || x.sec-r.first < repeat/1e9 {
		return
	}
	switch c := r.class(); {
	case c == pair && x.outside:
		x.repeat.note(newOutside, r.key, 0)
	case c == pair:
		x.repeat.note(newPair, r.key, 0)
	case c == contact && r.pends():
		x.repeat.note(r.way(), r.key, 0)
	case c == function && r.controls() && x.e != nil:
		x.repeat.note(changes[x.e.Operation].function, r.key, 0)
	case (c == change || c == changeRange) && x.e != nil:
		x.repeat.note(changes[x.e.Operation].point, r.key, 0)
	}
}

func pick(r *record, read, way, control uint8) uint8 {
	switch {
	case r.controls():
		return control
	case r.pends():
		return way
	}
	return read
}

// meet takes a key that is not there. During a scan, nothing that is read is
// learned; what was told before it could be learned is not told again.
func (d *Detector) meet(x *sight, k key, judged bool) bool {
	hash := k.host().hash(&fixed)
	told := judged && d.told.has(hash, x.l.Now, d.long)
	x.added = x.l.Learn && (!judged || k.controls() || !x.stock && !d.scans.active(x.client)) && d.learn(x, k, judged)
	if !x.l.Learn && (k.controls() || x.done && k.pends()) {
		d.hold(x, k)
	}
	switch {
	case !judged:
		return false
	case x.added:
		return !told
	}
	doublings := uint8(maxDoublings)
	if k.class() == pair {
		doublings = 0 // that somebody is there again is told as long as nobody has decided
	}
	return d.told.tell(hash, x.l.Now, doublings)
}

// always is see for what is told even while learning: when it is learned, or told
// for the first time. fresh reports whether it is told because the site judges.
func (d *Detector) always(x *sight, k key) (tell, fresh bool) {
	if i := d.known(&k); i >= 0 {
		fresh = d.use(x, &d.keys.records[i])
		return fresh, fresh
	}
	if d.meet(x, k, x.site) {
		return true, true
	}
	if x.site {
		return false, false
	}
	return x.added || d.told.tell(k.hash(&fixed), x.l.Now, maxDoublings), false
}

// host makes the roles of a host one, for what is told.
func (k key) host() *key {
	if k.class() <= accepts {
		k.m = uint32(asks)
	}
	return &k
}

// learn adds a key, and reports whether there was room.
func (d *Detector) learn(x *sight, k key, judged bool) bool {
	n := d.owned(x.clientID)
	if *n >= maxOfClient {
		d.omitted++
		return false
	}
	i := d.keys.find(&k)
	if i < 0 {
		if i = d.keys.add(record{key: k, first: x.sec, day: d.day}); i < 0 {
			d.omitted++
			return false
		}
		*n++
	}
	r := &d.keys.records[i]
	r.touch(x.sec, d.day, true)
	if !judged {
		r.status |= early
	}
	if x.done && k.pends() {
		r.status |= done
	}
	if x.control == k.controls() && (x.deepest == 0 || levels[k.class()] > x.level) {
		x.deepest, x.level = int32(i+1), levels[k.class()]
	}
	return true
}

// hold lists what waits for a person although nothing is learned now, so that it can be
// decided about.
func (d *Detector) hold(x *sight, k key) {
	i, n := d.keys.find(&k), d.owned(x.clientID)
	if i < 0 && *n < maxOfClient {
		if i = d.keys.add(record{key: k, first: x.sec, day: d.day}); i >= 0 {
			*n++
		}
	}
	if i < 0 {
		d.omitted++
		return
	}
	r := &d.keys.records[i]
	r.touch(x.sec, d.day, false)
	if x.done {
		r.status |= done
	}
}

// owned is how many keys a client has brought.
func (d *Detector) owned(client uint32) *uint32 {
	for int(client) >= len(d.ofClient) {
		d.ofClient = append(d.ofClient, 0)
	}
	return &d.ofClient[client]
}

// settle marks the key that stands for the observation at hand: what is new is
// counted once, however many levels it is new at.
func (d *Detector) settle(x *sight) {
	if x.deepest == 0 {
		return
	}
	r := &d.keys.records[x.deepest-1]
	if r.class() == watched || r.class() == toldSpace {
		return
	}
	r.status |= species
	d.news.count(r.controls())
}

// conclude tells what was found: what was rejected; a new way, whoever uses it; a new
// host, or one that begins to ask, whatever else it does; what it changes; else what is
// read, by what says most.
func (d *Detector) conclude(x *sight) {
	d.settle(x)
	if x.bad.kind != none {
		if d.told.tell(x.bad.key.hash(&fixed), x.l.Now, 0) {
			d.report(x, &x.bad)
		}
		return
	}
	for _, f := range [...]*finding{&x.way, &x.asking} {
		if f.kind != none {
			d.report(x, f)
		}
	}
	if fresh := x.host.kind != none; (fresh || x.reversed) && !d.scanned(x, weighTarget) && fresh {
		d.report(x, &x.host)
	}
	if x.sweep > 0 {
		d.scanned(x, x.sweep)
	}
	switch {
	case x.write.kind != none:
		d.report(x, &x.write)
	case x.read.kind != none && x.quiet():
		if !d.scanned(x, x.weight()) {
			d.report(x, &x.read)
		}
	case x.old.kind != none && x.quiet() && d.tellStale(x):
		d.report(x, &x.old)
	case x.repeat.kind != none && x.quiet():
		if d.told.tell(^x.repeat.key.hash(&fixed), x.l.Now, 0) {
			d.report(x, &x.repeat)
		}
	}
}

// quiet reports whether nothing was told that says more than what is read.
func (x *sight) quiet() bool {
	return x.host.kind == none && !x.reversed && x.asking.kind == none && x.way.kind == none
}

// tellStale reports whether a stale key is to be told: each of a control; of reads,
// what one client asks one server again is told once.
func (d *Detector) tellStale(x *sight) bool {
	k := newKey(classes, x.pair, 0, 0, 0)
	return x.old.kind == staleControl || d.told.tell(k.hash(&fixed), x.l.Now, maxDoublings)
}

// weight is how much of a scan is new about what is read.
func (x *sight) weight() uint32 {
	switch {
	case x.stock:
		return scanWeight
	case x.read.kind <= newStation:
		return weighTarget
	}
	return weighRange
}

// judging reports whether functions and points of the channel at hand are judged.
func judging(l *baseline.Look) bool { return l.Channel.Judges() }
