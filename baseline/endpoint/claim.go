package endpoint

import "github.com/banken-ot/banken/baseline"

// contest tells that two interfaces that both claim an address speak for it by
// turns.
func (d *Detector) contest(l *baseline.Look, h *host, b *baseline.Binding) {
	t := &h.spoke
	if !t.byTurns(within) || h.both(t[2].mac, t[3].mac) || !h.claimed(t[2].mac) || !h.claimed(t[3].mac) || d.trusted(l, &t[2]) || d.trusted(l, &t[3]) {
		return
	}
	d.share(l, h, b, contested, t)
}

// trusted reports whether claims of an interface say nothing: of a router, which
// answers for others (RFC 1027). While the site is not judged, whoever forwards is
// taken for one.
func (d *Detector) trusted(l *baseline.Look, t *turn) bool {
	return d.routers[t.mac].days >= learnDays || t.router && !l.Site.Judges()
}

// alternate tells that two interfaces use an address by turns.
func (d *Detector) alternate(l *baseline.Look, h *host, b *baseline.Binding) {
	t := &h.uses
	known, routed := h.established()
	if !l.Site.Judges() || !known || routed || h.told[contested] != 0 && l.Now-h.told[contested] < repeatAfter || !t.byTurns(together) || h.both(t[2].mac, t[3].mac) || t[2].router || t[3].router {
		return
	}
	if _, forwards := d.routers[t[2].mac]; forwards {
		return
	}
	if _, forwards := d.routers[t[3].mac]; forwards {
		return
	}
	d.share(l, h, b, alternates, t)
}

// share tells that two interfaces share an address. The one that came later is not
// learned there, but waits for a person.
func (d *Detector) share(l *baseline.Look, h *host, b *baseline.Binding, k kind, t *turns) {
	h.deviates(l.Now, k)
	mine, other := h.order(t[2].mac, t[3].mac)
	if i := h.find(other); i != 0 && h.seat(i).standing == baseline.Candidate {
		h.seat(i).standing = baseline.Pending
	}
	if !h.due(k, l.Now) {
		return
	}
	dev := d.begin(l, k, b)
	if dev == nil {
		return
	}
	if owner := d.owner(other, b.Asset); owner != 0 {
		dev.Actor = l.Book.Addr(owner)
		dev.Client = dev.Actor
	}
	dev.Expected, dev.Seen = mine.String(), mine.String()+", "+other.String()
	dev.Support, dev.Learned = h.support(l.Now)
	l.Report(dev)
}

// order returns which of two interfaces is more likely that of the asset: the one
// that is known, or was there first.
func (h *host) order(a, b mac) (mine, other mac) {
	i, j := h.find(a), h.find(b)
	switch {
	case j == 0:
		return a, b
	case i == 0:
		return b, a
	}
	x, y := h.seat(i), h.seat(j)
	if y.known() && !x.known() || y.known() == x.known() && y.first < x.first {
		return b, a
	}
	return a, b
}

const (
	// claimerSlots is how many interfaces that claim what is not theirs are
	// remembered at a time; where there are more, the one of four longest not seen
	// is forgotten.
	claimerSlots = 1024
	claimerWays  = 4
	// victims is how many addresses of one are kept.
	victims = 4
	// spoofLeast is how many are told of when one of them takes part in control, and
	// spoofOthers when none does: whoever is handed out addresses may have two.
	spoofLeast  = 2
	spoofOthers = 3
)

// claimer is an interface that claims addresses of others.
type claimer struct {
	mac         mac
	since, last int64
	told        int64
	control     bool // one of them takes part in control
	victims     [victims]baseline.AssetID
}

// claimers remembers them. Its size never changes.
type claimers struct{ slots []claimer }

func newClaimers() claimers { return claimers{make([]claimer, claimerSlots)} }

// take returns the place of an interface.
func (c *claimers) take(m mac, now int64) *claimer {
	h := uint64(14695981039346656037)
	for _, x := range m {
		h = (h ^ uint64(x)) * 1099511628211
	}
	ways := c.slots[int(h>>40)%claimerSlots&^(claimerWays-1):][:claimerWays]
	x := &ways[0]
	for i := range ways {
		if ways[i].mac == m && ways[i].last != 0 {
			x = &ways[i]
			break
		}
		if ways[i].last < x.last {
			x = &ways[i]
		}
	}
	if x.mac != m || now-x.since > within {
		told := int64(0)
		if x.mac == m {
			told = x.told
		}
		*x = claimer{mac: m, since: now, told: told}
	}
	x.last = now
	return x
}

// include adds a victim, and returns how many there are.
func (c *claimer) include(id baseline.AssetID) int {
	for i := range c.victims {
		switch c.victims[i] {
		case id:
			return c.count()
		case 0:
			c.victims[i] = id
			return c.count()
		}
	}
	return victims
}

func (c *claimer) count() (n int) {
	for _, v := range c.victims {
		if v != 0 {
			n++
		}
	}
	return n
}

// spoof takes a claim of an address that is another's, and tells when one
// interface makes several within ten minutes.
func (d *Detector) spoof(l *baseline.Look, h *host, b *baseline.Binding, k kind) {
	if h.neighbour(b.MAC) {
		return
	}
	c := d.claims.take(b.MAC, l.Now)
	c.control = c.control || k == macChanged
	if n := c.include(b.Asset); n < spoofLeast || n < spoofOthers && !c.control {
		return
	}
	for _, v := range c.victims {
		if x := d.known(v); x != nil {
			x.deviates(l.Now, arpSpoof)
		}
	}
	if c.told != 0 && l.Now-c.told < repeatAfter {
		return
	}
	c.told = l.Now
	owner := d.owner(b.MAC, c.victims[:]...)
	actor := b.Addr
	if owner != 0 {
		actor = l.Book.Addr(owner)
		d.hosts[owner].deviates(l.Now, arpSpoof)
	}
	dev := l.Deviation(&meanings[arpSpoof], actor, b.Addr)
	if dev == nil {
		return
	}
	dev.Event, dev.Frame = b.Time, b.Frame
	dev.Expected, dev.Seen = h.expected(mac(b.MAC)), mac(b.MAC).String()+": "+d.names(l, c)
	l.Report(dev)
}

// names lists the victims.
func (d *Detector) names(l *baseline.Look, c *claimer) (s string) {
	for i, v := range c.victims {
		if v == 0 {
			break
		}
		if i > 0 {
			s += ", "
		}
		s += l.Book.Addr(v).String()
	}
	return s
}

// owner returns the address an interface was first at, but for some; 0 for none.
func (d *Detector) owner(m mac, but ...baseline.AssetID) (owner baseline.AssetID) {
	var first int64
next:
	for id := range d.hosts {
		for _, v := range but {
			if v == baseline.AssetID(id) {
				continue next
			}
		}
		h := &d.hosts[id]
		i := h.find(m)
		if i == 0 || h.seat(i).router || h.seat(i).standing == baseline.Pending {
			continue
		}
		if s := h.seat(i); owner == 0 || s.first < first {
			owner, first = baseline.AssetID(id), s.first
		}
	}
	return owner
}
