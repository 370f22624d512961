package record

import (
	"github.com/banken-ot/banken/protocols/wire"
)

// opcuaCall writes a line for each method that is called to opcua_binary_call.log:
// what, on which object, with which arguments, and what became of it.
func (z *Zeek) opcuaCall(t *wire.Transaction) {
	x := z.tables.byPath["opcua_binary_call"]
	_, methods := treeOf(t.Request.Fields).at("MethodsToCall")
	_, results := treeOf(t.Response.Fields).at("Results")
	w := whereOf(t, wire.ToServer)
	for w.label = x.path; len(methods.fields) > 0 || len(results.fields) > 0; w.index++ {
		w.trees = [2]zeekTree{methods.take(), results.take()}
		r := &z.row
		r.begin(x, t, wire.ToServer)
		z.fill(r, &w)
		r.word("outcome", t.Outcome.String())
		if t.Latency != wire.NoLatency {
			r.interval("latency", t.Latency)
		}
		z.write(r)
	}
}

// opcuaPublish writes the notifications of a Publish or Republish to
// opcua_binary_publish.log: a line for each value that changed, event and change
// of a subscription's status, and one for a response without any: it keeps the
// subscription alive, or is a fault.
func (z *Zeek) opcuaPublish(t *wire.Transaction) {
	if !answered(t) {
		return
	}
	_, data := treeOf(t.Response.Fields).at("NotificationMessage/NotificationData")
	lines := 0
	points := t.Response.Points
	data.elements(func(notification zeekTree) {
		for _, k := range notificationKinds {
			f, list := notification.at(k.field)
			switch {
			case f == nil:
			case f.Value.Kind != wire.KindList:
				z.opcuaNotification(t, k.name, notification, nil)
				lines++
			default:
				list.elements(func(item zeekTree) {
					var p *wire.Point
					if len(points) > 0 {
						p, points = &points[0], points[1:]
					}
					z.opcuaNotification(t, k.name, item, p)
					lines++
				})
			}
		}
	})
	switch {
	case badStatus(t):
		z.opcuaNotification(t, "fault", zeekTree{}, nil)
	case lines == 0:
		z.opcuaNotification(t, "keep-alive", zeekTree{}, nil)
	}
}

// notificationKinds are the kinds of notifications by the field that tells them
// (Part 4, 7.25).
var notificationKinds = [...]struct{ field, name string }{
	{"MonitoredItems", "data-change"}, {"Events", "event"}, {"Status", "status-change"},
}

// opcuaNotification writes one notification; p is the node it is about, when the
// creation of its monitored item was seen.
func (z *Zeek) opcuaNotification(t *wire.Transaction, kind string, item zeekTree, p *wire.Point) {
	x := z.tables.byPath["opcua_binary_publish"]
	w := whereOf(t, wire.ToClient)
	w.label, w.trees[wire.ToClient] = x.path, item
	r := &z.row
	r.begin(x, t, wire.ToClient)
	z.fill(r, &w)
	r.word("notification", kind)
	r.link("opcua_link_id", linkOf(t, wire.ToClient, "opcua", "", 0))
	message := treeOf(t.Response.Fields)
	if f, below := message.at("ResponseHeader/ServiceResult"); f != nil && badStatus(t) {
		r.form(r.table.places["result"], f, below)
		z.write(r)
		return
	}
	r.numberAt("subscription_id", message, "SubscriptionId")
	r.numberAt("sequence_number", message, "NotificationMessage/SequenceNumber")
	if f, _ := message.at("NotificationMessage/PublishTime"); f != nil && f.Value.Kind == wire.KindTime {
		r.moment("publish_time", int64(f.Value.Num))
	}
	if f, _ := message.at("MoreNotifications"); f != nil {
		r.truth("more_notifications", f.Value.Num != 0)
	}
	if p != nil && !p.Relative {
		r.pointNode(p)
	}
	z.write(r)
}

// pointNode sets the node of a point.
func (r *zeekRow) pointNode(p *wire.Point) {
	v := wire.Value{Kind: wire.KindNode, Num: uint64(p.Space)<<32 | uint64(p.Index), Raw: p.Name}
	switch p.Ident {
	case 's':
		v.Kind = wire.KindNodeText
	case 'g':
		v.Kind = wire.KindNodeGUID
	case 'b':
		v.Kind = wire.KindNodeOctets
	}
	f := wire.Field{Value: v}
	r.node(r.table.places["node_id_encoding_mask"], &f, zeekTree{})
	if p.Part != 0 {
		r.number("attribute_id", uint64(p.Part))
	} else {
		r.number("attribute_id", 13) // Value
	}
}
