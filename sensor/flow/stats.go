package flow

// Stats are the figures of a table since it was made.
type Stats struct {
	Packets    uint64 // handed to Packet
	NotIP      uint64 // frames without IP
	TCP, UDP   uint64 // packets, datagrams put together from fragments counted once
	ICMP       uint64 // ICMP and ICMPv6
	OtherIP    uint64 // packets of any other protocol
	Malformed  uint64 // fragments, or datagrams put together, that contradict themselves
	Duplicates uint64 // packets and fragments that a SPAN port showed again

	Opened          uint64 // flows
	Finished        uint64 // by FIN of both ends
	Reset           uint64 // by RST
	Idle            uint64
	Evicted         uint64 // at the bound MaxFlows or MaxSiblings
	EvictedHalfOpen uint64 // the same of flows not proven: at MaxHalfOpen or MaxSiblings
	Reused          uint64
	Flushed         uint64
	Resumed         uint64 // opened because octets followed a RST or FIN
	NoFlow          uint64 // packets with RST of flows not known
	AfterEnd        uint64 // packets of flows that had ended
	AfterEndOctets  uint64 // of their payload

	Conflicts    uint64 // overlaps with other octets, those of fragments included
	NotCaptured  uint64 // octets, as told by Gap
	Strays       uint64 // TCP packets too far from their stream to belong to it
	BufferBounds uint64 // times that octets could wait no longer for lack of room
	Unbuffered   uint64 // octets dropped because their overlaps took more room than foreseen

	Fragments         uint64
	Reassembled       uint64 // datagrams put together from fragments
	Incomplete        uint64 // datagrams given up after FragmentTime, or at the end
	FragmentsEvicted  uint64 // datagrams given up at a bound
	FragmentConflicts uint64 // fragments with other octets where some had been seen

	// What the table holds now.
	Flows, HalfOpen, Closed int
	Datagrams               int // that wait for fragments
	BufferedOctets          int // memory in use for octets that wait or are kept
}

// Stats returns the figures.
func (t *Table) Stats() Stats {
	s := t.stats
	s.Flows, s.HalfOpen, s.Closed = t.count[proven], t.count[halfOpen], t.count[closed]
	s.Datagrams = t.fragments.count
	s.BufferedOctets = t.pool.used * blockSize
	return s
}

// counter returns the figure for the end of a flow of a class.
func (s *Stats) counter(why Ending, class uint8) *uint64 {
	switch why {
	case Finished:
		return &s.Finished
	case Reset:
		return &s.Reset
	case Idle:
		return &s.Idle
	case Evicted:
		if class == halfOpen {
			return &s.EvictedHalfOpen
		}
		return &s.Evicted
	case Reused:
		return &s.Reused
	}
	return &s.Flushed
}
