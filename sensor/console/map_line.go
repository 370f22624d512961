package console

import (
	"cmp"
	"slices"
	"strings"
)

// line is who speaks with whom on a map.
type line struct {
	Path   string
	Class  string // what is done: "writes", "reads" or "other"
	Marks  mark
	Title  string
	From   string // names, for the table beside the map
	To     string
	What   string // protocols
	Count  int    // links it stands for
	Label  string
	LabelX int // middle of the label
	LabelY int
	LabelW int // of the field of it; 0 without one
	links  []*link
	a, b   anchor
	parts  []stretch // of its path
}

// connect draws the lines: each by itself as long as they are few; else those that are
// marked, and one for all others between two zones.
func (d *drawing) connect(links []*link, zone string) {
	var all []*link
	for _, k := range links {
		if zone == "" || k.Client.zone(d.v) == zone || k.Server.zone(d.v) == zone {
			all = append(all, k)
		}
	}
	apart := d.form == named && len(all) <= maxLines
	sums := map[[2]*box]*line{}
	inside := 0
	for _, k := range all {
		a, b := d.nodes[k.Client], d.nodes[k.Server]
		switch marked := k.Marks&^markGone != 0 && d.form != summed; {
		case a == nil || b == nil || k.Client == k.Server:
		case apart || marked && len(d.m.Lines) < maxLines/2:
			d.m.Lines = append(d.m.Lines, &line{a: anchor{&a.box, a.group, a}, b: anchor{&b.box, b.group, b}, links: []*link{k}, Marks: k.Marks, From: k.Client.name(d.v), To: k.Server.name(d.v)})
		default:
			inside += d.sum(sums, k, a, b)
		}
	}
	if inside > 0 {
		d.note("inside", inside)
	}
	if beyond := len(d.m.Lines) - maxLines; beyond > 0 {
		d.m.Lines = d.m.Lines[:maxLines]
		d.note("beyond", beyond)
	}
	d.draw()
}

// sum takes a link into the line between two zones; it returns 1 when it runs within one,
// where none is drawn.
func (d *drawing) sum(sums map[[2]*box]*line, k *link, a, b *node) int {
	from, to := anchor{&a.group.box, a.group, nil}, anchor{&b.group.box, b.group, nil}
	if d.form == summed {
		from, to = anchor{&a.box, a.group, a}, anchor{&b.box, b.group, b}
	}
	if from.box == to.box {
		return 1
	}
	l, ok := sums[[2]*box{from.box, to.box}]
	if !ok {
		l = &line{a: from, b: to, From: k.Client.zone(d.v), To: k.Server.zone(d.v), Marks: markGone}
		sums[[2]*box{from.box, to.box}] = l
		d.m.Lines = append(d.m.Lines, l)
	}
	l.links = append(l.links, k)
	l.Marks = l.Marks&^markGone | k.Marks&^markGone | l.Marks&k.Marks&markGone
	return 0
}

// draw says what each line is, and where it runs. What is marked comes last, above the
// others.
func (d *drawing) draw() {
	for _, l := range d.m.Lines {
		d.describe(l)
	}
	d.route()
	slices.SortStableFunc(d.m.Lines, func(a, b *line) int {
		return cmp.Or(cmp.Compare(min(a.Marks, 1), min(b.Marks, 1)), -strings.Compare(a.Class, b.Class)) // writes above what is read
	})
	d.labels()
}

func (d *drawing) describe(l *line) {
	l.Class, l.Count = "other", len(l.links)
	var what []string
	for _, k := range l.links {
		switch {
		case k.Writes:
			l.Class = "writes"
		case k.Control && l.Class == "other":
			l.Class = "reads"
		}
		for _, t := range k.Talks {
			if s := d.v.protocol(t.Protocol, t.Port); !slices.Contains(what, s) {
				what = append(what, s)
			}
		}
	}
	slices.Sort(what)
	l.What = strings.Join(what[:min(len(what), 4)], ", ")
	if more := len(what) - 4; more > 0 {
		l.What += " " + words["and-more"].Say(d.v.Lang, more)
	}
	l.Title = l.From + " → " + l.To + ": " + l.What + " (" + d.v.Word("line", l.Class) + ")"
	for _, k := range l.Marks.Keys() {
		l.Title += ", " + words["mark."+k].In(d.v.Lang)
	}
}

// Measures of labels.
const (
	labelHeight = 17
	labelText   = 26 // cells
)

// labels writes beside lines what is spoken, where there is room; and what is marked,
// always.
func (d *drawing) labels() {
	var taken []box
	for _, n := range d.m.Nodes {
		taken = append(taken, n.box)
	}
	for _, g := range d.m.Groups {
		if g.Framed {
			taken = append(taken, box{g.X, g.Y, width(g.Name)*cell + 2*groupPad, groupHead})
		}
	}
	for _, s := range d.m.Signs {
		taken = append(taken, s.box)
	}
	for i := len(d.m.Lines) - 1; i >= 0; i-- { // the marked ones first
		l := d.m.Lines[i]
		marks := ""
		for _, k := range l.Marks.Keys() {
			marks += words["glyph."+k].In(d.v.Lang) + " " + words["mark."+k].In(d.v.Lang) + " "
		}
		if marks == "" && len(d.m.Lines) > maxLabels {
			continue
		}
		text := fit(strings.TrimSpace(marks+l.What), labelText)
		if b, free := l.room(taken, width(text)*cell+8); free || marks != "" {
			l.Label, l.LabelX, l.LabelY, l.LabelW = text, b.X+b.W/2, b.Y+b.H/2, b.W
			taken = append(taken, b)
		}
	}
}

// room returns the first place for a label of a width that is free, else the first.
func (l *line) room(taken []box, w int) (first box, free bool) {
	for i, p := range l.places() {
		b := box{min(max(p[0]-w/2, 2), mapWidth-w-2), max(p[1]-labelHeight/2, 1), w, labelHeight}
		if i == 0 {
			first = b
		}
		if !slices.ContainsFunc(taken, b.meets) {
			return b, true
		}
	}
	return first, false
}

func (b box) meets(o box) bool {
	return b.X < o.X+o.W && o.X < b.X+b.W && b.Y < o.Y+o.H && o.Y < b.Y+b.H
}
