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
package dnp3
