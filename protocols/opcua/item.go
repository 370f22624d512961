package opcua

import "github.com/banken-ot/banken/protocols/wire"

// watched is the monitored items and registered nodes of a connection.
type watched struct {
	items   slab[item]
	handles index     // by subscription and client handle
	ids     index     // by subscription and monitored item id
	firsts  index     // the first item of a subscription; linked by item.after
	pending []pending // at most maxPending
	oldest  int       // place in pending that is used next

	aliases slab[alias]
	names   index // by hash of the alias
}

// seed makes the places of keys in the tables such as nobody can foresee.
func (w *watched) seed(n uint64) {
	for _, x := range []*index{&w.handles, &w.ids, &w.firsts, &w.names} {
		x.seed = n
	}
}

// maxPending is how many requests that await an answer to be understood are
// remembered: clients send them one at a time, or a few.
const maxPending = 16

// pending is a request that its answer must be understood with, before the two
// are paired.
type pending struct {
	service          uint8 // 0: none
	channel, request uint32
	subscription     uint32
	first            int32 // of the items asked for; linked by item.next
	last             int32
	secret           bool // the methods called give out secrets
}

// item is a monitored item.
type item struct {
	node                     node
	attribute                uint32
	subscription, handle, id uint32
	request                  uint32 // RequestId that asked for it, until answered
	next                     int32  // of the items asked for with it
	before, after            int32  // of the items of its subscription
	used, waits              bool
}

// alias is a node that was registered: a name that is valid for the session.
type alias struct {
	alias, original node
	hash            uint64
}

func itemKey(subscription, n uint32) uint64 { return uint64(subscription)<<32 | uint64(n) }

func (w *watched) byHandle(subscription, handle uint32) *item {
	return w.at(w.handles.find(itemKey(subscription, handle)))
}

func (w *watched) byID(subscription, id uint32) *item {
	return w.at(w.ids.find(itemKey(subscription, id)))
}

func (w *watched) at(i int32) *item {
	if i < 0 {
		return nil
	}
	return &w.items.all[i]
}

// await remembers a request; the oldest is forgotten.
func (w *watched) await(service uint8, r *reader) *pending {
	if w.oldest == len(w.pending) {
		w.pending = append(w.pending, pending{})
	}
	p := &w.pending[w.oldest]
	w.oldest = (w.oldest + 1) % maxPending
	*p = pending{service: service, request: r.request, subscription: r.subscription, first: -1, last: -1}
	if r.channel != nil {
		p.channel = r.channel.id
	}
	return p
}

// awaited returns the request a response answers, or nil.
func (w *watched) awaited(service uint8, r *reader) *pending {
	for i := range w.pending {
		p := &w.pending[i]
		if p.service == service && p.request == r.request && (r.channel == nil || p.channel == r.channel.id) {
			return p
		}
	}
	return nil
}

// createItem remembers a monitored item that is asked for.
func (r *reader) createItem() {
	w := &r.d.watched
	i := r.d.addItem(r.subscription, r.handle, r.node, r.attribute)
	p := w.awaited(serviceCreateMonitoredItems, r)
	if p == nil || r.operation == 0 {
		p = w.await(serviceCreateMonitoredItems, r)
	}
	if i < 0 {
		return
	}
	it := &w.items.all[i]
	it.request, it.waits, it.next = r.request, true, -1
	it.id = uint32(r.operation) // its place in the request, until answered
	if p.last >= 0 {
		w.items.all[p.last].next = i
	} else {
		p.first = i
	}
	p.last = i
}

// addItem makes a monitored item, in place of one with the same handle.
func (d *decoder) addItem(subscription, handle uint32, node wire.Value, attribute uint32) int32 {
	w := &d.watched
	w.forget(w.handles.find(itemKey(subscription, handle)))
	i := w.items.take(maxItems)
	if i < 0 {
		return -1
	}
	it := &w.items.all[i]
	if !d.set(&it.node, node) {
		w.items.give(i)
		return -1
	}
	*it = item{node: it.node, attribute: attribute, subscription: subscription, handle: handle, used: true, next: -1}
	w.handles.put(itemKey(subscription, handle), i)
	w.link(i, it)
	return i
}

// link puts an item before the others of its subscription.
func (w *watched) link(i int32, it *item) {
	it.before, it.after = -1, w.firsts.find(uint64(it.subscription))
	if it.after >= 0 {
		w.items.all[it.after].before = i
	}
	w.firsts.put(uint64(it.subscription), i)
}

func (w *watched) unlink(it *item) {
	if it.after >= 0 {
		w.items.all[it.after].before = it.before
	}
	switch {
	case it.before >= 0:
		w.items.all[it.before].after = it.after
	case it.after >= 0:
		w.firsts.put(uint64(it.subscription), it.after)
	default:
		w.firsts.remove(uint64(it.subscription))
	}
}

// createdItem takes in the result of an item that was asked for.
func (r *reader) createdItem() {
	w := &r.d.watched
	if r.operation == 0 {
		r.chain = -1
		if p := w.awaited(serviceCreateMonitoredItems, r); p != nil {
			r.chain, p.service = p.first, 0
		}
	}
	i := r.chain
	if i < 0 {
		return
	}
	it := &w.items.all[i]
	if !it.used || !it.waits || it.request != r.request {
		r.chain = -1 // removed meanwhile
		return
	}
	if it.id != uint32(r.operation) {
		return // one that was not kept
	}
	r.chain, it.waits = it.next, false
	if bad(r.status) {
		it.id = 0
		w.forget(i)
		return
	}
	it.id = r.item
	w.ids.put(itemKey(it.subscription, it.id), i)
}

// rename takes in that a client gave an item another handle.
func (w *watched) rename(subscription, id, handle uint32) {
	i := w.ids.find(itemKey(subscription, id))
	if i < 0 || w.items.all[i].handle == handle {
		return
	}
	w.forget(w.handles.find(itemKey(subscription, handle)))
	it := &w.items.all[i]
	w.handles.remove(itemKey(subscription, it.handle))
	it.handle = handle
	w.handles.put(itemKey(subscription, handle), i)
}

// forget removes an item.
func (w *watched) forget(i int32) {
	if i < 0 || !w.items.all[i].used {
		return
	}
	it := &w.items.all[i]
	w.handles.remove(itemKey(it.subscription, it.handle))
	if !it.waits && w.ids.find(itemKey(it.subscription, it.id)) == i {
		w.ids.remove(itemKey(it.subscription, it.id))
	}
	w.unlink(it)
	it.used, it.waits = false, false
	w.items.give(i)
}

// forgetAll removes the items of a subscription.
func (w *watched) forgetAll(subscription uint32) {
	for i := w.firsts.find(uint64(subscription)); i >= 0; {
		after := w.items.all[i].after
		w.forget(i)
		i = after
	}
}
