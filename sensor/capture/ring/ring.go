//go:build linux

// Package ring captures frames from a network interface through a ring of
// memory shared with the kernel (AF_PACKET with TPACKET_V3, see packet(7) and
// Documentation/networking/packet_mmap.rst of Linux). It gives the same frames,
// in the same way, as the reader of files in the package capture, and copies and
// allocates nothing on the way.
//
//	r, err := ring.Open(ring.Config{Interface: "eth1", Promiscuous: true})
//	...
//	defer r.Close()
//	defer context.AfterFunc(ctx, r.Stop)()
//	for {
//		switch err := r.Next(&frame); err {
//		case nil:
//			// frame.Data is valid until the next call
//		case ring.ErrIdle:
//			// time to look at timeouts
//		case io.EOF:
//			return nil // stopped, and everything captured was delivered
//		default:
//			return err
//		}
//	}
//
// # What is captured
//
// Frames that arrive at one interface, octet for octet as they were on the wire
// but for the frame check sequence, which interfaces strip. The kernel takes the
// outermost VLAN tag out of a frame; it is put back, in its place, into headroom
// that the ring was told to leave, see [Stats.Tagged]. What this host itself
// sends through the interface is not captured. Nothing of another interface is
// either, from the first frame on: the socket is bound only when everything is
// set, the filter included.
//
// What the kernel or the interface does before a frame reaches any socket cannot
// be undone here: frames merged by GRO or LRO are delivered as they are and
// counted as [Stats.Merged] (the package port tells how to switch that off), and
// a frame with a VLAN tag that ends within the tag never arrives.
//
// # Nothing is sent
//
// The package holds no call that sends, and the socket is never handed out. What
// the system sends by itself on an interface with an address (ARP, neighbour
// discovery, LLDP) is not in its hands: see the package port.
//
// # Blocks
//
// The kernel fills a block of the ring and passes it over when it is full or
// [Config.Retire] is over, whichever is first. A block is given back when all
// its frames have been consumed, and not before. So what a reader that stands
// still can lose nothing of is: the whole ring at high rates, and Blocks times
// Retire at low ones.
//
// # Several rings on one interface
//
// [OpenGroup] opens rings that share the frames of an interface by
// PACKET_FANOUT_HASH: the kernel hashes addresses, transport protocol and ports
// so that both directions of a flow come into the same ring; VLAN tags do not
// count. Frames that are not IP go to one ring by their EtherType.
//
// IP fragments are hashed by addresses and protocol alone, the first fragment
// like the others, since the others have no ports. So all fragments between two
// addresses are in one ring, but it need not be the ring of their flow's whole
// packets. PACKET_FANOUT_FLAG_DEFRAG, which would have the kernel reassemble
// IPv4 before hashing, is not used: what is then captured was never on the wire,
// fragments that overlap with different contents (a known evasion) would be
// decided by this host instead of seen, and IPv6 is left out. Who reassembles
// fragments of several rings has to bring them together, or use one ring.
//
// # Time
//
// Stamps are those of the interface's hardware clock when it stamps every frame
// and its clock agrees with the system's, and otherwise those of the kernel at
// reception. See [Ring.HardwareTime], [Stats.HardwareTimes].
//
// # Going down
//
// An interface that is set down, or is down when the ring is opened, is told
// once, as [ErrDown]; the ring stays and goes on by itself when the interface is
// up again. An interface that is removed is told at every call, as [ErrGone],
// which ErrDown may come before:
// close the ring and open a new one when there is an interface of the name again
// (of a group, close all first). In both cases what was captured before is
// delivered before.
package ring

import (
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/packet"
)

// Defaults of Config.
const (
	// DefaultBlockSize holds any frame GRO makes (64 KiB) with room for three
	// more, and 1,500 small frames: at millions of frames a second a block is
	// still passed over a thousand times a second.
	DefaultBlockSize = 256 << 10
	// DefaultBlocks makes 64 MiB, a tenth of a second of small frames at 3
	// million a second, and 5 seconds at low rates (DefaultRetire each).
	DefaultBlocks = 256
	// DefaultRetire is how long a frame waits at most for its block to be passed
	// over. Shorter costs wake-ups (50 a second now) and time the reader may
	// stand still; nobody sees a fiftieth of a second.
	DefaultRetire = 20 * time.Millisecond
	// DefaultWait is how long Next blocks at most: timeouts of requests are
	// seconds, so looking at them ten times a second is enough.
	DefaultWait = 100 * time.Millisecond
)

// Config says what is captured, and how. Only Interface is required.
type Config struct {
	Interface string // name, as `ip link` shows it
	ID        uint32 // Interface of the frames delivered

	BlockSize int           // octets of a block, a multiple of the page size; a longer frame is truncated
	Blocks    int           // the ring is BlockSize times Blocks octets of memory that cannot be swapped
	Retire    time.Duration // a block that holds frames is passed over after this time; whole milliseconds
	Wait      time.Duration // Next blocks at most so long; whole milliseconds

	SnapLen     int                // octets captured of a frame at most, tag included; 0 for all
	Filter      []unix.SockFilter  // classic BPF; nil for everything. Tags are not in the frame it sees (see SKF_AD_VLAN_TAG)
	Program     func(fd int) error // attaches a program to the socket (SO_ATTACH_BPF) in place of Filter; nil for Filter. It must not keep fd
	Promiscuous bool               // frames for other stations too; a SPAN port needs it
	SystemTime  bool               // never ask the interface for hardware time stamps

	Fanout      bool   // be a member of a group of rings; see the package comment
	FanoutGroup uint16 // number of the group in the network namespace; 0 lets OpenGroup choose one that is free
}

// withDefaults fills in what is not said.
func (c Config) withDefaults() Config {
	if c.BlockSize == 0 {
		c.BlockSize = DefaultBlockSize
	}
	if c.Blocks == 0 {
		c.Blocks = DefaultBlocks
	}
	if c.Retire == 0 {
		c.Retire = DefaultRetire
	}
	if c.Wait == 0 {
		c.Wait = DefaultWait
	}
	return c
}

// maxRing bounds the ring's memory: an offset in it must fit 32 bits in the
// kernel, and no box has more to spare.
const maxRing = 2 << 30

// valid returns what is wrong with the configuration.
func (c *Config) valid() error {
	page := unix.Getpagesize()
	switch {
	case c.BlockSize < 0 || c.BlockSize%page != 0:
		return c.fault(ErrConfig, nil, "the size of a block is %d octets; it must be a multiple of %d", c.BlockSize, page)
	case c.Blocks < 1 || c.Blocks > maxRing/c.BlockSize:
		return c.fault(ErrConfig, nil, "there are to be %d blocks; 1 to %d can be", c.Blocks, maxRing/c.BlockSize)
	case c.Retire < time.Millisecond || c.Wait < time.Millisecond || c.Retire > time.Minute || c.Wait > time.Minute:
		return c.fault(ErrConfig, nil, "blocks are retired after %v and waiting ends after %v; 1 ms to 1 min can be", c.Retire, c.Wait)
	case c.SnapLen < 0:
		return c.fault(ErrConfig, nil, "the snap length is %d", c.SnapLen)
	}
	return nil
}

// Ring captures the frames of an interface. One goroutine reads it: Next and
// Close are for that one. Stop and Stats are for all.
type Ring struct {
	c    Config
	link packet.LinkType
	long uint32 // a frame longer than this on the wire was merged
	hard bool   // the interface's clock is used

	mem   []byte // the ring, mapped
	block []byte // the block that is being read or waited for
	index int    // its number
	held  bool   // it is the reader's
	at    uint32 // offset in it of the next frame
	left  uint32 // frames in it not yet delivered

	number uint64 // of the last frame
	counts counts
	polled [2]unix.PollFd
	ending ending
	down   bool // the interface was told to be down, and no frame has come since

	stopped atomic.Bool
	mu      sync.Mutex // of what follows
	fd      int        // -1 once closed
	event   int        // eventfd that wakes Next
	stats   Stats
}

// Open opens a ring. With Fanout it joins the group FanoutGroup, of which
// another process may have members; for a group of one's own see [OpenGroup].
func Open(c Config) (*Ring, error) {
	r, err := open(c)
	if err != nil {
		return nil, err
	}
	if err := r.admit(); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// OpenGroup opens n rings that share the frames of the interface by flow, each
// with memory as c says. No ring gets a frame before all have joined: so none
// sees the beginning of a flow of which another gets the rest.
func OpenGroup(c Config, n int) ([]*Ring, error) {
	c.Fanout = true
	rings := make([]*Ring, 0, n)
	for len(rings) < n {
		r, err := open(c)
		if err != nil {
			closeAll(rings)
			return nil, err
		}
		rings = append(rings, r)
		c.FanoutGroup = r.c.FanoutGroup
	}
	for _, r := range rings {
		if err := r.admit(); err != nil {
			closeAll(rings)
			return nil, err
		}
	}
	return rings, nil
}

func closeAll(rings []*Ring) {
	for _, r := range rings {
		r.Close()
	}
}

// HardwareTime reports whether the interface was asked for its time stamps. It
// is when the interface stamps every frame and its clock agrees with the
// system's within [ClockAgrees]. Frames that come without are stamped by the
// kernel; Stats.HardwareTimes counts those that came with.
func (r *Ring) HardwareTime() bool { return r.hard }

// LinkType returns what the frames begin with.
func (r *Ring) LinkType() packet.LinkType { return r.link }

// Group returns the number of the fanout group, 0 without one.
func (r *Ring) Group() uint16 { return r.c.FanoutGroup }

// Stop ends capturing. Next delivers what had been captured until then, and
// then returns io.EOF. Stop returns at once, wakes a Next that is blocked, and
// may be called by any goroutine, any number of times.
func (r *Ring) Stop() {
	if r.stopped.Swap(true) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fd >= 0 {
		unix.Write(r.event, []byte{1, 0, 0, 0, 0, 0, 0, 1})
	}
}

// Close gives everything back. Frames not yet delivered are lost: call Stop and
// read to io.EOF first to have them. It is for the goroutine that reads, or for
// another when that one has ended; the Data of the last frame is not valid
// afterwards.
func (r *Ring) Close() error {
	r.Stop()
	r.publish()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fd < 0 {
		return nil
	}
	r.addKernel()
	r.block, r.left, r.held = nil, 0, false
	r.ending = ending{err: closed(&r.c), told: true}
	unix.Close(r.event)
	err := unix.Munmap(r.mem)
	if e := unix.Close(r.fd); err == nil {
		err = e
	}
	r.fd, r.mem = -1, nil
	return err
}
