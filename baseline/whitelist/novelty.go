package whitelist

import "github.com/banken-ot/banken/protocols/wire"

// NewsDays is how many days the numbers of new behaviours are kept for.
const NewsDays = 60

// News is how many behaviours were seen for the first time on a day.
type News struct {
	Controls, All uint32
}

// news are those of the last days; the present one is at latest.
type news struct {
	days   [NewsDays]News
	latest int
}

func (n *news) count(control bool) {
	n.days[n.latest].All++
	if control {
		n.days[n.latest].Controls++
	}
}

func (n *news) next() {
	n.latest = (n.latest + 1) % NewsDays
	n.days[n.latest] = News{}
}

// Quota is how many keys there are, and how many of them were seen on exactly one
// day, and on exactly two.
type Quota struct {
	Keys, Once, Twice uint32
}

func (q *Quota) add(days uint16) {
	q.Keys++
	switch days {
	case 1:
		q.Once++
	case 2:
		q.Twice++
	}
}

// Novelty is what forecasts are made of. The day that is not over counts for
// nothing: neither as a day, nor for the keys that were seen on it. A behaviour is
// what was new about one event: of the keys that it was new by, the finest.
type Novelty struct {
	// Days are those that are over on which something was seen.
	Days uint32
	// Controls are the behaviours that are told in the top two tiers when they are
	// new: writes, controls, configuration. All are those and the reads.
	Controls, All Quota
	// Levels are the keys by level, whichever event brought them.
	Levels [Levels]Quota
	// Channels are the behaviours of each channel, by its number.
	Channels []Quota
	// News are the new behaviours of each of the last days that are over, oldest first.
	News []News

	// Once is Controls.Once; UpperOnce and UpperTwice are the keys of L0 to L3, but
	// for those that others imply and what sessions need.
	Once, UpperOnce, UpperTwice uint32
}

// Novelty returns what forecasts are made of. day is the present learning day: when
// it is later than that of the last observation, that day is over.
func (d *Detector) Novelty(day uint32) Novelty {
	today, over := d.day, int(min(d.day-1, NewsDays-1))
	if d.active && day > d.calendar {
		today, over = d.day+1, over+1
	}
	n := Novelty{Days: today - 1}
	for i := range d.keys.records {
		n.take(&d.keys.records[i], today, d.upper(d.keys.records[i].key))
	}
	for i := over; i > 0; i-- {
		back := i - 1 + int(d.day+1-today)
		n.News = append(n.News, d.news.days[(d.news.latest-back+2*NewsDays)%NewsDays])
	}
	n.Once = n.Controls.Once
	return n
}

func (n *Novelty) take(r *record, today uint32, upper bool) {
	days := r.over(today)
	if days == 0 || r.status&ghost != 0 {
		return
	}
	level := r.level()
	n.Levels[level].add(days)
	if upper {
		switch days {
		case 1:
			n.UpperOnce++
		case 2:
			n.UpperTwice++
		}
	}
	if r.status&species == 0 {
		return
	}
	n.All.add(days)
	if r.controls() {
		n.Controls.add(days)
	}
	if r.class() >= function {
		n.channel(r.a).add(days)
	}
}

// upper reports whether a key counts among those of L0 to L3 that may still be
// unseen: one that no other key implies, and that an incident is made of.
func (d *Detector) upper(k key) bool {
	switch k.class() {
	case asks, serves, writes, pair, service:
		return true
	case contact:
		return !d.spoken(k, k.b)
	case function:
		return k.operation() != wire.Session && !k.opening()
	}
	return false
}

func (n *Novelty) channel(id uint32) *Quota {
	for int(id) >= len(n.Channels) {
		n.Channels = append(n.Channels, Quota{})
	}
	return &n.Channels[id]
}
