package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// maxReporting bounds the channels on which reports come by themselves.
	maxReporting = 16384
	// inOrder is after how many reports, each with the next sequence number, an
	// outstation is known to count: by chance it does so once in 16^16 times.
	inOrder = 16
	// quickest is how soon a report that was not confirmed is sent again at the
	// earliest, ns: the time-out must be longer than a confirm takes, and is some
	// seconds as a rule.
	quickest = int64(250e6)
	// sequences is how many sequence numbers there are (IEEE 1815-2012, 4.2.2.4).
	sequences = 16
)

// lastReport is the last unsolicited response of a channel.
type lastReport struct {
	at       int64 // UTC ns
	flow     uint64
	print    uint32 // of its points
	sequence uint8
	ordered  uint8 // how many came in order, up to inOrder
}

// reported judges an unsolicited response by the one before it on its connection: each
// has the next sequence number, or is the last one again, when its confirm did not come
// in time (IEEE 1815-2012, 4.2.2.4). One that is put in between is neither.
func (d *Detector) reported(l *baseline.Look, e *baseline.Event) {
	f := wire.FindField(e.Response, "sequence")
	if f == nil || e.Channel == 0 || !sound(l, e) {
		return
	}
	n := len(d.dnp3.reports.list)
	x := d.dnp3.reports.of(e.Channel)
	if x == nil {
		d.omitted++
		return
	}
	was, first := *x, len(d.dnp3.reports.list) > n
	x.at, x.flow, x.print, x.sequence = l.Now, e.Flow, printOf(e), uint8(f.Value.Num%sequences)
	if first || was.flow != e.Flow || !d.sure(l) {
		return
	}
	switch {
	case x.sequence == (was.sequence+1)%sequences:
		x.ordered = min(was.ordered+1, inOrder)
	case x.sequence == was.sequence && x.print == was.print:
		if l.Now-was.at < quickest {
			d.hit(l, e, d.kinds.reportAgain, note{})
		}
	case was.ordered >= inOrder:
		d.hit(l, e, d.kinds.reportOrder, note{})
	default:
		x.ordered = 0
	}
}

// printOf is FNV-1a of what an event tells.
func printOf(e *baseline.Event) uint32 {
	h := uint32(2166136261)
	add := func(n uint64) {
		for ; n != 0; n >>= 8 {
			h = (h ^ uint32(n&0xff)) * 16777619
		}
		h = (h ^ 0x100) * 16777619
	}
	for i := range e.Points {
		p := &e.Points[i]
		add(uint64(p.Space)<<32 | uint64(p.Index))
		add(p.Value.Num)
		for _, b := range p.Value.Raw {
			h = (h ^ uint32(b)) * 16777619
		}
	}
	return h
}
