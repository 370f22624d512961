package plc

import (
	"bytes"
	"testing"
)

// TestDownload: the blocks are the program, between a beginning and an end that
// tells their number.
func TestDownload(t *testing.T) {
	for _, size := range []int{0, 1, 1000, 1001, 3500} {
		program := bytes.Repeat([]byte{9, 8, 7}, size/3+1)[:size]
		var codes, sent, last []byte
		for code, data := range Download(program) {
			codes, last = append(codes, code), data
			if code == Block {
				sent = append(sent, data[6:]...) // two octets each: 1, number, size
			}
		}
		n := len(codes)
		if codes[0] != Begin || codes[n-1] != End || !bytes.Equal(sent, program) || int(last[2]) != n-2 {
			t.Errorf("%d octets: codes %x, %d octets sent, the end is %x", size, codes, len(sent), last)
		}
	}
}

// TestIdentify: from each object on there are as many as the answer says.
func TestIdentify(t *testing.T) {
	for from := range byte(5) {
		b := IdentifyAnswer(from)
		n := 0
		for rest := b[7:]; len(rest) > 0; n++ {
			rest = rest[2+rest[1]:]
		}
		if n != int(b[6]) || n < 1 || from < 3 && b[7] != from {
			t.Errorf("from %d: %x", from, b)
		}
	}
}

// TestAbout: a stopped controller says so, and each tells its own name.
func TestAbout(t *testing.T) {
	if bytes.Equal(About(ReadStatus, "PLC1", true), About(ReadStatus, "PLC1", false)) {
		t.Error("a stopped controller looks like one that runs")
	}
	if !bytes.Contains(About(ReadID, "PLC3", false), []byte("PLC3")) || About(Start, "PLC3", false) != nil {
		t.Error("not its name, or more than was asked")
	}
}
