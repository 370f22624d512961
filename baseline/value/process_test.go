package value

import (
	"math"
	"math/rand/v2"
)

// process makes the values of a point, one for each minute; ok is false where there
// is none to read.
type process func(day, minute int) float64

// processes are what a plant is made of, each with its own numbers.
var processes = map[string]func(r *rand.Rand) process{
	"tank": tank, "walk": walk, "ornstein": ornstein, "waves": waves, "normal": normal, "exponential": exponential, "uniform": uniform,
	"bimodal": bimodal, "student": student, "flow": flow, "totalizer": totalizer, "state": state, "constant": constant, "words": word,
	"percent": percent, "week": week,
}

// tank fills by a pump and empties by a demand that goes with the hour; the pump switches
// at levels that are met with a little overshoot.
func tank(r *rand.Rand) process {
	low, high := 200+10*r.Float64(), 250+10*r.Float64()
	level, pump := low+10, false
	fill := 0.8 + r.Float64()
	return func(_, m int) float64 {
		demand := 0.3 + 0.2*math.Sin(2*math.Pi*float64(m)/1440) + 0.05*r.NormFloat64()
		if level < low {
			pump = true
		} else if level > high {
			pump = false
		}
		if level -= demand; pump {
			level += fill
		}
		return math.Round(level*10) / 10
	}
}

// walk wanders between two ends, slowly.
func walk(r *rand.Rand) process {
	x, step := 50.0, 0.05+0.5*r.Float64()
	return func(_, _ int) float64 {
		if x += step * r.NormFloat64(); x < 0 {
			x = -x
		} else if x > 100 {
			x = 200 - x
		}
		return x
	}
}

// ornstein is noise with a memory of hours.
func ornstein(r *rand.Rand) process {
	x, keep := 0.0, math.Exp(-1/(60+600*r.Float64()))
	return func(_, _ int) float64 {
		x = keep*x + math.Sqrt(1-keep*keep)*r.NormFloat64()
		return 10 + x
	}
}

// waves is day and night, another height each day.
func waves(r *rand.Rand) process {
	last, height := 0, 1.0
	return func(day, m int) float64 {
		if day != last {
			last, height = day, 1+0.1*r.NormFloat64()
		}
		return 20 + 8*height*math.Sin(2*math.Pi*float64(m)/1440) + 0.3*r.NormFloat64()
	}
}

func normal(r *rand.Rand) process { return func(_, _ int) float64 { return 100 + 3*r.NormFloat64() } }

func exponential(r *rand.Rand) process { return func(_, _ int) float64 { return r.ExpFloat64() } }

func uniform(r *rand.Rand) process { return func(_, _ int) float64 { return 5 * r.Float64() } }

func bimodal(r *rand.Rand) process {
	return func(_, _ int) float64 { return float64(40*r.IntN(2)) + r.NormFloat64() }
}

// student is Student's t with five degrees of freedom.
func student(r *rand.Rand) process {
	return func(_, _ int) float64 {
		c := 0.0
		for range 5 {
			z := r.NormFloat64()
			c += z * z
		}
		return r.NormFloat64() / math.Sqrt(c/5)
	}
}

// flow is nothing, or about what a pump gives, in runs.
func flow(r *rand.Rand) process {
	on := false
	return func(_, _ int) float64 {
		if r.IntN(45) == 0 {
			on = !on
		}
		if !on {
			return 0
		}
		return math.Max(0, 120+4*r.NormFloat64())
	}
}

// totalizer counts, wraps at 16 bits, and is told to begin anew once in a while.
func totalizer(r *rand.Rand) process {
	n := float64(r.IntN(65536))
	return func(_, _ int) float64 {
		if n += float64(r.IntN(20)); n >= 65536 {
			n -= 65536
		}
		if r.IntN(30000) == 0 {
			n = 0
		}
		return n
	}
}

// state is one of a few, in runs.
func state(r *rand.Rand) process {
	x := 0.0
	return func(_, _ int) float64 {
		if r.IntN(90) == 0 {
			x = float64(r.IntN(4))
		}
		return x
	}
}

func constant(r *rand.Rand) process {
	x := math.Round(1000 * r.Float64())
	return func(_, _ int) float64 { return x }
}

// word is a status word of eight bits that change by themselves.
func word(r *rand.Rand) process {
	x := 0x0100
	return func(_, _ int) float64 {
		if r.IntN(10) == 0 {
			x ^= 1 << (2 + r.IntN(8))
		}
		return float64(x)
	}
}

// percent is a valve that moves in whole steps.
func percent(r *rand.Rand) process {
	x := 50.0
	return func(_, _ int) float64 {
		x = math.Min(math.Max(x+float64(r.IntN(3)-1), 0), 100)
		return x
	}
}

// week runs on five days of seven.
func week(r *rand.Rand) process {
	return func(day, _ int) float64 {
		if day%7 >= 5 {
			return 2 + 0.1*r.NormFloat64()
		}
		return 30 + 2*r.NormFloat64()
	}
}
