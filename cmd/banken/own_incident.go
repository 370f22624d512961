package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/technique"
	"github.com/banken-ot/banken/sensor/watch"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// maxListed is how many incidents are listed, closed ones included.
const maxListed = 1000

// Incidents implements control.Situation.
func (x *ownSite) Incidents(_ context.Context, all bool) (*control.Incidents, error) {
	c := &control.Incidents{V: control.Version, Zone: x.zone.String(), Incidents: []control.Brief{}}
	seen := map[string]bool{}
	for _, i := range x.site.Incidents() {
		seen[i.ID] = true
		c.Incidents = append(c.Incidents, briefOf(i))
	}
	if all && x.store != nil {
		kept, err := x.store.Incidents(store.IncidentFilter{Limit: maxListed})
		if err != nil {
			return nil, told(err)
		}
		for _, k := range kept {
			var i alert.Incident
			if err := json.Unmarshal(k.Document, &i); err != nil {
				return nil, fmt.Errorf("incident %s: %w", k.ID, err)
			}
			if !seen[i.ID] {
				c.Incidents = append(c.Incidents, briefOf(&i))
			}
		}
	}
	slices.SortStableFunc(c.Incidents, func(a, b control.Brief) int { return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(b.ID, a.ID)) })
	return c, nil
}

// incident finds one by its id or the beginning of it.
func (x *ownSite) incident(id string) (*alert.Incident, error) {
	i, err := x.site.Incident(id)
	if errors.Is(err, watch.ErrNothing) {
		if whole, ok := x.closed(id); ok {
			i, err = x.site.Incident(whole)
		}
	}
	if errors.Is(err, watch.ErrNothing) {
		return nil, said(control.NotFound, faultNoIncident, id)
	}
	return i, told(err)
}

// minID is how much of the id of a closed incident must be given.
const minID = 4

// closed finds the closed incident whose id begins so, when there is one alone.
func (x *ownSite) closed(id string) (whole string, ok bool) {
	if x.store == nil || len(id) < minID {
		return "", false
	}
	kept, err := x.store.Incidents(store.IncidentFilter{Limit: maxListed})
	if err != nil {
		return "", false
	}
	for _, k := range kept {
		if !strings.HasPrefix(k.ID, id) {
			continue
		}
		if ok {
			return "", false
		}
		whole, ok = k.ID, true
	}
	return whole, ok
}

// Explain implements control.Situation.
func (x *ownSite) Explain(_ context.Context, id string) (*control.Explanation, error) {
	i, err := x.incident(id)
	if err != nil {
		return nil, err
	}
	level, _ := yardstick.LevelOf([]yardstick.Finding{i.Finding()})
	e := &control.Explanation{V: control.Version, Zone: x.zone.String(), Incident: i, Level: int(level), Names: x.namesIn(i), Inputs: inputsOf(i),
		Neighbours: []control.Neighbour{}, Techniques: []control.Technique{}, Packets: x.packets(i)}
	if i.Row > 0 {
		for _, n := range x.site.Neighbours(i) {
			e.Neighbours = append(e.Neighbours, control.Neighbour{Input: n.Input, From: n.From, To: n.To, Priority: n.Tier.String(), Row: n.Row})
		}
	}
	for _, t := range i.Techniques {
		e.Techniques = append(e.Techniques, techniqueOf(t))
	}
	return e, nil
}

// namesIn are the names of the devices that take part in an incident.
func (x *ownSite) namesIn(i *alert.Incident) map[string]string {
	all, names := x.devices.names(), map[string]string{}
	list := append([]string{i.Actor}, i.Targets...)
	for _, a := range i.Actors {
		list = append(list, a.Address)
	}
	for _, a := range list {
		if n := all[a]; n != "" {
			names[a] = n
		}
	}
	return names
}

// inputsOf are the inputs of the decision with their meaning; none where no table
// was asked.
func inputsOf(i *alert.Incident) []control.Input {
	list := []control.Input{}
	if i.Row == 0 {
		return list
	}
	for n, code := range i.Values.Codes() {
		name := yardstick.InputNames[n]
		list = append(list, control.Input{Name: name, Code: code, Meaning: messages[inputMeanings[name+" "+code]]})
	}
	return list
}

// inputMeanings are the codes of the inputs in words.
var inputMeanings = map[string]message{
	"evidence P": evidenceP, "evidence A": evidenceA, "evidence S": evidenceS,
	"credibility L": credibilityL, "credibility M": credibilityM, "credibility H": credibilityH,
	"impact L": impactL, "impact M": impactM, "impact H": impactH, "impact VH": impactVH,
	"exposure S": exposureS, "exposure C": exposureC, "exposure O": exposureO,
	"prevalence 1": prevalence1, "prevalence 2": prevalence2, "prevalence 3": prevalence3,
}

func techniqueOf(t alert.Technique) control.Technique {
	c := control.Technique{ID: t.ID, Version: t.Version, Tactics: []string{}}
	if found, ok := technique.Find(t.ID); ok && t.Version == technique.Version {
		c.Name, c.Tactics = found.Name, strings.Fields(found.Tactics)
	}
	if r, ok := technique.Replaced(t.ID); ok {
		c.LaterID, c.LaterVersion = r.ID, r.Version
	}
	return c
}

// packets is how the packets are taken out of the recorder that prove an incident:
// all of the actor's from the first to the last of them.
func (x *ownSite) packets(i *alert.Incident) control.Packets {
	p := control.Packets{Frames: []uint64{}, From: i.Opened, To: i.Updated}
	for n, e := range i.Evidence {
		if e.Frame > 0 && !slices.Contains(p.Frames, e.Frame) {
			p.Frames = append(p.Frames, e.Frame)
		}
		if n == 0 || e.Time.Before(p.From) {
			p.From = e.Time
		}
		if n == 0 || e.Time.After(p.To) {
			p.To = e.Time
		}
	}
	p.From, p.To = p.From.Truncate(time.Second), p.To.Truncate(time.Second).Add(time.Second)
	command := "banken record extract"
	if a, err := netip.ParseAddr(i.Actor); err == nil {
		p.Flow = a.String()
		command += " --flow " + p.Flow
	}
	p.Command = command + " --from " + p.From.In(x.zone).Format(time.RFC3339) + " --to " + p.To.In(x.zone).Format(time.RFC3339) + " -o " + i.ID + ".pcapng"
	return p
}

// decisions are what a person may decide about an incident.
var decisions = map[string]func(*watch.Site, *control.Decision) (*alert.Incident, error){
	"acknowledge": func(s *watch.Site, d *control.Decision) (*alert.Incident, error) {
		return s.Acknowledge(d.ID, d.Who, d.Why)
	},
	"shelve": func(s *watch.Site, d *control.Decision) (*alert.Incident, error) {
		return s.Shelve(d.ID, time.Duration(d.Seconds*float64(time.Second)), d.Who, d.Why)
	},
	string(alert.Work):       dispose,
	string(alert.Suspicious): dispose,
	string(alert.False):      dispose,
}

func dispose(s *watch.Site, d *control.Decision) (*alert.Incident, error) {
	return s.Judge(d.ID, alert.Disposition(d.Decision), d.Who, d.Why)
}

// Decide implements control.Situation.
func (x *ownSite) Decide(_ context.Context, d *control.Decision) (*control.Brief, error) {
	do := decisions[d.Decision]
	if do == nil {
		return nil, said(control.Invalid, faultNoDecision, d.Decision)
	}
	i, err := x.incident(d.ID)
	if err != nil {
		return nil, err
	}
	whole := *d
	whole.ID = i.ID
	if i, err = do(x.site, &whole); err != nil {
		return nil, told(err)
	}
	b := briefOf(i)
	return &b, nil
}

// Changed implements control.Situation.
func (x *ownSite) Changed(ctx context.Context, since uint64) (uint64, error) {
	return x.site.Changed(ctx, since), nil
}
