// Package recorder keeps the latest control traffic on disk, within a strict
// limit of size and age, so that the packets of an alert, and those of the
// seconds before it, can still be had.
//
// # On disk
//
// A folder holds segments, each a whole pcapng file (draft-ietf-opsawg-pcapng):
// a section header, a description of every interface, and enhanced packet blocks
// with nanoseconds. Beside each stands an index:
//
//	banken-000000000042-20261124T113000Z.pcapng
//	banken-000000000042-20261124T113000Z.idx
//
// The number counts segments and gives their order, whatever the clock does; the
// time, in UTC, is that of the clock when the segment was begun, and its age
// counts from there. The age of a segment of the running process is measured
// without regard to steps of the clock. Nothing else in the folder is touched;
// it is counted and reported. Only one recorder can have a folder: it is locked.
//
// A segment ends when it and its index would be larger than
// [Config.SegmentOctets] or it is older than [Config.SegmentTime]. Before one is
// begun, the oldest are deleted until all files and a segment of full size are
// within [Config.MaxOctets]: the limit is not exceeded at any moment, the running
// segment included. A segment whose first frame may be older than
// [Config.MaxAge] is deleted.
//
// The index has for each stretch of the segment, a run, its span of time and the
// flows in it. It is written when the segment ends. One that is missing, damaged
// or does not belong to the segment is made anew from it; until then extraction
// reads the whole segment. Flows beyond the bounds of an index are still found:
// the run says that there may be others in it.
//
// # Faults
//
// Written is what the disk has taken: at every [Config.SyncEvery], and at the end
// of a segment, the file is made durable. A power cut loses what came after; the
// next start cuts the last segment after its last whole block, and says so.
//
// When less than [Config.Reserve] of the file system would remain free, recording
// stops; it goes on when there is room again. An error of the disk stops it too,
// and is tried again after a while, at longer and longer intervals. Both are a
// [State], which is logged once and in [Stats]; frames are meanwhile dropped and
// counted, and [Recorder.Write] never waits for the disk.
//
// # Concurrency
//
// Any number of goroutines may call Write, Extract and Stats. The disk is written
// by [Recorder.Run] alone. Nothing runs before it does.
package recorder
