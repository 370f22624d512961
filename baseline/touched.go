package baseline

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// MaxTouched is how many points, or runs, of an event a deviation names: as many as
	// people read in one sentence.
	MaxTouched = 3
	// maxTouchedText bounds one text about a point, octets: some twenty registers.
	maxTouchedText = 120
)

// Touched is a point, or a run of Count points, of the event that deviates.
type Touched struct {
	Space, Index, Count, Part uint32 // as of wire.Point
	Written                   bool   // set, or meant to be; otherwise read
	// Node is how OPC UA writes an identifier that Index does not tell, without the
	// namespace: "s=Pump.Speed"; "" where it does.
	Node string
	// Values are as wire.Point.AppendValues has them, in whole values and as many as fit;
	// "" for none.
	Values string
}

// touch takes over what the event says of its points: those it sets, or where it sets
// none, those it is about.
func (d *Deviation) touch(e *Event) {
	writes := false
	for i := range e.Points {
		writes = writes || e.Points[i].Access == wire.AccessWrite
	}
	n := 0
	for i := range e.Points {
		p := &e.Points[i]
		if writes && p.Access != wire.AccessWrite {
			continue
		}
		d.Points += uint64(max(p.Count, 1))
		if n < MaxTouched && !p.Relative {
			d.Touched[n] = TouchedBy(p)
			n++
		}
	}
}

// TouchedBy copies what is told of a point.
func TouchedBy(p *wire.Point) Touched {
	return Touched{Space: p.Space, Index: p.Index, Count: max(p.Count, 1), Part: p.Part, Written: p.Access == wire.AccessWrite,
		Node: nodeOf(p), Values: valuesOf(p)}
}

// nodeOf writes an identifier that is no number.
func nodeOf(p *wire.Point) string {
	name := p.Name[:min(len(p.Name), maxTouchedText)]
	switch p.Ident {
	case 0:
		return ""
	case 's':
		return "s=" + shown(name)
	case 'g':
		return "g=" + string(wire.Value{Kind: wire.KindGUID, Raw: p.Name}.Append(nil))
	}
	return "b=" + hex.EncodeToString(name[:min(len(name), maxTouchedText/2)])
}

// shown makes a text of octets that can be printed.
func shown(b []byte) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(string(b), string(utf8.RuneError)))
}

// valuesOf writes the values of a point, no more than fit.
func valuesOf(p *wire.Point) string {
	if k := p.Value.Kind; k != wire.KindBits && k != wire.KindBits2 && k != wire.KindWords {
		if k == wire.KindNone || len(p.Value.Raw) > maxTouchedText {
			return ""
		}
		b := p.AppendValues(nil)
		return shown(b[:min(len(b), maxTouchedText)])
	}
	var b []byte
	for i := range int(p.Count) {
		before := len(b)
		if i > 0 {
			b = append(b, ',')
		}
		v := p.Value.At(i)
		if v.Kind == wire.KindNone {
			return string(b[:before])
		}
		if b = strconv.AppendUint(b, v.Num, 10); len(b) > maxTouchedText {
			return string(b[:before])
		}
	}
	return string(b)
}

func (t *Touched) appendState(w *snapshot.Writer) {
	for _, n := range [...]uint32{t.Space, t.Index, t.Count, t.Part} {
		w.Uint(uint64(n))
	}
	w.Bool(t.Written)
	w.Text(t.Node)
	w.Text(t.Values)
}

func (t *Touched) restore(r *snapshot.Reader) {
	for _, n := range [...]*uint32{&t.Space, &t.Index, &t.Count, &t.Part} {
		*n = uint32(r.Uint())
	}
	t.Written = r.Bool()
	t.Node, t.Values = r.Text(maxText), r.Text(maxText)
}
