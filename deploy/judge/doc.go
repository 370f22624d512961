// Package judge holds the baseline to its promises, on plants whose truth is known:
// months of the lab's water works with weekdays, shifts, seasons, maintenance under
// permit, device replacement and faults of the SPAN port, the real captures of a
// corpus, each split by time, and the lab's attacks on recorded packets.
//
// Nothing here tells a detector what is an attack: labels are looked at after the
// last incident was made.
package judge
