// Package whitelist learns who asks whom for what, level by level, and tells what
// is new: the whitelist of a site (D1), and the order of requests (D2).
//
// # Levels
//
//	L0  an asset that takes part at all, in one of its roles
//	L1  a client and a server
//	L2  a service: a port, and what is spoken there
//	L3  a station and a function; reads and writes apart
//	L4  points: each that is written; of reads, the range as it was asked for
//	L5  a known point by another range, variation, attribute or phase
//
// An event that is new at several levels is reported once, by what says most.
//
// # Reads and controls
//
// A read is a candidate until it was seen on three days, then known; of a client that
// did what is never learned it stays a candidate until people approved that. A control
// is pending until a person approves it, for ever. What is pending since before the
// site judged is listed and not reported again, but for when it was not used for sixty
// days: then it is as new as ever. A control that is met while nothing is to be
// learned - during an open incident, under a permit, while the sensor is blind - is
// listed as held, without a day, for a person to decide about; it is as new as ever
// when it comes again.
//
// # Ways
//
// A way is a service by which a host reaches the internet, is reached from it, or by
// which hosts of the plant are worked on from others and exchange files. It is pending
// once it was answered, and never known without a person. It is told from the first
// second, once for each host or pair and service: as weak when it leads outside and is
// there on the first learning day, or when it joins two hosts that were there before
// the site judged. Which addresses a way outside leads to is told as less, and of the
// first ones only.
//
// # One level further
//
// A host that is told of as new, or scans, is told of once more when it begins to ask
// a control protocol. What such a host asks is counted too, though nothing of its
// channels is judged yet: many stations, functions and ranges are a scan. So is one
// message of a client that is known, when it asks for many points, and for more than
// that client ever read there. Of a server that begins to ask, package endpoint tells.
//
// # Others
//
// What is told as new tells who else did the same: every other client with the key on
// the same server, port and station, whatever people decided about it. Where there are
// too many to look at, or to name, nobody is told.
//
// # Days
//
// Days are counted by themselves here: only days on which something was seen, so
// that a sensor that was switched off for a season finds nothing stale. The day
// that is not over counts for nothing in the forecast.
//
// # Phases
//
// What is asked only at the start of a connection is a context of its own. What
// is polled may be asked there too: only what is not known as a poll has a key for
// the opening.
package whitelist
