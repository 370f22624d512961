package control

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/ebpf/filter"
)

// Flow is a flow as the kernel counted it.
type Flow struct {
	V        int       `json:"v"`
	Port     string    `json:"port"` // the capture interface
	Protocol uint8     `json:"ip_protocol"`
	A        string    `json:"a"` // address and port; the lower of the two
	B        string    `json:"b"`
	VLAN     []uint16  `json:"vlan"`
	AtoB     Direction `json:"a_to_b"`
	BtoA     Direction `json:"b_to_a"`
}

// Direction is what one end sent.
type Direction struct {
	Packets uint64    `json:"packets"`
	Octets  uint64    `json:"octets"`
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
	Flags   uint8     `json:"tcp_flags"`
}

var errNotCounted = errors.New("flows are not counted: the sensor runs without eBPF, see /v1/status")

// flows writes the flows, a line each.
func flows(w http.ResponseWriter, s Sensor) {
	w.Header().Set("Content-Type", "application/jsonl")
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	var fault error
	counted, err := s.Flows(func(port string, f filter.Flow) bool {
		fault = lines.Encode(flowOf(port, &f))
		return fault == nil
	})
	if err := errors.Join(err, fault); err != nil {
		panic(http.ErrAbortHandler) // the list is cut off, and the other end sees that it is
	}
	if !counted {
		refuse(w, http.StatusNotFound, errNotCounted)
		return
	}
	_ = out.Flush()
}

func flowOf(port string, f *filter.Flow) Flow {
	x := Flow{V: 1, Port: port, Protocol: f.Key.Protocol, A: end(f.Key.A, f.Key.APort), B: end(f.Key.B, f.Key.BPort), VLAN: []uint16{},
		AtoB: direction(&f.Sides[0]), BtoA: direction(&f.Sides[1])}
	for _, v := range f.Key.VLAN {
		if v != 0 {
			x.VLAN = append(x.VLAN, v)
		}
	}
	return x
}

func end(addr [16]byte, port uint16) string {
	return netip.AddrPortFrom(netip.AddrFrom16(addr).Unmap(), port).String()
}

func direction(s *filter.Side) Direction {
	return Direction{s.Packets, s.Octets, instant(s.First), instant(s.Last), s.Flags}
}

func instant(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}
