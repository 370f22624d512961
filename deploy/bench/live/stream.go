//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"net"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/link"
)

// A turn as the program reads it: the frame, then these words.
const (
	wordSequence  = frameRoom
	wordAck       = frameRoom + 4
	wordSent      = frameRoom + 8
	wordConfirmed = frameRoom + 12
	wordIPSum     = frameRoom + 16 // of the IPv4 header without checksum and identification
	wordCut       = frameRoom + 24 // 64 bits: minus what the frame is shorter than frameRoom
	turnSize      = frameRoom + 32
)

func (t *turn) encode() []byte {
	b := make([]byte, turnSize)
	n := copy(b[:frameRoom], t.frame)
	for at, v := range map[int]uint32{wordSequence: t.sequence, wordAck: t.ack, wordSent: t.sent, wordConfirmed: t.confirmed, wordIPSum: partialSum(t.frame)} {
		binary.NativeEndian.PutUint32(b[at:], v)
	}
	binary.NativeEndian.PutUint64(b[wordCut:], uint64(n-frameRoom))
	return b
}

// partialSum adds the words of the IPv4 header that never change.
func partialSum(frame []byte) (sum uint32) {
	for at := 14; at < 34; at += 2 {
		if at != atIPID && at != atIPSum {
			sum += uint32(binary.BigEndian.Uint16(frame[at:]))
		}
	}
	return sum
}

// stream sends turns, round after round.
type stream struct {
	program *ebpf.Program
	state   *ebpf.Map
	turns   *ebpf.Map
}

// newStream returns a stream out of an interface, rate frames a second or as many
// as can be where rate is 0.
func newStream(to string, turns []turn, rate uint64) (*stream, error) {
	out, err := net.InterfaceByName(to)
	if err != nil {
		return nil, err
	}
	s := &stream{}
	if s.state, err = ebpf.NewMap(&ebpf.MapSpec{Type: ebpf.Array, KeySize: 4, ValueSize: stateSize, MaxEntries: 1}); err != nil {
		return nil, err
	}
	if s.turns, err = ebpf.NewMap(&ebpf.MapSpec{Type: ebpf.Array, KeySize: 4, ValueSize: turnSize, MaxEntries: uint32(len(turns))}); err != nil {
		return nil, err
	}
	for i := range turns {
		if err := s.turns.Put(uint32(i), turns[i].encode()); err != nil {
			return nil, err
		}
	}
	s.program, err = ebpf.NewProgram(&ebpf.ProgramSpec{Type: ebpf.XDP, License: "Apache-2.0", Instructions: s.code(len(turns), out.Index, rate)})
	return s, err
}

func (s *stream) close() {
	s.program.Close()
	s.state.Close()
	s.turns.Close()
}

// liveFrames is BPF_F_TEST_XDP_LIVE_FRAMES: what the program is run for goes out.
const liveFrames = 1 << 1

// run sends n frames, in one call: each takes the kernel tens of milliseconds to
// prepare. It returns how many went, and in what time; a signal that comes
// meanwhile makes it some more.
func (s *stream) run(n uint64) (uint64, time.Duration, error) {
	_, err := s.program.Run(&ebpf.RunOptions{Data: make([]byte, frameRoom), Repeat: uint32(n), Flags: liveFrames, BatchSize: 64})
	if err != nil {
		return 0, 0, fmt.Errorf("live: sending: %w", err)
	}
	var state [stateSize / 8]uint64
	if err := s.state.Lookup(uint32(0), &state); err != nil {
		return 0, 0, err
	}
	return state[stateSent/8], time.Duration(state[stateLast/8] - state[stateFirst/8]), nil
}

// letPass attaches a program to the other end that does nothing: a virtual Ethernet
// interface takes frames sent so only when it has one.
func letPass(name string) (link.Link, error) {
	in, err := net.InterfaceByName(name)
	if err != nil {
		return nil, err
	}
	p, err := ebpf.NewProgram(&ebpf.ProgramSpec{Type: ebpf.XDP, License: "Apache-2.0",
		Instructions: asm.Instructions{asm.Mov.Imm(asm.R0, 2), asm.Return()}}) // XDP_PASS
	if err != nil {
		return nil, err
	}
	defer p.Close()
	return link.AttachXDP(link.XDPOptions{Program: p, Interface: in.Index})
}
