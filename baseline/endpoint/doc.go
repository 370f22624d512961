// Package endpoint is D6: who is at an address. It learns the interfaces (MAC
// addresses) of each address, how far away it is and what its TCP stack looks
// like, and tells when another takes its place, when two use it by turns, when one
// stands between two, when a server begins to ask, and when something is written
// within ten minutes after that.
//
// # What is learned
//
// An interface is known that was at an address on learnDays days. Bindings are
// told when something changes; that an address is still where it was is learned
// from its transactions and connections. In a site that is judged, a new
// interface of an address that takes part in control waits for a person, who by
// approving it replaces what was there before and is gone. For other hosts it is
// evidence only, and learned like the rest.
//
// # What does not deviate
//
// Routers: many addresses are seen with the MAC address of one, and an address
// that is known only through routers changes its path, not its interface. MAC
// addresses that routers take over from each other (VRRP, HSRP, GLBP, and those of
// load-balanced clusters). Interfaces of one team have neighbouring MAC addresses:
// a change between them is evidence only. An address that had many interfaces
// while it was learned, and serves nothing, is handed out by DHCP: evidence only.
//
// # What is exact
//
// That two interfaces both claim one address by ARP and speak for it by turns,
// twice each within ten minutes, is told from the first second on, unless both are
// known: one of them is alive and the other claims to be it. The one that came
// later is not learned there. Conflicting octets in one place of a stream are told
// from the first second on likewise.
//
// A connection that goes on after a RST (package sight says when that is proved) is
// told from the first second on, but for when the sensor is blind.
//
// # Settled
//
// What was there for the 24th part of a learning day, an hour of 24, is settled. Only
// time in which something was seen counts, a silence for at most a quarter of that,
// and none in which the sensor was blind. What comes within that time was there from
// the beginning, in whatever order it was first seen.
//
// # Role reversal
//
// A host that answered in control protocols for that long, at least 12 times, and then
// asks for the first time is told, from the first day on, and never learned: it waits
// for a person. In a site that is judged so is one that answered on an earlier day,
// however seldom. Who asks before that is a host that does both: gateways,
// concentrators and controllers that ask each other; so is one that only seemed to
// answer, because the sensor came into the middle of its connections. D1 asks here
// (Reverses) and keeps silent about the same.
//
// # One in the middle
//
// An interface that claims, by ARP or neighbour discovery, both ends of a conversation
// of a control protocol, within the same time, is told from the first day on as an
// attempt, and as a success when a flow of theirs passes it. Each of the two
// addresses must have been settled at another interface of the same VLAN, and at
// two that are no neighbours. So these are none: a device that was replaced, or whose
// two addresses another takes over; interfaces that routers and clusters share; one
// that owned the addresses before; teams; routers, known ones and in a site that is not
// judged any that forward; those that claimed addresses of two others from the
// beginning, as routers do that answer for them (RFC 1027), so that who attacks in the
// first hour of a site is told as contested only; and what people approved.
//
// That an address moved, that two contest it, that one claims several, and that the
// distance or the stack changed, are told apart, each as what it is.
//
// A second answer to a request is D4's.
package endpoint
