// Package permit is work permits: who may do which work on which assets, from
// where, and when. What is done as a permit says is recorded, and is no incident;
// everything else stays as it is, and nothing is learned from it. When a permit
// ends, what was done under it is shown line by line, for a person to approve or
// reject ([Diff]).
//
// A [Permit] is a value; it is valid when [Permit.Validate] finds no fault. A
// [Board] has those that are open, and records what they cover.
//
// # What is covered
//
// A deviation is covered when its actor is one of the hosts, its target one of the
// assets, its operation one of those listed, and when it happened in the time of
// the permit. A connection in which nothing was asked yet counts as a session. What a
// listed asset shows in that time - other values, pauses, slower answers - follows from
// the work, whoever seems to be its actor. What changes the identity of a host, what is about no asset, and what is told of the
// sensor's own sight are never covered.
//
// # What is decided
//
// A [Review] approves or rejects lines of a diff, singly or all that wait. What was
// approved is [Agreed]: it belongs to operation, and is no news when it is seen again.
//
// # Forms
//
// A permit is written as JSON, for machines, and as text of one line a field, with
// labels in either language, for people ([Parse], [ParseText]). Both take a whole
// permit or tell every fault at once.
package permit
