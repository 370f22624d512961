package endpoint

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Event learns that both ends are still where they are, and judges what is written
// after something of an end deviated.
func (d *Detector) Event(l *baseline.Look, e *baseline.Event) {
	d.watch(l)
	d.roles(l, e)
	if e.Defects&wire.Overlapping != 0 {
		d.overlaps(l, e)
	}
	client, server := d.known(e.ClientID), d.known(e.ServerID)
	if client != nil && e.Outcome != wire.Unasked {
		d.alive(l, client, e.ClientID)
		client.client = client.client || l.Learn
	}
	if server != nil && e.Outcome != wire.Unanswered {
		d.alive(l, server, e.ServerID)
		server.server = server.server || l.Learn
	}
	if e.Controls() {
		d.controls(l, e)
	}
}

// Contact learns that both ends are still where they are, and tells of what should
// not be seen of a connection.
func (d *Detector) Contact(l *baseline.Look, c *baseline.Contact) {
	d.watch(l)
	if c.Resumed && !l.Blind {
		d.resumes(l, c)
	}
	if c.Via != (baseline.MAC{}) {
		d.passes(l, c)
	}
	if h := d.known(c.ClientID); h != nil {
		d.alive(l, h, c.ClientID)
	}
	if h := d.known(c.ServerID); h != nil && c.Answered {
		d.alive(l, h, c.ServerID)
	}
}

// alive notes that an address is in use, and so the interface it is at.
func (d *Detector) alive(l *baseline.Look, h *host, id baseline.AssetID) {
	if h.at == 0 {
		return
	}
	s := h.seat(h.at)
	s.last = l.Now
	if s.standing == baseline.Rejected && l.Now-s.told >= repeatAfter {
		d.tellPlace(l, h, &baseline.Binding{Time: l.Now, Addr: l.Book.Addr(id), MAC: s.mac, Asset: id}, h.at, macChanged)
	}
	if !l.Learn || s.lastDay == l.Day {
		return
	}
	if s.days == 0 && !l.Site.Judges() && h.held < varied {
		h.held++
	}
	s.credit(l.Day)
	h.paths.credit(l.Day)
	h.prints.credit(l.Day)
	if s.router {
		if r, ok := d.routers[s.mac]; ok {
			d.routers[s.mac] = r.credit(l.Day)
		}
	}
}

// overlaps tells of a message made of octets that came in the place of others.
func (d *Detector) overlaps(l *baseline.Look, e *baseline.Event) {
	h := d.host(e.ServerID)
	if h == nil {
		return
	}
	h.deviates(l.Now, overlap)
	if !h.due(overlap, l.Now) {
		return
	}
	if dev := l.Of(&meanings[overlap], e); dev != nil {
		dev.Seen = e.Function
		l.Report(dev)
	}
}

// resumes tells of a connection that goes on after a RST: one end did not send it, or
// is not the one that goes on.
func (d *Detector) resumes(l *baseline.Look, c *baseline.Contact) {
	h := d.host(c.ServerID)
	if h == nil {
		return
	}
	h.deviates(l.Now, resumed)
	if !h.due(resumed, l.Now) {
		return
	}
	if dev := l.Deviation(&meanings[resumed], c.Client.Addr(), c.Server.Addr()); dev != nil {
		dev.Event, dev.Frame, dev.Flow, dev.Port = c.Time, c.Frame, c.Flow, c.Server.Port()
		dev.Seen = c.Client.String() + " > " + c.Server.String()
		l.Report(dev)
	}
}

// controls tells of a write or control within ten minutes after an end deviated:
// of each client and each server once, and then again after ten minutes.
func (d *Detector) controls(l *baseline.Look, e *baseline.Event) {
	by := e.ServerID
	if !d.known(by).suspect(l.Now) {
		by = e.ClientID
	}
	if !d.known(by).suspect(l.Now) {
		return
	}
	d.host(max(e.ClientID, e.ServerID)) // room for both
	h, client, server := d.known(by), d.known(e.ClientID), d.known(e.ServerID)
	due := false
	for _, x := range [...]*host{client, server} {
		if x != nil && x.due(writeAfter, l.Now) {
			due = true
		}
	}
	if !due {
		return
	}
	if dev := l.Of(&meanings[writeAfter], e); dev != nil {
		dev.Seen = string(meanings[h.by].Kind) + ", " + time.Duration(l.Now-h.deviated).Round(time.Second).String()
		l.Report(dev)
	}
}

// suspect reports whether something of an address deviated a short while ago.
func (h *host) suspect(now int64) bool {
	return h != nil && h.deviated != 0 && now-h.deviated <= within
}
