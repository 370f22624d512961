// Package dnp3 decodes DNP3, IEEE Std 1815-2012, over TCP and UDP: link frames
// with the CRC of every block, transport segments joined to fragments, and
// application fragments with every function and object group of the standard.
//
// # Messages
//
// One message is one application fragment, or one link frame that carries no
// user data. Requests, responses and unsolicited responses have these roles;
// application confirms, link acknowledgements of user data, and frames that
// cannot be read, are notices.
//
//   - Function is the standard's name in lower case: "direct-operate-nr",
//     "immed-freeze", "link-reset". Code is the function code; of a link frame
//     it is LinkCode plus PRM bit and link function.
//   - Station is the link address of the outstation, the field "master" that of
//     the master. Who is who follows from the function code, and for link frames
//     and unknown functions from the DIR bit.
//   - Key.ID is the application sequence number; of a response in several
//     fragments, that of the first. Link exchanges have a space of their own.
//   - Status is the internal indications, first octet (IIN1) high. Refused is
//     set by IIN2.0 to IIN2.2, by a control, file or authentication object that
//     tells an error, and by link NACK and NOT_SUPPORTED.
//
// # Points
//
// Space is group<<8 | variation, Index the point index, Quality the flags octet
// as sent (in which binary types keep the state in the highest bits) or, of
// controls and of command events, the control status. What a request names
// without values is a point of KindNone and Count points; AllPoints says every
// one. Times are the device's, relative ones with the common time of occurrence
// of their fragment (group 51) applied.
//
// # Fields
//
// The list "objects" has one structure for each object header with its group,
// variation, qualifier and range, and what the objects hold besides values of
// points: controls, set-points, files, device attributes, authentication, times.
// Octets that could not be decoded are the field "data".
//
// # Sources
//
// Link layer, transport, functions, indications, qualifiers and the objects of
// these groups are compared with tshark 4.0, on captures of devices and on
// generated ones, as far as tshark shows them: 0 to 30, 31 (7, 8), 32, 33 (5 to
// 8), 34, 40 to 43, 50 (1 to 3), 51 (1), 52 (2), 60, 70 (3 to 6), 80, 85 to 88 and
// 110 to 113.
//
// Others rest on secondary sources: descriptions of the standard, and what
// Suricata and Zeek take the octets of these objects for.
//
//   - Both agree with what is here: 31 (1 to 6), 33 (1 to 4), 51 (2), 52 (1),
//     70 (2, 7), 83 (1), 102.
//   - One does and the other is silent or older: 50 (4), 70 (8), 82, 83 (2), 91,
//     101, 120 (Secure Authentication version 5), 121, 122.
//   - They differ: 81, a fill percentage with an overflow bit, as here, or a
//     plain number; 120 (6), whose sequence has 24 bits there and 32 here, as in
//     the status it answers; 70 (1), obsolete, in what follows the name, which is
//     kept as octets.
//   - Nothing but descriptions: 90, 100 (obsolete), the list types and the
//     user-defined sets of 0, and the names of codes in 91 and 120.
package dnp3
