//go:build linux

// Package port looks at network interfaces with the eyes of a sensor that is to
// capture there: what an interface is, what it does to frames before they can be
// captured, and what is wrong with it, each fault with the command that ends it.
//
// It asks the kernel by rtnetlink and the ioctls of ethtool, in the network
// namespace of the calling thread, changes nothing and needs no privileges.
package port

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Port is an interface at one moment. It is owned by the caller.
type Port struct {
	Name   string
	Index  int // number in the network namespace
	MAC    net.HardwareAddr
	Kind   string // veth, bridge, vlan, tun and so on; empty for hardware
	Driver string // empty when it does not say
	Link   uint16 // kind of frames, ARPHRD_ of if_arp.h; 1 is Ethernet

	Up          bool // set up by the administrator
	Carrier     bool // there is a signal; only known when Up
	Speed       int  // Mbit/s; 0 when unknown, as it is without carrier
	MTU         int  // octets
	Promiscuous bool // somebody captures frames for other stations
	Addresses   []netip.Prefix
	Received    Counters
	Offloads    []Offload // those that matter, in the order of the table; nil when it has none
	Faults      []Fault   // in the order of FaultKind; nil when nothing is wrong
}

// Counters are of frames received since the interface exists.
type Counters struct {
	Frames, Octets uint64
	Errors         uint64 // defective
	Dropped        uint64 // not taken by the system, in most cases because nobody wanted them
	Missed         uint64 // not taken by the interface, for want of room: lost for a capture too
}

// Offload is something the interface does to frames before they can be captured.
type Offload struct {
	Name   string // as `ethtool -K` takes it
	On     bool
	Fixed  bool // cannot be changed
	Effect Effect
}

// Effect is what an offload does to frames.
type Effect uint8

// Effects.
const (
	Merges    Effect = iota // several frames become one
	HidesTags               // the VLAN tag is taken out; the package ring puts it back, a program in the interface (XDP) does not see it
)

// List returns all interfaces, by index, the loopback interface included.
func List() ([]Port, error) {
	ports, err := links()
	if err != nil {
		return nil, err
	}
	q, err := newQuery()
	if err != nil {
		return nil, err
	}
	defer q.close()
	for i := range ports {
		if err := ports[i].complete(q); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(ports, func(a, b Port) int { return a.Index - b.Index })
	return ports, nil
}

// complete asks for what rtnetlink's list of links does not say, and judges.
func (p *Port) complete(q *query) error {
	var err error
	if p.Addresses, err = addresses(p.Index); err != nil {
		return fmt.Errorf("port: %s: addresses: %w", p.Name, err)
	}
	p.Driver = q.driver(p.Name)
	p.Speed = q.speed(p.Name)
	p.Offloads = q.offloads(p.Name)
	p.Faults = p.judge()
	return nil
}

// Look returns one interface. The error for a name that does not exist is a
// *NameError, which says those that do.
func Look(name string) (Port, error) {
	ports, err := List()
	if err != nil {
		return Port{}, err
	}
	for i := range ports {
		if ports[i].Name == name {
			return ports[i], nil
		}
	}
	e := &NameError{Name: name}
	for i := range ports {
		e.There = append(e.There, ports[i].Name)
	}
	return Port{}, e
}

// Watch looks at an interface, and again after a time, and adds the fault Silent
// when it has received nothing in between. An interface that is not promiscuous
// takes no frames for other stations, so watch while a ring is open on it. When
// ctx ends first, Watch returns its error.
func Watch(ctx context.Context, name string, d time.Duration) (Port, error) {
	before, err := Look(name)
	if err != nil {
		return Port{}, err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return Port{}, ctx.Err()
	case <-timer.C:
	}
	p, err := Look(name)
	if err != nil {
		return Port{}, err
	}
	if p.Index == before.Index && p.Received.Frames == before.Received.Frames {
		p.Faults = append(p.Faults, p.silent())
	}
	return p, nil
}

// NameError is the error for an interface that does not exist.
type NameError struct {
	Name  string
	There []string // the interfaces that exist, by index
}

func (e *NameError) Error() string {
	return "port: there is no interface " + e.Name + "; there are " + strings.Join(e.There, ", ")
}
