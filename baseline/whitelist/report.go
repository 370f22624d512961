package whitelist

import (
	"strconv"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// maxValues is how many octets of the values of a write are shown.
const maxValues = 80

// report tells a finding.
func (d *Detector) report(x *sight, f *finding) {
	m := &d.meanings[f.kind]
	v := (*baseline.Deviation)(nil)
	if x.e != nil {
		v = x.l.Of(m, x.e)
	} else {
		v = ofContact(x, m)
	}
	if v == nil {
		return
	}
	v.Repeat = f == &x.repeat
	if f.kind >= newEgress && f.kind <= newOutside {
		v.Native = d.young(x, f.kind)
	}
	d.describe(x, f, v)
	v.Others = d.othersOf(x, f)
	d.learned(v, x.l.Now)
	x.l.Report(v)
}

// ofContact begins a deviation by a contact.
func ofContact(x *sight, m *baseline.Meaning) *baseline.Deviation {
	v := x.l.Deviation(m, x.client, x.server)
	if v == nil {
		return nil
	}
	c := x.c
	v.Event, v.Frame, v.Flow, v.Port, v.Outcome = c.Time, c.Frame, c.Flow, c.Server.Port(), wire.Unanswered
	if c.Answered {
		v.Outcome = wire.Answered
	}
	if m.Control {
		v.Evidence = baseline.EvidenceOf(v.Outcome)
	}
	return v
}

// learned says for how long this was not seen.
func (d *Detector) learned(v *baseline.Deviation, now int64) {
	if v.Learned == 0 {
		v.Learned = now - d.first
	}
}

// describe tells what was seen, and what is known instead, by class.
func (d *Detector) describe(x *sight, f *finding, v *baseline.Deviation) {
	k := f.key
	if i := d.keys.find(&k); i >= 0 {
		d.support(&d.keys.records[i], f, v)
	}
	switch k.class() {
	case writes, function:
		v.Seen = functionName(x.e.Function, k)
		d.firstPoint(x, v)
	case pair:
		v.Seen = x.server.String()
	case service:
		v.Seen = x.e.Protocol.Name + " " + strconv.Itoa(int(x.e.Server.Port()))
	case contact:
		v.Seen = ipName(uint32(x.c.Protocol)) + " " + strconv.Itoa(int(x.c.Server.Port()))
	case readRange, readNode, watched, toldSpace, change, changeRange:
		d.describePoint(x, f, v)
	default:
		v.Seen = x.l.Book.Addr(baseline.AssetID(k.a)).String()
		if k.class() == classes {
			v.Seen = x.server.String()
		}
	}
}

// support tells from what a stale or rejected key is known.
func (d *Detector) support(r *record, f *finding, v *baseline.Deviation) {
	if f.kind >= rejectedUse && f.kind <= staleControl {
		v.Support, v.Learned = uint64(r.count), int64(r.last-r.first)*int64(time.Second)
	}
}

// firstPoint tells the first point of a control.
func (d *Detector) firstPoint(x *sight, v *baseline.Deviation) {
	if !x.control || len(x.e.Points) == 0 {
		return
	}
	p := &x.e.Points[0]
	if at, ok := x.l.Book.Point(p); ok && !p.Relative {
		v.Point = string(x.l.Book.AppendPoint(nil, x.e.Protocol, at))
	}
}

func (d *Detector) describePoint(x *sight, f *finding, v *baseline.Deviation) {
	v.Point = string(d.appendPoint(nil, x.l.Book, x.e.Protocol, f.key))
	v.Seen = v.Point
	if f.kind == newQuantity || f.kind == newReadRange {
		v.Expected = d.knownRanges(x, f.key)
	}
	if f.key.controls() && f.point > 0 {
		v.Seen = values(&x.e.Points[f.point-1], f.key)
	}
}

// values tells what is written: of the point at hand, or of the run.
func values(p *wire.Point, k key) string {
	if k.class() == change && p.Ident == 0 && p.Count > 1 {
		return string(p.Value.At(int(k.c - p.Index)).Append(nil))
	}
	b := p.AppendValues(nil)
	return string(b[:min(len(b), maxValues)])
}

// maxRanges is how many known ranges are shown.
const maxRanges = 8

// knownRanges tells what is read of the space of a key, other than it.
func (d *Detector) knownRanges(x *sight, k key) string {
	if k.class() != readRange {
		return ""
	}
	var b []byte
	list := d.cover.places[place{x.channel, k.b &^ x.protocol.space}]
	for _, s := range list[:min(len(list), maxRanges)] {
		if own := k.span(); s == own {
			continue
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendSpan(b, s)
	}
	return string(b)
}

func appendSpan(b []byte, s span) []byte {
	if s.to == everything && s.from == 0 {
		return append(b, "all"...)
	}
	b = strconv.AppendUint(b, s.from, 10)
	if s.to > s.from+1 {
		b = strconv.AppendUint(append(b, ".."...), s.to-1, 10)
	}
	return b
}

// appendPoint appends the point or range of a key.
func (d *Detector) appendPoint(b []byte, book *baseline.Book, p *wire.Protocol, k key) []byte {
	switch k.class() {
	case toldSpace:
		return appendSpace(b, p, k.b)
	case changeRange, readRange:
		if k.class() == readRange && k.d == 1 {
			break
		}
		if k.b == rest {
			return strconv.AppendUint(append(b, "points "...), uint64(k.d), 10)
		}
		return appendSpan(append(appendSpace(b, p, k.b), ' '), k.span())
	}
	at := baseline.PointKey{Space: k.b, Index: k.c, Part: k.d, Ident: k.ident()}
	if k.class() == readRange {
		at.Part = 0
	}
	if p == nil {
		return strconv.AppendUint(append(appendSpace(b, p, k.b), ' '), uint64(k.c), 10)
	}
	return book.AppendPoint(b, p, at)
}

func appendSpace(b []byte, p *wire.Protocol, space uint32) []byte {
	if p == nil {
		return strconv.AppendUint(append(b, "space "...), uint64(space), 10)
	}
	return p.AppendSpace(b, space)
}

// functionName is that of a function with its sub-function.
func functionName(name string, k key) string {
	if k.m&subBit != 0 {
		return name + "/" + strconv.Itoa(int(k.c))
	}
	return name
}

func ipName(protocol uint32) string {
	switch protocol {
	case tcp:
		return "tcp"
	case udp:
		return "udp"
	case icmp:
		return "icmp"
	}
	return "ip-" + strconv.Itoa(int(protocol))
}

// seconds is how many things were seen in how long.
func seconds(n uint64, ns int64) string {
	return strconv.FormatUint(n, 10) + " / " + time.Duration(ns).Round(time.Second).String()
}
