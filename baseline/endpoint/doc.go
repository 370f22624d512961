// Package endpoint is D6: who is at an address. It learns the interfaces (MAC
// addresses) of each address, how far away it is and what its TCP stack looks
// like, and tells when another takes its place, when two use it by turns, and
// when something is written within ten minutes after that.
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
// A connection that goes on after a RST cannot be told from what this package
// sees: events and contacts do not carry resets. A second answer to a request is
// D4's.
package endpoint
