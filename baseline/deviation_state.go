package baseline

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// maxText bounds one text of a deviation in a state, in octets.
const maxText = 1 << 12

func (d *Deviation) appendState(w *snapshot.Writer) {
	w.Text(string(d.Meaning.Kind))
	for _, n := range [...]int64{d.Time, d.Event, d.Learned} {
		w.Int(n)
	}
	for _, n := range [...]uint64{d.Frame, d.ResponseFrame, d.Flow, uint64(d.Port), uint64(d.Station), uint64(d.Operation), uint64(d.Outcome),
		uint64(d.Evidence), d.Support, d.Count, uint64(d.State)} {
		w.Uint(n)
	}
	w.Float(d.Surprise)
	w.Bool(d.Native)
	w.Bool(d.Repeat)
	w.Bool(d.Exercise)
	for _, a := range [...]netip.Addr{d.Client, d.Server, d.Actor, d.Target} {
		w.Bytes(a.AsSlice())
	}
	for _, s := range [...]string{d.Protocol, d.Function, d.Point, d.Expected, d.Seen, d.Others} {
		w.Text(s[:min(len(s), maxText)])
	}
	for _, n := range [...]uint64{uint64(d.Code), uint64(d.Sub), uint64(d.Status), d.Points} {
		w.Uint(n)
	}
	w.Bool(d.HasSub)
	w.Bool(d.HasStatus)
	for i := range d.Touched {
		d.Touched[i].appendState(w)
	}
}

func (d *Deviation) restore(r *snapshot.Reader, meaning func(Kind) *Meaning) {
	if d.Meaning = meaning(Kind(r.Text(maxText))); d.Meaning == nil {
		r.Fail()
		return
	}
	d.Time, d.Event, d.Learned = r.Int(), r.Int(), r.Int()
	d.Frame, d.ResponseFrame, d.Flow = r.Uint(), r.Uint(), r.Uint()
	d.Port, d.Station = uint16(r.Uint()), uint32(r.Uint())
	d.Operation, d.Outcome, d.Evidence = wire.Operation(r.Uint()), wire.Outcome(r.Uint()), Evidence(r.Uint())
	d.Support, d.Count, d.State = r.Uint(), r.Uint(), State(r.Uint())
	d.Surprise = r.Float()
	d.Native, d.Repeat, d.Exercise = r.Bool(), r.Bool(), r.Bool()
	for _, a := range [...]*netip.Addr{&d.Client, &d.Server, &d.Actor, &d.Target} {
		*a, _ = netip.AddrFromSlice(r.Bytes(16))
	}
	for _, s := range [...]*string{&d.Protocol, &d.Function, &d.Point, &d.Expected, &d.Seen, &d.Others} {
		*s = r.Text(maxText)
	}
	d.Code, d.Sub, d.Status, d.Points = uint32(r.Uint()), uint32(r.Uint()), uint32(r.Uint()), r.Uint()
	d.HasSub, d.HasStatus = r.Bool(), r.Bool()
	for i := range d.Touched {
		d.Touched[i].restore(r)
	}
}
