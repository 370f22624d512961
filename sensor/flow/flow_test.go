package flow

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
)

func TestSwap(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.data(client, "a"))
	f := s.one()
	f.Swap()
	if f.Client().Port != 502 || f.Counters(wire.ToClient).Packets != 1 {
		t.Errorf("client %v", f.Client())
	}
	s.see(k.data(client, "b"))
	s.want("f1 > #1 a", "f1 < #2 b")
}

func TestRolesAreGuessed(t *testing.T) {
	known := Config{ServerPort: func(_ uint8, port uint16) bool { return port == 20000 }}
	tests := map[string]struct {
		config   Config
		from, to uint16
		flags    uint8
		server   uint16
	}{
		"SYN":                      {known, 20000, 40000, syn, 40000},
		"SYN-ACK":                  {known, 40000, 20000, syn | ack, 40000},
		"known port receives":      {known, 1000, 20000, ack, 20000},
		"known port sends":         {known, 20000, 1000, ack, 20000},
		"lower port receives":      {Config{}, 40000, 502, ack, 502},
		"lower port sends":         {Config{}, 502, 40000, ack, 502},
		"both known, lower one":    {Config{ServerPort: func(uint8, uint16) bool { return true }}, 20000, 502, ack, 502},
		"equal, first is a client": {Config{}, 20000, 20000, ack, 20000},
	}
	for name, test := range tests {
		s, k := newSensor(t, test.config), newTalk(0)
		k.port = [2]uint16{test.from, test.to}
		s.see(k.send(client, test.flags, ""))
		f := s.one()
		if f.Server().Port != test.server {
			t.Errorf("%s: server %v", name, f.Server())
		}
		if test.from == test.to && f.Client().Addr != k.addr[client] {
			t.Errorf("%s: client %v", name, f.Client())
		}
	}
}

func TestIdleFlowsEnd(t *testing.T) {
	s := newSensor(t, Config{})
	tcp, half, udp := newTalk(0), newTalk(1), newTalk(2)
	udp.udp = true
	s.see(tcp.data(client, "a"), tcp.data(server, "b"), half.send(client, syn, ""), udp.data(client, "c"))
	s.log.lines = nil
	for range 2*int(IdleTCP/time.Minute) - 1 {
		s.wait(int64(time.Minute) / 2)
	}
	s.want("f3 = #4 idle", "f2 = #4 idle")
	s.wait(int64(time.Minute) / 2)
	s.want("f1 = #4 idle")
	if st := s.Stats(); st.Idle != 3 || st.Flows+st.HalfOpen+st.Closed != 0 {
		t.Errorf("%+v", st)
	}
}

func TestEndpointAddresses(t *testing.T) {
	e := Endpoint{ip4(1), 502}
	if got := e.AddrPort().String(); got != "10.0.0.1:502" {
		t.Error(got)
	}
	e.Addr[10] = 0
	if got := e.AddrPort().Addr(); !got.Is6() {
		t.Error(got)
	}
}

func TestIPv6Flows(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	k.version = 6
	k.addr = [2][16]byte{{0xFD, 15: 2}, {0xFE, 15: 1}}
	s.see(k.handshake()...)
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	s.want("f1 > #4 ask", "f1 < #5 answer")
	// An IPv6 packet with IPv4-mapped addresses is not of the IPv4 flow.
	four, six := newTalk(3), newTalk(3)
	six.version = 6
	s.see(four.data(client, "4"), six.data(client, "6"))
	s.want("f2 > #6 4", "f3 > #7 6")
}

func TestEndings(t *testing.T) {
	seen := map[string]bool{}
	for e := Finished; e <= Flushed; e++ {
		seen[e.String()] = true
	}
	if len(seen) != int(Flushed)+1 || seen["unknown"] || (Flushed+1).String() != "unknown" {
		t.Error(seen)
	}
}

func TestTimesAtTheEndOfTime(t *testing.T) {
	if got := plus(1<<63-1, time.Second); got != 1<<63-1 {
		t.Error(got)
	}
	s, k := newSensor(t, Config{}), newTalk(0)
	p := k.data(client, "x")
	for _, now := range []int64{1<<63 - 1, -1 << 63, 0} {
		p.Time = now
		p.ID++
		s.Packet(&p)
		s.Advance(now, 1)
	}
	s.Flush(1)
	// At the last nanosecond everything is over.
	s.want("f1 > #0 x", "f1 = #1 idle", "f2 > #0 x", "f2 = #1 flushed")
}
