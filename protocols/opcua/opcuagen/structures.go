package opcuagen

import (
	"maps"
	"reflect"
	"slices"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

// sorted returns the keys of a map in order.
func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// extensions returns the structures gopcua can put into an ExtensionObject, by
// name.
func extensions() map[string]any {
	all := map[string]any{}
	for id := range highest {
		e := &ua.ExtensionObject{}
		// a body of one octet: the structure is made before it is found short
		b := join([]byte{2, 0, 0, byte(id), byte(id >> 8), 0, 0, 1}, u32(1), []byte{0})
		if _, err := e.Decode(b); e.Value != nil {
			_ = err
			all[reflect.TypeOf(e.Value).Elem().Name()] = e.Value
		}
	}
	return all
}

// perCase is how many structures go into one conversation.
const perCase = 16

// structures returns conversations in which each structure of the standard is
// written to a node.
func structures() []wire.Case {
	all := extensions()
	var cases []wire.Case
	for i, names := range slices.Collect(slices.Chunk(sorted(all), perCase)) {
		s := inSession("structures-" + number(i+1))
		for _, name := range names {
			v := ua.MustVariant(ua.NewExtensionObject(filled(all[name], 1)))
			s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(ua.NewStringNodeID(2, name), v)}},
				&ua.WriteResponse{Results: []ua.StatusCode{ua.StatusOK}})
		}
		cases = append(cases, s.Case)
	}
	return cases
}

func number(i int) string { return string([]byte{'0' + byte(i/10), '0' + byte(i%10)}) }

func writeOf(node *ua.NodeID, v *ua.Variant) *ua.WriteValue {
	d := &ua.DataValue{Value: v}
	d.UpdateMask()
	return &ua.WriteValue{NodeID: node, AttributeID: ua.AttributeIDValue, Value: d}
}
