// Package drill rehearses people: a scripted attack that is played to a copy of what a
// site has learned, so that it comes up as an incident like any other, marked as an
// exercise.
//
// # Scenarios
//
// A Scenario is a row of a table: what happens, in the words of operators, and steps in
// terms of roles - a laptop nobody knows, the engineering station, an operator panel. It
// is bound to the devices of a Plant: to those which the owner's list and the baseline
// know, and to what they do. What cannot be bound says why: "no DNP3 here".
//
// A Script is a bound scenario: observations as package baseline takes them, with times
// from its start. No frame stands behind them: their frame is 0, and their connections
// have numbers of a range of their own, from FirstFlow on.
//
// # What came of it
//
// A Result is the sheet of a drill: what was shown when, who acknowledged and who
// decided what and when, against the goals, and what was done of what must be done.
//
// The package knows no model and no clock; package watch plays the scripts.
package drill
