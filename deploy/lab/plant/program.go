package plant

import "math"

// Numbers of the pumps in Plant.faults.
const (
	faultRaw     = 0
	faultLift    = 2
	faultBooster = 5
)

// meanToFault is how many hours a pump runs, in the mean, until it trips.
const meanToFault = 1500

// restart is how many seconds a pump rests before it starts again.
const restart = 120

// pump decides about one pump: what is wanted, what interlocks allow, and that it
// may fault while it runs. n is its number in Plant.faults.
func (p *Plant) pump(n int, on, want, allowed bool, dt float64) bool {
	if on && p.random.Float64() < dt/(meanToFault*3600) {
		p.faults[n] = true
	}
	want = want && allowed && !p.faults[n]
	switch {
	case on && !want:
		p.pausedFor[n] = restart
	case !on && want && p.pausedFor[n] > 0:
		return false
	}
	return want
}

// between is a switch with hysteresis: on below low, off above high.
func between(on bool, v, low, high float64) bool {
	switch {
	case v < low:
		return true
	case v > high:
		return false
	}
	return on
}

// intake is the program of PLC-1.
func (p *Plant) intake(c *controller, dt float64) {
	x := &p.process
	if c.pulse(c1Reset) {
		p.faults[0], p.faults[1] = false, false
	}
	basin := p.noise(x.basin.level, 0.004)
	allowed := x.river > c.holding(h1Trip) && basin < 3.9
	lead := p.leadRaw
	for i, low := range [2]float64{c.holding(h1Start), c.holding(h1Assist)} {
		n := (lead + i) % 2
		auto, run := c1Pump1Auto+2*n, c1Pump1Run+2*n
		want := c.coil(run)
		if c.coil(auto) {
			want = between(x.rawOn[n], basin, low, c.holding(h1Stop)-0.25*float64(i))
			c.setCoil(run, false)
		}
		was := x.rawOn[n]
		x.rawOn[n] = p.pump(faultRaw+n, was, want, allowed, dt)
		if was && !x.rawOn[n] && i == 0 {
			p.leadRaw = 1 - n
		}
	}
	x.rawSpeed = clamp(c.holding(h1Speed), 0, 100)
	p.showIntake(c, basin)
}

func (p *Plant) showIntake(c *controller, basin float64) {
	x := &p.process
	c.input(i1River, p.noise(x.river, 0.006))
	c.input(i1Basin, basin)
	c.input(i1Flow, p.flow(x.raw))
	c.input(i1Turbidity, p.noise(x.turbidity, 0.02*x.turbidity))
	c.input(i1Temperature, p.noise(x.temperature, 0.02))
	for i, on := range x.rawOn {
		c.input(i1Current1+i, p.amperes(on, 68, x.rawSpeed))
		c.input(i1Speed1+i, speed(on, x.rawSpeed))
		c.discrete(d1Pump1On+i, on)
		c.discrete(d1Pump1Fault+i, p.faults[faultRaw+i])
	}
	c.total(i1Total, x.totals.raw)
	c.discrete(d1BasinHigh, !between(!c.isOn(d1BasinHigh), basin, 3.6, 3.7))
	c.discrete(d1RiverLow, x.river < c.holding(h1Trip)+0.2)
	c.discrete(d1Power, true)
}

// flow is what a flow meter shows: nothing below its cut-off.
func (p *Plant) flow(v float64) float64 {
	if v < 1 {
		return 0
	}
	return p.noise(v, 0.004*v+0.3)
}

func (p *Plant) amperes(on bool, full, speed float64) float64 {
	if !on {
		return 0
	}
	return p.noise(full*(0.25+0.75*math.Pow(speed/100, 3)), 0.5)
}

func speed(on bool, v float64) float64 {
	if on {
		return v
	}
	return 0
}

// highLift is the program of PLC-3.
func (p *Plant) highLift(c *controller, dt float64) {
	x := &p.process
	if c.pulse(c3Reset) {
		p.faults[2], p.faults[3], p.faults[4] = false, false, false
	}
	well, tank := p.noise(x.well.level, 0.003), p.noise(x.tank.level, 0.006)
	low := between(c.isOn(d3WellLow), well, c.holding(h3WellTrip), c.holding(h3WellTrip)+0.3)
	c.discrete(d3WellLow, low)
	lead := max(int(c.holding(h3Rotation)), 1) - 1
	for i := range x.liftOn {
		n := (lead + i) % 3
		want := c.coil(c3Pump1 + n)
		if c.coil(c3Auto) {
			want = between(x.liftOn[n], tank, c.holding(h3Start1+i), c.holding(h3Stop)-0.2*float64(i))
			c.setCoil(c3Pump1+n, false)
		}
		allowed := !low && p.discharge() < c.holding(h3MaxPressure) && tank < 7.85
		x.liftOn[n] = p.pump(faultLift+n, x.liftOn[n], want, allowed, dt)
	}
	x.liftSpeed = clamp(c.holding(h3Speed), 0, 100)
	p.showHighLift(c, well, tank)
}

// discharge is the true pressure behind the high-lift pumps, in bar.
func (p *Plant) discharge() float64 {
	return 3.4 + 0.098*p.process.tank.level + 0.9*math.Pow(p.process.lift/450, 2)
}

func (p *Plant) showHighLift(c *controller, well, tank float64) {
	x := &p.process
	c.input(i3Well, well)
	c.input(i3Tank, tank)
	c.input(i3Flow, p.flow(x.lift))
	c.input(i3Pressure, p.noise(p.discharge(), 0.012))
	c.input(i3Suction, p.noise(0.2+0.098*x.well.level, 0.003))
	for i, on := range x.liftOn {
		c.input(i3Current1+i, p.amperes(on, 112, x.liftSpeed))
		c.discrete(d3On1+i, on)
		c.discrete(d3Fault1+i, p.faults[faultLift+i])
	}
	x.bearing += (30 + 0.5*x.temperature + 6*count(x.liftOn[:]) - x.bearing) * p.tick.Seconds() / 1800
	c.input(i3Bearing, p.noise(x.bearing, 0.1))
	c.total(i3Total, x.totals.lift)
	c.total(i3Energy, x.totals.energy)
	c.discrete(d3Valve, x.lift > 1)
}
