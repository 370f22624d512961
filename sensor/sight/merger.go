package sight

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/flow"
)

// Merger puts the observations of several trackers together, whose packets are
// shared out by their addresses: each of them sees a part of what an address sends.
// It belongs to one goroutine.
//
// An address that two interfaces use by turns, one in the sight of each tracker, is
// told when each of them is first seen, and not at every turn. How often something is
// told the trackers limit.
type Merger struct {
	clock
	addresses addresses
	contacts  known
}

// NewMerger returns a merger that has seen nothing.
func NewMerger() *Merger {
	return &Merger{addresses: newAddresses(0), contacts: newKnown()}
}

// Binding reports whether a binding is news, as if one tracker had seen everything.
// It completes Router by what the other trackers said.
func (m *Merger) Binding(b *baseline.Binding) (news bool) {
	m.clock.to(b.Time)
	s := sighting{addr: b.Addr.As16(), place: placeOf(b.MAC, b.VLAN), ttl: b.TTL, hops: b.Hops, print: b.Fingerprint, claim: b.Claim,
		passed: b.Hops > 0, v4: b.Addr.Is4(), router: b.Router, mac: asset.MAC(b.MAC)}
	news = m.addresses.note(&s, m.tick())
	b.Router = s.router
	return news
}

// Contact notes a contact that a tracker told.
func (m *Merger) Contact(c *baseline.Contact) { m.contacts.add(hashContact(c)) }

// Counted reports whether a contact, found by counters and not by a tracker, is news.
func (m *Merger) Counted(c *baseline.Contact) (news bool) { return m.contacts.add(hashContact(c)) }

// hashContact returns a number of the two ends and the protocol.
func hashContact(c *baseline.Contact) uint64 {
	k := flow.Key{A: c.Client.Addr().As16(), B: c.Server.Addr().As16(), APort: c.Client.Port(), BPort: c.Server.Port(), Protocol: c.Protocol}
	if compare := c.Client.Addr().Compare(c.Server.Addr()); compare > 0 || compare == 0 && k.APort > k.BPort {
		k.A, k.B, k.APort, k.BPort = k.B, k.A, k.BPort, k.APort
	}
	return k.Hash() | 1
}

// known are hashes of which the latest are remembered.
type known struct {
	hashes [][ways]uint64
	turn   []uint8 // which is replaced next
}

func newKnown() known {
	return known{make([][ways]uint64, MaxFlows/ways), make([]uint8, MaxFlows/ways)}
}

// add remembers a hash and reports whether it was not known.
func (n *known) add(hash uint64) bool {
	i := hash >> 1 % uint64(len(n.hashes))
	set := &n.hashes[i]
	for _, x := range set {
		if x == hash {
			return false
		}
	}
	set[n.turn[i]%ways] = hash
	n.turn[i]++
	return true
}
