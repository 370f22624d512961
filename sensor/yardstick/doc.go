// Package yardstick says how serious things are and what must be done at least: the
// decision table (Table), the level of a site (LevelOf), and the smallest, cheapest
// set of actions that brings the level down (MustDo).
//
// The table is data, decision-table.json, in the format of SSVC 2.0: five ordered
// inputs, 324 rows, one of four outcomes each. It is proved complete and monotone
// whenever it is loaded. Everything here is a pure function of its arguments: a day
// that is computed again gives the same octets.
package yardstick
