package decode

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// Flags of a step of the fuzzed input, which is a list of them: one octet of
// flags, two of length, the octets.
const (
	stepDirection = 1 << iota // set: from the server
	stepGap                   // octets were lost before
	stepAgain                 // in place of the octets before
	stepDatagram              // of the first step: a flow of UDP
	stepPorts     = 4         // of the first step: the server's port, shift of two bits
)

var fuzzPorts = [4]uint16{502, 20000, 4840, 9999}

// FuzzWorker runs recognition and every decoder over a flow of arbitrary octets.
// Seeds are the generated cases and, where BANKEN_CORPUS is set, the first flow
// of its small captures.
func FuzzWorker(f *testing.F) {
	for i, cases := range [][]wire.Case{modbusgen.Cases(), dnp3gen.Cases(), opcuagen.Cases()} {
		for _, c := range cases {
			f.Add(encodeCase(&c, i))
		}
	}
	if dir := os.Getenv("BANKEN_CORPUS"); dir != "" {
		addCaptures(f, dir)
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		s := &ledger{}
		l := &line{w: newWorker(protocols.All, s, flow.Config{MaxFlows: 2, MaxHalfOpen: 2, BufferOctets: 1 << 20}), ports: [2]uint16{50000, 502}}
		var given uint64
		for first := true; len(input) >= 3; first = false {
			flags, n := input[0], min(int(input[1])<<8|int(input[2]), len(input)-3)
			if first {
				l.udp, l.ports[1] = flags&stepDatagram != 0, fuzzPorts[flags>>stepPorts&3]
			}
			from := int(flags & stepDirection)
			switch {
			case flags&stepGap != 0:
				l.seq[from] += 100
			case flags&stepAgain != 0 && int(l.seq[from]) >= n:
				l.seq[from] -= uint32(n)
			}
			l.send(from, string(input[3:3+n]))
			given += uint64(n)
			input = input[3+n:]
		}
		l.w.Advance(int64(l.frame)*1e7+3600e9, l.frame)
		l.w.Close(l.frame)
		if len(l.w.active) != 0 {
			t.Fatalf("%d conversations go on after the end", len(l.w.active))
		}
		if s.decoded > given {
			t.Fatalf("%d octets given, %d told of", given, s.decoded)
		}
	})
}

// ledger counts what a worker tells.
type ledger struct {
	discard
	decoded uint64
}

func (s *ledger) Transaction(t *wire.Transaction) {
	t.AppendJSON(nil)
	t.Release()
}

func (s *ledger) Ended(e Ended) {
	if e.Conversation != nil {
		for _, k := range e.Conversation.Counters {
			s.decoded += k.Octets + k.Blind
		}
	}
}

func encodeCase(c *wire.Case, port int) []byte {
	var b []byte
	for i, s := range c.Steps {
		flags := byte(s.Dir)
		if s.Gap > 0 {
			flags |= stepGap
		}
		if i == 0 && c.Transport == wire.Datagram {
			flags |= stepDatagram
		}
		b = appendStep(b, flags|byte(port)<<stepPorts, s.Octets)
	}
	return b
}

func appendStep(b []byte, flags byte, octets []byte) []byte {
	n := min(len(octets), 0xffff)
	return append(append(b, flags, byte(n>>8), byte(n)), octets[:n]...)
}

// addCaptures adds the small captures of the corpus.
func addCaptures(f *testing.F, dir string) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasPrefix(filepath.Ext(path), ".pcap") {
			return err
		}
		if info, err := d.Info(); err != nil || info.Size() > 1<<18 {
			return err
		}
		if b := firstFlow(path); len(b) > 0 {
			f.Add(b)
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
}

// firstFlow returns some KiB of the first flow to one of the protocols' ports.
func firstFlow(path string) (b []byte) {
	r, err := capture.Open(path)
	if err != nil {
		return nil
	}
	defer r.Close()
	var frame capture.Frame
	var p packet.Packet
	var key flow.Key
	for len(b) < 4096 && r.Next(&frame) == nil {
		if frame.Parse(&p) != nil || len(p.Payload) == 0 || p.Fragment || p.Protocol != packet.ProtocolTCP && p.Protocol != packet.ProtocolUDP {
			continue
		}
		flags, ok := stepFlags(&p)
		k, _ := flow.KeyOf(&p)
		if !ok || b != nil && k != key {
			continue
		}
		key = k
		b = appendStep(b, flags, p.Payload)
	}
	return b
}

func stepFlags(p *packet.Packet) (flags byte, ok bool) {
	for i, port := range fuzzPorts[:3] {
		if p.SrcPort == port || p.DstPort == port {
			flags, ok = byte(i)<<stepPorts, true
			if p.SrcPort == port {
				flags |= stepDirection
			}
		}
	}
	if p.Protocol == packet.ProtocolUDP {
		flags |= stepDatagram
	}
	return flags, ok
}
