package plant

import "math"

// treatment is the program of PLC-2.
func (p *Plant) treatment(c *controller, dt float64) {
	x := &p.process
	well := p.noise(x.well.level, 0.003)
	want := clamp(c.holding(h2Flow)+90*(2.6-well), 0, 420)
	if well > 3.7 {
		want = 0
	}
	if x.wash > 0 {
		want *= 0.6
	}
	x.valve = clamp(x.valve+clamp(want/4.5-x.valve, -2*max(dt, 1), 2*max(dt, 1)), 0, 100)
	x.filtrate = x.valve * 4.5 * clamp(x.basin.level/0.3, 0, 1)
	p.washFilters(c, dt)
	p.doseChlorine(c, dt)
	p.showTreatment(c, well)
}

// washFilters washes a filter for some minutes when its head loss is high, or
// when it is told to; one at a time.
func (p *Plant) washFilters(c *controller, dt float64) {
	x := &p.process
	x.wash = 0
	for i := range x.head {
		x.head[i] += dt / 3600 * 0.028 * x.filtrate / 270 * (1 + x.turbidity/25)
		due := c.pulse(c2Wash1+i) || x.head[i] > c.holding(h2WashHead)
		if due && p.washLeft[0] <= 0 && p.washLeft[1] <= 0 {
			p.washLeft[i] = 60 * c.holding(h2WashMinutes)
		}
		if p.washLeft[i] > 0 {
			p.washLeft[i] -= dt
			x.wash = washRate
			x.head[i] = max(x.head[i]-dt/300, 0.3)
		}
		c.discrete(d2Washing1+i, p.washLeft[i] > 0)
	}
}

// doseChlorine doses by flow, trimmed by the residual; without flow not at all.
func (p *Plant) doseChlorine(c *controller, dt float64) {
	x := &p.process
	noFlow := x.filtrate < 15
	c.discrete(d2NoFlow, noFlow)
	on := c.coil(c2Dose)
	if c.coil(c2DoseAuto) {
		on = true
		c.setCoil(c2Dose, false)
		x.trim = clamp(x.trim+c.holding(h2Gain)*(c.holding(h2Residual)-x.residual)*dt/3600, -0.5, 0.5)
	}
	on = on && !noFlow && !p.controllers[4].isOn(d5Shutoff)
	x.dose = 0
	if on {
		rate := x.filtrate * (c.holding(h2Dose) + x.trim + 0.6*(c.holding(h2Residual)-x.residual))
		x.dose = clamp(100*rate/doseMax, 0, 100)
	}
	c.discrete(d2DoseOn, on)
}

func (p *Plant) showTreatment(c *controller, well float64) {
	x := &p.process
	residual := p.noise(x.residual, 0.006)
	filtered := 0.03 + 0.0018*x.turbidity + 0.02*max(x.head[0], x.head[1]-0.2)
	c.input(i2Flow, p.flow(x.filtrate))
	c.input(i2Residual, residual)
	c.input(i2PH, p.noise(7.42-0.1*(x.residual-0.8)-0.002*x.turbidity, 0.008))
	c.input(i2Turbidity, p.noise(filtered, 0.002))
	c.input(i2DoseSpeed, x.dose)
	c.input(i2DoseRate, p.noise(x.dose/100*doseMax, 2))
	for i := range x.head {
		c.input(i2Head1+i, p.noise(x.head[i], 0.004))
	}
	c.input(i2Well, p.noise(well, 0.002))
	c.input(i2Valve, x.valve)
	c.total(i2Total, x.totals.filtrate)
	c.total(i2Chlorine, x.totals.chlorine)
	c.pulse(c2Reset)
	c.discrete(d2ResidualHigh, !between(!c.isOn(d2ResidualHigh), residual, c.holding(h2High)-0.1, c.holding(h2High)))
	c.discrete(d2ResidualLow, between(c.isOn(d2ResidualLow), residual, c.holding(h2Low), c.holding(h2Low)+0.1))
	c.discrete(d2TurbidityHigh, !between(!c.isOn(d2TurbidityHigh), filtered, 0.5, 0.6))
}

// distribution is the program of PLC-4.
func (p *Plant) distribution(c *controller, dt float64) {
	x := &p.process
	level := p.noise(x.tank.level, 0.005)
	town := x.demandTown + x.boost
	c.input(i4Level, level)
	c.input(i4Inflow, p.flow(x.lift))
	c.input(i4Outflow, p.flow(town*c.holding(h4Valve)/100))
	c.input(i4PressureA, p.noise(3.1+0.098*x.tank.level-0.5*math.Pow(town/400, 2), 0.015))
	c.input(i4PressureB, p.noise(c.holding(h4Zone)-0.1*math.Pow(town/400, 2), 0.01))
	c.input(i4Residual, p.noise(x.tankResidual, 0.006))
	c.input(i4Temperature, p.noise(x.temperature+1.2, 0.02))
	c.total(i4Total, x.totals.town)
	c.pulse(c4Reset)
	c.pulse(c4Sampler)
	c.discrete(d4InletOpen, c.coil(c4Inlet))
	c.discrete(d4OutletOpen, c.coil(c4Outlet))
	c.discrete(d4Overflow, level > c.holding(h4High)+0.25)
	c.discrete(d4TankLow, between(c.isOn(d4TankLow), level, c.holding(h4Low), c.holding(h4Low)+0.3))
}

// chlorineRoom is the program of PLC-5.
func (p *Plant) chlorineRoom(c *controller, dt float64) {
	x := &p.process
	for i := range x.gas {
		x.gas[i] *= math.Exp(-dt / 900)
		gas := max(p.noise(x.gas[i]+0.03, 0.01), 0)
		c.input(i5Gas1+i, gas)
		c.discrete(d5Leak1+i, gas > c.holding(h5Alarm))
		if gas > c.holding(h5Trip) {
			c.discrete(d5Shutoff, true)
		}
		c.input(i5Weight1+i, p.noise(x.drum[i], 0.1))
	}
	if c.pulse(c5Reset) {
		c.discrete(d5Shutoff, false)
	}
	c.input(i5Temperature, p.noise(16+0.4*(x.temperature-11), 0.05))
	c.discrete(d5FanOn, c.coil(c5Fan) || c.isOn(d5Leak1) || c.isOn(d5Leak2))
	c.discrete(d5Healthy, true)
}
