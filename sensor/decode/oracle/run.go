package oracle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// Mappings are those of all protocols.
func Mappings() []Mapping { return []Mapping{modbusMapping, dnp3Mapping, opcuaMapping} }

// preferences make tshark see a stream as Banken does: in order, and whole.
var preferences = []string{
	"-o", "tcp.reassemble_out_of_order:TRUE",
	"-o", "tcp.desegment_tcp_streams:TRUE",
}

// Tshark runs tshark over a capture and returns the rows of its dissection, by
// protocol. decodeAs holds further arguments, such as -d tcp.port==1502,mbtcp.
func Tshark(ctx context.Context, name string, maps []Mapping, decodeAs ...string) (map[string][]Row, error) {
	protos := []string{"tcp", "udp"}
	for _, m := range maps {
		protos = append(protos, m.Protos...)
	}
	args := append([]string{"-n", "-r", name, "-T", "pdml", "-J", strings.Join(protos, " ")}, preferences...)
	cmd := exec.CommandContext(ctx, "tshark", append(args, decodeAs...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("oracle: %w (apt-get install tshark)", err)
	}
	rows := map[string][]Row{}
	err = ReadPDML(out, func(p *Packet) error {
		for _, m := range maps {
			rows[m.Protocol] = append(rows[m.Protocol], m.Theirs(p)...)
		}
		return nil
	})
	// A capture cut short makes tshark end with an error after its last packet;
	// what it dissected is what is compared.
	if werr := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("%w; tshark: %v: %s", err, werr, stderr.String())
	}
	return rows, nil
}

// Banken decodes a capture and returns the rows of its messages, by protocol,
// and the arguments that tell tshark the TCP ports it found protocols on.
func Banken(name string, maps []Mapping) (rows map[string][]Row, decodeAs []string, err error) {
	s := &rowSink{maps: maps, rows: map[string][]Row{}, ports: map[uint16]string{}}
	err = s.run(name)
	for port, dissector := range s.ports {
		decodeAs = append(decodeAs, "-d", fmt.Sprintf("tcp.port==%d,%s", port, dissector))
	}
	return s.rows, decodeAs, err
}

// run takes in the messages of a capture.
func (s *rowSink) run(name string) error {
	r, err := capture.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	w := decode.NewWorker(protocols.All, s)
	var f capture.Frame
	var p packet.Packet
	for {
		if err := r.Next(&f); err != nil {
			w.Close(f.Number)
			var fault *capture.Error
			if errors.Is(err, io.EOF) || errors.As(err, &fault) {
				err = nil // what stands before a fault is compared
			}
			return err
		}
		p.Time, p.Frame, p.WireLen, p.CapLen = f.Time, f.Number, f.WireLen, f.CapLen
		if p.Parse(f.Link, f.Data) == nil {
			w.Packet(&p)
		}
	}
}

// rowSink makes a row of each message.
type rowSink struct {
	maps  []Mapping
	rows  map[string][]Row
	ports map[uint16]string // of servers, by what tshark calls the protocol
}

func (s *rowSink) Message(c *wire.Conversation, m *wire.Message) {
	name := c.Protocol().Name
	for i := range s.maps {
		if s.maps[i].Protocol != name {
			continue
		}
		if r, ok := s.maps[i].Ours(m); ok {
			r.Frame, r.Protocol = m.Frame, name
			s.rows[name] = append(s.rows[name], r)
		}
		if port := c.Server().Port(); s.maps[i].Dissector != "" && port != s.maps[i].Port {
			s.ports[port] = s.maps[i].Dissector
		}
	}
}

func (s *rowSink) Transaction(t *wire.Transaction)                                  { t.Release() }
func (s *rowSink) Opaque(*flow.Flow, wire.Direction, []byte)                        {}
func (s *rowSink) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {}
func (s *rowSink) Ended(decode.Ended)                                               {}
