package filter

import (
	"errors"
	"fmt"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// MaxClassicPorts is how many ports Classic takes: each costs four of the 4096
// instructions that the kernel allows (linux/bpf_common.h, BPF_MAXINSNS).
const MaxClassicPorts = 960

// ErrPorts: there are more ports than Classic takes.
var ErrPorts = errors.New("filter: too many ports for a classic filter")

// Classic returns a filter for SO_ATTACH_FILTER (packet(7)) that every kernel
// runs without a right of its own. It hands on ARP, LLDP, PROFINET DCP and
// alarms; IP fragments; ICMP; TCP segments with SYN, FIN or RST; packets of the
// given ports, of TCP and UDP; and every IPv6 packet with an extension header.
//
// It remembers nothing. So it cannot hand on the first packets of a flow: a
// protocol on a port that is not among the given ones shows no more than its
// handshake, of UDP nothing. It cannot learn, count, or hold a rate. Frames with
// more than two tags, one of which the kernel has taken out, are withheld, and
// so are those of IEEE 802.2.
func Classic(ports []uint16) ([]unix.SockFilter, error) {
	program, err := classic(ports)
	if err != nil {
		return nil, err
	}
	raw, err := bpf.Assemble(program)
	if err != nil {
		return nil, fmt.Errorf("filter: %w", err)
	}
	out := make([]unix.SockFilter, len(raw))
	for i, r := range raw {
		out[i] = unix.SockFilter{Code: r.Op, Jt: r.Jt, Jf: r.Jf, K: r.K}
	}
	return out, nil
}

// label is a place in a classic filter that is jumped to.
type label int

const (
	atNetwork label = iota
	atTag
	atSecondTag
	atIPv4
	atIPv6
	atHeader4
	atUpper6
	atUpper
	atPorts
	atProfinet
	atKeep
	labels
)

// classicSnap is how many octets are handed on: more than a frame has.
const classicSnap = 0x40000

// program is a classic filter being put together. Jumps go forward only, over
// any distance: a conditional one reaches no farther than 255 instructions.
type program struct {
	code  []bpf.Instruction
	marks [labels]int
	jumps []struct {
		at int
		to label
	}
}

func (p *program) add(i ...bpf.Instruction) { p.code = append(p.code, i...) }

func (p *program) mark(l label) { p.marks[l] = len(p.code) }

func (p *program) jump(to label) {
	p.jumps = append(p.jumps, struct {
		at int
		to label
	}{len(p.code), to})
	p.add(bpf.Jump{})
}

// when jumps when the accumulator fulfils the condition.
func (p *program) when(cond bpf.JumpTest, val uint32, to label) {
	p.add(bpf.JumpIf{Cond: cond, Val: val, SkipFalse: 1})
	p.jump(to)
}

// is jumps when the accumulator holds one of the values.
func (p *program) is(to label, values ...uint32) {
	for _, v := range values {
		p.when(bpf.JumpEqual, v, to)
	}
}

func (p *program) hold() { p.add(bpf.RetConstant{Val: 0}) }

// classic puts the filter together: X is where the header that is looked at
// begins.
func classic(ports []uint16) ([]bpf.Instruction, error) {
	if len(ports) > MaxClassicPorts {
		return nil, ErrPorts
	}
	var p program
	p.link()
	p.network()
	p.ipv6()
	p.ipv4()
	p.transport(ports)
	p.mark(atKeep)
	p.add(bpf.RetConstant{Val: classicSnap})
	for _, j := range p.jumps {
		p.code[j.at] = bpf.Jump{Skip: uint32(p.marks[j.to] - j.at - 1)}
	}
	return p.code, nil
}

// link steps over at most two tags and leaves the EtherType in the accumulator.
func (p *program) link() {
	p.add(bpf.LoadConstant{Dst: bpf.RegX, Val: 14}, bpf.LoadAbsolute{Off: 12, Size: 2})
	p.is(atTag, 0x8100, 0x88A8, 0x9100)
	p.jump(atNetwork)
	p.mark(atTag)
	p.add(bpf.LoadConstant{Dst: bpf.RegX, Val: 18}, bpf.LoadAbsolute{Off: 16, Size: 2})
	p.is(atSecondTag, 0x8100, 0x88A8, 0x9100)
	p.jump(atNetwork)
	p.mark(atSecondTag)
	p.add(bpf.LoadConstant{Dst: bpf.RegX, Val: 22}, bpf.LoadAbsolute{Off: 20, Size: 2})
	p.mark(atNetwork)
}

func (p *program) network() {
	p.is(atIPv4, 0x0800)
	p.is(atIPv6, 0x86DD)
	p.is(atKeep, 0x0806, 0x88CC) // ARP, LLDP
	p.is(atProfinet, 0x8892)
	p.hold()
	p.mark(atProfinet)
	p.add(bpf.LoadIndirect{Off: 0, Size: 2}, // the frame identifier: see parse_profinet
		bpf.JumpIf{Cond: bpf.JumpGreaterThan, Val: 0xFEFF, SkipTrue: 2})
	p.when(bpf.JumpGreaterOrEqual, 0xFC00, atKeep)
	p.hold()
}

func (p *program) ipv6() {
	p.mark(atIPv6)
	p.add(bpf.LoadIndirect{Off: 6, Size: 1}, bpf.StoreScratch{Src: bpf.RegA, N: 0})
	p.is(atUpper6, 6, 17)
	p.is(atKeep, 58, 0, 43, 44, 51, 60, 135, 139, 140) // ICMPv6, extension headers
	p.hold()
	p.mark(atUpper6)
	p.add(bpf.TXA{}, bpf.ALUOpConstant{Op: bpf.ALUOpAdd, Val: 40}, bpf.TAX{})
	p.jump(atUpper)
}

func (p *program) ipv4() {
	p.mark(atIPv4)
	p.add(bpf.LoadIndirect{Off: 6, Size: 2})
	p.when(bpf.JumpBitsSet, 0x3FFF, atKeep) // offset and more fragments
	p.add(bpf.LoadIndirect{Off: 9, Size: 1}, bpf.StoreScratch{Src: bpf.RegA, N: 0})
	p.is(atKeep, 1)
	p.is(atHeader4, 6, 17)
	p.hold()
	p.mark(atHeader4)
	p.add(bpf.LoadIndirect{Off: 0, Size: 1}, bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: 15},
		bpf.ALUOpConstant{Op: bpf.ALUOpShiftLeft, Val: 2}, bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
}

func (p *program) transport(ports []uint16) {
	p.mark(atUpper)
	p.add(bpf.LoadScratch{Dst: bpf.RegA, N: 0})
	p.is(atPorts, 17)
	p.add(bpf.LoadIndirect{Off: 13, Size: 1})
	p.when(bpf.JumpBitsSet, 7, atKeep) // FIN, SYN, RST
	p.mark(atPorts)
	for _, off := range []uint32{0, 2} {
		p.add(bpf.LoadIndirect{Off: off, Size: 2})
		for _, port := range ports {
			p.is(atKeep, uint32(port))
		}
	}
	p.hold()
}
