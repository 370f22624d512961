package timing

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

// over reports whether a stream is silent, by the time heard.
func (d *Detector) over(s *stream) bool { return s.quiet > 0 && d.heard-s.heard > s.quiet }

// judgeSilence looks for streams that have fallen silent.
func (d *Detector) judgeSilence(l *baseline.Look) {
	for _, s := range d.streams {
		if s.silent.on || !s.judges() || !d.over(s) {
			if s.silent.on && s.rejected && l.Now-s.silent.since >= repeats && d.over(s) {
				d.tellSilence(l, s)
			}
			continue
		}
		d.tellSilence(l, s)
	}
}

// tellSilence tells of a silent stream, or of the server or client all of whose
// streams are; while that cannot be known yet it waits, for as long again.
//
// A client that says nothing at all may have been started anew. That is rare, so that
// a reference often holds none or one, and it takes a minute or two whatever the rhythm
// of its polls: gaps between polls tell nothing of it. So it is told of a client, or of
// what does not come back with it, when it has lasted for a long block.
func (d *Detector) tellSilence(l *baseline.Look, s *stream) {
	client, clientWaits := d.together(s, byClient)
	server, serverWaits := d.together(s, byServer)
	quiet := d.heard - s.heard
	starts := client > 1 && client >= server || server <= 1 && d.cameBack(s)
	if (clientWaits || serverWaits) && quiet < 2*s.quiet || starts && quiet < d.length(readsLong) {
		return
	}
	switch {
	case client > 1 && client >= server:
		d.silence(l, s, mClientSilence, byClient)
	case server > 1:
		d.silence(l, s, mServerSilence, byServer)
	default:
		d.silence(l, s, mSilence, byChannel)
	}
}

// cameBack reports whether another stream of the client fell silent together with s,
// and was heard again.
func (d *Detector) cameBack(s *stream) bool {
	for _, x := range d.streams {
		if x != s && x.client == s.client && x.back > s.heard && math.Abs(x.left-s.heard) <= max(x.quiet, s.quiet) {
			return true
		}
	}
	return false
}

// group says which streams belong together.
type group int

const (
	byChannel group = iota
	byClient
	byServer
)

// has reports whether a stream belongs to the group of another.
func (g group) has(s, other *stream) bool {
	switch g {
	case byClient:
		return s.client == other.client
	case byServer:
		return s.server == other.server
	}
	return s == other
}

// together counts the silent streams of the group of s; none when one of the group
// was heard after s. waits: some were not heard since, but are not silent yet.
func (d *Detector) together(s *stream, g group) (n int, waits bool) {
	for _, x := range d.streams {
		if !g.has(s, x) || !x.judges() || x.quiet == 0 {
			continue
		}
		switch {
		case d.over(x):
			n++
		case x.heard > s.heard+s.quiet/2:
			return 0, false
		default:
			waits = true
		}
	}
	return n, waits
}

// silence tells, once for all streams of the group.
func (d *Detector) silence(l *baseline.Look, s *stream, m int, g group) {
	quiet := d.heard - s.heard
	told := false
	for _, x := range d.streams {
		if g.has(s, x) && d.over(x) {
			told = told || (x != s && x.silent.on && math.Abs(x.heard-s.heard) <= max(x.quiet, s.quiet))
			x.silent.news(l.Now, x.rejected)
			x.spoilt = true
		}
	}
	if told {
		return // the rest of a silence that was told already
	}
	if dev := d.begin(l, s, m, g); dev != nil {
		dev.Event = s.last
		dev.Expected, dev.Seen = "<"+seconds(s.quiet), seconds(quiet)
		dev.Support, dev.Surprise = s.ref.gaps.Len(), surprise(s.ref.gaps.Len())
		l.Report(dev)
	}
}

// judgeAnswers looks whether the requests of a stream go unanswered.
func (d *Detector) judgeAnswers(l *baseline.Look, s *stream) {
	if s.missed == 0 || s.patience == 0 || s.missed <= s.patience || l.Blind || !l.Site.Judges() || !s.judges() {
		return
	}
	if !s.mute.news(l.Now, s.rejected) || d.answersElsewhere(s) {
		return
	}
	s.spoilt = true
	if dev := d.begin(l, s, mNoAnswer, byServer); dev != nil {
		dev.Client = l.Book.Addr(s.client)
		dev.Expected, dev.Seen = "<="+count(uint64(s.patience)), count(uint64(s.missed))
		dev.Support, dev.Surprise = s.ref.asked, surprise(s.ref.asked)
		l.Report(dev)
	}
}

// answersElsewhere reports whether the silence of a server was told by another
// stream already: nothing of it was answered since.
func (d *Detector) answersElsewhere(s *stream) bool {
	for _, x := range d.streams {
		if x != s && x.server == s.server && x.station == s.station && x.mute.on {
			return true
		}
	}
	return false
}
