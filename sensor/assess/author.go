package assess

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/lang"
)

// Report makes a report of what was collected so far.
func (c *Collector) Report(o Options) (*Report, error) {
	vendors, err := asset.LoadVendors()
	if err != nil {
		return nil, err
	}
	a := &author{c: c, zone: o.Zone, vendors: vendors, report: &Report{}, control: map[netip.Addr]bool{}}
	if a.zone == nil {
		a.zone = time.UTC
	}
	c.services()
	a.assets, a.talks = c.inventory.Assets(), c.talkList()
	a.markControl()
	a.write()
	return a.report, nil
}

// write makes the parts; the findings need those before them.
func (a *author) write() {
	a.captures()
	a.devices()
	a.conversations()
	a.changes()
	a.tripwires()
	a.secrets()
	a.weaknesses()
	a.links()
	a.defects()
	a.unseen()
	a.findings()
	a.diagram()
	a.summary()
}

// services tells the inventory who uses what is not decoded.
func (c *Collector) services() {
	for _, l := range c.linkList() {
		if l.known == nil {
			continue
		}
		c.inventory.Service(l.client, l.known.name, false, l.port, l.first)
		c.inventory.Service(l.server, l.known.name, true, l.port, l.first)
	}
}

// markControl notes who speaks a control protocol, decoded or not.
func (a *author) markControl() {
	for _, x := range a.talks {
		a.control[x.client], a.control[x.server] = true, true
	}
	for _, l := range a.c.links {
		if l.known != nil && l.known.kind == serviceControl && (l.byContent || l.known.id != "dcom") {
			a.control[l.client], a.control[l.server] = true, true
		}
	}
}

// bounds returns the time of the first and the last frame of all captures.
func (a *author) bounds() (first, last int64) {
	for _, f := range a.c.files {
		if f.total.Packets == 0 {
			continue
		}
		if first == 0 || f.total.First < first {
			first = f.total.First
		}
		last = max(last, f.total.Last)
	}
	return first, last
}

// duration returns how long was captured: the files together, without the time
// between them.
func (a *author) duration() (d time.Duration) {
	for _, f := range a.c.files {
		d += time.Duration(f.total.Last - f.total.First)
	}
	return d
}

// captures tells the files.
func (a *author) captures() {
	first, last := a.bounds()
	a.report.OneDay = a.when(first).Local[:len(dayFormat)] == a.when(last).Local[:len(dayFormat)]
	a.report.Zone = a.zoneText(first)
	for _, f := range a.c.files {
		a.report.Files = append(a.report.Files, File{
			Name: asset.Clean([]byte(f.name)), From: a.when(f.total.First), To: a.when(f.total.Last),
			Duration: lang.Span(time.Duration(f.total.Last - f.total.First)), Packets: f.total.Packets,
			Octets: octets(f.total.Octets), Fault: f.fault,
		})
	}
}
