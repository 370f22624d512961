// Package judge holds the baseline to its promises, on plants whose truth is known:
// months of the lab's water works with weekdays, shifts, seasons, maintenance under
// permit, device replacement and faults of the SPAN port, and the real captures of a
// corpus, each split by time.
//
// Nothing here tells a detector what is an attack: labels are looked at after the
// last incident was made.
package judge
