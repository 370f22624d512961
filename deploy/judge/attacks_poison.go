package judge

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/evaluate"
)

// Poison is what became of an attack that was there from the first day of learning
// on, again and again, while nobody decided anything.
type Poison struct {
	Scenario string
	Times    int // it took place while learning
	// Acts are its writes, controls and configurations, each as "protocol client >
	// server function".
	Acts []string
	// Listed are those that a line of the baseline has waiting for a person, Held
	// those of which nothing is learned, as an incident in the top tiers about the two
	// waits for a person.
	Listed, Held []string
	// Known are lines of such acts between the two that count as known or approved:
	// none may.
	Known []string
	// Waits is how many lines about the two wait for a person.
	Waits int
	// First is what became of the first of them, and Again of the same attack after
	// learning.
	First, Again evaluate.Outcome
}

// Unlisted are the acts of which no person would know.
func (p *Poison) Unlisted() (list []string) {
	for _, a := range p.Acts {
		if !slices.Contains(p.Listed, a) && !slices.Contains(p.Held, a) {
			list = append(list, a)
		}
	}
	return list
}

// poisonTimes is how often the attack takes place: on more days than a read needs to
// be learned.
const poisonTimes = 5

// Poison has the works learn while an attack takes place on several of the days, the
// first among them, and once more when they are judged by what was learned.
func (w Works) Poison(ctx context.Context, id string) (Poison, error) {
	p := Poison{Scenario: id}
	o := synth.Options{Seed: w.Seed, Start: w.Start, Duration: w.length(), Poll: w.Poll}
	again := w.Day*time.Duration(baseline.ProvisionalDays+1) + w.Day/2
	every := max(w.Day, lasts(id)+time.Minute)
	for at := w.Day / 10; at+every < again && p.Times < poisonTimes; at += every {
		o.Attacks = append(o.Attacks, attack.Launch{Scenario: id, At: at})
		p.Times++
	}
	o.Attacks = append(o.Attacks, attack.Launch{Scenario: id, At: again})
	x, err := w.watch(nil)
	if err != nil {
		return p, err
	}
	s, _ := attack.Named(id)
	h, _ := plant.HostNamed(s.Actor)
	d := deeds{actor: h.Address}
	x.heard = d.hear
	if err := x.watchOver(ctx, o); err != nil {
		return p, err
	}
	labels, err := labelsOf(&x.truth)
	if err != nil {
		return p, err
	}
	all := evaluate.Judge(x.tally.incidents(), labels, o.Duration, w.Day).Outcomes
	p.First, p.Again = all[0], all[len(all)-1]
	return p, p.compare(&d, x)
}

// compare compares what was done with what is listed at the end.
func (p *Poison) compare(d *deeds, x *onlooker) error {
	text, err := x.Text()
	if err != nil {
		return err
	}
	lines, err := model.ParseText(text)
	servers := map[string]bool{}
	for _, y := range d.during(&x.truth) {
		servers[y.server] = true
		pair := d.actor.String() + " > " + y.server
		name := y.protocol + " " + pair + " " + y.function
		p.Acts = append(p.Acts, name)
		for _, l := range lines {
			if strings.Contains(l.Subject, pair+":") && strings.HasSuffix(l.Subject, " "+y.function) {
				p.line(name, &l)
			}
		}
		if held(x.Incidents(), d.actor.String(), y.server) {
			p.Held = append(p.Held, name)
		}
	}
	p.outside(d.actor, lines)
	for _, l := range lines {
		for s := range servers {
			if l.Standing == baseline.Pending.String() && strings.Contains(l.Subject, d.actor.String()+" > "+s+":") {
				p.Waits++
			}
		}
	}
	return err
}

// outside takes the lines about ways out of the plant, which are not learned by
// themselves either.
func (p *Poison) outside(actor netip.Addr, lines []model.Line) {
	for _, l := range lines {
		if _, way, ok := strings.Cut(l.Subject, actor.String()+" > internet:"); ok {
			name := "tcp " + actor.String() + " > internet " + way
			p.Acts = append(p.Acts, name)
			p.line(name, &l)
			if l.Standing == baseline.Pending.String() {
				p.Waits++
			}
		}
	}
}

// line takes a line about an act.
func (p *Poison) line(name string, l *model.Line) {
	switch l.Standing {
	case baseline.Pending.String():
		if !slices.Contains(p.Listed, name) {
			p.Listed = append(p.Listed, name)
		}
	case baseline.Known.String(), baseline.Approved.String():
		p.Known = append(p.Known, l.Standing+" "+l.Subject)
	}
}

// held reports whether an incident in the top tiers between two hosts is open.
func held(list []*alert.Incident, actor, target string) bool {
	return slices.ContainsFunc(list, func(i *alert.Incident) bool {
		return i.State.Standing() && i.Tier().Top() && i.Actor == actor && slices.Contains(i.Targets, target)
	})
}

// deeds are the writes, controls and configurations of one host.
type deeds struct {
	actor netip.Addr
	list  []deed
}

type deed struct {
	at                         int64
	protocol, server, function string
}

// hear takes a transaction.
func (d *deeds) hear(t *wire.Transaction) {
	if t.Client.Addr() != d.actor || !baseline.Controls(t.Operation) {
		return
	}
	x := deed{t.Time, t.Protocol.Name, t.Server.Addr().String(), t.Function}
	for _, f := range t.Request.Fields {
		if f.Name == "umas_code" {
			x.function += " " + f.Text
		}
	}
	d.list = append(d.list, x)
}

// during returns what was done in an attack, each once, sorted.
func (d *deeds) during(t *attack.Truth) (list []deed) {
	for _, x := range d.list {
		in := slices.ContainsFunc(t.Attacks, func(a attack.Attack) bool { return x.at >= a.Start.UnixNano() && x.at <= a.End.UnixNano() })
		if x.at = 0; in && !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b deed) int {
		return cmp.Or(cmp.Compare(a.protocol, b.protocol), cmp.Compare(a.server, b.server), cmp.Compare(a.function, b.function))
	})
	return list
}
