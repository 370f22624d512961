package model

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
)

// Event takes an event, which it completes: numbers, channel, phase.
func (m *Model) Event(e *baseline.Event) {
	m.advance(e.End())
	e.ClientID, e.ServerID = m.book.Asset(e.Client.Addr()), m.book.Asset(e.Server.Addr())
	e.Channel = m.book.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Protocol: m.book.NameOf(e.Protocol.Name),
		Port: e.Server.Port(), Station: e.Station})
	e.Opening = m.openings.opening(e.Flow, e.Time)
	c := m.channel(e.Channel)
	c.see(m.look.Day, m.look.Now, m.look.Site)
	m.days.see()
	m.look.Channel, m.look.Native = c.state(m.look.Site), c.native
	m.permit(e.Client.Addr(), e.Server.Addr())
	for i := range m.parts {
		if p := &m.parts[i]; p.event != nil {
			p.event.Event(m.look, e)
		}
	}
}

// Contact takes the opening of a connection.
func (m *Model) Contact(c *baseline.Contact) {
	m.advance(c.Time)
	c.ClientID, c.ServerID = m.book.Asset(c.Client.Addr()), m.book.KnownAsset(c.Server.Addr())
	if c.Answered {
		// What was only asked for, in a scan, is no asset.
		c.ServerID = m.book.Asset(c.Server.Addr())
	}
	m.openings.begin(c.Flow, c.Time)
	m.look.Channel = m.look.Site
	m.permit(c.Client.Addr(), c.Server.Addr())
	for i := range m.parts {
		if p := &m.parts[i]; p.contact != nil {
			p.contact.Contact(m.look, c)
		}
	}
}

// Binding takes where an address is.
func (m *Model) Binding(b *baseline.Binding) {
	m.advance(b.Time)
	b.Asset = m.book.Asset(b.Addr)
	m.look.Channel = m.look.Site
	m.permit(b.Addr, b.Addr)
	for i := range m.parts {
		if p := &m.parts[i]; p.binding != nil {
			p.binding.Binding(m.look, b)
		}
	}
}

// Visibility takes a change of what the sensor sees.
func (m *Model) Visibility(v *baseline.Visibility) {
	m.advance(v.Time)
	m.look.Channel = m.look.Site
	for i := range m.parts {
		if p := &m.parts[i]; p.sight != nil {
			p.sight.Visibility(m.look, v)
		}
	}
	m.look.Blind = m.visibility.Blind()
}

// Tick lets time pass without an observation.
func (m *Model) Tick(now int64) { m.advance(now) }

// permit sets whether what follows may be learned from.
func (m *Model) permit(client, server netip.Addr) {
	m.look.Learn = !m.frozen && !m.look.Blind && (m.o.Hold == nil || !m.o.Hold(client, server, m.look.Now))
}

// second is how often detectors are told that time passes.
const second = 1e9

// advance lets time pass: once a second, and at the beginning of each day, the
// detectors are told.
func (m *Model) advance(now int64) {
	if m.look.Now == 0 {
		m.calendar.begin(now)
		m.enter(now)
		return
	}
	if now <= m.look.Now {
		return
	}
	m.pass(now)
}

// pass goes to a time, stopping once at the end of each second in which something
// was seen, not at every second of a long pause.
func (m *Model) pass(now int64) {
	if m.calendar.over(now) {
		m.enter(now)
	}
	before := m.look.Now
	m.look.Now = now
	if now/second == before/second {
		return
	}
	m.look.HourOfWeek = m.calendar.hourOfWeek(now)
	m.look.Channel = m.look.Site
	m.look.Learn = !m.frozen && !m.look.Blind
	for i := range m.parts {
		if p := &m.parts[i]; p.tick != nil {
			p.tick.Tick(m.look)
		}
	}
	m.look.Blind = m.visibility.Blind()
	m.look.Tick()
	m.noteFull()
}

// enter begins the day that a time lies in.
func (m *Model) enter(now int64) {
	m.look.Now = now
	m.look.Day, m.look.HourOfWeek = m.calendar.enter(now), m.calendar.hourOfWeek(now)
	m.look.Learn = !m.frozen && !m.look.Blind
	m.look.Channel = m.look.Site
	for i := range m.parts {
		if p := &m.parts[i]; p.newDay != nil {
			p.newDay.NewDay(m.look)
		}
	}
	f := m.predict()
	var promised *promise
	if f.Days >= baseline.ProvisionalDays {
		promised = &promise{day: m.look.Day, expected: f.Expected, bound: f.Bound}
	}
	m.days.close(m.look.Day, m.calendar.weekday(), promised)
	m.look.Site = m.siteState()
}

// noteFull tells once that a bound was reached.
func (m *Model) noteFull() {
	full := m.book.Omitted
	for i := range m.parts {
		full += m.parts[i].detector.Omitted()
	}
	if m.full == 0 && full > 0 {
		m.full = full
		m.Visibility(&baseline.Visibility{Time: m.look.Now, Kind: baseline.Capacity, Part: "baseline", Amount: full})
	}
	m.full = full
}
