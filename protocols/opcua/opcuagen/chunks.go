package opcuagen

import (
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

func chunks() []wire.Case {
	return []wire.Case{splitCall(), interleaved(), aborted(), lostChunk(), lostFirst(), tooManyUnfinished(), emptyChunks()}
}

// pieces cuts b into n parts.
func pieces(b []byte, n int) [][]byte {
	var all [][]byte
	for i := range n {
		all = append(all, b[len(b)*i/n:len(b)*(i+1)/n])
	}
	return all
}

// split sends a message in n chunks and returns them.
func (s *script) split(dir wire.Direction, request uint32, body []byte, n int) [][]byte {
	var all [][]byte
	for i, p := range pieces(body, n) {
		final := byte('C')
		if i == n-1 {
			final = 'F'
		}
		all = append(all, s.chunk(dir, final, request, p))
	}
	return all
}

func callPump() *ua.CallRequest {
	return &ua.CallRequest{MethodsToCall: []*ua.CallMethodRequest{{ObjectID: ua.NewStringNodeID(2, "Pump1"),
		MethodID: ua.NewStringNodeID(2, "Pump1.SetSpeed"), InputArguments: []*ua.Variant{ua.MustVariant(1450.5)}}}}
}

func calledPump() *ua.CallResponse {
	return &ua.CallResponse{Results: []*ua.CallMethodResult{{OutputArguments: []*ua.Variant{ua.MustVariant("running")}}}}
}

// splitCall is a Call in chunks, each cut over segments.
func splitCall() wire.Case {
	s := inSession("chunks-call-split")
	s.request++
	all := join(s.split(wire.ToServer, s.request, s.asked(callPump()), 4)...)
	for _, p := range pieces(all, 7) {
		s.add(wire.ToServer, p)
	}
	for _, c := range s.split(wire.ToClient, s.request, s.answered(calledPump()), 3) {
		s.add(wire.ToClient, c)
	}
	return s.Case
}

// interleaved is the chunks of three requests sent in turn.
func interleaved() wire.Case {
	s := inSession("chunks-interleaved")
	bodies := [][]byte{s.asked(callPump()), s.asked(readLevel()), s.asked(writeLevel(4.5))}
	first := s.request + 1
	s.request += 3
	for part := range 3 {
		for i, b := range bodies {
			final := byte('C')
			if part == 2 {
				final = 'F'
			}
			s.add(wire.ToServer, s.chunk(wire.ToServer, final, first+uint32(i), pieces(b, 3)[part]))
		}
	}
	s.answer(first+2, &ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.answer(first, calledPump())
	s.answer(first+1, &ua.ReadResponse{Results: []*ua.DataValue{value(ua.MustVariant(1.0))}})
	return s.Case
}

func readLevel() *ua.ReadRequest {
	return &ua.ReadRequest{NodesToRead: []*ua.ReadValueID{readID(level, ua.AttributeIDValue)}}
}

func writeLevel(v float64) *ua.WriteRequest {
	return &ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(level, ua.MustVariant(v))}}
}

func levelRead(v float64) *ua.ReadResponse {
	return &ua.ReadResponse{Results: []*ua.DataValue{value(ua.MustVariant(v))}}
}

// abortChunk ends a message its sender gives up.
func (s *script) abortChunk(dir wire.Direction, request uint32) []byte {
	return s.chunk(dir, 'A', request, join(u32(uint32(ua.StatusBadResponseTooLarge)), str("too large")))
}

// aborted gives up a request, a response, and one nothing was seen of.
func aborted() wire.Case {
	s := inSession("chunks-aborted")
	s.request++
	s.add(wire.ToServer, s.split(wire.ToServer, s.request, s.asked(callPump()), 2)[0])
	s.sequence[wire.ToServer]-- // the second part is never sent
	s.add(wire.ToServer, s.abortChunk(wire.ToServer, s.request))
	id := s.ask(readLevel())
	s.add(wire.ToClient, s.split(wire.ToClient, id, s.answered(levelRead(1)), 2)[0])
	s.sequence[wire.ToClient]--
	s.add(wire.ToClient, s.abortChunk(wire.ToClient, id))
	id = s.ask(readLevel())
	s.add(wire.ToClient, s.abortChunk(wire.ToClient, id))
	s.exchange(readLevel(), levelRead(2))
	return s.Case
}

// lostChunk loses a chunk in the middle; what follows is decoded again.
func lostChunk() wire.Case {
	s := inSession("chunks-gap-inside")
	id := s.ask(readLevel())
	all := s.split(wire.ToClient, id, s.answered(levelRead(1)), 3)
	s.add(wire.ToClient, all[0])
	s.lose(wire.ToClient, len(all[1]), all[2])
	s.exchange(readLevel(), levelRead(2))
	return s.Case
}

// lostFirst loses the first chunk of a request with a password: nothing of what
// is left may be shown.
func lostFirst() wire.Case {
	s := inSession("chunks-gap-before-secret")
	s.request++
	body := s.asked(&ua.ActivateSessionRequest{ClientSignature: &ua.SignatureData{},
		UserIdentityToken:  ua.NewExtensionObject(&ua.UserNameIdentityToken{PolicyID: "user", UserName: "u", Password: []byte(password)}),
		UserTokenSignature: &ua.SignatureData{}})
	all := s.split(wire.ToServer, s.request, body, 3)
	s.lose(wire.ToServer, len(all[0]), join(all[1], all[2]))
	s.answer(s.request, &ua.ActivateSessionResponse{})
	s.exchange(readLevel(), levelRead(2))
	return s.Case
}

// tooManyUnfinished begins more messages than are kept; the first is dropped.
func tooManyUnfinished() wire.Case {
	s := inSession("chunks-too-many-unfinished")
	var parts [][][]byte
	first := s.request + 1
	for i := range 10 {
		s.request++
		parts = append(parts, pieces(s.asked(writeLevel(float64(i))), 2))
		s.add(wire.ToServer, s.chunk(wire.ToServer, 'C', s.request, parts[i][0]))
	}
	for i, p := range parts {
		s.add(wire.ToServer, s.chunk(wire.ToServer, 'F', first+uint32(i), p[1]))
	}
	return s.Case
}

// emptyChunks puts chunks without a body between.
func emptyChunks() wire.Case {
	s := inSession("chunks-empty")
	s.request++
	body := s.asked(readLevel())
	s.add(wire.ToServer, s.chunk(wire.ToServer, 'C', s.request, body), s.chunk(wire.ToServer, 'C', s.request, nil),
		s.chunk(wire.ToServer, 'F', s.request, nil))
	s.answer(s.request, levelRead(3))
	return s.Case
}
