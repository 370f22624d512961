package opcua

import "github.com/banken-ot/banken/protocols/wire"

// channel is a SecureChannel (Part 6, 6.7).
type channel struct {
	id     uint32
	used   bool
	opened bool // its OPN was seen
	policy uint8
	mode   uint32
	// signature is the length of the signature behind a chunk; -1: not known.
	signature int
	// token and previous are the SecurityTokens in use: after a renewal the
	// former holds until the client uses the new one (Part 4, 5.5.2).
	token, previous uint32
}

// opening is a SecureChannel that is asked for.
type opening struct {
	waits  bool
	key    wire.Key
	policy uint8
	mode   uint32
}

// openedChannel is what an OPN told in the clear.
type openedChannel struct {
	mode           uint32
	renew          bool
	channel, token uint32
}

// find returns the channel with an id, or nil.
func (d *decoder) find(id uint32) *channel {
	if c := &d.channels[d.newest]; c.used && c.id == id {
		return c
	}
	for i := range d.channels {
		if c := &d.channels[i]; c.used && c.id == id {
			d.newest = i
			return c
		}
	}
	return nil
}

// channelOf returns the channel with an id; one that is not known is made,
// in place of the one made longest ago.
func (d *decoder) channelOf(id uint32) *channel {
	if c := d.find(id); c != nil {
		return c
	}
	d.newest = (d.newest + 1) % maxChannels
	c := &d.channels[d.newest]
	*c = channel{id: id, used: true, signature: -1}
	return c
}

// granted takes in the response that opens or renews a channel.
func (d *decoder) granted(id uint32, uri uint8, o *openedChannel, plain bool) {
	if o.channel != 0 {
		id = o.channel
	}
	c := d.channelOf(id)
	if !c.opened || c.token != o.token {
		c.previous = c.token
	}
	c.opened, c.token = d.begun && !d.lossy, o.token
	c.policy = uri
	c.signature = policies[uri].signature
	switch {
	case uri == policyNone:
		c.mode = modeNone
	case plain && d.opening.waits && d.opening.mode != 0:
		c.mode = d.opening.mode
	}
	d.opening.waits = false
}

// known tells whether a token is one of the channel's. When the OPN was
// encrypted the token was not seen: the first one used is taken for it.
func (c *channel) known(token uint32) bool {
	switch {
	case token == c.token || token == c.previous:
		return true
	case c.token == 0 || !c.opened:
		c.previous, c.token = c.token, token
		return true
	}
	return false
}

// inSequence checks the sequence number of a chunk of one direction: it counts
// up by one and begins anew below 1,024 before it would overflow (Part 6,
// 6.7.2.4). Where octets were lost nothing can be said.
func (s *side) inSequence(n uint32) wire.Defects {
	last, known := s.sequence, s.sequenced
	s.sequence, s.sequenced = n, true
	switch {
	case !known || n == last+1 || last >= 1<<32-1-1024 && n < 1024:
		return 0
	case n == last:
		return wire.Own(defectSequenceRepeated)
	case n > last:
		return wire.Own(defectSequenceGap)
	}
	return wire.Own(defectSequenceBack)
}
