package baseline

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline/snapshot"
)

// Look is what a detector is told beside an observation, and through which it
// reports. It belongs to the model and is valid until the detector returns.
type Look struct {
	Now int64  // time of the observation, UTC ns; it never goes back
	Day uint32 // number of the learning day, from 1
	// HourOfWeek is 0 to 167, in the site's own time, Monday first; with a scaled
	// day, that of the scaled day.
	HourOfWeek int
	// Learn: what is seen may be learned from. It is not while the sensor is
	// blind, under a work permit, or during an open incident on the same assets.
	Learn bool
	// Blind: the sensor does not see everything now; what is missing, or late,
	// means nothing.
	Blind bool
	// Site and Channel are the states of the site, and of the event's channel.
	Site, Channel State
	// Native: the event's channel was there while the site was still learning.
	Native bool
	Book   *Book

	mute      *mute
	report    func(*Deviation)
	deviation Deviation
	key       muteKey // of deviation
}

// NewLook returns a look that reports to a function. What report is given is
// borrowed.
func NewLook(b *Book, report func(*Deviation)) *Look {
	return &Look{Book: b, mute: newMute(), report: report}
}

// Deviation begins a deviation of a kind by an actor about a target. It returns
// nil when that actor has just done the same to that target so often that it is only
// counted: the caller then does nothing more. The result is valid until the next call.
func (l *Look) Deviation(m *Meaning, actor, target netip.Addr) *Deviation {
	l.key = muteKey{m.Kind, actor, target}
	if !l.mute.allows(l.Now, l.key) {
		return nil
	}
	l.deviation = Deviation{Meaning: m, Time: l.Now, Event: l.Now, Actor: actor, Target: target, Client: actor, Server: target, Count: 1, State: l.Site}
	return &l.deviation
}

// Of begins a deviation of a kind by an event: the client is the actor, the
// server the target. It returns nil as Deviation does.
func (l *Look) Of(m *Meaning, e *Event) *Deviation {
	d := l.Deviation(m, e.Client.Addr(), e.Server.Addr())
	if d == nil {
		return nil
	}
	d.Event, d.Frame, d.ResponseFrame, d.Flow = e.Time, e.Frame, e.ResponseFrame, e.Flow
	d.Protocol, d.Port, d.Station = e.Protocol.Name, e.Server.Port(), e.Station
	d.Operation, d.Function, d.Outcome, d.State, d.Native = e.Operation, e.Function, e.Outcome, l.Channel, l.Native
	d.Code, d.Sub, d.HasSub, d.Status, d.HasStatus = e.Code, e.Sub, e.HasSub, e.Status, e.HasStatus
	d.touch(e)
	if m.Control {
		d.Evidence = EvidenceOf(e.Outcome)
	}
	return d
}

// Report hands on the deviation that was begun last.
func (l *Look) Report(d *Deviation) {
	l.mute.note(l.key, d)
	l.report(d)
}

// Retell forgets who is only counted.
func (l *Look) Retell() { l.mute = newMute() }

// Tick lets time pass: what was muted is reported as counts. The model calls it.
func (l *Look) Tick() { l.mute.tick(l.Now, l.muted) }

// muted reports what was only counted.
func (l *Look) muted(m *muted) {
	d := m.last
	d.Count, d.Time = m.count, l.Now
	l.report(&d)
}

// AppendState and Restore keep who is only counted.
func (l *Look) AppendState(w *snapshot.Writer) { l.mute.appendState(w) }

// Restore reads what AppendState wrote into a new look. meaning returns that of a
// kind, nil where there is none.
func (l *Look) Restore(r *snapshot.Reader, meaning func(Kind) *Meaning) { l.mute.restore(r, meaning) }
