package opcua

import "github.com/banken-ot/banken/protocols/wire"

// Attributes with a meaning of their own here (Part 6, A.1).
const (
	attributeValue      = 13
	attributeExecutable = 21
)

// nodePoint adds the point of a node; nil when there is no room. A node that
// the client had registered is named by its first name.
func (r *reader) nodePoint(v *wire.Value, attribute uint32, access wire.Access) *wire.Point {
	p := r.m.Point()
	if p == nil {
		return nil
	}
	p.Access = access
	if n := r.d.watched.original(r.d, v); n != nil {
		setNode(p, n.kind, n.num, n.name)
	} else {
		setNode(p, v.Kind, v.Num, v.Raw)
	}
	if attribute != attributeValue {
		p.Part = attribute
	}
	return p
}

// setNode names a point by a NodeId.
func setNode(p *wire.Point, kind wire.Kind, num uint64, raw []byte) {
	p.Space, p.Index = uint32(num>>32), 0
	p.Ident, p.Name = 0, nil
	switch kind {
	case wire.KindNode:
		p.Index = uint32(num)
	case wire.KindNodeText:
		p.Ident, p.Name = 's', raw
	case wire.KindNodeGUID:
		p.Ident, p.Name = 'g', raw
	case wire.KindNodeOctets:
		p.Ident, p.Name = 'b', raw
	}
}

// resultPoint adds the point of the result of operation index of the request,
// which alone says what node it is.
func (r *reader) resultPoint(index int, access wire.Access) *wire.Point {
	p := r.m.Point()
	if p != nil {
		p.Relative, p.Index, p.Access = true, uint32(index), access
	}
	return p
}

// statusPoint adds the point of a result that is a status.
func (r *reader) statusPoint(index int, access wire.Access) *wire.Point {
	p := r.resultPoint(index, access)
	if p != nil {
		p.HasQuality, p.Quality = true, r.status
	}
	return p
}

// dataPoint gives a point the value that was read last.
func (r *reader) dataPoint(p *wire.Point) {
	if p == nil {
		return
	}
	assign(&p.Value, &r.data.value)
	p.HasQuality, p.Quality = r.data.has, r.data.status
	p.HasTime, p.Time = r.data.hasTime, r.data.time
}

// watchedPoint adds the point of a monitored item of the subscription at hand;
// of one whose creation was not seen, its client handle.
func (r *reader) watchedPoint(handle uint32) *wire.Point {
	return r.itemAt(r.d.watched.byHandle(r.subscription, handle), handle)
}

// itemPoint does so by the server's id of the item.
func (r *reader) itemPoint(id uint32) *wire.Point {
	return r.itemAt(r.d.watched.byID(r.subscription, id), id)
}

func (r *reader) itemAt(it *item, otherwise uint32) *wire.Point {
	if it == nil {
		return r.resultPoint(int(otherwise), wire.AccessRead)
	}
	p := r.m.Point()
	if p == nil {
		return nil
	}
	n := &it.node
	setNode(p, n.kind, n.num, n.name)
	if it.attribute != attributeValue {
		p.Part = it.attribute
	}
	return p
}
