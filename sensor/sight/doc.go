// Package sight makes the observations beside transactions: who opened a
// connection with whom (baseline.Contact), where an address is and how its packets
// look (baseline.Binding). A Tracker makes them of every parsed packet, whatever it
// carries. A List keeps observations until they are handed on; a Merger puts those
// of several trackers together.
//
// # Contacts
//
// One contact is told of each flow: TCP, UDP, an ICMP request (echo, time stamp,
// information, mask), or anything else that IP carries, which has no ports. It is
// told as soon as the outcome is known, or when Outcome has passed without one; its
// Time and Frame are those of the first packet. So a contact comes up to Outcome
// after its Time. When an answer comes later than that, the contact is told once
// more, answered, with the frame of the answer.
//
// A flow is a connection, or what passes between two endpoints without a pause of
// an idle time, those of sensor/flow. Flows that differ in their VLAN alone are
// one. Of a flow that was on its way when it was first seen the roles are guessed
// as there: the end with a known port serves, else the one with the lower port,
// else the one that did not speak first. A RST alone begins no flow.
//
// Answered is a packet of the other end that is no RST. Where one end only is
// captured, an acknowledgement that goes on proves one. Refused is a RST that fits,
// or an ICMP error of "destination unreachable" but "fragmentation needed", in the
// time for an outcome.
//
// A flow is told once more, with the time and frame of what is seen:
//
//   - Resumed: both ends had taken part for a second and more, one sent a RST, and the
//     stream went on: more than 200 ms later that end sent octets behind the number of
//     the RST, twice, no more than 64 KiB behind it, and the other acknowledged them.
//     So a new connection (a SYN, a SYN-ACK), what was under way, copies, what comes out
//     of order, and what one end alone says are not. A pause of flow.IdleClosed after
//     the RST ends the watch; a RST whose number is ahead counts when the stream has
//     come there.
//   - Via: a packet of it went to, or came from, an interface that claims an address
//     which another interface of the VLAN uses, in the place of that address. An
//     interface known to forward, and one that routers take over from each other, is
//     not told so. It is told once while the interface claims nothing more, and again
//     after ten minutes. A tracker knows of the claims it sees itself.
//
// # Bindings
//
// A binding is told when an address first sends, when its interface (MAC), VLAN,
// TTL as sent, hops, or what is known of the interface as a router changes, when an
// ARP message, or one of neighbour discovery (RFC 4861) that overrides, claims it for
// an interface that did not, and when a SYN has another
// fingerprint. What an address has looked like is remembered, some looks of it, and
// not told again: one device may send with two TTLs, and a mirror port may show it
// in two VLANs. But two interfaces of one VLAN that use an address by turns, neither
// a router, are told each time. Nothing is told of one address more often than once
// a second, for each of: its place, a claim, a fingerprint; what is not told then
// is when it is seen again.
//
// TTLs are taken from TCP without RST and from UDP, sent to one host: ICMP and resets
// come from other parts of a stack. Those of UDP up to 30 are traceroute's.
//
// # Time
//
// Time is that of the packets. It may go back by up to ClockStep, as frames come
// out of order; where it goes back by more, a clock was set, and it is counted on
// from there.
//
// # Bounds
//
// All tables have a fixed size, and what a packet needs is in one of sixteen places.
// What finds none free takes that of its like that was idle longest: a flow of which
// one end was heard goes before one of which both were, so a scan or a flood of made
// up addresses pushes out its like. What was pushed out and is seen again is told
// again. Nothing is allocated for a packet.
package sight

import "time"

// Outcome is how long the outcome of a contact is waited for: as long as
// controllers take to send a SYN again.
const Outcome = 3 * time.Second

// ClockStep is how far time may go back without being a step of the clock: further
// than frames come out of order.
const ClockStep = time.Second

// Bounds of a Tracker, 8 MiB in all.
const (
	// MaxFlows is more than any plant network has at a time.
	MaxFlows = 65536
	// MaxAddresses is as many as a baseline holds.
	MaxAddresses = 16384
	// MaxInterfaces bounds the MAC addresses of which it is known whether they
	// forward for others.
	MaxInterfaces = 8192
	// MaxWaiting bounds the contacts whose outcome is waited for: those of a scan of
	// 5,000 ports a second. The longest waiting is told as it stands.
	MaxWaiting = 16384
)

// tellEvery is how often one thing of an address is told at most.
const tellEvery = time.Second
