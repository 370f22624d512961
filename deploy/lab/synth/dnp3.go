package synth

import (
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/rtu"
)

const dnp3Port = 20000

// association is a master's view of the outstation over one connection.
type association struct {
	c     *conn
	seq   byte       // of requests
	unseq byte       // of unsolicited responses
	ends  [2]rtu.End // by the direction they send in
}

func newAssociation(c *conn, seq byte) association {
	return association{c: c, seq: seq, ends: [2]rtu.End{toServer: rtu.MasterEnd(), toClient: rtu.OutstationEnd()}}
}

// fragment sends an application fragment.
func (e *engine) fragment(x *association, dir uint8, at int64, b []byte) int64 {
	return e.send(x.c, dir, at, x.ends[dir].Frames(b))
}

// ask3 sends a request; next is the sequence of the answer to it.
func (e *engine) ask3(x *association, at int64, function byte, objects []byte) int64 {
	x.seq = (x.seq + 1) & rtu.SEQ
	x.c.used = at
	return e.fragment(x, toServer, at, rtu.Request(rtu.Whole|x.seq, function, objects))
}

// reply sends the answer to the last request; confirmed asks for a confirmation.
func (e *engine) reply(x *association, at int64, objects []byte, confirmed bool, iin uint16) int64 {
	control := rtu.Whole | x.seq
	if confirmed {
		control |= rtu.CON
	}
	return e.fragment(x, toClient, at, rtu.Answer(control, rtu.Response, iin, objects))
}

// confirm sends a confirmation.
func (e *engine) confirm(x *association, at int64, control byte) int64 {
	return e.fragment(x, toServer, at, rtu.Request(control, rtu.Confirm, nil))
}

// radio is how long the outstation takes to answer, over its radio.
func (e *engine) radio() int64 { return 85e6 + int64(e.random.ExpFloat64()*35e6) }

// request asks and is answered with objects, and returns when that goes out.
func (e *engine) request(x *association, at int64, function byte, objects, answer []byte) int64 {
	at = e.ask3(x, at, function, objects)
	return e.reply(x, at+e.radio(), answer, false, e.plant.Indications())
}

// readEvents polls classes; events are told first, and confirmed.
func (e *engine) readEvents(x *association, at int64, set byte) int64 {
	at = e.ask3(x, at, rtu.Read, rtu.Classes(set))
	pending, answer, iin := rtu.Poll(e.plant, set)
	at = e.reply(x, at+e.radio(), answer, len(pending) > 0, iin)
	if len(pending) > 0 {
		at = e.confirm(x, at+3e6, rtu.Whole|x.seq)
		e.plant.ConfirmEvents(set, pending[len(pending)-1].Number)
	}
	return at
}

// master polls the outstation, and listens to it.
type master struct {
	association
	lost      int64 // since when it gets no answers, 0 when it does
	tries     int
	integrity int64 // when the next integrity poll is due
	daily     int64 // when it enables unsolicited responses anew
}

// Times of the master in units of Options.Poll, and of the day.
const (
	eventPolls    = 10
	integrityPoll = int64(15 * time.Minute)
	masterTimeout = int64(5 * time.Second)
	masterRetry   = int64(11 * time.Second)
)

// startMaster opens the association and polls.
func (e *engine) startMaster() {
	m := &master{}
	e.master = m
	e.at(e.now+e.random.Int64N(int64(e.o.Poll)), m.poll(e))
	e.at(e.now+int64(2*time.Second), m.listen(e))
}

// poll returns the task of the master's polls.
func (m *master) poll(e *engine) task {
	return func(at int64) int64 {
		every := eventPolls * int64(e.o.Poll)
		switch {
		case m.lost != 0:
			return m.retry(e, at)
		case m.c == nil || !m.c.open:
			return m.connect(e, at)
		case !e.plant.Available(timeOf(at)):
			return m.unanswered(e, at)
		case at >= m.daily:
			e.setUnsolicited(&m.association, at, rtu.EnableUnsolicited, rtu.Class1)
			m.daily = at + int64(24*time.Hour)
		case at >= m.integrity:
			e.readEvents(&m.association, at, rtu.AllClasses)
			m.integrity = at + max(integrityPoll, 20*every)
		default:
			e.readEvents(&m.association, at, rtu.AllEvents)
		}
		return at + every + e.random.Int64N(30e6)
	}
}

// connect opens the connection and starts as masters do: the restart bit is
// cleared, the time set, everything read, reports enabled.
func (m *master) connect(e *engine, at int64) int64 {
	m.association = newAssociation(nil, m.seq)
	m.c, at = e.dial(e.hosts[plant.SCADA], e.hosts[plant.RTU1], dnp3Port, at)
	x := &m.association
	iin := e.plant.Indications()
	if iin&plant.DeviceRestart != 0 {
		e.plant.ClearRestart()
		at = e.request(x, at+10e6, rtu.Write, rtu.ClearRestart(), nil) + 20e6
	}
	if iin&plant.NeedTime != 0 {
		e.plant.SetTime()
		at = e.request(x, at, rtu.Write, rtu.Time(at/1e6), nil) + 20e6
	}
	at = e.readEvents(x, at, rtu.AllClasses) + 20e6
	at = e.setUnsolicited(x, at, rtu.EnableUnsolicited, rtu.Class1)
	m.daily, m.integrity = at+int64(24*time.Hour), at+integrityPoll
	return at + int64(e.o.Poll)
}

// setUnsolicited enables or disables reports of classes.
func (e *engine) setUnsolicited(x *association, at int64, function, set byte) int64 {
	e.plant.Unsolicited(set, function == rtu.EnableUnsolicited)
	return e.request(x, at, function, rtu.Classes(set), nil)
}

// unanswered polls an outstation that restarts: the connection is dead.
func (m *master) unanswered(e *engine, at int64) int64 {
	e.ask3(&m.association, at, rtu.Read, rtu.Classes(rtu.AllEvents))
	m.c.dead = true
	m.lost, m.tries = at, 0
	return at + masterTimeout
}

// retry gives the dead connection up, and tries to open another until the
// outstation is back.
func (m *master) retry(e *engine, at int64) int64 {
	if m.c.open {
		e.abort(m.c, toServer, at)
	}
	if e.plant.Available(timeOf(at)) {
		m.lost = 0
		return m.connect(e, at)
	}
	c := e.newConn(e.hosts[plant.SCADA], e.hosts[plant.RTU1], dnp3Port)
	e.flow(at, c, false)
	e.control(c, toServer, at, syn)
	return at + masterRetry
}

// listen returns the task of the outstation's reports.
func (m *master) listen(e *engine) task {
	return func(at int64) int64 {
		again := at + max(int64(e.o.Poll), int64(time.Second))
		set := e.plant.UnsolicitedClasses()
		if set == 0 || m.c == nil || !m.c.open || m.lost != 0 || !e.plant.Available(timeOf(at)) {
			return again
		}
		pending := e.plant.PendingEvents(nil, set)
		if len(pending) == 0 {
			return again
		}
		iin := e.plant.Indications() &^ plant.Class1Events
		control := rtu.Whole | rtu.UNS | m.unseq
		b := rtu.Answer(control|rtu.CON, rtu.UnsolicitedResponse, iin, rtu.Events(pending))
		sent := e.fragment(&m.association, toClient, at, b)
		e.confirm(&m.association, sent+e.radio()/2, control)
		e.plant.ConfirmEvents(set, pending[len(pending)-1].Number)
		m.unseq = (m.unseq + 1) & rtu.SEQ
		return again
	}
}
