package assess

import (
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// learningTime is how long a capture must be before it says what is normal: two
// of each weekday.
const learningTime = 14 * 24 * time.Hour

// blindness is what the captures and the decoders did not see, added up.
type blindness struct {
	sight
	pairs     []string // of which one direction was not captured at all
	encrypted []string
	evicted   uint64
	malformed uint64
	unknown   uint64 // frames of link types that are not decoded
	cutShort  uint64 // frames
	missing   uint64 // octets of these
	packets   uint64
}

// blindness adds up what was not seen.
func (a *author) blindness() (b blindness) {
	for _, f := range a.c.files {
		t := f.total
		b.packets += t.Packets
		b.malformed += t.Malformed - min(t.Malformed, t.Unsupported)
		b.unknown += t.Unsupported
		b.cutShort += t.CutShort
		b.missing += t.NotCaptured
		b.evicted += t.Table.Evicted + t.Table.BufferBounds
	}
	for _, p := range sortedKeys(a.c.sights, pair.compare) {
		s := a.c.sights[p]
		b.flows += s.flows
		b.oneWay += s.oneWay
		b.lost += s.lost
		b.blind += s.blind
		b.decoded += s.decoded
		b.blindTime += s.blindTime
		b.octets += s.octets
		if s.oneWay > 0 {
			b.pairs = append(b.pairs, p.client.String()+" → "+endpoint(p.server, p.port))
		}
	}
	for _, x := range a.talks {
		if x.watch.encrypted.count > 0 {
			b.encrypted = append(b.encrypted, x.client.String()+" → "+endpoint(x.server, x.port))
		}
	}
	return b
}

// unseen tells what could not be seen, each with what would help.
func (a *author) unseen() {
	b := a.blindness()
	a.miss(len(a.talks) == 0, say("unseen-nothing"), "help-nothing")
	for _, f := range a.c.files {
		a.miss(!f.fault.Empty(), say("unseen-fault", f.fault), "help-fault")
	}
	a.miss(b.cutShort > 0, say("unseen-cut", frames.Of(b.cutShort), octets(b.missing)), "help-cut")
	a.miss(b.lost > 0, say("unseen-lost", octets(b.lost), share(b.lost, b.octets+b.lost)), "help-lost")
	a.miss(b.blind > 0, say("unseen-blind", octets(b.blind), lang.Span(time.Duration(b.blindTime))), "help-blind")
	a.miss(b.oneWay > 0, say("unseen-one-way", connections.Of(b.oneWay), joinPlain(b.pairs, 5)), "help-one-way")
	a.miss(len(b.encrypted) > 0, say("unseen-encrypted", joinPlain(b.encrypted, 5)), "help-encrypted")
	a.missServices()
	a.miss(b.malformed > 0, say("unseen-malformed", frames.Of(b.malformed)), "help-malformed")
	a.miss(b.unknown > 0, say("unseen-link-type", frames.Of(b.unknown)), "help-link-type")
	a.miss(b.evicted > 0, say("unseen-evicted", b.evicted), "help-bounds")
	a.missDefects()
	a.missBounds()
	a.missTime()
	a.miss(true, say("unseen-place"), "help-place")
}

// miss tells something that could not be seen.
func (a *author) miss(seen bool, what Text, do string) {
	if seen {
		a.report.Unseen = append(a.report.Unseen, Unseen{What: what, Do: say(do)})
	}
}

// missServices tells the protocols that were seen and not decoded, and TLS.
func (a *author) missServices() {
	var names, closed []string
	known := map[string]bool{}
	for _, l := range a.report.Undecoded {
		if !known[l.Service] {
			known[l.Service] = true
			names = append(names, l.Service)
		}
	}
	for _, l := range a.c.linkList() {
		if l.byContent && l.known.id == "tls" && (a.control[l.client] || a.control[l.server]) {
			closed = append(closed, l.client.String()+" → "+endpoint(l.server, l.port))
		}
	}
	a.miss(len(names) > 0, say("unseen-undecoded", joinPlain(names, len(names))), "help-undecoded")
	a.miss(len(closed) > 0, say("unseen-tls", joinPlain(closed, 5)), "help-encrypted")
}

// missDefects tells what the decoders gave up on.
func (a *author) missDefects() {
	var n uint64
	var names []string
	for _, k := range a.c.defectList() {
		if k.sight {
			n += a.c.defects[k].count
			if s := k.name; !strings.Contains(strings.Join(names, ","), s) {
				names = append(names, s)
			}
		}
	}
	a.miss(n > 0, say("unseen-defects", messages.Of(n), joinPlain(names, len(names))), "help-bounds")
}

// missBounds tells the bounds of this report that were reached.
func (a *author) missBounds() {
	o := a.c.omitted
	for _, x := range [...]struct {
		n    uint64
		what string
	}{
		{o.conversations, "bound-conversations"}, {o.hits, "bound-hits"}, {o.defects, "bound-defects"},
		{o.flows + o.links, "bound-links"}, {o.certificates, "bound-certificates"}, {a.c.inventory.Omitted, "bound-assets"},
	} {
		a.miss(x.n > 0, say(x.what, x.n), "help-bounds")
	}
}

// missTime tells that the capture is too short to learn from.
func (a *author) missTime() {
	d := a.duration()
	a.miss(d < learningTime, say("unseen-time", lang.Span(d)), "help-time")
}

// share writes a part of a whole in percent.
func share(part, whole uint64) string {
	if whole == 0 {
		return "0 %"
	}
	p := 100 * float64(part) / float64(whole)
	if p < 0.1 {
		return "< 0.1 %"
	}
	return trimZero(p) + " %"
}

// Shares of what was not seen above which the report says so at the top.
const (
	lostShare   = 0.01
	oneWayShare = 0.5
)

// findSight tells at the top when much could not be seen.
func (a *author) findSight() {
	b := a.blindness()
	f := finding("sight", Check, orderSight)
	add := func(bad bool, what Text) {
		if bad {
			f.Lines = append(f.Lines, Line{What: what, Count: 1})
		}
	}
	add(float64(b.lost) > lostShare*float64(b.octets+b.lost), say("unseen-lost", octets(b.lost), share(b.lost, b.octets+b.lost)))
	add(float64(b.oneWay) > oneWayShare*float64(b.flows), say("unseen-one-way", connections.Of(b.oneWay), joinPlain(b.pairs, 5)))
	add(float64(b.cutShort) > lostShare*float64(b.packets), say("unseen-cut", frames.Of(b.cutShort), octets(b.missing)))
	for _, x := range a.c.files {
		add(!x.fault.Empty(), say("unseen-fault", x.fault))
	}
	a.found(f)
}
