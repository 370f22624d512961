package attack

import (
	"math/rand/v2"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// Scenario is one row of the table of attacks.
type Scenario struct {
	ID         string
	Name       string
	Techniques []string // ids
	Actor      string   // host name
	Targets    []string // host names; nil for the whole subnet
	script     func(s *script)
}

// scenarios is the table of attacks.
var scenarios = [...]Scenario{
	{"scan", "hosts, ports and units are scanned", []string{"T0846", "T0888"}, plant.Intruder, nil, scan},
	{"rogue-read", "a client that does not belong there reads all controllers", []string{"T0801", "T0802", "T0861"}, plant.Intruder, plant.Controllers(), rogueRead},
	{"new-host-write", "a new host writes one register", []string{"T0848", "T0855", "T0836"}, plant.Intruder, []string{plant.PLC2}, newHostWrite},
	{"set-point", "the known panel sets a set point far beyond its history", []string{"T0836", "T0831", "T0859"}, plant.HMI1, []string{plant.PLC2}, setPoint},
	{"umas-stop", "a controller is reserved and stopped", []string{"T0858", "T0855"}, plant.Intruder, []string{plant.PLC3}, umasStop},
	{"umas-download", "a controller gets another program", []string{"T0843", "T0889", "T0821"}, plant.EWS, []string{plant.PLC4}, umasDownload},
	{"dnp3-cold-restart", "the outstation is restarted", []string{"T0816", "T0814"}, plant.Intruder, []string{plant.RTU1}, coldRestart},
	{"dnp3-direct-operate", "a pump is operated without selection", []string{"T0855", "T0831", "T0848"}, plant.Intruder, []string{plant.RTU1}, directOperate},
	{"dnp3-disable-unsolicited", "the outstation is told not to report", []string{"T0804", "T0878"}, plant.Intruder, []string{plant.RTU1}, disableUnsolicited},
	{"dnp3-operate", "OPERATE without SELECT from the known master", []string{"T0855", "T0831"}, plant.SCADA, []string{plant.RTU1}, operate},
	{"dnp3-file", "a file is written into the outstation", []string{"T0867", "T0857"}, plant.EWS, []string{plant.RTU1}, sendFile},
	{"opcua-anonymous", "an anonymous session writes and calls", []string{"T0855", "T0836", "T0831"}, plant.Intruder, []string{plant.Gateway}, anonymous},
	{"opcua-downgrade", "a client that signs comes without security", []string{"T0830", "T0842"}, plant.Dispatch, []string{plant.Gateway}, downgrade},
	{"opcua-delete-subscriptions", "the subscriptions of another client are deleted", []string{"T0829", "T0815", "T0804"}, plant.Intruder, []string{plant.Gateway}, deleteSubscriptions},
	{"mitm", "a machine in the middle falsifies answers", []string{"T0830", "T0832", "T0856"}, plant.Intruder, []string{plant.PLC3, plant.HMI1}, middle},
	{"flood", "a controller is flooded with requests", []string{"T0814"}, plant.Intruder, []string{plant.PLC2}, flood},
	{"slow-drift", "a set point is moved in many small steps", []string{"T0836", "T0831"}, plant.HMI1, []string{plant.PLC2}, slowDrift},
	{"internet", "a host of the plant sends data to the internet", []string{"T0869", "T0885"}, plant.Historian, []string{plant.Router}, internet},
}

// All returns the ids of the table of attacks, in order.
func All() []string {
	var all []string
	for i := range scenarios {
		all = append(all, scenarios[i].ID)
	}
	return all
}

// Named returns a row of the table; ok tells whether there is one.
func Named(id string) (s Scenario, ok bool) {
	for i := range scenarios {
		if scenarios[i].ID == id {
			return scenarios[i], true
		}
	}
	return Scenario{}, false
}

// Actions returns what an attack does from a time on, in order of time: always
// the same for the same seed.
func (s *Scenario) Actions(at time.Time, seed uint64) []plant.Action {
	x := &script{from: s.Actor, at: at, r: rand.New(rand.NewPCG(seed, 77))}
	if len(s.Targets) > 0 {
		x.to = s.Targets[0]
	}
	s.script(x)
	return x.actions
}

// Launch is an attack and when it starts, from the start of a recording.
type Launch struct {
	Scenario string
	At       time.Duration
}

// Spread launches attacks one after the other with equal time between, the first
// after `first`.
func Spread(first, every time.Duration, ids ...string) []Launch {
	var all []Launch
	for i, id := range ids {
		all = append(all, Launch{id, first + time.Duration(i)*every})
	}
	return all
}

// script is an attack being written.
type script struct {
	from, to string
	at       time.Time
	r        *rand.Rand
	actions  []plant.Action
}

// do adds an action; the next comes after about d.
func (s *script) do(d time.Duration, a plant.Action) {
	a.At = s.at
	if a.From == "" {
		a.From = s.from
	}
	if a.To == "" && !a.Address.IsValid() {
		a.To = s.to
	}
	if a.Unit == 0 {
		a.Unit = plant.Unit
	}
	s.actions = append(s.actions, a)
	s.at = s.at.Add(time.Duration(float64(d) * (0.8 + 0.4*s.r.Float64())))
}

// write writes one value, in engineering units, to a tag.
func (s *script) write(d time.Duration, tag string, v float64) {
	t, _ := plant.TagNamed(tag)
	s.do(d, plant.Action{Verb: plant.WritePoints, To: t.Controller, Table: t.Table, Index: t.Address, Values: []uint16{uint16(t.Raw(v))}})
}
