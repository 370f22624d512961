package judge

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/permit"
)

// What is judged: days from the eighth on, when a site is provisional and its bound
// is printed, in months of 30 days; what is left at the end is a shorter one.
const (
	judgedFrom = baseline.ProvisionalDays + 1
	monthDays  = 30
)

// Month is what was forecast for a time, and what came.
type Month struct {
	Days int
	// Expected and Bound are those a day, as printed when it began; Forecast is the
	// sum of what was expected of each of its days when that began.
	Expected, Bound, Forecast float64
	Observed                  int // novelty incidents in the top two tiers
}

// Covered reports whether the bound printed at the beginning held.
func (m *Month) Covered() bool { return float64(m.Observed) <= m.Bound*float64(m.Days) }

// Told is an incident, as far as it is judged.
type Happened struct {
	ID       string
	Opened   time.Time
	Tier     string // the highest it came to
	Top      bool
	Sort     alert.Sort
	Actor    string
	Targets  []string
	Kinds    []string // sorted
	Merged   bool
	Ticket   string // of the permit during which it was opened on its assets; "" for none
	Title    string
	Told     []alert.Moment
	Reviewed int // judgements people took
}

// Lived is what a simulated site lived through.
type Lived struct {
	Months    Months
	Site      []Month
	Incidents []Happened // by opening
	Events    uint64
	Permits   int
	Faults    []Fault
	Blind     time.Duration // as incidents say
	Demoted   int           // detectors that told more than they promised, at the end
	Replaced  time.Time
	Forecast  model.Forecast // at the end
	Days      []model.Forecast

	seen   map[string]*Happened
	permit []permit.Permit
}

func newLived(m Months) *Lived {
	return &Lived{Months: m, seen: map[string]*Happened{}}
}

// Judged is how many days were judged.
func (v *Lived) Judged() int { return max(v.Months.Days-judgedFrom+1, 0) }

// begin notes the forecast with which a day begins.
func (v *Lived) begin(day int, f model.Forecast) {
	v.Days = append(v.Days, f)
	if day < judgedFrom {
		return
	}
	if n := day - judgedFrom; n%monthDays == 0 {
		v.Site = append(v.Site, Month{Days: min(monthDays, v.Months.Days-day+1), Expected: f.Expected, Bound: f.Bound})
	}
	v.Site[len(v.Site)-1].Forecast += f.Expected
}

func (v *Lived) work(p *permit.Permit) {
	v.Permits++
	v.permit = append(v.permit, *p)
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
		h = &Happened{ID: i.ID, Opened: i.Opened, Sort: i.Sort, Actor: i.Actor}
		v.seen[i.ID] = h
	}
	h.Tier, h.Top, h.Title, h.Merged = i.Priority, i.Tier().Top(), i.Title, i.State == alert.Merged
	h.Targets, h.Told = i.Targets, i.Timeline
	h.Kinds = h.Kinds[:0]
	for _, k := range i.Kinds {
		h.Kinds = append(h.Kinds, k.Kind)
	}
	slices.Sort(h.Kinds)
	if h.Ticket == "" && h.Sort == alert.Security {
		h.Ticket = v.during(i)
	}
}

// during returns the permit that held when an incident was opened by one of its hosts
// or about one of its assets.
func (v *Lived) during(i *alert.Incident) string {
	for _, p := range v.permit {
		if !p.OpenAt(i.Opened) {
			continue
		}
		for _, place := range slices.Concat(p.Hosts, p.Assets) {
			if a := place.Addr().String(); a == i.Actor || slices.Contains(i.Targets, a) {
				return p.Ticket
			}
		}
	}
	return ""
}

// finish adds up.
func (v *Lived) finish(w *life, told Told) {
	v.Events, v.Faults, v.Replaced = told.Events, told.Faults, told.Replaced
	v.Forecast = w.site.Forecast()
	if text, err := w.site.Text(); err == nil {
		lines, _ := model.ParseText(text)
		for i := range lines {
			if demotion(&lines[i]) {
				v.Demoted++
			}
		}
	}
	for _, h := range v.seen {
		if h.Sort != alert.Permit && !h.Merged {
			v.Incidents = append(v.Incidents, *h)
		}
	}
	slices.SortFunc(v.Incidents, func(a, b Happened) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID)) })
	for i := range v.Incidents {
		h := &v.Incidents[i]
		if n := v.month(h.Opened); n >= 0 && h.Top && h.Novel() {
			v.Site[n].Observed++
		}
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

// controls are the kinds that the forecast is about.
var controls = controlKinds()

func controlKinds() map[string]bool {
	all := map[string]bool{}
	for _, m := range model.Meanings() {
		if m.Detector == baseline.Whitelist && m.Control && !strings.HasPrefix(string(m.Kind), "stale") && !strings.HasPrefix(string(m.Kind), "rejected") {
			all[string(m.Kind)] = true
		}
	}
	return all
}

// Novel reports whether an incident is about a behaviour that is new: a write, a
// control or a configuration never seen before.
func (h *Happened) Novel() bool {
	return slices.ContainsFunc(h.Kinds, func(k string) bool { return controls[k] })
}

// Replacement reports whether it is about the controller that was replaced.
func (v *Lived) Replacement(h *Happened) bool {
	if v.Replaced.IsZero() || h.Opened.Before(v.Replaced) || h.Opened.Sub(v.Replaced) > time.Hour {
		return false
	}
	x, _ := plant.HostNamed(replaced)
	return h.Actor == x.Address.String() || slices.Contains(h.Targets, x.Address.String())
}
