package peers

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
)

// rule says which frames an attack caused while it holds: all from or to a MAC
// address but those between two hosts; or those between a client and a server.
type rule struct {
	cause          *attack.Run
	mac            [6]byte       // of the attacker; zero when the next tell
	spared         [2]netip.Addr // hosts whose frames to each other are not counted
	client, server netip.Addr
	serverPort     uint16
	clientPorts    [2]uint16 // first and last; zero for any
}

// tally counts, at the mirror port, the frames attacks caused.
type tally struct {
	file  *os.File
	mu    sync.Mutex
	rules []*rule
}

// tallyBuffer is the receive buffer: about two seconds of the flood.
const tallyBuffer = 4 << 20

// newTally opens the tap.
func newTally(m Mirror) (*tally, error) {
	t := &tally{}
	err := m.Namespace.Do(func() error {
		all := uint16(unix.ETH_P_ALL)<<8 | unix.ETH_P_ALL>>8
		fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		t.file = os.NewFile(uintptr(fd), "tap")
		for _, o := range [...][3]int{{unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1}, {unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, tallyBuffer}, {unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1}} {
			// What is not to be had, of the system's age or of its rights, is done without.
			_ = unix.SetsockoptInt(fd, o[0], o[1], o[2])
		}
		i, err := net.InterfaceByName(m.Interface)
		if err != nil {
			return err
		}
		return unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: all, Ifindex: i.Index})
	})
	if err != nil {
		return nil, fmt.Errorf("peers: tap at the mirror port: %w", err)
	}
	return t, nil
}

// add puts a rule into force and returns what ends it.
func (t *tally) add(r *rule) (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rules = append(t.rules, r)
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for i := range t.rules {
			if t.rules[i] == r {
				t.rules = append(t.rules[:i], t.rules[i+1:]...)
				return
			}
		}
	}
}

// run counts until the context is done.
func (t *tally) run(ctx context.Context) {
	defer context.AfterFunc(ctx, func() { t.file.Close() })()
	raw, err := t.file.SyscallConn()
	if err != nil {
		return
	}
	frame, control := make([]byte, 128), make([]byte, 128)
	for ctx.Err() == nil {
		var n, c int
		var failed error
		if err := raw.Read(func(fd uintptr) bool {
			n, c, _, _, failed = unix.Recvmsg(int(fd), frame, control, 0)
			return failed != unix.EAGAIN
		}); err != nil {
			return
		}
		if failed == nil {
			t.count(frame[:n], received(control[:c]))
		}
	}
}

// received is the kernel's time of a frame, now when it tells none.
func received(control []byte) time.Time {
	all, err := unix.ParseSocketControlMessage(control)
	if err == nil {
		for _, m := range all {
			if m.Header.Type == unix.SO_TIMESTAMPNS && len(m.Data) >= 16 {
				return time.Unix(int64(binary.NativeEndian.Uint64(m.Data)), int64(binary.NativeEndian.Uint64(m.Data[8:]))).UTC()
			}
		}
	}
	return time.Now().UTC()
}

// addressed is what a rule asks of a frame.
type addressed struct {
	to, from         [6]byte
	source, target   netip.Addr // invalid unless IPv4
	sourcePort, port uint16     // 0 unless TCP or UDP
}

const ethernetHeader = 14

func parse(b []byte) (f addressed, ok bool) {
	if len(b) < ethernetHeader {
		return f, false
	}
	copy(f.to[:], b)
	copy(f.from[:], b[6:])
	ip := b[ethernetHeader:]
	if binary.BigEndian.Uint16(b[12:]) != unix.ETH_P_IP || len(ip) < 20 {
		return f, true
	}
	f.source, f.target = netip.AddrFrom4([4]byte(ip[12:16])), netip.AddrFrom4([4]byte(ip[16:20]))
	head := int(ip[0]&15) * 4
	if (ip[9] == unix.IPPROTO_TCP || ip[9] == unix.IPPROTO_UDP) && len(ip) >= head+4 {
		f.sourcePort, f.port = binary.BigEndian.Uint16(ip[head:]), binary.BigEndian.Uint16(ip[head+2:])
	}
	return f, true
}

// count gives a frame to the attack that caused it; of several, to the youngest.
func (t *tally) count(b []byte, at time.Time) {
	f, ok := parse(b)
	if !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := len(t.rules) - 1; i >= 0; i-- {
		if r := t.rules[i]; r.holds(&f) {
			r.cause.Caused(at, 1)
			return
		}
	}
}

func (r *rule) holds(f *addressed) bool {
	if r.mac != [6]byte{} {
		between := f.source == r.spared[0] && f.target == r.spared[1] || f.source == r.spared[1] && f.target == r.spared[0]
		return (f.from == r.mac || f.to == r.mac) && !(between && r.spared[0].IsValid())
	}
	return r.fits(f.source, f.target, f.sourcePort, f.port) || r.fits(f.target, f.source, f.port, f.sourcePort)
}

func (r *rule) fits(client, server netip.Addr, clientPort, serverPort uint16) bool {
	return client == r.client && server == r.server && serverPort == r.serverPort &&
		(r.clientPorts[0] == 0 || clientPort >= r.clientPorts[0] && clientPort <= r.clientPorts[1])
}

// trailing is how long after an answer the last acknowledgement of an exchange
// may come: Linux delays it by 40 ms.
const trailing = 60 * time.Millisecond

// during calls f and counts meanwhile what a rule tells of.
func (t *tally) during(r *rule, f func() error) error {
	end := t.add(r)
	defer end()
	err := f()
	time.Sleep(trailing)
	return err
}

// mirrorOf is the sensor's end of a network's mirror port.
func mirrorOf(n *netns.Network) Mirror { return Mirror{n.Mirror(), netns.MirrorInterface} }
