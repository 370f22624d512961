package plain

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/lang"
)

// Internet stands for a side of a line that is any address outside of the plant.
const Internet = "internet"

// Parties are the two sides that a line of the baseline is about.
type Parties struct {
	Client, Server netip.Addr // invalid for none
	// Outside: that side is Internet.
	ClientOutside, ServerOutside bool
}

// Line is a line of the baseline in words.
type Line struct {
	Parties
	What  lang.Text // what it is about, beside the two sides: "writes 40013 (Pressure set point)"
	Known lang.Text // what was learned of it; empty where there is no more to say
	// Held: it was seen only while nothing was to be learned.
	Held bool
}

// subject is that of a line, taken apart.
type subject struct {
	Parties
	detector baseline.Detector
	head     string // what stands before the sides: "modbus", "pair", a kind and its protocol
	protocol string // the last word of it
	port     string
	station  uint32
	stated   bool   // the station is told
	rest     string // what stands behind
}

// PartiesOf are the sides of the line of a detector and subject.
func PartiesOf(detector, text string) Parties { return parseSubject(detector, text).Parties }

func parseSubject(detector, text string) (s subject) {
	s.detector = detectorOf(detector)
	head, tail := "", ""
	if before, after, ok := strings.Cut(text, " > "); ok && s.twoSided() {
		head, s.rest = before, ""
		if i := strings.LastIndexByte(before, ' '); i >= 0 {
			head, s.rest = before[:i], before[i+1:]
		}
		s.Client, _, s.ClientOutside = s.side(s.rest)
		s.head = head
		server, behind, _ := strings.Cut(after, " ")
		s.Server, s.port, s.ServerOutside = s.side(server)
		tail = behind
	} else {
		tail = s.oneSided(text)
	}
	s.protocol = s.head[strings.LastIndexByte(s.head, ' ')+1:]
	if s.detector == baseline.Identity { // "modbus 43/14 ... port 502 station 1 VendorName", "opcua ... client ApplicationUri"
		s.protocol, _, _ = strings.Cut(s.head, " ")
		if behind, ok := strings.CutPrefix(tail, "port "); ok {
			s.port, tail, _ = strings.Cut(behind, " ")
		}
		tail = strings.TrimPrefix(tail, "client ")
	}
	s.rest = s.takeStation(tail)
	return s
}

// detectorOf is the detector of a name; an unknown one is taken for the whitelist.
func detectorOf(name string) baseline.Detector {
	for d := baseline.Detector(0); int(d) < baseline.Detectors; d++ {
		if d.String() == name {
			return d
		}
	}
	return baseline.Whitelist
}

// twoSided reports whether lines of the detector may be about two sides. What is said
// behind " > " in others is the name of a point.
func (s *subject) twoSided() bool {
	switch s.detector {
	case baseline.Whitelist, baseline.Sequence, baseline.Tripwire, baseline.Timing, baseline.Identity:
		return true
	}
	return false
}

// oneSided finds the device in a subject about one, and returns what follows it.
func (s *subject) oneSided(text string) (tail string) {
	for at := 0; at < len(text); {
		word, _, _ := strings.Cut(text[at:], " ")
		if a, port, _ := s.side(word); a.IsValid() {
			s.head, s.Server, s.port = strings.TrimSpace(text[:at]), a, port
			tail = strings.TrimPrefix(text[at+len(word):], " ")
			if s.head == "host" && (tail == "asks" || tail == "opens" || tail == "writes") || s.detector == baseline.Endpoint && tail == "asks" {
				s.Client, s.Server = s.Server, netip.Addr{}
			}
			return tail
		}
		at += len(word) + 1
	}
	s.head = text
	return ""
}

// side reads an address, with a port behind it where there is one. Some lines write the
// port behind an address of IPv6 without brackets.
func (s *subject) side(word string) (a netip.Addr, port string, outside bool) {
	host, behind := word, ""
	if i := strings.LastIndexByte(word, ':'); i > 0 && s.ported(word) {
		host, behind = word[:i], word[i+1:]
	}
	if host == Internet {
		return a, behind, true
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}, "", false
	}
	return a.Unmap(), behind, false
}

// ported reports whether the last colon of a word stands before a port.
func (s *subject) ported(word string) bool {
	if strings.HasPrefix(word, "[") {
		return !strings.HasSuffix(word, "]")
	}
	if strings.Count(word, ":") == 1 {
		return true
	}
	switch s.detector { // that write the port without brackets, but for pairs and hosts
	case baseline.Whitelist, baseline.Sequence, baseline.Timing, baseline.Latency:
		return s.detector == baseline.Latency || (s.Client.IsValid() || s.ClientOutside) && s.head != "pair"
	}
	return false
}

// takeStation takes the station off what follows the sides.
func (s *subject) takeStation(tail string) string {
	rest, ok := strings.CutPrefix(tail, "station ")
	if !ok {
		return tail
	}
	number, rest, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil {
		return tail
	}
	s.station, s.stated = uint32(n), true
	return rest
}

// Line tells a line of the baseline in words: of which detector, about what, and what was
// learned.
func (t *Teller) Line(detector, text, facts string) Line {
	s := parseSubject(detector, text)
	x := Line{Parties: s.Parties}
	say := func(f func(lang.Language) string) lang.Text {
		return lang.Text{EN: f(lang.English), JA: f(lang.Japanese)}
	}
	x.What = say(func(l lang.Language) string { return t.about(l, &s) + s.where(l) })
	if s.detector == baseline.Whitelist && s.Parties == (Parties{}) {
		x.What = lang.Plain(text) // not understood: as it is
	}
	x.Known = say(func(l lang.Language) string { return t.known(l, &s, facts) })
	x.Held = s.detector == baseline.Whitelist && strings.HasSuffix(facts, ", held")
	return x
}

// Deed is something that is done with a device, by the names that deviations have for
// it. Those that are not known are "".
type Deed struct {
	Server                     netip.Addr
	Protocol                   string
	Station                    uint32
	Operation, Function, Point string
}

// Do tells what is done, beside the device and who does it: "writes 40013 (Pressure set
// point)"; "" where nothing was asked.
func (t *Teller) Do(l lang.Language, d *Deed) string {
	s := &subject{Parties: Parties{Server: d.Server}, protocol: d.Protocol, station: d.Station, stated: d.Protocol != ""}
	switch {
	case d.Point != "":
		return t.deed(l, s, d.Operation, d.Point) + s.where(l)
	case d.Function != "":
		return t.deed(l, s, d.Operation, "function "+d.Function) + s.where(l)
	case d.Operation == "" || d.Operation == "none":
		return ""
	}
	return sortOf(d.Operation).In(l) + s.where(l)
}

// ValuesOf tells values of the point of a deed, scaled and with their unit; or what else
// is usual, or was seen.
func (t *Teller) ValuesOf(l lang.Language, d *Deed, s string) string {
	if s == "" {
		return ""
	}
	x := &baseline.Deviation{Server: d.Server, Protocol: d.Protocol, Station: d.Station, Point: d.Point}
	if _, ok := parsePoint(d.Protocol, s); ok {
		return t.named(l, x, s)
	}
	return t.values(l, x, s)
}

var atStation = lang.Text{EN: " (station %[1]s)", JA: "（局番%[1]s）"}

// where tells the station, where a device has several.
func (s *subject) where(l lang.Language) string {
	if !s.stated || s.protocol == "opcua" || s.protocol == "modbus" && (s.station <= 1 || s.station == 255) {
		return ""
	}
	return atStation.Say(l, number(uint64(s.station)))
}

// about tells what a line is about.
func (t *Teller) about(l lang.Language, s *subject) string {
	switch s.detector {
	case baseline.Tripwire:
		return s.tripwire(l)
	case baseline.Endpoint:
		if mac, ok := strings.CutPrefix(s.rest, "at "); ok {
			return hasMAC.Say(l, mac)
		}
		return serverAsks.In(l)
	case baseline.Identity:
		return saysOfItself.Say(l, strings.TrimSpace(s.rest))
	case baseline.Values, baseline.Relations:
		return t.aboutValue(l, s)
	case baseline.Timing:
		if !s.Server.IsValid() {
			return timingBudget.In(l)
		}
		return howOften.In(l)
	case baseline.Latency:
		return howLong.Say(l, strings.TrimPrefix(s.rest, "function "))
	case baseline.Sequence:
		return orderOf.In(l)
	}
	return t.aboutKey(l, s)
}

// tripwire tells an operation that is never learned: what its kind means, and what it is
// called.
func (s *subject) tripwire(l lang.Language) string {
	kind, _, _ := strings.Cut(s.head, " ")
	function := strings.ReplaceAll(s.rest, "-", " ")
	if a, ok := guide.Of(baseline.Kind(kind)); ok {
		return labelled.Say(l, a.Title.In(l), function)
	}
	return labelled.Say(l, kind, function)
}

// aboutValue tells whose values a line is about.
func (t *Teller) aboutValue(l lang.Language, s *subject) string {
	how, point, _ := strings.Cut(s.rest, " ")
	d := &baseline.Deviation{Server: s.Server, Protocol: s.protocol, Station: s.station}
	switch {
	case strings.HasPrefix(s.head, "readers "):
		point, _, _ = strings.Cut(point, " by ")
		return sameForBoth.Say(l, t.named(l, d, point))
	case strings.HasPrefix(s.head, "relation "):
		point, _, _ = strings.Cut(point, " ~ ")
		return goesWith.Say(l, t.named(l, d, point))
	case how == "write":
		return writtenValues.Say(l, t.named(l, d, point))
	}
	return readValues.Say(l, t.named(l, d, point))
}

// aboutKey tells what of the whitelist a line is about.
func (t *Teller) aboutKey(l lang.Language, s *subject) string {
	switch {
	case s.head == "host":
		if x, ok := hostRoles[s.rest]; ok {
			return x.In(l)
		}
		return s.rest
	case s.head == "pair":
		return theyTalk.In(l)
	case !s.stated:
		if x, ok := contacts[s.head]; ok {
			return x.Say(l, s.portText(l))
		}
		return speaks.Say(l, protocolName(s.head), s.port)
	}
	rest, start := strings.CutSuffix(s.rest, " at-start")
	verb, object, _ := strings.Cut(rest, " ")
	text := t.deed(l, s, verb, object)
	if start {
		text += whileConnecting.In(l)
	}
	return text
}

// deed tells a function, or what is done with a point.
func (t *Teller) deed(l lang.Language, s *subject, verb, object string) string {
	if function, ok := strings.CutPrefix(object, "function "); ok {
		return deeds.function.Say(l, sortOf(verb).In(l), strings.ReplaceAll(function, "-", " "))
	}
	d := &baseline.Deviation{Server: s.Server, Protocol: s.protocol, Station: s.station}
	point := t.named(l, d, object)
	if n, ok := strings.CutPrefix(object, "points "); ok {
		point = furtherPoints.Say(l, n)
	}
	if x, ok := deeds.points[verb]; ok {
		return x.Say(l, point)
	}
	return deeds.function.Say(l, sortOf(verb).In(l), point)
}

func (s *subject) portText(l lang.Language) string {
	if s.port == "any" {
		return anyPort.In(l)
	}
	return s.port
}

func protocolName(p string) string {
	if n, ok := protocolNames[p]; ok {
		return n
	}
	return p
}

func sortOf(verb string) lang.Text {
	if x, ok := verbs[verb]; ok {
		return x
	}
	return lang.Plain(verb)
}
