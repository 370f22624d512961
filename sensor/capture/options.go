package capture

// options walks the options of a block (draft-ietf-opsawg-pcapng, 3.5).
type options struct {
	r     *Reader
	b     []byte
	code  uint16
	value []byte
}

func (r *Reader) options(b []byte) options { return options{r: r, b: b} }

// next steps to the next option; false at the end. Octets that are no option end
// the list, and are counted as a defect.
func (o *options) next() bool {
	if len(o.b) == 0 {
		return false
	}
	if len(o.b) < 4 {
		o.r.defects.Options++
		return false
	}
	code, n := o.r.u16(o.b), int(o.r.u16(o.b[2:]))
	if code == optionEnd {
		return false
	}
	padded := 4 + (n+3)&^3
	if padded > len(o.b) {
		o.r.defects.Options++
		return false
	}
	o.code, o.value, o.b = code, o.b[4:4+n], o.b[padded:]
	return true
}

// rewrite begins a copy of a block for pcapgo with the fixed part alone. To it
// options are added; it is ended with endOptions. pcapgo panics at options it
// does not expect, and loses its place at others.
func (r *Reader) rewrite(fixed []byte) []byte {
	return append(r.scratch[:0], fixed...)
}

// addOption adds an option, unless the scratch is full: a block that repeats its
// options is not worth more.
func (r *Reader) addOption(c []byte, code uint16, value []byte) []byte {
	n := 4 + (len(value)+3)&^3
	if len(c)+n > scratchSize-8 {
		return c
	}
	at := len(c)
	c = c[:at+n]
	clear(c[at:])
	r.putU16(c[at:], code)
	r.putU16(c[at+2:], uint16(len(value)))
	copy(c[at+4:], value)
	return c
}

// endOptions ends the options and the block.
func (r *Reader) endOptions(c []byte) []byte {
	at := len(c)
	c = c[:at+8]
	clear(c[at:])
	r.putU32(c[4:], uint32(len(c)))
	r.putU32(c[at+4:], uint32(len(c)))
	return c
}
