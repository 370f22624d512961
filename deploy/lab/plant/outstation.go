package plant

import (
	"math"
	"time"
)

// Link addresses of the DNP3 association.
const (
	MasterAddress     = 1
	OutstationAddress = 10
)

// PointKind is a DNP3 point type (IEEE 1815, 11.3).
type PointKind uint8

// The point types of the outstation.
const (
	BinaryInput PointKind = iota
	AnalogInput
	Counter
	BinaryOutput
	AnalogOutput
	pointKinds
)

// Flags of a point (IEEE 1815, 11.6).
const (
	Online  = 0x01
	Restart = 0x02
)

// DNP3Point is one row of the outstation's point list.
type DNP3Point struct {
	Kind     PointKind
	Index    uint16
	Name     string
	Text     string
	Unit     string
	Scale    float64 // engineering value of one count
	Class    uint8   // of its events, 1 to 3; 0 for none
	Deadband float64 // counts an analog or counter must move to make an event
}

// Indexes of the outstation's points.
const (
	bPump1, bPump2, bFault1, bFault2, bDoor, bPower, bSuctionLow, bLevelHigh = 0, 1, 2, 3, 4, 5, 6, 7
	aSuction, aDischarge, aFlow, aLevel, aCurrent1, aCurrent2, aBattery      = 0, 1, 2, 3, 4, 5, 6
	kTotal, kStarts1, kStarts2                                               = 0, 1, 2
	oPump1, oPump2, oAuto, oReset                                            = 0, 1, 2, 3
	sStart, sStop                                                            = 0, 1
)

// points is the outstation's point list.
var points = [...]DNP3Point{
	{BinaryInput, bPump1, "YS601", "booster pump 1 runs", "", 1, 1, 0},
	{BinaryInput, bPump2, "YS602", "booster pump 2 runs", "", 1, 1, 0},
	{BinaryInput, bFault1, "XA601", "booster pump 1 fault", "", 1, 1, 0},
	{BinaryInput, bFault2, "XA602", "booster pump 2 fault", "", 1, 1, 0},
	{BinaryInput, bDoor, "ZS610", "door open", "", 1, 1, 0},
	{BinaryInput, bPower, "XS610", "mains present", "", 1, 1, 0},
	{BinaryInput, bSuctionLow, "PAL601", "suction pressure low", "", 1, 1, 0},
	{BinaryInput, bLevelHigh, "LAH610", "reservoir high", "", 1, 1, 0},
	{AnalogInput, aSuction, "PT601", "suction pressure", "bar", 0.001, 2, 150},
	{AnalogInput, aDischarge, "PT602", "discharge pressure", "bar", 0.001, 2, 150},
	{AnalogInput, aFlow, "FT601", "booster flow", "m3/h", 0.1, 2, 40},
	{AnalogInput, aLevel, "LT610", "reservoir level", "m", 0.001, 2, 60},
	{AnalogInput, aCurrent1, "IT601", "booster pump 1 current", "A", 0.1, 3, 60},
	{AnalogInput, aCurrent2, "IT602", "booster pump 2 current", "A", 0.1, 3, 60},
	{AnalogInput, aBattery, "ET610", "battery", "V", 0.01, 3, 40},
	{Counter, kTotal, "FQ601", "booster total", "m3", 1, 3, 50},
	{Counter, kStarts1, "KQ601", "starts of booster pump 1", "", 1, 3, 1},
	{Counter, kStarts2, "KQ602", "starts of booster pump 2", "", 1, 3, 1},
	{BinaryOutput, oPump1, "HS601", "booster pump 1 by hand", "", 1, 0, 0},
	{BinaryOutput, oPump2, "HS602", "booster pump 2 by hand", "", 1, 0, 0},
	{BinaryOutput, oAuto, "HS600A", "booster automatic", "", 1, 0, 0},
	{BinaryOutput, oReset, "HS600R", "acknowledge booster faults", "", 1, 0, 0},
	{AnalogOutput, sStart, "LSP610A", "reservoir level that starts a pump", "m", 0.001, 0, 0},
	{AnalogOutput, sStop, "LSP610B", "reservoir level that stops the pumps", "m", 0.001, 0, 0},
}

// Points returns a copy of the outstation's point list, by kind and index.
func Points() []DNP3Point { return append([]DNP3Point(nil), points[:]...) }

// PointEvent is a change of a point that waits to be told to the master.
type PointEvent struct {
	Number uint64 // counts up; names the event in Confirm
	Kind   PointKind
	Index  uint16
	Value  int32
	Flags  byte
	Class  uint8
	Time   time.Time
}

// maxEvents is how many events the outstation keeps; beyond them the oldest is
// lost and the overflow told, as small outstations do.
const maxEvents = 100

// Outstation is the state of the DNP3 server of the booster station.
type Outstation struct {
	values   [len(points)]int32
	reported [len(points)]int32
	events   []PointEvent
	number   uint64
	overflow bool
	restart  bool // IIN1.7 until the master clears it
	needTime bool // IIN1.4
	until    time.Time
	disabled byte // classes, by bit, whose events are not sent unasked
	pump     [2]bool
}

func (o *Outstation) start(p *Plant) {
	o.restart, o.needTime = true, true
	o.disabled = 0x0e
	o.set(AnalogOutput, sStart, 3200)
	o.set(AnalogOutput, sStop, 4400)
	o.set(BinaryOutput, oAuto, 1)
	o.set(Counter, kStarts1, 4120)
	o.set(Counter, kStarts2, 3987)
}

// find returns the row of a point, -1 when there is none.
func find(kind PointKind, index uint16) int {
	for i := range points {
		if points[i].Kind == kind && points[i].Index == index {
			return i
		}
	}
	return -1
}

func (o *Outstation) set(kind PointKind, index uint16, v int32) { o.values[find(kind, index)] = v }

func (o *Outstation) get(kind PointKind, index uint16) int32 { return o.values[find(kind, index)] }

func (o *Outstation) on(kind PointKind, index uint16) bool { return o.get(kind, index) != 0 }

// analog sets an analog input, or output, in engineering units.
func (o *Outstation) analog(index uint16, v float64) {
	i := find(AnalogInput, index)
	o.values[i] = int32(math.Round(v / points[i].Scale))
}

// scan is the program of the booster station.
func (o *Outstation) scan(p *Plant, dt float64) {
	if p.now.Before(o.until) {
		o.pump, p.process.boostOn = [2]bool{}, [2]bool{}
		return
	}
	if o.on(BinaryOutput, oReset) {
		p.faults[faultBooster], p.faults[faultBooster+1] = false, false
		o.set(BinaryOutput, oReset, 0)
	}
	x := &p.process
	level := p.noise(x.hill.level, 0.004)
	suction := 2.6 + 0.098*x.tank.level - 0.15*count(x.boostOn[:])
	start, stop := float64(o.get(AnalogOutput, sStart))/1000, float64(o.get(AnalogOutput, sStop))/1000
	for i := range x.boostOn {
		n := (p.leadBooster + i) % 2
		want := o.on(BinaryOutput, oPump1+uint16(n))
		if o.on(BinaryOutput, oAuto) {
			want = between(x.boostOn[n], level, start-0.6*float64(i), stop)
		}
		was := x.boostOn[n]
		x.boostOn[n] = p.pump(faultBooster+n, was, want, suction > 1 && level < 4.9, dt)
		o.started(p, n, was, i == 0)
	}
	o.show(p, level, suction)
}

// started counts starts, and passes the lead on when the leading pump stops.
func (o *Outstation) started(p *Plant, n int, was, leads bool) {
	on := p.process.boostOn[n]
	if on && !was {
		o.set(Counter, kStarts1+uint16(n), o.get(Counter, kStarts1+uint16(n))+1)
	}
	if was && !on && leads {
		p.leadBooster = 1 - n
	}
}

func (o *Outstation) show(p *Plant, level, suction float64) {
	x := &p.process
	for i, on := range x.boostOn {
		o.set(BinaryInput, bPump1+uint16(i), int32(bit(on)))
		o.set(BinaryInput, bFault1+uint16(i), int32(bit(p.faults[faultBooster+i])))
		o.analog(aCurrent1+uint16(i), p.amperes(on, 31, 100))
	}
	o.set(BinaryInput, bPower, 1)
	o.set(BinaryInput, bSuctionLow, int32(bit(suction < 1.5)))
	o.set(BinaryInput, bLevelHigh, int32(bit(level > 4.7)))
	o.set(BinaryInput, bDoor, int32(bit(p.operator.doorOpen)))
	o.analog(aSuction, p.noise(suction, 0.01))
	o.analog(aDischarge, p.noise(5.8+0.098*level+0.4*count(x.boostOn[:]), 0.015))
	o.analog(aFlow, p.flow(x.boost))
	o.analog(aLevel, level)
	o.analog(aBattery, p.noise(13.62, 0.01))
	o.set(Counter, kTotal, int32(x.totals.boost))
	o.report(p.now)
}

// report makes events of what moved by its deadband.
func (o *Outstation) report(now time.Time) {
	for i := range points {
		d := &points[i]
		moved := math.Abs(float64(o.values[i]) - float64(o.reported[i]))
		if d.Class == 0 || moved == 0 || moved < d.Deadband {
			continue
		}
		o.reported[i] = o.values[i]
		o.number++
		if len(o.events) >= maxEvents {
			o.events = append(o.events[:0], o.events[1:]...)
			o.overflow = true
		}
		o.events = append(o.events, PointEvent{o.number, d.Kind, d.Index, o.values[i], o.flags(), d.Class, now})
	}
}

func (o *Outstation) flags() byte {
	if o.restart {
		return Online | Restart
	}
	return Online
}
