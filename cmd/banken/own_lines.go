package main

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/plain"
	"github.com/banken-ot/banken/sensor/watch"
)

// lineKey is the place of a line of the baseline in a list that is given out page by page:
// by host, device, detector and subject. It is made of what the line is about alone, so
// that it stays the same whatever comes, goes or is decided.
type lineKey struct {
	sides             plain.Parties
	detector, subject string
}

func lineKeyOf(detector, subject string) lineKey {
	return lineKey{plain.PartiesOf(detector, subject), detector, subject}
}

func (k *lineKey) compare(o *lineKey) int {
	if n := compareSides(k.sides.Client, o.sides.Client, k.sides.ClientOutside, o.sides.ClientOutside); n != 0 {
		return n
	}
	if n := compareSides(k.sides.Server, o.sides.Server, k.sides.ServerOutside, o.sides.ServerOutside); n != 0 {
		return n
	}
	return cmp.Or(strings.Compare(k.detector, o.detector), strings.Compare(k.subject, o.subject))
}

// compareSides orders sides: none, the internet, then by address.
func compareSides(a, b netip.Addr, outside, outside2 bool) int {
	switch n := a.Compare(b); {
	case n != 0 || outside == outside2:
		return n
	case outside:
		return 1
	}
	return -1
}

// side is a side of a line as it is told.
func side(a netip.Addr, outside bool) string {
	if outside {
		return plain.Internet
	}
	return addr(a)
}

// place is the text of a place in a list, for the page after it.
func (k *lineKey) place() string { return k.detector + "\t" + k.subject }

// lineAt reads one; ok is false for "".
func lineAt(text string) (k lineKey, ok bool, err error) {
	if text == "" {
		return k, false, nil
	}
	detector, subject, ok := strings.Cut(text, "\t")
	if !ok || detector == "" || subject == "" {
		return k, false, said(control.Invalid, faultNoPlace, quoted(text))
	}
	return lineKeyOf(detector, subject), true, nil
}

// placed is a line and its place.
type placed[T any] struct {
	key  lineKey
	line T
}

// pager keeps those lines of a long list that belong to one page.
type pager[T any] struct {
	limit         int
	after, before *lineKey // nil for none
	list          []placed[T]
	count         int // of all lines
	beyond        int // of those on the far side of where the page begins
}

// newPager returns one for a query.
func newPager[T any](limit int, after, before string) (*pager[T], error) {
	p := &pager[T]{limit: min(limit, control.MaxPage)}
	if p.limit <= 0 {
		p.limit = control.MaxPage
	}
	for _, x := range [...]struct {
		text string
		to   **lineKey
	}{{after, &p.after}, {before, &p.before}} {
		k, ok, err := lineAt(x.text)
		if err != nil {
			return nil, err
		}
		if ok {
			*x.to = &k
		}
	}
	return p, nil
}

// add takes a line that is asked for.
func (p *pager[T]) add(k lineKey, line T) {
	p.count++
	switch {
	case p.before != nil && k.compare(p.before) >= 0, p.before == nil && p.after != nil && k.compare(p.after) <= 0:
		p.beyond++
		return
	case p.before != nil:
		if i := p.at(&k); len(p.list) <= p.limit || i > 0 {
			p.list = slices.Insert(p.list, i, placed[T]{k, line})
			p.list = p.list[max(len(p.list)-p.limit-1, 0):] // one more, to know that there is one
		}
	default:
		if i := p.at(&k); i <= p.limit {
			p.list = slices.Insert(p.list, i, placed[T]{k, line})
			p.list = p.list[:min(len(p.list), p.limit+1)]
		}
	}
}

// at is where a line belongs.
func (p *pager[T]) at(k *lineKey) int {
	i, _ := slices.BinarySearchFunc(p.list, k, func(x placed[T], k *lineKey) int { return x.key.compare(k) })
	return i
}

// page returns the lines of the page, and the places that lead to those beside it.
func (p *pager[T]) page() (list []T, next, previous string) {
	more := len(p.list) > p.limit
	if more && p.before != nil {
		p.list = p.list[1:]
	} else if more {
		p.list = p.list[:p.limit]
	}
	hasNext, hasPrevious := more, p.beyond > 0
	if p.before != nil {
		hasNext, hasPrevious = p.beyond > 0, more
	}
	list = make([]T, 0, len(p.list))
	for _, x := range p.list {
		list = append(list, x.line)
	}
	if len(list) == 0 {
		return list, "", ""
	}
	if hasNext {
		next = p.list[len(p.list)-1].key.place()
	}
	if hasPrevious {
		previous = p.list[0].key.place()
	}
	return list, next, previous
}

// search is the words that a line must have. A word may also be in what the owner calls
// one of its devices.
type search struct {
	words []string
	named []map[string]bool // by word: the addresses of devices whose name has it
}

func newSearch(text string, names map[string]string) *search {
	s := &search{words: strings.Fields(strings.ToLower(text))}
	for _, w := range s.words {
		in := map[string]bool{}
		for a, name := range names {
			if strings.Contains(strings.ToLower(name), w) {
				in[a] = true
			}
		}
		s.named = append(s.named, in)
	}
	return s
}

// finds reports whether a text, with the addresses of two sides, has all the words.
func (s *search) finds(text string, client, server string) bool {
	text = strings.ToLower(text)
	for i, w := range s.words {
		if !strings.Contains(text, w) && !s.named[i][client] && !s.named[i][server] {
			return false
		}
	}
	return true
}

// page is a page of the lines of a text of the baseline.
func (x *ownSite) page(text []byte, q *control.LinesQuery) (*control.Lines, error) {
	p, err := newPager[string](q.Limit, q.After, q.Before)
	if err != nil {
		return nil, err
	}
	names, wanted := x.devices.names(), q.Standing
	if q.Waiting {
		wanted = baseline.Pending.String()
	}
	find := newSearch(q.Text, names)
	for raw := range strings.Lines(string(text)) {
		detector, standing, subject := headOf(raw)
		if detector == "" || wanted != "" && standing != wanted {
			continue
		}
		k := lineKeyOf(detector, subject)
		if len(find.words) == 0 || find.finds(raw+" "+watch.LineID(detector, subject), addr(k.sides.Client), addr(k.sides.Server)) {
			p.add(k, raw)
		}
	}
	c := &control.Lines{V: control.Version, Edition: q.Edition, Count: p.count}
	list, next, previous := p.page()
	c.Next, c.Previous = next, previous
	if c.Lines, err = linesOf([]byte(strings.Join(list, ""))); err != nil {
		return nil, err
	}
	tell := x.teller()
	for i := range c.Lines {
		inWords(tell, &c.Lines[i], names)
	}
	return c, nil
}

// headOf are the first three parts of a line of the baseline; "" where it is none.
func headOf(raw string) (detector, standing, subject string) {
	detector, rest, _ := strings.Cut(raw, "\t")
	standing, rest, _ = strings.Cut(rest, "\t")
	subject, _, ok := strings.Cut(rest, "\t")
	if !ok {
		return "", "", ""
	}
	return detector, standing, subject
}

// teller tells points by the plant's own list.
func (x *ownSite) teller() *plain.Teller { return &plain.Teller{Tags: x.site.Points()} }

// inWords adds to a line its id, the names of its devices, and what it is in words.
func inWords(t *plain.Teller, l *control.Line, names map[string]string) {
	l.ID, l.Names = watch.LineID(l.Detector, l.Subject), namesIn(l.Subject, names)
	w := t.Line(l.Detector, l.Subject, l.Facts)
	l.Client, l.Server = side(w.Client, w.ClientOutside), side(w.Server, w.ServerOutside)
	l.What, l.Known, l.Held = w.What, w.Known, w.Held
}

// isStanding reports whether a query names a standing there is, or none.
func isStanding(s string) bool {
	_, ok := baseline.ParseStanding(s)
	return ok || s == ""
}
