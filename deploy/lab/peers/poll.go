package peers

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/goburrow/modbus"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// block is one reading of a poll: every so many cycles.
type block struct {
	table        plant.Table
	index, count uint16
	every        int
}

// pollers is the table of who polls the controllers, how often, and what.
var pollers = [...]struct {
	name   string
	period time.Duration
	blocks []block
}{
	{plant.HMI1, time.Second, []block{{plant.InputRegisters, 0, 12, 1}, {plant.DiscreteInputs, 0, 8, 1}, {plant.HoldingRegisters, 0, 8, 2}, {plant.Coils, 0, 8, 5}}},
	{plant.HMI2, 2 * time.Second, []block{{plant.InputRegisters, 0, 12, 1}, {plant.DiscreteInputs, 0, 8, 1}, {plant.HoldingRegisters, 0, 8, 3}}},
	{plant.Historian, 10 * time.Second, []block{{plant.InputRegisters, 0, 12, 1}, {plant.InputRegisters, 20, 4, 1}, {plant.HoldingRegisters, 0, 8, 6}}},
	{plant.Gateway, 5 * time.Second, []block{{plant.InputRegisters, 0, 12, 1}, {plant.DiscreteInputs, 0, 8, 1}, {plant.HoldingRegisters, 0, 8, 12}}},
}

// blocksFor leaves out what the small controller does not have.
func blocksFor(controller string, all []block) []block {
	if controller != plant.PLC5 {
		return all
	}
	var kept []block
	for _, b := range all {
		if b.index == 0 {
			b.count = min(b.count, 8)
			kept = append(kept, b)
		}
	}
	return kept
}

// startPolling puts all pollers to work, within the first cycle.
func (l *lab) startPolling(ctx context.Context) {
	for _, p := range pollers {
		for _, name := range plant.Controllers() {
			c := l.present(p.name).client(l.present(name))
			c.polled = true
			l.goes(func() { l.poll(ctx, c, p.period, blocksFor(name, p.blocks)) })
		}
	}
}

// poll reads in cycles until the context is done. The first cycle is within the
// first second.
func (l *lab) poll(ctx context.Context, c *modbusClient, period time.Duration, blocks []block) {
	due := time.Now().Add(rand.N(min(period, time.Second)))
	for cycle := 0; sleep(ctx, time.Until(due)); cycle++ {
		if until := l.away(c.from.Name); !sleep(ctx, time.Until(until)) {
			return
		}
		for _, b := range blocks {
			if cycle%b.every != 0 {
				continue
			}
			err := c.use(plant.Unit, func(h *modbus.TCPClientHandler) error { return read(h, b.table, b.index, b.count) })
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
