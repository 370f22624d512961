package opcuagen

import (
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

func streams() []wire.Case {
	return []wire.Case{pipelined(), oneSegment(), resumed(), Ordinary()}
}

// pipelined asks several times before the first answer, which come in another
// order.
func pipelined() wire.Case {
	s := inSession("stream-pipelined")
	a, b, c := s.ask(readLevel()), s.ask(writeLevel(2)), s.ask(readLevel())
	s.answer(c, levelRead(3))
	s.answer(a, levelRead(1))
	s.answer(b, &ua.WriteResponse{Results: []ua.StatusCode{0}})
	return s.Case
}

// oneSegment puts messages together, and the start of the next.
func oneSegment() wire.Case {
	s := inSession("stream-one-segment")
	n := len(s.Steps)
	for range 4 {
		s.ask(readLevel())
	}
	var all []byte
	for _, step := range s.Steps[n:] {
		all = append(all, step.Octets...)
	}
	s.Steps = s.Steps[:n]
	cut := len(all) - 30
	s.add(wire.ToServer, all[:cut])
	s.add(wire.ToServer, all[cut:])
	for i := range uint32(4) {
		s.answer(s.request-3+i, levelRead(float64(i)))
	}
	return s.Case
}

// resumed loses the place by octets that are no message, and finds it.
func resumed() wire.Case {
	s := inSession("stream-resumed")
	s.add(wire.ToServer, []byte("GET / HTTP/1.1\r\nHost: plc\r\n\r\n"))
	s.add(wire.ToServer, []byte("MSGFxxxx")) // a size that cannot be
	s.exchange(readLevel(), levelRead(1))
	return s.Case
}

// Ordinary is what a plant's client and server say all day: after the opening
// of a session and a subscription, a Read of five values, a Write of one, and a
// Publish of ten changes, each request followed by its response.
func Ordinary() wire.Case {
	s := inSession("ordinary")
	var nodes []*ua.NodeID
	for i := range 10 {
		nodes = append(nodes, ua.NewStringNodeID(2, "Plant.Line1.Machine"+number(i)+".Speed"))
	}
	s.subscribe(9, append(nodes, absent)...)
	read, told := &ua.ReadRequest{TimestampsToReturn: ua.TimestampsToReturnBoth}, &ua.ReadResponse{}
	for i := range 5 {
		read.NodesToRead = append(read.NodesToRead, readID(nodes[i], ua.AttributeIDValue))
		told.Results = append(told.Results, value(ua.MustVariant(float32(i))))
	}
	s.exchange(read, told)
	s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(nodes[3], ua.MustVariant(float32(70)))}}, &ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.publish(9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	return s.Case
}

// OrdinaryMessages is how many messages at the end of Ordinary recur.
const OrdinaryMessages = 6
