package watch

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/tag"
)

// Channel is how far a channel was learned, with its addresses and times as they are
// observed.
type Channel struct {
	model.Channel
	Client, Server netip.Addr
	Protocol       string
}

// Channels returns how far every channel was learned, in the order in which they came: at
// most baseline.MaxChannels.
func (s *Site) Channels() (list []Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.model.Book()
	s.model.Channels(func(c *model.Channel) bool {
		x := Channel{Channel: *c, Client: b.Addr(c.Client).Unmap(), Server: b.Addr(c.Server).Unmap(), Protocol: b.Text(c.Channel.Protocol)}
		x.First, x.Last = s.observed(c.First), s.observed(c.Last)
		list = append(list, x)
		return true
	})
	return list
}

// Points returns the plant's own list of points; nil without one. It is only read.
func (s *Site) Points() *tag.Table {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tags
}
