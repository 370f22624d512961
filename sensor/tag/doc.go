// Package tag holds the plant's own point list: what the points of its devices are called
// on its drawings and lists, in which unit they are and how they are scaled. It contains
// the Tag; Read, which reads a list in CSV (see docs/tags.md) and tells everything that is
// wrong with it at once; and the Table, which finds the tag of a point on the wire without
// allocating, and writes values as people of the plant read them.
package tag
