// Package flow turns parsed packets into ordered octets: Key and Flow (who
// speaks with whom, and how much), Table (the flows of one capture worker),
// Consumer (who is given the octets), and the reassembly of TCP streams and IP
// fragments between them.
//
// # What a consumer is given
//
// Of a TCP stream every octet exactly once and in order, or, in its place, a Gap
// that says how many octets were never captured. Of UDP every datagram once. All
// callbacks happen inside Table.Packet, Table.Advance and Table.Flush, on the
// caller's goroutine.
//
// # Position
//
// Every delivery has the time and number of the frame that completed the stream
// up to and including the delivered octets. A segment in order has its own frame.
// When a later frame fills a hole, all that waited behind the hole was completed
// by that frame and has its number, as in tshark when it reassembles segments
// captured out of order. When a hole is given up, nothing completed it, and the
// octets behind it keep the frame that carried them. In one direction of a flow
// positions never go back; between flows, and between the directions of a flow,
// they may: whoever merges the output of several tables orders it by the packet
// handed to Table.Packet, not by Position.
//
// A Gap has the position at which it was declared.
//
// # Cause before effect
//
// An acknowledgement says what its sender had received. Octets that acknowledge
// octets of the other direction which were not seen yet wait for these, for as
// long as ReorderTime and ReorderPackets allow. So a request is delivered before
// its response even when the two directions were captured by two interfaces and
// merged in the wrong order.
//
// # Holes
//
// A hole is octets that must exist (later ones were captured, or the other end
// acknowledged them, or the sender's own sequence numbers passed them) and were
// not seen. It is given up, and a Gap declared,
//
//   - when the other end has acknowledged it, at least one packet of its sender
//     was captured, and ReorderTime or ReorderPackets have passed;
//   - when HoleTime has passed;
//   - when FlowOctets, FlowSegments or the table's buffer is used up;
//   - at the end of the flow.
//
// An acknowledgement one beyond the last octet, with nothing else to say that
// there is more, is that of a FIN which was not captured, and no hole. Octets of
// a gap that arrive after all are delivered as long as nothing behind the gap
// was: a forged acknowledgement cannot hide octets.
//
// # Starts and jumps
//
// A stream begins behind its SYN; without one, with the first octets captured,
// or where the other end's acknowledgement puts it. Octets that lie before such a
// start, or farther than Window from the stream, are believed when a second
// packet confirms them: the next segment goes on where they end, or the other end
// acknowledges them. The stream then goes on there, behind a Gap, of 0 octets
// when it went back: what was delivered before may be delivered again. Octets
// that nothing confirms are counted as strays.
//
// New octets after a RST or after both FINs open a new flow, marked Resumed,
// which goes on where the old one stood: whoever forged the end does not blind
// the sensor. A SYN with another initial sequence number opens a new flow and
// ends the old one.
//
// # Overlaps
//
// The octets seen first are delivered, whatever a later segment has in their
// place: no policy is right for every receiver, and this one needs no rewriting
// of what was reported already. A later segment whose octets differ is reported
// by Consumer.Conflict, once a packet, with its whole payload, so that what the
// receiver may have taken instead can be decoded as well. Compared are the octets waiting behind a
// hole and those delivered but not acknowledged (at most KeptSegments), and the
// last ones delivered even when they are. The garbage octet of a keep-alive
// (RFC 9293, 3.8.4) is no conflict. IP fragments follow the same rule; that IPv6
// receivers drop the whole datagram (RFC 5722) is left to the reader of the
// conflict.
//
// The urgent pointer is not looked at: urgent octets are delivered in-band, as
// RFC 6093 asks of receivers.
//
// # Determinism
//
// What is delivered of a flow depends on the packets of that flow and the calls
// of Advance, and on nothing else, as long as no bound of the table (flows,
// buffer, fragments) is reached. Packets shared out by Shard over any number of
// tables give the same callbacks for every flow. Time is the capture's.
//
// # Bounds
//
// Every bound is a constant or a field of Config. At a bound something is given
// up, and counted in Stats; nothing grows.
package flow
