// Package assess makes the first day's report of a capture somebody already
// has: one page, in Japanese and English, for people who run a plant: what
// happened, on which equipment, what to do first, and what could not be seen.
//
// A Collector is fed by a replay (it is a replay.Output and a replay.Watcher,
// with a single worker) and counts within bounds. Collector.Report makes a
// Report of it: plain data, in which every sentence is a Text in both
// languages. Report.Write renders that as one HTML page that needs nothing
// from outside.
//
// # What a report says
//
// Nothing here is learned: a capture of an hour does not tell what is normal.
// So findings have an Urgency and no priority, the words are "if nobody planned
// this", and every finding has evidence and an action. The operations that are
// never learned silently are in the table of baseline/tripwire; the ids of techniques
// are those of ATT&CK for ICS in the version of Techniques.
//
// # Secrets
//
// The report tells that a password was sent in the clear, never the password
// nor the user's name: it is made to be handed around. Names that devices tell
// are hostile input: asset.Clean takes out what cannot be shown, html/template
// escapes the rest.
//
// # Determinism
//
// The same captures give the same octets. Times are those of the captures.
package assess

import "github.com/banken-ot/banken/sensor/asset"

// Bounds of what is collected; some 30 MiB when all are reached, whatever the
// size of the captures. What found no room is counted, and the report says so.
const (
	// MaxConversations bounds the pairs of client and service.
	MaxConversations = 4096
	// MaxFunctions bounds the functions told apart in one conversation: all
	// function codes of Modbus.
	MaxFunctions = 256
	// MaxChanges bounds the groups of like writes and controls.
	MaxChanges = 4096
	// MaxShown bounds the groups that the page lists.
	MaxShown = 1000
	// MaxHits bounds the pairs on which tripwires were hit.
	MaxHits = 4096
	// MaxDefects bounds the defects told apart, by device and name.
	MaxDefects = 2048
	// MaxOpaque bounds the flows whose content is looked at at the same time.
	MaxOpaque = 16384
	// MaxServices bounds the services that are not decoded.
	MaxServices = 4096
	// maxValues bounds the different values told of a group of writes.
	maxValues = 16
	// maxText bounds the text of points or values of one operation, in octets.
	maxText = 200
	// maxLines bounds the lines of evidence under one finding.
	maxLines = 6
)

// Evidence is a place in the captures.
type Evidence = asset.Evidence
