package modbus_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// moved is what the decoder tells of a program that was transferred.
type moved struct {
	direction      string
	blocks, octets uint64
	sum            string
	complete       bool
}

// programsOf returns a Recorder and the list it fills.
func programsOf() (*wiretest.Recorder, *[]moved) {
	list := &[]moved{}
	return &wiretest.Recorder{EachMessage: func(m *wire.Message) {
		for i := range m.Fields {
			if m.Fields[i].Name == "program" {
				*list = append(*list, movedOf(m.Fields[i+1:]))
			}
		}
	}}, list
}

func movedOf(fields []wire.Field) (p moved) {
	for _, f := range fields {
		switch f.Name {
		case "transfer":
			p.direction = f.Text
		case "block_count":
			p.blocks = f.Value.Num
		case "octet_count":
			p.octets = f.Value.Num
		case "sha256":
			p.sum = hex.EncodeToString(f.Value.Raw)
		case "complete":
			p.complete = f.Value.Num == 1
		}
	}
	return p
}

// programSize is how many octets the program of the transfer cases has.
var programSize = uint64(len(modbusgen.Program))

// transferRow is what is told of a transfer: same, that the hash is the program's.
type transferRow struct {
	blocks, octets uint64
	same, complete bool
}

var transferRows = map[string]transferRow{
	"download-whole":              {5, programSize, true, true},
	"download-block-repeated":     {5, programSize, true, true},
	"download-block-missing":      {4, programSize - modbusgen.BlockSize, false, false},
	"download-last-block-missing": {4, 4 * modbusgen.BlockSize, false, false},
	"download-out-of-order":       {5, programSize, false, false},
	"download-block-refused":      {5, programSize, true, false},
	"download-octets-lost":        {5, programSize, true, false},
	"upload-whole":                {5, programSize, true, true},
	"upload-block-repeated":       {5, programSize, true, true},
	"upload-block-missing":        {4, programSize - modbusgen.BlockSize, false, false},
	"upload-last-block-missing":   {4, 4 * modbusgen.BlockSize, false, false},
	"upload-out-of-order":         {5, programSize, false, false},
	"upload-block-refused":        {5, programSize, true, false},
	"upload-octets-lost":          {5, programSize, true, false},
	"beginning-missing":           {4, programSize - modbusgen.BlockSize, false, false},
	"block-cut":                   {1, modbusgen.BlockSize - 1, false, false},
}

// TestTransfers: the hash is that of the program when all of it was seen, and
// the decoder says so when it was not.
func TestTransfers(t *testing.T) {
	program := sha256.Sum256(modbusgen.Program)
	whole := hex.EncodeToString(program[:])
	seen := 0
	for _, c := range modbusgen.Cases() {
		row, ok := transferRows[trim(c.Name)]
		if !ok {
			continue
		}
		seen++
		r, list := programsOf()
		wiretest.Play(wiretest.NewConversation(&modbus.Protocol, &c, r), &c, wiretest.Whole)
		if len(*list) != 1 {
			t.Errorf("%s: %d programs", c.Name, len(*list))
			continue
		}
		p := (*list)[0]
		if got := (transferRow{p.blocks, p.octets, p.sum == whole, p.complete}); got != row {
			t.Errorf("%s: %+v, want %+v", c.Name, got, row)
		}
	}
	if seen != len(transferRows) {
		t.Errorf("%d of %d cases were there", seen, len(transferRows))
	}
}

// trim takes the common start off the name of a transfer case.
func trim(name string) string {
	const common = "umas-transfer-"
	if len(name) > len(common) && name[:len(common)] == common {
		return name[len(common):]
	}
	return ""
}

// TestRealUpload: the one public capture of a program leaving a controller.
func TestRealUpload(t *testing.T) {
	f, err := os.Open(filepath.Join(wiretest.Corpus(t), "digitalbond__Quickdraw-Snort", "modicon_test.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, list := programsOf()
	conv := wiretest.NewConversation(&modbus.Protocol, &wire.Case{}, r)
	end := playCapture(t, conv, f)
	conv.Close(end)
	if len(*list) != 1 {
		t.Fatalf("%d programs", len(*list))
	}
	p := (*list)[0]
	if p.direction != "upload" || p.blocks != 53 || p.octets != 12343 || !p.complete {
		t.Errorf("%+v", p)
	}
}

// playCapture feeds the segments of a capture to a conversation: one connection
// to port 502, in order, over Ethernet and IPv4.
func playCapture(t *testing.T, conv *wire.Conversation, f io.Reader) (end int64) {
	t.Helper()
	r, err := pcapgo.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for frame := uint64(1); ; frame++ {
		data, info, err := r.ReadPacketData()
		if err == io.EOF {
			return end
		}
		if err != nil {
			t.Fatal(err)
		}
		end = info.Timestamp.UnixNano()
		packet := gopacket.NewPacket(data, r.LinkType(), gopacket.NoCopy)
		tcp, ok := packet.Layer(layers.LayerTypeTCP).(*layers.TCP)
		if !ok || len(tcp.Payload) == 0 {
			continue
		}
		dir := wire.ToServer
		if tcp.SrcPort == 502 {
			dir = wire.ToClient
		}
		conv.Octets(dir, end, frame, tcp.Payload)
	}
}
