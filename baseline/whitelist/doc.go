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
// A read is a candidate until it was seen on three days, then known. A control is
// pending until a person approves it, for ever. What is pending since before the
// site judged is listed and not reported again; a person decides.
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
