package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// confirm is an application confirm that may be due.
type confirm struct {
	seen bool // some response was seen since octets were lost
	due  bool
	seq  uint8
}

// selfRequest is the last request to the self-address: its answer comes from the
// outstation's own address.
type selfRequest struct {
	active bool
	master uint16
	seq    uint8
}

// followRequest checks a request and keeps what its answer, a confirm or an
// OPERATE are checked against.
func (d *decoder) followRequest(m *wire.Message, dir wire.Direction, a *association, u *apdu) {
	m.NoReply = functions[u.code].noReply || a.outstation >= addressBroadcast ||
		m.Defects&own(frameRepeated) != 0 || d.x.onlyReply
	if u.control&appCON != 0 {
		m.Defects |= own(confirmRequested)
	}
	if u.code < funcAuthenticate { // authentication may be of an unsolicited response
		m.Defects |= unsolicitedDefects(u, false)
	}
	if u.control&(appFIR|appFIN) != appFIR|appFIN {
		m.Defects |= own(requestFragmented)
		m.NoReply = m.NoReply || u.control&appFIN == 0
	}
	if m.Defects&own(frameRepeated) != 0 {
		return
	}
	seq := u.control & appSEQ
	m.Defects |= d.sequence(dir, a, seq)
	a.code = u.code
	if a.outstation == addressSelf {
		d.self = selfRequest{true, a.master, seq}
	}
	if control(u.code) {
		d.selects(m, a, u)
		a.expectEcho(m, seq)
	}
}

// expectEcho counts a control whose echo is to come. After the time-out none is.
func (a *association) expectEcho(m *wire.Message, seq uint8) {
	if m.Time-a.controlled > int64(timeout) {
		a.controls = [16]uint8{}
	}
	a.controlled = m.Time
	if m.NoReply {
		return
	}
	if a.controls[seq] > 0 {
		a.controls[seq] |= severalControls
	}
	if a.controls[seq]&^severalControls < severalControls-1 {
		a.controls[seq]++
	}
}

// severalControls marks a count of controls that was more than one, until all
// of them are answered: which answer belongs to which is a guess as long.
const severalControls = 0x80

// echoed takes an echo, and tells whether it is clear which request it answers.
func (a *association) echoed(seq uint8) bool {
	n := &a.controls[seq&appSEQ]
	several := *n&severalControls != 0
	if *n&^severalControls > 0 {
		*n--
	}
	if *n == severalControls {
		*n = 0
	}
	return !several
}

// sequence checks the sequence of a request: that of the last one again, or the
// next (4.2.2.4), counted by the outstation or by all of the connection.
func (d *decoder) sequence(dir wire.Direction, a *association, seq uint8) (bad wire.Defects) {
	h := &d.halves[dir]
	mine, all := a.request, h.request
	a.request, h.request = sequence{true, seq}, sequence{true, seq}
	if h.unread {
		h.unread = false
		return 0
	}
	if mine.known && seq != mine.n && seq != (mine.n+1)&appSEQ && seq != (all.n+1)&appSEQ {
		return own(sequenceJump)
	}
	return 0
}

// followResponse finds the request a response belongs to: of a response in
// several fragments, whose sequence goes up, that of the first.
func (d *decoder) followResponse(m *wire.Message, a *association, u *apdu) {
	if u.code == funcResponse {
		m.Defects |= unsolicitedDefects(u, false)
	}
	a.expectConfirm(u)
	seq := u.control & appSEQ
	if d.self.active && d.self.master == a.master && d.self.seq == seq && a.request != (sequence{true, seq}) {
		m.Key.Station = stationKey(addressSelf, a.master)
		d.self.active = false
	}
	s := &a.series
	switch {
	case u.control&appFIR != 0:
		*s = series{base: seq}
	case !s.active:
		m.Defects |= own(fragmentUnexpected)
		*s = series{base: seq}
	case seq != s.next:
		m.Defects |= own(fragmentSequence)
	}
	s.active, s.next = u.control&appFIN == 0, (seq+1)&appSEQ
	m.Key.ID = uint32(s.base)
	// A challenge is not the answer: that follows when the reply to it is right.
	m.More = s.active || d.x.challenge && a.code != funcAuthenticate
}

// expectConfirm notes whether a response asks for a confirm.
func (a *association) expectConfirm(u *apdu) {
	c := &a.confirms[u.control>>4&1]
	c.seen = true
	if u.control&appCON != 0 {
		c.due, c.seq = true, u.control&appSEQ
	}
}

// confirmed takes a confirm, and tells whether one was due.
func (a *association) confirmed(u *apdu) wire.Defects {
	c := &a.confirms[u.control>>4&1]
	due := c.due && c.seq == u.control&appSEQ
	c.due = false
	if c.seen && !due {
		return own(confirmUnexpected)
	}
	return 0
}
