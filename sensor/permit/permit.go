package permit

import (
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Bounds of a permit.
const (
	// MaxTime is how long a permit holds: one shift.
	MaxTime = 8 * time.Hour
	// MaxHosts bounds from where, MaxAssets on what: more is no work that one
	// permit should allow.
	MaxHosts  = 32
	MaxAssets = 256
	// MaxApprovers bounds who approved.
	MaxApprovers = 8
	// maxSpan is how many addresses a prefix may stand for, in bits: 256.
	maxSpan = 8
	// maxTicket and maxPerson bound texts, octets.
	maxTicket = 64
	maxPerson = 128
)

// Class is a sort of operation, as people ask for it.
type Class uint8

// The classes.
const (
	Read Class = iota
	Write
	Control // select and operate
	Configure
	Program // programs, firmware and files
	Restart // restart, start, stop, change of mode
	Identify
	Diagnose
	Session // connections and sessions
	classes
)

// classNames are the names in JSON.
var classNames = [...]string{"read", "write", "control", "configure", "program", "restart", "identify", "diagnose", "session"}

// classOperations are the operations of each class.
var classOperations = [classes][]wire.Operation{
	Read:      {wire.Read},
	Write:     {wire.Write},
	Control:   {wire.Select, wire.Operate},
	Configure: {wire.Configure},
	Program:   {wire.Program},
	Restart:   {wire.Restart},
	Identify:  {wire.Identify},
	Diagnose:  {wire.Diagnose},
	Session:   {wire.Session, wire.OperationNone},
}

// String returns the name of the class: "control".
func (c Class) String() string {
	if c < classes {
		return classNames[c]
	}
	return "unknown"
}

// parseClass returns the class of a name in any language.
func parseClass(s string) (Class, bool) {
	for c := range classes {
		if s == classNames[c] || s == classTexts[c].EN || s == classTexts[c].JA {
			return c, true
		}
	}
	return 0, false
}

// Permit is a work permit.
type Permit struct {
	Ticket string // of the plant's own system; unique among those that are open
	Who    string // does the work
	// Hosts are from where, Assets are on what: addresses, or prefixes of at most
	// 256 addresses.
	Hosts, Assets []netip.Prefix
	Operations    []Class
	From, To      time.Time
	Approvers     []string
}

// Place returns the prefix of one address.
func Place(a netip.Addr) netip.Prefix {
	a = a.Unmap().WithZone("")
	return netip.PrefixFrom(a, a.BitLen())
}

// OpenAt reports whether the permit holds at a time.
func (p *Permit) OpenAt(t time.Time) bool { return !t.Before(p.From) && t.Before(p.To) }

// Allows reports whether an operation is of a class that is listed.
func (p *Permit) Allows(o wire.Operation) bool {
	return slices.ContainsFunc(p.Operations, func(c Class) bool { return c < classes && slices.Contains(classOperations[c], o) })
}

// Covers reports whether a deviation is work that the permit allows: a listed
// operation, from a listed host, on a listed asset, in its time. What a listed asset
// then shows - other values, pauses, slower answers - follows from the work.
func (p *Permit) Covers(d *baseline.Deviation) bool {
	if follows(d) {
		return p.OpenAt(time.Unix(0, d.Event)) && (holds(p.Assets, d.Target) || holds(p.Assets, d.Server))
	}
	return p.OpenAt(time.Unix(0, d.Event)) && p.Allows(d.Operation) && workable(d) && holds(p.Hosts, d.Actor) && holds(p.Assets, d.Target)
}

// workable reports whether a deviation can be work at all. Where no operation is
// known, only a connection from one to another can: not a search for what is there
// to connect to, not a change of who has an address, not what the sensor itself
// cannot see.
func workable(d *baseline.Deviation) bool {
	if d.Meaning == nil || d.Meaning.Detector == baseline.Visible || d.Actor == d.Target {
		return false
	}
	return d.Operation != wire.OperationNone || d.Meaning.Stage == baseline.Access || d.Meaning.Detector == baseline.Whitelist
}

// follows reports whether a deviation is something that a device shows, and nobody
// does.
func follows(d *baseline.Deviation) bool {
	if d.Meaning == nil || d.Meaning.Control {
		return false
	}
	switch d.Meaning.Detector {
	case baseline.Timing, baseline.Latency, baseline.Values, baseline.Relations:
		return true
	}
	return false
}

// holds reports whether an address is in one of the prefixes.
func holds(list []netip.Prefix, a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(a) })
}
