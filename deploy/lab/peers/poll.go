package peers

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/goburrow/modbus"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// startPolling puts all pollers to work, within the first cycle.
func (l *lab) startPolling(ctx context.Context) {
	for _, p := range plant.Pollers() {
		period := time.Duration(p.Cycle) * time.Second
		for _, name := range plant.Controllers() {
			c := l.present(p.Host).client(l.present(name))
			c.polled = true
			l.goes(func() { l.poll(ctx, c, period, p.ReadingsOf(name)) })
		}
	}
}

// poll reads in cycles until the context is done. The first cycle is within the
// first second.
func (l *lab) poll(ctx context.Context, c *modbusClient, period time.Duration, readings []plant.Reading) {
	due := time.Now().Add(rand.N(min(period, time.Second)))
	for cycle := 0; sleep(ctx, time.Until(due)); cycle++ {
		if until := l.away(c.from.Name); !sleep(ctx, time.Until(until)) {
			return
		}
		for _, r := range readings {
			if cycle%r.Every != 0 {
				continue
			}
			err := c.use(plant.Unit, func(h *modbus.TCPClientHandler) error { return read(h, r.Table, r.Index, r.Count) })
			if ctx.Err() != nil {
				return
			}
			l.o.Exchanged(Exchange{From: c.from.Name, To: c.to.Name, Protocol: "modbus", Err: err})
			if !sleep(ctx, 700*time.Microsecond+rand.N(1500*time.Microsecond)) {
				return
			}
		}
		if due = due.Add(period); time.Until(due) < 0 {
			due = time.Now()
		}
	}
}
