package endpoint

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
)

const (
	// maxRouters bounds the interfaces known to forward for others.
	maxRouters = 1024
	// repeatAfter is how often the same is told of an address at most, ns.
	repeatAfter = int64(10 * time.Minute)
)

// router is an interface that forwards for others.
type router struct {
	days    uint16
	lastDay uint32
}

// Detector is D6. It belongs to one goroutine.
type Detector struct {
	hosts   []host // by baseline.AssetID
	routers map[mac]router
	claims  claimers
	middles middles
	proxies proxies
	omitted uint64

	settle  int64 // how long it takes to settle, ns
	watched int64 // time in which something was seen, ns, from 1; 0 before
	latest  int64 // of an observation, UTC ns
}

// New returns a detector that knows nothing.
func New(s baseline.Settings) *Detector {
	return &Detector{hosts: make([]host, 1), routers: map[mac]router{}, claims: newClaimers(), middles: newMiddles(), proxies: newProxies(), settle: settleTime(s.Day)}
}

// Omitted returns how many things found no room.
func (d *Detector) Omitted() uint64 { return d.omitted }

// known returns what is known of an address, nil for nothing.
func (d *Detector) known(id baseline.AssetID) *host {
	if id == 0 || int(id) >= len(d.hosts) {
		return nil
	}
	return &d.hosts[id]
}

// host returns what is known of an address, making room.
func (d *Detector) host(id baseline.AssetID) *host {
	if id == 0 || id > baseline.MaxAssets {
		d.omitted++
		return nil
	}
	if int(id) >= len(d.hosts) {
		d.hosts = slices.Grow(d.hosts, int(id)+1-len(d.hosts))[:id+1]
	}
	return &d.hosts[id]
}

// Binding judges where an address is.
func (d *Detector) Binding(l *baseline.Look, b *baseline.Binding) {
	d.watch(l)
	h := d.host(b.Asset)
	if h == nil {
		return
	}
	d.forwards(l, b)
	d.place(l, h, b)
	d.fromStart(l, h, b)
	if b.Claim {
		d.takes(l, h, b)
	}
	d.signs(l, h, b)
	x := turn{mac: b.MAC, vlan: b.VLAN, router: b.Router, claim: b.Claim, time: l.Now}
	if h.spoke.take(x) {
		d.contest(l, h, b)
	}
	if !b.Claim && h.uses.take(x) {
		d.alternate(l, h, b)
	}
}

// forwards learns which interfaces are routers.
func (d *Detector) forwards(l *baseline.Look, b *baseline.Binding) {
	if !b.Router || !l.Learn || mac(b.MAC).shared() {
		return
	}
	if x, ok := d.routers[b.MAC]; ok || len(d.routers) < maxRouters {
		d.routers[b.MAC] = x.credit(l.Day)
		return
	}
	d.omitted++
}

func (r router) credit(day uint32) router {
	if r.lastDay != day {
		r.lastDay = day
		r.days++
	}
	return r
}

// forwarder reports whether an interface forwards for others, so that its use of
// an address says nothing. A claim is believed of those learned only.
func (d *Detector) forwarder(b *baseline.Binding) bool {
	return mac(b.MAC).shared() || b.Router && !b.Claim || d.routers[b.MAC].days >= learnDays
}

// place takes which interface an address is at.
func (d *Detector) place(l *baseline.Look, h *host, b *baseline.Binding) {
	i := h.find(b.MAC)
	k := d.judge(l, h, b, i)
	if i == 0 && (l.Learn || k == macChanged) {
		if i = h.room(); i == 0 {
			d.omitted++
		} else {
			*h.seat(i) = seat{mac: b.MAC, vlan: b.VLAN, first: l.Now, since: d.watched}
		}
	}
	if i != 0 {
		s := h.seat(i)
		s.last, s.router, s.claimed = l.Now, s.router || b.Router, s.claimed || b.Claim
		if k == macChanged && s.standing == baseline.Candidate {
			s.standing = baseline.Pending
		}
		if !b.Claim || !h.used {
			h.at, h.used = i, h.used || !b.Claim
		}
	}
	if k != none {
		d.tellPlace(l, h, b, i, k)
	}
	if b.Claim && (k == macChanged || k == macMoved) {
		d.spoof(l, h, b, k)
	}
}

// judge returns what it means that an address is at an interface: none for what is
// ordinary.
func (d *Detector) judge(l *baseline.Look, h *host, b *baseline.Binding, i uint8) kind {
	if i != 0 {
		switch h.seat(i).standing {
		case baseline.Known, baseline.Approved:
			return none
		case baseline.Rejected:
			return macChanged
		}
	}
	known, routed := h.established()
	switch {
	case !l.Site.Judges() || !known || d.forwarder(b):
		return none
	case routed:
		return pathChanged
	case h.neighbour(b.MAC):
		return macMoved
	case h.server || h.client && h.held < varied:
		return macChanged
	}
	return macMoved
}

// tellPlace tells of an interface, when it is new there, takes over from another,
// or was told long ago.
func (d *Detector) tellPlace(l *baseline.Look, h *host, b *baseline.Binding, i uint8, k kind) {
	changed := h.spoke[3].mac != b.MAC
	if k == macChanged && changed {
		h.deviates(l.Now, k)
	}
	if i != 0 && !h.seat(i).due(l.Now, changed || h.seat(i).standing == baseline.Rejected) || i == 0 && !h.due(k, l.Now) {
		return
	}
	if dev := d.begin(l, k, b); dev != nil {
		dev.Expected, dev.Seen = h.expected(mac(b.MAC)), mac(b.MAC).String()
		dev.Support, dev.Learned = h.support(l.Now)
		l.Report(dev)
	}
}

// begin begins a deviation about an address, which is the actor too: nothing else
// is known of who did it.
func (d *Detector) begin(l *baseline.Look, k kind, b *baseline.Binding) *baseline.Deviation {
	dev := l.Deviation(&meanings[k], b.Addr, b.Addr)
	if dev != nil {
		dev.Event, dev.Frame = b.Time, b.Frame
	}
	return dev
}

// deviates notes what bears on a write that follows.
func (h *host) deviates(now int64, k kind) { h.deviated, h.by = now, k }

// due reports whether a kind may be told of an address again, and notes that it is.
func (h *host) due(k kind, now int64) bool {
	if h.told[k] != 0 && now-h.told[k] < repeatAfter {
		return false
	}
	h.told[k] = now
	return true
}

// expected lists the known interfaces but one.
func (h *host) expected(but mac) string {
	var list []string
	for i := range h.seats[:h.n] {
		if s := &h.seats[i]; s.known() && s.mac != but {
			list = append(list, s.mac.String())
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// support is on how many days the known interfaces were seen, and for how long.
func (h *host) support(now int64) (days uint64, learned int64) {
	for i := range h.seats[:h.n] {
		if s := &h.seats[i]; s.known() {
			days, learned = max(days, uint64(s.days)), max(learned, now-s.first)
		}
	}
	return days, learned
}

// signs judges how packets look.
func (d *Detector) signs(l *baseline.Look, h *host, b *baseline.Binding) {
	if b.TTL != 0 && !b.Claim {
		before := h.paths
		if h.paths.take(uint32(b.TTL)<<8|uint32(b.Hops), l.Now, l.Learn) && l.Site.Judges() && h.due(pathChanged, l.Now) {
			d.tellSign(l, b, pathChanged, before.text(appendPath), string(appendPath(nil, uint32(b.TTL)<<8|uint32(b.Hops))))
		}
	}
	if b.Fingerprint != 0 {
		before := h.prints
		if h.prints.take(b.Fingerprint, l.Now, l.Learn) && l.Site.Judges() && h.due(printChanged, l.Now) {
			d.tellSign(l, b, printChanged, before.text(appendPrint), string(appendPrint(nil, b.Fingerprint)))
		}
	}
}

func (d *Detector) tellSign(l *baseline.Look, b *baseline.Binding, k kind, expected, seen string) {
	if dev := d.begin(l, k, b); dev != nil {
		dev.Expected, dev.Seen = expected, seen
		l.Report(dev)
	}
}

// text lists the signs that were usual.
func (s *signs) text(form func([]byte, uint32) []byte) string {
	var list []string
	for i := range s.list {
		if x := &s.list[i]; x.value != 0 && x.days >= learnDays {
			list = append(list, string(form(nil, x.value)))
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// appendPath writes a TTL as sent, and hops: "64/2".
func appendPath(b []byte, v uint32) []byte {
	b = strconv.AppendUint(b, uint64(v>>8), 10)
	return strconv.AppendUint(append(b, '/'), uint64(v&0xff), 10)
}

func appendPrint(b []byte, v uint32) []byte { return strconv.AppendUint(b, uint64(v), 16) }
