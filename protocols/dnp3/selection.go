package dnp3

import (
	"time"

	"github.com/banken-ot/banken/protocols/wire"
)

// SelectTimeout is how long after a SELECT its OPERATE may come (IEEE 1815-2012,
// clause 4). The time is set in the outstation and is not on the wire; 10 s is
// the most common default.
const SelectTimeout = 10 * time.Second

// State of a selection.
const (
	selectionNone    = iota
	selectionUnknown // octets were lost in which a SELECT may have been
	selectionArmed
	selectionOperated // the OPERATE came; it may be repeated
)

// selection is the last SELECT of a master and what became of it (clause 4).
type selection struct {
	state uint8
	seq   uint8
	time  int64
	hash  uint64 // of the objects
}

// selects follows SELECT and OPERATE. The hash of the objects is complete.
func (d *decoder) selects(m *wire.Message, a *association, u *apdu) {
	seq, hash := u.control&appSEQ, d.x.hash
	s := &a.selection
	switch {
	case u.cut || u.code != funcSelect && u.code != funcOperate:
	case u.code == funcSelect:
		*s = selection{state: selectionArmed, seq: seq, time: m.Time, hash: hash}
	default:
		m.Defects |= s.operate(seq, hash, m.Time)
	}
}

// operate checks an OPERATE against the selection.
func (s *selection) operate(seq uint8, hash uint64, now int64) wire.Defects {
	before := *s
	switch {
	case before.state == selectionUnknown:
		return 0
	case before.state == selectionOperated && seq == before.seq && hash == before.hash:
		return 0 // the master repeats what was not answered
	case before.state != selectionArmed || seq != (before.seq+1)&appSEQ:
		return own(selectMissing)
	}
	*s = selection{state: selectionOperated, seq: seq, hash: hash}
	switch {
	case hash != before.hash:
		return own(selectDiffers)
	case now-before.time > int64(SelectTimeout):
		return own(selectExpired)
	}
	return 0
}
