package peers

import (
	"context"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// Ports of the servers.
const (
	modbusPort = 502
	dnp3Port   = 20000
	opcuaPort  = 4840
)

// host is a station with its namespace and what its clients have open.
type host struct {
	plant.Host
	space   *netns.Namespace
	actions chan plant.Action

	mu      sync.Mutex
	modbus  map[string]*modbusClient // by server
	dnp3    map[string]*master
	regular *session // the OPC UA session it has anyway
	visitor *session // one opened for an action
}

// waitingActions is how many actions wait for a host: more than an engineer's
// visit has.
const waitingActions = 256

// join puts a host on the network.
func (l *lab) join(h plant.Host) (*host, error) {
	router, _ := plant.HostNamed(plant.Router)
	space, err := l.network.Join(netns.Host{Address: netip.PrefixFrom(h.Address, plant.Network.Bits()), MAC: h.MAC, Gateway: router.Address, TTL: h.TTL})
	if err != nil {
		return nil, err
	}
	x := &host{Host: h, space: space, actions: make(chan plant.Action, waitingActions), modbus: map[string]*modbusClient{}, dnp3: map[string]*master{}}
	l.mu.Lock()
	l.hosts[h.Name] = x
	l.mu.Unlock()
	return x, nil
}

// host returns a host by name; the intruder joins when it is asked for.
func (l *lab) host(name string) (*host, error) {
	if h := l.present(name); h != nil {
		return h, nil
	}
	l.joining.Lock()
	defer l.joining.Unlock()
	if h := l.present(name); h != nil {
		return h, nil
	}
	known, _ := plant.HostNamed(name)
	return l.join(known)
}

// present returns a host that has joined, nil for none.
func (l *lab) present(name string) *host {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hosts[name]
}

func (h *host) endpoint(port uint16) string {
	return net.JoinHostPort(h.Address.String(), strconv.Itoa(int(port)))
}

// noKeepAlive leaves out probes of idle connections, which devices do not send.
const noKeepAlive = -1

// listen opens a server's socket in the host.
func (h *host) listen(address string) (l net.Listener, err error) {
	config := net.ListenConfig{KeepAlive: noKeepAlive}
	config.SetMultipathTCP(false)
	err = h.space.Do(func() (err error) {
		l, err = config.Listen(context.Background(), "tcp", address)
		return err
	})
	return l, err
}

// dialTimeout is how long a client waits for a connection.
const dialTimeout = 3 * time.Second

// dialer is how clients open connections; the local port is the system's when it
// is 0.
func (h *host) dialer(port uint16) *net.Dialer {
	d := &net.Dialer{Timeout: dialTimeout, KeepAlive: noKeepAlive}
	d.SetMultipathTCP(false)
	if port != 0 {
		d.LocalAddr = &net.TCPAddr{IP: h.Address.AsSlice(), Port: int(port)}
	}
	return d
}

// dial opens a connection from the host.
func (h *host) dial(ctx context.Context, address string) (c net.Conn, err error) {
	err = h.space.Do(func() (err error) {
		c, err = h.dialer(0).DialContext(ctx, "tcp", address)
		return err
	})
	return c, err
}

// clients are the Modbus clients of the host.
func (h *host) clients() (all []*modbusClient) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.modbus {
		all = append(all, c)
	}
	return all
}

// idle closes connections that were opened for actions and not used for a time;
// below 0 it closes all.
func (h *host) idle(after time.Duration) {
	for _, c := range h.clients() {
		c.idle(after)
	}
	h.mu.Lock()
	masters := slices.Collect(maps.Values(h.dnp3))
	h.mu.Unlock()
	for _, m := range masters {
		m.idle(after)
	}
}

// closeWith closes a connection when a context is done; release forgets that.
func closeWith(ctx context.Context, c net.Conn) (release func() bool) {
	return context.AfterFunc(ctx, func() { c.Close() })
}

// serve accepts connections until the context is done and serves each.
func serve(ctx context.Context, l net.Listener, each func(ctx context.Context, c net.Conn)) {
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	defer l.Close()
	var all sync.WaitGroup
	defer all.Wait()
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		all.Go(func() {
			release := closeWith(ctx, c)
			defer release()
			defer c.Close()
			each(ctx, c)
		})
	}
}

// sleep waits; it tells false when the context is done before.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
