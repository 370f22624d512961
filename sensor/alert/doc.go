// Package alert makes incidents of deviations: few things for people, instead of many
// for machines.
//
// # What is one incident
//
// What one actor does is one incident for as long as it goes on: a pause of Idle or an
// age of MaxAge ends it. Its stage is the furthest it came to. Consequences belong to
// their cause: what falls silent, answers late, restarts or shows other values within
// Consequence of an incident on the same asset is told there. More than FloodAt
// incidents within FloodTime become one for the whole site. Repeats are counted and
// never told again.
//
// What may not raise an incident by itself (Meaning.Alone) joins one of the same actor
// or target, or waits Consequence for one to come.
//
// # How serious
//
// The five inputs of the decision table only rise while an incident is open, and so
// does its priority; only people lower it. Independent are detectors that look at
// different things: who asks for what (D0 to D2), when and how fast (D3, D4), values
// (D5, D9), who is at an address (D6), what a device says it is (D7).
//
// # Ends
//
// Track and Track* close after a week without anything new. Attend and Act are closed
// by people alone: as work, suspicious or false. What was closed as false is not told
// again for a week for the same kind, actor, target and point.
package alert
