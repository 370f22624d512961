package modbus_test

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
)

// Limits of the device the tests speak to.
const (
	deviceSize = 3000 // points of each table; beyond them, exception 2
	deviceBusy = 2500 // from here on exception 6
)

// device is the memory of a server: what it holds depends on the address until
// it is written.
type device struct {
	coils     [deviceSize]bool
	inputs    [deviceSize]bool
	holding   [deviceSize]uint16
	registers [deviceSize]uint16
}

func newDevice() *device {
	d := &device{}
	for i := range deviceSize {
		d.coils[i], d.inputs[i] = i%3 == 0, i%5 == 1
		d.holding[i], d.registers[i] = uint16(7*i+1), uint16(50000-11*i)
	}
	return d
}

// fault returns the exception code an access meets, 0 for none.
func (d *device) fault(address, quantity int) byte {
	switch {
	case address+quantity > deviceSize:
		return 2
	case address >= deviceBusy:
		return 6
	}
	return 0
}

// framer reads the PDUs of requests from a connection and frames responses.
type framer struct {
	read  func(r *bufio.Reader) (unit byte, pdu []byte, err error)
	frame func(unit byte, pdu []byte) []byte
	tid   uint16
}

// respond serves one connection after another until the test ends.
func (d *device) respond(t *testing.T, f *framer) string {
	t.Helper()
	l := listen(t)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			d.serve(conn, f)
		}
	}()
	return l.Addr().String()
}

func (d *device) serve(conn net.Conn, f *framer) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	for {
		conn.SetDeadline(time.Now().Add(patience))
		unit, pdu, err := f.read(r)
		if err != nil {
			return
		}
		if _, err := conn.Write(f.frame(unit, d.answer(pdu))); err != nil {
			return
		}
	}
}

// answer carries a request out. The octets come from clients that keep to the
// standard.
func (d *device) answer(pdu []byte) []byte {
	code, word := pdu[0], func(i int) int { return int(binary.BigEndian.Uint16(pdu[i:])) }
	address, quantity := word(1), 1
	if code < 5 || code == 15 || code == 16 || code == 23 {
		quantity = word(3)
	}
	if x := d.fault(address, quantity); x != 0 {
		return modbusgen.Exception(code, x)
	}
	switch code {
	case 1, 2:
		return d.readBits(code, address, quantity)
	case 3, 4:
		return modbusgen.RegistersResponse(code, d.table(code)[address:address+quantity]...)
	case 5:
		d.coils[address] = word(3) != 0
	case 6:
		d.holding[address] = uint16(word(3))
	case 15:
		for i := range quantity {
			d.coils[address+i] = pdu[6+i/8]>>(i%8)&1 == 1
		}
	case 16:
		d.write(address, pdu[6:])
	case 22:
		d.holding[address] = d.holding[address]&uint16(word(3)) | uint16(word(5))&^uint16(word(3))
		return pdu
	case 23:
		d.write(word(5), pdu[10:])
		return modbusgen.RegistersResponse(code, d.holding[address:address+quantity]...)
	case 24:
		return modbusgen.PDU(24, uint16(6), uint16(2), d.holding[address:address+2])
	default:
		return modbusgen.Exception(code, 1)
	}
	return pdu[:5]
}

func (d *device) table(code byte) []uint16 {
	if code == 4 {
		return d.registers[:]
	}
	return d.holding[:]
}

func (d *device) readBits(code byte, address, quantity int) []byte {
	bits := d.coils[address : address+quantity]
	if code == 2 {
		bits = d.inputs[address : address+quantity]
	}
	b := make([]byte, (quantity+7)/8)
	for i, on := range bits {
		if on {
			b[i/8] |= 1 << (i % 8)
		}
	}
	return modbusgen.PDU(int(code), len(b), b)
}

func (d *device) write(address int, b []byte) {
	for i := 0; i+1 < len(b); i += 2 {
		d.holding[address+i/2] = binary.BigEndian.Uint16(b[i:])
	}
}

// tcpFramer reads MBAP headers.
func tcpFramer() *framer {
	f := &framer{}
	f.read = func(r *bufio.Reader) (byte, []byte, error) {
		var h [7]byte
		if _, err := io.ReadFull(r, h[:]); err != nil {
			return 0, nil, err
		}
		f.tid = binary.BigEndian.Uint16(h[:])
		pdu := make([]byte, binary.BigEndian.Uint16(h[4:])-1)
		_, err := io.ReadFull(r, pdu)
		return h[6], pdu, err
	}
	f.frame = func(unit byte, pdu []byte) []byte { return modbusgen.TCP(f.tid, unit, pdu) }
	return f
}

// rtuFramer finds the end of a request by its function, as a server has to when
// there is no silence on the line.
func rtuFramer() *framer {
	read := func(r *bufio.Reader) (byte, []byte, error) {
		head, err := r.Peek(2)
		if err != nil {
			return 0, nil, err
		}
		fixed, count := 8, -1 // octets of the frame, place of the byte count
		switch head[1] {
		case 15, 16:
			fixed, count = 9, 6
		case 22:
			fixed = 10
		case 23:
			fixed, count = 13, 10
		case 24:
			fixed = 6
		}
		if count >= 0 {
			if head, err = r.Peek(count + 1); err != nil {
				return 0, nil, err
			}
			fixed += int(head[count])
		}
		b := make([]byte, fixed)
		_, err = io.ReadFull(r, b)
		return b[0], b[1 : len(b)-2], err
	}
	return &framer{read: read, frame: modbusgen.RTU}
}

// asciiFramer reads lines.
func asciiFramer() *framer {
	read := func(r *bufio.Reader) (byte, []byte, error) {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return 0, nil, err
		}
		b, err := hex.DecodeString(string(line[1 : len(line)-2]))
		if err != nil || len(b) < 3 {
			return 0, nil, io.ErrUnexpectedEOF
		}
		return b[0], b[1 : len(b)-1], nil
	}
	return &framer{read: read, frame: modbusgen.ASCII}
}
