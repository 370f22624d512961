package main

import (
	"context"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
)

// Words for what an incident tells as codes.
var (
	stateWords = map[string]message{"open": incidentOpen, "acknowledged": incidentAcknowledged, "shelved": incidentShelved, "closed": incidentClosed,
		"merged": incidentMerged, "authorised": incidentAuthorised}

	dispositionWords = map[string]message{"work": closedWork, "suspicious": closedSuspicious, "false": closedFalse,
		"expired": decisionExpired, "ended": decisionEnded, "sighted": decisionSighted, "over": decisionOver, "restored": decisionRestored, "endorse": decisionEndorse}

	decisionWords = map[string]message{"acknowledge": decisionAcknowledge, "shelve": decisionShelve, "work": closedWork, "suspicious": closedSuspicious, "false": closedFalse}
)

func (v *visit) stateOf(b *control.Brief) string { return v.s.word(stateWords, b.State) }

// incidentOptions are what the command incident takes.
type incidentOptions struct {
	place
	all          *bool
	as, who, why *string
	long         *string
}

func defineIncident(o options) work {
	x := incidentOptions{place: definePlace(o), all: o.on("all", optionAllIncidents), as: o.text("as", "", optionAs), who: o.text("who", "", optionWho),
		why: o.text("why", "", optionWhy), long: o.text("for", "4h", optionShelve)}
	return func(ctx context.Context, s streams, names []string) error {
		return x.choose(ctx, s, []verb{{"list", 0, 0, x.list}, {"acknowledge", 1, 1, x.acknowledge}, {"shelve", 1, 1, x.shelve}, {"close", 1, 1, x.end}}, names)
	}
}

func (x *incidentOptions) list([]string) (step, error) {
	return func(v *visit) error {
		list, err := v.Incidents(v.ctx, *x.all)
		if err != nil {
			return err
		}
		return v.show(list, list.Zone, func() {
			if len(list.Incidents) == 0 {
				v.line(0, noIncidents)
			}
			for i := range list.Incidents {
				v.brief(&list.Incidents[i])
			}
		})
	}, nil
}

func (x *incidentOptions) acknowledge(names []string) (step, error) {
	return x.send(&control.Decision{ID: names[0], Decision: "acknowledge"})
}

func (x *incidentOptions) shelve(names []string) (step, error) {
	long, err := time.ParseDuration(*x.long)
	if err != nil || long <= 0 || long > alert.MaxShelf {
		return nil, wrong(wrongShelf, quoted(*x.long))
	}
	return x.send(&control.Decision{ID: names[0], Decision: "shelve", Seconds: long.Seconds()})
}

func (x *incidentOptions) end(names []string) (step, error) {
	if _, ok := dispositionWords[*x.as]; !ok {
		return nil, wrong(wrongAs, quoted(*x.as))
	}
	return x.send(&control.Decision{ID: names[0], Decision: *x.as})
}

// send has a decision taken, and tells what became of the incident.
func (x *incidentOptions) send(d *control.Decision) (do step, err error) {
	if *x.why == "" {
		return nil, wrong(wantsWhy)
	}
	d.Why = *x.why
	if d.Who, err = person(*x.who); err != nil {
		return nil, err
	}
	return func(v *visit) error {
		b, err := v.Decide(v.ctx, d)
		if err != nil {
			return err
		}
		return v.show(b, "", func() {
			v.line(0, incidentNow, b.ID, v.stateOf(b), d.Who)
			if d.Decision == string(alert.Suspicious) && b.State != string(alert.Closed) {
				v.line(1, suspiciousStays)
			}
		})
	}, nil
}
