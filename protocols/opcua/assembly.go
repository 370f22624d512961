package opcua

import "github.com/banken-ot/banken/protocols/wire"

// assembly is a message of which chunks are still to come.
type assembly struct {
	used             bool
	channel, request uint32
	partial          bool // its first chunk was not seen
	over             bool // beyond MaxReassembly: no more is kept
	chunks, size     int  // size with all headers
	total            int  // octets of the bodies, kept or not
	buf              []byte
	defects          wire.Defects
	age              uint32 // counts chunks taken in since it began
}

// find returns the unfinished message of a request, or nil.
func (s *side) find(channel, request uint32) *assembly {
	for i := range s.assemblies {
		if a := &s.assemblies[i]; a.used && a.request == request && a.channel == channel {
			return a
		}
	}
	return nil
}

// collect takes in a chunk that others follow.
func (d *decoder) collect(dir wire.Direction, k *chunk) {
	s := &d.sides[dir]
	a := s.find(k.channel.id, k.request)
	if a == nil {
		a = s.start(k.channel.id, k.request)
		a.partial = startsService(k.body) == 0
	}
	s.add(a, k)
}

// start returns a place for a message: a free one, and of these the one with
// the largest buffer; when there may be no more, the message begun first is
// dropped.
func (s *side) start(channel, request uint32) *assembly {
	var free, oldest *assembly
	for i := range s.assemblies {
		a := &s.assemblies[i]
		if !a.used && (free == nil || cap(a.buf) > cap(free.buf)) {
			free = a
		}
		if a.used && (oldest == nil || a.age > oldest.age) {
			oldest = a
		}
	}
	switch {
	case free != nil:
	case len(s.assemblies) < maxAssemblies:
		s.assemblies = append(s.assemblies, assembly{})
		free = &s.assemblies[len(s.assemblies)-1]
	default:
		free = oldest
		s.lost, s.evicted = afterLoss, true
	}
	s.quiet = 0
	*free = assembly{used: true, channel: channel, request: request, buf: free.buf[:0]}
	return free
}

// add appends a chunk.
func (s *side) add(a *assembly, k *chunk) {
	held, kept := 0, 0
	for i := range s.assemblies {
		o := &s.assemblies[i]
		kept += cap(o.buf)
		if o.used {
			o.age++
			held += len(o.buf)
		}
	}
	a.chunks++
	a.size += k.size
	a.total += len(k.body)
	a.defects |= k.defects
	switch {
	case a.partial || a.over:
		return
	case held+len(k.body) > MaxReassembly:
		a.over = true
		return
	case kept > 2*MaxReassembly && len(a.buf) == 0:
		a.buf = nil // buffers grown in turn must not add up
	}
	a.buf = append(a.buf, k.body...)
}

// maxQuiet is how many messages of one chunk let go of the buffers for those of
// several: clients that browse a server at their start do so once, those that
// read whole areas every second have few other messages between.
const maxQuiet = 1024

// rest counts a message of one chunk, and gives up buffers nobody needs.
func (s *side) rest() {
	if len(s.assemblies) == 0 {
		return
	}
	if s.quiet++; s.quiet >= maxQuiet && !s.unfinished() {
		s.assemblies = nil
	}
}

func (s *side) unfinished() bool {
	for i := range s.assemblies {
		if s.assemblies[i].used {
			return true
		}
	}
	return false
}

// complete decodes a message whose last chunk has come.
func (d *decoder) complete(m *wire.Message, dir wire.Direction, k *chunk) {
	s := &d.sides[dir]
	m.Defects = k.defects
	size, chunks, total, body := k.size, 1, len(k.body), k.body
	partial := false
	if a := s.find(k.channel.id, k.request); a != nil {
		s.add(a, k)
		a.used = false
		size, chunks, total, body = a.size, a.chunks, a.total, a.buf
		m.Defects = a.defects
		partial = a.partial
		if a.over {
			m.Defects |= wire.Own(defectTooLarge)
		}
	} else {
		s.rest()
		partial = (s.lost > 0 || k.channel.mode == modeUnknown) && startsService(body) == 0
	}
	if l := &d.limits[dir]; l.message != 0 && uint32(total) > l.message || l.chunks != 0 && uint32(chunks) > l.chunks {
		m.Defects |= wire.Own(defectMessageLimit)
	}
	r := &d.read
	r.begin(m, body)
	r.request, r.channel = k.request, k.channel
	d.envelope(r, k, size, chunks)
	r.sequenceHeader(k)
	if partial {
		d.incomplete(m, dir, total)
		return
	}
	s.lost = max(s.lost-1, 0)
	d.message(m, dir)
	d.end(m, k)
}

// incomplete reports the end of a message whose start was not captured. What
// is there may be the middle of a secret.
func (d *decoder) incomplete(m *wire.Message, dir wire.Direction, total int) {
	m.Role = roleOf(dir)
	m.Function, m.Code, m.Operation = "incomplete", uint32(codeMessage), wire.Session
	switch s := &d.sides[dir]; {
	case s.lost > 0 && s.evicted:
		d.read.flag(defectUnfinished)
	case s.lost > 0:
		m.Defects |= wire.NotCaptured
	case total < typeIDOctets:
		m.Defects |= wire.Truncated
	default:
		d.read.flag(defectTypeID)
	}
	if total > 0 {
		d.read.put(0, "data", wire.Secret(total))
	}
}

// end ends a message in the clear: with its signature, or with too much.
func (d *decoder) end(m *wire.Message, k *chunk) {
	r, ch := &d.read, k.channel
	n := r.c.Len()
	if ch.mode == modeUnknown && !r.halted && !r.c.Short {
		d.infer(m, ch, n)
		if ch.mode == modeSign {
			r.c.Skip(n)
			k.signature = n
		}
	}
	r.finish(0)
	if k.signature > 0 {
		r.put(0, "Signature", wire.Secret(k.signature))
	}
}

// infer tells the mode of a channel by what its first readable message ends
// with.
func (d *decoder) infer(m *wire.Message, ch *channel, left int) {
	switch {
	case m.Defects&(wire.Truncated|wire.BadLength) != 0:
	case ch.signature > 0: // the policy was seen, and it was cut off
		ch.mode = modeSign
	case left == 0:
		ch.mode, ch.signature = modeNone, 0
	case left > 0 && signatureLength(left):
		ch.mode, ch.signature = modeSign, left
	}
}

// abort decodes the chunk that ends a message the sender gave up (Part 6,
// 6.7.3): nobody acts upon what was sent of it.
func (d *decoder) abort(m *wire.Message, dir wire.Direction, k *chunk) {
	s := &d.sides[dir]
	m.Defects = k.defects
	size, chunks := k.size, 1
	m.Function, m.Code, m.Operation = "incomplete", uint32(codeMessage), wire.Session
	if a := s.find(k.channel.id, k.request); a != nil {
		a.used = false
		size, chunks = a.size+k.size, a.chunks+1
		m.Defects |= a.defects
		if def := &structures[startsService(a.buf)]; !a.partial && def.service != 0 {
			d.name(m, def.service)
		}
	}
	r := &d.read
	r.begin(m, k.body)
	d.envelope(r, k, size, chunks)
	r.sequenceHeader(k)
	m.Role = roleOf(dir)
	m.NoReply, m.Refused = dir == wire.ToServer, dir == wire.ToClient
	r.failure()
	r.finish(0)
}
