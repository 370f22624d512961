package dnp3

import (
	"bytes"
	"hash/maphash"

	"github.com/banken-ot/banken/protocols/wire"
)

// decoder decodes one connection.
type decoder struct {
	room         *wire.Buffers
	seed         maphash.Seed // of hashes that only tell whether octets are the same
	halves       [2]half
	self         selfRequest
	last         int // index of the association used last
	associations []association
	uses         uint64
	assemblies   []assembly                  // fragments that are not complete, at most MaxAssemblies
	lent         []byte                      // octets of the fragment that was complete last
	x            fragment                    // decoding of the objects of the current fragment
	data         [maxBlocks * blockSize]byte // user data of the current frame
}

// half is the state of one direction.
type half struct {
	skipping bool     // inside octets that belong to no frame
	skipped  bool     // such octets stood before, and no message told it yet
	unread   bool     // a frame could not be read since the last request
	gap      bool     // octets were lost since a fragment began
	request  sequence // of the last request, whoever it went to
}

func newDecoder(_ wire.Transport, room *wire.Buffers) wire.Decoder {
	return &decoder{room: room, seed: maphash.MakeSeed()}
}

// Reset implements wire.Decoder.
func (d *decoder) Reset() {
	d.takeBack()
	for len(d.assemblies) > 0 {
		d.close(&d.assemblies[0])
	}
	d.halves, d.self = [2]half{}, selfRequest{}
	d.associations, d.last, d.uses = d.associations[:0], 0, 0
}

// Decode implements wire.Decoder: it decodes one link frame.
func (d *decoder) Decode(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	d.takeBack()
	if !starts(b) {
		return d.skip(dir, b)
	}
	if len(b) < headerSize {
		return 0, wire.ErrShort
	}
	if !soundHeader(b) || b[2] < minLength {
		return d.badHeader(m, dir, b)
	}
	n := frameSize(b[2])
	if len(b) < n {
		return 0, wire.ErrShort
	}
	if !d.frame(m, dir, b[:n]) {
		n = d.within(dir, b[:n])
	}
	if m.Role != wire.RoleNone && m.Defects != 0 {
		return n, wire.ErrContent
	}
	return n, nil
}

// frame decodes a whole frame with a sound header. It tells whether all of it is
// sound.
func (d *decoder) frame(m *wire.Message, dir wire.Direction, b []byte) (sound bool) {
	h := &d.halves[dir]
	h.skipping = false
	f := parseHeader(b)
	if f.destination >= addressReserved || f.src >= addressReserved {
		m.Defects |= addressDefects(&f)
	}
	if h.skipped {
		m.Defects |= own(skippedOctets)
	}
	var trusted []byte
	if f.length > 0 {
		trusted = unblock(&d.data, b, f.length)
	}
	if len(trusted) < f.length {
		m.Defects |= own(blockCRC)
	}
	if f.carriesData() {
		d.userData(m, dir, &f, b, trusted)
	} else {
		d.linkOnly(m, &f, trusted)
	}
	if m.Role != wire.RoleNone {
		h.skipped = false
	}
	return len(trusted) == f.length
}

// within returns where the next frame may start in a frame whose user data is
// wrong: its length may be, or octets of it may be missing, and then frames
// stand where its data should. Receivers look for them there, so nothing may
// hide behind a length.
func (d *decoder) within(dir wire.Direction, b []byte) int {
	for n := 2; n < len(b); n++ {
		c := b[n:]
		if !starts(c) {
			continue
		}
		if len(c) < headerSize { // what follows decides, and if it is none, it was data
			d.halves[dir].skipping = true
			return n
		}
		if soundHeader(c) && c[2] >= minLength {
			return n
		}
	}
	return len(b)
}

func addressDefects(f *frame) (bad wire.Defects) {
	if f.src >= addressReserved || f.destination >= addressReserved && f.destination < addressSelf {
		bad |= own(reservedAddress)
	}
	if f.destination == addressSelf {
		bad |= own(selfAddress)
	}
	return bad
}

// skip passes over octets up to the next sound header, or the start of what may
// be one.
func (d *decoder) skip(dir wire.Direction, b []byte) (int, error) {
	h := &d.halves[dir]
	h.skipping, h.skipped, h.unread = true, true, true
	n := 1
	for ; n < len(b); n++ {
		i := bytes.IndexByte(b[n:], start1)
		if i < 0 {
			return len(b), wire.ErrSkip
		}
		n += i
		if c := b[n:]; starts(c) && (len(c) < headerSize || soundHeader(c)) {
			break
		}
	}
	return min(n, len(b)), wire.ErrSkip
}

// badHeader deals with a frame start whose header is wrong: it is reported once,
// and what follows is passed over up to the next sound header.
func (d *decoder) badHeader(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	h := &d.halves[dir]
	if h.skipping {
		return d.skip(dir, b)
	}
	h.skipping, h.unread = true, true
	n := 1
	for n < headerSize && !starts(b[n:headerSize]) {
		n++
	}
	if soundHeader(b) { // the length is too small for the header itself
		f := parseHeader(b)
		d.linkMessage(m, &f)
		m.Defects |= wire.BadLength
	} else {
		m.Code, m.Operation = LinkCode, wire.Session
		m.Defects |= own(headerCRC)
	}
	m.Function, m.Role = "link-invalid", wire.Notice
	m.Field("data", wire.Octets(b[:n]))
	return n, wire.ErrContent
}

// Gap implements wire.Decoder.
func (d *decoder) Gap(dir wire.Direction, _ int) {
	d.halves[dir] = half{gap: true}
	for i := len(d.assemblies) - 1; i >= 0; i-- {
		if s := &d.assemblies[i]; s.dir == dir {
			d.close(s)
		}
	}
	for i := range d.associations {
		d.associations[i].forget(dir)
	}
}

// forget drops what octets lost in a direction may have changed.
func (a *association) forget(dir wire.Direction) {
	a.counted = [2]repeated{}
	a.awaits = [2]uint8{}
	a.controls = [16]uint8{}
	if dir == wire.ToServer {
		a.selection = selection{state: selectionUnknown}
		a.request = sequence{}
		a.confirms = [2]confirm{}
		return
	}
	a.series = series{}
	a.confirms = [2]confirm{}
}
