package drill

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Function codes of Modbus (Application Protocol 1.1b3, 6) and codes of UMAS, which
// researchers have published.
const (
	readHolding = 3
	writeCoil   = 5
	writeOne    = 6
	mei         = 43
	meiIdentify = 14
	umas        = 90

	umasReserve  = 0x10
	umasRelease  = 0x11
	umasDownload = 0x30
	umasBlock    = 0x31
	umasEnd      = 0x32
	umasStart    = 0x40
	umasStop     = 0x41
)

// Function codes of DNP3 (IEEE 1815-2012, Table 4-3).
const (
	dnp3Read        = 1
	dnp3Write       = 2
	dnp3Direct      = 5
	dnp3ColdRestart = 13
	dnp3OpenFile    = 25
	dnp3CloseFile   = 26
	dnp3FileGroup   = 70
)

// Services of OPC UA, by the encoding id of the request, and an attribute (Part 6,
// Annex A).
const (
	opcuaOpen      = 446
	opcuaCreate    = 461
	opcuaActivate  = 467
	opcuaWrite     = 673
	opcuaCall      = 712
	opcuaClose     = 473
	tokenAnonymous = 321
	securityNone   = 1

	valueAttribute = 13
)

// Groups of DNP3's class data, that a master asks for (IEEE 1815-2012, A.24).
const classData = 60<<8 | 1

// stations: the actor asks who else is behind the target.
func stations(s *script) {
	if !s.cast.channel.speaks("modbus") {
		return
	}
	for n := range uint32(8) {
		e := s.event(readHolding, -1)
		e.Station = n + 1
		e.Points = []wire.Point{{Space: holdingRegister, Count: 1, Access: wire.AccessRead}}
		if e.Station != s.cast.channel.Station {
			e.Outcome, e.Latency = wire.Unanswered, wire.NoLatency
		}
		s.tell(e)
	}
	s.tell(s.event(mei, meiIdentify))
}

// sets: the actor sets the point to what is usual there.
func sets(s *script) { s.set(s.cast.spot, s.cast.spot.held()) }

// setsBeyond: the actor sets the point far beyond what is usual.
func setsBeyond(s *script) { s.set(s.cast.spot, beyond(s.cast.channel, s.cast.spot)) }

func (s *script) set(spot *Spot, x float64) {
	p := spot.Point
	p.Count, p.Access, p.Value = 1, wire.AccessWrite, s.cast.channel.value(x)
	var e *baseline.Event
	switch c := s.cast.channel; {
	case c.speaks("opcua"):
		e = s.event(opcuaWrite, -1)
		p.Part = valueAttribute
	case p.Space == coil:
		e = s.event(writeCoil, -1)
		p.Value = wire.Bool(x != 0)
	default:
		e = s.event(writeOne, -1)
	}
	e.Points = []wire.Point{p}
	s.tell(e)
}

// umasOf returns a step of UMAS.
func umasOf(codes ...int) func(*script) {
	return func(s *script) {
		for _, code := range codes {
			s.tell(s.event(umas, code))
		}
	}
}

// downloads: a program is sent in blocks.
func downloads(s *script) {
	umasOf(umasDownload)(s)
	for range 12 {
		umasOf(umasBlock)(s)
	}
	umasOf(umasEnd)(s)
}

// sendsFile: a file is opened, written and closed.
func sendsFile(s *script) {
	file := wire.Point{Space: dnp3FileGroup<<8 | 5, Count: 1, Access: wire.AccessWrite}
	s.tell(s.event(dnp3OpenFile, -1))
	for range 6 {
		e := s.event(dnp3Write, -1)
		e.Points = []wire.Point{file}
		s.tell(e)
	}
	s.tell(s.event(dnp3CloseFile, -1))
}

// polls: the actor asks for everything, as a master does.
func polls(s *script) {
	e := s.event(dnp3Read, -1)
	e.Request = []wire.Field{{Name: "objects", Value: wire.List(1)}, {Name: "object", Depth: 1, Value: wire.Struct()},
		{Name: "group", Depth: 2, Value: wire.Uint(classData >> 8)}, {Name: "variation", Depth: 2, Value: wire.Uint(classData & 0xff)}}
	s.tell(e)
}

func restarts(s *script) { s.tell(s.event(dnp3ColdRestart, -1)) }

// operates: an output is switched at once, without being selected.
func operates(s *script) {
	p := wire.Point{Space: relayOutput<<8 | 1, Count: 1}
	for i := range s.cast.channel.Writes {
		if y := &s.cast.channel.Writes[i]; y.Point.Space>>8 == relayOutput {
			p = y.Point
			break
		}
	}
	e := s.event(dnp3Direct, -1)
	p.Access, p.Value = wire.AccessWrite, wire.Uint(3)
	e.Points = []wire.Point{p}
	s.tell(e)
}

// opensSession: a channel without security, and a session as nobody in particular.
func opensSession(s *script) {
	e := s.event(opcuaOpen, -1)
	e.Request = []wire.Field{{Name: "SecurityPolicyUri", Value: wire.Text([]byte("http://opcfoundation.org/UA/SecurityPolicy#None"))}}
	s.tell(e)
	e = s.event(opcuaCreate, -1)
	e.Request = []wire.Field{{Name: "SecurityMode", Value: wire.Uint(securityNone)}}
	s.tell(e)
	e = s.event(opcuaActivate, -1)
	e.Request = []wire.Field{{Name: "SecurityMode", Value: wire.Uint(securityNone)}, {Name: "UserIdentityToken", Value: wire.Struct()},
		{Name: "TypeId", Depth: 1, Value: wire.Uint(tokenAnonymous)}}
	s.tell(e)
}

func closesSession(s *script) { s.tell(s.event(opcuaClose, -1)) }

// callsProgram: a method is called that changes the program.
func callsProgram(s *script) {
	e := s.event(opcuaCall, -1)
	e.Operation = wire.Program
	e.Points = []wire.Point{{Space: 2, Count: 1, Ident: 's', Name: []byte("Maintenance.LoadProgram"), Access: wire.AccessWrite}}
	s.tell(e)
}

// Claims of who is between two, and how long lies between them.
const (
	claims     = 4
	claimEvery = 3 * time.Second
)

// standsBetween: the actor claims both addresses again and again, and their traffic
// passes it.
func standsBetween(s *script) {
	x := s.cast
	for n := range claims {
		s.claim(x.target.Addr, &x.actor)
		s.pause(200 * time.Millisecond)
		s.claim(x.other.Addr, &x.actor)
		if n == 1 {
			s.passes()
		}
		s.pause(claimEvery)
	}
}

// passes: a connection of the two passes the actor.
func (s *script) passes() {
	s.flow++
	s.port++
	s.out = append(s.out, Observation{At: s.at, Contact: &baseline.Contact{Flow: s.flow, Client: s.client(), Server: s.server(), Protocol: tcp, Answered: true, Via: s.cast.actor.MAC}})
}

// contradicts: the panel is shown another number than the controller tells.
func contradicts(s *script) {
	spot := s.cast.spot
	if spot == nil {
		return
	}
	for _, x := range [...]float64{beyond(s.cast.channel, spot), spot.held(), beyond(s.cast.channel, spot)} {
		e := s.event(readCodes[spot.Point.Space], -1)
		e.Client = s.client()
		p := spot.Point
		p.Count, p.Access, p.Value = 1, wire.AccessRead, s.cast.channel.value(x)
		e.Points = []wire.Point{p}
		s.tell(e)
		s.pause(2 * time.Second)
	}
}

// readCodes are the functions that read a table of Modbus.
var readCodes = [...]uint32{0, 1, 2, 4, 3}

// stepsBack: the interfaces are where they were.
func stepsBack(s *script) {
	s.claim(s.cast.target.Addr, &s.cast.target)
	s.claim(s.cast.other.Addr, &s.cast.other)
}

// leaves: the actor speaks with an address of the internet.
func leaves(s *script) {
	for range 3 {
		s.connect(netip.AddrPortFrom(s.cast.target.Addr, 443), true)
		s.pause(20 * time.Second)
	}
}

// nothing: what happens is that nothing happens.
func nothing(*script) {}
