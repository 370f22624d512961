package netns

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// request is a message to rtnetlink: header, fixed part, attributes.
type request struct {
	b []byte
}

// newRequest begins a message of a type; fixed is what follows its header.
func newRequest(typ, flags uint16, fixed []byte) *request {
	b := make([]byte, unix.SizeofNlMsghdr, 256)
	binary.NativeEndian.PutUint16(b[4:], typ)
	binary.NativeEndian.PutUint16(b[6:], flags|unix.NLM_F_REQUEST|unix.NLM_F_ACK)
	return &request{append(b, fixed...)}
}

// attribute adds one attribute, padded.
func (r *request) attribute(typ uint16, value []byte) *request {
	r.b = binary.NativeEndian.AppendUint16(r.b, uint16(unix.SizeofRtAttr+len(value)))
	r.b = binary.NativeEndian.AppendUint16(r.b, typ)
	r.b = append(r.b, value...)
	for len(r.b)%unix.RTA_ALIGNTO != 0 {
		r.b = append(r.b, 0)
	}
	return r
}

func (r *request) text(typ uint16, s string) *request { return r.attribute(typ, append([]byte(s), 0)) }

func (r *request) number(typ uint16, v uint32) *request {
	return r.attribute(typ, binary.NativeEndian.AppendUint32(nil, v))
}

// nested adds an attribute whose value begins with fixed and holds what fill
// adds.
func (r *request) nested(typ uint16, fixed []byte, fill func()) *request {
	start := len(r.b)
	r.attribute(typ|unix.NLA_F_NESTED, fixed)
	fill()
	binary.NativeEndian.PutUint16(r.b[start:], uint16(len(r.b)-start))
	return r
}

// link is the fixed part of messages about interfaces (struct ifinfomsg).
func link(index int, flags, change uint32) []byte {
	b := make([]byte, unix.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(b[4:], uint32(index))
	binary.NativeEndian.PutUint32(b[8:], flags)
	binary.NativeEndian.PutUint32(b[12:], change)
	return b
}

// do sends the request in the namespace of the calling thread and waits for its
// acknowledgement.
func (r *request) do() error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return fmt.Errorf("netns: rtnetlink: %w", err)
	}
	defer unix.Close(fd)
	binary.NativeEndian.PutUint32(r.b, uint32(len(r.b)))
	if err := unix.Sendto(fd, r.b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return fmt.Errorf("netns: rtnetlink: %w", err)
	}
	answer := make([]byte, 4096)
	n, _, err := unix.Recvfrom(fd, answer, 0)
	if err != nil {
		return fmt.Errorf("netns: rtnetlink: %w", err)
	}
	return acknowledged(answer[:n])
}

var errAnswer = errors.New("netns: rtnetlink: an answer that is none")

// acknowledged reads an acknowledgement: its error number, 0 for none.
func acknowledged(b []byte) error {
	if len(b) < unix.SizeofNlMsghdr+4 || binary.NativeEndian.Uint16(b[4:]) != unix.NLMSG_ERROR {
		return errAnswer
	}
	if code := int32(binary.NativeEndian.Uint32(b[unix.SizeofNlMsghdr:])); code != 0 {
		return unix.Errno(-code)
	}
	return nil
}
