// Package notify tells people of incidents, one after the other, until one of them
// acknowledges. It runs in the process of the console, asks the sensor over its control
// socket, and sends by the channels of package channel.
//
// # What is told
//
// An incident that is open is told to the contacts in their order, each after the time
// that the one before has to acknowledge; at the end again from the first, so often as
// rounds says. Acknowledged, shelved, closed or merged, it is told to nobody any more.
// A priority that rises is told anew from the first contact. A repeat is never told.
// A blind sensor, and one that does not answer, are told like an incident.
//
// # What is not told at once
//
// Quiet hours hold everything below Act, for the digest in the morning. More than so
// many messages in an hour are held for a summary. A contact that no channel reaches
// makes room for the next one at once. Exercises are told to those who take part.
//
// # What survives
//
// The engine remembers nothing: what is to be told next follows from the incidents and
// the log of notices, which the sensor keeps. A message is noted there before it is
// sent and after. A restart in between sends it once more, under the same id: said
// twice is better than not at all.
//
// # Bounds
//
// A contact gets at most PerHour messages about incidents in an hour, 4 summaries and,
// a day, one digest. An incident makes at most maxSteps lines of the log.
package notify
