package whitelist

import (
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// maxClients is how many clients of a station are looked at: more than any has. Of a
	// station with more nothing is told, for "only these" would not be known.
	maxClients = 256
	// maxOthers is how many are named: of more, "only these" says nothing.
	maxOthers = 8
	// maxActs is how many points of a message others are looked for: what is longer is
	// kept as a run, which is one.
	maxActs = maxSingle
)

// othersOf tells who else did what a finding is about, of all that was ever seen to, as
// addresses in their order; "" where nobody did. It looks at maxClients clients at most,
// and of each for maxActs keys.
func (d *Detector) othersOf(x *sight, f *finding) string {
	if x.e == nil || x.channel == 0 {
		return ""
	}
	acts := d.acts(x, f)
	if len(acts) == 0 {
		return ""
	}
	d.index.update(x.l.Book, &d.keys)
	ch := x.l.Book.ChannelOf(baseline.ChannelID(x.channel))
	var list []netip.Addr
	n := 0
	for c := d.index.latest[station{ch.Server, ch.Protocol, ch.Port, ch.Station}]; c != 0; c = d.index.before[c] {
		if n++; n > maxClients {
			return ""
		}
		if c != x.channel && d.didAny(x, c, acts) {
			list = append(list, x.l.Book.Addr(x.l.Book.ChannelOf(baseline.ChannelID(c)).Client))
		}
	}
	if len(list) > maxOthers {
		return ""
	}
	slices.SortFunc(list, netip.Addr.Compare)
	return joined(list)
}

func joined(list []netip.Addr) string {
	var b []byte
	for i, a := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = a.AppendTo(b)
	}
	return string(b)
}

// acts are the keys that a finding is about, without the phase: the point that is new, or
// all points that a message sets, or where there are none the function.
func (d *Detector) acts(x *sight, f *finding) []key {
	k, c := f.key, f.key.class()
	switch {
	case f.kind == newStation || f.kind == newFunction || f.kind == newReadRange:
		k.m &^= openingBit
		return []key{k}
	case f.kind < firstWrite || f.kind > newWritePoint:
		return nil
	case c == change || c == changeRange:
		return []key{k}
	}
	var list []key
	for i := range x.e.Points {
		if p := &x.e.Points[i]; p.Access == wire.AccessWrite && !p.Relative && len(list) < maxActs {
			list = d.appendActs(list, x, p)
		}
	}
	if len(list) == 0 {
		return []key{d.functionKey(x)}
	}
	return list
}

// appendActs appends the keys of a point, or a run, that is written.
func (d *Detector) appendActs(list []key, x *sight, p *wire.Point) []key {
	k, ok := d.pointKey(x, change, p)
	if !ok {
		return list
	}
	if k = k.by(x.e.Operation); p.Count > maxSingle {
		return append(list, newKey(changeRange, x.channel, p.Space, p.Index, p.Count).by(x.e.Operation))
	}
	for range min(int(max(p.Count, 1)), maxActs-len(list)) {
		list = append(list, k)
		k.c++
	}
	return list
}

// didAny reports whether something of the same was seen on another channel.
func (d *Detector) didAny(x *sight, channel uint32, acts []key) bool {
	for _, k := range acts {
		if k.a = channel; d.did(x, k) {
			return true
		}
	}
	return false
}

func (d *Detector) did(x *sight, k key) bool {
	opening := k.with(openingBit)
	if d.keys.find(&k) >= 0 || d.keys.find(&opening) >= 0 {
		return true
	}
	switch k.class() {
	case readRange:
		return d.cover.holds(place{k.a, k.b &^ x.protocol.space}, k.span())
	case change, changeRange:
		return k.ident() == 0 && slices.ContainsFunc(d.index.runs[k.a], k.within)
	}
	return false
}

// within reports whether a point or run is part of a run that is written.
func (k key) within(run key) bool {
	s, all := span{uint64(k.c), uint64(k.c) + 1}, run.span()
	if k.class() == changeRange {
		s = k.span()
	}
	return k.b == run.b && k.operation() == run.operation() && s.from >= all.from && s.to <= all.to
}
