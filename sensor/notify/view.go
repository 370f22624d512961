package notify

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// subject is what there is to tell: an incident that is open, or something about the
// sensor or the contacts themselves.
type subject struct {
	key
	kind     string
	rank     int
	exercise bool
	opened   time.Time
	// once: it is enough that one contact has it; except that one.
	once   bool
	except string
	brief  *control.Brief // nil where it is no incident
	title  lang.Text
	what   lang.Text
	first  lang.Text
	level  int
}

// view is how things stand.
type view struct {
	site     string
	zone     string
	subjects []*subject
	briefs   map[string]*control.Brief // all that are not closed
	offline  bool                      // the sensor does not answer
	next     time.Time                 // when there may be more to tell; zero for never
}

// Ranks of priorities.
const (
	attend = 2
	act    = 3
)

// healthAfter is how long a channel must fail before others are told of it by itself;
// who is told next instead learns it at once.
const healthAfter = 10 * time.Minute

// newView makes a view of what the sensor says.
func newView(t *control.Today, list *control.Incidents) *view {
	v := &view{site: t.Site, zone: t.Zone, briefs: map[string]*control.Brief{}}
	for i := range list.Incidents {
		b := &list.Incidents[i]
		v.briefs[b.ID] = b
		rank := config.Rank(b.Priority)
		// What the sensor does not see is told below, as a whole; work is never told.
		if b.State != string(alert.Open) || b.Sort == string(alert.Blind) || b.Sort == string(alert.Permit) || rank < 0 {
			continue
		}
		v.add(&subject{key: key{b.ID, b.Priority}, kind: kindAlarm, rank: rank, exercise: b.Exercise, opened: b.Opened, brief: b, title: b.Title, what: b.What, level: b.Level})
	}
	return v
}

func (v *view) add(s *subject) { v.subjects = append(v.subjects, s) }

// lasts reports whether something lasts for long enough to be told; when it will, the
// view is to be made again.
func (v *view) lasts(since, now time.Time, d time.Duration) bool {
	if since.After(now) || now.Sub(since) >= d { // of a clock that was set back nothing is known
		return true
	}
	if at := since.Add(d); v.next.IsZero() || at.Before(v.next) {
		v.next = at
	}
	return false
}

// sort brings the most serious to the front, then what is open longest.
func (v *view) sort() {
	slices.SortStableFunc(v.subjects, func(a, b *subject) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), a.opened.Compare(b.opened), cmp.Compare(a.incident, b.incident))
	})
}

// blind adds that the sensor does not see everything, unless a person has taken it on.
// since is when it was first asked and said so.
func (v *view) blind(b *control.Blind, o *config.Notify, since, now time.Time) {
	if b == nil {
		return
	}
	id, opened := b.ID, b.Since
	if opened.IsZero() {
		opened = since
	}
	brief := v.briefs[b.ID]
	if id == "" {
		id = fmt.Sprint(since.Unix())
	} else if brief != nil && brief.State != string(alert.Open) {
		return
	}
	if !v.lasts(opened, now, time.Duration(o.BlindAfter)) {
		return
	}
	s := &subject{key: key{"blind/" + id, o.Blind}, kind: kindHealth, rank: config.Rank(o.Blind), opened: opened, brief: brief, title: textBlind, what: b.Text, first: b.First}
	if brief != nil {
		s.exercise = brief.Exercise
	}
	v.add(s)
}

// silent returns the view of a sensor that does not answer since a time.
func silent(o *config.Notify, site, zone string, since time.Time) *view {
	v := &view{site: site, zone: zone, briefs: map[string]*control.Brief{}, offline: true}
	v.add(&subject{key: key{fmt.Sprintf("silent/%d", since.Unix()), o.Blind}, kind: kindHealth, rank: config.Rank(o.Blind), opened: since,
		title: textSilent, what: textSilentWhat, first: textSilentFirst})
	return v
}

// unreachable adds the contacts that a channel does not reach.
func (v *view) unreachable(people []*person, st *state, now time.Time) {
	for _, p := range people {
		a := st.accounts[p.Name]
		if a == nil || a.bad == 0 || !v.lasts(a.badAt, now, healthAfter) {
			continue
		}
		v.add(&subject{key: key{fmt.Sprintf("channel/%s/%d", p.Name, a.bad), "attend"}, kind: kindHealth, rank: attend, opened: a.badAt, once: true, except: p.Name,
			title: textUnreachable.Fill(p.Name), what: textUnreachableWhat.Fill(p.Name, a.problem), first: textUnreachableFirst})
	}
}
