package whitelist

import (
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

const (
	// scanWindow is how close together new things must come to be one scan, ns.
	scanWindow = 600e9
	// scanWeight is how much of it makes one: 12 hosts, pairs, services or stations,
	// or 36 functions or ranges. A site whose forecast is one novelty a day has 0.007
	// of them in a window, so that only what comes of one cause adds up to this; and
	// what an engineer's tool does with one device, a few functions and a dozen
	// ranges, does not.
	scanWeight  = 36
	weighTarget = 3
	weighRange  = 1
	// maxScans is how many clients are watched at a time: each has brought something
	// new in the last ten minutes. Those beyond are not taken for scanning, and are
	// told one by one.
	maxScans = 1024
)

// sweeps counts what is new where nothing is judged yet: the stations of a service after
// the first, and what a host that came after the site was learned asks of them. Only many
// of them are told.
func (d *Detector) sweeps(x *sight, k key, station bool) {
	if !x.site || !station && (x.judges || d.native(x.clientID)) || !d.dark.new(k.hash(&fixed), x.l.Now, 7*d.long) {
		return
	}
	if station {
		x.sweep += weighTarget
	} else {
		x.sweep += weighRange
	}
}

// tracker is what a client brought that is new.
type tracker struct {
	client        netip.Addr
	since, latest int64
	weight        uint32
	things        uint64 // since it is scanning, and not told
	total         uint64
	active        bool
	asked         bool // by a control protocol too
	toldAt        int64
	target        netip.Addr
	frame, flow   uint64 // the latest
}

// scans are the clients that bring new things, in the order they began.
type scans struct {
	list  []tracker
	index map[netip.Addr]int
}

func newScans() scans { return scans{index: map[netip.Addr]int{}} }

// active reports whether a client is scanning.
func (s *scans) active(client netip.Addr) bool {
	i, ok := s.index[client]
	return ok && s.list[i].active
}

// count adds things that are new, and returns the client's tracker once it is scanning,
// else nil.
func (s *scans) count(client, target netip.Addr, now int64, weight uint32, things int) *tracker {
	i, ok := s.index[client]
	if !ok {
		if len(s.list) >= maxScans {
			return nil
		}
		i = len(s.list)
		s.index[client] = i
		s.list = append(s.list, tracker{client: client, since: now})
	}
	t := &s.list[i]
	if !t.active && now-t.since > scanWindow {
		*t = tracker{client: client, since: now}
	}
	t.latest, t.target = now, target
	t.weight += weight
	t.things += uint64(things)
	t.total += uint64(things)
	if t.weight < scanWeight {
		return nil
	}
	t.active = true
	return t
}

// due reports whether a tracker is to be told: when it begins to scan, then every
// ten minutes.
func (t *tracker) due(now int64) bool { return t.active && t.things > 0 && now-t.toldAt >= repeat }

// forget drops who brought nothing new for a window; what was not told is told.
func (s *scans) forget(now int64, told func(*tracker)) {
	if len(s.list) == 0 {
		return
	}
	kept := s.list[:0]
	for i := range s.list {
		t := s.list[i]
		over := now-t.latest > scanWindow
		if t.due(now) || over && t.active && t.things > 0 {
			told(&t)
		}
		if over {
			delete(s.index, t.client)
			continue
		}
		kept = append(kept, t)
	}
	clear(s.list[len(kept):])
	s.list = kept
	for i := range s.list {
		s.index[s.list[i].client] = i
	}
}

// scanned counts something new by the client at hand, and reports whether it
// belongs to a scan and so is not told by itself. A scan of addresses that goes on by
// asking is told at once.
func (d *Detector) scanned(x *sight, weight uint32) bool {
	t := d.scans.count(x.client, x.server, x.l.Now, weight, max(1, x.nodes))
	if t == nil {
		return false
	}
	further := x.e != nil && !t.asked
	if x.e != nil {
		t.frame, t.flow, t.asked = x.e.Frame, x.e.Flow, true
	} else {
		t.frame, t.flow = x.c.Frame, x.c.Flow
	}
	if further || t.due(x.l.Now) {
		d.tellScan(x.l, t)
	}
	return true
}

func (d *Detector) tellScan(l *baseline.Look, t *tracker) {
	if v := l.Deviation(&d.meanings[scan], t.client, t.target); v != nil {
		v.Frame, v.Flow, v.Event = t.frame, t.flow, t.latest
		v.Count, v.Seen = t.things, seconds(t.total, t.latest-t.since)
		d.learned(v, l.Now)
		l.Report(v)
	}
	t.toldAt, t.things = l.Now, 0
}

func (s *scans) appendState(w *snapshot.Writer) {
	w.Uint(uint64(len(s.list)))
	for i := range s.list {
		t := &s.list[i]
		w.Bytes(t.client.AsSlice())
		w.Bytes(t.target.AsSlice())
		w.Int(t.since)
		w.Int(t.latest)
		w.Uint(uint64(t.weight))
		w.Uint(t.things)
		w.Uint(t.total)
		w.Bool(t.active)
		w.Bool(t.asked)
		w.Int(t.toldAt)
		w.Uint(t.frame)
		w.Uint(t.flow)
	}
}

func (s *scans) restore(r *snapshot.Reader) {
	for range r.Count(maxScans) {
		var t tracker
		t.client, _ = netip.AddrFromSlice(slices.Clone(r.Bytes(16)))
		t.target, _ = netip.AddrFromSlice(r.Bytes(16))
		t.since, t.latest, t.weight, t.things, t.total = r.Int(), r.Int(), uint32(r.Uint()), r.Uint(), r.Uint()
		t.active, t.asked, t.toldAt = r.Bool(), r.Bool(), r.Int()
		t.frame, t.flow = r.Uint(), r.Uint()
		if _, twice := s.index[t.client]; twice || r.Err() != nil {
			r.Fail()
			return
		}
		s.index[t.client] = len(s.list)
		s.list = append(s.list, t)
	}
}
