package plant

import "time"

// ControlStatus is the outcome of a control (IEEE 1815, table 11-7).
type ControlStatus byte

// The outcomes the outstation answers with.
const (
	ControlSuccess      ControlStatus = 0
	ControlNoSelect     ControlStatus = 2
	ControlNotSupported ControlStatus = 4
)

// Internal indications, the first octet in the high half (IEEE 1815, 4.5).
const (
	Class1Events   uint16 = 0x0200
	Class2Events   uint16 = 0x0400
	Class3Events   uint16 = 0x0800
	NeedTime       uint16 = 0x1000
	DeviceRestart  uint16 = 0x8000
	EventOverflow  uint16 = 0x0008
	ParameterError uint16 = 0x0004
	NoFunctionCode uint16 = 0x0001
)

// restartTakes is how long the outstation does not answer after a restart.
const restartTakes = 25 * time.Second

// What a control code means for an output.
const (
	unknownOperation = iota
	closeOrLatchOn
	tripOrLatchOff
)

// PointValue returns the value of a point of the outstation, in counts, and its
// flags; ok tells whether there is one.
func (p *Plant) PointValue(kind PointKind, index uint16) (v int32, flags byte, ok bool) {
	i := find(kind, index)
	if i < 0 {
		return 0, 0, false
	}
	return p.outstation.values[i], p.outstation.flags(), true
}

// PendingEvents appends the events that wait, oldest first, of the classes whose
// bits (1<<class) are set.
func (p *Plant) PendingEvents(dst []PointEvent, classes byte) []PointEvent {
	for _, e := range p.outstation.events {
		if classes&(1<<e.Class) != 0 {
			dst = append(dst, e)
		}
	}
	return dst
}

// ConfirmEvents forgets the events of these classes up to a number: the master
// has confirmed them.
func (p *Plant) ConfirmEvents(classes byte, number uint64) {
	o := &p.outstation
	kept := o.events[:0]
	for _, e := range o.events {
		if e.Number > number || classes&(1<<e.Class) == 0 {
			kept = append(kept, e)
		}
	}
	o.events, o.overflow = kept, false
}

// Indications returns the internal indications of a response made now.
func (p *Plant) Indications() (iin uint16) {
	o := &p.outstation
	for _, e := range o.events {
		iin |= Class1Events << (e.Class - 1)
	}
	for _, x := range [...]struct {
		on  bool
		bit uint16
	}{{o.restart, DeviceRestart}, {o.needTime, NeedTime}, {o.overflow, EventOverflow}} {
		if x.on {
			iin |= x.bit
		}
	}
	return iin
}

// ClearRestart is the master's write of IIN1.7.
func (p *Plant) ClearRestart() { p.outstation.restart = false }

// SetTime is the master's write of the time.
func (p *Plant) SetTime() { p.outstation.needTime = false }

// Unsolicited enables or disables the unsolicited responses of classes, by bits
// 1<<class.
func (p *Plant) Unsolicited(classes byte, enable bool) {
	p.outstation.disabled &^= classes
	if !enable {
		p.outstation.disabled |= classes
	}
}

// UnsolicitedClasses returns the classes, by bits, that are reported unasked.
func (p *Plant) UnsolicitedClasses() byte { return 0x0e &^ p.outstation.disabled }

// ColdRestart restarts the outstation: its pumps stop, unsolicited responses are
// off, and it does not answer until Available says so. It returns how long that
// takes.
func (p *Plant) ColdRestart() time.Duration {
	o := &p.outstation
	o.until = p.now.Add(restartTakes)
	o.restart, o.needTime = true, true
	o.disabled = 0x0e
	o.events = o.events[:0]
	return restartTakes
}

// Available tells whether the outstation answers at a time.
func (p *Plant) Available(now time.Time) bool { return !now.Before(p.outstation.until) }

// OperateBinary carries out a control relay output block: latch on or close sets
// the output, latch off or trip clears it (IEEE 1815, 11.9.3).
func (p *Plant) OperateBinary(index uint16, code byte) ControlStatus {
	i := find(BinaryOutput, index)
	on := operation(code)
	if i < 0 || on == unknownOperation {
		return ControlNotSupported
	}
	p.outstation.values[i] = int32(bit(on == closeOrLatchOn))
	return ControlSuccess
}

// operation tells what a control code means for an output.
func operation(code byte) int {
	switch {
	case code == 3 || code>>6 == 1:
		return closeOrLatchOn
	case code == 4 || code>>6 == 2:
		return tripOrLatchOff
	}
	return unknownOperation
}

// OperateAnalog sets an analog output, in counts.
func (p *Plant) OperateAnalog(index uint16, value int32) ControlStatus {
	i := find(AnalogOutput, index)
	if i < 0 {
		return ControlNotSupported
	}
	p.outstation.values[i] = value
	return ControlSuccess
}
