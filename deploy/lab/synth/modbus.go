package synth

import (
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
)

const modbusPort = 502

// Function codes of accesses.
const (
	writeCoil      = 5
	writeRegister  = 6
	writeCoils     = 15
	writeRegisters = 16
)

// gatewayFailed is what a controller answers for a unit that is not there.
const gatewayFailed = 11

// access is one reading or writing of points.
type access struct {
	function byte
	unit     byte
	index    uint16
	count    uint16
	values   []uint16 // written; nil for a reading
}

// kinds are what the access functions are, by code.
var kinds = [17]struct {
	name  string
	table plant.Table
	space uint32
}{
	1: {"read-coils", plant.Coils, modbus.Coil}, 2: {"read-discrete-inputs", plant.DiscreteInputs, modbus.DiscreteInput},
	3: {"read-holding-registers", plant.HoldingRegisters, modbus.HoldingRegister}, 4: {"read-input-registers", plant.InputRegisters, modbus.InputRegister},
	writeCoil: {"write-single-coil", plant.Coils, modbus.Coil}, writeRegister: {"write-single-register", plant.HoldingRegisters, modbus.HoldingRegister},
	writeCoils: {"write-multiple-coils", plant.Coils, modbus.Coil}, writeRegisters: {"write-multiple-registers", plant.HoldingRegisters, modbus.HoldingRegister},
}

// readFunctions are the functions that read the tables.
var readFunctions = [...]byte{plant.Coils: 1, plant.DiscreteInputs: 2, plant.HoldingRegisters: 3, plant.InputRegisters: 4}

// reading is a reading of a table.
func reading(t plant.Table, index, count uint16) access {
	return access{function: readFunctions[t], unit: plant.Unit, index: index, count: count}
}

// writing is the writing of values, with the function clients use for as many.
func writing(t plant.Table, index uint16, values []uint16) access {
	a := access{unit: plant.Unit, index: index, count: uint16(len(values)), values: values}
	switch {
	case t == plant.Coils && len(values) == 1:
		a.function = writeCoil
	case t == plant.Coils:
		a.function = writeCoils
	case len(values) == 1:
		a.function = writeRegister
	default:
		a.function = writeRegisters
	}
	return a
}

// access carries out an access on a connection and returns when it is answered.
func (e *engine) access(c *conn, at int64, a *access) int64 {
	c.used = at
	latency := e.latency(c.hosts[toClient])
	words, refused := e.touch(c, a)
	if c.via != nil {
		latency += e.relay(c.via, at, a)
		c.via.falsify(a, words)
	}
	if e.short() {
		at = max(at, c.last[toServer]+gap)
		done := max(at+latency, c.last[toClient]+gap)
		c.last = [2]int64{at, done}
		e.tell(c, at, done-at, a, words, refused)
		return done
	}
	c.tid++
	request, answer := a.request(), a.answer(words)
	if refused != plant.NoException {
		answer = modbusgen.Exception(a.function, byte(refused))
	}
	return e.exchange(c, at, latency, modbusgen.TCP(c.tid, a.unit, request), modbusgen.TCP(c.tid, a.unit, answer))
}

// exchange sends a request and its answer, and returns when that goes out.
func (e *engine) exchange(c *conn, at, latency int64, request, answer []byte) int64 {
	c.used = at
	at = e.send(c, toServer, at, request)
	return e.send(c, toClient, at+latency, answer)
}

// touch does what the controller does: it returns what is read.
func (e *engine) touch(c *conn, a *access) (words []uint16, refused plant.Exception) {
	name, table := c.hosts[toClient].Name, kinds[a.function].table
	if a.unit != plant.Unit {
		return nil, gatewayFailed
	}
	if a.values != nil {
		return nil, e.plant.Write(name, table, a.index, a.values...)
	}
	words, refused = e.plant.Read(e.words[:0], name, table, a.index, a.count)
	e.words = words[:0]
	return words, refused
}

// latency is how long a controller takes: its scan, and now and then a longer
// one.
func (e *engine) latency(server *host) int64 {
	scan := int64(9e6)
	if server.Role == plant.RoleSafety {
		scan = 22e6
	}
	d := 1600e3 + e.random.Int64N(scan) + e.load(server)
	if e.random.IntN(2000) == 0 {
		d += e.random.Int64N(60e6)
	}
	return d
}

// request is the PDU of the request.
func (a *access) request() []byte {
	switch a.function {
	case writeCoil:
		return modbusgen.PDU(a.function, a.index, 0xff00*bit(a.values[0]))
	case writeRegister:
		return modbusgen.PDU(a.function, a.index, a.values[0])
	case writeCoils:
		return modbusgen.PDU(a.function, a.index, a.count, (len(a.values)+7)/8, pack(nil, a.values))
	case writeRegisters:
		return modbusgen.PDU(a.function, a.index, a.count, 2*len(a.values), a.values)
	}
	return modbusgen.ReadRequest(a.function, a.index, a.count)
}

// answer is the PDU of the answer when it is not refused.
func (a *access) answer(words []uint16) []byte {
	switch a.function {
	case writeCoil, writeRegister:
		return a.request()
	case writeCoils, writeRegisters:
		return modbusgen.PDU(a.function, a.index, a.count)
	case 1, 2:
		return modbusgen.PDU(a.function, (len(words)+7)/8, pack(nil, words))
	}
	return modbusgen.RegistersResponse(a.function, words...)
}

func bit(v uint16) uint16 {
	if v != 0 {
		return 1
	}
	return 0
}

// pack packs bits, the first in the least significant of the first octet.
func pack(dst []byte, bits []uint16) []byte {
	for i, v := range bits {
		if i%8 == 0 {
			dst = append(dst, 0)
		}
		dst[len(dst)-1] |= byte(bit(v)) << (i % 8)
	}
	return dst
}

// tell makes the event of an access without its octets.
func (e *engine) tell(c *conn, at, latency int64, a *access, words []uint16, refused plant.Exception) {
	k := &kinds[a.function]
	v := e.transaction(c, &modbus.Protocol, at, latency)
	v.Function, v.Code, v.Station, v.Operation = k.name, uint32(a.function), uint32(a.unit), wire.Read
	p := wire.Point{Space: k.space, Index: uint32(a.index), Count: uint32(a.count)}
	if a.values != nil {
		v.Operation, p.Access = wire.Write, wire.AccessWrite
		words = a.values
	}
	if refused != plant.NoException {
		v.Outcome, v.HasStatus, v.Status = wire.Refused, true, uint32(refused)
	}
	if refused == plant.NoException || a.values != nil {
		p.Value = e.value(a, words)
	}
	v.Points = append(v.Points, p)
	e.emit(c)
}

// value packs words as the decoder does.
func (e *engine) value(a *access, words []uint16) wire.Value {
	e.octets = e.octets[:0]
	switch {
	case a.function == writeCoil:
		return wire.Bool(words[0] != 0)
	case kinds[a.function].table <= plant.DiscreteInputs:
		e.octets = pack(e.octets, words)
		return wire.Value{Kind: wire.KindBits, Raw: e.octets}
	}
	for _, w := range words {
		e.octets = append(e.octets, byte(w>>8), byte(w))
	}
	return wire.Value{Kind: wire.KindWords, Raw: e.octets}
}
