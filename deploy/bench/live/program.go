//go:build linux

package main

import (
	"github.com/cilium/ebpf/asm"
)

// Registers as the program uses them.
const (
	frameContext = asm.R6
	round        = asm.R7
	slot         = asm.R8
	this         = asm.R9 // the turn
)

// The state of a stream, three words of 64 bits.
const (
	stateSent  = 0  // frames so far
	stateFirst = 8  // when the first was sent, ns of the monotonic clock
	stateLast  = 16 // when the last was
	stateSize  = 24
)

// patience is how often the program reads the clock before it sends a frame that is
// not due: some microseconds, and a bound that the verifier asks for.
const patience = 250

// code returns the program: take the next number, wait until it is due, find the
// turn, write its frame with what the round makes of it, and send it.
func (s *stream) code(turns, ifindex int, rate uint64) (code asm.Instructions) {
	code = append(code, asm.Mov.Reg(frameContext, asm.R1), asm.StoreImm(asm.RFP, -4, 0, asm.Word))
	code = append(code, lookUp(s.state.FD())...)
	code = append(code, asm.Mov.Reg(this, asm.R0))
	code = append(code, number()...)
	if rate > 0 {
		code = append(code, wait(rate)...)
	}
	code = append(code, asm.StoreMem(this, stateLast, asm.R0, asm.DWord),
		asm.Mov.Reg(slot, round), asm.Mod.Imm(slot, int32(turns)), asm.Div.Imm(round, int32(turns)),
		asm.StoreMem(asm.RFP, -4, slot, asm.Word))
	code = append(code, lookUp(s.turns.FD())...)
	code = append(code, asm.Mov.Reg(this, asm.R0))
	code = append(code, writeFrame()...)
	code = append(code, writeNumber(wordSequence, wordSent, atSequence)...)
	code = append(code, writeNumber(wordAck, wordConfirmed, atAck)...)
	code = append(code, writeIdentifiers()...)
	return append(code,
		asm.Mov.Reg(asm.R1, frameContext), asm.LoadMem(asm.R2, this, wordCut, asm.DWord), asm.FnXdpAdjustTail.Call(),
		asm.JNE.Imm(asm.R0, 0, "out"),
		asm.Mov.Imm(asm.R1, int32(ifindex)), asm.Mov.Imm(asm.R2, 0), asm.FnRedirect.Call(), asm.Return(),
		asm.Mov.Imm(asm.R0, 1).WithSymbol("out"), asm.Return()) // XDP_DROP
}

// number takes the next number into round, with the time in R0 and the beginning,
// which is now if there was none, in slot.
func number() asm.Instructions {
	return asm.Instructions{
		asm.LoadMem(round, this, stateSent, asm.DWord), asm.Mov.Reg(asm.R1, round), asm.Add.Imm(asm.R1, 1),
		asm.StoreMem(this, stateSent, asm.R1, asm.DWord),
		asm.FnKtimeGetNs.Call(),
		asm.LoadMem(slot, this, stateFirst, asm.DWord), asm.JNE.Imm(slot, 0, "begun"),
		asm.Mov.Reg(slot, asm.R0), asm.StoreMem(this, stateFirst, asm.R0, asm.DWord),
		asm.Mov.Reg(asm.R1, round).WithSymbol("begun"),
	}
}

// wait reads the clock into R0 until the number in R1 is due.
func wait(rate uint64) asm.Instructions {
	return asm.Instructions{
		asm.Mul.Imm(asm.R1, 1e9), asm.LoadImm(asm.R2, int64(rate), asm.DWord), asm.Div.Reg(asm.R1, asm.R2),
		asm.Add.Reg(asm.R1, slot), asm.StoreMem(asm.RFP, -16, asm.R1, asm.DWord),
		asm.Mov.Imm(slot, 0),
		asm.FnKtimeGetNs.Call().WithSymbol("again"),
		asm.LoadMem(asm.R1, asm.RFP, -16, asm.DWord), asm.JGE.Reg(asm.R0, asm.R1, "due"),
		asm.Add.Imm(slot, 1), asm.JLT.Imm(slot, patience, "again"),
		asm.Mov.Reg(asm.R1, asm.R0).WithSymbol("due"),
	}
}

// lookUp finds the value of the key on the stack.
func lookUp(fd int) asm.Instructions {
	return asm.Instructions{asm.LoadMapPtr(asm.R1, fd), asm.Mov.Reg(asm.R2, asm.RFP), asm.Add.Imm(asm.R2, -4),
		asm.FnMapLookupElem.Call(), asm.JEq.Imm(asm.R0, 0, "out")}
}

// writeFrame copies the frame; R2 is its beginning from then on.
func writeFrame() asm.Instructions {
	code := asm.Instructions{
		asm.LoadMem(asm.R2, frameContext, 0, asm.Word), asm.LoadMem(asm.R3, frameContext, 4, asm.Word), // xdp_md.data, data_end
		asm.Mov.Reg(asm.R4, asm.R2), asm.Add.Imm(asm.R4, frameRoom), asm.JGT.Reg(asm.R4, asm.R3, "out"),
	}
	for at := int16(0); at < frameRoom; at += 8 {
		code = append(code, asm.LoadMem(asm.R1, this, at, asm.DWord), asm.StoreMem(asm.R2, at, asm.R1, asm.DWord))
	}
	return code
}

// writeNumber writes first + step * round.
func writeNumber(first, step, at int16) asm.Instructions {
	return asm.Instructions{
		asm.LoadMem(asm.R1, this, step, asm.Word), asm.Mul.Reg(asm.R1, round),
		asm.LoadMem(asm.R3, this, first, asm.Word), asm.Add.Reg(asm.R1, asm.R3),
		asm.HostTo(asm.BE, asm.R1, asm.Word), asm.StoreMem(asm.R2, at, asm.R1, asm.Word),
	}
}

// writeIdentifiers writes the round as Modbus' transaction identifier and IPv4's
// identification, and the checksum that goes with it.
func writeIdentifiers() asm.Instructions {
	fold := asm.Instructions{asm.Mov.Reg(asm.R1, asm.R3), asm.RSh.Imm(asm.R1, 16), asm.And.Imm(asm.R3, 0xffff), asm.Add.Reg(asm.R3, asm.R1)}
	code := asm.Instructions{
		asm.Mov.Reg(asm.R1, round), asm.And.Imm(asm.R1, 0xffff),
		asm.LoadMem(asm.R3, this, wordIPSum, asm.Word), asm.Add.Reg(asm.R3, asm.R1),
		asm.HostTo(asm.BE, asm.R1, asm.Half),
		asm.StoreMem(asm.R2, atPayload, asm.R1, asm.Half), asm.StoreMem(asm.R2, atIPID, asm.R1, asm.Half),
	}
	code = append(append(code, fold...), fold...)
	return append(code, asm.Xor.Imm(asm.R3, 0xffff), asm.HostTo(asm.BE, asm.R3, asm.Half), asm.StoreMem(asm.R2, atIPSum, asm.R3, asm.Half))
}
