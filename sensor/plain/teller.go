package plain

import (
	"cmp"
	"net/netip"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/tag"
)

// Teller tells things in plain words. It may be used by any number of goroutines when
// its functions may.
type Teller struct {
	// Name tells what a device is called; "" for its address. nil: nothing has a name.
	Name func(netip.Addr) string
	// Tags are the plant's own list of points; nil without one.
	Tags *tag.Table
}

// act is something that was asked of a device, or that it told, in neutral terms.
type act struct {
	protocol      string
	function      string
	code, sub     uint32
	hasSub        bool
	operation     wire.Operation
	outcome       wire.Outcome
	noReply       bool
	status        uint32
	hasStatus     bool
	actor, server netip.Addr
	station       uint32
	points        []baseline.Touched
	total         uint64 // points in all
	clauseEN      string // about the actor, with the comma before it
	clauseJA      string // before the actor's name
}

// actOf is what a deviation is about.
func actOf(d *baseline.Deviation) *act {
	a := &act{protocol: d.Protocol, function: d.Function, code: d.Code, sub: d.Sub, hasSub: d.HasSub, operation: d.Operation, outcome: d.Outcome,
		status: d.Status, hasStatus: d.HasStatus, actor: d.Client, server: d.Server, station: d.Station, total: d.Points}
	for _, p := range d.Touched {
		if p.Count > 0 {
			a.points = append(a.points, p)
		}
	}
	a.noReply = isNoReply(a)
	return a
}

// isNoReply reports whether no answer is due by what the function is.
func isNoReply(a *act) bool {
	switch a.protocol {
	case tag.DNP3:
		return strings.HasSuffix(a.function, "-nr") || strings.HasSuffix(a.function, "-no-ack") || a.station >= allOutstations && a.station <= 0xffff
	case tag.Modbus:
		return a.station == 0 && a.outcome == wire.Unanswered && baseline.Controls(a.operation)
	}
	return false
}

// allOutstations is the first of the addresses that mean every outstation (IEEE
// 1815-2012, 9.2.5.2).
const allOutstations = 0xfffd

// Transaction tells a request and what came of it.
func (t *Teller) Transaction(l lang.Language, x *wire.Transaction) string {
	a := &act{protocol: x.Protocol.Name, function: x.Function, code: x.Code, sub: x.Sub, hasSub: x.HasSub, operation: x.Operation, outcome: x.Outcome, noReply: x.NoReply,
		status: x.Status, hasStatus: x.HasStatus, actor: x.Client.Addr(), server: x.Server.Addr(), station: x.Station}
	writes := false
	x.EachPoint(func(p *wire.Point) { writes = writes || p.Access == wire.AccessWrite })
	x.EachPoint(func(p *wire.Point) {
		if writes && p.Access != wire.AccessWrite {
			return
		}
		a.total += uint64(max(p.Count, 1))
		if len(a.points) < baseline.MaxTouched && !p.Relative {
			a.points = append(a.points, baseline.TouchedBy(p))
		}
	})
	return t.begins(l, t.act(l, a)+stop.In(l), a.actor, a.server)
}

var stop = lang.Text{EN: ".", JA: "。"}

// act tells it without the full stop.
func (t *Teller) act(l lang.Language, a *act) string {
	text := templateOf(a).In(l)
	actor := t.actor(l, a)
	s := fill(text, a.failed(), func(name string) string {
		if name == "actor" {
			return actor
		}
		return t.place(l, a, name)
	})
	if l == lang.Japanese && a.clauseJA != "" && !strings.HasPrefix(s, actor+"が、") {
		s = strings.Replace(s, actor+"が", actor+"が、", 1)
	}
	return s + outcome(l, a, s)
}

// failed reports whether the device did not do it, as far as is known.
func (a *act) failed() bool {
	return a.outcome == wire.Refused || a.outcome == wire.Unanswered && !a.noReply
}

func (t *Teller) actor(l lang.Language, a *act) string {
	name := t.asset(l, a.actor)
	if l == lang.Japanese {
		return a.clauseJA + name
	}
	return name + a.clauseEN
}

var unknownDevice = lang.Text{EN: "an unknown device", JA: "不明な機器"}

// asset is what a device is called.
func (t *Teller) asset(l lang.Language, a netip.Addr) string {
	if !a.IsValid() {
		return unknownDevice.In(l)
	}
	name := ""
	if t.Name != nil {
		name = t.Name(a)
	}
	return cmp.Or(name, a.String())
}

// Stations.
var (
	stationOf    = lang.Text{EN: "station %[1]s of %[2]s", JA: "%[2]sの局番%[1]s"}
	outstationOf = lang.Text{EN: "outstation %[1]s at %[2]s", JA: "%[2]sの子局%[1]s"}
	allOf        = lang.Text{EN: "all outstations at %[2]s", JA: "%[2]sの全子局"}
	allStations  = lang.Text{EN: "all stations of %[2]s", JA: "%[2]sの全局"}
)

// target is what the device is called, with its station where that tells more.
func (t *Teller) target(l lang.Language, a *act) string {
	name := t.asset(l, a.server)
	x := stationOf
	switch {
	case a.protocol == tag.DNP3 && a.station >= allOutstations:
		x = allOf
	case a.protocol == tag.DNP3:
		x = outstationOf
	case a.protocol == tag.Modbus && a.noReply:
		x = allStations
	case a.protocol != tag.Modbus || a.station <= 1 || a.station == 255: // what a device with one address has
		return name
	}
	return x.Say(l, number(uint64(a.station)), name)
}

// place fills a place of a template other than the actor.
func (t *Teller) place(l lang.Language, a *act, name string) string {
	switch name {
	case "target":
		return t.target(l, a)
	case "code":
		return number(uint64(a.code))
	case "sub":
		if !a.hasSub {
			return notTold.In(l)
		}
		if a.function == "umas" {
			return hexadecimal(a.sub)
		}
		return number(uint64(a.sub))
	case "function":
		return cmp.Or(a.function, "–")
	}
	return t.points(l, a, name)
}

var notTold = lang.Text{EN: "not known", JA: "不明"}

// templateOf chooses the template of an act.
func templateOf(a *act) template {
	switch a.protocol {
	case tag.Modbus:
		return modbusTemplate(a)
	case tag.DNP3:
		if x, ok := dnp3Templates[a.function]; ok {
			return x
		}
		switch {
		case strings.HasPrefix(a.function, "unknown-"):
			return dnp3Unknown
		case strings.HasPrefix(a.function, "link-"):
			return dnp3UnknownLink
		}
	case tag.OPCUA:
		if x, ok := opcuaTemplates[a.function]; ok {
			return x
		}
	}
	if int(a.operation) < len(byOperation) {
		return byOperation[a.operation]
	}
	return byOperation[wire.OperationNone]
}

func modbusTemplate(a *act) template {
	if a.hasSub {
		if a.function == "umas" {
			if x, ok := umasTemplates[a.sub]; ok {
				return x
			}
		}
		if x, ok := modbusTemplates[a.function+"/"+number(uint64(a.sub))]; ok {
			return x
		}
	}
	if x, ok := modbusTemplates[a.function]; ok {
		return x
	}
	if strings.HasPrefix(a.function, "unknown-") || strings.HasPrefix(a.function, "user-defined-") {
		return modbusUnknown
	}
	return byOperation[min(int(a.operation), len(byOperation)-1)]
}
