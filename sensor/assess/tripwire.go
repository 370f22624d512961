package assess

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// Urgency orders findings by when somebody should look. It is no priority: that
// comes from the decision table, once it is known what is normal on the site.
type Urgency uint8

const (
	// Know: nothing to do today; good to know.
	Know Urgency = iota
	// Check: worth a question to those responsible, within days.
	Check
	// First: look at it before the rest.
	First
)

// tripwire is an operation that is never learned silently: it is reported
// whenever it occurs.
type tripwire struct {
	id         string // stable; lower case with hyphens
	urgency    Urgency
	match      match
	techniques []string // ids of ATT&CK for ICS, version Techniques
	title      Text     // what happened
	why        Text     // why it matters
	first      Text     // what to do first
}

// match says which transactions are meant. A zero field means any.
type match struct {
	codes      []uint32 // function codes; for OPC UA those of the request
	subs       []uint32 // sub-functions, MEI types or UMAS codes
	operations []wire.Operation
	when       func(t *wire.Transaction) bool
}

func (m *match) fits(t *wire.Transaction) bool {
	return (len(m.subs) == 0 || t.HasSub && slices.Contains(m.subs, t.Sub)) &&
		(len(m.operations) == 0 || slices.Contains(m.operations, t.Operation)) &&
		(m.when == nil || m.when(t))
}

// tripwires are those of every protocol that looks at single transactions.
// Where several fit, the first of the list is meant.
func tripwires() map[string][]tripwire {
	return map[string][]tripwire{
		"modbus": slices.Concat(modbusTripwires[:], umasTripwires[:], modbusOtherTripwires[:]),
		"dnp3":   dnp3Tripwires[:],
		"opcua":  opcuaTripwires[:],
	}
}

// wires finds tripwires by protocol and code.
type wires map[string]*protocolWires

type protocolWires struct {
	byCode map[uint32][]*tripwire
	any    []*tripwire
}

func newWires() wires {
	w := wires{}
	for protocol, list := range tripwires() {
		p := &protocolWires{byCode: map[uint32][]*tripwire{}}
		for i := range list {
			if len(list[i].match.codes) == 0 {
				p.any = append(p.any, &list[i])
			}
			for _, code := range list[i].match.codes {
				p.byCode[code] = append(p.byCode[code], &list[i])
			}
		}
		w[protocol] = p
	}
	return w
}

// each calls f with the tripwires a transaction hits: the first of those for
// its code, and the first of those for any code.
func (w wires) each(t *wire.Transaction, f func(*tripwire)) {
	p := w[t.Protocol.Name]
	if p == nil {
		return
	}
	for _, list := range [...][]*tripwire{p.byCode[t.Code], p.any} {
		for _, x := range list {
			if x.match.fits(t) {
				f(x)
				break
			}
		}
	}
}

// hitKey is where a tripwire was hit.
type hitKey struct {
	rule    *tripwire
	pair    pair
	station uint32
}

// hit is how often, and how that ended.
type hit struct {
	hitKey
	span
	outcomes  outcomes
	functions []string // at most maxHitFunctions
}

// maxHitFunctions bounds the functions named with one hit.
const maxHitFunctions = 4

// strike counts a hit of rule by a transaction.
func (c *Collector) strike(rule *tripwire, t *wire.Transaction, e Evidence) {
	k := hitKey{rule, pairOf(t), t.Station}
	h := within(c.hits, k, MaxHits, func() *hit { return &hit{hitKey: k} })
	if h == nil {
		c.omitted.hits++
		return
	}
	h.span.add(e)
	h.outcomes.add(t)
	if len(h.functions) >= maxHitFunctions {
		return
	}
	if name := functionOf(t).text(); !slices.Contains(h.functions, name) {
		h.functions = append(h.functions, name)
	}
}

// urgency returns that of the rule; of a request that no device accepted, one
// step less.
func (h *hit) urgency() Urgency {
	if h.outcomes.answered+h.outcomes.unasked+h.outcomes.quiet == 0 && h.rule.urgency == First {
		return Check
	}
	return h.rule.urgency
}

// hitList returns the hits by tripwire, the most urgent ones first; those of one
// tripwire by their own urgency, then by pair.
func (c *Collector) hitList() []*hit {
	worst := map[string]Urgency{}
	list := make([]*hit, 0, len(c.hits))
	for _, h := range c.hits {
		list = append(list, h)
		worst[h.rule.id] = max(worst[h.rule.id], h.urgency())
	}
	slices.SortFunc(list, func(a, b *hit) int {
		return cmp.Or(cmp.Compare(worst[b.rule.id], worst[a.rule.id]), cmp.Compare(a.rule.id, b.rule.id),
			cmp.Compare(b.urgency(), a.urgency()), a.pair.compare(b.pair), cmp.Compare(a.station, b.station))
	})
	return list
}
