package plant

import (
	"math"
	"time"
)

// Sizes of the works.
const (
	basinArea, basinTop   = 400.0, 4.0 // m2, m
	wellTop, tankTop      = 4.0, 8.0   // m
	hillArea, hillTop     = 80.0, 5.0
	rawPump, liftPump     = 330.0, 185.0 // m3/h at full speed
	boosterPump           = 72.0
	washRate              = 110.0 // m3/h of filtrate
	doseMax               = 900.0 // g/h at full speed
	rawKilowatt, liftKilo = 38.0, 61.0
)

// vessel holds water.
type vessel struct {
	area, top float64 // m2, m
	level     float64 // m
}

func (v *vessel) volume() float64 { return v.area * v.level }

// take removes up to n m3 and returns how much it was.
func (v *vessel) take(n float64) float64 {
	n = min(n, v.volume())
	v.level -= n / v.area
	return n
}

// give adds n m3 and returns what overflows.
func (v *vessel) give(n float64) float64 {
	v.level += n / v.area
	over := max(v.level-v.top, 0)
	v.level -= over
	return over * v.area
}

// Balance is the water of the works, in m3: what came in and what left since the
// plant was made, and what is stored.
type Balance struct{ In, Out, Stored float64 }

// process is the true state of the works; instruments see it with noise.
type process struct {
	basin, well, tank, hill vessel
	balance                 Balance

	river, turbidity, temperature float64
	rainLeft                      float64 // NTU a rain still brings
	demandTown, demandHill        float64 // m3/h

	raw, filtrate, lift, wash, boost float64 // flows, m3/h
	valve                            float64 // filter outlet, %
	residual, tankResidual           float64 // mg/l
	dose                             float64 // dosing pump, %
	trim                             float64 // of the residual controller, mg/l
	head                             [2]float64
	gas                              [2]float64
	drum                             [2]float64
	bearing                          float64

	rawOn     [2]bool
	liftOn    [3]bool
	boostOn   [2]bool
	rawSpeed  float64 // %
	liftSpeed float64 // %

	totals struct{ raw, filtrate, lift, town, chlorine, energy, boost float64 }
}

func (p *Plant) startProcess() {
	s, x := &p.site, &p.process
	x.basin = vessel{basinArea, basinTop, 2.9}
	x.well = vessel{s.wellArea, wellTop, 2.6}
	x.tank = vessel{s.tankArea, tankTop, 6.1}
	x.hill = vessel{hillArea, hillTop, 3.6}
	x.river, x.turbidity = 2.4, 6
	x.residual, x.tankResidual = 0.8, 0.7
	x.head = [2]float64{0.5, 1.1}
	x.drum = [2]float64{820, 990}
	x.bearing = 41
	x.totals.raw, x.totals.filtrate, x.totals.lift, x.totals.town = 1.83e6, 1.79e6, 1.71e6, 1.69e6
	x.totals.energy, x.totals.boost, x.totals.chlorine = 7.4e5, 2.6e5, 2210
	x.balance.Stored = x.stored()
}

func (x *process) stored() float64 {
	return x.basin.volume() + x.well.volume() + x.tank.volume() + x.hill.volume()
}

// Balance returns the water of the works so far.
func (p *Plant) Balance() Balance {
	b := p.process.balance
	b.Stored = p.process.stored()
	return b
}

// nature moves river, weather and demand.
func (p *Plant) nature(now time.Time, dt float64) {
	x, r := &p.process, p.random
	if r.Float64() < dt/(p.site.rain*86400) {
		x.rainLeft += 30 + 60*r.Float64()
	}
	fall := x.rainLeft * dt / (4 * 3600)
	x.rainLeft -= fall
	clear := 5 + 2*season(now)
	x.turbidity = clear + (x.turbidity-clear)*math.Exp(-dt/(20*3600)) + fall
	x.river = 2.3 - 0.5*season(now) + p.drifts[0].step(dt, r) + x.turbidity/120
	x.temperature = 11 + 8*season(now) + p.drifts[1].step(dt, r)
	year := 1 + 0.12*season(now)
	share := profile(now) * year
	x.demandTown = max(p.site.town*(share+p.drifts[2].step(dt, r)), 20)
	x.demandHill = max(p.site.hill*(share+p.drifts[3].step(dt, r)), 3)
}

// hydraulics moves the water of one tick; dt in seconds.
func (p *Plant) hydraulics(dt float64) {
	x, h := &p.process, dt/3600
	x.raw = count(x.rawOn[:]) * rawPump * x.rawSpeed / 100 * clamp(x.river/0.4, 0, 1)
	in := x.raw * h
	out := x.basin.give(in)

	filtered := x.basin.take(x.filtrate * h)
	x.chlorinate(filtered, h, p.site.decay)
	out += x.well.give(filtered)
	out += x.well.take(x.wash * h)

	lifted := x.well.take(count(x.liftOn[:]) * liftPump * x.liftSpeed / 100 * (1.06 - 0.015*x.tank.level) * h)
	x.tankResidual += (x.residual - x.tankResidual) * min(lifted/max(x.tank.volume(), 1), 1)
	x.tankResidual *= math.Exp(-0.3 * p.site.decay * h)
	out += x.tank.give(lifted)
	out += x.tank.take(x.demandTown * h)
	boosted := x.tank.take(count(x.boostOn[:]) * boosterPump * h)
	out += x.hill.give(boosted)
	out += x.hill.take(x.demandHill * h)

	x.filtrate, x.lift, x.boost = filtered/h, lifted/h, boosted/h
	x.balance.In += in
	x.balance.Out += out
	x.count(in, filtered, lifted, boosted, h)
}

// chlorinate doses and mixes the clear well.
func (x *process) chlorinate(filtered, h, decay float64) {
	grams := 0.0
	if filtered > 0 {
		grams = x.dose / 100 * doseMax * h
	}
	x.totals.chlorine += grams / 1000
	volume := max(x.well.volume(), 1)
	demand := 0.25 * filtered // what filtrate uses up at once, g
	x.residual = max((x.residual*volume+grams-demand)/(volume+filtered), 0) * math.Exp(-decay*h)
	drum := &x.drum[0]
	if *drum < 40 {
		drum = &x.drum[1]
	}
	*drum -= grams / 1000
	if x.drum[1] < 40 {
		x.drum = [2]float64{1000, 1000}
	}
}

func (x *process) count(raw, filtered, lifted, boosted, h float64) {
	t := &x.totals
	t.raw += raw
	t.filtrate += filtered
	t.lift += lifted
	t.town += (x.demandTown)*h + boosted
	t.boost += boosted
	t.energy += h * (count(x.rawOn[:])*rawKilowatt + count(x.liftOn[:])*liftKilo)
}

func count(on []bool) (n float64) {
	for _, b := range on {
		if b {
			n++
		}
	}
	return n
}

func clamp(v, low, high float64) float64 { return min(max(v, low), high) }
