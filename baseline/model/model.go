package model

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/endpoint"
	"github.com/banken-ot/banken/baseline/identity"
	"github.com/banken-ot/banken/baseline/timing"
	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/baseline/value"
	"github.com/banken-ot/banken/baseline/visibility"
	"github.com/banken-ot/banken/baseline/whitelist"
	"github.com/banken-ot/banken/protocols/wire"
)

// Options say what a model is made of.
type Options struct {
	Settings  baseline.Settings
	Zone      *time.Location // of the site's days and hours; nil is UTC
	Protocols []*wire.Protocol
	// Report is given the deviations, borrowed until it returns.
	Report func(*baseline.Deviation)
	// Hold, when set, tells whether something between two addresses is not to be
	// learned from at a time. It allocates nothing.
	Hold func(client, server netip.Addr, now int64) bool
}

// Model is a baseline and its detectors.
type Model struct {
	o        Options
	book     *baseline.Book
	look     *baseline.Look
	calendar calendar
	openings openings
	channels []channel // by baseline.ChannelID
	days     ledger
	frozen   bool // by a person: nothing is learned any more
	full     uint64

	whitelist  *whitelist.Detector
	timing     *timing.Detector
	value      *value.Detector
	visibility *visibility.Detector
	parts      []part
}

// part is a detector, and what it takes.
type part struct {
	name     baseline.Detector
	detector Detector
	event    interface {
		Event(*baseline.Look, *baseline.Event)
	}
	contact interface {
		Contact(*baseline.Look, *baseline.Contact)
	}
	binding interface {
		Binding(*baseline.Look, *baseline.Binding)
	}
	sight interface {
		Visibility(*baseline.Look, *baseline.Visibility)
	}
	tick   interface{ Tick(*baseline.Look) }
	newDay interface{ NewDay(*baseline.Look) }
	lists  interface {
		Entries(*baseline.Book, func(*baseline.Entry) bool)
	}
	decides interface {
		Decide(*baseline.Book, string, baseline.Standing) bool
	}
}

// New returns a model that knows nothing.
func New(o Options) *Model {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	book := baseline.NewBook()
	m := &Model{o: o, book: book, calendar: calendar{day: int64(o.Settings.Day), zone: o.Zone},
		channels:  make([]channel, 1),
		whitelist: whitelist.New(o.Settings, o.Protocols), timing: timing.New(o.Settings), value: value.New(o.Settings, o.Protocols...),
		visibility: visibility.New(o.Settings)}
	m.openings = newOpenings()
	m.look = baseline.NewLook(book, m.report)
	// Sight comes first, so that all others know whether the sensor is blind.
	m.add(baseline.Visible, m.visibility)
	trip := tripwire.New(o.Settings)
	m.whitelist.Doubt(trip.Unapproved)
	ends := endpoint.New(o.Settings)
	m.whitelist.Reversal(ends.Reverses)
	m.add(baseline.Tripwire, trip)
	m.add(baseline.Whitelist, m.whitelist)
	m.add(baseline.Timing, m.timing)
	m.add(baseline.Values, m.value)
	m.add(baseline.Endpoint, ends)
	m.add(baseline.Identity, identity.New(o.Settings))
	return m
}

func (m *Model) add(name baseline.Detector, d Detector) {
	p := part{name: name, detector: d}
	p.event, _ = d.(interface {
		Event(*baseline.Look, *baseline.Event)
	})
	p.contact, _ = d.(interface {
		Contact(*baseline.Look, *baseline.Contact)
	})
	p.binding, _ = d.(interface {
		Binding(*baseline.Look, *baseline.Binding)
	})
	p.sight, _ = d.(interface {
		Visibility(*baseline.Look, *baseline.Visibility)
	})
	p.tick, _ = d.(interface{ Tick(*baseline.Look) })
	p.newDay, _ = d.(interface{ NewDay(*baseline.Look) })
	p.lists, _ = d.(interface {
		Entries(*baseline.Book, func(*baseline.Entry) bool)
	})
	p.decides, _ = d.(interface {
		Decide(*baseline.Book, string, baseline.Standing) bool
	})
	m.parts = append(m.parts, p)
}

// Meanings returns the meanings of all kinds of deviations, by detector.
func Meanings() []baseline.Meaning {
	var all []baseline.Meaning
	for _, list := range [...][]baseline.Meaning{tripwire.Meanings(), whitelist.Meanings(), timing.Meanings(), value.Meanings(),
		endpoint.Meanings(), identity.Meanings(), visibility.Meanings()} {
		all = append(all, list...)
	}
	return all
}

// Book returns the numbers of assets, channels and names.
func (m *Model) Book() *baseline.Book { return m.book }

// Now returns the model's time, UTC ns; 0 before the first observation.
func (m *Model) Now() int64 { return m.look.Now }

// Blind reports whether the sensor does not see everything now.
func (m *Model) Blind() bool { return m.look.Blind }

// Freeze stops all learning, or lets it go on. What is not known deviates as
// before.
func (m *Model) Freeze(frozen bool) { m.frozen = frozen }

// Frozen reports whether learning was stopped by Freeze.
func (m *Model) Frozen() bool { return m.frozen }

// report hands a deviation on, and counts those the forecast is about: new writes
// and controls of a site that is judged.
func (m *Model) report(d *baseline.Deviation) {
	if whitelist.Novel(d.Meaning.Kind) && !d.Repeat && m.look.Site.Judges() && m.look.Learn {
		m.days.novel(d.Count)
	}
	m.o.Report(d)
}

// Unseen calls yield for every part that the sensor does not see, and every
// conversation of which it sees one side alone, until it returns false; since is UTC
// ns.
func (m *Model) Unseen(yield func(part string, kind baseline.VisibilityKind, since int64) bool) {
	m.visibility.Parts(yield)
}
