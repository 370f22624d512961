package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// Words for stages and inputs.
var (
	stageWords = map[string]message{"recon": stageRecon, "access": stageAccess, "control": stageControl, "configuration": stageConfiguration, "disruption": stageDisruption}

	inputWords = map[string]message{"evidence": inputEvidence, "credibility": inputCredibility, "impact": inputImpact, "exposure": inputExposure, "prevalence": inputPrevalence}
)

func defineExplain(o options) work {
	p := definePlace(o)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) != 1 {
			return wrong(wantsIncident)
		}
		return p.visit(ctx, s, func(v *visit) error {
			e, err := v.Explain(ctx, names[0])
			if err != nil {
				return err
			}
			return v.show(e, e.Zone, func() { v.explain(e) })
		})
	}
}

// explain tells all there is to say about an incident.
func (v *visit) explain(e *control.Explanation) {
	i := e.Incident
	in := func(en, ja string) string { return lang.Text{EN: en, JA: ja}.In(v.s.lang) }
	v.plain(0, in(i.Title, i.TitleJA))
	v.line(1, explainHead, i.ID, v.s.word(stateWords, string(i.State)), v.s.word(priorityWords, i.Priority), e.Level)
	if i.Exercise {
		v.line(1, markExercise)
	}
	if i.Actor != "" || len(i.Actors)+len(i.Targets) > 0 { // otherwise it is about the sensor itself
		v.line(1, explainWho, v.actors(e), v.targets(e), v.s.word(stageWords, i.Stage))
	}
	v.line(1, explainWhen, v.at(i.Opened), v.at(i.Updated), i.Count)
	if i.CausedBy != "" {
		v.line(1, explainMerged, i.CausedBy)
	}
	if i.Ticket != "" {
		v.line(1, explainPermit, i.Ticket)
	}
	v.plain(0, "")
	v.line(0, explainExpected, orNone(v, in(i.Expected, i.ExpectedJA)))
	v.line(0, explainSeen, in(i.Observed, i.ObservedJA))
	for _, x := range []struct {
		m    message
		text string
	}{{explainWhy, in(i.Why, i.WhyJA)}, {explainFirst, in(i.First, i.FirstJA)}} {
		if x.text != "" {
			v.line(0, x.m, x.text)
		}
	}
	v.timeline(i)
	v.decision(e)
	v.techniques(e)
	v.evidence(e)
	for _, d := range i.Decisions {
		v.line(0, explainDecided, v.at(d.Time), d.Who, v.s.word(decisionWords, d.What), d.Why)
	}
}

func orNone(v *visit, s string) string {
	if s == "" {
		return v.s.say(nothingLike)
	}
	return s
}

// called is an address with the name it has.
func (v *visit) called(e *control.Explanation, address string) string {
	switch n := e.Names[address]; {
	case address == "":
		return v.s.say(unknownDevice)
	case n != "":
		return n + " (" + address + ")"
	}
	return address
}

// actors are who did it: of a whole site several, the worst first, with the priority of
// what each did.
func (v *visit) actors(e *control.Explanation) string {
	i := e.Incident
	if len(i.Actors) == 0 {
		return v.called(e, i.Actor)
	}
	list := make([]string, len(i.Actors))
	for n, a := range i.Actors {
		list[n] = v.called(e, a.Address) + " [" + v.s.word(priorityWords, a.Priority) + "]"
	}
	if i.ActorsOmitted > 0 {
		list = append(list, v.s.say(andMore, i.ActorsOmitted))
	}
	return strings.Join(list, ", ")
}

func (v *visit) targets(e *control.Explanation) string {
	list := make([]string, len(e.Incident.Targets))
	for i, t := range e.Incident.Targets {
		list[i] = v.called(e, t)
	}
	if e.Incident.Omitted > 0 {
		list = append(list, v.s.say(andMore, e.Incident.Omitted))
	}
	if len(list) == 0 {
		return v.s.say(unknownDevice)
	}
	return strings.Join(list, ", ")
}

// timeline tells what happened, in its order.
func (v *visit) timeline(i *alert.Incident) {
	v.plain(0, "")
	v.line(0, explainTimeline)
	for n, m := range i.Timeline {
		if i.Left > 0 && n == len(i.Timeline)/2 {
			v.line(1, andMore, i.Left)
		}
		text := lang.Text{EN: m.What, JA: m.WhatJA}.In(v.s.lang)
		if m.Count > 1 {
			text += " " + v.s.say(times, m.Count)
		}
		v.plain(1, v.at(m.Time)+"  "+text)
	}
}

// decision tells why the priority is what it is, and what would change it.
func (v *visit) decision(e *control.Explanation) {
	if len(e.Inputs) == 0 {
		return
	}
	v.plain(0, "")
	v.line(0, explainRow, strconv.Itoa(e.Incident.Row), e.Incident.Table, v.s.word(priorityWords, e.Incident.Priority))
	for _, x := range e.Inputs {
		v.plain(1, v.s.word(inputWords, x.Name)+" "+x.Code+": "+x.Meaning.In(v.s.lang))
	}
	for _, n := range e.Neighbours {
		v.line(1, explainNeighbour, v.s.word(priorityWords, n.Priority), v.s.word(inputWords, n.Input), n.To, strconv.Itoa(n.Row))
	}
}

func (v *visit) techniques(e *control.Explanation) {
	if len(e.Techniques) == 0 {
		return
	}
	v.plain(0, "")
	v.line(0, explainTechniques)
	for _, t := range e.Techniques {
		line := fmt.Sprintf("%s %s (ATT&CK for ICS %s)", t.ID, t.Name, t.Version)
		if t.LaterID != "" {
			line += v.s.say(explainLater, t.LaterVersion, t.LaterID)
		}
		v.plain(1, line)
	}
}

// evidence tells which packets prove it, and how they are taken out.
func (v *visit) evidence(e *control.Explanation) {
	v.plain(0, "")
	if len(e.Packets.Frames) > 0 {
		list := make([]string, len(e.Packets.Frames))
		for i, n := range e.Packets.Frames {
			list[i] = strconv.FormatUint(n, 10)
		}
		v.line(0, explainFrames, strings.Join(list, ", "))
	}
	v.line(0, explainPackets)
	v.plain(1, "$ "+e.Packets.Command)
}
