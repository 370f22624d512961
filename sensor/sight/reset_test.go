package sight

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/packet"
)

// stream is a connection from master to plc, and how far it is.
type stream struct {
	*world
	client, server uint32
	port           uint16
}

// opened returns a connection that has lasted a while.
func opened() *stream {
	s := &stream{world: newWorld(), client: 101, server: 901, port: 40000}
	s.give(handshake(master, s.port, plc, 502)...)
	for range 10 {
		s.poll()
	}
	return s
}

// question and answer are the next octets of either end.
func (s *stream) question() packet.Packet {
	p := tcp(master, s.port, plc, 502, psh|ack, s.client, s.server)
	p.Payload = make([]byte, 12)
	s.client += 12
	return p
}

func (s *stream) answer() packet.Packet {
	p := tcp(plc, 502, master, s.port, psh|ack, s.server, s.client)
	p.Payload = make([]byte, 20)
	s.server += 20
	return p
}

// poll is a question and its answer, a second later.
func (s *stream) poll() { s.after(time.Second).give(s.question(), s.answer()) }

// reset is a RST of the server.
func (s *stream) reset() packet.Packet {
	return tcp(plc, 502, master, s.port, rst|ack, s.server, s.client)
}

// resumed counts the contacts that say that a connection goes on.
func (s *stream) resumed() (n int) {
	for _, c := range s.contacts {
		if c.Resumed {
			n++
		}
	}
	return n
}

func (s *stream) want(t *testing.T, name string, n int) {
	t.Helper()
	if got := s.resumed(); got != n {
		t.Errorf("%s: told %d times, want %d", name, got, n)
	}
}

// TestResumed: a connection that goes on after a RST, of either end, is told once,
// with the time and frame of the packet that proves it.
func TestResumed(t *testing.T) {
	for name, r := range map[string]func(s *stream) packet.Packet{
		"server":    (*stream).reset,
		"client":    func(s *stream) packet.Packet { return tcp(master, s.port, plc, 502, rst, s.client, 0) },
		"in window": func(s *stream) packet.Packet { return tcp(plc, 502, master, s.port, rst|ack, s.server+200, s.client) },
		"behind":    func(s *stream) packet.Packet { return tcp(plc, 502, master, s.port, rst, s.server-300, 0) },
	} {
		s := opened()
		s.give(r(s), r(s))
		for range 20 {
			s.poll()
		}
		s.want(t, name, 1)
		c := s.contacts[len(s.contacts)-1]
		if c.Frame < 27 || c.Frame > 53 || c.Time < start+int64(10*time.Second) || c.Flow != s.contacts[0].Flow || c.Client != s.contacts[0].Client || c.Server != s.contacts[0].Server {
			t.Errorf("%s: %+v", name, c)
		}
	}
	s := opened()
	for range 3 { // again and again
		s.give(s.reset())
		for range 40 {
			s.poll()
		}
	}
	s.want(t, "three times", 3)
}

// TestNotResumed: what comes after a RST and is ordinary.
func TestNotResumed(t *testing.T) {
	for name, after := range map[string]func(s *stream){
		"nothing": func(*stream) {},
		"port used again": func(s *stream) {
			s.after(time.Second).give(tcp(master, s.port, plc, 502, syn, s.client+300, 0), tcp(plc, 502, master, s.port, syn|ack, s.server+300, s.client+301))
			s.client, s.server = s.client+301, s.server+301
			for range 20 {
				s.poll()
			}
		},
		"port used again, the SYN not captured": func(s *stream) {
			s.after(time.Second).give(tcp(plc, 502, master, s.port, syn|ack, s.server+300, s.client+301))
			s.client, s.server = s.client+301, s.server+301
			for range 20 {
				s.poll()
			}
		},
		"port used again, a copy of the RST behind the SYN": func(s *stream) {
			r := s.reset()
			s.after(time.Millisecond).give(tcp(master, s.port, plc, 502, syn, s.client+300, 0), r, tcp(plc, 502, master, s.port, syn|ack, s.server+300, s.client+301), r)
			s.client, s.server = s.client+301, s.server+301
			for range 20 {
				s.poll()
			}
		},
		"port used again, other numbers, no SYN captured": func(s *stream) {
			s.client, s.server = s.client+1<<20, s.server+1<<20
			for range 20 {
				s.poll()
			}
		},
		"in flight": func(s *stream) {
			for range 20 {
				s.give(s.question(), s.answer())
			}
		},
		"sent again": func(s *stream) {
			p := s.question()
			for range 6 {
				s.after(time.Second).give(p, s.reset())
			}
		},
		"copies and out of order": func(s *stream) {
			q, a := s.question(), s.answer()
			s.give(a, q, a, q, s.reset())
			for range 5 {
				s.after(100*time.Millisecond).give(q, a)
			}
		},
		"all of it a second time, later": func(s *stream) {
			late := &stream{world: s.world, client: 101, server: 901, port: s.port}
			for range 10 {
				late.poll()
			}
		},
		"one end goes on, unheard": func(s *stream) {
			for range 20 {
				s.after(time.Second).give(s.answer())
			}
		},
		"the other goes on, and is reset": func(s *stream) {
			for range 20 {
				q := s.question()
				s.after(time.Second).give(q, tcp(plc, 502, master, s.port, rst, q.Ack, 0))
			}
		},
		"keep-alive": func(s *stream) {
			for range 5 {
				p := tcp(plc, 502, master, s.port, ack, s.server-1, s.client)
				p.Payload = []byte{0}
				s.after(time.Second).give(p, tcp(master, s.port, plc, 502, ack, s.client, s.server))
			}
		},
	} {
		s := opened()
		s.give(s.reset())
		after(s)
		s.want(t, name, 0)
	}
}

// TestResetsOfOthers: a RST of a connection of which one end alone was heard, that was
// only begun, or of other numbers, says nothing.
func TestResetsOfOthers(t *testing.T) {
	one := &stream{world: newWorld(), client: 101, server: 901, port: 40000}
	for range 10 {
		one.after(time.Second).give(one.answer())
	}
	one.give(one.reset())
	for range 10 {
		one.after(time.Second).give(one.answer())
	}
	one.want(t, "one-sided", 0)

	young := &stream{world: newWorld(), client: 101, server: 901, port: 40000}
	young.give(handshake(master, young.port, plc, 502)...)
	young.give(young.reset())
	for range 20 {
		young.poll()
	}
	young.want(t, "just begun", 0)

	far := opened()
	far.give(tcp(plc, 502, master, far.port, rst, far.server+1<<20, 0))
	for range 20 {
		far.poll()
	}
	far.want(t, "other numbers", 0)

	amid := &stream{world: newWorld(), client: 101, server: 901, port: 40000}
	for range 10 {
		amid.poll()
	}
	amid.want(t, "amid a connection", 0)
	amid.give(amid.reset())
	for range 5 {
		amid.poll()
	}
	amid.want(t, "amid a connection, reset", 1)
}

// TestResetsBounded: more connections than are watched cost no memory, and a flood of
// RSTs that nothing follows tells nothing.
func TestResetsBounded(t *testing.T) {
	var sink none
	tr := New(Config{}, &sink)
	r := rand.New(rand.NewPCG(3, 4))
	now := start
	give := func(p packet.Packet) {
		p.Time = now
		tr.Packet(&p)
	}
	for i := range 20_000 {
		port := uint16(1024 + i)
		for _, p := range handshake(master, port, plc, 502) {
			give(p)
		}
		now += int64(2 * time.Millisecond)
	}
	before := sink.contacts
	for range 100_000 {
		port := uint16(1024 + r.Uint32N(20_000))
		now += int64(time.Millisecond)
		give(tcp(plc, 502, master, port, rst|ack, 901, 101))
	}
	if sink.contacts != before || len(tr.resets) != maxResets {
		t.Errorf("%d told, %d watched", sink.contacts-before, len(tr.resets))
	}
}
