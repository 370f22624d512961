package opcua

import "github.com/banken-ot/banken/protocols/wire"

// undecoded are the defects with which not all of a message was read.
const undecoded = wire.Omitted | wire.Truncated | wire.TooDeep | 1<<(wire.FirstDefect+defectEncoding)

// Bind implements wire.Decoder: results get the nodes and values of the
// operations they are the results of, and what the connection now has is
// remembered.
func (d *decoder) Bind(request *wire.Transaction, m *wire.Message) {
	switch {
	case m.Code == services[serviceServiceFault].code:
		m.Function, m.Code, m.Operation = request.Function, request.Code, request.Operation
	case m.Code == uint32(codeError) || m.Code == uint32(codeMessage) || request.Code == uint32(codeMessage):
	case m.Code != request.Code:
		m.Defects |= wire.Mismatch
		return
	default:
		m.Operation = request.Operation
	}
	operands := request.Request.Points
	for i := range m.Points {
		if p := &m.Points[i]; p.Relative && int(p.Index) < len(operands) {
			bindPoint(p, &operands[p.Index])
		}
	}
	service := structures[structureOf(m.Code)].service
	if perOperation(service) && !bad(m.Status) && len(m.Points) != len(operands) && (m.Defects|request.Request.Defects)&undecoded == 0 {
		m.Defects |= wire.Own(defectResultCount)
	}
	if !bad(m.Status) && m.Defects&wire.Truncated == 0 {
		d.bound(service, request, m)
	}
}

// bindPoint completes the result p by the operation o.
func bindPoint(p, o *wire.Point) {
	p.Space, p.Index, p.Part, p.Relative = o.Space, o.Index, o.Part, o.Relative
	p.Ident, p.Name = o.Ident, o.Name
	if p.Access == wire.AccessWrite && p.Value.Kind == wire.KindNone {
		p.Value = o.Value
	}
}

// perOperation tells whether a service's response has a result for every
// operation (Part 4, 7.33), and both are points.
func perOperation(service uint8) bool {
	switch service {
	case serviceRead, serviceWrite, serviceCall, serviceBrowse, serviceTranslateBrowsePathsToNodeIds,
		serviceAddNodes, serviceAddReferences, serviceDeleteNodes, serviceDeleteReferences,
		serviceCreateMonitoredItems, serviceModifyMonitoredItems, serviceDeleteMonitoredItems, serviceSetMonitoringMode:
		return true
	}
	return false
}

// bound remembers what a response that succeeded brought about.
func (d *decoder) bound(service uint8, request *wire.Transaction, m *wire.Message) {
	switch service {
	case serviceActivateSession:
		d.activated(m.Key.ID)
	case serviceCreateSubscription:
		d.subscribed(request, wire.FindField(m.Fields, "SubscriptionId"))
	case serviceDeleteSubscriptions:
		d.eachGood(request, m, "SubscriptionIds", func(d *decoder, id wire.Value) {
			d.subscriptions.remove(uint32(id.Num))
			d.watched.forgetAll(uint32(id.Num))
		})
	case serviceTransferSubscriptions:
		d.transferred(request, m)
	case serviceDeleteMonitoredItems:
		d.deleted(request, m)
	case serviceRegisterNodes:
		d.registered(request, m)
	case serviceUnregisterNodes:
		each(request.Request.Fields, "NodesToUnregister", func(_ int, v wire.Value) { d.unregister(v) })
	case serviceCloseSession:
		d.closed(request)
	}
}

// each calls f with the elements of a top-level list of scalars.
func each(fields []wire.Field, name string, f func(i int, v wire.Value)) {
	n := 0
	inside := false
	for i := range fields {
		switch {
		case fields[i].Depth == 0:
			inside = fields[i].Name == name
		case inside && fields[i].Depth == 1:
			f(n, fields[i].Value)
			n++
		}
	}
}

// goodResults is how many results of one response are looked at: subscriptions
// deleted or transferred at once.
const goodResults = maxSubscriptions

// eachGood calls f with the elements of a list of the request whose results
// are good.
func (d *decoder) eachGood(request *wire.Transaction, m *wire.Message, name string, f func(*decoder, wire.Value)) {
	var good [goodResults]bool
	each(m.Fields, "Results", func(i int, v wire.Value) {
		if i < goodResults {
			good[i] = !bad(uint32(v.Num))
		}
	})
	each(request.Request.Fields, name, func(i int, v wire.Value) {
		if i < goodResults && good[i] {
			f(d, v)
		}
	})
}

// sessionOf returns the session a request was of, or nil.
func (d *decoder) sessionOf(request *wire.Transaction) *session {
	f := wire.FindField(request.Request.Fields, "Session")
	if f == nil {
		return nil
	}
	return d.sessions.byID(f.Value)
}

func (d *decoder) subscribed(request *wire.Transaction, id *wire.Field) {
	if id == nil {
		return
	}
	token := uint64(0)
	if s := d.sessionOf(request); s != nil {
		token = s.token
	}
	d.watched.forgetAll(uint32(id.Value.Num)) // an id that is used again
	d.subscriptions.own(uint32(id.Value.Num), token)
}

// transferred gives subscriptions to the session that asked for them; their
// results are structures.
func (d *decoder) transferred(request *wire.Transaction, m *wire.Message) {
	s := d.sessionOf(request)
	if s == nil {
		return
	}
	var good [goodResults]bool
	n := -1
	for i := range m.Fields {
		f := &m.Fields[i]
		if f.Depth == 1 && f.Name == "TransferResult" {
			n++
		}
		if f.Depth == 2 && f.Name == "StatusCode" && n >= 0 && n < goodResults {
			good[n] = !bad(uint32(f.Value.Num))
		}
	}
	each(request.Request.Fields, "SubscriptionIds", func(i int, v wire.Value) {
		if i < goodResults && good[i] {
			d.subscriptions.own(uint32(v.Num), s.token)
		}
	})
}

// deleted forgets monitored items.
func (d *decoder) deleted(request *wire.Transaction, m *wire.Message) {
	f := wire.FindField(request.Request.Fields, "SubscriptionId")
	if f == nil {
		return
	}
	subscription := uint32(f.Value.Num)
	each(request.Request.Fields, "MonitoredItemIds", func(i int, v wire.Value) {
		if i < len(m.Points) && !bad(m.Points[i].Quality) {
			d.watched.forget(d.watched.ids.find(itemKey(subscription, uint32(v.Num))))
		}
	})
}

// registered remembers the names nodes were given.
func (d *decoder) registered(request *wire.Transaction, m *wire.Message) {
	each(m.Fields, "RegisteredNodeIds", func(i int, v wire.Value) {
		if i >= len(request.Request.Points) {
			return
		}
		original := pointNode(&request.Request.Points[i])
		if original.Kind != v.Kind || original.Num != v.Num || string(original.Raw) != string(v.Raw) {
			d.register(v, original)
		}
	})
}

// pointNode returns the NodeId of a point.
func pointNode(p *wire.Point) wire.Value {
	v := wire.Value{Kind: wire.KindNode, Num: uint64(p.Space)<<32 | uint64(p.Index), Raw: p.Name}
	switch p.Ident {
	case 's':
		v.Kind = wire.KindNodeText
	case 'g':
		v.Kind = wire.KindNodeGUID
	case 'b':
		v.Kind = wire.KindNodeOctets
	}
	return v
}

// closed forgets a session, and its subscriptions unless they are to outlive
// it.
func (d *decoder) closed(request *wire.Transaction) {
	s := d.sessionOf(request)
	if s == nil {
		return
	}
	s.used = false
	if f := wire.FindField(request.Request.Fields, "DeleteSubscriptions"); f == nil || f.Value.Num == 0 {
		return
	}
	for i := range d.subscriptions.all {
		if x := &d.subscriptions.all[i]; x.used && x.session == s.token {
			x.used = false
			d.watched.forgetAll(x.id)
		}
	}
}
