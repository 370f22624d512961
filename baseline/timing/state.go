package timing

import (
	"math"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/baseline/stat"
)

// form is the number of the form of the state.
const form = 2

// AppendState writes everything learned and everything under way.
func (d *Detector) AppendState(w *snapshot.Writer) {
	w.Uint(form)
	w.Int(d.day)
	for _, n := range [...]int64{d.blockNow, int64(d.hour), d.any, d.midnight} {
		w.Int(n)
	}
	for _, f := range [...]float64{d.heard, d.cap, d.heardAt[0], d.heardAt[1], d.latency.logC} {
		w.Float(f)
	}
	for _, f := range d.logC {
		w.Float(f)
	}
	w.Bool(d.spoilt[0])
	w.Bool(d.spoilt[1])
	d.record[0].appendState(w)
	d.record[1].appendState(w)
	w.Uint(d.omitted)
	w.Uint(uint64(len(d.channels)))
	for _, c := range d.channels {
		w.Int(c.block)
		w.Uint(uint64(c.blocks))
	}
	w.Uint(uint64(len(d.streams)))
	for _, s := range d.streams {
		s.appendState(w)
	}
	d.latency.appendState(w)
}

// Restore reads what AppendState wrote into a new detector with the same settings.
func (d *Detector) Restore(r *snapshot.Reader) {
	if r.Uint() != form || r.Int() != d.day {
		r.Fail()
		return
	}
	var hour int64
	for _, n := range [...]*int64{&d.blockNow, &hour, &d.any, &d.midnight} {
		*n = r.Int()
	}
	for _, f := range [...]*float64{&d.heard, &d.cap, &d.heardAt[0], &d.heardAt[1], &d.latency.logC} {
		*f = r.Float()
	}
	for g := range d.logC {
		d.logC[g] = r.Float()
	}
	d.spoilt = [2]bool{r.Bool(), r.Bool()}
	d.record[0].restore(r)
	d.record[1].restore(r)
	d.omitted = r.Uint()
	if d.hour = int(hour); hour < 0 || hour >= hours {
		r.Fail()
		return
	}
	d.restoreChannels(r)
	d.latency.restore(r)
}

func (d *Detector) restoreChannels(r *snapshot.Reader) {
	for range r.Count(baseline.MaxChannels + 1) {
		d.channels = append(d.channels, candidate{block: r.Int(), blocks: uint8(r.Uint())})
		if r.Err() != nil {
			return
		}
	}
	for i := range r.Count(MaxStreams) {
		s := restoreStream(r)
		if r.Err() != nil || int(s.channel) >= len(d.channels) || d.channels[s.channel].stream != 0 {
			r.Fail()
			return
		}
		d.channels[s.channel].stream = uint16(i + 1)
		d.streams = append(d.streams, s)
	}
}

func (s *stream) appendState(w *snapshot.Writer) {
	for _, n := range [...]uint64{uint64(s.channel), uint64(s.client), uint64(s.server), uint64(s.port), uint64(s.station), s.events, s.poll,
		uint64(s.missed), uint64(s.patience), uint64(s.counts[0]), uint64(s.counts[1]), uint64(s.counts[2])} {
		w.Uint(n)
	}
	for _, n := range [...]int64{s.first, s.last, int64(s.votes), s.polled} {
		w.Int(n)
	}
	for _, f := range [...]float64{s.heard, s.quiet, s.left, s.back} {
		w.Float(f)
	}
	for _, b := range [...]bool{s.settled, s.unlearnt[0], s.unlearnt[1], s.spoilt, s.rejected, s.next != nil} {
		w.Bool(b)
	}
	w.Uint(uint64(s.stepCount))
	for _, x := range s.steps[:s.stepCount] {
		w.Float(float64(x))
	}
	for g := range s.rise {
		for side := range sides {
			s.rise[g][side].AppendState(w)
			s.told[g][side].appendState(w)
		}
	}
	s.silent.appendState(w)
	s.mute.appendState(w)
	s.ref.appendState(w)
	s.day.appendState(w)
	if s.next != nil {
		s.next.appendState(w)
	}
}

func restoreStream(r *snapshot.Reader) *stream {
	s := &stream{ref: &reference{}, day: &reference{}}
	var n [12]uint64
	for i := range n {
		n[i] = r.Uint()
	}
	s.channel, s.client, s.server = baseline.ChannelID(n[0]), baseline.AssetID(n[1]), baseline.AssetID(n[2])
	s.port, s.station, s.events, s.poll = uint16(n[3]), uint32(n[4]), n[5], n[6]
	s.missed, s.patience = uint32(n[7]), uint32(n[8])
	s.counts = [countedGauges]uint32{uint32(n[9]), uint32(n[10]), uint32(n[11])}
	s.first, s.last, s.votes, s.polled = r.Int(), r.Int(), int32(r.Int()), r.Int()
	s.heard, s.quiet, s.left, s.back = r.Float(), r.Float(), r.Float(), r.Float()
	s.settled, s.unlearnt = r.Bool(), [2]bool{r.Bool(), r.Bool()}
	s.spoilt, s.rejected = r.Bool(), r.Bool()
	if r.Bool() {
		s.next = &reference{}
	}
	s.stepCount = uint8(r.Count(intervals))
	for i := range s.steps[:s.stepCount] {
		s.steps[i] = float32(r.Float())
	}
	s.restoreEvidence(r)
	return s
}

func (s *stream) restoreEvidence(r *snapshot.Reader) {
	for g := range s.rise {
		for side := range sides {
			s.rise[g][side].Restore(r)
			s.told[g][side].restore(r)
		}
	}
	s.silent.restore(r)
	s.mute.restore(r)
	s.ref.restore(r)
	s.day.restore(r)
	if s.next != nil {
		s.next.restore(r)
	}
}

func (t *tell) appendState(w *snapshot.Writer) {
	w.Bool(t.on)
	w.Int(t.since)
	w.Uint(uint64(t.calm))
}

func (t *tell) restore(r *snapshot.Reader) {
	*t = tell{on: r.Bool(), since: r.Int(), calm: uint8(r.Uint())}
}

func (a *average) appendState(w *snapshot.Writer) {
	w.Float(a.sum)
	w.Uint(a.n)
}

func (a *average) restore(r *snapshot.Reader) {
	a.sum, a.n = r.Float(), r.Uint()
	if math.IsNaN(a.sum) {
		r.Fail()
	}
}

func (f *reference) appendState(w *snapshot.Writer) {
	w.Uint(uint64(f.days))
	w.Uint(uint64(f.hourDays))
	w.Uint(f.asked)
	w.Uint(f.answered)
	f.gap.appendState(w)
	f.eachTail(func(t *stat.Tail) { t.AppendState(w) })
	for g := range f.means {
		f.means[g].appendState(w)
	}
	for c := range f.cells {
		for _, x := range f.cells[c] {
			w.Float(float64(x.sum))
			w.Uint(uint64(x.n))
		}
	}
}

func (f *reference) restore(r *snapshot.Reader) {
	f.days, f.hourDays, f.asked, f.answered = uint32(r.Uint()), uint32(r.Uint()), r.Uint(), r.Uint()
	f.gap.restore(r)
	f.eachTail(func(t *stat.Tail) { t.Restore(r) })
	for g := range f.means {
		f.means[g].restore(r)
	}
	for c := range f.cells {
		for h := range f.cells[c] {
			f.cells[c][h] = cell{sum: float32(r.Float()), n: uint32(r.Uint())}
		}
	}
}

func (f *reference) eachTail(do func(*stat.Tail)) {
	for g := range f.tails {
		for m := range models {
			do(&f.tails[g][m][up])
			do(&f.tails[g][m][down])
		}
	}
	do(&f.gaps)
	do(&f.runs)
}
