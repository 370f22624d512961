// Package value learns what the values of a process are (D5) and which of them go
// together (D9), and reports what does not fit.
//
// # Variables
//
// A variable is a point of a server (asset, port, station, PointKey), apart for what
// the device reports (read) and what clients set (written). Runs of points are so
// many variables. Values of bad quality, infinities and what is not a number are no
// values; texts and octets are told apart by a hash and never taken for numbers.
//
// A read variable is sorted by what it did:
//
//	constant     one value, on 3 days or more
//	enumeration  at most 10 values after 500 observations
//	counter      99 of 100 changes are increments, but for wraps and resets
//	bits         a 16-bit word of which one bit changes at a time, high ones too
//	continuous   other numbers: an envelope of level and of rate of change
//
// # What is promised
//
// A false value-outside or rate-outside may come, of all variables together, as often
// as settings.Lower[Values] says. The unit is the learning day: its highest and lowest
// value and fastest change are one peak each, however often and for however long a
// value stays out, since values that follow each other are not independent. From the
// peaks of frozen days the level is solved that the peak of another day exceeds with
// the share of one variable and side (stat.SpotPeaks): far out while few days are
// known, or days follow each other closely, nearer later. It is solved after 7, 14, 28 and
// 56 days of the variable, from its days without a deviation, and then stays. The
// budget of values written, settings.Top[Values], is shared likewise, the unit being
// the change of a set-point: written.go; habit.go: how soon changes follow each other, and
// how often in the same direction.
//
// What no distribution can promise, a state never seen of an enumeration, a constant,
// a counter or a bit, is evidence only and raises nothing alone.
//
// # Once
//
// A variable that leaves its envelope is reported; again when it comes back and leaves
// anew after ten minutes, or goes twice as far. Out for a twenty-fourth of a day, three
// times on one, or told three times without a week of calm between, it is drifting: silent
// unless it goes twice as far, until a person approves what it does or the week of calm
// comes.
//
// A change that is read at several places is told once, what shows it too is evidence:
// copy.go. That a person approves a write settles the values written meanwhile: settle.go.
//
// # Relations
//
// relation.go: pairs of continuous variables that move together, found by the
// correlation of means over minutes. reader.go: one point read by two clients, who must see
// the same, which is what a man in the middle of one of them cannot give.
package value
