package alert

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

var reverses = &baseline.Meaning{Kind: reversal, Detector: baseline.Endpoint, Stage: baseline.Access, Exact: true, Alone: true}

// TestReversal: a controller that was commanded, and then begins to ask, does so because
// of that; and that it asks and that it writes are one observation, so that the first
// write of a host, weak while the site is learned, succeeds no surer for it.
func TestReversal(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newControl, 0, 9, 10)
	b.say(reverses, 25*time.Minute, 10, 11)
	if i := b.only(); i.Actor != addr(9).String() || i.Tier() != yardstick.Attend {
		t.Errorf("%s by %s", i.Priority, i.Actor)
	}
	b = newBench(t, Options{})
	b.say(reverses, 0, 10, 11)
	b.say(learning, time.Minute, 10, 11)
	if i := b.only(); i.Tier() != yardstick.TrackStar || i.Inputs.Evidence != "S" || i.Inputs.Credibility != "L" {
		t.Errorf("%s, %v", i.Priority, i.Inputs)
	}
	b.say(macChanged, 2*time.Minute, 10, 11)
	if i := b.only(); i.Inputs.Credibility != "M" {
		t.Errorf("another interface besides: %v", i.Inputs)
	}
}

// TestEarlyWay: a way out that the whitelist calls young is at most a weak attempt; one
// that it does not, and what a person rejected, are neither.
func TestEarlyWay(t *testing.T) {
	way := *newEgress
	way.Control, way.Exact = true, true
	rejected := way
	rejected.Kind = rejectedWay
	for _, x := range []struct {
		m      *baseline.Meaning
		native bool
		want   string
	}{{&way, true, "A L"}, {&way, false, "S M"}, {&rejected, true, "S M"}} {
		b := newBench(t, Options{})
		d := b.dev(x.m, 0, 9, 10)
		d.State, d.Native = baseline.Learning, x.native
		b.sayOf(d)
		if i := b.only(); i.Inputs.Evidence+" "+i.Inputs.Credibility != x.want {
			t.Errorf("%s, native %v: %v", x.m.Kind, x.native, i.Inputs)
		}
	}
}
