package model

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestUses: what a channel reads and writes is told, with its functions and with the
// numbers that are known there; nothing is known of what was never seen.
func TestUses(t *testing.T) {
	m := newModel(24*time.Hour, &told{})
	for n := range 9 {
		days(m, n, n+1, int64(24*time.Hour))
		w := write(start+int64(n)*int64(24*time.Hour)+int64(23*time.Hour), panel, 30)
		w.Points[0].Value = wire.Uint(uint64(100 + 10*n))
		m.Event(w)
	}
	functions, points := map[string]uint64{}, map[uint32]Use{}
	m.Uses(func(u *Use) bool {
		if u.Function != "" {
			functions[u.Function] = u.Times
		} else if u.Operation == wire.Write || u.Operation == wire.Read {
			points[u.Point.Index] = *u
		}
		return true
	})
	if functions["read-holding-registers"] == 0 || functions["write-single-register"] == 0 {
		t.Errorf("%v", functions)
	}
	if r, w := points[10], points[20]; r.Operation != wire.Read || w.Operation != wire.Write || w.Point.Space != 3 || w.Standing != baseline.Pending {
		t.Errorf("%+v", points)
	}
	u := points[30]
	if k, ok := m.SpanOf(u.Channel, u.Point, true); !ok || k.Low != 100 || k.High != 180 || k.Last != 180 {
		t.Errorf("%+v, %v", k, ok)
	}
	for _, p := range []baseline.PointKey{{Space: 3, Index: 99}, {Space: 1, Index: 30}} {
		if k, ok := m.SpanOf(u.Channel, p, true); ok {
			t.Errorf("%+v is known at %+v", k, p)
		}
	}
	if k, ok := m.SpanOf(baseline.ChannelID(99), u.Point, true); ok {
		t.Errorf("%+v is known of no channel", k)
	}
}
