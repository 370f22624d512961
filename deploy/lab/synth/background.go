package synth

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// Ports of the background.
const (
	ntpPort    = 123
	dnsPort    = 53
	syslogPort = 514
)

// startBackground has hosts ask for the time and for names, and report.
func (e *engine) startBackground() {
	for _, h := range plant.Hosts() {
		from := e.hosts[h.Name]
		switch h.Role {
		case plant.RoleClock, plant.RoleNames, plant.RoleRouter, plant.RoleIntruder:
			continue
		}
		e.repeat(int64(64*time.Second)<<e.random.IntN(4), func(at int64) { e.askTime(from, at) })
		if h.TTL == 128 {
			e.repeat(int64(9*time.Minute), func(at int64) { e.askName(from, at) })
		}
	}
	for _, name := range [...]string{plant.Gateway, plant.SCADA, plant.Router} {
		from := e.hosts[name]
		e.repeat(int64(14*time.Minute), func(at int64) { e.report(from, at) })
	}
}

// repeat does something about every so often, with Options.Poll in proportion.
func (e *engine) repeat(every int64, do func(at int64)) {
	every = e.scaled(every)
	e.at(e.now+e.random.Int64N(every), func(at int64) int64 {
		do(at)
		return at + every*9/10 + e.random.Int64N(every/5)
	})
}

// scaled is a time in proportion to Options.Poll.
func (e *engine) scaled(d int64) int64 { return d / 1000 * int64(e.o.Poll/time.Millisecond) }

// datagrams exchanges a request and, unless it is nil, its answer by UDP.
func (e *engine) datagrams(at int64, client, server *host, from, to uint16, request, answer []byte) {
	at = e.resolve(client, server, at)
	a, b := client.station(from), server.station(to)
	e.connection(at, endpoint(a.ip, from), endpoint(b.ip, to), "udp", answer != nil)
	e.emit(nil)
	if e.net == nil {
		return
	}
	client.identification++
	e.frame(at, appendUDP(nil, &a, &b, client.identification, request))
	if answer != nil {
		server.identification++
		e.frame(at+200e3+e.noise.Int64N(300e3), appendUDP(nil, &b, &a, server.identification, answer))
	}
}

// ntpEpoch is the seconds from 1900 to 1970.
const ntpEpoch = 2208988800

func ntpTime(at int64) []byte {
	fraction := uint64(at%1e9) << 32 / 1e9
	return binary.BigEndian.AppendUint64(nil, uint64(at/1e9+ntpEpoch)<<32|fraction)
}

// askTime is an exchange of NTP version 4 (RFC 5905, 7.3).
func (e *engine) askTime(from *host, at int64) {
	request := make([]byte, 48)
	request[0], request[2] = 0x23, 6
	copy(request[40:], ntpTime(at))
	answer := make([]byte, 48)
	copy(answer, []byte{0x24, 1, 6, 0xec, 0, 0, 0, 0, 0, 0, 0, 16, 'G', 'P', 'S', 0})
	copy(answer[16:], ntpTime(at-7e9))
	copy(answer[24:], request[40:])
	copy(answer[32:], ntpTime(at+100e3))
	copy(answer[40:], ntpTime(at+130e3))
	e.datagrams(at, from, e.hosts[plant.Clock], ntpPort, ntpPort, request, answer)
}

// names are what hosts of the plant ask for, under the plant's own domain.
var names = [...]string{"hist", "gateway", "clock", "ews", "hmi-1"}

// askName asks for the address of a host of the plant (RFC 1035, 4).
func (e *engine) askName(from *host, at int64) {
	id := uint16(e.random.Uint32())
	name := names[e.random.IntN(len(names))]
	question := []byte{byte(len(name))}
	question = append(append(question, name...), "\x05works\x00\x00\x01\x00\x01"...)
	head := func(flags, answers uint16) []byte {
		b := binary.BigEndian.AppendUint16(nil, id)
		for _, v := range [...]uint16{flags, 1, answers, 0, 0} {
			b = binary.BigEndian.AppendUint16(b, v)
		}
		return b
	}
	record := []byte{0xc0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4, 10, 20, 1, 15}
	e.datagrams(at, from, e.hosts[plant.NameServer], from.ephemeral(), dnsPort, slices.Concat(head(0x0100, 0), question), slices.Concat(head(0x8580, 1), question, record))
}

// report sends a line to the historian's syslog (RFC 3164).
func (e *engine) report(from *host, at int64) {
	line := "<30>" + timeOf(at).Format(time.Stamp) + " " + from.Name + " monitor: all services run"
	e.datagrams(at, from, e.hosts[plant.Historian], from.ephemeral(), syslogPort, []byte(line), nil)
}
