package synth

import (
	"math"
	"time"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

// publishCode is the encoding id of a Publish request (Part 6, A.2).
const publishCode = 826

// short tells whether events are made without octets.
func (e *engine) short() bool { return e.net == nil && e.direct }

// published begins the event of a Publish request that is answered now.
func (e *engine) published(s *session, first waiting, at int64) (*Event, int64) {
	at = max(at, s.c.last[toClient]+gap)
	s.c.last[toClient] = at
	v := e.transaction(s.c, &opcua.Protocol, first.at, at-first.at)
	v.Operation, v.Function, v.Code, v.HasStatus = wire.Read, "Publish", publishCode, true
	return v, at
}

// tellPublish makes the event of an answer, as the decoder would.
func (e *engine) tellPublish(s *session, first waiting, at int64) int64 {
	v, at2 := e.published(s, first, at)
	sampled := at / int64(time.Second) * int64(time.Second)
	for _, i := range s.changed {
		n := &s.nodes[i]
		p := wire.Point{Space: plant.Namespace, Count: 1, Ident: 's', Name: s.names[i], HasTime: true, Time: sampled}
		p.Value = wire.Value{Kind: wire.KindFloat64, Num: math.Float64bits(s.told[i])}
		if n.Boolean {
			p.Value = wire.Bool(s.told[i] != 0)
		}
		v.Points = append(v.Points, p)
	}
	e.emit(s.c)
	return at2
}

// refusePublish makes the event of a fault.
func (e *engine) refusePublish(s *session, first waiting, at int64, status ua.StatusCode) int64 {
	v, at := e.published(s, first, at)
	v.Outcome, v.Status = wire.Refused, uint32(status)
	e.emit(s.c)
	return at
}
