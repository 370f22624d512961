package peers

import (
	"context"
	"errors"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"strconv"
	"time"

	"github.com/simonvetter/modbus"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// controller answers for one controller of the plant, as handler of a Modbus
// server.
type controller struct {
	works *works
	name  string
}

// behind is where the Modbus server of a controller listens, inside the host: the
// front stands before it.
var behind = net.JoinHostPort("127.0.0.1", strconv.Itoa(10000+modbusPort))

// Bounds of a controller's connections.
const (
	maxClients  = 32
	idleTimeout = 2 * time.Minute
)

// startController starts the server of a controller and its front.
func (l *lab) startController(ctx context.Context, name string) error {
	h := l.present(name)
	server, err := modbus.NewServer(&modbus.ServerConfiguration{URL: "tcp://" + behind, Timeout: idleTimeout, MaxClients: maxClients, Logger: log.New(io.Discard, "", 0)},
		&controller{l.works, name})
	if err != nil {
		return err
	}
	if err := h.space.Do(server.Start); err != nil {
		return err
	}
	outside, err := h.listen(h.endpoint(modbusPort))
	if err != nil {
		return errors.Join(err, server.Stop())
	}
	f := &front{host: h, works: l.works}
	l.serves(func() {
		serve(ctx, outside, f.serve)
		server.Stop()
	})
	return nil
}

// scanLeast and scanMost are how long a controller takes to answer.
const (
	scanLeast = 800 * time.Microsecond
	scanMost  = 3200 * time.Microsecond
)

func scan() { time.Sleep(scanLeast + rand.N(scanMost-scanLeast)) }

// failures are what the server answers for an exception of the plant.
var failures = map[plant.Exception]error{
	plant.IllegalAddress: modbus.ErrIllegalDataAddress,
	plant.IllegalValue:   modbus.ErrIllegalDataValue,
	plant.DeviceFailure:  modbus.ErrServerDeviceFailure,
}

func failure(e plant.Exception) error {
	if err, ok := failures[e]; ok {
		return err
	}
	return modbus.ErrServerDeviceFailure
}

// access reads or, with values, writes.
func (c *controller) access(unit uint8, t plant.Table, index, count uint16, write bool, values []uint16) (words []uint16, err error) {
	scan()
	if unit != plant.Unit {
		return nil, modbus.ErrGWTargetFailedToRespond
	}
	refused := plant.NoException
	c.works.do(func(p *plant.Plant) {
		if write {
			refused = p.Write(c.name, t, index, values...)
		} else {
			words, refused = p.Read(nil, c.name, t, index, count)
		}
	})
	if refused != plant.NoException {
		return nil, failure(refused)
	}
	return words, nil
}

func bits(words []uint16) []bool {
	b := make([]bool, len(words))
	for i, w := range words {
		b[i] = w != 0
	}
	return b
}

// HandleCoils implements modbus.RequestHandler.
func (c *controller) HandleCoils(r *modbus.CoilsRequest) ([]bool, error) {
	values := make([]uint16, len(r.Args))
	for i, on := range r.Args {
		if on {
			values[i] = 1
		}
	}
	words, err := c.access(r.UnitId, plant.Coils, r.Addr, r.Quantity, r.IsWrite, values)
	return bits(words), err
}

// HandleDiscreteInputs implements modbus.RequestHandler.
func (c *controller) HandleDiscreteInputs(r *modbus.DiscreteInputsRequest) ([]bool, error) {
	words, err := c.access(r.UnitId, plant.DiscreteInputs, r.Addr, r.Quantity, false, nil)
	return bits(words), err
}

// HandleHoldingRegisters implements modbus.RequestHandler.
func (c *controller) HandleHoldingRegisters(r *modbus.HoldingRegistersRequest) ([]uint16, error) {
	return c.access(r.UnitId, plant.HoldingRegisters, r.Addr, r.Quantity, r.IsWrite, r.Args)
}

// HandleInputRegisters implements modbus.RequestHandler.
func (c *controller) HandleInputRegisters(r *modbus.InputRegistersRequest) ([]uint16, error) {
	return c.access(r.UnitId, plant.InputRegisters, r.Addr, r.Quantity, false, nil)
}
