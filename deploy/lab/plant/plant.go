package plant

import (
	"math/rand/v2"
	"time"
)

// DefaultTick is how far the process moves at once.
const DefaultTick = time.Second

// Plant is a water works at a moment.
type Plant struct {
	seed   uint64
	tick   time.Duration
	now    time.Time
	random *rand.Rand // of the process
	site   site

	process     process
	drifts      [4]drift
	controllers [5]*controller
	faults      [7]bool // pumps: two raw, three high-lift, two boosters
	washLeft    [2]float64
	leadRaw     int
	leadBooster int
	pausedFor   [7]float64 // seconds a pump may not start again
	outstation  Outstation
	operator    operator
	targets     [nodeSettings]float64
}

// New returns a plant that differs by its seed from others. Its clock starts at
// the first Step.
func New(seed uint64) *Plant {
	r := rand.New(rand.NewPCG(seed, 1))
	p := &Plant{seed: seed, tick: DefaultTick, random: r, site: newSite(r)}
	p.drifts = [4]drift{{deviation: 0.15, seconds: 40000}, {deviation: 0.8, seconds: 90000},
		{deviation: 0.06, seconds: 1500}, {deviation: 0.08, seconds: 1200}}
	for i := range plans {
		p.controllers[i] = newController(&plans[i])
	}
	p.startProcess()
	p.presetAll()
	p.outstation.start(p)
	p.operator = newOperator(p)
	return p
}

// SetTick chooses how far the process moves at once, from 1 s to 1 min; long
// ticks are for months of simulated time. It must be called before the first
// Step.
func (p *Plant) SetTick(d time.Duration) { p.tick = min(max(d, time.Second), time.Minute) }

// Now returns the time of the plant, UTC.
func (p *Plant) Now() time.Time { return p.now }

// warmUp is how long the works have run when the clock starts.
const warmUp = 6 * time.Hour

// Step moves the plant on to the last whole tick that is not after now. The
// first call starts its clock, with a process that has run for some hours.
func (p *Plant) Step(now time.Time) {
	now = now.UTC()
	if p.now.IsZero() {
		p.settle(now.Truncate(p.tick))
	}
	for next := p.now.Add(p.tick); !next.After(now); next = next.Add(p.tick) {
		p.now = next
		p.move()
		p.operator.tick(p)
	}
}

// settle starts the clock.
func (p *Plant) settle(start time.Time) {
	for p.now = start.Add(-warmUp); p.now.Before(start); p.now = p.now.Add(p.tick) {
		p.move()
	}
	p.scan(0)
	p.outstation.events = p.outstation.events[:0]
	p.outstation.overflow = false
	p.operator.begin(p)
}

// move computes one tick.
func (p *Plant) move() {
	dt := p.tick.Seconds()
	p.nature(p.now, dt)
	p.hydraulics(dt)
	p.scan(dt)
}

// scan runs the programs of all controllers once.
func (p *Plant) scan(dt float64) {
	for i := range p.pausedFor {
		p.pausedFor[i] = max(p.pausedFor[i]-dt, 0)
	}
	for i, program := range [...]func(*Plant, *controller, float64){(*Plant).intake, (*Plant).treatment, (*Plant).highLift, (*Plant).distribution, (*Plant).chlorineRoom} {
		if c := p.controllers[i]; !c.stopped {
			program(p, c, dt)
		}
	}
	p.outstation.scan(p, dt)
}

// noise returns a measurement: v with a normal error.
func (p *Plant) noise(v, deviation float64) float64 { return v + deviation*p.random.NormFloat64() }

// presets are set points of a plant that has just been started.
var presets = [...]struct {
	controller, address int
	value               float64
}{
	{0, h1Start, 2.7}, {0, h1Stop, 3.4}, {0, h1Assist, 2.2}, {0, h1Speed, 92}, {0, h1Trip, 0.5}, {0, h1Delay, 10}, {0, h1Year, 2117},
	{1, h2Flow, 270}, {1, h2Residual, 0.8}, {1, h2Dose, 1.1}, {1, h2High, 1.4}, {1, h2Low, 0.35}, {1, h2Gain, 0.4},
	{1, h2WashHead, 1.8}, {1, h2WashMinutes, 12}, {1, h2Tank, 1904},
	{2, h3Start1, 5.6}, {2, h3Start2, 4.8}, {2, h3Start3, 3.6}, {2, h3Stop, 7.2}, {2, h3WellTrip, 0.6}, {2, h3Speed, 95}, {2, h3MaxPressure, 8}, {2, h3Rotation, 1},
	{3, h4High, 7.6}, {3, h4Low, 2}, {3, h4Valve, 100}, {3, h4Zone, 3.8}, {3, h4Sample, 60},
	{4, h5Alarm, 0.5}, {4, h5Trip, 2}, {4, h5FanMinutes, 15},
}

func (p *Plant) presetAll() {
	for _, x := range presets {
		p.controllers[x.controller].preset(x.address, x.value)
	}
	for _, x := range [...][2]int{{0, c1Pump1Auto}, {0, c1Pump2Auto}, {1, c2DoseAuto}, {2, c3Auto}, {3, c4Inlet}, {3, c4Outlet}} {
		p.controllers[x[0]].setCoil(x[1], true)
	}
	p.process.rawSpeed, p.process.liftSpeed = 92, 95
}
