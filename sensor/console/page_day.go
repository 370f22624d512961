package console

import (
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// Bounds of the report of a day: it is one page of paper. What finds no room is counted.
const (
	paperIncidents = 6
	paperDue       = 3
	paperLines     = 3
)

// dayData is what the report of a day shows.
type dayData struct {
	*control.DayReport
	Strip   *levelStrip
	List    []control.ReportIncident
	Due     []control.ReportDue
	Done    []control.ReportDue
	Blinds  []control.BlindTime
	New     []control.NewDevice
	Works   []control.ReportWork
	Decided []control.ReportDeed
	Changed []control.ReportDeed
	// Left is how much of each list found no room.
	Left map[string]int
	// Others: the page has a form to choose another day.
	Others bool
}

// showDay shows the report of a day, for printing.
func (c *Console) showDay(r *http.Request, v *view) (any, error) {
	got, err := c.o.Sensor.ReportDay(r.Context(), strings.TrimSpace(r.FormValue("date")))
	if err != nil {
		return nil, err
	}
	d := v.day(got)
	d.Others = true
	return d, nil
}

// day is the report of a day as it is printed.
func (v *view) day(r *control.DayReport) *dayData {
	if z, err := time.LoadLocation(r.Zone); err == nil {
		v.Zone = z
	}
	d := &dayData{DayReport: r, Left: map[string]int{}}
	d.Strip = v.strip(r)
	var open, done []control.ReportDue
	for _, x := range r.MustDo {
		if x.Done.IsZero() {
			open = append(open, x)
		} else {
			done = append(done, x)
		}
	}
	d.List = onPaper(d, "incidents", r.Incidents, paperIncidents)
	d.Left["incidents"] = r.Count - len(d.List)
	d.Due, d.Done = onPaper(d, "due", open, paperDue), onPaper(d, "done", done, paperDue)
	d.Blinds, d.New = onPaper(d, "blind", r.Sight.Blind, paperLines), onPaper(d, "new_devices", r.Devices, paperLines)
	d.Works = onPaper(d, "permits", r.Permits, paperLines)
	d.Decided, d.Changed = onPaper(d, "decisions", r.Decisions, paperLines), onPaper(d, "edits", r.Edits, paperLines)
	return d
}

// onPaper is what of a list the page has room for.
func onPaper[T any](d *dayData, what string, list []T, most int) []T {
	d.Left[what] = len(list) - min(len(list), most) + d.Omitted[what]
	return list[:min(len(list), most)]
}

// Measures of the strip that shows the level over a day, and how many changes are told
// beside it.
const (
	stripWidth, stripHeight = 720, 50
	stripStep               = 8 // of a level
	stripTold               = 8
)

// levelStrip is the level over a period, drawn and told.
type levelStrip struct {
	Width, Height int
	Spans, Gaps   []stripSpan
	Ticks         []stripTick
	Text          string
}

type stripSpan struct {
	X, Y, W, H int
	Class      string
	Title      string
}

type stripTick struct {
	X    int
	Text string
}

// strip draws the level over a day; nil where none is known.
func (v *view) strip(r *control.DayReport) *levelStrip {
	if len(r.Levels) == 0 {
		return nil
	}
	from := r.Period.From
	whole := from.In(v.Zone).AddDate(0, 0, 1).Sub(from)
	at := func(t time.Time) int { return int(t.Sub(from) * stripWidth / whole) }
	s := &levelStrip{Width: stripWidth, Height: stripHeight}
	var told []string
	for i, l := range r.Levels {
		x := stripSpan{X: at(l.From), W: max(at(l.To)-at(l.From), 1), H: l.Level * stripStep, Class: level(l.Level), Title: v.from(l.From, l.Level)}
		x.Y = stripHeight - x.H
		s.Spans = append(s.Spans, x)
		if l.Blind {
			s.Gaps = append(s.Gaps, stripSpan{X: x.X, W: x.W, H: 6, Title: words["day.strip.blind"].In(v.Lang)})
		}
		if i == 0 || l.Level != r.Levels[i-1].Level {
			told = append(told, x.Title)
		}
	}
	for h := 0; h < 24; h += 6 {
		s.Ticks = append(s.Ticks, stripTick{at(from.Add(time.Duration(h) * time.Hour)), lang.Plain(twoDigits(h) + ":00").EN})
	}
	if more := len(told) - stripTold; more > 0 {
		told = append(told[:stripTold], words["day.more"].Say(v.Lang, more))
	}
	s.Text = strings.Join(told, words["permits.comma"].In(v.Lang))
	return s
}

// from tells a level with when it began.
func (v *view) from(t time.Time, n int) string {
	return words["day.level.from"].Say(v.Lang, t.In(v.Zone).Format("15:04"), n)
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// Hours tells a number of hours.
func (v *view) Hours(h float64) string { return v.Seconds(h * 3600) }

// Minute is a time within a sentence, to the minute.
func (v *view) Minute(t time.Time) string { return t.In(v.Zone).Format("2006-01-02 15:04") }

// Weekday is the day of the week of a date.
func (v *view) Weekday(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return v.Word("weekday", twoDigits(int(t.Weekday())))
}

// Where names the equipment of an incident.
func (v *view) Where(i control.ReportIncident) string {
	text := strings.Join(i.Equipment, words["permits.comma"].In(v.Lang))
	if i.More > 0 {
		text += " " + words["and-more"].Say(v.Lang, i.More)
	}
	return text
}

// Last is the last decision about an incident in words: who, what, when; "" for none.
func (v *view) Last(i control.ReportIncident) string {
	n := len(i.Decisions)
	if n == 0 {
		return ""
	}
	d := i.Decisions[n-1]
	return words["day.decided"].Say(v.Lang, d.Who, v.Word("decision", d.What), d.Time.In(v.Zone).Format("01-02 15:04"))
}

// Clock is a time of the day that the report is about, with the date where it is of
// another.
func (d *dayData) Clock(v *view, t time.Time) template.HTML {
	if t.In(v.Zone).Format(time.DateOnly) == d.Period.Name {
		return v.time(t, "15:04")
	}
	return v.time(t, "01-02 15:04")
}

// Task is one thing that must be done, in words.
func (v *view) Task(a control.Action) string {
	name := lang.Plain(a.Name)
	if a.Name == "" {
		name = words["whole-site"]
	}
	return words["task."+a.Task].Say(v.Lang, name)
}

// deeds is what people did, for the template of that name.
type deeds struct {
	V    *view
	D    *dayData
	List []deed
	Left int
}

type deed struct {
	control.ReportDeed
	Others int // beside the one that is told
}

// Deeds is a list of what people did, of which some found no room.
func (d *dayData) Deeds(v *view, list []control.ReportDeed, left int) *deeds {
	x := &deeds{V: v, D: d, Left: left}
	for _, r := range list {
		x.List = append(x.List, deed{r, r.Count - 1})
	}
	return x
}
