package assess

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/tripwire"
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

// hitKey is where a tripwire was hit.
type hitKey struct {
	rule    *tripwire.Rule
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

// tripped counts what of the operations that are never learned silently a
// transaction is.
func (c *Collector) tripped(t *wire.Transaction, e Evidence) {
	c.event.Set(t)
	byCode, other := c.wires.Match(&c.event)
	for _, rule := range [...]*tripwire.Rule{byCode, other} {
		if rule != nil {
			c.strike(rule, t, e)
		}
	}
}

// strike counts a hit of rule by a transaction.
func (c *Collector) strike(rule *tripwire.Rule, t *wire.Transaction, e Evidence) {
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
	u := urgencyOf(h.rule.Kind)
	if h.outcomes.answered+h.outcomes.unasked+h.outcomes.quiet == 0 && u == First {
		return Check
	}
	return u
}

// hitList returns the hits by tripwire, the most urgent ones first; those of one
// tripwire by their own urgency, then by pair.
func (c *Collector) hitList() []*hit {
	worst := map[baseline.Kind]Urgency{}
	list := make([]*hit, 0, len(c.hits))
	for _, h := range c.hits {
		list = append(list, h)
		worst[h.rule.Kind] = max(worst[h.rule.Kind], h.urgency())
	}
	slices.SortFunc(list, func(a, b *hit) int {
		return cmp.Or(cmp.Compare(worst[b.rule.Kind], worst[a.rule.Kind]), cmp.Compare(a.rule.Kind, b.rule.Kind),
			cmp.Compare(b.urgency(), a.urgency()), a.pair.compare(b.pair), cmp.Compare(a.station, b.station))
	})
	return list
}
