package assess

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// maxPlaces bounds the places named with one weakness.
const maxPlaces = 12

// soon is how long before its end, in ns, a certificate is told to expire.
const soon = 90 * 24 * 3600 * 1e9

// weaknesses tells the protections that are missing.
func (a *author) weaknesses() {
	modbus, dnp3 := &gathered{}, &gathered{}
	for _, x := range a.talks {
		switch {
		case x.protocol.Name == "modbus":
			modbus.add(endpoint(x.server, x.port), x.first)
		case x.protocol.Name == "dnp3" && !x.watch.authenticated:
			dnp3.add(endpoint(x.server, x.port), x.first)
		}
	}
	if a.usesModbusTLS() {
		a.weak(modbus, "weak-modbus-beside-tls", "do-reach")
	} else {
		a.weak(modbus, "weak-modbus", "do-reach")
	}
	a.weak(dnp3, "weak-dnp3", "do-reach")
	a.weakChannels()
	a.weakCertificates()
	a.weakManagement()
}

// gathered is the places where something was seen.
type gathered struct {
	places []string
	first  Evidence
}

func (g *gathered) add(place string, e Evidence) {
	if len(g.places) == 0 || e.Before(g.first) {
		g.first = e
	}
	if !slices.Contains(g.places, place) {
		g.places = append(g.places, place)
	}
}

// weak tells a weakness, if it was seen anywhere.
func (a *author) weak(g *gathered, what, do string) {
	if len(g.places) == 0 {
		return
	}
	w := Weakness{What: say(what), Where: g.places, Do: say(do), Place: a.place(g.first)}
	if n := len(g.places); n > maxPlaces {
		w.Where, w.More = g.places[:maxPlaces], uint64(n-maxPlaces)
	}
	a.report.Weaknesses = append(a.report.Weaknesses, w)
}

func (a *author) usesModbusTLS() bool {
	for _, l := range a.c.links {
		if l.known != nil && l.known.id == "modbus-tls" || l.port == 802 && l.byContent && l.known.id == "tls" {
			return true
		}
	}
	return false
}

// deprecated are the policies that Part 7 no longer counts as secure: they rest
// on SHA-1.
var deprecated = []string{"Basic128Rsa15", "Basic256"}

// weakChannels tells OPC UA channels and log-ins without protection.
func (a *author) weakChannels() {
	var none, sign, old, anonymous gathered
	for _, k := range sortedKeys(a.c.channels, channelKey.compare) {
		s, place := a.c.channels[k], endpoint(k.pair.server, k.pair.port)
		switch {
		case k.policy == "None" || k.mode == "None":
			none.add(place, s.first)
		case slices.Contains(deprecated, k.policy):
			old.add(place+" ("+k.policy+")", s.first)
		case k.mode == "Sign":
			sign.add(place, s.first)
		}
	}
	for _, k := range sortedKeys(a.c.logins, loginKey.compare) {
		if strings.HasPrefix(k.token, "Anonymous") {
			anonymous.add(endpoint(k.pair.server, k.pair.port), a.c.logins[k].first)
		}
	}
	a.weak(&none, "weak-opcua-none", "do-opcua-policy")
	a.weak(&old, "weak-opcua-deprecated", "do-opcua-policy")
	a.weak(&sign, "weak-opcua-sign", "do-opcua-encrypt")
	a.weak(&anonymous, "weak-opcua-anonymous", "do-opcua-users")
}

// weakCertificates tells certificates that were not valid when they were shown,
// or will not be for long.
func (a *author) weakCertificates() {
	var expired, early, ending gathered
	for _, k := range sortedKeys(a.c.certs, certKey.compare) {
		x := a.c.certs[k]
		place := k.addr.String() + " (" + a.when(x.after).Local[:len(dayFormat)] + ")"
		switch at := x.last.Time; {
		case at > x.after:
			expired.add(place, x.first)
		case at < x.before:
			early.add(k.addr.String()+" ("+a.when(x.before).Local[:len(dayFormat)]+")", x.first)
		case x.after-at < soon:
			ending.add(place, x.first)
		}
	}
	a.weak(&expired, "weak-certificate-expired", "do-certificate")
	a.weak(&early, "weak-certificate-early", "do-clock")
	a.weak(&ending, "weak-certificate-ending", "do-certificate")
}

// weakManagement tells management in the clear on devices that speak a control
// protocol.
func (a *author) weakManagement() {
	g := map[string]*gathered{}
	for _, l := range a.c.linkList() {
		if l.known == nil || !l.known.clear || !a.control[l.server] || l.known.kind == serviceControl || l.known.kind == serviceOffice {
			continue
		}
		name := l.known.name
		if g[name] == nil {
			g[name] = &gathered{}
		}
		g[name].add(endpoint(l.server, l.port)+" ("+name+")", l.first)
	}
	all := &gathered{}
	for _, name := range sortedKeys(g, strings.Compare) {
		for _, p := range g[name].places {
			all.add(p, g[name].first)
		}
	}
	a.weak(all, "weak-management", "do-management")
}

func (k channelKey) compare(o channelKey) int {
	return cmp.Or(k.pair.compare(o.pair), cmp.Compare(k.policy, o.policy), cmp.Compare(k.mode, o.mode))
}

func (k loginKey) compare(o loginKey) int {
	return cmp.Or(k.pair.compare(o.pair), cmp.Compare(k.token, o.token))
}

func (k certKey) compare(o certKey) int {
	return cmp.Or(k.addr.Compare(o.addr), cmp.Compare(k.thumbprint, o.thumbprint))
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), compare)
}
