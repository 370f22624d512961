package peers

import (
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"sync"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/plc"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
)

// front stands before the Modbus server of a controller: it answers what that
// does not, and hands all else on, octet for octet.
type front struct {
	host  *host
	works *works
	mu    sync.Mutex
	key   byte // of the UMAS reservation; 0 when nobody has it
}

// mbapSize is the MBAP header with the unit identifier; maxADU the longest ADU
// taken: UMAS goes beyond Modbus' 260.
const (
	mbapSize = 7
	maxADU   = 2048
)

// readADU reads one ADU; nil with an error at the end of the connection or when
// what comes is not Modbus.
func readADU(r io.Reader, buffer []byte) ([]byte, error) {
	if _, err := io.ReadFull(r, buffer[:mbapSize]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(buffer[4:])) + mbapSize - 1
	if n <= mbapSize || n > len(buffer) {
		return nil, io.ErrUnexpectedEOF
	}
	_, err := io.ReadFull(r, buffer[mbapSize:n])
	return buffer[:n], err
}

// serve serves one connection.
func (f *front) serve(ctx context.Context, c net.Conn) {
	back, err := f.host.dial(ctx, behind)
	if err != nil {
		return
	}
	defer back.Close()
	defer closeWith(ctx, back)()
	buffer := make([]byte, maxADU)
	for {
		request, err := readADU(c, buffer)
		if err != nil {
			return
		}
		answer := f.own(request)
		if answer == nil {
			if _, err := back.Write(request); err != nil {
				return
			}
			if answer, err = readADU(back, buffer); err != nil {
				return
			}
		}
		if _, err := c.Write(answer); err != nil {
			return
		}
	}
}

// own is the answer to a request the front answers itself, nil for all others.
func (f *front) own(request []byte) []byte {
	transaction, unit, pdu := binary.BigEndian.Uint16(request), request[6], request[mbapSize:]
	switch {
	case unit != plant.Unit:
		return nil
	case pdu[0] == plc.Identification && len(pdu) >= 4:
		scan()
		return modbusgen.TCP(transaction, unit, plc.IdentifyAnswer(pdu[3]))
	case pdu[0] == plc.UMAS && len(pdu) >= 3:
		scan()
		return modbusgen.TCP(transaction, unit, f.umas(pdu[1], pdu[2]))
	}
	return nil
}

// umas answers function 90: what changes something needs the reservation.
func (f *front) umas(key, code byte) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	reserved := f.key != 0 && key == f.key
	switch code {
	case plc.ReadID, plc.ReadStatus:
		return modbusgen.UMAS(key, plc.Accepted, f.about(code))
	case plc.Reserve:
		f.key = byte(1 + rand.IntN(254))
		return modbusgen.UMAS(0, plc.Accepted, f.key)
	case plc.Release, plc.Begin, plc.Block, plc.End, plc.Start, plc.Stop:
		if reserved {
			f.change(code)
			return modbusgen.UMAS(key, plc.Accepted)
		}
	}
	return modbusgen.UMAS(key, plc.Refused)
}

// change carries out what the holder of the reservation asks for.
func (f *front) change(code byte) {
	switch code {
	case plc.Release:
		f.key = 0
	case plc.Start:
		f.works.do(func(p *plant.Plant) { p.Run(f.host.Name) })
	case plc.Stop:
		f.works.do(func(p *plant.Plant) { p.Stop(f.host.Name) })
	}
}

// about is what the controller tells about itself.
func (f *front) about(code byte) []byte {
	var stopped bool
	f.works.do(func(p *plant.Plant) { stopped = p.Stopped(f.host.Name) })
	return plc.About(code, f.host.Name, stopped)
}
