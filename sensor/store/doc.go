// Package store is the sensor's one database: an SQLite file that holds what must
// survive a restart - states of detectors, incidents with their evidence and what
// people decided, versions of the baseline, work permits, the audit trail, assets,
// counts of transactions, the sensor's health, and the counters by which a forecast is
// judged. docs/store.md describes the schema.
//
// # Who may do what
//
// [Open] makes a [Store], of which a file has at most one: it is the only writer.
// [OpenReadOnly] makes a [Reader] on the same file, in any number of processes, of
// users who may read the file and write nothing. Both, and a transaction ([Tx]),
// have the reading methods of [View].
//
// # Writing
//
// [Store.Write] runs a function in a transaction. What it returned nil for is on
// the disk, and survives a kill and a power cut (write-ahead log, made durable at
// each commit). Writers that wait at the same time share one commit: one of them
// carries out the work of all, so that a thousand small writes cost little more
// than one, and no goroutine has to run for it. A function that fails undoes its
// own work alone. The methods of Store that write one thing are such functions.
//
// # Faults
//
// What a person must act on is a [Fault], with a sentence in each language that
// says what to do: a store that is damaged, of a newer program, in use, or that
// found no room on the disk. The integrity of the file is checked whenever it is
// opened for writing.
//
// # Room
//
// [Store.Tend] keeps each table within its age and number of lines, a little at a time.
// When there is no room, what was set aside is given back and the tables give way in
// their order; [Store.Condition] says so, and [View.Usage] how full each is.
//
// # Chains
//
// Each line of the audit trail and each version of the baseline contains the hash
// of the one before; triggers refuse to change or delete them. [View.VerifyAudit]
// and [View.Versions] compute the chain anew. A chain that was cut off at its end
// is only found by who kept a [Head] elsewhere.
//
// # Independence
//
// The package knows nothing of what it keeps: priorities are ranks, documents are
// JSON made by others. Times are what callers say, UTC; only when a state was
// saved is read from the clock.
package store
