package opcua

import "github.com/banken-ot/banken/protocols/wire"

// before does what must be done before a field is shown; done tells that it
// was read and shown.
func (r *reader) before(act action, name string, depth uint8) (done bool) {
	switch act {
	case actSecret:
		r.withhold = true
	case actBody:
		r.live = true
	case actInput:
		r.withhold = r.withhold || methodOf(&r.method).in>>min(r.index, 15)&1 != 0
	case actOutput:
		r.withhold = r.withhold || r.secretOutputs
	case actToken, actNewToken:
		r.authenticationToken(act, name, depth)
		return true
	case actCertificate:
		r.certificate(name, depth)
		return true
	}
	return false
}

// after does what a field asks for once it was read. Most put a part of an
// operation by, until its structure ends.
func (r *reader) after(act action, index int) {
	switch act {
	case actTimeout:
		r.timeout = uint32(r.last.Num)
	case actServiceResult:
		r.result, r.answered = uint32(r.last.Num), true
	case actUser:
		assign(&r.user, r.last)
	case actNode, actSessionID:
		assign(&r.node, r.last)
	case actNodeUnlessNull:
		if r.last.Kind != wire.KindNode || r.last.Num != 0 {
			assign(&r.node, r.last)
		}
	case actAttribute:
		r.attribute = uint32(r.last.Num)
	case actMethod:
		assign(&r.method, r.last)
	case actInput:
		assign(&r.argument, r.last)
	case actServiceID:
		r.serviceID = uint32(r.last.Num)
	case actClientHandle:
		r.handle = uint32(r.last.Num)
	case actItem:
		r.item = uint32(r.last.Num)
	case actSubscription:
		r.subscription = uint32(r.last.Num)
	default:
		r.afterOperation(act, index)
	}
}

// afterOperation does what a field asks for that is an operation or its result
// by itself, or belongs to the SecureChannel.
func (r *reader) afterOperation(act action, index int) {
	switch act {
	case actOwnSubscription:
		r.subscription = uint32(r.last.Num)
		r.foreign = r.foreign || r.d.foreign(r.subscription, r.session)
	case actNodePoint:
		r.nodePoint(r.last, 0, wire.AccessRead)
	case actItemPoint:
		r.itemPoint(uint32(r.last.Num))
	case actReadResult:
		r.dataPoint(r.resultPoint(index, wire.AccessRead))
	case actHistoryValue:
		r.values++
		r.dataPoint(r.resultPoint(r.operation, wire.AccessRead))
	case actStatus, actReadStatus, actWriteStatus:
		r.ended(uint32(r.last.Num))
		switch act {
		case actReadStatus:
			r.statusPoint(index, wire.AccessRead)
		case actWriteStatus:
			r.statusPoint(index, wire.AccessWrite)
		}
	case actSecurityMode:
		r.opened.mode = uint32(r.last.Num)
	case actRequestType:
		r.opened.renew = r.last.Num == 1
	case actChannel:
		r.opened.channel = uint32(r.last.Num)
	case actChannelToken:
		r.opened.token = uint32(r.last.Num)
	}
}

// ended counts how an operation ended.
func (r *reader) ended(status uint32) {
	r.status, r.values = status, 0
	r.results++
	if bad(status) {
		r.bad++
	}
}

// end does what a structure asks for once all of it was read.
func (r *reader) end(e endAction) {
	switch e {
	case endHeader:
		r.endHeader()
	case endRead:
		r.nodePoint(&r.node, r.attribute, wire.AccessRead)
	case endNode:
		r.nodePoint(&r.node, 0, wire.AccessRead)
	case endChange:
		r.nodePoint(&r.node, 0, wire.AccessWrite)
	case endWrite:
		r.configures = r.configures || r.attribute != attributeValue
		r.dataPoint(r.nodePoint(&r.node, r.attribute, wire.AccessWrite))
	case endCall:
		r.endCall()
	case endCallResult:
		r.statusPoint(2*r.operation, wire.AccessWrite)
		if p := r.statusPoint(2*r.operation+1, wire.AccessWrite); p != nil {
			p.Part = attributeExecutable
		}
	case endAddNodesResult:
		r.endAddNodesResult()
	case endWriteResult:
		r.statusPoint(r.operation, wire.AccessWrite)
	case endReadResult:
		r.statusPoint(r.operation, wire.AccessRead)
	case endHistoryResult:
		if r.values == 0 {
			r.statusPoint(r.operation, wire.AccessRead)
		}
	default:
		r.endItem(e)
	}
}

// endItem does what structures of monitored items ask for.
func (r *reader) endItem(e endAction) {
	switch e {
	case endCreateItem:
		r.createItem()
	case endCreateItemResult:
		r.statusPoint(r.operation, wire.AccessRead)
		r.createdItem()
	case endModifyItem:
		r.itemPoint(r.item)
		r.d.watched.rename(r.subscription, r.item, r.handle)
	case endNotification:
		r.dataPoint(r.watchedPoint(r.handle))
	case endEvent:
		r.watchedPoint(r.handle)
	}
}

// endHeader shows, behind the RequestHeader, whose session it is.
func (r *reader) endHeader() {
	if s := r.session; s != nil && r.serviceID == 0 {
		if s.id.kind != wire.KindNone {
			r.put(0, "Session", s.id.value())
		}
		if len(s.user) > 0 {
			r.put(0, "User", wire.Text(s.user))
		}
	}
	r.secretive = secretiveService(r.service)
}

// endCall makes the points of a method call: the object and the method.
func (r *reader) endCall() {
	r.nodePoint(&r.node, 0, wire.AccessWrite)
	if p := r.nodePoint(&r.method, attributeExecutable, wire.AccessWrite); p != nil {
		assign(&p.Value, &r.argument)
	}
	m := methodOf(&r.method)
	r.gravest = graver(r.gravest, m.operation)
	r.secretOutputs = r.secretOutputs || m.out != 0
}

// endAddNodesResult names the node that was added, if it was.
func (r *reader) endAddNodesResult() {
	if bad(r.status) || r.node.Kind == wire.KindNode && r.node.Num == 0 {
		r.statusPoint(r.operation, wire.AccessWrite)
		return
	}
	if p := r.nodePoint(&r.node, 0, wire.AccessWrite); p != nil {
		p.HasQuality, p.Quality = true, r.status
	}
}
