package judge

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/permit"
)

// Judged are the days from the eighth on, when a site is provisional and its bound is
// printed, in months of 30 days; what is left at the end is a shorter one.
const (
	judgedFrom = baseline.ProvisionalDays + 1
	monthDays  = 30
)

// Month is what was forecast for a time, and what came.
type Month struct {
	Days int
	// Expected and Bound are those a day, as printed when it began; Forecast is the
	// sum of what was expected of each of its days when that day began.
	Expected, Bound, Forecast float64
	// Observed are the novelty incidents that came: about a write, a control or a
	// configuration never seen before. Top are those of them in the top two tiers.
	Observed, Top int
}

// Covered reports whether no more came than the bound with which the month began.
func (m *Month) Covered(came int) bool { return float64(came) <= m.Bound*float64(m.Days) }

// Ratio is that of forecast to observed, half an incident added to both: so a month
// without any counts too, and can be neither 0 nor without end.
func (m *Month) Ratio() float64 { return ratio(m.Forecast, m.Observed) }

// Happened is an incident, as far as it is judged.
type Happened struct {
	ID      string
	Sort    alert.Sort
	Opened  time.Time
	Tier    string // the highest it came to
	Top     bool   // that is one of the top two
	Actor   string
	Targets []string
	Told    []alert.Moment
	// Ticket is that of the permit during which a host of it raised the incident; ""
	// for none.
	Ticket string
	merged bool
}

// Lived is what a simulated site lived through.
type Lived struct {
	Months    Months
	Site      []Month
	Incidents []Happened // by opening, but for those about sight and of permits
	Days      []model.Forecast
	Events    uint64
	Permits   int
	Faults    []Fault
	Blind     time.Duration // as was told
	Demoted   int           // detectors that told more than they promised, at the end
	Replaced  time.Time

	seen  map[string]*Happened
	works []permit.Permit
}

func newLived(m Months) *Lived { return &Lived{Months: m, seen: map[string]*Happened{}} }

// Judged is how many days are judged.
func (v *Lived) Judged() int { return max(v.Months.Days-judgedFrom+1, 0) }

// ReadyOn is the first day that began with the site ready, 0 for none.
func (v *Lived) ReadyOn() int {
	return slices.IndexFunc(v.Days, func(f model.Forecast) bool { return f.State == baseline.Ready }) + 1
}

// begin notes the forecast with which a day begins. What was under way at the end may
// reach into a day that is none any more.
func (v *Lived) begin(day int, f model.Forecast) {
	if day > v.Months.Days {
		return
	}
	v.Days = append(v.Days, f)
	if day < judgedFrom {
		return
	}
	if n := day - judgedFrom; n%monthDays == 0 {
		v.Site = append(v.Site, Month{Days: min(monthDays, v.Months.Days-day+1), Expected: f.Expected, Bound: f.Bound})
	}
	v.Site[len(v.Site)-1].Forecast += f.Expected
}

// incident notes what became of an incident.
func (v *Lived) incident(c alert.Change, now int64) {
	i := c.Incident
	if i.Sort == alert.Blind {
		if c.What == alert.Ended {
			v.Blind += time.Unix(0, now).Sub(i.Opened)
		}
		return
	}
	h := v.seen[i.ID]
	if h == nil {
		h = &Happened{ID: i.ID, Sort: i.Sort, Opened: i.Opened, Actor: i.Actor, Ticket: v.during(i)}
		v.seen[i.ID] = h
	}
	h.Tier, h.Top, h.merged = i.Priority, i.Tier().Top(), i.State == alert.Merged
	h.Targets, h.Told = i.Targets, i.Timeline
}

// during returns the permit that held when an incident was opened by one of its hosts.
func (v *Lived) during(i *alert.Incident) string {
	for _, p := range v.works {
		here := func(x string) bool {
			return slices.ContainsFunc(p.Hosts, func(h netip.Prefix) bool { return h.Addr().String() == x })
		}
		if p.OpenAt(i.Opened) && here(i.Actor) {
			return p.Ticket
		}
	}
	return ""
}

// finish adds up.
func (v *Lived) finish(w *life, told Told) error {
	v.Events, v.Faults, v.Replaced = told.Events, told.Faults, told.Replaced
	text, err := w.site.Text()
	if err != nil {
		return err
	}
	lines, err := model.ParseText(text)
	for i := range lines {
		if demotion(&lines[i]) {
			v.Demoted++
		}
	}
	for _, h := range v.seen {
		if h.Sort != alert.Permit && !h.merged {
			v.Incidents = append(v.Incidents, *h)
		}
	}
	slices.SortFunc(v.Incidents, func(a, b Happened) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID)) })
	for i := range v.Incidents {
		h := &v.Incidents[i]
		if n := v.month(h.Opened); n >= 0 && h.Novel() {
			v.Site[n].note(h)
		}
	}
	return err
}

func (m *Month) note(h *Happened) {
	m.Observed++
	if h.Top {
		m.Top++
	}
}

// month returns that of a time, -1 for none that is judged.
func (v *Lived) month(t time.Time) int {
	day := int(t.Sub(monthsStart)/(24*time.Hour)) + 1
	if day < judgedFrom {
		return -1
	}
	return min((day-judgedFrom)/monthDays, len(v.Site)-1)
}

// demotion reports whether a line says that a detector told more than it promised.
func demotion(l *model.Line) bool {
	return l.Detector == baseline.Timing.String() && strings.HasSuffix(l.Subject, "false alarms") && l.Standing == baseline.Pending.String()
}

// novelties are the kinds that the forecast is about.
var novelties = [...]baseline.Kind{"first-write", "new-restart", "new-configuration", "new-control", "new-write-function", "new-write-point"}

// Novel reports whether an incident is about a behaviour that is new.
func (h *Happened) Novel() bool {
	return slices.ContainsFunc(h.Told, func(m alert.Moment) bool { return slices.Contains(novelties[:], baseline.Kind(m.Kind)) })
}

// Kind is what an incident is counted under: the new behaviour, where it is about one,
// otherwise what was told first.
func (h *Happened) Kind() string {
	for _, m := range h.Told {
		if slices.Contains(novelties[:], baseline.Kind(m.Kind)) {
			return m.Kind
		}
	}
	return h.Told[0].Kind
}

// Replacement reports whether it is about the controller that was replaced, and not
// yet approved.
func (v *Lived) Replacement(h *Happened) bool {
	if v.Replaced.IsZero() || h.Opened.Before(v.Replaced) || h.Opened.Sub(v.Replaced) > approveAfter+time.Minute {
		return false
	}
	x, _ := plant.HostNamed(replaced)
	return h.Actor == x.Address.String() || slices.Contains(h.Targets, x.Address.String())
}
