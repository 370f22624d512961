package console

import (
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// Measures of a map.
const (
	mapWidth  = 1200
	bandName  = 128 // room for the names of the layers
	bandPad   = 14
	bandGap   = 44 // where lines run
	mapTop    = 34 // room for lines above the first layer
	groupPad  = 14
	groupHead = 24
	groupGap  = 18
	rightEdge = 16
	rowGap    = 30 // between rows of zones in one layer
)

func width(s string) int { return lang.Width(s) }

// place gives everything its place: layers one below the other, zones beside each other
// in them, devices in rows in those.
func (d *drawing) place() {
	y := mapTop
	for n, groups := range d.layersOf() {
		if len(groups) == 0 {
			continue
		}
		d.columns(groups)
		b := band{box: box{X: 4, Y: y, W: mapWidth - 8}, Name: strings.FieldsFunc(d.v.Word("layer", layerKeys[n]), func(r rune) bool { return r == ':' || r == '\u3000' })}
		b.H = d.flow(groups, y+bandPad) - y + bandPad
		d.m.Bands = append(d.m.Bands, b)
		y += b.H + bandGap
	}
	d.m.Height = max(y-bandGap+10, 60)
	for _, g := range d.m.Groups {
		d.m.Nodes = append(d.m.Nodes, g.nodes...)
	}
}

// columns shares the width of a layer out among its zones, by how many devices each has.
func (d *drawing) columns(groups []*group) {
	s := sizes[d.form]
	room := (mapWidth - bandName - 20 - len(groups)*(2*groupPad+groupGap)) / (s.w + s.gapX)
	for _, g := range groups {
		g.cols = 1
		room--
	}
	for ; room > 0; room-- {
		var most *group
		for _, g := range groups {
			if g.cols < len(g.nodes) && (most == nil || g.rows() > most.rows()) {
				most = g
			}
		}
		if most == nil {
			return
		}
		most.cols++
	}
}

func (g *group) rows() int { return (len(g.nodes) + g.cols - 1) / g.cols }

// flow places zones from left to right, in as many rows as it takes, each in the middle,
// and returns where the last row ends.
func (d *drawing) flow(groups []*group, y int) int {
	for len(groups) > 0 {
		n, x := 0, bandName
		for n < len(groups) {
			d.measure(groups[n])
			if n > 0 && x+groups[n].W > mapWidth-rightEdge {
				break
			}
			x += groups[n].W + groupGap
			n++
		}
		x = bandName + max(0, mapWidth-rightEdge-(x-groupGap))/2
		low := y
		for _, g := range groups[:n] {
			d.seat(g, x, y)
			g.row = len(d.lanes)
			x += g.W + groupGap
			low = max(low, y+g.H)
		}
		d.lanes = append(d.lanes, row{y, low, groups[:n]})
		if groups = groups[n:]; len(groups) == 0 {
			return low
		}
		y = low + rowGap
	}
	return y
}

func (d *drawing) measure(g *group) {
	s, head := sizes[d.form], 0
	if g.Framed {
		head = groupHead
	}
	g.W = g.cols*(s.w+s.gapX) - s.gapX + 2*groupPad
	g.H = g.rows()*(s.h+s.gapY) - s.gapY + 2*groupPad + head
}

func (d *drawing) seat(g *group, x, y int) {
	s := sizes[d.form]
	g.X, g.Y = x, y
	top := y + groupPad
	if g.Framed {
		g.Name = fit(g.Name, (g.W-2*groupPad)/cell)
		top += groupHead
	}
	for i, n := range g.nodes {
		n.row, n.last = i/g.cols, i+g.cols >= len(g.nodes)
		n.box = box{X: x + groupPad + i%g.cols*(s.w+s.gapX), Y: top + i/g.cols*(s.h+s.gapY), W: s.w, H: s.h}
	}
}

// cell is about how wide a cell of text is on a map.
const cell = 7
