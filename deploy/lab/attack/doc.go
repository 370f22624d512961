// Package attack is a table of scripted attacks on the plant of the lab, each
// with its techniques of ATT&CK for ICS, and the ground truth that says when
// each took place. An attack is a list of plant.Action: the synthesiser and the
// live peers perform the same.
//
// # Ground truth
//
// Truth is written as one JSON object:
//
//	v               1
//	attack_version  version of ATT&CK for ICS the technique ids are of
//	seed            seed of the plant
//	start, end      what the recording covers, RFC 3339 UTC
//	attacks         in order of start:
//	  id            row of the table ("flood")
//	  name          what it is
//	  techniques    list of {id, name}
//	  actor         {name, address} of the host that acts
//	  targets       list of {name, address}; empty for the whole subnet
//	  start, end    first and last packet the attack caused, answers included; of
//	                a recording that ended before it, the planned time of its
//	                actions
//	  actions       how many actions were carried out
//	  packets       how many packets it caused, 0 when there are none to count
//	permits         work with leave in that time: ticket, host, assets, from, to,
//	                changing
//
// A packet belongs to an attack when it would not have been sent without it. What
// the process does in consequence, and what follows from that, does not.
package attack
