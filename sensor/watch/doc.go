// Package watch is a site under watch: the baseline that learns from what is
// observed, the desk that makes incidents of what deviates, the yardstick that says
// how serious they are, the permits under which work is done, and the store that
// remembers all of it.
//
// A Site takes the records of a replay or of the live sensor, and answers what people
// ask: what is today's level and what must be done, why an incident is one, what was
// learned and what waits for their approval.
//
// # What survives
//
// An incident is on the disk before anybody is told of it. The state of the baseline
// and of the desk is saved every SaveEvery, when people decide something, and at the
// end. After a kill the site goes on from there: what was learned since is learned
// again, incidents are there.
//
// So are the devices seen on the wire, with the frames that prove it, what the site is
// called, its time zone, and the history of its level. What was approved of a permit
// that has ended is recalled from there. When the store is opened its chains are
// computed anew ([Site.Verify]): that one was altered is an incident.
//
// # Concurrency
//
// All methods may be called by any number of goroutines; one of them at a time goes
// on.
package watch
