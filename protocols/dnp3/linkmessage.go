package dnp3

import (
	"fmt"

	"github.com/banken-ot/banken/protocols/wire"
)

// Link functions (IEEE 1815-2012, clause 9).
const (
	linkReset           = 0 // primary
	linkResetProcess    = 1
	linkTest            = 2
	linkConfirmedData   = 3
	linkUnconfirmedData = 4
	linkRequestStatus   = 9
	linkACK             = 0 // secondary
	linkNACK            = 1
	linkStatus          = 11
	linkNotSupported    = 15
)

// LinkCode is added to PRM bit and function of the link control octet in the
// Code of a message that is a link frame, to tell it from a function code.
const LinkCode = 0x100

// linkKey marks the Key.ID of link exchanges; bit 0 is the DIR bit of the side
// that began.
const linkKey = 1 << 16

type linkInfo struct {
	name      string
	role      wire.Role
	operation wire.Operation
	fcv       bool // FCV must be set
	known     bool
}

// linkFunctions is indexed by PRM<<4 | function.
var linkFunctions = makeLinkFunctions()

func makeLinkFunctions() (t [32]linkInfo) {
	for i := range t {
		t[i] = linkInfo{name: fmt.Sprintf("link-unknown-0x%x", i&controlFunc), role: wire.Notice, operation: wire.Diagnose}
		if i&0x10 != 0 {
			t[i].role = wire.Request
		}
	}
	t[0x10|linkReset] = linkInfo{"link-reset", wire.Request, wire.Session, false, true}
	t[0x10|linkResetProcess] = linkInfo{"link-reset-user-process", wire.Request, wire.Restart, false, false} // obsolete
	t[0x10|linkTest] = linkInfo{"link-test", wire.Request, wire.Diagnose, true, true}
	t[0x10|linkConfirmedData] = linkInfo{"link-confirmed-user-data", wire.Notice, wire.Session, true, true}
	t[0x10|linkUnconfirmedData] = linkInfo{"link-unconfirmed-user-data", wire.Notice, wire.Session, false, true}
	t[0x10|linkRequestStatus] = linkInfo{"link-request-status", wire.Request, wire.Diagnose, false, true}
	t[linkACK] = linkInfo{"link-ack", wire.Response, wire.Session, false, true}
	t[linkNACK] = linkInfo{"link-nack", wire.Response, wire.Session, false, true}
	t[linkStatus] = linkInfo{"link-status", wire.Response, wire.Diagnose, false, true}
	t[linkNotSupported] = linkInfo{"link-not-supported", wire.Response, wire.Diagnose, false, true}
	return t
}

func (f *frame) info() *linkInfo {
	return &linkFunctions[(f.control&controlPRM)>>2|f.function()]
}

// linkMessage describes a frame that carries no fragment: one without user data,
// or one whose user data could not be read.
func (d *decoder) linkMessage(m *wire.Message, f *frame) {
	info := f.info()
	outstation, master := f.ends()
	m.Function, m.Role, m.Operation = info.name, info.role, info.operation
	m.Code = LinkCode | uint32(f.control&(controlPRM|controlFunc))
	m.Station = uint32(outstation)
	m.Key = wire.Key{ID: linkKey | uint32(f.control>>7), Station: stationKey(outstation, master)}
	m.Field("master", wire.Uint(uint64(master)))
	m.Field("source", wire.Uint(uint64(f.src)))
	m.Field("destination", wire.Uint(uint64(f.destination)))
	m.Field("dir", wire.Bool(f.fromMaster()))
	m.Field("prm", wire.Bool(f.primary()))
	if f.primary() {
		m.Field("fcb", wire.Bool(f.control&controlFCB != 0))
		m.Field("fcv", wire.Bool(f.control&controlFCV != 0))
	} else {
		m.Field("dfc", wire.Bool(f.control&controlDFC != 0))
	}
	if !info.known {
		m.Defects |= own(linkFunction)
	}
}

// linkOnly reports a frame whose function carries no user data, and keeps what
// its answer is to be judged by.
func (d *decoder) linkOnly(m *wire.Message, f *frame, trusted []byte) {
	d.linkMessage(m, f)
	a := d.association(f.ends())
	side := f.control >> 7
	if f.primary() {
		m.Defects |= f.countDefects()
		a.awaits[side] = awaitsLink
		m.NoReply = f.destination >= addressBroadcast
	} else {
		m.Key.ID ^= 1 // the exchange is that of the other side
		m.Refused = m.Role == wire.Response && (f.function() == linkNACK || f.function() == linkNotSupported)
		d.acknowledge(m, a, side^1)
	}
	if f.length > 0 {
		m.Defects |= own(linkData)
		m.Field("data", wire.Octets(trusted))
	}
}

// What a side of the link waits for.
const (
	awaitsUnknown = iota // nothing was seen yet, or octets were lost
	awaitsNothing
	awaitsLink // the answer to a link request
	awaitsData // the acknowledgement of user data
)

// acknowledge turns a secondary frame into a notice when it acknowledges user
// data, or may do so.
func (d *decoder) acknowledge(m *wire.Message, a *association, side byte) {
	if a.awaits[side] == awaitsData || a.awaits[side] == awaitsUnknown {
		m.Role, m.Refused = wire.Notice, false
	}
	a.awaits[side] = awaitsNothing
}
