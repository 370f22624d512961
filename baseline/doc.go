// Package baseline holds the words in which a plant's normal behaviour is
// learned and judged: what is observed (Event, Contact, Binding, Visibility),
// what may deviate (Deviation, Kind, Meaning), how far a detector has learned
// (State), what it has learned (Entry), and the Book that gives short numbers to
// assets, channels and names.
//
// The detectors are packages of their own below this one, one a sort of
// expectation: tripwire (D0), whitelist (D1, D2), timing (D3, D4), value (D5,
// D9), endpoint (D6), identity (D7), visibility (D8). Package model puts them
// together: it owns the clock of learning days, decides what may be learned
// from, and forecasts.
//
// # One direction
//
// An observation goes to every detector with a Look, which tells the time, the
// learning day, and whether anything may be learned from it. A detector reports
// a Deviation through the Look. Nothing here knows of incidents, priorities or
// people; nothing reads a clock: time is that of the observations.
//
// # Bounds
//
// Every table has a constant bound. At a bound nothing is evicted: what was
// learned stays, what is new is not added, counted, and reported. Nothing is
// allocated for an event that deviates from nothing.
package baseline
