package attack

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

const ms = time.Millisecond

// scanned are the ports a scanner tries.
var scanned = [...]uint16{22, 80, 102, 443, 502, 4840, 20000, 44818}

// scan asks for every address, tries ports of the hosts that are there, and
// units of the controllers.
func scan(s *script) {
	there := map[byte]string{}
	for _, h := range plant.Hosts() {
		there[h.Address.As4()[3]] = h.Name
	}
	for n := byte(1); n < 255; n++ {
		a := plant.Network.Addr().As4()
		a[3] = n
		s.do(20*ms, plant.Action{Verb: plant.Seek, Address: netip.AddrFrom4(a)})
	}
	for n := byte(1); n < 255; n++ {
		if name := there[n]; name != "" && name != s.from {
			for _, port := range scanned {
				s.do(35*ms, plant.Action{Verb: plant.Probe, To: name, Port: port})
			}
		}
	}
	for _, c := range plant.Controllers() {
		for unit := uint8(1); unit < 12; unit++ {
			s.do(120*ms, plant.Action{Verb: plant.ReadPoints, To: c, Unit: unit, Table: plant.HoldingRegisters, Count: 1})
		}
		s.do(150*ms, plant.Action{Verb: plant.Identify, To: c})
	}
}

// rogueRead reads whole tables of every controller, five times.
func rogueRead(s *script) {
	for range 5 {
		for _, c := range plant.Controllers() {
			for _, t := range [...]plant.Table{plant.Coils, plant.DiscreteInputs, plant.InputRegisters, plant.HoldingRegisters} {
				s.do(60*ms, plant.Action{Verb: plant.ReadPoints, To: c, Table: t, Count: 8})
			}
		}
		s.at = s.at.Add(8 * time.Second)
	}
}

func newHostWrite(s *script) { s.write(ms, "ASP201", 1.1) }

// setPoint overdoses: twice the highest dose an operator ever sets, and the alarm
// above it out of the way.
func setPoint(s *script) {
	s.write(4*time.Second, "ASH201", 5)
	s.write(ms, "DSP201", 3.6)
}

// UMAS codes.
const (
	takeReservation    = 0x10
	releaseReservation = 0x11
	startController    = 0x40
	stopController     = 0x41
)

func umasStop(s *script) {
	s.do(300*ms, plant.Action{Verb: plant.UMAS, Code: 0x02})
	s.reserve("MAINT-7")
	s.do(20*time.Second, plant.Action{Verb: plant.UMAS, Code: stopController, Data: []byte{0xff, 0x00}})
	s.do(ms, plant.Action{Verb: plant.UMAS, Code: releaseReservation})
}

func (s *script) reserve(name string) {
	data := append([]byte{'C', 'L', 0, 0, byte(len(name))}, name...)
	s.do(300*ms, plant.Action{Verb: plant.UMAS, Code: takeReservation, Data: data})
}

func umasDownload(s *script) {
	program := make([]byte, 6000)
	for i := range program {
		program[i] = byte(s.r.Uint32())
	}
	s.reserve("ENG-WS-1")
	s.do(500*ms, plant.Action{Verb: plant.UMAS, Code: stopController, Data: []byte{0xff, 0x00}})
	s.do(6*time.Second, plant.Action{Verb: plant.Download, Data: program})
	s.do(500*ms, plant.Action{Verb: plant.UMAS, Code: startController, Data: []byte{0xff, 0x00}})
	s.do(ms, plant.Action{Verb: plant.UMAS, Code: releaseReservation})
}

func coldRestart(s *script) { s.do(ms, plant.Action{Verb: plant.ColdRestart}) }

// directOperate takes the booster out of automatic and starts both pumps.
func directOperate(s *script) {
	s.do(1500*ms, plant.Action{Verb: plant.DirectOperate, Index: 2, Code: 4})
	s.do(1500*ms, plant.Action{Verb: plant.DirectOperate, Index: 0, Code: 3})
	s.do(ms, plant.Action{Verb: plant.DirectOperate, Index: 1, Code: 3})
}

func disableUnsolicited(s *script) { s.do(ms, plant.Action{Verb: plant.DisableUnsolicited}) }

func operate(s *script) { s.do(ms, plant.Action{Verb: plant.Operate, Index: 1, Code: 3}) }

func sendFile(s *script) {
	content := make([]byte, 2400)
	for i := range content {
		content[i] = byte(s.r.Uint32())
	}
	s.do(ms, plant.Action{Verb: plant.SendFile, Text: "update.bin", Data: content})
}

func anonymous(s *script) {
	s.do(time.Second, plant.Action{Verb: plant.OpenSession})
	s.do(2*time.Second, plant.Action{Verb: plant.WriteNode, Text: "Works.Treatment.ASP201", Value: 1.15})
	s.do(2*time.Second, plant.Action{Verb: plant.CallMethod, Text: "Works.HighLift.StopAll"})
	s.do(ms, plant.Action{Verb: plant.CloseSession})
}

func downgrade(s *script) {
	s.do(3*time.Second, plant.Action{Verb: plant.OpenSession, Text: "dispatch"})
	s.do(5*time.Second, plant.Action{Verb: plant.WriteNode, Text: "Works.Targets.DailyProduction", Value: 5600})
	s.do(ms, plant.Action{Verb: plant.CloseSession})
}

func deleteSubscriptions(s *script) {
	s.do(time.Second, plant.Action{Verb: plant.OpenSession})
	s.do(2*time.Second, plant.Action{Verb: plant.DeleteSubscriptions, Text: plant.Dispatch})
	s.do(ms, plant.Action{Verb: plant.CloseSession})
}

// middle makes the panel see a clear well that is fuller than it is, for five
// minutes.
func middle(s *script) {
	s.do(5*time.Minute, plant.Action{Verb: plant.Intercept, Text: plant.HMI1, Index: 0, Count: 1, Value: 1.25})
	s.do(ms, plant.Action{Verb: plant.Withdraw, Text: plant.HMI1})
}

// flood sends three hundred requests a second for fifteen seconds.
func flood(s *script) {
	for range 4500 {
		s.do(time.Second/300, plant.Action{Verb: plant.ReadPoints, Table: plant.InputRegisters, Count: 10})
	}
}

// slowDrift moves the chlorine dose by 0.01 mg/l every five minutes or so, never
// out of what operators set over the year, for three hours.
func slowDrift(s *script) {
	for i := range 36 {
		s.write(5*time.Minute, "DSP201", 1.06+0.01*float64(i))
	}
}

func internet(s *script) {
	for range 6 {
		data := make([]byte, 900)
		for i := range data {
			data[i] = byte(s.r.Uint32())
		}
		copy(data, []byte{0x17, 3, 3, byte((len(data) - 5) >> 8), byte((len(data) - 5) & 0xff)}) // a TLS record
		s.do(20*time.Second, plant.Action{Verb: plant.Upload, Address: plant.Internet, Port: 443, Data: data})
	}
}
