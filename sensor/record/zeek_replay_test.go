package record

import (
	"bytes"
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/replay"
)

// frames writes a capture.
type frames struct {
	t   *testing.T
	w   *pcapgo.Writer
	now time.Time
	n   int
}

// talk is one connection or exchange of datagrams; the client's port tells it from
// the others.
type talk struct {
	transport wire.Transport
	ports     [2]uint16 // of who sends in a direction
	seq       [2]uint32
}

// send writes a frame of a talk; set marks its TCP header.
func (f *frames) send(x *talk, dir wire.Direction, octets []byte, set func(*layers.TCP)) {
	ips := [2]net.IP{net.IPv4(192, 0, 2, 10).To4(), net.IPv4(192, 0, 2, 20).To4()}
	macs := [2]net.HardwareAddr{{2, 0, 0, 0, 0, 10}, {2, 0, 0, 0, 0, 20}}
	back := 1 - dir
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolTCP, SrcIP: ips[dir], DstIP: ips[back]}
	var transport gopacket.SerializableLayer
	if x.transport == wire.Datagram {
		ip.Protocol = layers.IPProtocolUDP
		udp := &layers.UDP{SrcPort: layers.UDPPort(x.ports[dir]), DstPort: layers.UDPPort(x.ports[back])}
		_ = udp.SetNetworkLayerForChecksum(ip)
		transport = udp
	} else {
		tcp := &layers.TCP{SrcPort: layers.TCPPort(x.ports[dir]), DstPort: layers.TCPPort(x.ports[back]), Seq: x.seq[dir], Ack: x.seq[back], ACK: true, Window: 4096}
		set(tcp)
		_ = tcp.SetNetworkLayerForChecksum(ip)
		transport = tcp
		x.seq[dir] += uint32(len(octets))
		if tcp.SYN || tcp.FIN {
			x.seq[dir]++
		}
	}
	b := gopacket.NewSerializeBuffer()
	err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true},
		&layers.Ethernet{SrcMAC: macs[dir], DstMAC: macs[back], EthernetType: layers.EthernetTypeIPv4}, ip, transport, gopacket.Payload(octets))
	if err != nil {
		f.t.Fatal(err)
	}
	f.now = f.now.Add(time.Millisecond)
	f.n++
	if err := f.w.WritePacket(gopacket.CaptureInfo{Timestamp: f.now, CaptureLength: len(b.Bytes()), Length: len(b.Bytes())}, b.Bytes()); err != nil {
		f.t.Fatal(err)
	}
}

// play writes a case as a talk of its own.
func (f *frames) play(p *wire.Protocol, c *wire.Case) {
	port := c.Port
	if port == 0 {
		port = p.Ports[0]
	}
	x := &talk{transport: c.Transport, ports: [2]uint16{uint16(20000 + f.n%40000), port}, seq: [2]uint32{1000, 5000}}
	none := func(*layers.TCP) {}
	if x.transport != wire.Datagram {
		f.send(x, wire.ToServer, nil, func(t *layers.TCP) { t.SYN, t.ACK = true, false })
		f.send(x, wire.ToClient, nil, func(t *layers.TCP) { t.SYN = true })
		f.send(x, wire.ToServer, nil, none)
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		x.seq[s.Dir] += uint32(s.Gap)
		for part := range slices.Chunk(s.Octets, 1400) {
			f.send(x, s.Dir, part, none)
		}
	}
	if x.transport != wire.Datagram {
		f.send(x, wire.ToServer, nil, func(t *layers.TCP) { t.FIN = true })
		f.send(x, wire.ToClient, nil, func(t *layers.TCP) { t.FIN = true })
	}
}

// caseCapture returns a capture of all cases, and how many there are.
func caseCapture(t *testing.T) ([]byte, int) {
	var b bytes.Buffer
	f := &frames{t: t, w: pcapgo.NewWriterNanos(&b), now: time.Unix(0, start)}
	if err := f.w.WriteFileHeader(65535, layers.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, g := range allCases() {
		for i := range g.cases {
			f.play(g.protocol, &g.cases[i])
			n++
		}
	}
	return b.Bytes(), n
}

// zeekReplay replays a capture into a folder.
func zeekReplay(t *testing.T, b []byte, workers int) string {
	t.Helper()
	dir := t.TempDir()
	r, err := capture.NewBytes(b, "cases")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	z, err := NewZeek(dir)
	if err != nil {
		t.Fatal(err)
	}
	o := replay.Options{Protocols: []*wire.Protocol{&modbus.Protocol, &dnp3.Protocol, &opcua.Protocol}, Workers: workers}
	if _, err := replay.Run(context.Background(), r, o, z); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestZeekReplay: a capture gives the same octets with any number of workers; every
// connection has its line in conn.log, and every uid in the other logs is in it,
// with the same endpoints.
func TestZeekReplay(t *testing.T) {
	b, n := caseCapture(t)
	dir := zeekReplay(t, b, 1)
	one := joinLogs(t, dir)
	for _, workers := range []int{2, 5} {
		if d := wiretest.Difference(joinLogs(t, zeekReplay(t, b, workers)), one); d != "" {
			t.Errorf("with %d workers: %s", workers, d)
		}
	}
	logs := readZeekLogs(t, dir)
	conn := logs["conn"]
	if len(conn.lines) != n {
		t.Errorf("%d lines in conn.log for %d connections", len(conn.lines), n)
	}
	ends := map[string]string{}
	for i := range conn.lines {
		uid := conn.get(t, i, "uid")
		if ends[uid] != "" {
			t.Errorf("uid %s twice", uid)
		}
		ends[uid] = strings.Join(conn.lines[i][2:6], " ")
		if state := conn.get(t, i, "conn_state"); state != "SF" && conn.get(t, i, "proto") == "tcp" {
			t.Errorf("line %d: a connection opened and closed is %s", i, state)
		}
	}
	for path, x := range logs {
		for i := range x.lines {
			if uid := x.get(t, i, "uid"); ends[uid] != strings.Join(x.lines[i][2:6], " ") {
				t.Errorf("%s line %d: uid %s is of %q in conn.log", path, i, uid, ends[uid])
			}
		}
	}
}
