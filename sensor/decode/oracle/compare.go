package oracle

import "slices"

// Compare lists the differences between the rows of one capture. What is not
// among theirs is looked for in again, the rows of tshark's second run.
func (m *Mapping) Compare(ours, theirs, again []Row) (all []Difference, t Tally) {
	mine, other, second := byFrame(ours), byFrame(theirs), byFrame(again)
	frames := make([]uint64, 0, len(mine))
	for f := range mine {
		frames = append(frames, f)
	}
	for f := range other {
		if mine[f] == nil {
			frames = append(frames, f)
		}
	}
	slices.Sort(frames)
	for _, f := range frames {
		c := &frameComparison{Mapping: m, tally: &t}
		c.ours, c.oursAside = aside(mine[f])
		c.theirs, c.theirsAside = aside(other[f])
		c.again, c.againAside = aside(second[f])
		c.compare()
		all = append(all, c.all...)
	}
	t.Differences = len(all)
	return all, t
}

func byFrame(rows []Row) map[uint64][]Row {
	m := map[uint64][]Row{}
	for _, r := range rows {
		m[r.Frame] = append(m[r.Frame], r)
	}
	return m
}

// aside divides rows by Row.Aside.
func aside(rows []Row) (messages, others []Row) {
	for _, r := range rows {
		if r.Aside == "" {
			messages = append(messages, r)
		} else {
			others = append(others, r)
		}
	}
	return messages, others
}

// frameComparison compares the rows of one frame.
type frameComparison struct {
	*Mapping
	ours, theirs, again                []Row
	oursAside, theirsAside, againAside []Row
	tally                              *Tally
	all                                []Difference
}

// compare takes out the rows that are equal, whatever their order, then puts side
// by side those of the same message, then the rest.
func (c *frameComparison) compare() {
	for _, r := range c.pair(&c.theirs, (*Row).equals) {
		c.again = without(c.again, &r) // the second run tells the same message again
	}
	c.tally.AsTheyCame += len(c.pair(&c.again, (*Row).equals))
	c.pair(&c.theirsAside, (*Row).equals)
	c.pair(&c.againAside, (*Row).equals)
	c.pair(&c.theirs, func(a, b *Row) bool { return a.head() == b.head() })
	if len(c.ours) == len(c.theirs) {
		c.pair(&c.theirs, func(*Row, *Row) bool { return true })
	}
	for _, r := range c.ours {
		c.only("Banken", &r)
	}
	for _, r := range c.theirs {
		c.only("tshark", &r)
	}
	c.leftOut()
}

// equals tells that two rows are compared alike, and neither goes on alone.
func (r *Row) equals(o *Row) bool {
	n := limit(r, o)
	a, behind := r.cut(n)
	b, behindToo := o.cut(n)
	return slices.Equal(a, b) && (r.Limit == o.Limit || slices.Equal(behind, behindToo))
}

// pair compares each of ours with the first of the others that is the same, takes
// both out, and returns those of ours.
func (c *frameComparison) pair(with *[]Row, same func(a, b *Row) bool) (paired []Row) {
	var left []Row
	for _, a := range c.ours {
		i := slices.IndexFunc(*with, func(b Row) bool { return same(&a, &b) })
		if i < 0 {
			left = append(left, a)
			continue
		}
		c.rows(&a, &(*with)[i])
		*with = slices.Delete(slices.Clone(*with), i, i+1)
		paired = append(paired, a)
	}
	c.ours = left
	return paired
}

// without takes the first row equal to another out.
func without(rows []Row, r *Row) []Row {
	i := slices.IndexFunc(rows, func(b Row) bool { return r.equals(&b) })
	if i < 0 {
		return rows
	}
	return slices.Delete(slices.Clone(rows), i, i+1)
}

func (c *frameComparison) only(side string, r *Row) {
	d := Difference{Mapping: c.name(), Frame: r.Frame, Only: side, Note: r.Note}
	if side == "Banken" {
		d.Ours = r.Items
	} else {
		d.Theirs = r.Items
	}
	c.all = append(c.all, d)
}

// leftOut counts the messages of Banken's that are left out: tshark must have one
// of the same items, left out for a reason that goes with it.
func (c *frameComparison) leftOut() {
	theirs := slices.Concat(c.theirsAside, c.againAside)
	for _, a := range c.oursAside {
		i := slices.IndexFunc(theirs, func(b Row) bool {
			return slices.Equal(a.Items, b.Items) && c.LeftOut[[2]string{a.Aside, b.Aside}]
		})
		if i < 0 {
			a.Items = append([]string{"leftout=" + a.Aside}, a.Items...)
			c.only("Banken", &a)
			continue
		}
		c.tally.leave(a.Aside+" | "+theirs[i].Aside, 1, 0, 0)
		theirs = slices.Delete(theirs, i, i+1)
	}
}

// rows compares two rows: a difference for each run of items that differ, and one
// for what differs behind a limit that only one side has.
func (c *frameComparison) rows(a, b *Row) {
	n := limit(a, b)
	ours, oursBehind := a.cut(n)
	theirs, theirsBehind := b.cut(n)
	before := len(c.all)
	for _, h := range hunks(ours, theirs) {
		c.differ(a, "", a.Items[:h.a], ours[h.a:h.aEnd], theirs[h.b:h.bEnd])
		c.tally.Items -= h.aEnd - h.a
	}
	same := agreeing(oursBehind, theirsBehind)
	oursBehind, theirsBehind = oursBehind[same:], theirsBehind[same:]
	c.tally.Items += len(ours) + same
	switch {
	case len(oursBehind)+len(theirsBehind) == 0:
	case a.Limit == b.Limit:
		c.tally.leave(a.Why, 1, len(oursBehind), len(theirsBehind))
	default:
		c.differ(a, why(a, b), a.Items[:len(ours)+same], oursBehind, theirsBehind)
	}
	if len(c.all) == before {
		c.tally.Rows++
	}
}

// differ adds a difference of a row of Banken's.
func (c *frameComparison) differ(r *Row, why string, before, ours, theirs []string) {
	c.all = append(c.all, Difference{Mapping: c.name(), Frame: r.Frame, Head: r.head(), Note: r.Note,
		Section: c.section(before), Why: why, Ours: ours, Theirs: theirs})
}

// agreeing returns how many items two lists begin alike with.
func agreeing(a, b []string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// why returns the reason of the limit that holds for two rows, and whose it is.
func why(a, b *Row) string {
	if a.Limit == limit(a, b) {
		return "Banken " + a.Why
	}
	return "tshark " + b.Why
}
