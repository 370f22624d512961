package capture_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/protocols/wire/wiretest"
	"github.com/banken-ot/banken/sensor/capture"
)

// TestCorpus reads every capture to its end and compares each frame with pcapgo.
func TestCorpus(t *testing.T) {
	frames, compared := 0, 0
	for _, file := range wiretest.Captures(t) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := readWell(t, b)
		checkInvariants(t, got)
		frames += len(got)
		compared += compareWithPcapgo(t, file, b, got)
	}
	t.Logf("%d frames, %d compared with pcapgo", frames, compared)
	if compared != frames {
		t.Errorf("%d of %d frames compared", compared, frames)
	}
}

// compareWithPcapgo returns how many frames pcapgo reads as well.
func compareWithPcapgo(t *testing.T, file string, b []byte, want []capture.Frame) (n int) {
	t.Helper()
	var source gopacket.PacketDataSource
	ng, err := pcapgo.NewNgReader(bytes.NewReader(b), pcapgo.NgReaderOptions{WantMixedLinkType: true})
	source = ng
	if err != nil {
		p, err := pcapgo.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		p.SetSnaplen(capture.MaxFrame)
		source = p
	}
	for n = range want {
		data, info, err := source.ReadPacketData()
		if err != nil {
			t.Fatalf("%s: frame %d: %v", file, want[n].Number, err)
		}
		link := want[n].Link
		if len(info.AncillaryData) > 0 && info.AncillaryData[0] != layers.LinkType(link) {
			t.Fatalf("%s: frame %d: link type %v, pcapgo says %v", file, want[n].Number, link, info.AncillaryData[0])
		}
		got := frame(want[n].Number, info.Timestamp.UnixNano(), uint32(info.InterfaceIndex), link, uint32(info.Length), data)
		checkFrames(t, file, []capture.Frame{got}, want[n:n+1])
	}
	if _, _, err := source.ReadPacketData(); err != io.EOF {
		t.Fatalf("%s: pcapgo goes on: %v", file, err)
	}
	return len(want)
}

// TestCorpusIndex compares the number of frames with that in the list of the
// corpus, where it has one.
func TestCorpusIndex(t *testing.T) {
	files := wiretest.Captures(t)
	dir := os.Getenv("BANKEN_CORPUS")
	index, err := os.ReadFile(filepath.Join(dir, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]string{}
	for s := bufio.NewScanner(bytes.NewReader(index)); s.Scan(); {
		if c := strings.Split(s.Text(), "\t"); len(c) > 4 && c[4] != "" {
			counts[filepath.Join(dir, c[0])] = c[4]
		}
	}
	checked := 0
	for _, file := range files {
		want, ok := counts[file]
		if !ok {
			continue
		}
		r, err := capture.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAll(r)
		if err != io.EOF || want != strconv.Itoa(len(got)) {
			t.Errorf("%s: %d frames, want %s: %v", file, len(got), want, err)
		}
		r.Close()
		checked++
	}
	if checked < len(files)*9/10 {
		t.Errorf("only %d of %d files are listed", checked, len(files))
	}
}

// TestCorpusTshark compares every tenth pcapng file and every thirtieth pcap file
// with tshark.
func TestCorpusTshark(t *testing.T) {
	program := needTshark(t)
	compared, kinds := 0, map[bool]int{}
	for _, file := range wiretest.Captures(t) {
		head := make([]byte, 4)
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(f, head); err != nil {
			t.Fatal(err)
		}
		f.Close()
		ng, every := string(head) == "\x0A\x0D\x0D\x0A", 30
		if ng {
			every = 10
		}
		if kinds[ng]++; kinds[ng]%every == 1 {
			compared += checkTshark(t, program, file)
		}
	}
	t.Logf("%d frames compared", compared)
	if compared == 0 {
		t.Error("nothing compared")
	}
}
