// Package alert makes incidents of deviations: few things for people, instead of many
// for machines. It contains the Desk, which decides what belongs together and what
// has changed; the Incident, which is what others see of it; and what people may do
// about one.
//
// # What is one incident
//
// The key of an incident is its actor and stage; a pause of Idle or an age of MaxAge
// ends it. An actor who goes on to another stage takes the incident along: its stage
// is the furthest reached. What is only noticed, and done by nobody in particular
// (devices that fall silent, answer late, restart, show other values), belongs to its
// cause, by a small table of causes and consequences with a time and a shared asset
// (rules). More than FloodAt incidents within FloodTime become one for the whole site.
// Repeats are counted and never told again: exactly the same belongs to the incident
// that tells it, however long ago, until people have closed that.
//
// What may not raise an incident by itself (Meaning.Alone) joins one of the same actor
// or target, or waits Consequence for one to come.
//
// # How serious
//
// The five inputs of the decision table only rise while an incident is open, and so
// does its priority; only people lower it. The table is asked about each step of
// evidence, with how sure that one is. Two detectors corroborate each other only when
// they look at different things (groups) of different events at one asset.
//
// A detector that raises more false incidents than was promised only adds evidence, and
// a notice tells it (voice). Exercises are kept apart from all that is real.
//
// # Ends
//
// Track and Track* close after a week without anything new. Attend and Act are closed
// by people alone: as work, suspicious or false. What was closed as false is evidence
// only, for a week, when exactly the same comes again. That the sensor is blind closes
// when it sees again.
//
// # The same again
//
// Time is that of the deviations and of Tick; ids are made of it. The same calls give
// the same incidents, also when a Desk is restored between two of them from what it had
// saved: see Unsaved.
package alert
