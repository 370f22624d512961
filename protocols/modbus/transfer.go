package modbus

import (
	"bytes"
	"crypto/sha256"
	"hash"

	"github.com/banken-ot/banken/protocols/wire"
)

// transfers rebuilds the program that is loaded into or taken out of a
// controller over UMAS. Blocks are numbered from 1 and hashed as they come;
// nothing of them is kept. One transfer a connection is followed: the
// controller is reserved for it.
type transfers struct {
	active   bool
	upload   bool
	unit     uint8
	broken   bool // blocks are missing, out of order, not whole or were refused
	next     uint16
	blocks   uint64
	octets   uint64
	declared uint64 // octets the controller announced; 0 when it did not
	digest   hash.Hash
	block    [sha256.Size]byte // of the last block, to tell a repetition
	sum      [sha256.Size]byte
}

// begin starts a transfer.
func (t *transfers) begin(unit uint8, upload bool) {
	digest := t.digest
	if digest == nil {
		digest = sha256.New()
	}
	digest.Reset()
	*t = transfers{active: true, upload: upload, unit: unit, next: 1, digest: digest}
}

// add takes the next block.
func (t *transfers) add(unit uint8, upload bool, number uint16, b []byte) {
	if !t.active || t.unit != unit || t.upload != upload {
		t.begin(unit, upload) // its beginning was not captured
		t.broken, t.next = true, number
	}
	sum := sha256.Sum256(b)
	switch {
	case number == t.next:
	case number+1 == t.next && bytes.Equal(sum[:], t.block[:]):
		return // sent again
	default:
		t.broken = true
	}
	t.block = sum
	t.next = number + 1
	t.blocks++
	t.octets += uint64(len(b))
	t.digest.Write(b)
}

// refused tells that the controller did not accept a message of a transfer.
func (t *transfers) refused(unit, code uint8) {
	if t.active && t.unit == unit && code >= umasBeginDownload && code <= umasEndUpload {
		t.broken = true
	}
}

// lost tells that octets of the connection were never captured: a block may be
// among them, or a refusal.
func (t *transfers) lost() { t.broken = t.broken || t.active }

// report adds what was transferred to the message that ends it.
func (t *transfers) report(m *wire.Message, unit, code uint8) {
	upload := code == umasEndUpload
	if !t.active || t.unit != unit || t.upload != upload {
		return
	}
	direction := "download"
	if upload {
		direction = "upload"
	}
	complete := !t.broken && t.blocks > 0 && (t.declared == 0 || t.declared == t.octets)
	m.FieldAt(0, "program", "", wire.Struct())
	m.FieldAt(1, "transfer", direction, wire.Hex(uint64(code)))
	m.FieldAt(1, "block_count", "", wire.Uint(t.blocks))
	m.FieldAt(1, "octet_count", "", wire.Uint(t.octets))
	m.FieldAt(1, "sha256", "", wire.Octets(t.digest.Sum(t.sum[:0])))
	m.FieldAt(1, "complete", "", wire.Bool(complete))
	t.active = false
}

// umasBegin reads the context and the largest block of a transfer.
func umasBegin(x *content) {
	x.d.transfers.begin(x.unit, x.m.Sub == umasBeginUpload)
	if x.c.Len() < 4 {
		return
	}
	x.m.Field("context", wire.Hex(uint64(x.c.BE16())))
	x.m.Field("block_size", wire.Uint(uint64(x.c.LE16())))
}

// umasUploadSize reads how many octets the controller will give.
func umasUploadSize(x *content) {
	if x.c.Len() < 6 {
		return
	}
	x.m.Field("context", wire.Hex(uint64(x.c.BE16())))
	n := uint64(x.c.LE32())
	x.m.Field("size", wire.Uint(n))
	if t := &x.d.transfers; t.active && t.upload && t.unit == x.unit {
		t.declared = n
	}
}

// umasBlockNumber reads which block is asked for.
func umasBlockNumber(x *content) { x.blockNumber() }

func (x *content) blockNumber() (number uint16, ok bool) {
	if x.c.Len() < 4 {
		return 0, false
	}
	x.m.Field("context", wire.Hex(uint64(x.c.BE16())))
	n := x.c.LE16()
	x.m.Field("block", wire.Uint(uint64(n)))
	return n, true
}

// umasDownload reads a block on its way into the controller.
func umasDownload(x *content) {
	if number, ok := x.blockNumber(); ok {
		x.blockData(false, number)
	}
}

// blockData reads length and octets of a block and adds it to the transfer.
func (x *content) blockData(upload bool, number uint16) {
	n := int(x.c.LE16())
	if x.c.Short {
		return
	}
	whole := n == x.c.Len()
	x.flag(!whole, badByteCount)
	b := x.c.Octets(min(n, x.c.Len()))
	x.m.Field("block_data", wire.Octets(b))
	t := &x.d.transfers
	t.add(x.unit, upload, number, b)
	t.broken = t.broken || !whole
}

// umasUpload reads a block on its way out: whether it is the last, length,
// octets. Its number is in the request.
func umasUpload(x *content) {
	x.tell("last", wire.Bool(x.c.LE16() != 0))
	x.blockData(true, x.d.asked)
}

// umasEnd reads the number of the last block, which must be that of the last
// one seen.
func umasEnd(x *content) {
	n, told := uint16(0), x.c.Len() >= 4
	if told {
		x.m.Field("context", wire.Hex(uint64(x.c.BE16())))
		n = x.c.LE16()
		x.m.Field("block_count", wire.Uint(uint64(n)))
	}
	if t := &x.d.transfers; t.unit == x.unit && (!told || n+1 != t.next) {
		t.broken = true
	}
}
