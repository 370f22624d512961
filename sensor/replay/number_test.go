package replay

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
)

// block appends a block of pcapng.
func block(b []byte, kind uint32, body []byte) []byte {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	n := uint32(12 + len(body))
	b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, kind), n)
	return binary.LittleEndian.AppendUint32(append(b, body...), n)
}

// TestNumbersLeftOut: where a block that is no frame has the number at which time-outs
// are looked at, the order is still the same for any number of workers.
func TestNumbersLeftOut(t *testing.T) {
	b := block(nil, 0x0A0D0D0A, []byte{0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255})
	b = block(b, 1, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	number := 0
	frame := func(f []byte) {
		if number++; number == step {
			b = block(b, 0x00000BAD, make([]byte, 8))
			number++
		}
		now := uint64(noon.UnixMicro()) + uint64(number)*1000
		body := binary.LittleEndian.AppendUint32(make([]byte, 4), uint32(now>>32))
		body = binary.LittleEndian.AppendUint32(body, uint32(now))
		body = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(body, uint32(len(f))), uint32(len(f)))
		b = block(b, 6, append(body, f...))
	}
	for i := range uint32(2 * step) {
		port := uint16(20000 + i)
		frame(segment(1, 2, 1, port, 502, 2, 100, 0))
		frame(segment(2, 1, 2, 502, port, 0x12, 900, 101))
		frame(segment(1, 2, 1, port, 502, 0x14, 101, 901))
	}
	var one script
	play(t, bytes.Clone(b), 1, &one)
	if one.count("flow") != 2*step || one.count("contact") != 2*step {
		t.Fatalf("%d flows, %d contacts", one.count("flow"), one.count("contact"))
	}
	for _, workers := range []int{2, 3} {
		var other script
		play(t, bytes.Clone(b), workers, &other)
		differ(t, fmt.Sprint(workers, " workers"), other.lines, one.lines)
	}
}
