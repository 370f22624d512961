package main

import (
	"slices"
	"strings"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/watch"
)

// past adds to a day's look how the site came to stand as it does.
func (x *ownSite) past(d *control.Today) error {
	p, err := x.site.Past()
	if err != nil {
		return told(err)
	}
	d.LastDay = control.LastDay{Hours: p.Opened[:], Top: p.Top, Lower: p.Lower, TopBudget: x.budget.top, LowerBudget: x.budget.lower,
		Text: messages[lastDay].Fill(p.Top+p.Lower, p.Top, p.Lower, figure(x.budget.top), figure(x.budget.lower))}
	if p.Before == nil {
		return nil
	}
	c := &control.Change{Level: p.Before.Level, Blind: p.Before.Blind, From: p.Before.From}
	if p.Now != nil && p.Now.Level == d.Level && p.Now.Blind == (d.Blind != nil) {
		c.Since = p.Now.From
	}
	c.Text = x.changeText(c, d)
	d.Change = c
	return nil
}

// changeText tells how the site stood a day before, and since when it stands as it
// does.
func (x *ownSite) changeText(c *control.Change, d *control.Today) lang.Text {
	m := sameAsBefore
	switch {
	case c.Level < d.Level:
		m = higherThanBefore
	case c.Level > d.Level:
		m = lowerThanBefore
	}
	t := messages[m].Fill(c.Level, d.Level)
	for _, add := range [...]struct {
		m     message
		holds bool
	}{{blindBefore, c.Blind && d.Blind == nil}, {blindSince, !c.Blind && d.Blind != nil}} {
		if add.holds {
			t = lang.Text{EN: t.EN + " " + messages[add.m].EN, JA: t.JA + messages[add.m].JA}
		}
	}
	if m == sameAsBefore || c.Since.IsZero() {
		return t
	}
	since := messages[standsSince].Fill(c.Since.In(x.zone).Format("01-02 15:04 -07:00"))
	return lang.Text{EN: t.EN + " " + since.EN, JA: t.JA + since.JA}
}

// partWords are the ways in which a part is not seen.
var partWords = map[string]message{"loss": partLoss, "one-sided": partOneSided, "clock-step": partClock, "capacity": partCapacity, "silence": partSilence,
	"port-down": partDown, "stopped": partStopped}

// parts are what is not seen, by name and in words.
func (x *ownSite) parts(list []watch.Unseen) []control.BlindPart {
	all := []control.BlindPart{}
	names := x.devices.names()
	for _, u := range list {
		p := control.BlindPart{Part: u.Part, Kind: u.Kind, Since: u.Since}
		name := partName(u.Part, names)
		p.Text = name
		if m, ok := partWords[u.Kind]; ok {
			p.Text = messages[m].Fill(name)
		}
		all = append(all, p)
	}
	return all
}

// momentaries are the kinds of what is over when it is told, as clocks that are set:
// no part stays unseen, but what was measured meanwhile says nothing.
var momentaries = map[string]string{"clock-step": "clock-step", "capacity": "capacity", "sensor-stopped": "stopped"}

// momentaryKinds are the kinds that they are told by.
var momentaryKinds = []string{"clock-step", "capacity", "stopped"}

// momentary is what an incident tells of that, each part once, as it was told last.
func momentary(i *alert.Incident) (all []control.BlindPart) {
	for n := len(i.Timeline) - 1; n >= 0; n-- {
		m := &i.Timeline[n]
		kind, ok := momentaries[m.Kind]
		known := slices.ContainsFunc(all, func(p control.BlindPart) bool { return p.Part == m.Point && p.Kind == kind })
		if ok && !known {
			all = append(all, control.BlindPart{Part: m.Point, Kind: kind, Since: m.Time, Text: lang.Text{EN: m.What, JA: m.WhatJA}})
		}
	}
	return all
}

// ownParts are the parts of a sensor that have a name of their own.
var ownParts = map[string]message{"span": partNameSpan, "channels": partNameChannels, "mirrored frames": partNameCopies, "sensor": partNameSensor, "clock": partNameClock,
	"flow table": partNameFlows, "contacts": partNameContacts, "capture": partNameCapture, "frames cut short": partNameCut, "baseline": partNameBaseline}

// partName is what a part is called.
func partName(part string, names map[string]string) lang.Text {
	if m, ok := ownParts[part]; ok {
		return messages[m]
	}
	if port, ok := strings.CutPrefix(part, "port "); ok {
		return messages[partNamePort].Fill(port)
	}
	if ends, ok := strings.CutPrefix(part, "conversation "); ok {
		return messages[partNameConversation].Fill(named(ends, names))
	}
	return lang.Plain(part)
}
