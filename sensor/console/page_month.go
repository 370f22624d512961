package console

import (
	"net/http"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
)

// monthData is what the report of a month shows.
type monthData struct {
	*control.MonthReport
	Chart  *monthChart
	Others bool // the page has a form to choose another month
	Made   time.Time
}

// showMonth shows the report of a month, for printing.
func (c *Console) showMonth(r *http.Request, v *view) (any, error) {
	got, err := c.o.Sensor.ReportMonth(r.Context(), strings.TrimSpace(r.FormValue("month")))
	if err != nil {
		return nil, err
	}
	d := v.month(got)
	d.Others = true
	return d, nil
}

// month is the report of a month as it is printed.
func (v *view) month(r *control.MonthReport) *monthData {
	if z, err := time.LoadLocation(r.Zone); err == nil {
		v.Zone = z
	}
	return &monthData{MonthReport: r, Chart: v.chart(r.Days), Made: v.Now}
}

// Measures of the chart of a month: a column for each day.
const (
	chartColumn = 22
	chartHeight = 58 // five levels, and what was not seen above
	chartStep   = 10
)

// monthChart shows the highest level of each day.
type monthChart struct {
	Width, Height int
	Days          []chartDay
	Text          string
}

type chartDay struct {
	stripSpan
	Name  string // the day of the month
	Mid   int
	Blind bool
}

// chart draws the days of a month; nil where nothing is known of any.
func (v *view) chart(days []control.MonthDay) *monthChart {
	c := &monthChart{Width: max(len(days), 28) * chartColumn, Height: chartHeight}
	known, high, blind := 0, 0, 0
	for i, d := range days {
		x := chartDay{stripSpan: stripSpan{X: i*chartColumn + 2, W: chartColumn - 4, H: d.Highest * chartStep, Class: level(d.Highest)}, Mid: i*chartColumn + chartColumn/2,
			Name: strings.TrimPrefix(d.Date[max(len(d.Date)-2, 0):], "0"), Blind: d.BlindHours > 0}
		x.Y = chartHeight - x.H
		x.Title = words["month.chart.day"].Say(v.Lang, d.Date, v.Level(d.Highest), d.Top, d.Lower, v.Hours(d.BlindHours))
		c.Days = append(c.Days, x)
		if d.Highest > 0 {
			known++
		}
		if d.Highest > 2 {
			high++
		}
		if x.Blind {
			blind++
		}
	}
	if known == 0 {
		return nil
	}
	c.Text = words["month.chart.text"].Say(v.Lang, high, blind)
	return c
}

// Level is a level as a figure; a dash where none is known.
func (v *view) Level(n int) string {
	if n == 0 {
		return "–"
	}
	return v.Num(n)
}

// Took tells how long something took, in the middle and at most.
func (v *view) Took(t control.Took) string {
	if t.Count == 0 {
		return "–"
	}
	return words["month.took"].Say(v.Lang, v.Seconds(t.MedianSeconds), v.Seconds(t.LongestSeconds))
}

// After tells after how many seconds something was done; a dash where it was not.
func (v *view) After(s float64) string {
	if s < 0 {
		return "–"
	}
	return v.Seconds(s)
}

// verdictShapes are those of a verdict.
var verdictShapes = map[string]string{"fine": level(1), "look": level(3), "act": level(5)}

// Sign is the shape of the verdict of a month.
func (v *view) Sign(sign string) string { return verdictShapes[sign] }

// Side is a side of a line of the baseline, as the owner calls it.
func (v *view) Side(address string, names map[string]string) string {
	switch {
	case address == "":
		return "–"
	case names[address] != "":
		return names[address]
	case address == "internet":
		return words["zones.internet"].In(v.Lang)
	}
	return address
}
