package peers

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"

	"github.com/banken-ot/banken/deploy/lab/rtu"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
)

// Octets of link and transport (IEEE 1815, 8 and 9).
const (
	linkHeader   = 10 // with its CRC
	linkBlock    = 16
	linkStart    = 0x6405 // as it is read
	linkShortest = 5      // value of the length octet without data
	userData     = 4      // function of the link, unconfirmed
	finalSegment = 0x80
	firstSegment = 0x40
)

// maxFragment bounds what is put together: IEEE 1815 recommends 2048 octets for
// what a device receives.
const maxFragment = 2048

// link is one end of a DNP3 association over TCP.
type link struct {
	conn net.Conn

	mu  sync.Mutex // of what is sent
	end rtu.End

	fragment []byte // being put together
	frame    [linkHeader + 282]byte
}

func masterLink(c net.Conn) *link { return &link{conn: c, end: rtu.MasterEnd()} }

func outstationLink(c net.Conn) *link { return &link{conn: c, end: rtu.OutstationEnd()} }

// write sends an application fragment.
func (l *link) write(fragment []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.conn.Write(l.end.Frames(fragment))
	return err
}

var (
	errFrame    = errors.New("peers: dnp3: a frame that does not hold")
	errFragment = errors.New("peers: dnp3: segments that do not fit")
)

// read returns the next application fragment; it is valid until the next call.
func (l *link) read() ([]byte, error) {
	l.fragment = l.fragment[:0]
	for {
		data, err := l.readFrame()
		if err != nil {
			return nil, err
		}
		if len(data) == 0 {
			continue // of the link alone
		}
		if data[0]&firstSegment != 0 {
			l.fragment = l.fragment[:0]
		}
		l.fragment = append(l.fragment, data[1:]...)
		switch {
		case len(l.fragment) > maxFragment:
			return nil, errFragment
		case data[0]&finalSegment != 0 && len(l.fragment) >= 2:
			return l.fragment, nil
		}
	}
}

// readFrame returns the data of the next frame for us without the CRCs, nothing
// when it is no user data.
func (l *link) readFrame() ([]byte, error) {
	head := l.frame[:linkHeader]
	if _, err := io.ReadFull(l.conn, head); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint16(head) != linkStart || head[2] < linkShortest || !checked(head) {
		return nil, errFrame
	}
	control, to := head[3], binary.LittleEndian.Uint16(head[4:])
	n := int(head[2]) - linkShortest
	var data []byte
	for left := n; left > 0; {
		k := min(left, linkBlock)
		b := l.frame[linkHeader : linkHeader+k+2]
		if _, err := io.ReadFull(l.conn, b); err != nil {
			return nil, err
		}
		if !checked(b) {
			return nil, errFrame
		}
		data = append(data, b[:k]...)
		left -= k
	}
	if control&0x0f != userData || to != l.end.Address() {
		return nil, nil
	}
	return data, nil
}

// checked tells whether the last two octets are the CRC of those before.
func checked(b []byte) bool {
	n := len(b) - 2
	return binary.LittleEndian.Uint16(b[n:]) == dnp3gen.CRC(b[:n])
}
