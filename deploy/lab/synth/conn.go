package synth

import (
	"net/netip"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/wire"
)

// Directions of a connection, as in package wire.
const (
	toServer = 0
	toClient = 1
)

// mss is the most octets of a TCP segment.
const mss = 1460

// host is a host of the plant with what its network stack counts.
type host struct {
	plant.Host
	identification uint16
	port           uint16
	resolved       map[netip.Addr]int64 // until when it knows the MAC of an address
	busy           int64                // until when it works on requests
}

// conn is a TCP connection.
type conn struct {
	ends        [2]station // by the direction they send in
	hosts       [2]*host
	cause       *attack.Run // when it is an attack's
	open        bool
	dead        bool // the other end is gone: nothing is acknowledged any more
	sent        [2]uint32
	seen        [2]uint32
	acked       [2]uint32
	checking    [2]bool
	last        [2]int64 // when the last segment of a direction goes out
	used        int64    // when it was last used
	tid         uint16   // Modbus transaction identifier
	key         byte     // UMAS reservation key
	decoder     *wire.Conversation
	association *association // over DNP3, for actions
	via         *intercept
	flow        uint64 // its number
}

func (c *conn) client() netip.AddrPort {
	return netip.AddrPortFrom(c.ends[toServer].ip, c.ends[toServer].port)
}

func (c *conn) server() netip.AddrPort {
	return netip.AddrPortFrom(c.ends[toClient].ip, c.ends[toClient].port)
}

func (h *host) station(port uint16) station {
	return station{mac: h.MAC, ip: h.Address, port: port, ttl: h.TTL, window: h.Window}
}

// ephemeral returns the host's next port.
func (h *host) ephemeral() uint16 {
	h.port++
	if h.port < 49152 {
		h.port = 49152
	}
	return h.port
}

// gap is the least time between two segments of one direction, ns.
const gap = 12e3

// dial opens a connection and returns when it is ready. In a recording its
// handshake is written.
func (e *engine) dial(client, server *host, port uint16, at int64) (*conn, int64) {
	c := e.newConn(client, server, port)
	at = e.resolve(client, server, at)
	e.flow(at, c, true)
	if e.net != nil {
		c.ends[toClient].mac = e.macOf(client, server)
	}
	at = e.control(c, toServer, at, syn)
	at = e.control(c, toClient, at+e.trip(server), syn|ack)
	at = e.control(c, toServer, at+90e3, ack)
	c.open, c.used = true, at
	return c, at + 150e3
}

func (e *engine) newConn(client, server *host, port uint16) *conn {
	e.flows++
	c := &conn{flow: e.flows, hosts: [2]*host{client, server}, cause: e.cause, tid: uint16(e.random.Uint32())}
	c.ends = [2]station{client.station(client.ephemeral()), server.station(port)}
	for dir := range c.sent {
		c.sent[dir] = e.random.Uint32()
		c.seen[dir] = c.sent[dir]
	}
	return c
}

// control sends a segment without data and returns when.
func (e *engine) control(c *conn, dir uint8, at int64, flags byte) int64 {
	at = max(at, c.last[dir]+gap)
	c.last[dir] = at
	if e.net != nil {
		e.net.queue.put(at, sending{cause: e.blame(c), c: c, dir: dir, segment: segment{seq: c.sent[dir], flags: flags}})
	}
	if flags&(syn|fin) != 0 {
		c.sent[dir]++
	}
	return at
}

// blame returns the attack that what is sent now on c belongs to.
func (e *engine) blame(c *conn) *attack.Run {
	if e.cause == nil && c != nil {
		return c.cause
	}
	return e.cause
}

// lossRate is how many segments of a million are sent twice: the first went
// past the capture and was then lost. repeatAfter is when, ns.
const (
	lossRate    = 12
	repeatAfter = 230e6
)

// send sends octets in as many segments as they need, not before at and in the
// order of the calls, and returns when the last goes out. b must not change any
// more.
func (e *engine) send(c *conn, dir uint8, at int64, b []byte) int64 {
	if e.net == nil {
		at = max(at, c.last[dir]+gap)
		c.last[dir] = at
		e.decode(c, dir, at, b)
		return at
	}
	for len(b) > 0 {
		n := min(len(b), mss)
		at = max(at, c.last[dir]+gap)
		c.last[dir] = at
		s := sending{cause: e.blame(c), c: c, dir: dir, segment: segment{seq: c.sent[dir], flags: ack, payload: b[:n]}}
		if n == len(b) {
			s.flags |= psh
		}
		e.net.queue.put(at, s)
		if e.noise.IntN(1e6) < lossRate {
			e.net.queue.put(at+repeatAfter, s)
			at += repeatAfter
			c.last[dir] = at
		}
		c.sent[dir] += uint32(n)
		b = b[n:]
	}
	return at
}

// close closes a connection in an orderly way, from the client.
func (e *engine) close(c *conn, at int64) {
	if !c.open {
		return
	}
	c.open = false
	e.over(c, at)
	at = e.control(c, toServer, max(at, c.last[toClient]), fin|ack)
	at = e.control(c, toClient, at+300e3, fin|ack)
	e.control(c, toServer, at+60e3, ack)
}

// abort ends a connection with a reset from one side.
func (e *engine) abort(c *conn, dir uint8, at int64) {
	if !c.open {
		return
	}
	c.open = false
	e.over(c, at)
	e.control(c, dir, max(at, c.last[0], c.last[1])+gap, rst|ack)
}

// trip is the time to a host and back, ns: the booster station is behind a radio.
func (e *engine) trip(server *host) int64 {
	if server.Name == plant.RTU1 {
		return 60e6 + int64(e.random.ExpFloat64()*25e6)
	}
	return 180e3 + int64(e.random.ExpFloat64()*60e3)
}
