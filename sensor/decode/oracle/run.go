package oracle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	maputil "maps"
	"os/exec"
	"slices"
	"strings"
	"sync"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// Mappings are those of all protocols.
func Mappings() []Mapping {
	return []Mapping{modbusMapping, dnp3LinkMapping, dnp3Mapping, opcuaMapping}
}

// preferences make tshark see a stream as Banken does: in order, and whole.
var preferences = []string{
	"-o", "tcp.reassemble_out_of_order:TRUE",
	"-o", "tcp.desegment_tcp_streams:TRUE",
}

// cutShort is what tshark says of a capture that ends inside a packet.
const cutShort = "cut short"

// Dissection is what tshark made of a capture.
type Dissection struct {
	Rows map[string][]Row // by the name of the mapping
	// Repeated are the frames it marks as retransmissions.
	Repeated map[uint64]bool
}

// Capture is what both sides made of a capture.
type Capture struct {
	Ours   map[string][]Row // by the name of the mapping
	Theirs *Dissection
	// Again, when set, has tshark decode the capture with the segments as they
	// come, each for itself: told to put them in order, it waits to the end for one
	// that was never captured, and passes over octets it has seen another form of.
	Again func() (*Dissection, error)
}

// asTheyCome takes the order of segments back, and what tshark thinks of it: it does
// not dissect the octets that come in place of others.
var asTheyCome = []string{"-o", "tcp.reassemble_out_of_order:FALSE", "-o", "tcp.analyze_sequence_numbers:FALSE"}

// Decode has both sides decode a capture. tshark is told where Banken
// recognised a protocol on a port that is not its own.
func Decode(ctx context.Context, name string, maps []Mapping) (*Capture, error) {
	ours, ports, err := Banken(name, maps)
	if err != nil {
		return nil, err
	}
	theirs, err := Tshark(ctx, name, maps, ports)
	if err != nil {
		return nil, err
	}
	again := func() (*Dissection, error) { return Tshark(ctx, name, maps, ports, asTheyCome...) }
	return &Capture{ours, theirs, sync.OnceValues(again)}, nil
}

// port is where a server was found to speak a protocol.
type port struct {
	protocol  *wire.Protocol
	transport string
	number    uint16
}

// datagramDissectors are the names -d takes for UDP where they are not those for TCP.
var datagramDissectors = map[string]string{"mbtcp": "mbudp"}

// portPreferences are the preferences for the ports of protocols of which tshark
// tells requests from responses by them, by dissector.
var portPreferences = map[string]string{"mbtcp": "mbtcp.tcp.port", "mbudp": "mbudp.udp.port"}

// decodeAs returns tshark's arguments for the ports that are not the protocol's
// own.
func decodeAs(ports []port, maps []Mapping) (args []string) {
	prefer := map[string]string{}
	for _, p := range ports {
		dissector := p.dissector(maps)
		if p.number == p.protocol.Ports[0] || dissector == "" {
			continue
		}
		args = append(args, "-d", fmt.Sprintf("%s.port==%d,%s", p.transport, p.number, dissector))
		if name := portPreferences[dissector]; name != "" {
			if prefer[name] == "" {
				prefer[name] = fmt.Sprintf("%s:%d", name, p.protocol.Ports[0])
			}
			prefer[name] += fmt.Sprintf(",%d", p.number)
		}
	}
	for _, name := range slices.Sorted(maputil.Keys(prefer)) {
		args = append(args, "-o", prefer[name])
	}
	return args
}

// dissector returns the name of tshark's dissector for a port's protocol.
func (p *port) dissector(maps []Mapping) string {
	for _, m := range maps {
		if m.Protocol != p.protocol.Name {
			continue
		}
		if name := datagramDissectors[m.Protos[0]]; name != "" && p.transport == "udp" {
			return name
		}
		return m.Protos[0]
	}
	return ""
}

// Tshark runs tshark over a capture. ports are where Banken found servers, args
// further arguments.
func Tshark(ctx context.Context, name string, maps []Mapping, ports []port, args ...string) (*Dissection, error) {
	keep := []string{"tcp", "udp"}
	filter := slices.Clone(repetitions)
	for _, m := range maps {
		keep = append(keep, m.Protos...)
		filter = append(filter, m.Protos...)
	}
	args = slices.Concat([]string{"-n", "-r", name, "-T", "pdml", "-J", strings.Join(keep, " "), "-Y", strings.Join(filter, " || ")}, preferences, decodeAs(ports, maps), args)
	cmd := exec.CommandContext(ctx, "tshark", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("oracle: %w (apt-get install tshark)", err)
	}
	d, err := dissection(out, maps, ports)
	// A capture cut short makes tshark end with an error after its last packet;
	// what it dissected is what is compared.
	if werr := cmd.Wait(); err == nil && werr != nil && !strings.Contains(stderr.String(), cutShort) {
		err = fmt.Errorf("oracle: %w", werr)
	}
	if err != nil {
		return nil, fmt.Errorf("%w; tshark: %s", err, stderr.String())
	}
	return d, nil
}

// repetitions are tshark's marks of segments whose octets it has seen, or takes
// for seen.
var repetitions = []string{"tcp.analysis.retransmission", "tcp.analysis.fast_retransmission", "tcp.analysis.spurious_retransmission"}

// isRepeated tells that tshark marks a segment so. It may dissect it again; Banken
// takes each octet once.
func isRepeated(tcp *Node) bool {
	return slices.ContainsFunc(repetitions, func(mark string) bool { return tcp.Find(mark) != nil })
}

// repeated is Row.Aside of what tshark shows in a frame marked so.
const repeated = "repeated"

// setAside sets the rows of a packet aside when tshark marks it as repeated: Banken
// tells them when the octets were not captured before, or in another form.
func (p *Packet) setAside(rows []Row) []Row {
	if slices.ContainsFunc(p.Protos, func(n *Node) bool { return n.Name == "tcp" && isRepeated(n) }) {
		for i := range rows {
			if rows[i].Aside == "" {
				rows[i].Aside = repeated
			}
		}
	}
	return rows
}

func dissection(pdml io.Reader, maps []Mapping, ports []port) (*Dissection, error) {
	x := &Dissection{map[string][]Row{}, map[uint64]bool{}}
	err := ReadPDML(pdml, func(p *Packet) error {
		p.Servers = ports
		for i := range maps {
			x.Rows[maps[i].name()] = append(x.Rows[maps[i].name()], maps[i].Theirs(p)...)
		}
		for _, proto := range p.Protos {
			if proto.Name == "tcp" && isRepeated(proto) {
				x.Repeated[p.Frame] = true
			}
		}
		return nil
	})
	return x, err
}

// Banken decodes a capture and returns the rows of its messages, by mapping, and
// the ports of the servers.
func Banken(name string, maps []Mapping) (map[string][]Row, []port, error) {
	r, err := capture.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	s := &rowSink{maps: maps, rows: map[string][]Row{}, told: map[port]bool{}}
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
			return s.rows, s.ports, err
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
	ports []port        // of servers
	told  map[port]bool // those whose messages made rows, without the transport
}

func (s *rowSink) Message(c *wire.Conversation, m *wire.Message) {
	for i := range s.maps {
		if s.maps[i].Protocol != c.Protocol().Name {
			continue
		}
		if r, ok := s.maps[i].Ours(m); ok {
			r.Frame, r.Protocol = m.Frame, s.maps[i].Protocol
			s.rows[s.maps[i].name()] = append(s.rows[s.maps[i].name()], r)
			s.told[port{protocol: c.Protocol(), number: c.Server().Port()}] = true
		}
	}
}

func (s *rowSink) Ended(e decode.Ended) {
	if e.Conversation == nil {
		return
	}
	p := port{protocol: e.Conversation.Protocol(), number: e.Conversation.Server().Port()}
	if !s.told[p] {
		return
	}
	p.transport = "tcp"
	if e.Flow.Key.Protocol == packet.ProtocolUDP {
		p.transport = "udp"
	}
	if !slices.Contains(s.ports, p) {
		s.ports = append(s.ports, p)
	}
}

func (s *rowSink) Transaction(t *wire.Transaction)                                  { t.Release() }
func (s *rowSink) Opaque(*flow.Flow, wire.Direction, flow.Position, []byte)         {}
func (s *rowSink) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {}
