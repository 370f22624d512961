package whitelist

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// protocol is a protocol and what of it must be known to learn it.
type protocol struct {
	*wire.Protocol
	name baseline.NameID // 0 until it was met
	// headers: a request names what it asks for in object headers; the points of
	// the answer are what happens to have changed.
	headers bool
	// space makes the spaces that tell the same points one.
	space uint32
}

// traits are those of protocols that are not asked as Modbus is: range by range.
var traits = map[string]protocol{
	"dnp3": {headers: true, space: 0xff}, // the variation is how a point is told
}

// maxProtocols bounds the list; there are a handful.
const maxProtocols = 64

// protocols are those known by name.
type protocols []protocol

func newProtocols(known []*wire.Protocol) protocols {
	p := make(protocols, 0, maxProtocols)
	for _, x := range known {
		p.add(x)
	}
	return p
}

func (p *protocols) add(x *wire.Protocol) *protocol {
	if len(*p) == maxProtocols {
		return &protocol{Protocol: x}
	}
	t := traits[x.Name]
	t.Protocol = x
	*p = append(*p, t)
	return &(*p)[len(*p)-1]
}

// of returns the entry of a protocol, with its name in the book.
func (p *protocols) of(b *baseline.Book, x *wire.Protocol) *protocol {
	for i := range *p {
		if q := &(*p)[i]; q.Protocol == x && q.name != 0 {
			return q
		}
	}
	return p.meet(b, x)
}

func (p *protocols) meet(b *baseline.Book, x *wire.Protocol) *protocol {
	q := (*protocol)(nil)
	for i := range *p {
		if (*p)[i].Protocol == x {
			q = &(*p)[i]
		}
	}
	if q == nil {
		q = p.add(x)
	}
	q.name = b.NameOf(x.Name)
	return q
}

// named returns the protocol of a name, nil when it is not known.
func (p protocols) named(name string) *wire.Protocol {
	for i := range p {
		if p[i].Name == name {
			return p[i].Protocol
		}
	}
	return nil
}

// subscribes and tells are the services by which points are watched and told.
func subscribes(e *baseline.Event) bool { return e.Function == "CreateMonitoredItems" }

func tells(e *baseline.Event) bool { return e.Function == "Publish" || e.Function == "Republish" }
