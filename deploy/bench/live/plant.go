//go:build linux

package main

import (
	"encoding/binary"
	"net/netip"

	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
)

// Offsets in a frame of Ethernet, IPv4 and TCP without options.
const (
	atIPID     = 14 + 4
	atIPSum    = 14 + 10
	atSequence = 34 + 4
	atAck      = 34 + 8
	atFlags    = 34 + 13
	atPayload  = 34 + 20
)

const (
	// frameRoom holds every frame of the plant, in words of 8 octets.
	frameRoom = 88
	// shortest is what Ethernet pads frames to, without the check sequence.
	shortest = 60
	// apart is how many other requests are sent between a request and its answer.
	apart = 16
	// registers are read by each request: a few measured values.
	registers = 10
)

// turn is a frame that is sent once a round, with what changes from one to the
// next.
type turn struct {
	frame           []byte
	sequence, ack   uint32 // of the first round
	sent, confirmed uint32 // added to them in each
}

// flowOf returns connection i, from one of 20 clients to a server.
func flowOf(i int) ringtest.Flow {
	host := func(net, n int) netip.Addr { return netip.AddrFrom4([4]byte{10, byte(net), byte(n >> 8), byte(n)}) }
	return ringtest.Flow{
		Source:      netip.AddrPortFrom(host(1, 10+i%20), uint16(20000+i)),
		Destination: netip.AddrPortFrom(host(2, 10+i/20), 502),
	}
}

// Initial sequence numbers; they count on from there.
const (
	clientISN = 1000000
	serverISN = 2000000
)

// request and response are a read of holding registers and its answer (Modbus
// Application Protocol 1.1b3, 6.3, in the frame of Modbus Messaging on TCP/IP
// 1.0b, 3.1.3); the transaction identifier is written by the program.
func request() []byte { return []byte{0, 0, 0, 0, 0, 6, 1, 3, 0, 100, 0, registers} }

func response() []byte {
	b := []byte{0, 0, 0, 0, 0, 3 + 2*registers, 1, 3, 2 * registers}
	for i := range registers {
		b = binary.BigEndian.AppendUint16(b, uint16(100*i))
	}
	return b
}

// segment returns a turn whose numbers are offset from the initial ones.
func segment(f ringtest.Flow, toServer bool, flags byte, sequence, ack uint32, payload []byte) turn {
	t := turn{sequence: clientISN + sequence, ack: serverISN + ack}
	if !toServer {
		f, t.sequence, t.ack = f.Back(), serverISN+sequence, clientISN+ack
	}
	t.frame = f.TCP(t.sequence, payload)
	t.frame[atFlags] = flags
	for len(t.frame) < shortest {
		t.frame = append(t.frame, 0)
	}
	return t
}

// TCP flags (RFC 9293, 3.1).
const (
	flagSYN = 0x02
	flagPSH = 0x08
	flagACK = 0x10
)

// handshakes are the beginnings of the connections.
func handshakes(flows int) (turns []turn) {
	for i := range flows {
		f := flowOf(i)
		syn := segment(f, true, flagSYN, 0, 0, nil)
		syn.ack = 0
		turns = append(turns, syn, segment(f, false, flagSYN|flagACK, 0, 1, nil), segment(f, true, flagACK, 1, 1, nil))
	}
	return turns
}

// exchanges are a request and its answer of each connection, the answers so many
// requests later as apart says.
func exchanges(flows int) (turns []turn) {
	asked, answered := uint32(len(request())), uint32(len(response()))
	for i := range flows + apart {
		if i < flows {
			t := segment(flowOf(i), true, flagPSH|flagACK, 1, 1, request())
			t.sent, t.confirmed = asked, answered
			turns = append(turns, t)
		}
		if j := i - apart; j >= 0 {
			t := segment(flowOf(j), false, flagPSH|flagACK, 1, 1+asked, response())
			t.sent, t.confirmed = answered, asked
			turns = append(turns, t)
		}
	}
	return turns
}

// write writes the frame of a round into b and returns it: what the program in the
// kernel does.
func (t *turn) write(b []byte, round uint32) []byte {
	b = append(b[:0], t.frame...)
	binary.BigEndian.PutUint32(b[atSequence:], t.sequence+round*t.sent)
	binary.BigEndian.PutUint32(b[atAck:], t.ack+round*t.confirmed)
	binary.BigEndian.PutUint16(b[atPayload:], uint16(round))
	binary.BigEndian.PutUint16(b[atIPID:], uint16(round))
	sum := partialSum(t.frame) + round&0xffff
	sum = sum&0xffff + sum>>16
	binary.BigEndian.PutUint16(b[atIPSum:], ^uint16(sum+sum>>16))
	return b
}
