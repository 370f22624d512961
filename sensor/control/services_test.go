package control

import (
	"context"
	"testing"

	"github.com/banken-ot/banken/ebpf/filter"
)

// many is a sensor with flows of its own.
type many struct {
	*fake
	flows []filter.Flow
}

func (m *many) Flows(yield func(string, filter.Flow) bool) (bool, error) {
	for _, f := range m.flows {
		if !yield("eth1", f) {
			break
		}
	}
	return true, nil
}

// TestServices: flows are summed up by the port of the server, those of most octets
// first; of too many the rest is one.
func TestServices(t *testing.T) {
	f := newFake(t)
	c, _ := serve(t, f)
	if got, err := c.Services(context.Background()); err != nil || got.Counted || len(got.Services) != 0 {
		t.Errorf("without a filter: %+v, %v", got, err)
	}
	m := &many{fake: newFake(t)}
	flow := func(protocol uint8, a, b uint16, octets uint64) {
		m.flows = append(m.flows, filter.Flow{Key: filter.Key{Protocol: protocol, APort: a, BPort: b}, Sides: [2]filter.Side{{Packets: 1, Octets: octets, Last: start.UnixNano()}, {Packets: 2, Octets: 1}}})
	}
	flow(6, 50000, 502, 100)
	flow(6, 502, 50001, 200)
	flow(17, 161, 50001, 10)
	flow(6, 50000, 60000, 5)
	for port := range uint16(MaxServices) {
		flow(6, 1000+port, 50000, 2)
	}
	c, _ = serve(t, m)
	got, err := c.Services(context.Background())
	if err != nil || !got.Counted || len(got.Services) != MaxServices {
		t.Fatalf("%d services, %v", len(got.Services), err)
	}
	for i, want := range []Service{{6, 502, 2, 6, 302, start}, {17, 161, 1, 3, 11, start}, {6, 0, 1, 3, 6, start}} {
		if got.Services[i] != want {
			t.Errorf("%+v, want %+v", got.Services[i], want)
		}
	}
	if want := (Service{0, 0, 3, 9, 9, start}); got.Rest != want {
		t.Errorf("%+v, want %+v", got.Rest, want)
	}
}
