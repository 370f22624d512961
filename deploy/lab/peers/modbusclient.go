package peers

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/goburrow/modbus"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/plc"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
)

// modbusClient is a host's connection to a controller, which its poller and its
// actions share.
type modbusClient struct {
	from, to *host
	polled   bool // stays open

	mu      sync.Mutex
	handler *modbus.TCPClientHandler // nil while there is no connection
	used    time.Time
	key     byte // of the UMAS reservation
}

// answerTimeout is how long a client waits for an answer.
const answerTimeout = 2 * time.Second

// client returns a host's connection to a controller, which need not be open.
func (h *host) client(to *host) *modbusClient {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.modbus[to.Name]
	if c == nil {
		c = &modbusClient{from: h, to: to}
		h.modbus[to.Name] = c
	}
	return c
}

// use calls f with the connection, opened when it is not. After an error other
// than a refusal it is closed: the client opens another for the next request.
func (c *modbusClient) use(unit uint8, f func(h *modbus.TCPClientHandler) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.open(); err != nil {
		return err
	}
	c.used = time.Now()
	c.handler.SlaveId = unit
	err := f(c.handler)
	var refused *modbus.ModbusError
	if err != nil && !errors.As(err, &refused) {
		c.close()
	}
	return err
}

func (c *modbusClient) open() error {
	if c.handler != nil {
		return nil
	}
	h := modbus.NewTCPClientHandler(c.to.endpoint(modbusPort))
	h.Timeout, h.IdleTimeout = answerTimeout, 0
	if err := c.from.space.Do(h.Connect); err != nil {
		return err
	}
	c.handler = h
	return nil
}

func (c *modbusClient) close() {
	if c.handler != nil {
		c.handler.Close()
	}
	c.handler, c.key = nil, 0
}

// idle closes a connection that was opened for an action and not used for a time;
// below 0 it closes any.
func (c *modbusClient) idle(after time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.handler != nil && (after < 0 || !c.polled && time.Since(c.used) > after) {
		c.close()
	}
}

// read reads points of a table.
func read(h *modbus.TCPClientHandler, t plant.Table, index, count uint16) error {
	client := modbus.NewClient(h)
	var err error
	switch t {
	case plant.Coils:
		_, err = client.ReadCoils(index, count)
	case plant.DiscreteInputs:
		_, err = client.ReadDiscreteInputs(index, count)
	case plant.InputRegisters:
		_, err = client.ReadInputRegisters(index, count)
	default:
		_, err = client.ReadHoldingRegisters(index, count)
	}
	return err
}

// write writes values, with the function clients use for as many.
func write(h *modbus.TCPClientHandler, t plant.Table, index uint16, values []uint16) error {
	client, n := modbus.NewClient(h), uint16(len(values))
	var err error
	switch {
	case t == plant.Coils && n == 1:
		_, err = client.WriteSingleCoil(index, 0xff00*bit(values[0]))
	case t == plant.Coils:
		_, err = client.WriteMultipleCoils(index, n, pack(values))
	case n == 1:
		_, err = client.WriteSingleRegister(index, values[0])
	default:
		_, err = client.WriteMultipleRegisters(index, n, modbusgen.PDU(values))
	}
	return err
}

func bit(v uint16) uint16 {
	if v != 0 {
		return 1
	}
	return 0
}

// pack packs bits, the first in the least significant of the first octet.
func pack(bits []uint16) []byte {
	b := make([]byte, (len(bits)+7)/8)
	for i, v := range bits {
		b[i/8] |= byte(bit(v)) << (i % 8)
	}
	return b
}

var errAnswer = errors.New("peers: an answer that does not fit")

// send exchanges a PDU the client library has no function for.
func send(h *modbus.TCPClientHandler, pdu []byte) ([]byte, error) {
	request, err := h.Encode(&modbus.ProtocolDataUnit{FunctionCode: pdu[0], Data: pdu[1:]})
	if err != nil {
		return nil, err
	}
	answer, err := h.Send(request)
	if err != nil {
		return nil, err
	}
	if err := h.Verify(request, answer); err != nil {
		return nil, err
	}
	p, err := h.Decode(answer)
	if err != nil {
		return nil, err
	}
	if p.FunctionCode != pdu[0] {
		return nil, &modbus.ModbusError{FunctionCode: p.FunctionCode, ExceptionCode: p.Data[0]}
	}
	return p.Data, nil
}

// sendUMAS sends one request of UMAS and keeps the key of a reservation.
func (c *modbusClient) sendUMAS(h *modbus.TCPClientHandler, code byte, data []byte) error {
	answer, err := send(h, modbusgen.UMAS(plc.KeyFor(code, c.key), code, data))
	if err != nil {
		return err
	}
	if len(answer) < 2 || code == plc.Reserve && len(answer) < 3 {
		return errAnswer
	}
	switch code {
	case plc.Reserve:
		c.key = answer[2]
	case plc.Release:
		c.key = 0
	}
	return nil
}

// blockPause is the time before each block of a program.
const blockPause = 15 * time.Millisecond

// download transfers a program in blocks.
func (c *modbusClient) download(ctx context.Context, h *modbus.TCPClientHandler, program []byte) error {
	for code, data := range plc.Download(program) {
		if code == plc.Block && !sleep(ctx, blockPause) {
			return ctx.Err()
		}
		if err := c.sendUMAS(h, code, data); err != nil {
			return err
		}
	}
	return nil
}
