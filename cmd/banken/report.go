package main

import (
	"bytes"
	"context"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/console"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// reportOptions are what the command report takes.
type reportOptions struct {
	place
	date, month, output *string
	page                bool // of HTML
}

func defineReport(o options) work {
	x := reportOptions{place: place{store: o.text("store", "", optionStore), socket: o.text("socket", "", optionSiteSocket), config: o.text("config", "", optionSiteConfig),
		format: o.text("format", "", optionReportFormat)}, date: o.text("date", "", optionReportDate), month: o.text("month", "", optionReportMonth), output: o.text("o", "-", optionReportOutput)}
	return func(ctx context.Context, s streams, names []string) error {
		if err := x.form(); err != nil {
			return err
		}
		var out bytes.Buffer
		to := s
		to.out = &out
		if err := x.choose(ctx, to, []verb{{"day", 0, 0, x.day}, {"month", 0, 0, x.whole}}, names); err != nil {
			return err
		}
		return writeOutput(s, *x.output, out.Bytes())
	}
}

// form takes the form of the report from its option, or from the name of the file.
func (x *reportOptions) form() error {
	if *x.format == "" {
		*x.format = "text"
		if strings.HasSuffix(*x.output, ".html") {
			*x.format = "html"
		}
	}
	switch *x.format {
	case "text", "json":
	case "html":
		x.page, *x.format = true, "text"
	default:
		return wrong(wrongReportFormat, quoted(*x.format))
	}
	return nil
}

func (x *reportOptions) day([]string) (step, error) {
	return func(v *visit) error {
		d, err := v.ReportDay(v.ctx, *x.date)
		if err != nil {
			return err
		}
		if x.page {
			return console.WriteReport(v.w, v.s.lang, time.Now(), d)
		}
		return v.show(d, d.Zone, func() { v.reportDay(d) })
	}, nil
}

func (x *reportOptions) whole([]string) (step, error) {
	return func(v *visit) error {
		m, err := v.ReportMonth(v.ctx, *x.month)
		if err != nil {
			return err
		}
		if x.page {
			return console.WriteReport(v.w, v.s.lang, time.Now(), m)
		}
		return v.show(m, m.Zone, func() { v.reportMonth(m) })
	}, nil
}

// sayReport writes a sentence of a report as a line.
func (v *visit) sayReport(indent int, w reportWord, args ...any) {
	v.plain(indent, reportWords[w].Say(v.s.lang, args...))
}

// reportHead tells what a report is about; known is false where there is nothing to tell.
func (v *visit) reportHead(site string, p *control.Period, verdict lang.Text) (known bool) {
	if site == "" {
		site = v.s.say(unnamedSite)
	}
	v.sayReport(0, headPeriod, site, p.Name)
	v.plain(0, verdict.In(v.s.lang))
	if p.Known && !p.Over {
		v.sayReport(1, headUntil, v.at(p.To))
	}
	if !p.Known && p.First != "" {
		v.sayReport(1, headKnown, p.First, p.Last)
	}
	return p.Known
}

// reportDay tells a day.
func (v *visit) reportDay(d *control.DayReport) {
	if !v.reportHead(d.Site, &d.Period, d.Verdict) {
		return
	}
	v.sayReport(0, partLevels)
	for _, l := range d.Levels {
		w := levelFrom
		if l.Blind {
			w = levelFromBlind
		}
		v.sayReport(1, w, v.clock(l.From), l.Level)
	}
	v.reportIncidents(d.Incidents, d.Count)
	v.sayReport(0, partMustDo)
	for i := range d.MustDo {
		v.reportDue(&d.MustDo[i])
	}
	if len(d.MustDo) == 0 {
		v.sayReport(1, partNone)
	}
	v.reportSight(&d.Sight)
	v.sayReport(0, partNew)
	for _, x := range d.Devices {
		v.plain(1, v.clock(x.First)+"  "+withName(x.Address, map[string]string{x.Address: x.Name})+"  "+x.Vendor)
	}
	if len(d.Devices) == 0 {
		v.sayReport(1, partNone)
	}
	v.reportWorks(d.Permits)
	v.sayReport(0, partDeeds)
	for _, x := range append(d.Decisions, d.Edits...) {
		v.sayReport(1, deedLine, v.clock(x.Time), x.Who, x.What, x.Subject)
	}
	if len(d.Decisions)+len(d.Edits) == 0 {
		v.sayReport(1, partNone)
	}
	v.reportPromise(d.Promise)
}

// reportIncidents lists incidents, of so many.
func (v *visit) reportIncidents(list []control.ReportIncident, count int) {
	v.sayReport(0, partIncidents, count)
	for i := range list {
		v.brief(&list[i].Brief)
	}
}

// reportDue tells what had to be done, and what became of that.
func (v *visit) reportDue(d *control.ReportDue) {
	switch {
	case d.Done.IsZero() && d.Late:
		v.sayReport(1, dueOverdue, d.Title, v.clock(d.Due))
	case d.Done.IsZero():
		v.sayReport(1, dueOpen, d.Title, v.clock(d.Due))
	case d.Late:
		v.sayReport(1, dueLate, d.Title, v.clock(d.Done), d.By)
	default:
		v.sayReport(1, dueDone, d.Title, v.clock(d.Done), d.By)
	}
}

// reportSight tells what was seen, and what was not.
func (v *visit) reportSight(s *control.Sight) {
	v.sayReport(0, partSight, s.Days, hours(s.BlindHours))
	for _, p := range s.Protocols {
		v.plain(1, p.Protocol+" "+lang.Thousands(uint64(p.Transactions)))
	}
	for _, b := range s.Blind {
		v.plain(1, v.clock(b.From)+" – "+v.clock(b.To)+" "+b.What.In(v.s.lang))
	}
}

// reportWorks tells the work permits of a period.
func (v *visit) reportWorks(list []control.ReportWork) {
	v.sayReport(0, partWorks)
	for _, w := range list {
		v.sayReport(1, workLine, w.Ticket, w.Who, v.clock(w.From), v.clock(w.To), w.Done, w.Undecided)
	}
	if len(list) == 0 {
		v.sayReport(1, partNone)
	}
}

func (v *visit) reportPromise(list []control.Promise) {
	for i := range list {
		v.plain(0, list[i].Text.In(v.s.lang))
	}
}

// reportMonth tells a month.
func (v *visit) reportMonth(m *control.MonthReport) {
	if !v.reportHead(m.Site, &m.Period, m.Verdict) {
		return
	}
	for _, f := range m.Figures {
		text := f.Name.In(v.s.lang) + ": " + f.Value.In(v.s.lang)
		if !f.Note.Empty() {
			text += " (" + f.Note.In(v.s.lang) + ")"
		}
		v.plain(1, text)
	}
	v.reportIncidents(m.Attention, len(m.Attention)+m.Omitted["incidents"])
	for _, t := range m.Incidents {
		v.sayReport(1, tallyLine, lang.Pad(v.s.word(priorityWords, t.Priority), priorityCells), t.Opened, t.Open, t.Work, t.Suspicious, t.False, t.Itself)
	}
	v.reportSight(&m.Sight)
	v.sayReport(1, devicesLine, m.Seen, m.New)
	v.reportPromise(m.Promise)
	v.plain(0, m.Forecast.Sentence.In(v.s.lang))
	v.sayReport(0, partExits, m.Exits.Count, m.Exits.New, m.Exits.Approved, m.Exits.Rejected, m.Exits.Waiting)
	for _, x := range m.Exits.Ways {
		v.exit(&x)
	}
	a := &m.Approvals
	v.sayReport(0, partApprovals, a.Waiting, a.StaleDays, a.Stale, a.UnusedDays, a.Unused)
	v.reportWorks(m.Permits)
	v.sayReport(0, partDrills, len(m.Drills))
	for _, d := range m.Drills {
		v.plain(1, v.clock(d.Started)+"  "+d.Title.In(v.s.lang))
	}
	v.sayReport(0, partDevices)
	for _, d := range m.Devices {
		v.plain(1, withName(d.Address, map[string]string{d.Address: d.Name})+"  "+strings.Join(strings.Fields(d.Vendor+" "+d.Model+" "+d.Firmware), " "))
	}
	v.sayReport(0, partChanges)
	for _, c := range m.Changes {
		v.plain(1, c.What+" "+lang.Thousands(uint64(c.Count)))
	}
}

// exit tells a way out of the plant, or into it.
func (v *visit) exit(x *control.Exit) {
	w := exitOut
	if x.In {
		w = exitIn
	}
	v.sayReport(1, w, withName(x.Address, map[string]string{x.Address: x.Name}), x.Protocol, int(x.Port), lang.Plain(v.s.word(standingWords, x.Standing)))
}
