package peers

import (
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"sync"

	"github.com/banken-ot/banken/deploy/lab/plant"
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

// Functions the front answers.
const (
	identification = 43
	umas           = 90
)

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
	case pdu[0] == identification && len(pdu) >= 4:
		scan()
		return modbusgen.TCP(transaction, unit, f.identify(pdu[3]))
	case pdu[0] == umas && len(pdu) >= 3:
		scan()
		return modbusgen.TCP(transaction, unit, f.umas(pdu[1], pdu[2]))
	}
	return nil
}

// device are the basic objects of the identification (V1.1b3, 6.21).
var device = [...]string{"Banken Lab", "BMX P34 2020", "v2.70"}

// identify tells the basic objects from one on.
func (f *front) identify(from byte) []byte {
	if int(from) >= len(device) {
		from = 0
	}
	answer := modbusgen.PDU(identification, 14, 1, 1, 0, 0, len(device)-int(from))
	for i, s := range device[from:] {
		answer = append(answer, modbusgen.PDU(int(from)+i, len(s), s)...)
	}
	return answer
}

// UMAS codes, and results.
const (
	umasReadID     = 0x02
	umasReadStatus = 0x04
	umasReserve    = 0x10
	umasRelease    = 0x11
	umasBegin      = 0x30
	umasBlock      = 0x31
	umasEnd        = 0x32
	umasStart      = 0x40
	umasStop       = 0x41
	umasAccepted   = 0xfe
	umasRefused    = 0xfd
)

// umas answers function 90: what changes something needs the reservation.
func (f *front) umas(key, code byte) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	reserved := f.key != 0 && key == f.key
	switch code {
	case umasReadID, umasReadStatus:
		return modbusgen.UMAS(key, umasAccepted, f.about(code))
	case umasReserve:
		f.key = byte(1 + rand.IntN(254))
		return modbusgen.UMAS(0, umasAccepted, f.key)
	case umasRelease, umasBegin, umasBlock, umasEnd, umasStart, umasStop:
		if reserved {
			f.change(code)
			return modbusgen.UMAS(key, umasAccepted)
		}
	}
	return modbusgen.UMAS(key, umasRefused)
}

// change carries out what the holder of the reservation asks for.
func (f *front) change(code byte) {
	switch code {
	case umasRelease:
		f.key = 0
	case umasStart:
		f.works.do(func(p *plant.Plant) { p.Run(f.host.Name) })
	case umasStop:
		f.works.do(func(p *plant.Plant) { p.Stop(f.host.Name) })
	}
}

func little(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }

// about is what a controller tells about itself.
func (f *front) about(code byte) []byte {
	if code == umasReadID {
		name := f.host.Name
		return modbusgen.PDU(little(0xff10), make([]byte, 4), little(0), little(0x270), little(1), little(0x27), little(9), make([]byte, 4), little(0),
			len(name), name, 1, 1, 1, little(0), make([]byte, 4))
	}
	state := 2 // running
	f.works.do(func(p *plant.Plant) {
		if p.Stopped(f.host.Name) {
			state = 1
		}
	})
	return modbusgen.PDU(state, 0x82, 0x80, 3, make([]byte, 4), make([]byte, 4), []byte{3, 0, 0, 0}, 1, 8, 4)
}
