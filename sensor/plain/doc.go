// Package plain tells in plain words, in every language, what was asked of a device and
// what came of it: who did what to which point of which device, with the names and units
// of the plant's own list, what the device answered, and what was usual. It contains the
// Teller, one table of templates for each protocol by function and sub-function, and what
// the points and values of each protocol are called.
//
// It is total: whatever function, point or status a message may have, there is a sentence
// for it, with the standard's number where there is no better word.
package plain
