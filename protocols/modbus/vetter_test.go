package modbus_test

import (
	"net"
	"testing"

	vetter "github.com/simonvetter/modbus"
)

// vetterServer starts simonvetter's server on a free port. It does not tell the
// port it got, so a free one is found first; when another takes it meanwhile,
// the next is tried.
func vetterServer(t *testing.T) string {
	t.Helper()
	var last error
	for range 20 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := l.Addr().String()
		l.Close()
		s, err := vetter.NewServer(&vetter.ServerConfiguration{URL: "tcp://" + address, Timeout: patience, Logger: quiet}, &handler{newDevice()})
		if err != nil {
			t.Fatal(err)
		}
		if last = s.Start(); last == nil {
			t.Cleanup(func() { s.Stop() })
			return address
		}
	}
	t.Fatal(last)
	return ""
}

// handler gives simonvetter's server the memory of a device.
type handler struct {
	d *device
}

func (h *handler) fault(address, quantity uint16) error {
	switch h.d.fault(int(address), int(quantity)) {
	case 2:
		return vetter.ErrIllegalDataAddress
	case 6:
		return vetter.ErrServerDeviceBusy
	}
	return nil
}

// run carries an access to one table out.
func run[T any](h *handler, table []T, address, quantity uint16, write []T) ([]T, error) {
	if err := h.fault(address, quantity); err != nil {
		return nil, err
	}
	part := table[address : int(address)+int(quantity)]
	copy(part, write)
	return part, nil
}

// HandleCoils implements vetter.RequestHandler.
func (h *handler) HandleCoils(r *vetter.CoilsRequest) ([]bool, error) {
	return run(h, h.d.coils[:], r.Addr, r.Quantity, r.Args)
}

// HandleDiscreteInputs implements vetter.RequestHandler.
func (h *handler) HandleDiscreteInputs(r *vetter.DiscreteInputsRequest) ([]bool, error) {
	return run(h, h.d.inputs[:], r.Addr, r.Quantity, nil)
}

// HandleHoldingRegisters implements vetter.RequestHandler.
func (h *handler) HandleHoldingRegisters(r *vetter.HoldingRegistersRequest) ([]uint16, error) {
	return run(h, h.d.holding[:], r.Addr, r.Quantity, r.Args)
}

// HandleInputRegisters implements vetter.RequestHandler.
func (h *handler) HandleInputRegisters(r *vetter.InputRegistersRequest) ([]uint16, error) {
	return run(h, h.d.registers[:], r.Addr, r.Quantity, nil)
}
