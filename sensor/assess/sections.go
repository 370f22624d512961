package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/guide"
)

// maxHitRows bounds the pairs listed under one tripwire.
const maxHitRows = 50

// tripwires tells the operations that are never learned silently.
func (a *author) tripwires() {
	var last *Tripwire
	for _, h := range a.c.hitList() {
		if last == nil || last.ID != string(h.rule.Kind) {
			r := h.rule
			advice, _ := guide.Of(r.Kind)
			a.report.Tripwires = append(a.report.Tripwires, Tripwire{ID: string(r.Kind), Urgency: h.urgency(), Title: advice.Title,
				Why: advice.Why, First: advice.First, Techniques: techniquesOf(r.Techniques)})
			last = &a.report.Tripwires[len(a.report.Tripwires)-1]
		}
		if len(last.Hits) == maxHitRows {
			last.More++
			continue
		}
		last.Hits = append(last.Hits, a.hit(h))
	}
}

func (a *author) hit(h *hit) Hit {
	x := Hit{Client: h.pair.client.String(), Server: endpoint(h.pair.server, h.pair.port),
		Functions: strings.Join(h.functions, ", "), Count: h.count, First: a.when(h.first.Time),
		Last: a.when(h.last.Time), Result: h.outcomes.text(), Place: a.places(h.span)}
	if h.pair.protocol.Name != "opcua" {
		x.Station = strconv.FormatUint(uint64(h.station), 10)
	}
	return x
}

// secrets tells passwords that were seen in the clear.
func (a *author) secrets() {
	for k, s := range a.c.logins {
		if k.clear {
			a.secret(credentialTexts[credentialOPCUA], k.pair.client.String(), endpoint(k.pair.server, k.pair.port), s)
		}
	}
	for p, s := range a.c.fileLogins {
		a.secret(credentialTexts[credentialDNP3], p.client.String(), endpoint(p.server, p.port), s)
	}
	for _, l := range a.c.links {
		for k, s := range l.secrets {
			a.secret(credentialTexts[k], l.client.String(), endpoint(l.server, l.port), s)
		}
	}
	slices.SortFunc(a.report.Secrets, func(p, q Secret) int {
		return cmp.Or(cmp.Compare(p.What.EN, q.What.EN), cmp.Compare(p.Server, q.Server), cmp.Compare(p.Client, q.Client))
	})
}

func (a *author) secret(what Text, client, server string, s *span) {
	a.report.Secrets = append(a.report.Secrets, Secret{What: what, Client: client, Server: server, Count: s.count,
		First: a.when(s.first.Time), Place: a.place(s.first)})
}

// defects tells what is wrong with messages, and what speaks something else on
// a control port.
func (a *author) defects() {
	for _, k := range a.c.defectList() {
		if k.sight {
			continue
		}
		s := a.c.defects[k]
		a.report.Defects = append(a.report.Defects, Defect{Device: k.addr.String(), Protocol: protocolName(k.protocol.Name),
			Name: k.name, Meaning: defectMeaning(k.name), Count: s.count, First: a.when(s.first.Time), Place: a.place(s.first)})
	}
	for _, l := range a.c.linkList() {
		if l.registered != nil && !l.expected() {
			row := a.link(l)
			row.Note = say("foreign-port", protocolName(l.registered.Name))
			a.report.Foreign = append(a.report.Foreign, row)
		}
	}
}

// expected reports whether a protocol that is not decoded may well be on the
// port of one that is: TLS on the port of OPC UA is opc.https.
func (l *link) expected() bool {
	return l.known != nil && l.byContent && l.known.id == "tls"
}

// defectMeaning explains the defects that every protocol can have.
func defectMeaning(name string) Text {
	if _, ok := texts["defect-"+name]; ok {
		return say("defect-" + name)
	}
	return Text{}
}

// link describes a service that is not decoded.
func (a *author) link(l *link) Link {
	x := Link{Client: l.client.String(), Server: endpoint(l.server, l.port), Count: l.count, First: a.when(l.first.Time),
		Place: a.place(l.first), Control: a.control[l.client] || a.control[l.server],
		Public: a.isOutside(l.client) || a.isOutside(l.server), By: say("by-port")}
	transport := "TCP"
	if l.protocol == 17 {
		transport = "UDP"
	}
	x.Service = fmt.Sprintf("%s %d", transport, l.port)
	if l.known != nil {
		x.Service = l.known.name
	}
	if l.byContent {
		x.By = say("by-content")
	}
	return x
}

// links tells of the internet, of remote access and of what is not decoded.
func (a *author) links() {
	further := map[string]bool{}
	for _, l := range a.c.linkList() {
		x := a.link(l)
		switch {
		case x.Public && x.Control:
			a.report.Public = append(a.report.Public, x)
		case l.known == nil:
			further[""] = true
		case l.known.kind == serviceControl:
			a.report.Undecoded = append(a.report.Undecoded, x)
		case l.known.kind != serviceRemote && l.known.kind != serviceFile:
			further[l.known.name] = true
		}
		if l.known != nil && (l.known.kind == serviceRemote || l.known.kind == serviceFile && x.Control) {
			a.report.Remote = append(a.report.Remote, x)
		}
	}
	a.publicTalks()
	a.tunnels()
	a.frames()
	a.further(further)
}

// further names the services that are neither control nor remote access.
func (a *author) further(names map[string]bool) {
	var list []string
	for n := range names {
		if n != "" {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	switch {
	case len(list) > 0 && names[""]:
		a.report.Further = say("further-unknown", joinPlain(list, len(list)))
	case len(list) > 0:
		a.report.Further = say("further", joinPlain(list, len(list)))
	case names[""]:
		a.report.Further = say("further-only-unknown")
	}
}

// publicTalks tells the conversations in control protocols with the internet.
func (a *author) publicTalks() {
	for _, x := range a.talks {
		if !a.isOutside(x.client) && !a.isOutside(x.server) {
			continue
		}
		a.report.Public = append(a.report.Public, Link{Service: protocolName(x.protocol.Name), By: say("decoded"),
			Client: x.client.String(), Server: endpoint(x.server, x.port), Control: true, Public: true, Count: x.count,
			First: a.when(x.first.Time), Place: a.place(x.first)})
	}
}

// tunnels tells traffic inside other traffic.
func (a *author) tunnels() {
	keys := make([]tunnelKey, 0, len(a.c.tunnels))
	for k := range a.c.tunnels {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(p, q tunnelKey) int {
		return cmp.Or(p.a.Compare(q.a), p.b.Compare(q.b), cmp.Compare(p.protocol, q.protocol))
	})
	for _, k := range keys {
		s := a.c.tunnels[k]
		name := ""
		for _, t := range tunnels {
			if t.protocol == k.protocol {
				name = t.name
			}
		}
		a.report.Remote = append(a.report.Remote, Link{Service: name, By: say("by-protocol"), Client: k.a.String(),
			Server: k.b.String(), Control: a.control[k.a] || a.control[k.b], Public: a.isOutside(k.a) || a.isOutside(k.b),
			Count: s.count, First: a.when(s.first.Time), Place: a.place(s.first), Note: say("counted-packets")})
	}
}

// frames tells industrial protocols without IP.
func (a *author) frames() {
	type use struct {
		devices []string
		first   asset.Evidence
	}
	uses := map[string]*use{}
	for _, x := range a.assets {
		_, m := a.c.inventory.Where(x)
		for _, t := range x.EtherTypes {
			name, control := frameType(t)
			if !control {
				continue
			}
			u := uses[name]
			if u == nil {
				u = &use{first: x.First}
				uses[name] = u
			}
			if x.First.Before(u.first) {
				u.first = x.First
			}
			if s := m.String(); !slices.Contains(u.devices, s) {
				u.devices = append(u.devices, s)
			}
		}
	}
	for _, t := range frameTypes {
		u := uses[t.name]
		if u == nil {
			continue
		}
		delete(uses, t.name)
		a.report.Undecoded = append(a.report.Undecoded, Link{Service: t.name, By: say("by-ethertype"),
			Client: joinPlain(u.devices, 6).EN, Control: true, Count: uint64(len(u.devices)), First: a.when(u.first.Time),
			Place: a.place(u.first), Note: say("counted-devices")})
	}
}
