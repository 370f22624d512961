package capture

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
)

// TestGuard: a panic in pcapgo becomes an error that says what and where.
func TestGuard(t *testing.T) {
	if err := guard(func() error { panic("slice bounds") }); err == nil || err.Error() != "pcapgo: slice bounds" {
		t.Errorf("%v", err)
	}
	if err := guard(func() error { return io.EOF }); err != io.EOF {
		t.Errorf("%v", err)
	}
}

// TestInternal gives the reader a pcapgo that is not where it should be: each use
// of it ends in an error of the reader.
func TestInternal(t *testing.T) {
	header := []byte("\xA1\xB2\xC3\xD4\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xFF\xFF\x00\x00\x00\x01")
	record := append(make([]byte, 8), 0, 0, 0, 4, 0, 0, 0, 4, 1, 2, 3, 4)
	r, err := NewBytes(append(header, record...), "x.pcap")
	if err != nil {
		t.Fatal(err)
	}
	if r.pcap, err = pcapgo.NewReader(strings.NewReader(string(header) + "\x00")); err != nil {
		t.Fatal(err)
	}
	checkInternal(t, r.Next(new(Frame)))

	var section strings.Builder
	w, err := pcapgo.NewNgWriter(&section, layers.LinkTypeEthernet)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, typ := range []uint32{blockSection, blockDescription, blockSimple} {
		if r, err = NewBytes([]byte(section.String()), "x.pcap"); err != nil {
			t.Fatal(err)
		}
		if err := r.Next(new(Frame)); err != io.EOF {
			t.Fatal(err)
		}
		b := make([]byte, 32)
		binary.LittleEndian.PutUint32(b, typ)
		b[12] = 1 // the version of a section
		if r.ng, err = pcapgo.NewNgReader(strings.NewReader(section.String()), pcapgo.NgReaderOptions{}); err != nil {
			t.Fatal(err)
		}
		switch typ {
		case blockSection:
			err = r.section(b)
		case blockDescription:
			err = r.description(b)
		case blockSimple:
			err = r.simpleBlock(new(Frame), b)
		}
		checkInternal(t, err)
	}
}

func checkInternal(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, ErrDamaged) || e.Cause == nil || !strings.Contains(e.Error(), "cannot be decoded") {
		t.Errorf("%v", err)
	}
}
