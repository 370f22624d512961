package plant

import (
	"fmt"
	"math"
	"time"
)

// habit is something done on some days.
type habit struct {
	chance func(day time.Time) float64
	do     func(o *operator, p *Plant)
}

func daily(time.Time) float64 { return 1 }

func weekdays(day time.Time) float64 {
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		return 0
	}
	return 1
}

func on(w time.Weekday, chance float64) func(time.Time) float64 {
	return func(day time.Time) float64 {
		if day.Weekday() == w {
			return chance
		}
		return 0
	}
}

func now(chance float64) func(time.Time) float64 { return func(time.Time) float64 { return chance } }

func workdays(chance float64) func(time.Time) float64 {
	return func(day time.Time) float64 { return chance * weekdays(day) }
}

// habits is what is done at the works, in the order it is decided.
var habits = [...]habit{
	{daily, shifts},
	{daily, adjustDose},
	{daily, samples},
	{daily, boosterLevels},
	{weekdays, laboratory},
	{daily, report},
	{on(time.Monday, 1), rotatePumps},
	{on(time.Friday, 0.95), testFan},
	{now(0.18), washByHand},
	{now(0.05), pumpByHand},
	{now(0.06), zonePressure},
	{now(0.04), residualSetPoint},
	{now(0.07), restartPanel},
	{workdays(0.12), maintenance},
	{workdays(0.05), visitBooster},
}

// crew tells who is on duty at a shift: crews prefer set points of their own.
func (o *operator) crew(p *Plant, shift int) int {
	return (int(o.day.Unix()/86400)*3 + shift) % p.site.crews
}

// shifts set tank levels and filtrate flow at the change of shift: the tank is
// filled at night, when energy is cheap.
func shifts(o *operator, p *Plant) {
	weekend := weekdays(o.day) == 0
	for i, s := range [...]struct{ hour, start1, start2, flow float64 }{{6, 5.4, 4.6, 285}, {14, 5.6, 4.8, 270}, {22, 6.4, 5.8, 245}} {
		at := o.at(s.hour+0.1, 8)
		habit := 0.1 * float64(o.crew(p, i)-1)
		o.write(at, HMI1, "LSP401A", s.start1+habit)
		o.write(at.Add(11*time.Second), HMI1, "LSP401B", s.start2+habit)
		flow := s.flow + 5*math.Round(2*season(o.day)*2)
		if weekend {
			flow -= 15
		}
		o.write(at.Add(25*time.Second), HMI1, "FSP201", flow)
	}
}

// adjustDose follows the season and what the day brings, in steps of 0.02 mg/l.
func adjustDose(o *operator, p *Plant) {
	base := p.site.doseBase + p.site.doseBy*season(o.day)
	for n := 1 + o.r.IntN(2); n > 0; n-- {
		v := base + 0.02*math.Round(2*o.r.NormFloat64())
		o.write(o.at(13, 6*60), HMI1, "DSP201", 0.02*math.Round(clamp(v, 0.8, 1.6)/0.02))
	}
}

func samples(o *operator, _ *Plant) {
	for _, hour := range [...]float64{8, 16} {
		o.write(o.at(hour, 25), HMI1, "HS403", 1)
	}
}

// boosterLevels lets the hill reservoir fill at night.
func boosterLevels(o *operator, _ *Plant) {
	for _, x := range [...]struct {
		hour  float64
		start uint16
	}{{6.2, 3000}, {22.2, 3600}} {
		o.do(Action{At: o.at(x.hour, 10), Verb: SelectOperate, From: SCADA, To: RTU1, Analog: true, Index: sStart, Values: []uint16{x.start}})
	}
}

func laboratory(o *operator, p *Plant) {
	at := o.at(9.5, 30)
	o.do(Action{At: at, Verb: WriteNode, From: Dispatch, To: Gateway, Text: settings[1].ID, Value: round(0.06+0.02*o.r.Float64(), 0.001)})
	o.do(Action{At: at.Add(40 * time.Second), Verb: WriteNode, From: Dispatch, To: Gateway, Text: settings[2].ID, Value: round(p.process.residual, 0.01)})
	o.do(Action{At: o.at(7, 20), Verb: WriteNode, From: Dispatch, To: Gateway, Text: settings[0].ID, Value: round(24*p.site.town*(1+0.12*season(o.day)), 100)})
}

func report(o *operator, _ *Plant) {
	o.do(Action{At: o.at(6.5, 2), Verb: CallMethod, From: Dispatch, To: Gateway, Text: methods[0].ID})
}

func rotatePumps(o *operator, _ *Plant) {
	week := int(o.day.Unix() / (7 * 86400))
	o.write(o.at(10, 30), HMI1, "KD301", float64(1+week%3))
}

func testFan(o *operator, _ *Plant) {
	at := o.at(13, 40)
	o.write(at, HMI1, "HS501", 1)
	o.write(at.Add(time.Duration(8+o.r.IntN(5))*time.Minute), HMI1, "HS501", 0)
}

func washByHand(o *operator, _ *Plant) {
	o.write(o.at(11, 180), HMI1, fmt.Sprintf("HS21%d", 1+o.r.IntN(2)), 1)
}

// pumpByHand tries a high-lift pump by hand for some minutes.
func pumpByHand(o *operator, _ *Plant) {
	at, pump := o.at(10.5, 90), fmt.Sprintf("HS30%d", 1+o.r.IntN(3))
	o.write(at, HMI1, "HS300A", 0)
	o.write(at.Add(15*time.Second), HMI1, pump, 1)
	o.write(at.Add(7*time.Minute), HMI1, pump, 0)
	o.write(at.Add(7*time.Minute+20*time.Second), HMI1, "HS300A", 1)
}

func zonePressure(o *operator, _ *Plant) {
	o.write(o.at(12, 5*60), HMI2, "PSP402", round(3.7+0.05*float64(o.r.IntN(5)), 0.05))
}

func residualSetPoint(o *operator, _ *Plant) {
	o.write(o.at(11, 200), HMI1, "ASP201", round(0.76+0.02*float64(o.r.IntN(5)), 0.02))
}

func restartPanel(o *operator, _ *Plant) {
	host := [...]string{HMI1, HMI2, Historian}[o.r.IntN(3)]
	o.do(Action{At: o.at(4, 60), Verb: Reconnect, From: host})
}

func visitBooster(o *operator, _ *Plant) {
	o.doorFrom = o.at(10.5, 120)
	o.doorTo = o.doorFrom.Add(time.Duration(15+o.r.IntN(40)) * time.Minute)
}

func round(v, to float64) float64 { return math.Round(v/to) * to }
