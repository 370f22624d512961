package console

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
)

// perPage is how many incidents a page lists.
const perPage = 100

// incidentTable is a list of incidents for the template of that name.
type incidentTable struct {
	V     *view
	Lines []incidentLine
}

// incidentLine is an incident in a list.
type incidentLine struct {
	control.Brief
	Where string
}

func (c *Console) table(v *view, list []control.Brief) incidentTable {
	t := incidentTable{V: v}
	for _, b := range list {
		t.Lines = append(t.Lines, incidentLine{b, c.devices(v, b.Targets, 0)})
	}
	return t
}

// listed is how many devices a line names.
const listed = 3

// devices names the first devices of a list, and counts the others and those that were
// left out of it.
func (c *Console) devices(v *view, addresses []string, omitted uint64) string {
	var names []string
	for _, a := range addresses[:min(len(addresses), listed)] {
		names = append(names, c.called(a))
	}
	text := strings.Join(names, ", ")
	if more := uint64(len(addresses)-len(names)) + omitted; more > 0 {
		text += " " + words["and-more"].Say(v.Lang, more)
	}
	return text
}

// tab is one of the ways to look at a list.
type tab struct {
	Address, Text string
	Current       bool
}

// tabs are the sorts of incidents that are listed, by what the address says of them.
var incidentTabs = [...]string{"open", "closed", "all"}

// incidentsData is what the page of incidents shows.
type incidentsData struct {
	Tabs  []tab
	Rate  *rate
	Lines incidentTable
	Next  string
}

// showIncidents lists incidents.
func (c *Console) showIncidents(r *http.Request, v *view) (any, error) {
	which := r.FormValue("which")
	if !slices.Contains(incidentTabs[:], which) {
		which = incidentTabs[0]
	}
	got, err := c.o.Sensor.Incidents(r.Context(), true)
	if err != nil {
		return nil, err
	}
	d := &incidentsData{Rate: v.rate(got.Incidents)}
	for _, name := range incidentTabs {
		d.Tabs = append(d.Tabs, tab{"/incidents?which=" + name, words["which."+name].In(v.Lang), name == which})
	}
	list := slices.DeleteFunc(got.Incidents, func(b control.Brief) bool { return which != "all" && standing(b.State) != (which == "open") })
	var more bool
	if list, more = after(list, r.FormValue("after")); more {
		d.Next = "/incidents?which=" + which + "&after=" + url.QueryEscape(list[len(list)-1].ID)
	}
	d.Lines = c.table(v, list)
	return d, nil
}

// standing reports whether an incident of a state is not over.
func standing(state string) bool {
	return state == "open" || state == "acknowledged" || state == "shelved"
}

// after returns the page of a list that follows an incident, and whether there is more.
func after(list []control.Brief, id string) ([]control.Brief, bool) {
	if n := slices.IndexFunc(list, func(b control.Brief) bool { return b.ID == id }); n >= 0 {
		list = list[n+1:]
	}
	return list[:min(len(list), perPage)], len(list) > perPage
}

// What the strip of incidents an hour is made of. EEMUA 191 holds one alarm in ten
// minutes to be what an operator can handle for long.
const (
	rateHours  = 24
	rateLimit  = 6 // an hour
	rateTop    = 12
	rateWidth  = 960
	rateHeight = 64
)

// rate is the strip of incidents an hour.
type rate struct {
	Width, Height, Limit int
	Bars                 []bar
	Text                 string
}

type bar struct {
	X, Y, W, H int
	Over       bool
	Text       string
}

// rate counts the incidents of the last day by hour.
func (v *view) rate(list []control.Brief) *rate {
	var hours [rateHours]int
	total := 0
	for _, b := range list {
		if ago := v.Now.Sub(b.Opened); ago >= 0 && ago < rateHours*time.Hour {
			hours[rateHours-1-int(ago/time.Hour)]++
			total++
		}
	}
	x := &rate{Width: rateWidth, Height: rateHeight, Limit: rateHeight - rateHeight*rateLimit/rateTop,
		Text: words["rate"].Say(v.Lang, total, slices.Max(hours[:]), rateLimit)}
	for n, count := range hours {
		h := min(count, rateTop) * rateHeight / rateTop
		from := v.Now.Add(time.Duration(n-rateHours) * time.Hour).In(v.Zone).Format("15:04")
		x.Bars = append(x.Bars, bar{X: n * rateWidth / rateHours, Y: rateHeight - h, W: rateWidth/rateHours - 2, H: h, Over: count > rateLimit,
			Text: fmt.Sprintf("%s: %d", from, count)})
	}
	return x
}
