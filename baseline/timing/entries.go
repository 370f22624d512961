package timing

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// budgetSubject is the entry about the detector itself.
const budgetSubject = "timing false alarms"

// Entries lists the streams, then the functions, in the order of their subjects.
func (d *Detector) Entries(b *baseline.Book, yield func(*baseline.Entry) bool) {
	list := make([]baseline.Entry, 0, len(d.streams)+len(d.latency.list)+1)
	for _, s := range d.streams {
		list = append(list, d.entry(b, s))
	}
	for _, a := range d.latency.list {
		list = append(list, d.answersEntry(b, a))
	}
	if d.record[0].days > 0 {
		list = append(list, d.budgetEntry())
	}
	slices.SortStableFunc(list, func(x, y baseline.Entry) int {
		return cmp.Or(cmp.Compare(x.Detector, y.Detector), cmp.Compare(x.Subject, y.Subject))
	})
	for i := range list {
		if !yield(&list[i]) {
			return
		}
	}
}

// subject names a stream.
func (s *stream) subject(b *baseline.Book) string {
	c := b.ChannelOf(s.channel)
	return b.Text(c.Protocol) + " " + b.Addr(c.Client).String() + " > " + b.Addr(c.Server).String() + ":" +
		strconv.Itoa(int(c.Port)) + " station " + count(uint64(c.Station))
}

// standing is what became of a reference.
func standing(st baseline.State, drifts, rejected bool) baseline.Standing {
	switch {
	case rejected:
		return baseline.Rejected
	case drifts:
		return baseline.Pending
	case st.Judges():
		return baseline.Known
	}
	return baseline.Candidate
}

func (d *Detector) entry(b *baseline.Book, s *stream) baseline.Entry {
	facts := s.ref.facts(d, s.quiet)
	if s.next != nil {
		facts += " -> " + s.next.facts(d, 0)
	}
	return baseline.Entry{Detector: baseline.Timing, Subject: s.subject(b), Standing: standing(s.ref.state(), s.next != nil, s.rejected), Facts: facts,
		First: when(s.first), Last: when(s.last), Days: int(s.ref.days), Count: s.events, Client: s.client, Server: s.server}
}

// facts says what a reference holds.
func (r *reference) facts(d *Detector, quiet float64) string {
	per := "/" + seconds(d.length(readsLong))
	facts := figure(r.means[readsLong].mean()) + per
	if c := r.means[controlsLong].mean(); c > 0 {
		facts += ", controls " + figure(c) + per
	}
	if r.means[periodLong].n > 0 {
		facts += ", period " + seconds(r.means[periodLong].mean())
	}
	if quiet > 0 {
		facts += ", quiet <" + seconds(quiet)
	}
	return facts
}

// subject names a function.
func (a *answers) subject(b *baseline.Book) string {
	s := b.Text(a.key.protocol) + " " + b.Addr(a.key.server).String() + ":" + strconv.Itoa(int(a.key.port)) + " station " +
		count(uint64(a.key.station)) + " function " + count(uint64(a.key.code))
	if a.key.sub != 0 {
		s += "/" + count(uint64(a.key.sub))
	}
	return s
}

func (d *Detector) answersEntry(b *baseline.Book, a *answers) baseline.Entry {
	facts := a.name
	for _, r := range [...]*spread{a.ref, a.next} {
		if r != nil && r.frozen {
			n := r.size()
			facts += ", " + seconds(float64(r.sample[n/20])/1e3) + ".." + seconds(float64(r.sample[n-1-n/20])/1e3)
		}
	}
	return baseline.Entry{Detector: baseline.Latency, Subject: a.subject(b), Standing: standing(a.ref.state(), a.next != nil, a.rejected), Facts: facts,
		First: when(a.first), Last: when(a.last), Days: int(a.ref.days), Count: a.ref.seen, Server: a.key.server}
}

// budgetEntry tells how many alarms there were, and how many were promised.
func (d *Detector) budgetEntry() baseline.Entry {
	r := &d.record[0]
	facts := count(r.alarms) + ", <=" + figure(d.budget[0]*float64(r.days))
	st := baseline.Known
	if r.demoted {
		facts, st = facts+", timing-change", baseline.Pending
	}
	return baseline.Entry{Detector: baseline.Timing, Subject: budgetSubject, Standing: st, Facts: facts, Days: int(r.days), Count: r.alarms}
}

func when(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC().Truncate(time.Second)
}

// Decide takes the new reference of something that drifts (Approved), or keeps the
// old, by which it goes on to deviate (Rejected). Approving the entry on false
// alarms gives a demoted detector its voice again.
func (d *Detector) Decide(b *baseline.Book, subject string, s baseline.Standing) bool {
	if s != baseline.Approved && s != baseline.Rejected {
		return false
	}
	if subject == budgetSubject {
		if s == baseline.Approved {
			d.record[0] = record{}
		}
		return true
	}
	return d.decideStream(b, subject, s) || d.decideAnswers(b, subject, s)
}

func (d *Detector) decideStream(b *baseline.Book, subject string, st baseline.Standing) bool {
	for _, s := range d.streams {
		if s.subject(b) != subject {
			continue
		}
		if st == baseline.Rejected {
			s.rejected = s.next != nil
		} else if s.next != nil {
			s.adopt()
			d.solve()
		}
		return true
	}
	return false
}

func (d *Detector) decideAnswers(b *baseline.Book, subject string, st baseline.Standing) bool {
	for _, a := range d.latency.list {
		if a.subject(b) != subject {
			continue
		}
		if st == baseline.Rejected {
			a.rejected = a.next != nil
		} else if a.next != nil {
			a.adopt()
			d.solve()
		}
		return true
	}
	return false
}
