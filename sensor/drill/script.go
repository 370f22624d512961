package drill

import (
	"math"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

// FirstFlow is where the numbers of the connections of drills begin. Those of real ones
// are spread over all numbers, so that one in 65,536 has such a number too: it marks
// what is shown, and nothing is decided by it.
const FirstFlow = uint64(0xD811) << 48

// Observation is one of a script. One of its pointers is set; none is where a step only
// begins.
type Observation struct {
	At      time.Duration // from the start
	Event   *baseline.Event
	Contact *baseline.Contact
	Binding *baseline.Binding
	// Says is what the exercise does, where a step begins with this.
	Says lang.Text
}

// Script is a scenario that was bound.
type Script struct {
	Scenario     *Scenario
	Cast         []Role
	Observations []Observation // in the order of time
	Length       time.Duration // until the last of them
	// Silent: nothing of this device is heard meanwhile, and all else that is observed
	// is part of the exercise too. Not valid where nothing is silenced.
	Silent netip.Addr
}

// Role is who plays what in a drill.
type Role struct {
	Part    string `json:"part"` // actor, target or other
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
}

// script is one being written.
type script struct {
	plant *Plant
	cast  *cast
	at    time.Duration
	flow  uint64
	port  uint16
	out   []Observation
}

// step is one thing that happens.
type step struct {
	after time.Duration // since the step before
	do    func(*script)
	says  lang.Text
}

func write(p *Plant, x *cast, steps []step) *script {
	s := &script{plant: p, cast: x, flow: FirstFlow, port: 49200}
	for _, y := range steps {
		s.at += y.after
		s.out = append(s.out, Observation{At: s.at, Says: y.says})
		y.do(s)
	}
	return s
}

// pause lets time pass.
func (s *script) pause(d time.Duration) { s.at += d }

// appears: the actor is seen in the network, as hosts are that ask who has an address.
func appears(s *script) { s.claim(s.cast.actor.Addr, &s.cast.actor) }

// claim has an address told to be at an interface.
func (s *script) claim(a netip.Addr, at *Device) {
	if !at.Near {
		return // nobody sees it: a router is between
	}
	s.out = append(s.out, Observation{At: s.at, Binding: &baseline.Binding{Addr: a, MAC: at.MAC, VLAN: at.VLAN, Claim: true}})
}

// connect opens a connection; what follows is on it.
func (s *script) connect(to netip.AddrPort, answered bool) {
	s.flow++
	s.port++
	s.out = append(s.out, Observation{At: s.at, Contact: &baseline.Contact{Flow: s.flow, Client: netip.AddrPortFrom(s.cast.actor.Addr, s.port), Server: to,
		Protocol: tcp, Answered: answered}})
	s.pause(latency)
}

// tcp is its IP protocol number.
const tcp = 6

// latency is how long devices take to answer here.
const latency = 4 * time.Millisecond

func (s *script) server() netip.AddrPort {
	return netip.AddrPortFrom(s.cast.target.Addr, s.cast.channel.Port)
}

// connects: the actor opens a connection to the service that the target is asked at.
func connects(s *script) { s.connect(s.server(), true) }

// probed are ports that a scanner tries first: SSH, the web, PROFINET, Modbus, OPC UA,
// DNP3, EtherNet/IP.
var probed = [...]uint16{22, 80, 102, 502, 4840, 20000, 44818}

// maxLooked is how many devices the scan looks at: a scan is one from some ten on.
const maxLooked = 24

// looks: the actor looks who is there, and at what they answer.
func looks(s *script) {
	count := 0
	for i := range s.plant.Devices {
		d := &s.plant.Devices[i]
		if d.Addr == s.cast.actor.Addr || d.Addr.Is4() != s.cast.actor.Addr.Is4() || baseline.Public(d.Addr) {
			continue
		}
		if count++; count > maxLooked {
			return
		}
		for _, port := range probed {
			s.connect(netip.AddrPortFrom(d.Addr, port), s.plant.serves(d.Addr, port))
			s.pause(30 * time.Millisecond)
		}
	}
}

// serves reports whether a device is asked at a port.
func (p *Plant) serves(a netip.Addr, port uint16) bool {
	for i := range p.Channels {
		if p.Channels[i].Server == a && p.Channels[i].Port == port {
			return true
		}
	}
	return false
}

// event begins one on the present connection: what the protocol calls a code. sub is
// negative for none.
func (s *script) event(code uint32, sub int) *baseline.Event {
	c := s.cast.channel
	e := &baseline.Event{Flow: s.flow, Client: netip.AddrPortFrom(s.cast.actor.Addr, s.port), Server: s.server(), Protocol: c.Protocol, Station: c.Station,
		Code: code, Outcome: wire.Answered, Latency: int64(latency), Operation: wire.Operate}
	for _, f := range c.Protocol.Named() {
		if f.Code == code && (!f.HasSub || sub >= 0 && f.Sub == uint32(sub)) {
			e.Function, e.Operation = f.Function, f.Operation
		}
	}
	if sub >= 0 {
		e.Sub, e.HasSub = uint32(sub), true
	}
	return e
}

// tell adds an event.
func (s *script) tell(e *baseline.Event) {
	s.out = append(s.out, Observation{At: s.at, Event: e})
	s.pause(latency + 200*time.Millisecond)
}

// beyond is a number far beyond all that is known at a point, as the protocol can send
// it.
func beyond(c *Channel, s *Spot) float64 {
	width := math.Max(s.High-s.Low, math.Max(math.Abs(s.High)/10, 1))
	x := math.Ceil(s.High + 2.5*width)
	if !math.IsInf(s.Over, 0) {
		x = math.Max(x, math.Ceil(s.Over+width))
	}
	if c.speaks("modbus") {
		x = math.Min(x, math.MaxUint16)
	}
	return x
}

// value is a number as a protocol sends it.
func (c *Channel) value(x float64) wire.Value {
	if c.speaks("opcua") {
		return wire.Float64(x)
	}
	return wire.Uint(uint64(math.Max(x, 0)))
}

// held is a number as it may be at a point: that which is usual, else 1.
func (s *Spot) held() float64 {
	if s.Numeric {
		return s.High
	}
	return 1
}

// finish returns the script as it is played, with its times.
func (s *script) finish(x *Scenario) *Script {
	r := &Script{Scenario: x, Observations: s.out, Length: s.at}
	for _, y := range [...]struct {
		part string
		d    *Device
	}{{"actor", &s.cast.actor}, {"target", &s.cast.target}, {"other", &s.cast.other}} {
		if y.d.Addr.IsValid() {
			r.Cast = append(r.Cast, Role{y.part, y.d.Addr.String(), y.d.Name})
		}
	}
	if s.cast.silent {
		r.Silent = s.cast.target.Addr
	}
	return r
}

// client is the other end of the conversation that the actor stands in.
func (s *script) client() netip.AddrPort { return netip.AddrPortFrom(s.cast.other.Addr, s.port) }
