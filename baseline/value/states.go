package value

import "github.com/banken-ot/banken/baseline"

// States returns a function that says what State says of any channel: it looks at the
// variables once for all of them.
func (d *Detector) States() func(baseline.Channel) baseline.State {
	counts := make([][baseline.Drifting + 1]uint32, len(d.units))
	for n := range uint32(d.vars.n) {
		v := d.vars.at(n + 1)
		counts[v.key.unit][d.variableState(v)]++
	}
	return func(c baseline.Channel) baseline.State {
		unit := d.unitIndex[unitKey{c.Server, c.Protocol, c.Port, c.Station}]
		if unit == 0 {
			return baseline.Cold
		}
		return asHalf(&counts[unit])
	}
}

// asHalf is how far half of those that are counted have come, Cold when there are none.
func asHalf(counts *[baseline.Drifting + 1]uint32) baseline.State {
	total := uint32(0)
	for _, n := range counts {
		total += n
	}
	for s, sum := baseline.Drifting, uint32(0); s > baseline.Cold; s-- {
		if sum += counts[s]; 2*sum >= total && total > 0 {
			return s
		}
	}
	return baseline.Cold
}
