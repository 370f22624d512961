package tripwire

import (
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Rule is an operation that is looked for in single events. A zero field means
// any.
type Rule struct {
	baseline.Meaning
	// Told: only the assessment of a capture tells of it. It is ordinary on many
	// sites, or the matter of another detector.
	Told bool
	// Codes are function codes; for OPC UA those of the request.
	Codes []uint32
	// Subs are sub-functions, MEI types or UMAS codes.
	Subs       []uint32
	Operations []wire.Operation
	When       func(*baseline.Event) bool

	// judge tells, by what went before, whether it is worth reporting; nil: always.
	judge func(*Detector, *baseline.Look, *baseline.Event, *channel) bool
	kind  kindID
}

// fits reports whether the event is meant, whose code fits already.
func (r *Rule) fits(e *baseline.Event) bool {
	return (len(r.Subs) == 0 || e.HasSub && slices.Contains(r.Subs, e.Sub)) &&
		(len(r.Operations) == 0 || slices.Contains(r.Operations, e.Operation)) &&
		(r.When == nil || r.When(e))
}

// never is the meaning of an operation that is dangerous by itself.
func never(k baseline.Kind, s baseline.Stage, techniques ...string) baseline.Meaning {
	return baseline.Meaning{Kind: k, Detector: baseline.Tripwire, Stage: s, Control: true, Exact: true, Alone: true, Techniques: techniques}
}

// asked is the meaning of something that prepares, or betrays, and changes
// nothing: exact, but no attempt by itself.
func asked(k baseline.Kind, s baseline.Stage, techniques ...string) baseline.Meaning {
	m := never(k, s, techniques...)
	m.Control = false
	return m
}

// sign is the meaning of something that is ordinary in some plants: it is shown
// alone, and proves nothing.
func sign(k baseline.Kind, s baseline.Stage, techniques ...string) baseline.Meaning {
	m := asked(k, s, techniques...)
	m.Exact = false
	return m
}

// added is the meaning of something that only adds to an incident.
func added(m baseline.Meaning) baseline.Meaning {
	m.Alone = false
	return m
}

// protocolRules are the rules of one protocol.
type protocolRules struct {
	protocol string
	rules    []Rule
}

// ruleList are all rules. Of those for one code the first that fits is meant,
// and so of those for any.
func ruleList() []protocolRules {
	return []protocolRules{
		{"modbus", slices.Concat(modbusRules[:], umasRules[:], modbusOtherRules[:])},
		{"dnp3", slices.Clone(dnp3Rules[:])},
		{"opcua", slices.Clone(opcuaRules[:])},
	}
}

// Table finds rules by protocol and code. It does not change, and may be used by
// any number of goroutines.
type Table struct{ protocols []protocolTable }

type protocolTable struct {
	name   string
	byCode map[uint32][]*Rule
	any    []*Rule
}

// NewTable returns a table of all rules.
func NewTable() *Table {
	t := &Table{}
	for _, p := range ruleList() {
		x := protocolTable{name: p.protocol, byCode: map[uint32][]*Rule{}}
		for i := range p.rules {
			r := &p.rules[i]
			if !r.Told {
				r.kind = kindOf(r.Kind)
			}
			if len(r.Codes) == 0 {
				x.any = append(x.any, r)
			}
			for _, code := range r.Codes {
				x.byCode[code] = append(x.byCode[code], r)
			}
		}
		t.protocols = append(t.protocols, x)
	}
	return t
}

// Match returns the rules an event hits: the first of those for its code, and the
// first of those for any code; nil where there is none.
func (t *Table) Match(e *baseline.Event) (byCode, other *Rule) {
	for i := range t.protocols {
		if p := &t.protocols[i]; p.name == e.Protocol.Name {
			return first(p.byCode[e.Code], e), first(p.any, e)
		}
	}
	return nil, nil
}

func first(list []*Rule, e *baseline.Event) *Rule {
	for _, r := range list {
		if r.fits(e) {
			return r
		}
	}
	return nil
}

// Each calls f with every rule of the table once, by protocol.
func (t *Table) Each(f func(protocol string, r *Rule)) {
	for _, p := range ruleList() {
		for i := range p.rules {
			f(p.protocol, &p.rules[i])
		}
	}
}
