package judge

import (
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/permit"
)

// engineer is who decides.
const engineer = "engineer"

// work is a permit that will be opened.
type work struct {
	permit permit.Permit
	opened bool
}

// permits returns those of the works: they depend on the seed and the day alone, so a
// plant whose clock runs ahead tells them before.
func permits(m Months) (all []work) {
	p := plant.New(m.Seed)
	p.SetTick(time.Minute)
	for t := monthsStart; t.Before(monthsStart.Add(m.length())); t = t.Add(time.Hour) {
		p.Step(t)
	}
	for _, x := range p.Permits() {
		all = append(all, work{permit: permitOf(&x)})
	}
	return all
}

// permitOf is the permit a works' office would write for the visit: what is looked at
// on every one, and what is written where parameters are changed.
func permitOf(x *plant.Permit) permit.Permit {
	p := permit.Permit{Ticket: x.Ticket, Who: engineer, Hosts: places(x.Host), Assets: places(x.Assets...), From: x.From, To: x.To,
		Operations: []permit.Class{permit.Read, permit.Identify, permit.Diagnose, permit.Session}, Approvers: []string{"shift leader"}}
	if x.Changing {
		p.Operations = append(p.Operations, permit.Write)
	}
	return p
}

func places(names ...string) (list []netip.Prefix) {
	for _, n := range names {
		h, _ := plant.HostNamed(n)
		if p := permit.Place(h.Address); !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// exchange is the permit under which a controller is replaced, half way.
func exchange(m Months) work {
	at := monthsStart.Add(m.length() / 2)
	return work{permit: permit.Permit{Ticket: "R-1", Who: engineer, Hosts: places(plant.EWS, replaced), Assets: places(replaced),
		From: at.Add(-time.Hour), To: at.Add(7 * time.Hour), Approvers: []string{"shift leader", "plant manager"},
		Operations: []permit.Class{permit.Read, permit.Write, permit.Configure, permit.Program, permit.Restart, permit.Identify, permit.Diagnose, permit.Session}}}
}

// People's times.
const (
	reviewHour = 9 * time.Hour // after midnight
	// approveAfter is how long after a controller was replaced the new one is
	// approved.
	approveAfter = 30 * time.Minute
)

// people do what is due: they open permits, approve the new controller, and look at
// what waits.
func (w *life) people(now int64) {
	for i := range w.plans {
		p := &w.plans[i]
		if p.opened || now < p.permit.From.Add(-15*time.Minute).UnixNano() {
			continue
		}
		p.opened = true
		w.note(w.site.OpenPermit(p.permit, engineer))
		w.told.Permits, w.told.works = w.told.Permits+1, append(w.told.works, p.permit)
		if p.permit.Ticket == "R-1" {
			w.swap = p.permit.From.Add(time.Hour + approveAfter).UnixNano()
		}
	}
	if w.swap != 0 && now >= w.swap {
		w.swap = 0
		w.judge("device replaced", true)
		w.approve()
	}
	for now >= w.morning {
		monday := time.Unix(0, w.morning).UTC().Weekday() == time.Monday
		w.judge("nothing but ordinary work", monday)
		if monday {
			w.approve()
		}
		w.morning += int64(24 * time.Hour)
	}
}

// judge has the engineer find that what is open was work: those of the top two tiers
// each morning, all once a week.
func (w *life) judge(why string, all bool) {
	for _, i := range w.site.Incidents() {
		if i.Sort != alert.Blind && i.State.Standing() && (all || i.Tier().Top()) {
			_, err := w.site.Judge(i.ID, alert.Work, engineer, why)
			w.note(err)
		}
	}
}

// approve has the engineer approve what waits: he knows what is done at his works.
// Only that a detector was demoted is left as it is.
func (w *life) approve() {
	text, err := w.site.Text()
	w.note(err)
	lines, err := model.ParseText(text)
	w.note(err)
	for _, l := range lines {
		if l.Standing == baseline.Pending.String() && !demotion(&l) {
			_, err := w.site.Decide(l.Subject, false, baseline.Approved, engineer)
			w.note(err)
		}
	}
}
