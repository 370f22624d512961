package endpoint

import "github.com/banken-ot/banken/baseline"

const (
	// maxMiddles is how many interfaces that took addresses are watched at a time; of
	// more, the one longest quiet is forgotten, those in the middle of something last.
	maxMiddles = 64
	// maxTaken is how many addresses of one are kept, the latest.
	maxTaken = 8
)

// taken is an address that an interface claims, and which another had.
type taken struct {
	id   baseline.AssetID
	from mac   // whose it was
	at   int64 // UTC ns
}

// middle is an interface that took addresses of others.
type middle struct {
	mac     mac
	last    int64 // 0: a free place
	taken   [maxTaken]taken
	next    uint8
	between bool  // it took both ends of a conversation
	told    int64 // of that
	flows   int64 // that control traffic passed it was told
}

// has returns what is known of an address it took within a time.
func (m *middle) has(id baseline.AssetID, since int64) *taken {
	for i := range m.taken {
		if x := &m.taken[i]; x.id == id && id != 0 && x.at >= since {
			return x
		}
	}
	return nil
}

// take notes an address.
func (m *middle) take(x taken) {
	m.last = x.at
	if old := m.has(x.id, 0); old != nil {
		*old = x
		return
	}
	m.taken[m.next%maxTaken] = x
	m.next = (m.next + 1) % maxTaken
}

// middles are those watched. Their number never changes.
type middles []middle

func newMiddles() middles { return make(middles, maxMiddles) }

// find returns what is known of an interface, nil for nothing.
func (m middles) find(x mac) *middle {
	for i := range m {
		if m[i].mac == x && m[i].last != 0 {
			return &m[i]
		}
	}
	return nil
}

// room returns the place of an interface, which it makes.
func (m middles) room(x mac) *middle {
	if old := m.find(x); old != nil {
		return old
	}
	free := &m[0]
	for i := range m {
		if o := &m[i]; !o.between && free.between || o.between == free.between && o.last < free.last {
			free = o
		}
	}
	*free = middle{mac: x}
	return free
}

// takes takes a claim. It is of another's address where that was settled at another
// interface of the segment before; routers, those that answered for others from
// the beginning, and what people approved say nothing. Who takes both ends of a
// conversation, from two devices, is between them.
func (d *Detector) takes(l *baseline.Look, h *host, b *baseline.Binding) {
	m := mac(b.MAC)
	owner := h.owner(m, b.VLAN, d.watched, d.settle)
	if owner == nil || m.shared() || d.trusted(l, &turn{mac: m, router: b.Router}) || d.proxies.knows(m) {
		return
	}
	x := d.middles.room(m)
	x.take(taken{b.Asset, owner.mac, l.Now})
	if other, t, ok := d.otherEnd(x, b.Asset, owner.mac, l.Now-max(d.settle, within)); ok {
		d.between(l, b, x, t, other.from, owner.mac)
	}
}

// owner returns the interface of a segment that an address was at, settled, when
// another came there.
func (h *host) owner(m mac, vlan uint16, now, settle int64) (owner *seat) {
	came := now
	if i := h.find(m); i != 0 {
		if s := h.seat(i); s.known() {
			return nil
		} else if came = s.since; came == 0 {
			came = now
		}
	}
	for i := range h.seats[:h.n] {
		s := &h.seats[i]
		if s.mac == m || s.vlan != vlan || s.router || s.mac.shared() || s.mac.neighbour(m) || s.standing == baseline.Pending || s.standing == baseline.Rejected {
			continue
		}
		if (s.known() || s.since+settle <= came) && (owner == nil || s.last > owner.last) {
			owner = s
		}
	}
	return owner
}

// otherEnd looks for another address that an interface took since a time, from
// another device, and that speaks with the one it takes now.
func (d *Detector) otherEnd(m *middle, id baseline.AssetID, from mac, since int64) (other *taken, t talk, ok bool) {
	for i := range m.taken {
		x := &m.taken[i]
		if x.id == 0 || x.id == id || x.at < since || x.from == from || x.from.neighbour(from) {
			continue
		}
		if t, ok = d.talkOf(x.id, id); ok {
			return x, t, true
		}
	}
	return nil, t, false
}

// between tells of an interface that took both ends of a conversation. It is learned
// at neither.
func (d *Detector) between(l *baseline.Look, b *baseline.Binding, m *middle, t talk, first, second mac) {
	m.between = true
	for _, id := range [...]baseline.AssetID{t.client, t.server} {
		h := d.known(id)
		if h == nil {
			continue
		}
		h.deviates(l.Now, between)
		if i := h.find(m.mac); i != 0 && h.seat(i).standing == baseline.Candidate {
			h.seat(i).standing = baseline.Pending
		}
	}
	if m.told != 0 && l.Now-m.told < repeatAfter {
		return
	}
	m.told = l.Now
	if dev := d.middleOf(l, between, m, t); dev != nil {
		dev.Event, dev.Frame, dev.Evidence = b.Time, b.Frame, baseline.Attempt
		dev.Expected = first.String() + ", " + second.String()
		l.Report(dev)
	}
}

// holds reports whether an interface took an address, and nobody approved that.
func (d *Detector) holds(m *middle, id baseline.AssetID) bool {
	if m.has(id, 0) == nil {
		return false
	}
	h := d.known(id)
	i := h.find(m.mac)
	return i == 0 || !h.seat(i).known()
}

// middleOf begins a deviation about an interface between two hosts.
func (d *Detector) middleOf(l *baseline.Look, k kind, m *middle, t talk) *baseline.Deviation {
	client, server := l.Book.Addr(t.client), l.Book.Addr(t.server)
	actor := client
	if owner := d.owner(m.mac, t.client, t.server); owner != 0 {
		actor = l.Book.Addr(owner)
	}
	dev := l.Deviation(&meanings[k], actor, server)
	if dev != nil {
		dev.Client, dev.Server, dev.Port, dev.Seen = client, server, t.port, m.mac.String()
	}
	return dev
}

// passes takes that a flow passes an interface, and tells when it is a conversation
// of which that took both ends.
func (d *Detector) passes(l *baseline.Look, c *baseline.Contact) {
	m := d.middles.find(mac(c.Via))
	if m == nil || !m.between || !d.speaks(c.ClientID, c.ServerID, c.Server.Port()) || m.flows != 0 && l.Now-m.flows < repeatAfter {
		return
	}
	if !d.holds(m, c.ClientID) || !d.holds(m, c.ServerID) {
		return
	}
	m.flows = l.Now
	t := talk{c.ClientID, c.ServerID, c.Server.Port()}
	for _, id := range [...]baseline.AssetID{t.client, t.server} {
		d.hosts[id].deviates(l.Now, passing)
	}
	if dev := d.middleOf(l, passing, m, t); dev != nil {
		dev.Event, dev.Frame, dev.Flow, dev.Evidence = c.Time, c.Frame, c.Flow, baseline.Success
		l.Report(dev)
	}
}
