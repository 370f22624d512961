// Package bench makes the captures Banken is measured with: real packets of
// one protocol, repeated under other addresses until there are as many as
// asked for, so that the number of flows is that of a large site.
package bench

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// Source is where the packets of a protocol come from.
type Source struct {
	Column string   // of the corpus index, in which captures of it have a count
	Ports  []uint16 // of the server
}

// Sources by protocol.
var Sources = map[string]Source{
	"modbus": {"mbtcp", []uint16{502}},
	"dnp3":   {"dnp3", []uint16{20000}},
	"opcua":  {"opcua", []uint16{4840, 4841, 48010, 48020, 49320, 53530, 62541}},
}

// maxPerCapture bounds what one capture gives, so that no single device's
// traffic is all that is measured.
const maxPerCapture = 20000

// maxPause is the longest time kept between two packets: captures with breaks
// of days would put the last packet centuries away.
const maxPause = time.Second

// frame is one packet to repeat.
type frame struct {
	data    []byte
	wireLen int
	after   time.Duration // the packet before it in its capture, at most maxPause
	ip      int           // offset of the IPv4 header in data
	hosts   [2]byte       // last octets of source and destination, told apart
}

// Write writes a capture of n packets of a protocol, taken from the corpus in
// the folder root.
func Write(w io.Writer, root, protocol string, n int) error {
	source, ok := Sources[protocol]
	if !ok {
		return fmt.Errorf("bench: no source for %q", protocol)
	}
	groups, err := source.read(root)
	if err != nil {
		return err
	}
	return repeat(w, groups, n)
}

// read reads the packets of all captures that hold the protocol.
func (s Source) read(root string) (groups [][]frame, err error) {
	names, err := index(root, s.Column)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		group, err := s.readCapture(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		if len(group) > 0 {
			groups = append(groups, group)
		}
	}
	if len(groups) == 0 {
		return nil, fmt.Errorf("bench: no capture in %s has packets for column %s", root, s.Column)
	}
	return groups, nil
}

// index lists the captures in which the column has a count.
func index(root, column string) ([]string, error) {
	b, err := os.ReadFile(filepath.Join(root, "INDEX.tsv"))
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	var names []string
	at := -1
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if at < 0 {
			if at = slices.Index(cells, column); at < 0 {
				return nil, fmt.Errorf("bench: the index has no column %s", column)
			}
			continue
		}
		if n, _ := strconv.Atoi(cells[at]); n > 0 {
			names = append(names, cells[0])
		}
	}
	return names, nil
}

func (s Source) readCapture(name string) ([]frame, error) {
	r, err := capture.Open(name)
	if err != nil {
		return nil, nil // a capture damaged on purpose is no source
	}
	defer r.Close()
	var group []frame
	var f capture.Frame
	var p packet.Packet
	before := int64(-1)
	for len(group) < maxPerCapture {
		err := r.Next(&f)
		if err != nil {
			break // its end, or a fault behind what is used
		}
		if f.Link != packet.LinkEthernet || p.Parse(f.Link, f.Data) != nil || p.IPVersion != 4 || p.Fragment || !s.uses(&p) {
			continue
		}
		if before < 0 {
			before = f.Time
		}
		ip := 14
		for ip < len(f.Data) && binary.BigEndian.Uint16(f.Data[ip-2:]) != 0x0800 {
			ip += 4 // a VLAN tag
		}
		group = append(group, frame{data: slices.Clone(f.Data), wireLen: int(f.WireLen), after: min(max(time.Duration(f.Time-before), 0), maxPause), ip: ip, hosts: hosts(f.Data[ip:])})
		before = f.Time
	}
	return group, nil
}

func (s Source) uses(p *packet.Packet) bool {
	return slices.Contains(s.Ports, p.SrcPort) || slices.Contains(s.Ports, p.DstPort)
}

// repeat writes the groups round after round, each round from other addresses.
func repeat(w io.Writer, groups [][]frame, n int) error {
	out := pcapgo.NewWriter(w)
	if err := out.WriteFileHeader(262144, layers.LinkTypeEthernet); err != nil {
		return err
	}
	now := time.Unix(1_600_000_000, 0)
	for round := 0; ; round++ {
		for g, group := range groups {
			network := round*len(groups) + g
			if network > 1<<16 {
				return errors.New("bench: more networks are needed than there are addresses")
			}
			for i := range group {
				f := &group[i]
				f.readdress(uint16(network))
				now = now.Add(f.after)
				err := out.WritePacket(gopacket.CaptureInfo{Timestamp: now, CaptureLength: len(f.data), Length: max(f.wireLen, len(f.data))}, f.data)
				if err != nil {
					return err
				}
				if n--; n == 0 {
					return nil
				}
			}
			now = now.Add(maxPause)
		}
	}
}

// hosts folds the two addresses of an IPv4 header to an octet each, so that
// different ones stay different.
func hosts(ip []byte) (h [2]byte) {
	for i := range h {
		a := ip[12+4*i : 16+4*i]
		h[i] = a[0] ^ a[1] ^ a[2] ^ a[3]
	}
	if c := bytes.Compare(ip[12:16], ip[16:20]); h[0] == h[1] && c < 0 {
		h[1]++
	} else if h[0] == h[1] && c > 0 {
		h[0]++
	}
	return h
}

// readdress moves both addresses to the network 10.x.y.0/24.
func (f *frame) readdress(network uint16) {
	ip := f.data[f.ip:]
	for i, host := range f.hosts {
		at := 12 + 4*i
		ip[at], ip[at+3] = 10, host
		binary.BigEndian.PutUint16(ip[at+1:], network)
	}
	header := int(ip[0]&0xf) * 4
	ip[10], ip[11] = 0, 0
	sum := uint32(0)
	for i := 0; i+1 < header; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(ip[i:]))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	binary.BigEndian.PutUint16(ip[10:], ^uint16(sum))
}
