package console

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/control"
)

// whyData is what the page of one incident shows.
type whyData struct {
	*control.Explanation
	V              *view
	Actor, Targets string
	Middle         int  // of the timeline: where some were left out
	Open           bool // it may be decided about
	Choices        []string
	Spans          []span
}

// span is a time for which an incident may be shelved.
type span struct {
	Seconds int
	Text    string
}

// choices are what a person may decide beside shelving.
var choices = [...]string{"acknowledge", "work", "suspicious", "false"}

// shelveHours are for how long an incident may be put aside.
var shelveHours = [...]int{1, 2, 4, 8}

// showWhy shows all there is to say about an incident.
func (c *Console) showWhy(r *http.Request, v *view) (any, error) {
	e, err := c.o.Sensor.Explain(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	i := e.Incident
	d := &whyData{Explanation: e, V: v, Targets: c.devices(v, i.Targets, i.Omitted), Middle: len(i.Timeline) / 2, Open: standing(string(i.State)), Choices: choices[:]}
	if d.Actor = c.called(i.Actor); i.Actor == "" {
		d.Actor = words["unknown"].In(v.Lang)
	}
	for _, h := range shelveHours {
		d.Spans = append(d.Spans, span{h * 3600, v.Span(time.Duration(h) * time.Hour)})
	}
	return d, nil
}

var (
	errNoReason = fault("fault.no-reason")
	errNoSpan   = fault("fault.no-span")
)

// decide has the sensor note what a person decided about an incident.
func (c *Console) decide(w http.ResponseWriter, r *http.Request, v *view) {
	d := &control.Decision{ID: r.PathValue("id"), Decision: r.FormValue("decision"), Who: v.Person.Name, Why: r.FormValue("why")}
	if d.Why == "" {
		c.fault(w, v, http.StatusBadRequest, errNoReason)
		return
	}
	if d.Decision == "shelve" {
		n, err := strconv.Atoi(r.FormValue("for"))
		if err != nil || n <= 0 {
			c.fault(w, v, http.StatusBadRequest, errNoSpan)
			return
		}
		d.Seconds = float64(n)
	}
	b, err := c.o.Sensor.Decide(r.Context(), d)
	if err != nil {
		c.failed(w, v, err)
		return
	}
	done(w, r, "/incidents/"+url.PathEscape(b.ID), d.Decision)
}

// Margins of the packets around an incident: what led up to it, and what came of it.
const (
	packetsBefore = 10 * time.Second
	packetsAfter  = 10 * time.Second
)

// packets sends the packets that prove an incident.
func (c *Console) packets(w http.ResponseWriter, r *http.Request, v *view) {
	e, err := c.o.Sensor.Explain(r.Context(), r.PathValue("id"))
	if err != nil {
		c.failed(w, v, err)
		return
	}
	out := &download{w: w, name: e.Incident.ID + ".pcapng", kind: "application/x-pcapng"}
	p := &e.Packets
	err = c.o.Sensor.Packets(r.Context(), p.Flow, p.From.Add(-packetsBefore), p.To.Add(packetsAfter), out)
	switch {
	case err != nil && !out.begun:
		c.failed(w, v, err)
	case err != nil:
		panic(http.ErrAbortHandler) // the file is cut off, and the browser sees that it is
	}
}

// download is a file a browser keeps. Its headers are sent with its first octets.
type download struct {
	w          http.ResponseWriter
	name, kind string
	begun      bool
}

// Write implements io.Writer.
func (d *download) Write(b []byte) (int, error) {
	if !d.begun {
		d.begun = true
		d.w.Header().Set("Content-Type", d.kind)
		d.w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	}
	return d.w.Write(b)
}
