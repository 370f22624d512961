package modbus_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"log"
	"net"
	"testing"
	"time"

	goburrow "github.com/goburrow/modbus"
	vetter "github.com/simonvetter/modbus"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/wire"
)

// unit is the server the peers speak to.
const unit = 17

// script notes what a client did, as its own API tells it.
type script struct {
	want []call
}

// did notes one call. After a refusal there are no values of what was read.
func (s *script) did(t *testing.T, function string, err error, list ...access) {
	t.Helper()
	c := call{function: function, station: unit, outcome: wire.Answered, accesses: list}
	if err != nil {
		c.outcome, c.status = wire.Refused, exceptionOf(t, err)
		for i := range list {
			if !list[i].write {
				list[i].values = nil
			}
		}
	}
	s.want = append(s.want, c)
}

// exceptionOf returns the exception code an API reported.
func exceptionOf(t *testing.T, err error) uint32 {
	t.Helper()
	if e, ok := errors.AsType[*goburrow.ModbusError](err); ok {
		return uint32(e.ExceptionCode)
	}
	switch err {
	case vetter.ErrIllegalFunction:
		return 1
	case vetter.ErrIllegalDataAddress:
		return 2
	case vetter.ErrServerDeviceBusy:
		return 6
	}
	t.Fatalf("no answer of the device: %v", err)
	return 0
}

func reading(space uint32, index, count uint16, values []uint64) access {
	return access{space: space, index: uint32(index), count: uint32(count), values: values}
}

func writing(space uint32, index uint16, values ...uint64) access {
	return access{write: true, space: space, index: uint32(index), count: uint32(len(values)), values: values}
}

// numbers widens what an API gives as booleans or words.
func numbers[T bool | uint16](list []T) []uint64 {
	var out []uint64
	for _, v := range list {
		n := uint64(0)
		switch x := any(v).(type) {
		case bool:
			if x {
				n = 1
			}
		case uint16:
			n = uint64(x)
		}
		out = append(out, n)
	}
	return out
}

// bits and words widen the octets that goburrow's API speaks in.
func bits(b []byte, count uint16) []uint64 {
	var out []uint64
	for i := 0; i < int(count) && i/8 < len(b); i++ {
		out = append(out, uint64(b[i/8]>>(i%8)&1))
	}
	return out
}

func words(b []byte) []uint64 {
	var out []uint64
	for i := 0; i+1 < len(b); i += 2 {
		out = append(out, uint64(binary.BigEndian.Uint16(b[i:])))
	}
	return out
}

// burrow takes goburrow's client through what every server understands.
func (s *script) burrow(t *testing.T, c goburrow.Client) {
	t.Helper()
	for _, q := range []struct{ address, quantity uint16 }{{0, 1}, {13, 19}, {500, 2000}, {2600, 8}, {2999, 2}} {
		b, err := c.ReadCoils(q.address, q.quantity)
		s.did(t, "read-coils", err, reading(modbus.Coil, q.address, q.quantity, bits(b, q.quantity)))
		b, err = c.ReadDiscreteInputs(q.address, q.quantity)
		s.did(t, "read-discrete-inputs", err, reading(modbus.DiscreteInput, q.address, q.quantity, bits(b, q.quantity)))
	}
	for _, q := range []struct{ address, quantity uint16 }{{0, 1}, {100, 10}, {1000, 125}, {2700, 3}, {2999, 2}} {
		b, err := c.ReadHoldingRegisters(q.address, q.quantity)
		s.did(t, "read-holding-registers", err, reading(modbus.HoldingRegister, q.address, q.quantity, words(b)))
		b, err = c.ReadInputRegisters(q.address, q.quantity)
		s.did(t, "read-input-registers", err, reading(modbus.InputRegister, q.address, q.quantity, words(b)))
	}
	for _, address := range []uint16{5, 2600, 3000} {
		_, err := c.WriteSingleCoil(address, 0xff00)
		s.did(t, "write-single-coil", err, writing(modbus.Coil, address, 1))
		_, err = c.WriteSingleRegister(address, 0xbeef)
		s.did(t, "write-single-register", err, writing(modbus.HoldingRegister, address, 0xbeef))
		_, err = c.WriteMultipleCoils(address, 11, []byte{0xcd, 0x05})
		s.did(t, "write-multiple-coils", err, writing(modbus.Coil, address, bits([]byte{0xcd, 0x05}, 11)...))
		_, err = c.WriteMultipleRegisters(address, 3, []byte{0, 1, 2, 3, 0xff, 0xfe})
		s.did(t, "write-multiple-registers", err, writing(modbus.HoldingRegister, address, 1, 0x0203, 0xfffe))
	}
}

// burrowMore goes through the functions that few servers have.
func (s *script) burrowMore(t *testing.T, c goburrow.Client) {
	t.Helper()
	for _, address := range []uint16{40, 2600} {
		_, err := c.MaskWriteRegister(address, 0xf2, 0x25)
		s.did(t, "mask-write-register", err, access{write: true, space: modbus.HoldingRegister, index: uint32(address), count: 1})
		b, err := c.ReadWriteMultipleRegisters(address, 4, 42, 2, []byte{0x12, 0x34, 0x56, 0x78})
		s.did(t, "read-write-multiple-registers", err,
			writing(modbus.HoldingRegister, 42, 0x1234, 0x5678), reading(modbus.HoldingRegister, address, 4, words(b)))
	}
}

// overTCP sends the ADUs of one of goburrow's packagers over a connection.
type overTCP struct {
	conn  net.Conn
	whole func(adu []byte) bool
}

// Send implements goburrow.Transporter.
func (o overTCP) Send(adu []byte) ([]byte, error) {
	o.conn.SetDeadline(time.Now().Add(patience))
	if _, err := o.conn.Write(adu); err != nil {
		return nil, err
	}
	b := make([]byte, 1024)
	for n := 0; ; {
		k, err := o.conn.Read(b[n:])
		if n += k; err != nil || o.whole(b[:n]) {
			return b[:n], err
		}
	}
}

// The CRC of a frame with its CRC is 0; a line has its end.
func wholeRTU(b []byte) bool   { return len(b) >= 5 && modbus.CRC(b) == 0 }
func wholeASCII(b []byte) bool { return bytes.HasSuffix(b, []byte("\r\n")) }

// TestBurrowSerial: goburrow's RTU and ASCII framings, over TCP as a terminal
// server carries them.
func TestBurrowSerial(t *testing.T) {
	rtu, ascii := goburrow.NewRTUClientHandler(""), goburrow.NewASCIIClientHandler("")
	rtu.SlaveId, ascii.SlaveId = unit, unit
	for name, c := range map[string]struct {
		packager goburrow.Packager
		framer   *framer
		whole    func([]byte) bool
	}{"RTU": {rtu, rtuFramer(), wholeRTU}, "ASCII": {ascii, asciiFramer(), wholeASCII}} {
		t.Run(name, func(t *testing.T) {
			p := newProxy(t, newDevice().respond(t, c.framer))
			conn, err := net.DialTimeout("tcp", p.address(), patience)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			client := goburrow.NewClient2(c.packager, overTCP{conn, c.whole})
			s := &script{}
			s.burrow(t, client)
			s.burrowMore(t, client)
			conn.Close()
			compare(t, calls(t, p.recording(t)), s.want)
		})
	}
}

// TestBurrowTCP: goburrow's client against both servers.
func TestBurrowTCP(t *testing.T) {
	for name, c := range map[string]struct {
		server string
		more   bool
	}{"vetter": {server: vetterServer(t)}, "responder": {newDevice().respond(t, tcpFramer()), true}} {
		t.Run(name, func(t *testing.T) {
			p := newProxy(t, c.server)
			h := goburrow.NewTCPClientHandler(p.address())
			h.SlaveId, h.Timeout = unit, patience
			client, s := goburrow.NewClient(h), &script{}
			s.burrow(t, client)
			if c.more {
				s.burrowMore(t, client)
			} else { // a function the server does not have
				_, err := client.MaskWriteRegister(1, 2, 3)
				s.did(t, "mask-write-register", err, access{write: true, space: modbus.HoldingRegister, index: 1, count: 1})
			}
			h.Close()
			compare(t, calls(t, p.recording(t)), s.want)
		})
	}
}

// TestBurrowQueue: goburrow sends function 24 rightly but expects a byte count
// that is not the standard's, so that the server's side tells what is right.
func TestBurrowQueue(t *testing.T) {
	d := newDevice()
	p := newProxy(t, d.respond(t, tcpFramer()))
	h := goburrow.NewTCPClientHandler(p.address())
	h.SlaveId, h.Timeout = unit, patience
	if _, err := goburrow.NewClient(h).ReadFIFOQueue(300); err == nil {
		t.Log("the client understood the answer")
	}
	h.Close()
	compare(t, calls(t, p.recording(t)), []call{{function: "read-fifo-queue", station: unit, outcome: wire.Answered,
		accesses: []access{reading(modbus.FIFOQueue, 300, 2, numbers(d.holding[300:302]))}}})
}

// quiet is where the peers write their logs.
var quiet = log.New(io.Discard, "", 0)

// TestVetter: simonvetter's client over TCP against its own server, and over
// RTU in TCP.
func TestVetter(t *testing.T) {
	for name, server := range map[string]string{"tcp": vetterServer(t), "rtuovertcp": newDevice().respond(t, rtuFramer())} {
		t.Run(name, func(t *testing.T) {
			p := newProxy(t, server)
			c, err := vetter.NewClient(&vetter.ClientConfiguration{URL: name + "://" + p.address(), Speed: 115200, Timeout: patience, Logger: quiet})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(c.Open(), c.SetUnitId(unit)); err != nil {
				t.Fatal(err)
			}
			s := &script{}
			s.vetterReads(t, c)
			s.vetterWrites(t, c)
			c.Close()
			compare(t, calls(t, p.recording(t)), s.want)
		})
	}
}

func (s *script) vetterReads(t *testing.T, c *vetter.ModbusClient) {
	t.Helper()
	for _, q := range []struct{ address, quantity uint16 }{{0, 9}, {1, 2000}, {2500, 1}, {2990, 11}} {
		b, err := c.ReadCoils(q.address, q.quantity)
		s.did(t, "read-coils", err, reading(modbus.Coil, q.address, q.quantity, numbers(b)))
		b, err = c.ReadDiscreteInputs(q.address, q.quantity)
		s.did(t, "read-discrete-inputs", err, reading(modbus.DiscreteInput, q.address, q.quantity, numbers(b)))
	}
	for _, q := range []struct{ address, quantity uint16 }{{0, 1}, {7, 125}, {2500, 1}, {2990, 11}} {
		w, err := c.ReadRegisters(q.address, q.quantity, vetter.HOLDING_REGISTER)
		s.did(t, "read-holding-registers", err, reading(modbus.HoldingRegister, q.address, q.quantity, numbers(w)))
		w, err = c.ReadRegisters(q.address, q.quantity, vetter.INPUT_REGISTER)
		s.did(t, "read-input-registers", err, reading(modbus.InputRegister, q.address, q.quantity, numbers(w)))
	}
}

func (s *script) vetterWrites(t *testing.T, c *vetter.ModbusClient) {
	t.Helper()
	on, values := []bool{true, false, true, true, false, false, false, true, true}, []uint16{1, 0xffff, 0x8000}
	for _, address := range []uint16{0, 2400, 2600, 2999} {
		s.did(t, "write-single-coil", c.WriteCoil(address, false), writing(modbus.Coil, address, 0))
		s.did(t, "write-multiple-coils", c.WriteCoils(address, on), writing(modbus.Coil, address, numbers(on)...))
		s.did(t, "write-single-register", c.WriteRegister(address, 0xaffe), writing(modbus.HoldingRegister, address, 0xaffe))
		s.did(t, "write-multiple-registers", c.WriteRegisters(address, values), writing(modbus.HoldingRegister, address, numbers(values)...))
	}
}
