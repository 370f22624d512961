package whitelist

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/baseline/snapshot"
)

const (
	// maxSpans is how many separate ranges of one space of a channel are kept, to
	// tell a range within known ones: polls are a few blocks. What finds no room
	// counts as outside.
	maxSpans = 64
	// allSpans bounds those of all together, at 16 octets.
	allSpans = 1 << 15
	// everything is the end of a range that is all of a space.
	everything = 1 << 32
)

// place is a space of a channel.
type place struct{ channel, space uint32 }

// span is a range that was read, end not included.
type span struct{ from, to uint64 }

// cover is what was read, as ranges.
type cover struct {
	places map[place][]span
	spans  int
}

func newCover() cover { return cover{places: map[place][]span{}} }

// search returns the first span that ends at or behind from.
func search(list []span, from uint64) int {
	i, _ := slices.BinarySearchFunc(list, from, func(s span, n uint64) int { return cmp.Compare(s.to, n) })
	return i
}

// holds reports whether a range lies within what was read.
func (c *cover) holds(p place, s span) bool {
	list := c.places[p]
	for i := search(list, s.from); i < len(list) && list[i].from <= s.from; i++ {
		if list[i].to >= s.to {
			return true
		}
	}
	return false
}

// add adds a range, and joins those it touches.
func (c *cover) add(p place, s span) {
	list := c.places[p]
	i := search(list, s.from)
	j := i
	for j < len(list) && list[j].from <= s.to {
		s = span{min(s.from, list[j].from), max(s.to, list[j].to)}
		j++
	}
	if i == j {
		if len(list) >= maxSpans || c.spans >= allSpans {
			return
		}
		c.spans++
		c.places[p] = slices.Insert(list, i, s)
		return
	}
	c.spans -= j - i - 1
	c.places[p] = slices.Replace(list, i, j, s)
}

func (c *cover) appendState(w *snapshot.Writer) {
	w.Uint(uint64(len(c.places)))
	for _, p := range c.sorted() {
		w.Uint(uint64(p.channel))
		w.Uint(uint64(p.space))
		w.Uint(uint64(len(c.places[p])))
		for _, s := range c.places[p] {
			w.Uint(s.from)
			w.Uint(s.to)
		}
	}
}

func (c *cover) sorted() []place {
	all := make([]place, 0, len(c.places))
	for p := range c.places {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.space, b.space))
	})
	return all
}

func (c *cover) restore(r *snapshot.Reader) {
	for range r.Count(allSpans) {
		p := place{uint32(r.Uint()), uint32(r.Uint())}
		var list []span
		for range r.Count(maxSpans) {
			s := span{r.Uint(), r.Uint()}
			if s.to > everything || s.from >= s.to || len(list) > 0 && s.from <= list[len(list)-1].to {
				r.Fail()
				return
			}
			list = append(list, s)
		}
		c.spans += len(list)
		if _, twice := c.places[p]; twice || len(list) == 0 || c.spans > allSpans {
			r.Fail()
			return
		}
		c.places[p] = list
	}
}
