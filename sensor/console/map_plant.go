package console

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/banken-ot/banken/sensor/control"
)

// mark is what of a device, or of who speaks with whom, is not as it was.
type mark uint8

const (
	markRejected mark = 1 << iota // somebody said that it must not be
	markChanged                   // the device has become another
	markNew                       // since the site judges, and nobody has approved it
	markGone                      // known, and not seen for long
)

// markKeys are the marks, the most important first, and how the keys of their words end.
var markKeys = [...]struct {
	mark mark
	key  string
}{{markRejected, "rejected"}, {markChanged, "changed"}, {markNew, "new"}, {markGone, "gone"}}

// Keys are the ends of the keys of the words for what is set.
func (m mark) Keys() (keys []string) {
	for _, x := range markKeys {
		if m&x.mark != 0 {
			keys = append(keys, x.key)
		}
	}
	return keys
}

const (
	// markDays is for how many learning days what is new is marked, and after how many
	// something known that is not seen is gone: a week has in it what is done on one day.
	markDays = 7
	// knownDays is on how many days something must have been seen to be known, as the
	// whitelist has it.
	knownDays = 3
)

// plant is the devices of a site, and who speaks with whom. It is shared and only read.
type plant struct {
	now     time.Time // of what was last observed
	span    time.Duration
	settled bool      // the site was learned for longer than span
	devices []*device // by address; the internet, where somebody speaks with it, first
	by      map[string]*device
	links   []*link // by client and server
	omitted int     // talks that found no room
}

// device is one of them.
type device struct {
	Address   string // "" is all of the internet
	Owner     control.Asset
	Described bool               // by the owner
	Seen      *control.SeenAsset // nil: not on the wire, as far as is kept
	Layer     layer
	Assumed   bool // the layer is what it does like
	Marks     mark
	Changed   []control.Line // what waits for a person
	First     time.Time
	Last      time.Time // zero: never seen
	Links     []*link

	addr         netip.Addr
	known        bool
	serves, asks bool // a control protocol
	talks        bool // takes part in anything
}

// link is all that one device asks another.
type link struct {
	Client, Server *device
	Talks          []talk
	Marks          mark
	Control        bool // some of it is a control protocol
	Writes         bool
}

// talk is one of them.
type talk struct {
	control.Talk
	Marks mark
}

// plantCache keeps what pages show of the plant.
type plantCache struct {
	mu       sync.Mutex
	at       time.Time
	revision uint64
	plant    *plant
}

// plant returns the devices and who speaks with whom, at most as old as fresh.
func (c *Console) plantNow(ctx context.Context, v *view) (*plant, error) {
	k := &c.plant
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.plant != nil && k.revision == v.Revision && c.o.Now().Sub(k.at).Abs() < fresh {
		return k.plant, nil
	}
	assets, err := c.o.Sensor.Assets(ctx)
	if err != nil {
		return nil, err
	}
	talks, err := c.o.Sensor.Talks(ctx)
	if err != nil {
		return nil, err
	}
	k.at, k.revision, k.plant = c.o.Now(), v.Revision, newPlant(assets, talks, &v.Today.Learning)
	return k.plant, nil
}

// newPlant puts together what is known of devices.
func newPlant(assets *control.Assets, talks *control.Talks, l *control.Learning) *plant {
	p := &plant{now: talks.Time, span: markDays * 24 * time.Hour, by: map[string]*device{}, omitted: talks.Omitted}
	if l.DaySeconds > 0 {
		p.span = time.Duration(markDays * l.DaySeconds * float64(time.Second))
	}
	p.settled = l.Days > markDays
	for _, a := range assets.Assets {
		d := p.device(a.Address)
		d.Owner, d.Described = a, true
	}
	for i := range assets.Seen {
		s := &assets.Seen[i]
		d := p.device(s.Address)
		d.Seen, d.First, d.Last = s, s.First, s.Last
	}
	for i := range talks.Talks {
		p.talk(&talks.Talks[i])
	}
	for _, r := range talks.Replaced {
		d := p.device(r.Address)
		d.Changed = append(d.Changed, r.Line)
		d.Marks |= markChanged
	}
	for _, d := range p.by {
		p.devices = append(p.devices, d)
		p.settle(d)
	}
	slices.SortFunc(p.devices, func(a, b *device) int { return a.addr.Compare(b.addr) })
	return p
}

// device returns the one of an address, which is made where there is none.
func (p *plant) device(address string) *device {
	if d, ok := p.by[address]; ok {
		return d
	}
	d := &device{Address: address}
	d.addr, _ = netip.ParseAddr(address) // the zero address is the internet
	p.by[address] = d
	return d
}

// talk takes a talk. They come in the order of clients and servers.
func (p *plant) talk(t *control.Talk) {
	client, server := p.device(t.Client), p.device(t.Server)
	var k *link
	if n := len(p.links); n > 0 && p.links[n-1].Client == client && p.links[n-1].Server == server {
		k = p.links[n-1]
	} else {
		k = &link{Client: client, Server: server, Marks: markGone}
		p.links = append(p.links, k)
		client.Links, server.Links = append(client.Links, k), append(server.Links, k)
	}
	x := talk{*t, p.marksOf(t)}
	k.Talks = append(k.Talks, x)
	gone := k.Marks & x.Marks & markGone // all of it
	k.Marks = k.Marks&^markGone | x.Marks&^markGone | gone
	k.Control, k.Writes = k.Control || t.Control, k.Writes || t.Writes > 0
	for _, d := range [...]*device{client, server} {
		d.met(t)
	}
	client.asks, server.serves = client.asks || t.Control, server.serves || t.Control
	client.talks, server.talks = true, true
}

// met notes when a device took part in a talk.
func (d *device) met(t *control.Talk) {
	if d.First.IsZero() || t.First.Before(d.First) {
		d.First = t.First
	}
	if t.Last.After(d.Last) {
		d.Last = t.Last
	}
	d.known = d.known || knownTalk(t)
}

func knownTalk(t *control.Talk) bool { return t.Days >= knownDays || t.Standing == "approved" }

func (p *plant) marksOf(t *control.Talk) (m mark) {
	if t.Standing == "rejected" {
		m |= markRejected
	}
	if !t.New.IsZero() && p.now.Sub(t.New) < p.span && t.Standing != "approved" {
		m |= markNew
	}
	if knownTalk(t) && p.now.Sub(t.Last) > p.span {
		m |= markGone
	}
	return m
}

// settle finds out what all talks of a device make of it.
func (p *plant) settle(d *device) {
	assumed := layerUnknown
	switch {
	case d.Address == "" || outside(d.addr) && !d.serves && !d.Described:
		assumed = layerOutside
	case d.serves:
		assumed = layerControl
	case d.asks:
		assumed = layerSupervise
	case d.talks:
		assumed = layerSite
	}
	var said bool
	d.Layer, said = layerOf(d.Owner.Role, d.Owner.Zone, assumed)
	d.Assumed = !said && d.Layer != layerUnknown && d.Layer != layerOutside
	switch {
	case d.Address == "":
	case p.isNew(d):
		d.Marks |= markNew
	case !d.Last.IsZero() && (d.known || d.Described) && p.now.Sub(d.Last) > p.span:
		d.Marks |= markGone
	}
}

// isNew reports whether a device came since the site judges: everything it does is new,
// or where it does nothing, it was first seen lately and nobody described it.
func (p *plant) isNew(d *device) bool {
	if d.First.IsZero() || p.now.Sub(d.First) >= p.span {
		return false
	}
	if len(d.Links) == 0 {
		return p.settled && !d.Described
	}
	return !slices.ContainsFunc(d.Links, func(k *link) bool {
		return slices.ContainsFunc(k.Talks, func(t talk) bool { return t.Marks&markNew == 0 })
	})
}

// Peer is the other end of a link of a device.
func (k *link) peer(of *device) *device {
	if k.Client == of {
		return k.Server
	}
	return k.Client
}

// name is what a device is called on the map.
func (d *device) name(v *view) string {
	switch {
	case d.Address == "":
		return words["zones.internet"].In(v.Lang)
	case d.Owner.Name != "":
		return d.Owner.Name
	}
	return d.Address
}

// zone is the zone of a device in words.
func (d *device) zone(v *view) string {
	switch {
	case d.Layer == layerOutside:
		return words["zones.outside"].In(v.Lang)
	case d.Owner.Zone == "":
		return words["zones.none"].In(v.Lang)
	}
	return d.Owner.Zone
}

// says is what a device says of itself, by kind: the first value; nil for none.
func (d *device) says(kinds ...string) *control.Said {
	if d.Seen == nil {
		return nil
	}
	for _, kind := range kinds {
		for i := range d.Seen.Says {
			if s := &d.Seen.Says[i]; s.Kind == kind && s.Value != "" {
				return s
			}
		}
	}
	return nil
}

// vendor is who made a device: as it says itself, else whom its hardware address was
// assigned to.
func (d *device) vendor() (name string, frame uint64) {
	if s := d.says("manufacturer"); s != nil {
		return s.Value, s.Frame
	}
	if d.Seen == nil || d.Seen.Routed {
		return "", 0
	}
	return d.Seen.Vendor, d.Seen.MACFrame
}

// service is what is spoken at a port.
type service struct {
	Protocol string
	Port     uint16
	Server   bool
	Frame    uint64 // that proves it; 0 where only the baseline knows
	Time     time.Time
}

// services are what a device speaks, servers first, by protocol and port.
func (d *device) services() (list []service) {
	if d.Seen != nil {
		for _, x := range d.Seen.Duties {
			list = append(list, service{x.Protocol, x.Port, x.Server, x.Frame, x.Time})
		}
	}
	for _, k := range d.Links {
		for _, t := range k.Talks {
			s := service{Protocol: t.Protocol, Port: t.Port, Server: k.Server == d}
			if !s.Server {
				s.Port = 0
			}
			if s.Server || t.Control {
				list = append(list, s)
			}
		}
	}
	slices.SortStableFunc(list, compareServices)
	return slices.CompactFunc(list, func(a, b service) bool { return a.Protocol == b.Protocol && a.Port == b.Port && a.Server == b.Server })
}

func compareServices(a, b service) int {
	switch {
	case a.Server != b.Server && a.Server:
		return -1
	case a.Server != b.Server:
		return 1
	case a.Protocol != b.Protocol:
		return strings.Compare(a.Protocol, b.Protocol)
	case a.Port != b.Port:
		return int(a.Port) - int(b.Port)
	case a.Frame == 0 || b.Frame == 0: // what has proof comes first
		return int(min(b.Frame, 1)) - int(min(a.Frame, 1))
	}
	return 0
}
