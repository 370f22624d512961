package modbus_test

import (
	"reflect"
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// TestJoinedObjects: what a device tells of itself in several responses is told
// together with the last, for each unit of a connection.
func TestJoinedObjects(t *testing.T) {
	want := map[string][][]string{
		"device-identification-continued": {{"Banken", "LAB-1", "V1.0", "http://192.0.2.20/", "Laboratory controller"}},
		"device-identification-of-two-units": {
			{"Banken", "LAB-1", "V1", "http://192.0.2.20/", "Controller", "Model B"},
			{"Other", "LAB-2", "V2", "http://192.0.2.21/"},
			{"Begun anew", "LAB-3"},
		},
		"device-identification-basic": nil,
	}
	for _, c := range modbusgen.Cases() {
		lists, ok := want[c.Name]
		if !ok {
			continue
		}
		delete(want, c.Name)
		var got [][]string
		r := &wiretest.Recorder{EachMessage: func(m *wire.Message) {
			if list := allObjects(m.Fields); list != nil {
				got = append(got, list)
			}
		}}
		wiretest.Play(wiretest.NewConversation(&modbus.Protocol, &c, r), &c, wiretest.Whole)
		if !reflect.DeepEqual(got, lists) {
			t.Errorf("%s: got %q want %q", c.Name, got, lists)
		}
	}
	if len(want) > 0 {
		t.Errorf("no such cases: %v", want)
	}
}

func allObjects(fields []wire.Field) (list []string) {
	in := false
	for _, f := range fields {
		if f.Depth == 0 {
			in = f.Name == "all_objects"
		}
		if in && f.Name == "object_value" {
			list = append(list, string(f.Value.Raw))
		}
	}
	return list
}

// TestJoinIsBounded: more objects than are kept, of more units than are followed,
// are marked and cost no memory.
func TestJoinIsBounded(t *testing.T) {
	omitted := 0
	r := &wiretest.Recorder{EachMessage: func(m *wire.Message) {
		if m.Defects&wire.Omitted != 0 {
			omitted++
		}
	}}
	conv := wiretest.NewConversation(&modbus.Protocol, &wire.Case{}, r)
	for unit := range byte(20) {
		for id := range byte(100) {
			response := modbusgen.PDU(43, 14, 3, 0x83, 0xff, id+1, 1, id, 200, make([]byte, 200))
			conv.Octets(wire.ToClient, 1, 1, modbusgen.TCP(uint16(id), unit, response))
		}
	}
	conv.Close(2)
	// 4096 octets hold 20 objects of 202 octets: 80 of a unit's 100 are too many.
	if omitted != 20*80 {
		t.Errorf("%d responses marked", omitted)
	}
}
