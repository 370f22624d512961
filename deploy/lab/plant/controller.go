package plant

import "fmt"

// Exception is a Modbus exception code (V1.1b3, 7); 0 is none.
type Exception uint8

// The exceptions controllers answer with.
const (
	NoException    Exception = 0
	IllegalAddress Exception = 2
	IllegalValue   Exception = 3
	DeviceFailure  Exception = 4
)

// Limits of one access (V1.1b3, 6.1, 6.3, 6.11 and 6.12).
const (
	maxBits            = 2000
	maxRegisters       = 125
	maxWrittenBits     = 1968
	maxWrittenRegister = 123
)

// Error implements error.
func (e Exception) Error() string { return fmt.Sprintf("plant: modbus exception %d", uint8(e)) }

// controller is the memory of one controller, as its Modbus server shows it.
type controller struct {
	name    string
	memory  [tables][]uint16 // a bit is 0 or 1
	scale   [tables][]float64
	stopped bool // its program does not run
}

func newController(p *plan) *controller {
	c := &controller{name: p.name}
	for t, n := range p.sizes {
		c.memory[t] = make([]uint16, n)
		c.scale[t] = make([]float64, n)
	}
	for _, r := range p.rows {
		c.scale[r.table][r.address] = r.scale
	}
	return c
}

// input sets an input register, held to what it can tell.
func (c *controller) input(a int, v float64) {
	c.memory[InputRegisters][a] = uint16(min(max(v/c.scale[InputRegisters][a]+0.5, 0), 65535))
}

// total sets a totaliser of two input registers, high word first.
func (c *controller) total(a int, v float64) {
	n := uint32(uint64(v / c.scale[InputRegisters][a]))
	c.memory[InputRegisters][a], c.memory[InputRegisters][a+1] = uint16(n>>16), uint16(n)
}

func (c *controller) discrete(a int, on bool) { c.memory[DiscreteInputs][a] = bit(on) }

func (c *controller) isOn(a int) bool { return c.memory[DiscreteInputs][a] != 0 }

func (c *controller) coil(a int) bool { return c.memory[Coils][a] != 0 }

func (c *controller) setCoil(a int, on bool) { c.memory[Coils][a] = bit(on) }

// pulse takes a coil that the program clears once it has seen it.
func (c *controller) pulse(a int) bool {
	on := c.coil(a)
	c.memory[Coils][a] = 0
	return on
}

// holding returns a holding register in engineering units.
func (c *controller) holding(a int) float64 {
	return float64(c.memory[HoldingRegisters][a]) * c.scale[HoldingRegisters][a]
}

func (c *controller) preset(a int, v float64) {
	c.memory[HoldingRegisters][a] = uint16(v/c.scale[HoldingRegisters][a] + 0.5)
}

func bit(on bool) uint16 {
	if on {
		return 1
	}
	return 0
}

// within tells whether a range is in a table.
func (c *controller) within(t Table, address, count uint16) bool {
	return int(address)+int(count) <= len(c.memory[t])
}

// find returns a controller by name, nil when there is none.
func (p *Plant) find(name string) *controller {
	for _, c := range p.controllers {
		if c.name == name {
			return c
		}
	}
	return nil
}

// Read appends count points of a table to dst, as a Modbus server reads them: a
// bit is 0 or 1. dst is the caller's.
func (p *Plant) Read(dst []uint16, controller string, t Table, address, count uint16) ([]uint16, Exception) {
	c := p.find(controller)
	limit := uint16(maxRegisters)
	if t <= DiscreteInputs {
		limit = maxBits
	}
	switch {
	case c == nil || t >= tables:
		return dst, DeviceFailure
	case count == 0 || count > limit:
		return dst, IllegalValue
	case !c.within(t, address, count):
		return dst, IllegalAddress
	}
	return append(dst, c.memory[t][address:address+count]...), NoException
}

// Write sets coils or holding registers, as a Modbus server does; the program of
// the controller acts on them at its next scan. A coil is set by any value but 0.
func (p *Plant) Write(controller string, t Table, address uint16, values ...uint16) Exception {
	c := p.find(controller)
	limit := maxWrittenRegister
	if t == Coils {
		limit = maxWrittenBits
	}
	switch {
	case c == nil || t != Coils && t != HoldingRegisters:
		return DeviceFailure
	case len(values) == 0 || len(values) > limit:
		return IllegalValue
	case !c.within(t, address, uint16(len(values))):
		return IllegalAddress
	}
	for i, v := range values {
		if t == Coils {
			v = bit(v != 0)
		}
		c.memory[t][int(address)+i] = v
	}
	return NoException
}

// Stop halts the program of a controller: its outputs stay as they are and its
// measurements freeze. Run resumes it. Both tell whether there is one.
func (p *Plant) Stop(controller string) bool { return p.setStopped(controller, true) }

// Run resumes the program of a controller.
func (p *Plant) Run(controller string) bool { return p.setStopped(controller, false) }

// Stopped tells whether the program of a controller is halted.
func (p *Plant) Stopped(controller string) bool {
	c := p.find(controller)
	return c != nil && c.stopped
}

func (p *Plant) setStopped(controller string, stopped bool) bool {
	c := p.find(controller)
	if c != nil {
		c.stopped = stopped
	}
	return c != nil
}
