package wire

import (
	"encoding/binary"
	"math"
)

// Cursor reads a structure from octets. Reading past the end returns zero and
// sets Short, which stays set: read the whole structure, ask once.
type Cursor struct {
	b     []byte
	off   int
	Short bool
}

// NewCursor returns a cursor at the start of b.
func NewCursor(b []byte) Cursor { return Cursor{b: b} }

// Len returns how many octets are left.
func (c *Cursor) Len() int { return len(c.b) - c.off }

// Offset returns how many octets were read.
func (c *Cursor) Offset() int { return c.off }

// Octets returns the next n octets, which alias the input; nil when there are
// fewer, and then nothing more can be read.
func (c *Cursor) Octets(n int) []byte {
	if n < 0 || n > len(c.b)-c.off {
		c.Short = true
		c.off = len(c.b)
		return nil
	}
	b := c.b[c.off : c.off+n : c.off+n]
	c.off += n
	return b
}

// Rest returns all octets left.
func (c *Cursor) Rest() []byte { return c.Octets(c.Len()) }

// Skip passes over n octets.
func (c *Cursor) Skip(n int) { c.Octets(n) }

// U8 reads one octet.
func (c *Cursor) U8() uint8 {
	if c.off >= len(c.b) {
		c.Short = true
		return 0
	}
	v := c.b[c.off]
	c.off++
	return v
}

// Peek returns the next octet without reading it; 0 at the end.
func (c *Cursor) Peek() uint8 {
	if c.off >= len(c.b) {
		return 0
	}
	return c.b[c.off]
}

// BE16 reads 16 bits, high octet first.
func (c *Cursor) BE16() uint16 {
	if b := c.Octets(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

// BE32 reads 32 bits, high octet first.
func (c *Cursor) BE32() uint32 {
	if b := c.Octets(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

// LE16 reads 16 bits, low octet first.
func (c *Cursor) LE16() uint16 {
	if b := c.Octets(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

// LE24 reads 24 bits, low octet first.
func (c *Cursor) LE24() uint32 {
	if b := c.Octets(3); b != nil {
		return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	}
	return 0
}

// LE32 reads 32 bits, low octet first.
func (c *Cursor) LE32() uint32 {
	if b := c.Octets(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// LE48 reads 48 bits, low octet first.
func (c *Cursor) LE48() uint64 {
	if b := c.Octets(6); b != nil {
		return uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint16(b[4:]))<<32
	}
	return 0
}

// LE64 reads 64 bits, low octet first.
func (c *Cursor) LE64() uint64 {
	if b := c.Octets(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// LEFloat32 reads an IEEE 754 single, low octet first.
func (c *Cursor) LEFloat32() float32 { return math.Float32frombits(c.LE32()) }

// LEFloat64 reads an IEEE 754 double, low octet first.
func (c *Cursor) LEFloat64() float64 { return math.Float64frombits(c.LE64()) }
