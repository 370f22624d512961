package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// Entry is one capture of the set.
type Entry struct {
	Name     string // "modbus/read-coils": the capture is Name.pcap below the set's folder
	Protocol *wire.Protocol
	Case     wire.Case
	write    func(*Script) error // instead of Case
}

// Set returns the entries, by protocol and in the order of the generators, and
// last what happens to connections on their way to the capture.
func Set() []Entry {
	var list []Entry
	for _, g := range []struct {
		protocol *wire.Protocol
		cases    []wire.Case
	}{
		{&modbus.Protocol, modbusgen.Cases()},
		{&dnp3.Protocol, dnp3gen.Cases()},
		{&opcua.Protocol, opcuagen.Cases()},
	} {
		for _, c := range g.cases {
			list = append(list, Entry{Name: g.protocol.Name + "/" + c.Name, Protocol: g.protocol, Case: c})
		}
	}
	return append(list, network()...)
}

// Capture returns the capture of an entry as the octets of a pcap file.
func (e *Entry) Capture() ([]byte, error) {
	var b bytes.Buffer
	s, err := NewScript(&b)
	if err == nil && e.write != nil {
		err = e.write(s)
	} else if err == nil {
		err = s.Case(e.Protocol, &e.Case, 10, 20)
	}
	return b.Bytes(), err
}

// Frames returns the frames of the capture of an entry.
func (e *Entry) Frames() (list [][]byte, err error) {
	b, err := e.Capture()
	if err != nil {
		return nil, err
	}
	r, err := capture.NewBytes(b, e.Name)
	if err != nil {
		return nil, err
	}
	var f capture.Frame
	for err = r.Next(&f); err == nil; err = r.Next(&f) {
		list = append(list, bytes.Clone(f.Data))
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return list, err
}

// Records decodes a capture and returns its records: what is expected of a
// decoder, one JSON object a line for each message, and for each transaction.
func Records(name string, b []byte) (messages, transactions []byte, err error) {
	r, err := capture.NewBytes(b, name)
	if err != nil {
		return nil, nil, err
	}
	s := &recorder{name: name}
	w := decode.NewWorker(protocols.All, s)
	var f capture.Frame
	var p packet.Packet
	for r.Next(&f) == nil {
		p.Time, p.Frame, p.WireLen, p.CapLen = f.Time, f.Number, f.WireLen, f.CapLen
		if err := p.Parse(f.Link, f.Data); err != nil {
			return nil, nil, fmt.Errorf("conformance: %s: frame %d: %w", name, f.Number, err)
		}
		w.Packet(&p)
	}
	w.Close(f.Number)
	return s.messages, s.transactions, nil
}

// recorder writes what comes out of one capture, each line beginning with its
// name.
type recorder struct {
	name                   string
	messages, transactions []byte
	line                   []byte
}

// add appends an object with the name of the capture put in front.
func (r *recorder) add(dst, object []byte) []byte {
	dst = append(append(append(dst, `{"capture":"`...), r.name...), `",`...)
	return append(append(dst, object[1:]...), '\n')
}

func (r *recorder) Message(c *wire.Conversation, m *wire.Message) {
	r.line = c.Protocol().AppendMessageJSON(r.line[:0], m)
	r.messages = r.add(r.messages, r.line)
}

func (r *recorder) Transaction(t *wire.Transaction) {
	r.line = t.AppendJSON(r.line[:0])
	r.transactions = r.add(r.transactions, r.line)
	t.Release()
}

func (r *recorder) Opaque(*flow.Flow, wire.Direction, flow.Position, []byte)         {}
func (r *recorder) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {}
func (r *recorder) Ended(decode.Ended)                                               {}

// Write writes the set to a folder: the captures, messages.jsonl,
// transactions.jsonl and index.tsv.
func Write(dir string) error {
	var messages, transactions []byte
	var index strings.Builder
	index.WriteString("capture\tprotocol\tmessages\ttransactions\n")
	for _, e := range Set() {
		b, err := e.Capture()
		if err != nil {
			return err
		}
		file := filepath.Join(dir, filepath.FromSlash(e.Name)+".pcap")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			return err
		}
		m, t, err := Records(e.Name, b)
		if err != nil {
			return err
		}
		fmt.Fprintf(&index, "%s\t%s\t%d\t%d\n", e.Name, e.Protocol.Name, bytes.Count(m, []byte("\n")), bytes.Count(t, []byte("\n")))
		messages, transactions = append(messages, m...), append(transactions, t...)
	}
	for name, b := range map[string][]byte{"messages.jsonl": messages, "transactions.jsonl": transactions, "index.tsv": []byte(index.String())} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
