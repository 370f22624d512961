package modbus

import "github.com/banken-ot/banken/protocols/wire"

// Bounds of what is kept of devices' objects while more follow.
const (
	// maxJoined octets of one unit: a regular identification has seven texts, an
	// extended one some dozens.
	maxJoined = 4096
	// maxJoins units of one connection at the same time: masters ask one unit
	// after the other, and a gateway has few ports behind it.
	maxJoins = 4
)

// join gathers the objects of a device identification that comes in several
// responses.
type join struct {
	unit uint8
	next uint8  // the object that is to be asked for next
	buf  []byte // object id, length, value, one after the other; empty: unused
}

// joins are those of one connection.
type joins struct {
	list [maxJoins]join
	turn int // the next to give way when all are used
}

// find returns the join of a unit that was begun, or nil.
func (s *joins) find(unit uint8) *join {
	for i := range s.list {
		if j := &s.list[i]; len(j.buf) > 0 && j.unit == unit {
			return j
		}
	}
	return nil
}

// begin returns an empty join for a unit.
func (s *joins) begin(unit uint8) *join {
	for i := range s.list {
		if j := &s.list[i]; len(j.buf) == 0 {
			j.unit = unit
			return j
		}
	}
	j := &s.list[s.turn]
	s.turn = (s.turn + 1) % maxJoins
	j.unit, j.buf = unit, j.buf[:0]
	return j
}

// drop forgets what was begun.
func (s *joins) drop() {
	for i := range s.list {
		s.list[i].buf = s.list[i].buf[:0]
	}
	s.turn = 0
}

// asked tells which object is asked for. The first begins anew, one behind the
// next leaves a hole; one before is asked for again.
func (s *joins) asked(unit, id uint8) {
	if j := s.find(unit); j != nil && (id == j.buf[0] || id > j.next) {
		j.buf = j.buf[:0]
	}
}

// join adds the objects of a response to those before it, and with the last
// response lists them all.
func (x *content) join(objects []byte, more bool, next uint8) {
	j := x.d.objects.find(x.unit)
	switch {
	case j == nil && !more:
		return // all in one response
	case j == nil:
		j = x.d.objects.begin(x.unit)
	}
	j.next = next
	if !j.add(objects) {
		x.m.Defects |= wire.Omitted
	}
	if more {
		return
	}
	rest := x.c
	x.c = wire.NewCursor(j.buf)
	x.objects("all_objects", countObjects(j.buf))
	x.c = rest
	j.buf = j.buf[:0]
}

// add appends the objects that are not there yet (a response may come twice),
// and tells whether they fit.
func (j *join) add(objects []byte) bool {
	for n := objectLength(objects); n > 0; n = objectLength(objects) {
		if !j.holds(objects[0]) {
			if len(j.buf)+n > maxJoined {
				return false
			}
			j.buf = append(j.buf, objects[:n]...)
		}
		objects = objects[n:]
	}
	return true
}

func (j *join) holds(id uint8) bool {
	for b := j.buf; len(b) > 0; b = b[objectLength(b):] {
		if b[0] == id {
			return true
		}
	}
	return false
}

// objectLength returns how long the object at the start of b is, 0 when it is
// not whole.
func objectLength(b []byte) int {
	if len(b) < 2 || len(b) < 2+int(b[1]) {
		return 0
	}
	return 2 + int(b[1])
}

func countObjects(b []byte) (n int) {
	for ; len(b) > 0; b = b[objectLength(b):] {
		n++
	}
	return n
}
