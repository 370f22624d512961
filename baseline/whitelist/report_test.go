package whitelist

import (
	"fmt"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestUnasked: lost requests, unsolicited reports and subscriptions are no news for
// ever, and never an incident alone.
func TestUnasked(t *testing.T) {
	s := newSite(t)
	p := newPlant(8)
	for n := range 20 {
		at := start + int64(n)*day
		for i := range int64(50) {
			e := read(at+i*1e9, hmi, "10.0.2.1", 10, 0, 0)
			e.Protocol, e.Outcome, e.Code, e.Function, e.Points = &dnp3.Protocol, wire.Unasked, 130, "unsolicited-response", nil
			for j := range uint32(3) {
				e.Points = append(e.Points, wire.Point{Space: 2<<8 | 2, Index: uint32(n)*7 + j, Count: 1})
			}
			s.event(e)
			s.event(publish(at+i*1e9+1e8, fmt.Sprint("Tank", int(i)%20)))
			e = read(at+i*1e9+2e8, hmi, panels[0], 1, 0, 0)
			e.Outcome, e.Points[0].Relative = wire.Unasked, true
			s.event(e)
		}
		s.run(p, n, n+1)
	}
	if n := len(s.all) - s.count("first-write-learning"); n != 0 {
		t.Errorf("%d deviations: %+v", n, s.all[len(s.all)-1])
	}
	s.event(publish(start+20*day, "Secret"))
	if v := s.all[len(s.all)-1]; v.Meaning.Kind != "new-report" || v.Meaning.Alone {
		t.Errorf("%+v", v)
	}
}

func publish(at int64, node string) *baseline.Event {
	e := read(at, hmi, "10.0.2.2", 0, 0, 0)
	e.Server = ap("10.0.2.2", 4840)
	e.Protocol, e.Code, e.Function = &opcua.Protocol, 826, "Publish"
	e.Points = []wire.Point{{Space: 2, Count: 1, Ident: 's', Name: []byte(node), Value: wire.Float64(float64(at))}}
	return e
}

// TestHeaders: a class poll is one key, whatever changed.
func TestHeaders(t *testing.T) {
	s := newSite(t)
	fields := func(list ...[4]uint64) (f []wire.Field) {
		f = append(f, wire.Field{Name: "objects", Value: wire.List(len(list))})
		for _, x := range list {
			f = append(f, wire.Field{Name: "object", Depth: 1, Value: wire.Struct()}, wire.Field{Name: "group", Depth: 2, Value: wire.Uint(x[0])},
				wire.Field{Name: "variation", Depth: 2, Value: wire.Uint(x[1])})
			if x[3] > 0 {
				f = append(f, wire.Field{Name: "start", Depth: 2, Value: wire.Uint(x[2])}, wire.Field{Name: "count", Depth: 2, Value: wire.Uint(x[3])})
			}
		}
		return f
	}
	poll := func(at int64, request []wire.Field, first uint32) {
		e := read(at, hmi, "10.0.2.1", 10, 0, 0)
		e.Protocol, e.Code, e.Function, e.Request = &dnp3.Protocol, 1, "read", request
		e.Points = []wire.Point{{Space: 32<<8 | 1, Index: first, Count: 1}}
		s.event(e)
	}
	for n := range int64(12) {
		for i := range int64(50) {
			poll(start+n*day+i*1e9, fields([4]uint64{60, 2}, [4]uint64{30, 2, 0, 10}), uint32(n*50+i))
		}
	}
	if len(s.all) != 0 {
		t.Errorf("%+v", s.all)
	}
	for _, x := range []string{"g60v2 all", "g30v2 0..9"} {
		if e := s.entry("dnp3 10.0.0.10 > 10.0.2.1:502 station 10 read " + x); e == nil || e.Standing != baseline.Known || e.Count != 600 {
			t.Errorf("%s: %+v", x, e)
		}
	}
	poll(start+12*day, fields([4]uint64{30, 4, 2, 3}), 0)
	poll(start+12*day, fields([4]uint64{40, 0}), 0)
	if len(s.all) != 2 || s.all[0].Meaning.Kind != "new-quantity" || s.all[1].Meaning.Kind != "new-read-range" {
		t.Errorf("%+v", s.all)
	}
}
