package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/plain"
	"github.com/banken-ot/banken/sensor/store"
)

// maxDeeds is how many lines of the audit trail a day is put together from.
const maxDeeds = 5000

// dayReport puts a day together.
func (r *reporter) dayReport() (*control.DayReport, error) {
	d := &control.DayReport{V: control.Version, Site: r.site.Today().Site, Zone: r.zone.String(), Time: r.site.Clock(), Levels: []control.LevelSpan{},
		Incidents: []control.ReportIncident{}, MustDo: []control.ReportDue{}, Actions: []control.Action{}, Devices: []control.NewDevice{}, Permits: []control.ReportWork{},
		Decisions: []control.ReportDeed{}, Edits: []control.ReportDeed{}, Promise: []control.Promise{}, Omitted: r.omitted,
		Sight: control.Sight{Protocols: []control.ProtocolCount{}, Blind: []control.BlindTime{}}}
	hours, err := r.looked()
	if err == nil && r.p.Known {
		err = r.fillDay(d, hours)
	}
	d.Period = r.p
	d.Verdict = dayVerdict(d)
	return d, err
}

// fillDay tells a day on which the sensor was there.
func (r *reporter) fillDay(d *control.DayReport, hours []store.Health) (err error) {
	d.Levels, d.Highest = cut(r, "levels", r.levels, control.MaxReportLines), highest(r.levels)
	d.Devices = cut(r, "new_devices", r.newDevices(), control.MaxReportLines)
	if d.Sight, err = r.sight(hours); err != nil {
		return err
	}
	if d.Permits, err = r.works(); err != nil {
		return err
	}
	lines, err := r.store.AuditLines(store.AuditFilter{From: r.p.From, To: r.end, Limit: maxDeeds})
	if err != nil {
		return err
	}
	r.deeds(d, lines)
	if !r.p.Over {
		t := r.site.Today()
		d.Actions = r.mustDo(&t).Actions
	}
	return r.fillIncidents(d, lines)
}

// fillIncidents tells the incidents of a day: those that were opened, those that were
// decided, and those that something had to be done about.
func (r *reporter) fillIncidents(d *control.DayReport, lines []store.Audit) error {
	opened, err := r.opened()
	if err != nil {
		return err
	}
	stood, err := r.stood()
	if err != nil {
		return err
	}
	settled, err := r.settled(lines, opened)
	if err != nil {
		return err
	}
	list := slices.DeleteFunc(append(slices.Clone(opened), settled...), func(t toldIncident) bool {
		return t.sort == alert.Permit || t.sort == alert.Blind || alert.State(t.State) == alert.Merged
	})
	d.Count = len(list)
	if d.Incidents, err = r.incidents(list, control.MaxReportLines); err != nil {
		return err
	}
	d.Promise = r.promises(opened)
	d.MustDo, err = r.due(append(opened, stood...))
	return err
}

// settled are incidents that were opened before the period, and that people decided about
// in it.
func (r *reporter) settled(lines []store.Audit, opened []toldIncident) (list []toldIncident, err error) {
	seen := map[string]bool{}
	for i := range opened {
		seen[opened[i].ID] = true
	}
	for _, l := range lines {
		if !strings.HasPrefix(l.What, "incident-") || seen[l.Subject] || len(list) >= control.MaxReportLines {
			continue
		}
		seen[l.Subject] = true
		kept, err := r.store.Incident(l.Subject)
		if notKept(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		var i alert.Incident
		if err := json.Unmarshal(kept.Document, &i); err != nil {
			return nil, err
		}
		list = append(list, toldIncident{Incident: kept, sort: i.Sort, closing: i.Closing, decisions: i.Decisions})
	}
	return list, nil
}

// highest is the highest level of some; 0 for none.
func highest(levels []control.LevelSpan) (level int) {
	for i := range levels {
		level = max(level, levels[i].Level)
	}
	return level
}

// newDevices are the devices that were first seen in the period. What was there when the
// sensor was attached is not new.
func (r *reporter) newDevices() []control.NewDevice {
	list := []control.NewDevice{}
	for i := range r.seen {
		s := &r.seen[i]
		if r.within(s.First) && s.First.Sub(r.began) > r.ownSite.day {
			a := addr(s.Address)
			list = append(list, control.NewDevice{Address: a, Name: r.names[a], Vendor: s.Vendor, First: s.First})
		}
	}
	slices.SortFunc(list, func(a, b control.NewDevice) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Address, b.Address))
	})
	return list
}

// works are the work permits that held in the period.
func (r *reporter) works() ([]control.ReportWork, error) {
	list := []control.ReportWork{}
	for _, p := range r.openPermits() {
		w := &p.Work.Permit
		if w.From.Before(r.end) && w.To.After(r.p.From) {
			list = append(list, control.ReportWork{Ticket: w.Ticket, Who: w.Who, From: w.From, To: w.To, State: p.State, Done: len(p.Work.Lines)})
		}
	}
	kept, err := r.store.AllPermits(r.p.From)
	for i := range kept {
		k := &kept[i]
		if k.Closed.IsZero() || !k.From.Before(r.end) || !k.Closed.After(r.p.From) {
			continue
		}
		d, err := permit.ParseDiff([]byte(k.Diff))
		if err != nil {
			return nil, err
		}
		w := control.ReportWork{Ticket: k.ID, Who: d.Permit.Who, From: k.From, To: earlier(k.To, k.Closed), State: "closed", Done: len(d.Lines)}
		if k.Reviewed.IsZero() && d.Open() > 0 {
			w.State, w.Undecided = "review", d.Open()
		}
		list = append(list, w)
	}
	slices.SortStableFunc(list, func(a, b control.ReportWork) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Ticket, b.Ticket))
	})
	return cut(r, "permits", list, control.MaxReportLines), err
}

// deeds tells what people did, in the order of time: what they decided about the baseline
// and about work, and what they changed otherwise.
func (r *reporter) deeds(d *control.DayReport, lines []store.Audit) {
	if len(lines) >= maxDeeds {
		r.omitted["edits"]++
	}
	tell := r.teller()
	for _, l := range slices.Backward(lines) {
		switch {
		case strings.HasPrefix(l.What, "signin"):
			if l.What == "signin" {
				d.SignIns++
			}
		case strings.HasPrefix(l.What, "incident-"): // told with the incident
		case decides(l.What):
			d.Decisions = append(d.Decisions, r.deed(tell, &l))
		default:
			d.Edits = append(d.Edits, r.deed(tell, &l))
		}
	}
	d.Decisions, d.Edits = cut(r, "decisions", d.Decisions, control.MaxReportLines), cut(r, "edits", d.Edits, control.MaxReportLines)
}

// decides reports whether a line of the audit trail is about the baseline or about work.
func decides(what string) bool {
	return strings.HasPrefix(what, "permit-") || what == "baseline-approved" || what == "baseline-rejected" || what == "baseline-permit"
}

// deed is a line of the audit trail, with what the first of it is about in words.
func (r *reporter) deed(tell *plain.Teller, l *store.Audit) control.ReportDeed {
	x := control.ReportDeed{Time: l.Time, Who: l.Who, What: l.What, Subject: l.Subject}
	var detail struct {
		Count int `json:"count"`
		First []struct {
			Detector string `json:"detector"`
			Subject  string `json:"subject"`
		} `json:"first"`
	}
	if json.Unmarshal(l.Detail, &detail) != nil || len(detail.First) == 0 {
		return x
	}
	x.Count = detail.Count
	w := tell.Line(detail.First[0].Detector, detail.First[0].Subject, "")
	x.Said = r.between(&w)
	return x
}

// between tells a line of the baseline with its two sides.
func (r *reporter) between(w *plain.Line) lang.Text {
	client, server := r.sideOf(addr(w.Client), w.ClientOutside), r.sideOf(addr(w.Server), w.ServerOutside)
	switch {
	case client.Empty() && server.Empty():
		return w.What
	case server.Empty():
		return reportWords[aboutOne].Fill(client, w.What)
	case client.Empty():
		return reportWords[aboutOne].Fill(server, w.What)
	}
	return reportWords[aboutTwo].Fill(client, server, w.What)
}

func (r *reporter) sideOf(address string, outside bool) lang.Text {
	if outside {
		return reportWords[theInternet]
	}
	return lang.Plain(r.called(address))
}

// hours tells some hours.
func hours(h float64) lang.Text { return seconds(h * 3600) }

// seconds tells some seconds.
func seconds(s float64) lang.Text {
	if s < 1 {
		return reportWords[noTime]
	}
	return lang.Span(time.Duration(s) * time.Second)
}
