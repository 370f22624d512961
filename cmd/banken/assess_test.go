package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// arpCapture is a pcap file of one ARP reply, little-endian, in microseconds.
func arpCapture() []byte {
	frame := append([]byte{0, 0x80, 0xF4, 0, 0, 1, 0, 0x30, 0xA7, 0, 0, 2, 8, 6, 0, 1, 8, 0, 6, 4, 0, 2},
		0, 0x30, 0xA7, 0, 0, 2, 192, 0, 2, 20, 0, 0x80, 0xF4, 0, 0, 1, 192, 0, 2, 10)
	b := binary.LittleEndian.AppendUint32(nil, 0xA1B2C3D4)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0)
	for _, n := range [...]uint32{1_790_000_000, 250_000, uint32(len(frame)), uint32(len(frame))} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return append(b, frame...)
}

// assessed runs the command in a folder of its own and returns its status, what
// it said and the page.
func assessed(t *testing.T, octets []byte, args ...string) (status int, said, page string) {
	t.Helper()
	dir := t.TempDir()
	name, out := filepath.Join(dir, "plant.pcap"), filepath.Join(dir, "report.html")
	if err := os.WriteFile(name, octets, 0o644); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	status = run(context.Background(), streams{in: bytes.NewReader(nil), out: &stdout, err: &stderr},
		append([]string{"assess", name, "-o", out}, args...))
	b, err := os.ReadFile(out)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return status, stderr.String() + stdout.String(), string(b)
}

func TestAssess(t *testing.T) {
	status, said, page := assessed(t, arpCapture())
	if status != exitOK || !strings.Contains(said, "report.html") {
		t.Errorf("status %d, said %q", status, said)
	}
	for _, want := range []string{"192.0.2.20", "SCHWEITZER ENGINEERING", "plant.pcap", "Asia/Tokyo", "制御ネットワーク評価報告", "Assessment of a control network"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
}

func TestAssessOptions(t *testing.T) {
	if _, _, page := assessed(t, arpCapture(), "-lang", "ja", "-tz", "UTC"); strings.Contains(page, "Assessment of") || strings.Contains(page, "Tokyo") {
		t.Error("-lang or -tz was not heeded")
	}
	if _, said, page := assessed(t, arpCapture(), "-o", "-"); page != "" || !strings.Contains(said, "<!DOCTYPE html>") {
		t.Error("-o - did not write to standard output")
	}
	for _, args := range [][]string{{"-lang", "fr"}, {"-tz", "Nowhere"}, {"-no-such-flag"}} {
		if status, said, page := assessed(t, arpCapture(), args...); status != exitUsage || page != "" {
			t.Errorf("%v: status %d, said %q", args, status, said)
		}
	}
}

// TestAssessDamaged: the page of what could be read is written, and says what
// could not, without telling where the file lay.
func TestAssessDamaged(t *testing.T) {
	status, said, page := assessed(t, append(arpCapture(), 1, 2, 3))
	if status != exitFault || !strings.Contains(said, "plant.pcap") {
		t.Errorf("status %d, said %q", status, said)
	}
	if !strings.Contains(page, "192.0.2.20") || !strings.Contains(page, "cut short") {
		t.Error("the page does not have what could be read, or not the fault")
	}
	if strings.Contains(page, os.TempDir()) {
		t.Error("the page tells where the file lay")
	}
}

// TestAssessMissing: of no file at all there is no page.
func TestAssessMissing(t *testing.T) {
	var out, said bytes.Buffer
	name := filepath.Join(t.TempDir(), "missing.pcap")
	if status := run(context.Background(), streams{out: &out, err: &said}, []string{"assess", name, "-o", "-"}); status != exitFault || out.Len() > 0 {
		t.Errorf("status %d, said %q, wrote %d octets", status, said.String(), out.Len())
	}
	if status := run(context.Background(), streams{out: &out, err: &said}, []string{"assess"}); status != exitUsage {
		t.Errorf("without a file: status %d", status)
	}
}
