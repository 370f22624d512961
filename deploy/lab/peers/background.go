package peers

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// Ports of the background.
const (
	ntpPort    = 123
	dnsPort    = 53
	syslogPort = 514
	tlsPort    = 443
)

// outsideLatency is how long an answer from outside takes.
const outsideLatency = 35 * time.Millisecond

// startOutside has the router stand for the internet: it answers at an address
// there.
func (l *lab) startOutside(ctx context.Context) error {
	router := l.present(plant.Router)
	if err := router.space.AddAddress(netip.PrefixFrom(plant.Internet, plant.Internet.BitLen())); err != nil {
		return err
	}
	listener, err := router.listen(netip.AddrPortFrom(plant.Internet, tlsPort).String())
	if err != nil {
		return err
	}
	l.serves(func() {
		serve(ctx, listener, func(ctx context.Context, c net.Conn) {
			for b := make([]byte, 4096); ; {
				if _, err := c.Read(b); err != nil || !sleep(ctx, outsideLatency) {
					return
				}
				if _, err := c.Write([]byte{0x17, 3, 3, 0, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}); err != nil {
					return
				}
			}
		})
	})
	return nil
}

// startBackgroundServers starts those of time, names and logs.
func (l *lab) startBackgroundServers(ctx context.Context) error {
	return errors.Join(
		l.answerDatagrams(ctx, plant.Clock, ntpPort, answerTime),
		l.answerDatagrams(ctx, plant.NameServer, dnsPort, answerName),
		l.answerDatagrams(ctx, plant.Historian, syslogPort, func([]byte) []byte { return nil }),
	)
}

// answerDatagrams answers each datagram to a port of a host, unless the answer is
// nil.
func (l *lab) answerDatagrams(ctx context.Context, name string, port uint16, answer func([]byte) []byte) error {
	h := l.present(name)
	c, err := h.datagrams(port)
	if err != nil {
		return err
	}
	l.serves(func() {
		defer c.Close()
		defer closeWith(ctx, c)()
		for b := make([]byte, 1500); ; {
			n, from, err := c.ReadFromUDPAddrPort(b)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				continue
			}
			if a := answer(b[:n]); a != nil {
				_, _ = c.WriteToUDPAddrPort(a, from) // as datagrams are, it may be lost
			}
		}
	})
	return nil
}

// datagrams opens a UDP socket in the host.
func (h *host) datagrams(port uint16) (c *net.UDPConn, err error) {
	err = h.space.Do(func() (err error) {
		c, err = net.ListenUDP("udp4", &net.UDPAddr{IP: h.Address.AsSlice(), Port: int(port)})
		return err
	})
	return c, err
}

// startBackground has hosts ask for the time and for names, and report.
func (l *lab) startBackground(ctx context.Context) {
	for _, h := range l.everybody() {
		switch h.Role {
		case plant.RoleClock, plant.RoleNames, plant.RoleRouter, plant.RoleIntruder:
			continue
		}
		l.repeat(ctx, 64*time.Second, func() { l.ask(h, plant.Clock, ntpPort, ntpPort, timeRequest(), true) })
		if h.TTL == 128 {
			l.repeat(ctx, 9*time.Minute, func() { l.ask(h, plant.NameServer, 0, dnsPort, nameRequest(), true) })
		}
	}
	for _, name := range [...]string{plant.Gateway, plant.SCADA, plant.Router} {
		line := func() string {
			return "<30>" + time.Now().UTC().Format(time.Stamp) + " " + name + " monitor: all services run"
		}
		l.repeat(ctx, 14*time.Minute, func() { l.ask(l.present(name), plant.Historian, 0, syslogPort, []byte(line()), false) })
	}
}

// repeat does something about every so often.
func (l *lab) repeat(ctx context.Context, every time.Duration, do func()) {
	l.goes(func() {
		for wait := rand.N(every); sleep(ctx, wait); wait = every*9/10 + rand.N(every/5) {
			do()
		}
	})
}

// ask sends a datagram and reads the answer, if one is awaited.
func (l *lab) ask(from *host, server string, fromPort, port uint16, request []byte, answered bool) {
	c, err := from.datagrams(fromPort)
	if err != nil {
		return
	}
	defer c.Close()
	to := netip.AddrPortFrom(l.present(server).Address, port)
	if _, err := c.WriteToUDPAddrPort(request, to); err != nil || !answered {
		return
	}
	c.SetReadDeadline(time.Now().Add(answerTimeout))
	_, _, _ = c.ReadFromUDPAddrPort(make([]byte, 1500)) // asked again next time when it is lost
}

// ntpEpoch is the seconds from 1900 to 1970.
const ntpEpoch = 2208988800

func ntpTime(t time.Time) []byte {
	fraction := uint64(t.Nanosecond()) << 32 / 1e9
	return binary.BigEndian.AppendUint64(nil, uint64(t.Unix()+ntpEpoch)<<32|fraction)
}

// timeRequest is a request of NTP version 4 (RFC 5905, 7.3).
func timeRequest() []byte {
	b := make([]byte, 48)
	b[0], b[2] = 0x23, 6
	copy(b[40:], ntpTime(time.Now()))
	return b
}

func answerTime(request []byte) []byte {
	if len(request) < 48 {
		return nil
	}
	now := time.Now()
	b := make([]byte, 48)
	copy(b, []byte{0x24, 1, 6, 0xec, 0, 0, 0, 0, 0, 0, 0, 16, 'G', 'P', 'S', 0})
	copy(b[16:], ntpTime(now.Add(-7*time.Second)))
	copy(b[24:], request[40:48])
	copy(b[32:], ntpTime(now))
	copy(b[40:], ntpTime(now))
	return b
}

// names are what hosts of the plant ask for, under the plant's own domain.
var names = [...]string{"hist", "gateway", "clock", "ews", "hmi-1"}

// dnsHeader is the length of the header of a message (RFC 1035, 4.1.1).
const dnsHeader = 12

// nameRequest asks for the address of a host of the plant (RFC 1035, 4).
func nameRequest() []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(rand.Uint32()))
	b = append(b, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0)
	for _, label := range [...]string{names[rand.IntN(len(names))], "works"} {
		b = append(append(b, byte(len(label))), label...)
	}
	return append(b, 0, 0, 1, 0, 1)
}

// answerName answers with the address of the host.
func answerName(request []byte) []byte {
	if len(request) < dnsHeader+2 {
		return nil
	}
	n := int(request[dnsHeader])
	if len(request) < dnsHeader+1+n {
		return nil
	}
	label := strings.ToUpper(string(request[dnsHeader+1 : dnsHeader+1+n]))
	h, ok := plant.HostNamed(label)
	if !ok {
		return nil
	}
	b := append([]byte(nil), request...)
	b[2], b[3], b[7] = 0x85, 0x80, 1
	b = append(b, 0xc0, dnsHeader, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4)
	return append(b, h.Address.AsSlice()...)
}
