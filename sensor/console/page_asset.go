package console

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// Bounds of the page of a device.
const (
	firstOfDevice = 20  // incidents
	linesOfDevice = 100 // of the baseline
	talksOfDevice = 500
)

var (
	errNoDevice = fault("fault.device")
	errNoChoice = fault("fault.choice")
	errNoMoment = fault("fault.moment")
)

// refusal is a fault of the console's own as an error, such as the sensor's are.
func refusal(code control.Code, f fault) error {
	return &control.Fault{Code: code, Text: words[string(f)]}
}

// assetData is what the page of a device shows.
type assetData struct {
	assetRow
	Facts     []fact
	Replaced  []replaced
	Table     talkTable
	Talks     int // how many there are
	Incidents incidentTable
	Happened  int
	Lines     []assetLine
	Learned   int
}

// ZoneHref is the page of the zone of the device.
func (d *assetData) ZoneHref() string { return zoneHref(d.Zone) }

// fact is something known of a device, with where from and the packet that proves it.
type fact struct {
	What, Value, From string
	Frame             uint64
	Time              time.Time
	Packet            string // address of the packet, "" for none
}

// showAsset shows all that is known of a device.
func (c *Console) showAsset(r *http.Request, v *view) (any, error) {
	p, err := c.plantNow(r.Context(), v)
	if err != nil {
		return nil, err
	}
	x := p.named(r.PathValue("address"))
	if x == nil {
		return nil, refusal(control.NotFound, errNoDevice)
	}
	d := &assetData{assetRow: v.row(x), Facts: v.facts(x)}
	lines := v.talkLines(x.Links)
	slices.SortStableFunc(lines, func(a, b talkLine) int { return rank(b.Marks) - rank(a.Marks) })
	d.Talks, d.Table = len(lines), talkTable{v, lines[:min(len(lines), talksOfDevice)]}
	if x.Address == "" {
		return d, nil
	}
	if err := c.happened(r, v, d); err != nil {
		return nil, err
	}
	got, err := c.o.Sensor.LinesOf(r.Context(), x.Address)
	if err != nil {
		return nil, err
	}
	for _, l := range x.Changed {
		d.Replaced = append(d.Replaced, v.replacedOf(&l, x.Address, got.Lines))
	}
	d.Learned = got.Count
	for _, l := range got.Lines[:min(len(got.Lines), linesOfDevice)] {
		d.Lines = append(d.Lines, c.lineOf(v, &l))
	}
	return d, nil
}

// assetLine is a line of the baseline in words.
type assetLine struct {
	control.Line
	Sides, What, Known string
}

func (c *Console) lineOf(v *view, l *control.Line) assetLine {
	x := assetLine{Line: *l, What: v.either(l.What, l.Subject), Known: v.either(l.Known, "")}
	switch {
	case l.Client != "" && l.Server != "":
		x.Sides = c.sideOf(v, l.Client) + " → " + c.sideOf(v, l.Server) + ": "
	case l.Client+l.Server != "":
		x.Sides = c.sideOf(v, l.Client+l.Server) + ": "
	}
	return x
}

// either is a text in the person's language, or where there is none another.
func (v *view) either(t lang.Text, other string) string {
	if t.Empty() {
		return other
	}
	return t.In(v.Lang)
}

// LinesHref is the list of all that was learned about the device.
func (d *assetData) LinesHref() string {
	return "/baseline?" + url.Values{"which": {"all"}, "text": {d.Address}}.Encode()
}

// replaced is in what a device has become another.
type replaced struct {
	ID, Line, Kind    string
	What, Before, Now string
}

// replacedOf takes a line of the baseline apart: "10.0.0.5 at MAC", "10.0.0.5 asks", or
// what a device says of itself with "before -> now". What its hardware address was is said
// by other lines about it.
func (v *view) replacedOf(l *control.Line, address string, lines []control.Line) replaced {
	x := replaced{ID: l.ID, Line: v.lineName(l), Kind: "identity", What: v.either(l.What, l.Subject)}
	if l.Detector != "endpoint" {
		if before, now, ok := strings.Cut(l.Facts, " -> "); ok {
			x.Before, x.Now = before, now
		} else {
			x.Now = l.Facts
		}
		return x
	}
	mac, ok := strings.CutPrefix(l.Subject, address+" at ")
	if !ok {
		x.Kind = "asks"
		return x
	}
	x.Kind, x.What, x.Now = "mac", address, mac
	for _, o := range lines {
		if m, ok := strings.CutPrefix(o.Subject, address+" at "); ok && o.Detector == "endpoint" && o.Standing != "pending" && o.Standing != "rejected" {
			x.Before = m
		}
	}
	return x
}

// named is the device of an address as it stands in one of a page; nil for none.
func (p *plant) named(text string) *device {
	if text == "internet" {
		return p.by[""]
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		return nil
	}
	return p.by[a.Unmap().String()]
}

// happened lists the incidents of a device.
func (c *Console) happened(r *http.Request, v *view, d *assetData) error {
	got, err := c.o.Sensor.Incidents(r.Context(), true)
	if err != nil {
		return err
	}
	list := slices.DeleteFunc(got.Incidents, func(b control.Brief) bool { return b.Actor != d.Address && !slices.Contains(b.Targets, d.Address) })
	d.Happened, d.Incidents = len(list), c.table(v, list[:min(len(list), firstOfDevice)])
	return nil
}

// facts are what is known of a device beside what the owner says.
func (v *view) facts(d *device) (list []fact) {
	s := d.Seen
	if s == nil {
		return nil
	}
	say := func(key string) string { return words["fact."+key].In(v.Lang) }
	add := func(what, value, from string, frame uint64, at time.Time) {
		f := fact{What: what, Value: value, From: from, Frame: frame, Time: at}
		if !at.IsZero() {
			f.Packet = d.href() + "/packet?at=" + url.QueryEscape(at.UTC().Format(time.RFC3339Nano))
		}
		list = append(list, f)
	}
	switch {
	case s.Routed:
		add(say("router"), s.MAC, say("router.how"), s.MACFrame, s.MACTime)
	case s.MAC != "":
		add(say("mac"), s.MAC, say("mac.how"), s.MACFrame, s.MACTime)
		if s.Vendor != "" {
			add(say("vendor"), s.Vendor, say("vendor.how"), s.MACFrame, s.MACTime)
		}
	}
	for _, x := range s.Says {
		add(v.Word("said", x.Kind), x.Value, x.Source, x.Frame, x.Time)
	}
	for _, x := range s.Duties {
		how := "asks"
		if x.Server {
			how = "serves"
		}
		add(say("service"), v.protocol(x.Protocol, x.Port), say(how), x.Frame, x.Time)
	}
	add(say("first"), v.Stamp(s.First), say("mac.how"), s.Frame, s.First)
	return list
}

// packetMargin is how much before and after a moment is given out as its packet: frames
// of a port are stamped when they are read.
const packetMargin = time.Second

// devicePacket sends the packets of a device around a moment.
func (c *Console) devicePacket(w http.ResponseWriter, r *http.Request, v *view) {
	a, err := netip.ParseAddr(r.PathValue("address"))
	if err != nil {
		c.fault(w, v, http.StatusNotFound, errNoDevice)
		return
	}
	at, err := time.Parse(time.RFC3339Nano, r.FormValue("at"))
	if err != nil {
		c.fault(w, v, http.StatusBadRequest, errNoMoment)
		return
	}
	out := &download{w: w, name: "packet-" + at.UTC().Format("20060102-150405") + ".pcapng", kind: "application/x-pcapng"}
	err = c.o.Sensor.Packets(r.Context(), a.Unmap().String(), at.Add(-packetMargin), at.Add(packetMargin), out)
	switch {
	case err != nil && !out.begun:
		c.failed(w, v, err)
	case err != nil:
		panic(http.ErrAbortHandler) // the file is cut off, and the browser sees that it is
	}
}

// decideIdentity notes whether a device may have become another.
func (c *Console) decideIdentity(w http.ResponseWriter, r *http.Request, v *view) {
	a := &control.Approval{Standing: r.PostFormValue("standing"), Who: v.Person.Name, Why: strings.TrimSpace(r.PostFormValue("why")), Lines: chosen(r)}
	switch {
	case a.Standing != "approved" && a.Standing != "rejected" || len(a.Lines) != 1:
		c.fault(w, v, http.StatusBadRequest, errNoChoice)
		return
	case a.Why == "":
		c.fault(w, v, http.StatusBadRequest, errNoReason)
		return
	}
	if _, err := c.o.Sensor.Approve(r.Context(), a); err != nil {
		c.failed(w, v, err)
		return
	}
	c.forget()
	done(w, r, "/zones/"+url.PathEscape(r.PathValue("address")), "identity-"+a.Standing)
}
