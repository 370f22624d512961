package console

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// finding is something about the sensor that is not as it should be, in the words of
// operators, with what to do.
type finding struct {
	Shape  string // of a priority: see shape
	What   string
	Do     string
	Detail string // as the sensor says it, for who administers it
}

// portShapes are those of the states of a port; "" where all is well.
var portShapes = map[health.State]string{health.Losing: "attend", health.Silent: "attend", health.Down: "act", health.Gone: "act", health.Stopped: "attend"}

// recorderShapes are those of the states of the recorder.
var recorderShapes = map[string]string{"off": "track", "stopped": "track*", "stopped-disk-full": "attend", "error": "attend"}

// finder collects what is found.
type finder struct {
	v    *view
	list []finding
}

// add adds what was found, by the key of its words.
func (f *finder) add(shape, key, detail string, args ...any) {
	f.list = append(f.list, finding{shape, words["finding."+key].Say(f.v.Lang, args...), fill(words["remedy."+key], f.v.Lang, args), detail})
}

// fill puts values in their places, in a text that has any.
func fill(t lang.Text, l lang.Language, args []any) string {
	if strings.Contains(t.EN, "%[") {
		return t.Say(l, args...)
	}
	return t.In(l)
}

// find looks through all that is known of the sensor, what is most urgent first.
func (d *healthData) find(v *view) {
	f := finder{v: v}
	if len(d.Ports) == 0 {
		f.add("attend", "no-port", "")
	}
	for i := range d.Ports {
		f.port(&d.Ports[i])
	}
	f.blind(d)
	f.recorder(&d.Status.Recorder)
	if d.Status.OutputFault != "" {
		f.add("attend", "output", d.Status.OutputFault)
	}
	f.room(d.Room)
	f.clock(d)
	f.certificate(d.Certificate)
	for i := range d.Ports {
		f.frames(&d.Ports[i])
	}
	slices.SortStableFunc(f.list, func(a, b finding) int { return slices.Index(urgencies, a.Shape) - slices.Index(urgencies, b.Shape) })
	d.Findings = f.list
}

// urgencies are the shapes of findings, the most urgent first.
var urgencies = []string{"act", "attend", "track*", "track"}

func (f *finder) port(p *portRow) {
	if p.Shape != "" {
		f.add(p.Shape, "port-"+string(p.State), "", p.Name, f.v.Since(p.Since))
	}
}

// frames tells what of the frames of a port cannot be used, and how the filter works.
func (f *finder) frames(p *portRow) {
	switch {
	case p.Filter.Mode == "classic" || p.Filter.Mode == "none":
		f.add("track*", "filter-"+p.Filter.Mode, p.Filter.Notice, p.Name)
	case p.Filter.Notice != "":
		f.add("track", "filter-slow", p.Filter.Notice, p.Name)
	}
	for _, x := range [...]struct {
		key   string
		count uint64
	}{{"truncated", p.Sum.Truncated}, {"merged", p.Sum.Merged}} {
		if x.count > 0 {
			f.add("track*", x.key, "", p.Name, x.count)
		}
	}
	if p.State != health.Losing && p.Lost > 0 {
		f.add("track", "lost", "", p.Name, p.Lost, percent(p.Share))
	}
}

func percent(x float64) string { return strconv.FormatFloat(x, 'g', 2, 64) }

// partRemedies are the ways in which a part is not seen for which there is something to
// do; ports are told by themselves.
var partRemedies = map[string]bool{"one-sided": true, "capacity": true, "stopped": true, "loss": true}

// blind tells what the site does not see beside its ports; that it does not see something
// at least, where nothing else tells what.
func (f *finder) blind(d *healthData) {
	b := f.v.Today.Blind
	if b == nil {
		return
	}
	own := map[string]bool{}
	for i := range d.Ports {
		if d.Ports[i].Shape != "" {
			own["port "+d.Ports[i].Name] = true
		}
	}
	for _, p := range b.Parts {
		if partRemedies[p.Kind] && !own[p.Part] {
			f.list = append(f.list, finding{"attend", p.Text.In(f.v.Lang), words["remedy.part-"+p.Kind].In(f.v.Lang), ""})
		}
	}
	if len(f.list) == 0 {
		f.list = append(f.list, finding{"attend", b.Text.In(f.v.Lang), b.First.In(f.v.Lang), ""})
	}
}

func (f *finder) recorder(r *health.Recorder) {
	if shape, ok := recorderShapes[r.State]; ok {
		f.add(shape, "recorder-"+r.State, r.Error)
	}
	if r.Dropped > 0 {
		f.add("track", "recorder-dropped", "", r.Dropped)
	}
}

// offsetTold is from when on two clocks are told to differ: more than the way of an answer
// takes.
const offsetTold = 5 * time.Second

func (f *finder) clock(d *healthData) {
	if d.Steps > 0 {
		f.add("track*", "clock-steps", "", d.Steps)
	}
	if d.Offset.Abs() >= offsetTold {
		f.add("track*", "clock-offset", "", lang.Span(d.Offset.Abs()).In(f.v.Lang))
	}
}

func (f *finder) certificate(c *CertificateInfo) {
	if c != nil && !c.Warning.Empty() {
		f.list = append(f.list, finding{"attend", c.Warning.In(f.v.Lang), words["remedy.certificate"].In(f.v.Lang), ""})
	}
}

// lowDisk is the part of a disk below which its room is told to run short.
const lowDisk = 10

// room tells that the store or its disk is full, or that the store is damaged.
func (f *finder) room(u *control.StoreUsage) {
	if u == nil {
		return
	}
	if u.Check.Fault != "" {
		f.add("act", "store-damaged", u.Check.Fault)
	}
	switch {
	case u.Full != nil:
		f.list = append(f.list, finding{Shape: "attend", What: u.Full.Text.In(f.v.Lang)})
	case u.Disk > 0 && u.DiskFree*lowDisk < u.Disk:
		f.add("attend", "disk", "", octets(u.DiskFree))
	}
	if u.Uncounted > 0 {
		f.add("track", "uncounted", "", uint64(u.Uncounted))
	}
}
