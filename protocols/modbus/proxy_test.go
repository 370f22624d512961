package modbus_test

import (
	"net"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// patience bounds every step of a test with peers.
const patience = 10 * time.Second

// segment is what one read of the proxy returned.
type segment struct {
	dir    wire.Direction
	time   int64
	octets []byte
}

// proxy passes one TCP connection on and records what goes through, in the
// order in which it arrived.
type proxy struct {
	listener net.Listener
	target   string
	mu       sync.Mutex
	segments []segment
	done     chan error
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	p := &proxy{listener: listen(t), target: target, done: make(chan error, 1)}
	go func() { p.done <- p.pass() }()
	return p
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func (p *proxy) address() string { return p.listener.Addr().String() }

func (p *proxy) pass() error {
	near, err := p.listener.Accept()
	if err != nil {
		return err
	}
	far, err := net.DialTimeout("tcp", p.target, patience)
	if err != nil {
		near.Close()
		return err
	}
	var both sync.WaitGroup
	both.Go(func() { p.copy(wire.ToServer, far, near) })
	both.Go(func() { p.copy(wire.ToClient, near, far) })
	both.Wait()
	return nil
}

// copy passes one direction on until it ends, then ends the other.
func (p *proxy) copy(dir wire.Direction, to, from net.Conn) {
	defer to.Close()
	var b [4096]byte
	for {
		from.SetReadDeadline(time.Now().Add(patience))
		n, err := from.Read(b[:])
		if n > 0 {
			p.record(dir, b[:n])
			to.Write(b[:n])
		}
		if err != nil {
			return
		}
	}
}

func (p *proxy) record(dir wire.Direction, b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.segments = append(p.segments, segment{dir, time.Now().UnixNano(), append([]byte(nil), b...)})
}

// recording waits until the client has hung up and returns what went through.
func (p *proxy) recording(t *testing.T) []segment {
	t.Helper()
	select {
	case err := <-p.done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("the connection did not end")
	}
	return p.segments
}

// access is what a transaction did with a run of points.
type access struct {
	write        bool
	space        uint32
	index, count uint32
	values       []uint64 // nil when there are none
}

// call is a transaction as a client knows it.
type call struct {
	function string
	station  uint32
	outcome  wire.Outcome
	status   uint32
	accesses []access
}

// calls decodes a recording of a TCP connection.
func calls(t *testing.T, segments []segment) []call {
	t.Helper()
	return callsOver(t, wire.Stream, segments)
}

func callsOver(t *testing.T, transport wire.Transport, segments []segment) []call {
	t.Helper()
	var list []call
	r := &wiretest.Recorder{EachTransaction: func(x *wire.Transaction) {
		if x.Defects() != 0 {
			t.Errorf("%s: defects %#x in right traffic", x.Function, x.Defects())
		}
		if x.Latency < 0 || x.Latency > int64(patience) {
			t.Errorf("%s: latency %d ns", x.Function, x.Latency)
		}
		list = append(list, callOf(x))
	}}
	conv := wiretest.NewConversation(&modbus.Protocol, &wire.Case{Transport: transport}, r)
	end := int64(0)
	for i, s := range segments {
		conv.Octets(s.dir, s.time, uint64(i+1), s.octets)
		end = s.time
	}
	conv.Close(end)
	if n := conv.Counters[0].Blind + conv.Counters[1].Blind; n > 0 {
		t.Errorf("%d octets were not decoded", n)
	}
	return list
}

func callOf(x *wire.Transaction) call {
	c := call{function: x.Function, station: x.Station, outcome: x.Outcome, status: x.Status}
	x.EachPoint(func(p *wire.Point) {
		a := access{write: p.Access == wire.AccessWrite, space: p.Space, index: p.Index, count: p.Count}
		for i := range int(p.Count) {
			if v := p.Value.At(i); v.Kind != wire.KindNone {
				a.values = append(a.values, v.Num)
			}
		}
		c.accesses = append(c.accesses, a)
	})
	return c
}

func compare(t *testing.T, got, want []call) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d transactions decoded, the client made %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("transaction %d\n got %+v\nwant %+v", i+1, got[i], want[i])
		}
	}
}
