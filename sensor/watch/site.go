package watch

import (
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/tag"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// SaveEvery is how often, of observed time, the state is saved: a kill costs the
// learning of so long.
const SaveEvery = 10 * time.Minute

// Options say what a site is made of.
type Options struct {
	Name      string
	Settings  baseline.Settings
	Zone      *time.Location
	Protocols []*wire.Protocol
	// Assets are what the owner says of the devices.
	Assets []asset.Listed
	// Store is where everything is remembered; nil for nowhere. It stays the caller's.
	Store *store.Store
	// Changed, when set, is told an incident that was opened, rose or changed, after it
	// was stored. It is called with the site locked, and must not call it.
	Changed func(c alert.Change) error
	// Exercise marks everything as one.
	Exercise bool
	// Room tells how much memory is left, for the copy that a drill needs; nil is
	// drill.Free.
	Room func() (octets uint64, told bool)
}

// Site is a site under watch.
type Site struct {
	o     Options
	mu    sync.Mutex
	table *yardstick.Table
	model *model.Model
	desk  *alert.Desk
	board *permit.Board
	seen  *asset.Inventory

	vendors *asset.Vendors
	names   map[netip.Addr]*asset.Listed
	tags    *tag.Table // the plant's own list of points; nil without one

	event    baseline.Event // of a transaction; owns its points
	given    given          // copies of what was given, in the model's time
	shift    int64          // of the model's time against that of the observations: see time.go
	changes  []alert.Change
	saved    int64          // when the state was, observed time
	owed     []alert.Change // could not be stored yet
	sums     sums           // of transactions, until the state is saved
	revision revision

	agreed  *permit.Agreed
	retaken []retaken            // approved, and seen again just now
	level   store.Level          // how the site stood when that was last noted
	decided bool                 // a person decided something just now
	blinded bool                 // the model was blind when the level was last noted
	kept    map[netip.Addr]int64 // of the devices seen, when those were last seen that are kept

	attended bool       // a sensor looks on
	drill    *rehearsal // that runs; nil for none
}

// given is where observations are copied to, so that a copy costs no memory.
type given struct {
	event      baseline.Event
	contact    baseline.Contact
	binding    baseline.Binding
	visibility baseline.Visibility
}

// Open returns a site that goes on from what its store remembers.
func Open(o Options) (*Site, error) {
	table, err := yardstick.Load()
	if err != nil {
		return nil, err
	}
	vendors, err := asset.LoadVendors()
	if err != nil {
		return nil, err
	}
	s := &Site{o: o, table: table, vendors: vendors, board: permit.NewBoard(), agreed: permit.NewAgreed(), seen: asset.New(), kept: map[netip.Addr]int64{}, names: map[netip.Addr]*asset.Listed{}}
	s.describe(o.Assets)
	s.model = s.newModel()
	s.desk = s.newDesk()
	if o.Store == nil {
		return s, nil
	}
	if err := s.restore(); err != nil {
		return nil, err
	}
	return s, s.errorf("drills", s.overDrills())
}

func (s *Site) newModel() *model.Model {
	o := &s.o
	return model.New(model.Options{Settings: o.Settings, Zone: o.Zone, Protocols: o.Protocols, Report: s.report, Hold: s.hold})
}

// Tell sets who is told of incidents: see Options.Changed.
func (s *Site) Tell(changed func(alert.Change) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.o.Changed = changed
}

// describe takes over what the owner says of the devices.
func (s *Site) describe(list []asset.Listed) {
	clear(s.names)
	for i := range list {
		s.names[list[i].Address] = &list[i]
	}
}

// hold tells the model what is not to be learned from.
func (s *Site) hold(client, server netip.Addr, now int64) bool {
	if s.desk.Quarantined(client) || s.desk.Quarantined(server) {
		return true
	}
	t := time.Unix(0, now-s.shift)
	return s.board.Holds(client, t) || s.board.Holds(server, t)
}

// report takes a deviation of the model.
func (s *Site) report(d *baseline.Deviation) {
	d.Time, d.Event = d.Time-s.shift, d.Event-s.shift
	s.note(s.desk.Add(d))
}

// note keeps a change until it is stored and told.
func (s *Site) note(list []alert.Change) {
	s.drillNote(list)
	s.changes = append(s.changes, list...)
}

// Transaction takes a transaction of a replay or of the live sensor.
func (s *Site) Transaction(t *wire.Transaction) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen.Transaction(0, t)
	s.event.Set(t)
	s.sum(&s.event)
	s.event.Time += s.shift
	s.model.Event(&s.event)
	s.drill.hears(&s.event)
	return s.settle(false)
}

// Event takes an event that is no transaction of the wire: of a generator.
func (s *Site) Event(e *baseline.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.given.event = *e
	s.sum(e)
	s.given.event.Time += s.shift
	s.model.Event(&s.given.event)
	s.drill.hears(&s.given.event)
	return s.settle(false)
}

// Contact takes the opening of a connection.
func (s *Site) Contact(c *baseline.Contact) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.given.contact = *c
	s.given.contact.Time += s.shift
	s.model.Contact(&s.given.contact)
	return s.settle(false)
}

// Binding takes where an address is.
func (s *Site) Binding(b *baseline.Binding) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen.Bound(b.Addr, asset.MAC(b.MAC), b.VLAN, b.Hops, b.Claim, asset.Evidence{Frame: b.Frame, Time: b.Time})
	s.given.binding = *b
	s.given.binding.Time += s.shift
	s.model.Binding(&s.given.binding)
	return s.settle(false)
}

// Visibility takes a change of what the sensor sees.
func (s *Site) Visibility(v *baseline.Visibility) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.given.visibility = *v
	s.given.visibility.Time += s.shift
	s.model.Visibility(&s.given.visibility)
	s.sighted()
	return s.settle(false)
}

// Tick lets time pass, UTC ns.
func (s *Site) Tick(now int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step(now)
	s.model.Tick(now + s.shift)
	s.sighted()
	s.note(s.desk.Tick(s.now()))
	return errors.Join(s.playDrill(), s.endPermits(), s.settle(true))
}

// sighted ends what was told of the sensor's own sight when it sees again.
func (s *Site) sighted() {
	if !s.model.Blind() {
		s.note(s.desk.Sighted(s.now()))
	}
}

// Flush stores and tells what has changed.
func (s *Site) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settle(true)
}

// Close saves everything. The store stays open.
func (s *Site) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.drill != nil {
		err = s.endDrill(drill.Restart, byBanken)
	}
	return errors.Join(err, s.settle(true), s.save())
}

// maxChanges is how many changes are stored at once at most.
const maxChanges = 64

// settle stores and tells what has changed, when it is time for it.
func (s *Site) settle(now bool) error {
	urgent := s.urgent()
	if !now && len(s.changes) < maxChanges && !urgent {
		return nil
	}
	err := errors.Join(s.tell(), s.retake())
	if blind := s.model.Blind(); urgent || s.decided || blind != s.blinded {
		s.decided, s.blinded = false, blind
		err = errors.Join(err, s.noteLevel())
	}
	if t := s.model.Now(); s.o.Store != nil && t-s.saved >= int64(SaveEvery) {
		err = errors.Join(err, s.save())
	}
	return err
}

// urgent reports whether something waits that people must be told at once.
func (s *Site) urgent() bool {
	for i := range s.changes {
		if s.changes[i].What != alert.Updated {
			return true
		}
	}
	return false
}

// tell stores the changes and tells them. What cannot be stored is told all the same,
// and stored later.
func (s *Site) tell() error {
	list := s.changes
	s.changes = nil
	if len(list)+len(s.owed) == 0 {
		return nil
	}
	s.revision.bump()
	err := s.keep(latest(append(s.owed, list...)))
	if s.o.Changed == nil {
		return err
	}
	for _, c := range list {
		err = errors.Join(err, s.o.Changed(c))
	}
	return err
}

// latest returns the last change of each incident, in the order they first appear.
func latest(list []alert.Change) (last []alert.Change) {
	place := map[string]int{}
	for _, c := range list {
		if n, ok := place[c.Incident.ID]; ok {
			last[n] = c
			continue
		}
		place[c.Incident.ID] = len(last)
		last = append(last, c)
	}
	return last
}

// errorf names the site in an error.
func (s *Site) errorf(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("watch: %s: %w", what, err)
}
