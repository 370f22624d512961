package console

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// anchor is what a line ends at: a device, or all of a zone.
type anchor struct {
	*box
	group *group
	node  *node // nil: the zone
}

// row is zones beside each other. Lines go around those they have nothing to do with.
type row struct {
	top, bottom int
	groups      []*group
}

// stretch is a part of a path: from the first point to the last, by the two between
// (Bézier); a straight one has no points between.
type stretch struct {
	p        [4][2]int
	straight bool
}

func straight(from, to [2]int) stretch { return stretch{[4][2]int{from, from, to, to}, true} }

// fall is a curve that begins and ends upright.
func fall(from, to [2]int) stretch {
	middle := (from[1] + to[1]) / 2
	return stretch{[4][2]int{from, {from[0], middle}, {to[0], middle}, to}, false}
}

// arch is a curve over what is between two points.
func arch(from, to [2]int) stretch {
	h := min(24+max(from[0]-to[0], to[0]-from[0])/20, archHeight)
	return stretch{[4][2]int{from, {from[0], from[1] - h}, {to[0], to[1] - h}, to}, false}
}

// Measures of paths.
const (
	archHeight = 40 // of the points between; the curve itself reaches three quarters of it
	gutter     = 9  // beside a device, where lines run to those below it
	lane       = 7  // beside a zone
	spread     = 2  // between lines that run side by side
	spreads    = 5  // of them
)

// side is an end of a line at the upper or lower edge of a box.
type side struct {
	box *box
	top bool
}

// port is an end of a line, with where its other end is.
type port struct {
	line  *line
	to    bool // it is that of the server
	other int  // x of the other box
}

// route finds where lines run. Those that leave a box at one edge leave it side by side.
func (d *drawing) route() {
	var order []side
	ports := map[side][]port{}
	add := func(s side, p port) {
		if ports[s] == nil {
			order = append(order, s)
		}
		ports[s] = append(ports[s], p)
	}
	for _, l := range d.m.Lines {
		upA, upB := l.ways()
		add(side{l.a.box, upA}, port{l, false, l.b.X + l.b.W/2})
		add(side{l.b.box, upB}, port{l, true, l.a.X + l.a.W/2})
	}
	ends := map[*line][2]int{}
	for _, s := range order {
		list := ports[s]
		slices.SortStableFunc(list, func(a, b port) int { return cmp.Compare(a.other, b.other) })
		for i, p := range list {
			e := ends[p.line]
			x := s.box.X + s.box.W*(i+1)/(len(list)+1)
			if p.to {
				e[1] = x
			} else {
				e[0] = x
			}
			ends[p.line] = e
		}
	}
	for i, l := range d.m.Lines {
		d.run(l, ends[l], (i%spreads-spreads/2)*spread)
	}
}

// ways reports whether a line leaves its ends upward.
func (l *line) ways() (a, b bool) {
	x, y := l.a.group.row, l.b.group.row
	if x == y && l.a.group == l.b.group && l.a.node != nil && l.b.node != nil {
		x, y = l.a.node.row, l.b.node.row
		if x-y != 1 && y-x != 1 {
			return true, true
		}
	}
	switch {
	case x < y:
		return false, true
	case x > y:
		return true, false
	}
	return true, true
}

// run makes the path of a line: out of where it begins, past the zones between, and into
// where it ends.
func (d *drawing) run(l *line, x [2]int, shift int) {
	upA, upB := l.ways()
	near := l.a.group == l.b.group && upA != upB // devices one below the other
	out, from := l.a.leave(x[0], upA, near, 1, shift)
	in, to := l.b.leave(x[1], upB, near, -1, shift)
	l.parts = out
	switch {
	case upA && upB:
		l.parts = append(l.parts, arch(from, to))
	default:
		at := from
		for _, r := range d.between(l.a.group.row, l.b.group.row) {
			lx := r.free(at[0]+(to[0]-at[0])/2) + shift
			first, last := [2]int{lx, r.top - 4}, [2]int{lx, r.bottom + 4}
			if upA {
				first, last = last, first
			}
			l.parts = append(l.parts, fall(at, first), straight(first, last))
			at = last
		}
		l.parts = append(l.parts, fall(at, to))
	}
	for i := len(in) - 1; i >= 0; i-- {
		l.parts = append(l.parts, straight(in[i].p[3], in[i].p[0]))
	}
	l.Path = pathOf(l.parts)
}

// leave is the way from a box to the edge of its zone, upward or downward, and where that
// ends. Where other devices are in the way, it goes beside them: on the right where a line
// begins, on the left where it ends.
func (a anchor) leave(x int, up, near bool, hand, shift int) (parts []stretch, at [2]int) {
	n := a.node
	edge := a.Y
	if !up {
		edge += a.H
	}
	if n == nil || near || up && n.row == 0 || !up && n.last {
		return nil, [2]int{x, edge}
	}
	middle := n.Y + n.H/2 + shift
	begin := [2]int{n.X, middle}
	if hand > 0 {
		begin[0] += n.W
	}
	turn := [2]int{begin[0] + hand*(gutter+shift/2), middle}
	at = [2]int{turn[0], n.group.Y}
	if !up {
		at[1] += n.group.H
	}
	return []stretch{straight(begin, turn), straight(turn, at)}, at
}

// between are the rows between two, in the order in which they are passed.
func (d *drawing) between(a, b int) (list []row) {
	for i := min(a, b) + 1; i < max(a, b); i++ {
		list = append(list, d.lanes[i])
	}
	if a > b {
		slices.Reverse(list)
	}
	return list
}

// free is the place nearest to x where no zone is in the way.
func (r *row) free(x int) int {
	best := -1
	try := func(place int) {
		taken := slices.ContainsFunc(r.groups, func(g *group) bool { return place > g.X-lane && place < g.X+g.W+lane })
		if !taken && (best < 0 || max(place-x, x-place) < max(best-x, x-best)) {
			best = place
		}
	}
	try(x)
	for _, g := range r.groups {
		try(g.X - lane)
		try(g.X + g.W + lane)
	}
	return best
}

// pathOf writes a path as SVG does.
func pathOf(parts []stretch) string {
	var b strings.Builder
	for i, s := range parts {
		if i == 0 {
			fmt.Fprintf(&b, "M%d %d", s.p[0][0], s.p[0][1])
		}
		if s.straight {
			fmt.Fprintf(&b, "L%d %d", s.p[3][0], s.p[3][1])
			continue
		}
		fmt.Fprintf(&b, "C%d %d %d %d %d %d", s.p[1][0], s.p[1][1], s.p[2][0], s.p[2][1], s.p[3][0], s.p[3][1])
	}
	return b.String()
}

// places are where on a line its label is tried: on its curves first, which run where
// nothing else is.
func (l *line) places() (list [][2]int) {
	for _, bent := range [...]bool{true, false} {
		for _, s := range l.parts {
			if s.straight != bent {
				for _, n := range [...]int{8, 6, 10, 4, 12} {
					list = append(list, s.at(n))
				}
			}
		}
	}
	return list
}

// at is a point of a stretch, n sixteenths of the way.
func (s *stretch) at(n int) (at [2]int) {
	u := 16 - n
	for i, f := range [4]int{u * u * u, 3 * u * u * n, 3 * u * n * n, n * n * n} {
		at[0], at[1] = at[0]+f*s.p[i][0], at[1]+f*s.p[i][1]
	}
	return [2]int{at[0] / 4096, at[1] / 4096}
}
