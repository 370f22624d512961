// Package rtu is the DNP3 of the plant's booster station: how its outstation and
// the masters that talk to it write requests, responses and objects as octets, and
// read them. Who sends what and when is not its affair: the live lab and the
// synthesised one say the same with it.
//
// Clauses are those of IEEE 1815-2012.
package rtu
