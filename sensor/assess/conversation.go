package assess

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// pair names who asks whom, and by which protocol.
type pair struct {
	client, server netip.Addr
	port           uint16 // of the server
	protocol       *wire.Protocol
	// reversed: the one that asks does so from the protocol's port, and the
	// other is at any port; port is 0 then.
	reversed bool
}

func pairOf(t *wire.Transaction) pair { return newPair(t.Client, t.Server, t.Protocol) }

func newPair(client, server netip.AddrPort, protocol *wire.Protocol) pair {
	p := pair{client: client.Addr().Unmap(), server: server.Addr().Unmap(), port: server.Port(), protocol: protocol}
	if slices.Contains(protocol.Ports, client.Port()) && !slices.Contains(protocol.Ports, server.Port()) {
		p.port, p.reversed = 0, true
	}
	return p
}

func (p pair) compare(o pair) int {
	return cmp.Or(p.client.Compare(o.client), p.server.Compare(o.server),
		cmp.Compare(p.port, o.port), cmp.Compare(p.protocol.Name, o.protocol.Name))
}

// span is when something happened, and how often.
type span struct {
	count       uint64
	first, last Evidence
}

func (s *span) add(e Evidence) {
	if s.count == 0 || e.Before(s.first) {
		s.first = e
	}
	if s.count == 0 || !e.Before(s.last) {
		s.last = e
	}
	s.count++
}

// conversation is what one pair said to each other.
type conversation struct {
	pair
	span
	functions map[function]*functionCount
	stations  []uint32 // sorted, at most asset.MaxStations
	latency   latencies
	outcomes  outcomes
	omitted   uint64 // transactions with functions beyond MaxFunctions
	watch     watch
}

// function names what was asked.
type function struct {
	name      string
	operation wire.Operation
	code, sub uint32
	hasSub    bool
	subName   string // the standard's name of sub, a constant of the decoder; "" for none
}

func functionOf(t *wire.Transaction) function {
	f := function{name: t.Function, operation: t.Operation, code: t.Code}
	if !t.HasSub {
		return f
	}
	f.sub, f.hasSub = t.Sub, true
	if f.subName = subName(t.Request.Fields, t.Sub); f.subName == "" {
		f.subName = subName(t.Response.Fields, t.Sub)
	}
	return f
}

// subName returns the name of a sub-function: that of the first field which has
// it as its value.
func subName(fields []wire.Field, sub uint32) string {
	for i := range fields {
		if f := &fields[i]; f.Depth == 0 && f.Text != "" && f.Value.Num == uint64(sub) {
			return f.Text
		}
	}
	return ""
}

func (f function) compare(o function) int {
	return cmp.Or(cmp.Compare(f.code, o.code), cmp.Compare(f.sub, o.sub), cmp.Compare(f.name, o.name), cmp.Compare(f.subName, o.subName),
		cmp.Compare(f.operation, o.operation))
}

// functionCount is how often a function was asked, and how that ended.
type functionCount struct {
	span
	outcomes outcomes
}

// outcomes counts by wire.Outcome; unanswered ones to which no answer is due
// are counted as quiet.
type outcomes struct {
	answered, refused, unanswered, unasked, quiet uint64
}

func (o *outcomes) add(t *wire.Transaction) {
	switch {
	case t.Outcome == wire.Answered:
		o.answered++
	case t.Outcome == wire.Refused:
		o.refused++
	case t.Outcome == wire.Unasked:
		o.unasked++
	case t.NoReply:
		o.quiet++
	default:
		o.unanswered++
	}
}

func (o *outcomes) total() uint64 {
	return o.answered + o.refused + o.unanswered + o.unasked + o.quiet
}

// conversation returns that of a transaction, making it when there is none; nil
// when there is no room.
func (c *Collector) conversation(t *wire.Transaction) *conversation {
	p := pairOf(t)
	if c.lastTalk != nil && c.lastTalk.pair == p {
		return c.lastTalk
	}
	x := within(c.talks, p, MaxConversations, func() *conversation {
		return &conversation{pair: p, functions: map[function]*functionCount{}}
	})
	if x == nil {
		c.omitted.conversations++
		return nil
	}
	c.lastTalk = x
	return x
}

// add counts a transaction.
func (x *conversation) add(t *wire.Transaction, e Evidence) {
	x.span.add(e)
	x.outcomes.add(t)
	if t.Latency != wire.NoLatency {
		x.latency.add(t.Latency)
	}
	if i, ok := slices.BinarySearch(x.stations, t.Station); !ok && len(x.stations) < maxStations {
		x.stations = slices.Insert(x.stations, i, t.Station)
	}
	n := within(x.functions, functionOf(t), MaxFunctions, empty[functionCount])
	if n == nil {
		x.omitted++
		return
	}
	n.span.add(e)
	n.outcomes.add(t)
}

// talkList returns the conversations in order.
func (c *Collector) talkList() []*conversation {
	list := make([]*conversation, 0, len(c.talks))
	for _, x := range c.talks {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b *conversation) int { return a.pair.compare(b.pair) })
	return list
}

// functionList returns the functions of a conversation in the order of codes.
func (x *conversation) functionList() []function {
	list := make([]function, 0, len(x.functions))
	for f := range x.functions {
		list = append(list, f)
	}
	slices.SortFunc(list, function.compare)
	return list
}
