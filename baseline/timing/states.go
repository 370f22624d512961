package timing

import "github.com/banken-ot/banken/baseline"

// AnswerStates returns a function that says how far the answers a channel's server gives
// at its station were learned: as far as half of its functions, Drifting where one
// drifts, Cold when none is known. It looks at all functions once.
func (d *Detector) AnswerStates() func(baseline.Channel) baseline.State {
	type place struct {
		server   baseline.AssetID
		protocol baseline.NameID
		port     uint16
		station  uint32
	}
	counts := map[place]*[baseline.Drifting + 1]int{}
	for _, a := range d.latency.list {
		p := place{a.key.server, a.key.protocol, a.key.port, a.key.station}
		if counts[p] == nil {
			counts[p] = new([baseline.Drifting + 1]int)
		}
		counts[p][a.state()]++
	}
	return func(c baseline.Channel) baseline.State {
		n := counts[place{c.Server, c.Protocol, c.Port, c.Station}]
		switch {
		case n == nil:
			return baseline.Cold
		case n[baseline.Drifting] > 0:
			return baseline.Drifting
		case n[baseline.Ready] >= n[baseline.Learning]+n[baseline.Provisional]:
			return baseline.Ready
		case n[baseline.Ready]+n[baseline.Provisional] >= n[baseline.Learning]:
			return baseline.Provisional
		}
		return baseline.Learning
	}
}
