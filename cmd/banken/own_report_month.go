package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// When what waits for a person has waited for too long, and what was approved is not used
// any more: two weekly looks were missed; a season went by.
const (
	staleDays  = 14
	unusedDays = 90
	// oldestWaiting is how much of what waits is told.
	oldestWaiting = 10
	// latestChanges is how many changes of state are told, of at most so many.
	latestChanges, maxStateChanges = 10, 1000
	// attentionLines is how many incidents of the upper tiers are told.
	attentionLines = 30
)

// monthReport puts a month together.
func (r *reporter) monthReport() (*control.MonthReport, error) {
	f := r.site.Forecast()
	m := &control.MonthReport{V: control.Version, Site: r.site.Today().Site, Zone: r.zone.String(), Time: r.site.Clock(), Figures: []control.ReportFigure{},
		Days: []control.MonthDay{}, Devices: []control.ReportDevice{}, Incidents: []control.Tally{}, Attention: []control.ReportIncident{},
		Exits: control.Exits{Ways: []control.Exit{}}, Permits: []control.ReportWork{}, Drills: []drill.Brief{}, Changes: []control.Deeds{}, Promise: []control.Promise{},
		Forecast: r.learning(&f), Omitted: r.omitted, Sight: control.Sight{Protocols: []control.ProtocolCount{}, Blind: []control.BlindTime{}},
		Approvals: control.Approvals{StaleDays: staleDays, UnusedDays: unusedDays, First: []control.Line{}},
		Own:       control.OwnHealth{Latest: []control.ReportChange{}, Silenced: []string{}}}
	looked, err := r.looked()
	if err == nil && r.p.Known {
		err = r.fillMonth(m, looked)
	}
	m.Period = r.p
	r.judge(m)
	return m, err
}

// fillMonth tells a month in which the sensor was there.
func (r *reporter) fillMonth(m *control.MonthReport, looked []store.Health) (err error) {
	opened, err := r.opened()
	if err != nil {
		return err
	}
	if m.Sight, err = r.sight(looked); err != nil {
		return err
	}
	m.Incidents, m.Promise, m.Days = tallies(opened), r.promises(opened), r.monthDays(opened, looked)
	for _, fill := range [...]func(*control.MonthReport) error{r.fillAttention, r.fillDevices, r.fillWork, r.fillPeople, r.fillOwn} {
		if err := fill(m); err != nil {
			return err
		}
	}
	m.Exits = r.exits()
	return nil
}

// fillAttention tells the incidents of the upper tiers, and how many there are in all.
func (r *reporter) fillAttention(m *control.MonthReport) error {
	opened, err := r.opened()
	if err != nil {
		return err
	}
	m.Counted, m.Opened = len(opened), len(opened)
	if len(opened) >= maxTold {
		all, err := r.store.StandingsBetween(r.p.From, r.end)
		if err != nil {
			return err
		}
		m.Opened = 0
		for _, s := range all {
			m.Opened += s.Count
		}
	}
	top := slices.DeleteFunc(opened, func(t toldIncident) bool { return !t.counts() || !t.tier().Top() })
	m.Attention, err = r.incidents(top, attentionLines)
	return err
}

// tallies counts the incidents that people were told, by urgency.
func tallies(list []toldIncident) []control.Tally {
	all := make([]control.Tally, 0, yardstick.Act+1)
	for tier := yardstick.Act; ; tier-- {
		var took, said []time.Duration
		x := control.Tally{Priority: tier.String()}
		for i := range list {
			if t := &list[i]; t.counts() && t.tier() == tier {
				countIn(&x, t)
				if d, ok := t.after(isPersonal); ok {
					took = append(took, d)
				}
				if d, ok := t.after(isJudgement); ok {
					said = append(said, d)
				}
			}
		}
		x.Acknowledge, x.Decide = tookOf(took), tookOf(said)
		if all = append(all, x); tier == yardstick.Track {
			return all
		}
	}
}

// countIn counts an incident as what became of it.
func countIn(x *control.Tally, t *toldIncident) {
	x.Opened++
	switch {
	case t.standing():
		x.Open++
	case t.closing == alert.Work:
		x.Work++
	case t.closing == alert.Suspicious:
		x.Suspicious++
	case t.closing == alert.False:
		x.False++
	default:
		x.Itself++
	}
}

func tookOf(list []time.Duration) (t control.Took) {
	if len(list) == 0 {
		return t
	}
	slices.Sort(list)
	middle := list[len(list)/2]
	if len(list)%2 == 0 {
		middle = (list[len(list)/2-1] + middle) / 2
	}
	return control.Took{Count: len(list), MedianSeconds: middle.Seconds(), LongestSeconds: list[len(list)-1].Seconds()}
}

// monthDays tells the days of the month, so far.
func (r *reporter) monthDays(list []toldIncident, looked []store.Health) []control.MonthDay {
	places, days := map[string]int{}, []control.MonthDay{}
	for t := r.p.From.In(r.zone); t.Before(r.p.To); t = t.AddDate(0, 0, 1) {
		from, to := t.UTC(), earlier(t.AddDate(0, 0, 1).UTC(), r.p.To)
		d := control.MonthDay{Date: t.Format(time.DateOnly)}
		for _, l := range r.levels {
			if !l.From.Before(to) || !l.To.After(from) {
				continue
			}
			d.Highest = max(d.Highest, l.Level)
			if l.Blind {
				d.BlindHours += earlier(l.To, to).Sub(later(l.From, from)).Hours()
			}
		}
		places[d.Date] = len(days)
		days = append(days, d)
	}
	at := func(t time.Time) *control.MonthDay {
		if n, ok := places[t.In(r.zone).Format(time.DateOnly)]; ok {
			return &days[n]
		}
		return &control.MonthDay{} // after what was last observed
	}
	for i := range list {
		switch t := &list[i]; {
		case !t.counts():
		case t.tier().Top():
			at(t.Opened).Top++
		default:
			at(t.Opened).Lower++
		}
	}
	for i := range looked {
		at(looked[i].Start).LookedHours += looked[i].Covered.Hours()
	}
	return days
}

// fillDevices tells the devices that were seen, with what they say of themselves.
func (r *reporter) fillDevices(m *control.MonthReport) error {
	for i := range r.seen {
		s := &r.seen[i]
		if s.Last.Before(r.p.From) || !s.First.Before(r.end) {
			continue
		}
		m.Seen++
		if x := deviceOf(s, r.names[addr(s.Address)]); x.Firmware != "" {
			m.Devices = append(m.Devices, x)
		}
	}
	m.New = len(r.newDevices())
	slices.SortFunc(m.Devices, func(a, b control.ReportDevice) int {
		return cmp.Or(cmp.Compare(a.Vendor, b.Vendor), cmp.Compare(a.Model, b.Model), cmp.Compare(a.Firmware, b.Firmware), cmp.Compare(a.Address, b.Address))
	})
	m.Devices = cut(r, "devices", m.Devices, control.MaxReportDevices)
	return nil
}

func deviceOf(s *watch.Seen, name string) control.ReportDevice {
	x := control.ReportDevice{Address: addr(s.Address), Name: name, Vendor: s.Vendor}
	for _, y := range s.Says {
		switch {
		case y.Kind == "firmware" && x.Firmware == "":
			x.Firmware, x.Since = y.Value, y.Time
		case y.Kind == "manufacturer":
			x.Vendor = y.Value
		case y.Kind == "model", y.Kind == "product" && x.Model == "":
			x.Model = y.Value
		}
	}
	return x
}

// fillWork tells work permits, drills, and what of the baseline waits.
func (r *reporter) fillWork(m *control.MonthReport) (err error) {
	if m.Permits, err = r.works(); err != nil {
		return err
	}
	sheets, err := r.site.DrillSheets()
	for i := range sheets {
		if r.within(sheets[i].Started) {
			m.Drills = append(m.Drills, sheets[i])
		}
	}
	slices.Reverse(m.Drills)
	w := r.site.Waits(staleDays*24*time.Hour, unusedDays*24*time.Hour, oldestWaiting)
	a := &m.Approvals
	a.Waiting, a.Stale, a.Unused, a.Oldest = w.Count, w.Stale, w.Unused, w.Oldest
	tell := r.teller()
	for i := range w.First {
		a.First = append(a.First, lineOf(tell, &w.First[i], r.names))
	}
	return err
}

// fillPeople counts what people changed.
func (r *reporter) fillPeople(m *control.MonthReport) error {
	counts, err := r.store.AuditCounts(r.p.From, r.end)
	for _, c := range counts {
		switch c.What {
		case "baseline-approved":
			m.Approvals.Approved = c.Count
		case "baseline-rejected":
			m.Approvals.Rejected = c.Count
		}
		if !strings.HasPrefix(c.What, "incident-") {
			m.Changes = append(m.Changes, control.Deeds{What: c.What, Count: c.Count})
		}
	}
	return err
}

// fillOwn tells how the sensor itself did.
func (r *reporter) fillOwn(m *control.MonthReport) error {
	o := &m.Own
	for i := range r.list {
		switch t := &r.list[i]; {
		case t.Exercise:
		case t.sort == alert.Blind:
			o.Blind++
		case t.sort == alert.Notice:
			o.Notices++
		}
	}
	changes, err := r.store.HealthChanges(r.p.From, r.end, maxStateChanges)
	if err != nil {
		return err
	}
	o.Changes = len(changes)
	for _, c := range changes[max(len(changes)-latestChanges, 0):] {
		o.Latest = append(o.Latest, control.ReportChange{Time: c.Time, Part: c.Part, From: c.From, To: c.To, Why: c.Why})
	}
	for _, s := range r.site.Standings() {
		if !s.Demoted.IsZero() {
			o.Silenced = append(o.Silenced, s.Detector.String())
		}
	}
	u, err := r.store.Usage()
	if err != nil {
		return err
	}
	head, err := r.store.AuditHead()
	o.StoreOctets, o.Disk, o.DiskFree, o.AuditLines = u.Octets, u.Disk, u.DiskFree, head.Seq
	if head.Seq > 0 {
		o.AuditHash = head.Hash.String()
	}
	return err
}

// exits are the ways between devices and the internet.
func (r *reporter) exits() control.Exits {
	x := control.Exits{Ways: []control.Exit{}}
	for i := range r.talks.Talks {
		t := &r.talks.Talks[i]
		if t.Client.IsValid() && t.Server.IsValid() || !t.First.Before(r.end) {
			continue
		}
		e := control.Exit{Address: addr(t.Client), In: !t.Client.IsValid(), Protocol: t.Protocol, Port: t.Port, Standing: t.Standing.String(),
			New: !t.Early && r.within(t.First), Days: t.Days, First: t.First, Last: t.Last}
		if e.In {
			e.Address = addr(t.Server)
		}
		e.Name = r.names[e.Address]
		x.Count++
		if e.New {
			x.New++
		}
		switch e.Standing {
		case "approved":
			x.Approved++
		case "rejected":
			x.Rejected++
		case "pending":
			x.Waiting++
		}
		x.Ways = append(x.Ways, e)
	}
	slices.SortStableFunc(x.Ways, func(a, b control.Exit) int {
		return cmp.Or(exitRank(&a)-exitRank(&b), cmp.Compare(a.Address, b.Address))
	})
	x.Ways = cut(r, "exits", x.Ways, control.MaxReportLines)
	return x
}

// exitRank is how much a way asks for to be looked at: rejected, waiting, new, others.
func exitRank(e *control.Exit) int {
	switch {
	case e.Standing == "rejected":
		return 0
	case e.Standing == "pending":
		return 1
	case e.New:
		return 2
	}
	return 3
}
