package console

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// Bounds of a map: what can be read on a screen. Beyond, zones stand for their devices,
// and one line for all between two zones.
const (
	maxNamed   = 60  // devices with name and address
	maxDevices = 300 // devices at all
	maxLines   = 150 // of them
	maxLabels  = 40  // lines that have their protocol beside them
)

// form is how much a map shows of a device.
type form uint8

const (
	named  form = iota // name and address
	small              // name alone
	summed             // zones alone
)

// sizes are those of a device, or of a zone, by form.
var sizes = [...]struct{ w, h, gapX, gapY, text int }{named: {150, 44, 18, 22, 20}, small: {116, 24, 16, 12, 15}, summed: {150, 44, 18, 30, 20}}

// box is a place on a map.
type box struct{ X, Y, W, H int }

// node is a device on a map, or a zone that stands for its devices.
type node struct {
	box
	Name, Sub, Title, Href string
	Marks                  mark
	Unseen                 bool // described, and never seen
	layer                  layer
	group                  *group
	row                    int  // in its zone
	last                   bool // of its column
}

// group is a zone as far as it is in one layer.
type group struct {
	box
	Name, Href string
	Framed     bool
	layer      layer
	nodes      []*node
	cols       int
	row        int
}

// band is a layer of the plant.
type band struct {
	box
	Name []string // its lines
}

// plantMap is the picture of a plant. Measures are in its own units, of which its width
// has mapWidth.
type plantMap struct {
	Width, Height int
	Bands         []band
	Groups        []*group
	Nodes         []*node
	Lines         []*line
	Signs         []sign
	Text          string   // what it shows, in words
	Notes         []string // what it does not show
	Small         bool     // marks have room for their shape alone
}

// newMap draws devices of a plant: all, or those of a zone and whom they speak with.
func newMap(v *view, p *plant, zone string) *plantMap {
	devices := p.around(v, zone)
	d := drawing{v: v, m: &plantMap{Width: mapWidth}, groups: map[groupKey]*group{}, nodes: map[*device]*node{}}
	switch {
	case len(devices) > maxDevices:
		d.form = summed
		d.note("summed", len(devices), maxDevices)
	case len(devices) > maxNamed:
		d.form = small
	}
	d.m.Small = d.form == small
	for _, x := range devices {
		d.add(x)
	}
	d.place()
	d.sign()
	d.connect(p.links, zone)
	d.m.Text = d.text(len(devices))
	return d.m
}

// around are the devices of a zone and those they speak with; without a zone, all.
func (p *plant) around(v *view, zone string) []*device {
	if zone == "" {
		return p.devices
	}
	in := func(d *device) bool { return d.zone(v) == zone }
	return slices.DeleteFunc(slices.Clone(p.devices), func(d *device) bool {
		return !in(d) && !slices.ContainsFunc(d.Links, func(k *link) bool { return in(k.peer(d)) })
	})
}

type groupKey struct {
	layer layer
	zone  string
}

// drawing is a map while it is made.
type drawing struct {
	v      *view
	m      *plantMap
	form   form
	groups map[groupKey]*group // by layer and zone
	nodes  map[*device]*node
	lanes  []row // of zones, from top to bottom
}

func (d *drawing) note(key string, args ...any) {
	d.m.Notes = append(d.m.Notes, words["map."+key].Say(d.v.Lang, args...))
}

// add takes a device: as a node of its own, or counted in that of its zone.
func (d *drawing) add(x *device) {
	zone := x.zone(d.v)
	key := groupKey{x.Layer, zone}
	if d.form != summed {
		n := &node{Name: fit(x.name(d.v), sizes[d.form].text), Sub: x.Address, Href: x.href(), Marks: x.Marks, Unseen: x.Last.IsZero(), layer: x.Layer, Title: d.v.titleOf(x)}
		if n.Sub == x.name(d.v) {
			n.Sub = fit(x.Owner.Role, sizes[d.form].text)
		}
		d.nodes[x] = n
		g := d.group(key, zone)
		n.group, g.nodes = g, append(g.nodes, n)
		return
	}
	g := d.group(groupKey{x.Layer, ""}, "")
	i := slices.IndexFunc(g.nodes, func(n *node) bool { return n.Title == zone })
	if i < 0 {
		i = len(g.nodes)
		g.nodes = append(g.nodes, &node{Name: fit(zone, sizes[d.form].text), Title: zone, Href: zoneHref(zone), layer: x.Layer, group: g, Unseen: true})
	}
	n := g.nodes[i]
	n.W++ // a count, until it is placed
	n.Sub, n.Marks = words["map.devices"].Say(d.v.Lang, n.W), n.Marks|x.Marks
	n.Unseen = n.Unseen && x.Last.IsZero()
	d.nodes[x] = n
}

func (d *drawing) group(k groupKey, zone string) *group {
	g, ok := d.groups[k]
	if !ok {
		g = &group{Name: zone, Href: zoneHref(zone), layer: k.layer, Framed: d.form != summed}
		d.groups[k] = g
		d.m.Groups = append(d.m.Groups, g)
	}
	return g
}

func zoneHref(zone string) string { return "/zones?" + url.Values{"zone": {zone}}.Encode() }

// href is the page of a device.
func (d *device) href() string {
	if d.Address == "" {
		return "/zones/internet"
	}
	return "/zones/" + url.PathEscape(d.Address)
}

// titleOf is a device in one line.
func (v *view) titleOf(d *device) string {
	parts := []string{d.name(v)}
	for _, s := range [...]string{d.Address, d.Owner.Role} {
		if s != "" && s != parts[0] {
			parts = append(parts, s)
		}
	}
	for _, k := range d.Marks.Keys() {
		parts = append(parts, words["mark."+k].In(v.Lang))
	}
	return strings.Join(parts, ", ")
}

// text says in words what a map shows.
func (d *drawing) text(devices int) string {
	zones := map[string]bool{}
	count := map[mark]int{}
	for x := range d.nodes {
		zones[x.zone(d.v)] = true
		for _, k := range markKeys {
			if x.Marks&k.mark != 0 {
				count[k.mark]++
			}
		}
	}
	lines := 0
	for _, l := range d.m.Lines {
		lines += l.Count
	}
	return words["map.text"].Say(d.v.Lang, devices, len(zones), lines, count[markNew], count[markChanged], count[markGone])
}

// fit cuts a text to so many cells.
func fit(s string, cells int) string {
	if width(s) <= cells {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && width(string(runes)) > cells-1 {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// layersOf are the groups in the order of their layers and names.
func (d *drawing) layersOf() (rows [layers][]*group) {
	slices.SortStableFunc(d.m.Groups, func(a, b *group) int { return cmp.Compare(a.Name, b.Name) })
	for _, g := range d.m.Groups {
		rows[g.layer] = append(rows[g.layer], g)
	}
	return rows
}
