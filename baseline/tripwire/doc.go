// Package tripwire is detector D0: operations that are never learned silently,
// uses of a protocol that its standard rules out, and protection that is given
// up. It learns nothing from them: each is reported from the first second, and
// again now and then, until a person has approved it for its channel.
//
// Two sorts of rules are here. A Rule of the table looks at one event alone
// (rules_modbus.go, rules_umas.go, rules_dnp3.go, rules_opcua.go); the assessment
// of a capture uses the same table. Some of its rules are told there only: they
// are ordinary on many sites, or the matter of another detector. The others need
// what went before (modbus.go, dnp3.go, opcua.go), or what is wrong with a
// message (malformed.go).
//
// # What an ordinary plant does
//
// Some never-learned operations are part of an ordinary start or of ordinary
// service, and are told from the others by what went before:
//
//   - A DNP3 master turns spontaneous reports off and on again when it connects
//     and when the outstation restarted; it is reported in the middle of a
//     session, from a pair that is new or was not there while the site was
//     learned, when it was accepted already on the same connection or comes more
//     than three times in five minutes without their being turned on, and when the
//     reports stay off.
//   - A DNP3 outstation sends a report again that was not confirmed in time, and
//     counts from anywhere after a start. Reported is one that comes again within a
//     quarter of a second, and, from one that has counted well so far on the same
//     connection, one out of order.
//   - The clock of an outstation is set by whoever always set it. The first one
//     seen while the site is still learned is that, and so is the known master
//     that the outstation asked for the time. RECORD_CURRENT_TIME is always
//     reported: approve it where the master sets clocks by it.
//   - Clearing the restart bit (g80, index 7) and reading are no tripwires.
//   - An OPC UA client deletes subscriptions that it, or its last session, made,
//     and looks for endpoints on a channel without security.
//   - A Modbus device that is no gateway answers to unit 0 as its own.
//   - A Modbus client that polls something a device refuses does so for years:
//     what counts is how many different things are refused.
//
// A pair of hosts is new when it begins later than the twenty-fourth part of a
// learning day after the sensor, and for one learning day.
package tripwire
