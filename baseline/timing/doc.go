// Package timing learns when things are asked and how long answers take, and
// tells when that changes: detectors D3 (silence, rate, period) and D4 (latency,
// answers that come twice).
//
// # D3
//
// A channel with regular traffic has a stream: counts of reads and controls in
// blocks of one and five minutes, the interval of its dominating poll, its gaps, its
// runs of requests without an answer. Each day is kept apart, and becomes part of the
// reference at its end when nothing deviated on it; after ReadyDays clean days the
// reference is frozen for good. A block is scored against the mean of its hour of the
// week (of all blocks, while few weeks were seen), and the score against the tail of
// the scores of the days before, each of which was made with what was known then: so
// the scores are as wide as they will be. An e-detector (package stat) adds up the
// evidence; besides, a change must be larger than anything in the reference.
//
// Silence is no matter of blocks. Time is counted by what is heard anywhere: when
// nothing at all is heard, time stands still, because then it is the sensor that hears
// nothing. A channel is silent when it was quiet for longer than its longest gap,
// lengthened so far that the budget holds if the tail of gaps falls exponentially or
// faster from any of several levels on. Of a server or a client whose channels are all
// quiet, one deviation is told; of a client, which may have been started anew, after a
// long block.
//
// # D4
//
// Latencies of a function at a server (and station behind a gateway) are ranked in a
// frozen sample, so that the several modes of a device's scan cycle do no harm; the
// mean rank of a block of events is scored like a rate.
//
// # Never silently
//
// What stays changed for a whole day makes the stream drift. A new reference is
// gathered beside the old one, and taken when a person approves it.
package timing
