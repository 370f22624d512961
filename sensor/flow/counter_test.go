package flow

import "github.com/banken-ot/banken/protocols/wire"

// counter is a consumer that only counts.
type counter struct {
	octets, gaps, datagrams, conflicts, ends int
}

func (c *counter) Octets(_ *Flow, _ wire.Direction, _ Position, b []byte) { c.octets += len(b) }
func (c *counter) Gap(_ *Flow, _ wire.Direction, _ Position, n int)       { c.gaps += n }
func (c *counter) Datagram(*Flow, wire.Direction, Position, []byte)       { c.datagrams++ }
func (c *counter) Conflict(*Flow, wire.Direction, Position, Overlap)      { c.conflicts++ }
func (c *counter) End(*Flow, Position, Ending)                            { c.ends++ }
