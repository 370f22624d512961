package whitelist

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// MaxKeys bounds what is learned at all levels: 40 octets each and some 5 for
	// their places. The points of a plant of 10,000 variables, read and written by
	// several clients, are a quarter of it.
	MaxKeys = 200_000
	// maxOfClient is how many of them one client may bring, so that one that floods
	// leaves room for the others.
	maxOfClient = MaxKeys / 4
	// staleDays is after how many days without use a key is stale.
	staleDays = 60
	// soon is how long a connection and what is said on it are one thing, s.
	soon = 600
)

// function names a function of a protocol.
type functionID struct {
	protocol baseline.NameID
	code     uint32
}

// maxNames bounds the names of functions: a protocol has at most some hundred.
const maxNames = 8192

// Detector is the whitelist and the sequences of one site. It belongs to one
// goroutine.
type Detector struct {
	meanings  []baseline.Meaning // by kind
	long      int64              // how long what was told is remembered, ns: a day
	length    int64              // of a learning day, ns
	protocols protocols
	names     map[functionID]baseline.NameID

	unapproved func(*baseline.Book, func(baseline.AssetID)) // see Doubt
	reverses   func(*baseline.Look, *baseline.Event) bool   // see Reversal

	keys      table
	ofClient  []uint32 // keys, by asset
	functions []uint32 // keys of class function, by channel
	cover     cover
	index     index
	told      memory // new things that are in no table
	dark      memory // contacts without an answer
	scans     scans
	steps     steps

	first    int64  // of everything, UTC ns
	day      uint32 // the present one of those on which something was seen, from 1
	calendar uint32 // Look.Day at the last observation
	active   bool   // something was seen on the present day
	news     news
	omitted  uint64

	x sight // what is at hand; kept here so that it is not allocated
}

// New returns a detector that knows nothing. It names points with the protocols,
// and with those it meets in events.
func New(s baseline.Settings, known []*wire.Protocol) *Detector {
	d := &Detector{meanings: append(make([]baseline.Meaning, 1), Meanings()...), long: max(int64(s.Day), repeat), length: int64(s.Day),
		protocols: newProtocols(known), names: map[functionID]baseline.NameID{},
		keys: newTable(MaxKeys), cover: newCover(), index: newIndex(), told: newMemory(), dark: newMemory(), scans: newScans(), steps: newSteps(), day: 1}
	return d
}

// Omitted is how often something found no room.
func (d *Detector) Omitted() uint64 { return d.omitted }

// NewDay begins a learning day.
func (d *Detector) NewDay(l *baseline.Look) {
	if d.active {
		d.day++
		d.active = false
		d.news.next()
		d.steps.next()
	}
	d.calendar = l.Day
}

// Tick lets time pass: scans that go on, or are over, are told.
func (d *Detector) Tick(l *baseline.Look) {
	d.steps.look(l.Blind)
	d.scans.forget(l.Now, func(t *tracker) { d.tellScan(l, t) })
}

// finding is something to tell: its kind, what of, and the point of the event it is
// about, from 1.
type finding struct {
	kind  uint8
	point int32
	key   key
}

// note keeps what says more: kinds of lower numbers.
func (f *finding) note(kind uint8, k key, point int32) {
	if f.kind == none || kind < f.kind {
		*f = finding{kind, point, k}
	}
}

// sight is an observation on its way through the levels, and what was found.
type sight struct {
	l              *baseline.Look
	e              *baseline.Event // nil of a contact
	c              *baseline.Contact
	client, server netip.Addr
	clientID       uint32
	pair           uint32 // client<<16 | server
	channel        uint32
	protocol       *protocol
	sec            uint32
	site, judges   bool // hosts, pairs and services are judged; functions and points are
	control, done  bool // it changes something; the device accepted that
	outside        bool // from here to a public address
	begins         bool // the service is new
	added          bool // the last key met was learned
	reversed       bool // a server begins to ask, which others tell
	points         int
	nodes, kept    int    // points whose read is new, asked for one by one; how many were learned
	node           uint32 // the latest of them
	stock          bool   // so many that it is a scan
	print          uint32 // of what is asked for

	sweep uint32 // weight in a scan of what is new where nothing is judged yet

	host, asking, way, read, write, bad, old, repeat finding

	deepest int32 // place of the key that stands for the event, from 1; 0 none
	level   uint8
}

// begin sets what an observation at any level needs.
func (d *Detector) begin(l *baseline.Look, client, server netip.Addr) *sight {
	if d.first == 0 {
		d.first = l.Now
	}
	d.active, d.calendar = true, l.Day
	d.steps.look(l.Blind)
	x := &d.x
	*x = sight{l: l, client: client, server: server, sec: uint32(l.Now / int64(time.Second)), site: l.Site.Judges()}
	return x
}

// end lets go of what was borrowed.
func (x *sight) end() { x.l, x.e, x.c = nil, nil, nil }
