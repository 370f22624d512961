package model

import "github.com/banken-ot/banken/baseline"

// channel is how long a channel has been seen.
type channel struct {
	first, last int64  // UTC ns
	lastDay     uint32 // day last seen on
	days        uint32 // days seen on before lastDay
	native      bool   // first seen before the site was judged
}

// channel returns that of a number; of 0, one that is always cold.
func (m *Model) channel(id baseline.ChannelID) *channel {
	for int(id) >= len(m.channels) {
		m.channels = append(m.channels, channel{})
	}
	if id == 0 {
		m.channels[0] = channel{}
	}
	return &m.channels[id]
}

func (c *channel) see(day uint32, now int64, site baseline.State) {
	if c.first == 0 {
		c.first, c.lastDay, c.native = now, day, !site.Judges()
	}
	if c.lastDay != day {
		c.days++
		c.lastDay = day
	}
	c.last = now
}

// channelReadyDays make a channel ready by itself, whatever else of the site waits
// for people: with no new behaviour in so many days the bound is one in ten.
const channelReadyDays = 30

// state is how far a channel was learned.
func (c *channel) state(site baseline.State) baseline.State {
	switch {
	case c.days == 0:
		return baseline.Cold
	case c.days < baseline.ProvisionalDays:
		return baseline.Learning
	case c.days < channelReadyDays && site < baseline.Ready:
		return baseline.Provisional
	}
	return baseline.Ready
}
