//go:build linux

package ringtest

import (
	"net"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/link"
)

// liveFrames is BPF_F_TEST_XDP_LIVE_FRAMES: what the program is run for is sent.
const liveFrames = 1 << 1

// sourcePort is the offset of the source port in the frames of Flow.TCP without
// a tag, IPv4.
const sourcePort = 14 + 20

// Flood has the kernel send a frame over and over.
type Flood struct {
	program *ebpf.Program
	frame   []byte
}

// NewFlood prepares a flood from Plant to Port, in the namespace of the calling
// goroutine, which alone may run it. The frame is one of Flow.TCP with IPv4
// addresses and at least 60 octets; its source port is replaced by one of flows
// different ones at random, a power of two.
//
// It attaches a program that lets everything pass to Port: a virtual Ethernet
// interface takes frames sent so only when it has one (the system also turns GRO
// on there, which does not merge frames of the same sequence number).
func NewFlood(t testing.TB, frame []byte, flows int) *Flood {
	t.Helper()
	pass := program(t, asm.Instructions{asm.Mov.Imm(asm.R0, 2), asm.Return()}) // XDP_PASS
	port := index(t, Port)
	attached, err := link.AttachXDP(link.XDPOptions{Program: pass, Interface: port})
	if err != nil {
		t.Fatalf("ringtest: attaching to %s: %v", Port, err)
	}
	t.Cleanup(func() { attached.Close() })
	return &Flood{program: program(t, redirect(index(t, Plant), flows)), frame: frame}
}

// redirect is the program that is run for each frame: it replaces the source port
// and sends the frame out of an interface.
func redirect(to, flows int) asm.Instructions {
	return asm.Instructions{
		asm.Mov.Reg(asm.R6, asm.R1),
		asm.FnGetPrandomU32.Call(),
		asm.And.Imm(asm.R0, int32(flows-1)),
		asm.Add.Imm(asm.R0, 0x4000),
		asm.LoadMem(asm.R1, asm.R6, 0, asm.Word), // xdp_md.data
		asm.LoadMem(asm.R2, asm.R6, 4, asm.Word), // xdp_md.data_end
		asm.Mov.Reg(asm.R3, asm.R1),
		asm.Add.Imm(asm.R3, sourcePort+2),
		asm.JGT.Reg(asm.R3, asm.R2, "send"),
		asm.StoreMem(asm.R1, sourcePort, asm.R0, asm.Half),
		asm.Mov.Imm(asm.R1, int32(to)).WithSymbol("send"),
		asm.Mov.Imm(asm.R2, 0),
		asm.FnRedirect.Call(),
		asm.Return(),
	}
}

// Run sends n frames, as fast as can be.
func (f *Flood) Run(n int) error {
	_, err := f.program.Run(&ebpf.RunOptions{Data: f.frame, Repeat: uint32(n), Flags: liveFrames})
	return err
}

func program(t testing.TB, what asm.Instructions) *ebpf.Program {
	t.Helper()
	p, err := ebpf.NewProgram(&ebpf.ProgramSpec{Type: ebpf.XDP, Instructions: what, License: "Apache-2.0"})
	if err != nil {
		t.Fatalf("ringtest: loading a program: %v", err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func index(t testing.TB, name string) int {
	t.Helper()
	in, err := net.InterfaceByName(name)
	if err != nil {
		t.Fatalf("ringtest: %s: %v", name, err)
	}
	return in.Index
}
