package opcua

import (
	"net"
	"sync"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

// recording is a proxy between a client and a server that keeps what each
// connection carried.
type recording struct {
	listener net.Listener
	server   string
	mu       sync.Mutex
	cases    []*wire.Case
	done     sync.WaitGroup
}

func record(t *testing.T, server string) *recording {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &recording{listener: l, server: server}
	go r.serve()
	return r
}

func (r *recording) serve() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		upstream, err := net.Dial("tcp", r.server)
		if err != nil {
			client.Close()
			continue
		}
		c := &wire.Case{Name: "recorded"}
		r.mu.Lock()
		r.cases = append(r.cases, c)
		r.mu.Unlock()
		r.done.Add(2)
		go r.copy(c, wire.ToServer, upstream, client)
		go r.copy(c, wire.ToClient, client, upstream)
	}
}

func (r *recording) copy(c *wire.Case, dir wire.Direction, dst, src net.Conn) {
	defer r.done.Done()
	defer dst.Close()
	b := make([]byte, 64<<10)
	for {
		n, err := src.Read(b)
		if n > 0 {
			r.mu.Lock()
			c.Steps = append(c.Steps, wire.Step{Dir: dir, Octets: append([]byte(nil), b[:n]...)})
			r.mu.Unlock()
			if _, werr := dst.Write(b[:n]); werr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// transaction is what the tests look at of a decoded transaction.
type transaction struct {
	function string
	outcome  wire.Outcome
	status   uint32
	defects  wire.Defects
	points   []string
	values   []wire.Value
	fields   string
}

// stop ends the recording and decodes what was recorded.
func (r *recording) stop(t *testing.T) (all []transaction, transcript string) {
	t.Helper()
	r.listener.Close()
	r.done.Wait()
	for _, c := range r.cases {
		transcript += string(transactions(c, func(x *wire.Transaction) {
			got := transaction{x.Function, x.Outcome, x.Status, x.Defects(), nil, nil, string(wire.AppendFields(wire.AppendFields(nil, x.Request.Fields), x.Response.Fields))}
			x.EachPoint(func(p *wire.Point) {
				got.points = append(got.points, string(Protocol.AppendPointName(nil, p)))
				v := p.Value
				v.Raw = append([]byte(nil), v.Raw...)
				got.values = append(got.values, v)
			})
			all = append(all, got)
		}))
	}
	return all, transcript
}
