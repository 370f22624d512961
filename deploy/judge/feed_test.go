package judge

import (
	"context"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/deploy/lab/synth"
)

// counter counts, and looks at the order.
type counter struct {
	events, contacts, bindings, sights int
	last                               int64
	back                               int
}

func (c *counter) at(t int64) {
	if t < c.last {
		c.back++
	}
	c.last = max(c.last, t)
}
func (c *counter) Event(e *baseline.Event)           { c.events++; c.at(e.End()) }
func (c *counter) Contact(x *baseline.Contact)       { c.contacts++; c.at(x.Time) }
func (c *counter) Binding(b *baseline.Binding)       { c.bindings++; c.at(b.Time) }
func (c *counter) Visibility(v *baseline.Visibility) { c.sights++ }

// TestFeed: weeks come in order, with faults and a replacement.
func TestFeed(t *testing.T) {
	c := &counter{}
	f := Feed{Lab: synth.Options{Seed: 1, Duration: 28 * 24 * time.Hour, Poll: time.Minute}, Faults: true, Replace: true}
	told, err := f.Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v, %d events, %d late, %d faults", *c, told.Events, told.Late, len(told.Faults))
	if c.back != 0 || told.Late != 0 {
		t.Errorf("%d observations go back in time, %d events are late", c.back, told.Late)
	}
	if c.events < 10000 || c.contacts == 0 || c.bindings == 0 || len(told.Faults) == 0 || c.sights < 2 || told.Replaced.IsZero() || len(told.Truth.Permits) == 0 {
		t.Errorf("%+v, %+v", *c, told.Faults)
	}
}
