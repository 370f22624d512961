package endpoint

import "github.com/banken-ot/banken/baseline"

// maxPeers is how many of those it speaks with are kept of a host. A controller has
// a few clients; of a station with many controllers it is enough that they know it.
const maxPeers = 8

// peer is another end of conversations in control protocols.
type peer struct {
	id     baseline.AssetID
	port   uint16 // of the server
	from   uint16 // of the client, when they were first seen
	server bool   // it is the one that answers
}

// is reports whether it is the same end of the same service.
func (p *peer) is(x *peer) bool { return p.id == x.id && p.port == x.port && p.server == x.server }

// peers are those first met.
type peers [maxPeers]peer

func (p *peers) meet(x peer) {
	for i := range p {
		switch {
		case p[i].is(&x):
			return
		case p[i].id == 0:
			p[i] = x
			return
		}
	}
}

func (p *peers) has(x peer) bool {
	for i := range p {
		if p[i].is(&x) {
			return true
		}
	}
	return false
}

// meet notes that two hosts speak with each other.
func (d *Detector) meet(e *baseline.Event) {
	port, from := e.Server.Port(), e.Client.Port()
	d.hosts[e.ClientID].peers.meet(peer{e.ServerID, port, from, true})
	d.hosts[e.ServerID].peers.meet(peer{e.ClientID, port, from, false})
}

// turned reports whether a host that asks was seen to answer in the same conversation
// the wrong way round: at the port where it asks now, the other end seemed to ask. That
// happens when the sensor comes into the middle of a connection.
func (p *peers) turned(e *baseline.Event) bool {
	for i := range p {
		if x := &p[i]; x.id == e.ServerID && !x.server && x.from == e.Server.Port() {
			return true
		}
	}
	return false
}

// speaks reports whether a client and a server speak with each other at a port.
func (d *Detector) speaks(client, server baseline.AssetID, port uint16) bool {
	c, s := d.known(client), d.known(server)
	return c != nil && s != nil && (c.peers.has(peer{id: server, port: port, server: true}) || s.peers.has(peer{id: client, port: port}))
}

// talk is a conversation of two hosts: which one asks, and at which port.
type talk struct {
	client, server baseline.AssetID
	port           uint16
}

// talkOf returns the conversation of two hosts, if there is one.
func (d *Detector) talkOf(a, b baseline.AssetID) (t talk, ok bool) {
	for _, x := range [...][2]baseline.AssetID{{a, b}, {b, a}} {
		h := d.known(x[0])
		if h == nil {
			continue
		}
		for _, p := range h.peers {
			if p.id != x[1] {
				continue
			}
			if p.server {
				return talk{x[0], x[1], p.port}, true
			}
			return talk{x[1], x[0], p.port}, true
		}
	}
	return t, false
}
