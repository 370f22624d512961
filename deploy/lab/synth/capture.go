package synth

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
)

// Format is how a capture is written.
type Format uint8

// The formats of captures, both with times in nanoseconds and one Ethernet
// interface.
const (
	Pcapng Format = iota
	Pcap
)

// Link type and snapshot length of the captures.
const (
	ethernet = 1
	snapshot = 65535
)

// writer writes frames to a capture. The first error stays.
type writer struct {
	w       *bufio.Writer
	format  Format
	head    [32]byte
	packets uint64
	octets  uint64 // written, headers of the format included
	err     error
}

func newWriter(w io.Writer, f Format) *writer {
	c := &writer{w: bufio.NewWriterSize(w, 1<<18), format: f}
	if f == Pcap {
		c.put(le(nil, 4, 0xa1b23c4d), le(nil, 2, 2), le(nil, 2, 4), make([]byte, 8), le(nil, 4, snapshot), le(nil, 4, ethernet))
		return c
	}
	c.block(0x0a0d0d0a, le(nil, 4, 0x1a2b3c4d), le(nil, 2, 1), le(nil, 2, 0), le(nil, 8, ^uint64(0)))
	resolution := []byte{9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0} // if_tsresol 10^-9, end of options
	c.block(1, le(nil, 2, ethernet), le(nil, 2, 0), le(nil, 4, snapshot), resolution)
	return c
}

func le(b []byte, octets int, v uint64) []byte {
	return append(b, binary.LittleEndian.AppendUint64(nil, v)[:octets]...)
}

func (c *writer) put(parts ...[]byte) {
	for _, b := range parts {
		n, err := c.w.Write(b)
		c.octets += uint64(n)
		if err != nil && c.err == nil {
			c.err = fmt.Errorf("synth: %w", err)
		}
	}
}

// block writes a block of pcapng; the parts together are a multiple of four long.
func (c *writer) block(kind uint64, parts ...[]byte) {
	n := 12
	for _, p := range parts {
		n += len(p)
	}
	size := le(nil, 4, uint64(n))
	c.put(le(nil, 4, kind), size)
	c.put(parts...)
	c.put(size)
}

var padding [4]byte

// frame writes one frame.
func (c *writer) frame(at int64, b []byte) {
	c.packets++
	n := uint32(len(b))
	h := c.head[:]
	if c.format == Pcap {
		binary.LittleEndian.PutUint32(h, uint32(at/1e9))
		binary.LittleEndian.PutUint32(h[4:], uint32(at%1e9))
		binary.LittleEndian.PutUint32(h[8:], n)
		binary.LittleEndian.PutUint32(h[12:], n)
		c.put(h[:16], b)
		return
	}
	pad := -n & 3
	binary.LittleEndian.PutUint32(h, 6)
	binary.LittleEndian.PutUint32(h[4:], 32+n+pad)
	binary.LittleEndian.PutUint32(h[8:], 0)
	binary.LittleEndian.PutUint32(h[12:], uint32(at>>32))
	binary.LittleEndian.PutUint32(h[16:], uint32(at))
	binary.LittleEndian.PutUint32(h[20:], n)
	binary.LittleEndian.PutUint32(h[24:], n)
	c.put(h[:28], b, padding[:pad], h[4:8])
}

// close writes what is gathered.
func (c *writer) close() error {
	if err := c.w.Flush(); err != nil && c.err == nil {
		c.err = fmt.Errorf("synth: %w", err)
	}
	return c.err
}
