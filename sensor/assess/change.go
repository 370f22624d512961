package assess

import (
	"cmp"
	"math"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/asset"
)

// changeKey is what makes two changes alike: who, whom, what and which points.
type changeKey struct {
	pair    pair
	f       function
	station uint32
	points  string
}

// change is a group of like writes, controls or settings.
type change struct {
	changeKey
	span
	outcomes outcomes
	reasons  []string // given for refusals, at most maxReasons
	values   []string // different ones in the order first seen, at most maxValues
	more     bool     // there were further ones
	numbers  numbers
	latest   string
}

// numbers is the range of single numeric values.
type numbers struct {
	n        uint64
	min, max float64
}

// isChange reports whether an operation changes the process or a device.
func isChange(t *wire.Transaction) bool {
	switch t.Operation {
	case wire.Write, wire.Select, wire.Operate, wire.Configure, wire.Program, wire.Restart:
		return true
	}
	return false
}

// change adds a transaction to the group it belongs to.
func (c *Collector) change(t *wire.Transaction, e Evidence) {
	points := c.pointsOf(t)
	k := changeKey{pair: pairOf(t), f: functionOf(t), station: t.Station, points: points.names}
	x := within(c.changes, k, MaxChanges, func() *change { return &change{changeKey: k} })
	if x == nil {
		c.omitted.changes++
		return
	}
	x.span.add(e)
	x.outcomes.add(t)
	if r := refusal(t); r != "" && !slices.Contains(x.reasons, r) && len(x.reasons) < maxReasons {
		x.reasons = append(x.reasons, r)
	}
	x.value(points)
}

// value notes what was written.
func (x *change) value(p points) {
	if p.numeric {
		if x.numbers.n == 0 {
			x.numbers.min, x.numbers.max = p.number, p.number
		}
		x.numbers.min, x.numbers.max = min(x.numbers.min, p.number), max(x.numbers.max, p.number)
		x.numbers.n++
	}
	if p.values == "" {
		return
	}
	x.latest = p.values
	if slices.Contains(x.values, p.values) {
		return
	}
	if len(x.values) >= maxValues {
		x.more = true
		return
	}
	x.values = append(x.values, p.values)
}

// points is what a transaction says of the points it changes.
type points struct {
	names, values string
	number        float64
	numeric       bool // exactly one number
}

// pointsOf writes down the points a transaction changes; when it changes none,
// those it names.
func (c *Collector) pointsOf(t *wire.Transaction) (p points) {
	written := 0
	t.EachPoint(func(x *wire.Point) {
		if x.Access == wire.AccessWrite {
			written++
		}
	})
	var names, values []byte
	n := 0
	t.EachPoint(func(x *wire.Point) {
		if written > 0 && x.Access != wire.AccessWrite {
			return
		}
		n++
		names = appendListed(names, n, func(b []byte) []byte { return appendName(b, t.Protocol, x) })
		if x.Value.Kind != wire.KindNone {
			values = appendListed(values, n, func(b []byte) []byte { return appendValue(b, t.Protocol, x) })
			p.number, p.numeric = numberOf(t.Protocol, x)
		}
	})
	p.numeric = p.numeric && n == 1
	p.names, p.values = asset.Clean(cut(names)), asset.Clean(cut(values))
	return p
}

// appendListed adds one more element to a list, unless the list is long enough
// already.
func appendListed(b []byte, n int, add func([]byte) []byte) []byte {
	if len(b) > maxText {
		return b
	}
	if n > 1 && len(b) > 0 {
		b = append(b, ", "...)
	}
	return add(b)
}

func appendName(b []byte, p *wire.Protocol, x *wire.Point) []byte {
	b = p.AppendPointName(b, x)
	if x.Count > 1 {
		b = append(b, "×"...)
		b = wire.Uint(uint64(x.Count)).Append(b)
	}
	return b
}

// cut shortens a text to what is shown.
func cut(b []byte) []byte {
	const end = "…"
	if len(b) <= asset.MaxText {
		return b
	}
	return append(b[:asset.MaxText-len(end)], end...)
}

// numberOf returns the value of a point that is a single number.
func numberOf(p *wire.Protocol, x *wire.Point) (n float64, ok bool) {
	if x.Count != 1 || p.Name == "dnp3" && x.Space == relayOutputBlock {
		return 0, false
	}
	switch v := x.Value.At(0); v.Kind {
	case wire.KindUint, wire.KindHex, wire.KindBool:
		return float64(v.Num), true
	case wire.KindInt:
		return float64(int64(v.Num)), true
	case wire.KindFloat32:
		f := float64(math.Float32frombits(uint32(v.Num)))
		return f, isNumber(f)
	case wire.KindFloat64:
		f := math.Float64frombits(v.Num)
		return f, isNumber(f)
	}
	return 0, false
}

func isNumber(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// changeList returns the groups in the order of time.
func (c *Collector) changeList() []*change {
	list := make([]*change, 0, len(c.changes))
	for _, x := range c.changes {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b *change) int {
		if a.first != b.first {
			if a.first.Before(b.first) {
				return -1
			}
			return 1
		}
		return cmp.Or(a.pair.compare(b.pair), a.f.compare(b.f), cmp.Compare(a.station, b.station), cmp.Compare(a.points, b.points))
	})
	return list
}
