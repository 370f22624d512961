package record

import (
	"github.com/banken-ot/banken/protocols/wire"
)

// opcua writes the lines of a transaction.
func (z *Zeek) opcua(t *wire.Transaction) {
	z.opcuaMain(t)
	for _, x := range z.tables.byService[t.Function] {
		if asked(t) {
			z.opcuaHalf(x, t, wire.ToServer)
		}
		if answered(t) {
			z.opcuaHalf(x, t, wire.ToClient)
		}
	}
	switch t.Function {
	case "Call":
		z.opcuaCall(t)
	case "Publish", "Republish":
		z.opcuaPublish(t)
	}
}

// opcuaMain writes opcua_binary.log: a line for a service request with its
// response, and one for each message that opens or closes a connection or channel.
func (z *Zeek) opcuaMain(t *wire.Transaction) {
	kind, _ := treeOf(t.Request.Fields).at("MessageType")
	if pair := kind == nil || string(kind.Value.Raw) == "MSG"; pair {
		z.opcuaMessage(t, asked(t), answered(t))
		return
	}
	if asked(t) {
		z.opcuaMessage(t, true, false)
	}
	if answered(t) {
		z.opcuaMessage(t, false, true)
	}
}

// opcuaMessage writes a line about the halves of t that are chosen.
func (z *Zeek) opcuaMessage(t *wire.Transaction, request, response bool) {
	dir := wire.ToServer
	if !request {
		dir = wire.ToClient
	}
	w := whereOf(t, dir)
	if request {
		w.trees[wire.ToServer] = treeOf(t.Request.Fields)
	}
	if response {
		w.trees[wire.ToClient] = treeOf(t.Response.Fields)
	}
	r := &z.row
	r.begin(z.tables.byPath["opcua_binary"], t, dir)
	z.fill(r, &w)
	final := "F"
	if f := w.either("IsFinal"); f != nil {
		final = string(f.Value.Raw)
	}
	r.word("is_final", final)
	r.number("total_size", numberOf(w.trees[0], "MessageSize")+numberOf(w.trees[1], "MessageSize"))
	if request && hasHeader(w.trees[0], "RequestHeader") {
		r.opcuaService(wire.ToServer, t.Code, t.Function)
	}
	if response && hasHeader(w.trees[1], "ResponseHeader") && !badStatus(t) {
		r.opcuaService(wire.ToClient, responseEncoding(t.Code), t.Function)
	}
	r.word("service", t.Function)
	r.verdict(t)
	z.write(r)
}

func hasHeader(t zeekTree, name string) bool {
	f, _ := t.at(name)
	return f != nil
}

// badStatus tells whether the service failed: the answer may be a ServiceFault,
// or the service's own response; a transaction does not keep which.
func badStatus(t *wire.Transaction) bool { return t.HasStatus && t.Status>>31 != 0 }

// opcuaService sets the encoding of the service message that goes in direction
// dir.
func (r *zeekRow) opcuaService(dir wire.Direction, id uint32, service string) {
	if id == 0 || service == "unknown-service" {
		return
	}
	mask := uint64(1) // four octets
	if id > 0xffff {
		mask = 2
	}
	names := [...][4]string{
		wire.ToServer: {"req_encoding_mask", "req_namespace_idx", "req_identifier", "req_identifier_str"},
		wire.ToClient: {"res_encoding_mask", "res_namespace_idx", "res_identifier", "res_identifier_str"},
	}[dir]
	r.number(names[0], mask)
	r.number(names[1], 0)
	r.number(names[2], uint64(id))
	r.raw = append(append(r.raw[:0], service...), [...]string{"Request", "Response"}[dir]...)
	r.octets(names[3], r.raw)
}

// responseEncoding returns the id of the binary encoding of the response to a
// request: three more, but for the services added last (Part 6, A.3).
func responseEncoding(request uint32) uint32 {
	switch request {
	case 12208, 12211: // FindServersOnNetwork, RegisterServer2
		return request + 1
	case 15903: // SessionlessInvoke
		return 21001
	}
	return request + 3
}

// opcuaWhere is where the values of a line are looked up.
type opcuaWhere struct {
	t             *wire.Transaction
	dir           wire.Direction
	trees         [2]zeekTree // by wire.Direction: the message or the element
	peer          zeekTree    // element of the request that a result belongs to
	index         int         // of the element
	of            int         // index of the element that holds the list
	label         string      // path of the log
	session, user *wire.Field // of the request
}

func whereOf(t *wire.Transaction, dir wire.Direction) opcuaWhere {
	return opcuaWhere{t: t, dir: dir, session: wire.FindField(t.Request.Fields, "Session"), user: wire.FindField(t.Request.Fields, "User")}
}

// either finds a field in the request, else in the response.
func (w *opcuaWhere) either(path string) *wire.Field {
	f, _ := w.trees[wire.ToServer].at(path)
	if f == nil {
		f, _ = w.trees[wire.ToClient].at(path)
	}
	return f
}

// opcuaHalf writes the lines of one half of t to a log: one about the message, or
// one about each element of its list.
func (z *Zeek) opcuaHalf(x *zeekTable, t *wire.Transaction, dir wire.Direction) {
	fields := t.Request.Fields
	if dir == wire.ToClient {
		fields = t.Response.Fields
	}
	list := x.lists[dir]
	switch {
	case list[0] == "-":
		return
	case list[0] == ".":
		z.opcuaLine(x, whereOf(t, dir), treeOf(fields))
		return
	}
	_, outer := treeOf(fields).at(list[0])
	w := whereOf(t, dir)
	var peers zeekTree
	if x.peers != "" && dir == wire.ToClient {
		_, peers = treeOf(t.Request.Fields).at(x.peers)
	}
	outer.elements(func(e zeekTree) {
		w.peer = peers.take()
		if len(list) == 1 {
			z.opcuaLine(x, w, e)
			w.index++
			return
		}
		_, inner := e.at(list[1])
		inner.elements(func(e zeekTree) {
			z.opcuaLine(x, w, e)
			w.index++
		})
		w.of, w.index = w.of+1, 0
	})
}

// opcuaLine writes one line.
func (z *Zeek) opcuaLine(x *zeekTable, w opcuaWhere, about zeekTree) {
	w.trees[w.dir], w.label = about, x.path
	r := &z.row
	r.begin(x, w.t, w.dir)
	z.fill(r, &w)
	if _, ok := x.places["browse_service_type"]; ok {
		r.raw = append(append(r.raw[:0], w.t.Function...), [...]string{"Request", "Response"}[w.dir]...)
		r.octets("browse_service_type", r.raw)
	}
	z.write(r)
}
