// Package roster is the list of people in the store, and the desk at which they sign in
// and are administered. It runs in the sensor, the only writer of the store: whoever
// asks, the console or the command line, hands on what it was given.
//
// Everything that is done is a line of the audit trail, in the same transaction. Wrong
// attempts are counted, and told as a line for each name at most every few minutes; they
// are written when time passes, not before the answer, so that how long an answer takes
// does not depend on whether there is such a person. Names that nobody has are not
// written: they may be passwords in the wrong field.
//
// Times are those of the callers.
package roster
