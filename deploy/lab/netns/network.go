package netns

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"sync"
)

// Interface is the name of a host's interface in its namespace.
const Interface = "eth0"

// MirrorInterface is the name of the interface of the sensor's end of the mirror
// port, in its namespace.
const MirrorInterface = "span0"

const bridge = "br0"

// Host is what a network must know of a host.
type Host struct {
	Address netip.Prefix
	MAC     [6]byte
	Gateway netip.Addr // the way to other networks; the zero Addr for none
	TTL     byte       // of the packets it sends; 0 for the system's
	// Silent is a host that neither asks nor answers by ARP; it knows Neighbours.
	Silent     bool
	Neighbours map[netip.Addr][6]byte
}

// Network is hosts on a bridge with a mirror port. Its methods may be called by
// several goroutines.
type Network struct {
	middle *Namespace // of the bridge
	mirror *Namespace

	mu    sync.Mutex
	ports int
	hosts []*Namespace
}

// NewNetwork returns a network without hosts, its mirror port up.
func NewNetwork() (*Network, error) {
	n := &Network{}
	if err := n.build(); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

func (n *Network) build() (err error) {
	if n.middle, err = New(); err != nil {
		return err
	}
	if n.mirror, err = New(); err != nil {
		return err
	}
	err = n.middle.Do(func() error {
		if err := makeBridge(bridge); err != nil {
			return err
		}
		return makeCable("mirror", bridge, MirrorInterface, n.mirror, nil)
	})
	if err != nil {
		return err
	}
	return n.mirror.Do(func() error {
		if err := plainFrames(MirrorInterface); err != nil {
			return err
		}
		return up(MirrorInterface)
	})
}

// Mirror returns the namespace with MirrorInterface: the sensor's. It is the
// network's and must not be closed. Nothing sent there is answered: it has no
// address.
func (n *Network) Mirror() *Namespace { return n.mirror }

// Join adds a host and returns its namespace, which Close or Leave closes.
func (n *Network) Join(h Host) (*Namespace, error) {
	s, err := New()
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	n.ports++
	port := "port" + strconv.Itoa(n.ports)
	n.hosts = append(n.hosts, s)
	n.mu.Unlock()
	if err := n.middle.Do(func() error { return makeCable(port, bridge, Interface, s, h.MAC[:]) }); err != nil {
		return nil, err
	}
	if err := s.Do(h.setUp); err != nil {
		return nil, err
	}
	return s, nil
}

// Leave takes a host off the network.
func (n *Network) Leave(s *Namespace) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.hosts {
		if n.hosts[i] == s {
			n.hosts = append(n.hosts[:i], n.hosts[i+1:]...)
			return errors.Join(s.Do(func() error { return remove(Interface) }), s.Close())
		}
	}
	return fmt.Errorf("netns: no such host in the network")
}

// setUp gives a host its addresses, in its namespace.
func (h *Host) setUp() error {
	if err := plainFrames(Interface); err != nil {
		return err
	}
	if h.Silent {
		if err := noARP(Interface); err != nil {
			return err
		}
	}
	if h.TTL != 0 {
		// Where /proc cannot be written the system's own stays: nothing depends on it.
		_ = os.WriteFile("/proc/sys/net/ipv4/ip_default_ttl", []byte(strconv.Itoa(int(h.TTL))), 0)
	}
	if err := addAddress(Interface, h.Address); err != nil {
		return err
	}
	if err := up(Interface); err != nil {
		return err
	}
	for a, mac := range h.Neighbours {
		if err := addNeighbour(Interface, a, mac[:]); err != nil {
			return err
		}
	}
	if h.Gateway.IsValid() && h.Gateway != h.Address.Addr() {
		return addRoute(h.Gateway)
	}
	return nil
}

// Close gives all namespaces up.
func (n *Network) Close() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	var all []error
	for _, s := range append(n.hosts, n.mirror, n.middle) {
		if s != nil {
			all = append(all, s.Close())
		}
	}
	n.hosts, n.mirror, n.middle = nil, nil, nil
	return errors.Join(all...)
}
