package alert

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// maxText bounds a text of a deviation that is kept, octets.
const maxText = 255

// note is a deviation as the desk sees it.
type note struct {
	x       *baseline.Deviation // a copy, with texts that are bounded and printable
	actor   netip.Addr          // the target's where there is none
	subject subject
	act     bool // done by the actor, rather than noticed at a target
	alone   bool // may raise an incident
	muzzled bool // might, if its detector had not told too much that was false
	// exercise: it is part of one, and belongs to nothing that is real.
	exercise bool
	group    group
	traits   trait
}

// noteOf looks at a deviation.
func (d *Desk) noteOf(x *baseline.Deviation) note {
	y := *x
	y.Surprise = 0
	y.Count = max(y.Count, 1)
	y.Evidence = min(y.Evidence, baseline.Success)
	if y.Outcome > wire.Unasked {
		y.Outcome = 0
	}
	for _, s := range [...]*string{&y.Protocol, &y.Function, &y.Point, &y.Expected, &y.Seen} {
		*s = clean(*s)
	}
	n := note{x: &y, actor: x.Actor, act: acts(x.Meaning), alone: x.Meaning.Alone, group: groupFor(x.Meaning), traits: traitsOf(x.Meaning)}
	if !n.actor.IsValid() {
		n.actor = x.Target
	}
	n.exercise = d.o.Exercise || x.Exercise
	n.muzzled = n.alone && d.demoted(x.Meaning)
	n.alone = n.alone && !n.muzzled
	n.subject = subjectOf(&y, n.actor, n.exercise)
	return n
}

// subject identifies what deviates, but for its time and value: kind, actor, target,
// station, function, point, and whether it is an exercise. It is the beginning of a SHA-256, so that nobody can
// make one that is taken for another.
type subject [16]byte

func subjectOf(x *baseline.Deviation, actor netip.Addr, exercise bool) subject {
	b := make([]byte, 0, 2*maxText)
	b = append(append(b, x.Meaning.Kind...), 0)
	b = append(actor.AppendTo(b), 0)
	b = append(x.Target.AppendTo(b), 0)
	b = append(append(append(append(b, x.Protocol...), 0), x.Function...), 0)
	b = binary.BigEndian.AppendUint32(b, x.Station)
	if exercise {
		b = append(b, 1)
	}
	sum := sha256.Sum256(append(b, x.Point...))
	return subject(sum[:])
}

// MarshalText implements encoding.TextMarshaler.
func (s subject) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

var errSubject = errors.New("alert: not the name of a subject")

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *subject) UnmarshalText(b []byte) error {
	if len(b) != 2*len(s) {
		return errSubject
	}
	_, err := hex.Decode(s[:], b)
	return err
}

// clean returns the beginning of a text as valid UTF-8 that can be printed.
func clean(s string) string {
	if len(s) > maxText {
		s = s[:maxText]
		for range utf8.UTFMax - 1 { // a character that was cut in two
			if r, n := utf8.DecodeLastRuneInString(s); r == utf8.RuneError && n == 1 {
				s = s[:len(s)-1]
			}
		}
	}
	for _, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return strings.Map(printable, s)
		}
	}
	return s
}

func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return utf8.RuneError
	}
	return r
}

// weight orders deviations by what they say, then by how far they are.
func (n *note) weight() int {
	w := int(n.x.Evidence) * 8
	if n.x.Meaning.Exact {
		w += 4
	}
	if n.alone {
		w += 32
	}
	if n.act {
		w += 2
	}
	if n.x.Meaning.Detector == baseline.Tripwire {
		w++
	}
	return w*8 + int(min(n.x.Meaning.Stage, baseline.Disruption))
}
