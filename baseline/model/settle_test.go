package model

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestApprovedWrite: that a person approves a write settles the values that were written
// meanwhile, while nothing could be learned; without it they are told again.
func TestApprovedWrite(t *testing.T) {
	for _, approves := range []bool{true, false} {
		var x told
		held := false
		m := New(Options{Settings: settings(24 * time.Hour), Protocols: []*wire.Protocol{modbus}, Report: x.take,
			Hold: func(netip.Addr, netip.Addr, int64) bool { return held }})
		days(m, 0, 20, day)
		set := func(at int64) (changed int) {
			x.all = nil
			e := write(at, panel, 10)
			e.Points[0].Value = wire.Uint(9)
			m.Event(e)
			for _, k := range x.kinds() {
				if k == "parameter-changed" {
					changed++
				}
			}
			return changed
		}
		held = true
		if n := set(start + 20*day + 30e9); n != 1 {
			t.Fatalf("%d settings changed: %v", n, x.kinds())
		}
		if approves {
			approved := 0
			m.Entries(func(e *baseline.Entry) bool {
				if e.Detector == baseline.Whitelist && e.Standing == baseline.Pending && strings.HasSuffix(e.Subject, "write input-register[10]") {
					approved++
					if !m.Decide(e.Detector, e.Subject, baseline.Approved) {
						t.Error("nothing is named " + e.Subject)
					}
				}
				return true
			})
			if approved != 1 {
				t.Fatalf("%d entries of the write wait", approved)
			}
		}
		held = false
		if n := set(start + 20*day + 1200e9); (n == 0) != approves {
			t.Errorf("approved: %v, told again %d times", approves, n)
		}
	}
}
