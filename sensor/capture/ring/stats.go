//go:build linux

package ring

import "golang.org/x/sys/unix"

// Stats counts since the ring was opened. Received, Dropped and Freezes are of
// the moment; the others are of the blocks that have been consumed.
type Stats struct {
	Received uint64 // frames the kernel put into the ring
	Dropped  uint64 // frames lost because the ring was full: the reader is too slow, or the ring too small
	Freezes  uint64 // times the ring became full

	Delivered     uint64 // frames Next gave
	Blocks        uint64 // blocks consumed
	LosingBlocks  uint64 // blocks during which frames were lost
	Truncated     uint64 // frames of which not all octets were captured
	Merged        uint64 // frames made of several by the interface or the kernel: longer than the wire allows, or marked so
	NoChecksum    uint64 // frames whose checksum the sender, on this host, left to an interface that never was: it is wrong
	Tagged        uint64 // frames whose outermost VLAN tag was put back
	HardwareTimes uint64 // frames stamped by the interface's clock
	Outgoing      uint64 // frames of this host, discarded here because the kernel is too old to do so
	Damaged       uint64 // blocks, the rest of which was skipped because its offsets led out of it
}

// counts are the counters of the reader, who alone changes them.
type counts struct {
	delivered, blocks, losing, truncated, merged, noChecksum, tagged, hardware, outgoing, damaged uint64
}

// publish shows the reader's counters to Stats. It is called once a block.
func (r *Ring) publish() {
	n := &r.counts
	r.mu.Lock()
	s := &r.stats
	s.Delivered, s.Blocks, s.LosingBlocks, s.Truncated, s.Merged = n.delivered, n.blocks, n.losing, n.truncated, n.merged
	s.NoChecksum, s.Tagged, s.HardwareTimes, s.Outgoing, s.Damaged = n.noChecksum, n.tagged, n.hardware, n.outgoing, n.damaged
	r.mu.Unlock()
}

// Stats returns the counters. Any goroutine may call it, at any time.
func (r *Ring) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fd >= 0 {
		r.addKernel()
	}
	return r.stats
}

// addKernel adds the counters of the kernel, which are set to zero by reading
// them. Its number of frames includes those dropped.
func (r *Ring) addKernel() {
	k, err := unix.GetsockoptTpacketStatsV3(r.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return
	}
	r.stats.Received += uint64(k.Packets - k.Drops)
	r.stats.Dropped += uint64(k.Drops)
	r.stats.Freezes += uint64(k.Freeze_q_cnt)
}
