package assess

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// defectKey names what is wrong with the messages of one device. Of a defect
// that is not the device's own (octets not captured, bounds of the decoder),
// sight is set.
type defectKey struct {
	addr     netip.Addr
	protocol *wire.Protocol
	name     string
	sight    bool
}

// sightDefects are the defects that tell of the capture or the decoder and not
// of the device.
const sightDefects = wire.NotCaptured | wire.Evicted | wire.Omitted | wire.TooDeep

// defective counts the defects of a transaction: those of the request with the
// client, those of the response with the server.
func (c *Collector) defective(t *wire.Transaction, e Evidence) {
	c.defectsOf(t.Client.Addr(), t.Protocol, t.Request.Defects, e)
	if t.ResponseFrame != 0 {
		e.Frame = t.ResponseFrame
	}
	c.defectsOf(t.Server.Addr(), t.Protocol, t.Response.Defects, e)
}

func (c *Collector) defectsOf(a netip.Addr, p *wire.Protocol, d wire.Defects, e Evidence) {
	for _, part := range [...]struct {
		set   wire.Defects
		sight bool
	}{{d &^ sightDefects, false}, {d & sightDefects, true}} {
		part.set.Each(p, func(name string) {
			k := defectKey{a.Unmap(), p, name, part.sight}
			s := within(c.defects, k, MaxDefects, empty[span])
			if s == nil {
				c.omitted.defects++
				return
			}
			s.add(e)
		})
	}
}

// defectList returns the defects by device and name.
func (c *Collector) defectList() []defectKey {
	list := make([]defectKey, 0, len(c.defects))
	for k := range c.defects {
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b defectKey) int {
		return cmp.Or(a.addr.Compare(b.addr), cmp.Compare(a.protocol.Name, b.protocol.Name), cmp.Compare(a.name, b.name))
	})
	return list
}
