package peers

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/rtu"
)

// outstation is the DNP3 server of the booster station.
type outstation struct {
	host   *host
	works  *works
	master string // address of the master it reports to

	mu     sync.Mutex
	report *station // the connection of that master, nil when there is none
	all    map[*station]bool
	unseq  byte
}

// station is one connection of the outstation.
type station struct {
	*link
	o        *outstation
	selected rtu.Command
	seq      byte // of the SELECT
	until    time.Time
	confirms chan byte // control octets of confirmations
}

// Times of the outstation.
const (
	radioLeast    = 60 * time.Millisecond // to answer, over its radio
	radioMost     = 130 * time.Millisecond
	selectTimeout = 5 * time.Second
	confirmWait   = 3 * time.Second
	reportEvery   = time.Second
)

// startOutstation listens, and listens again after each restart.
func (l *lab) startOutstation(ctx context.Context) error {
	o := &outstation{host: l.present(plant.RTU1), works: l.works, master: l.present(plant.SCADA).Address.String(), all: map[*station]bool{}}
	listener, err := o.host.listen(o.host.endpoint(dnp3Port))
	if err != nil {
		return err
	}
	l.serves(func() { o.run(ctx, listener) })
	l.serves(func() { o.reports(ctx) })
	return nil
}

// run serves between restarts.
func (o *outstation) run(ctx context.Context, listener net.Listener) {
	for ctx.Err() == nil {
		up, down := context.WithCancel(ctx)
		go func() {
			for sleep(up, 100*time.Millisecond) && o.available() {
			}
			down()
		}()
		serve(up, listener, o.serve)
		down()
		for !o.available() && sleep(ctx, 100*time.Millisecond) {
		}
		var err error
		if listener, err = o.host.listen(o.host.endpoint(dnp3Port)); err != nil {
			return
		}
	}
	listener.Close()
}

func (o *outstation) available() (ok bool) {
	o.works.do(func(p *plant.Plant) { ok = p.Available(p.Now()) })
	return ok
}

// serve serves one connection.
func (o *outstation) serve(ctx context.Context, c net.Conn) {
	s := &station{link: outstationLink(c), o: o, confirms: make(chan byte, 4)}
	o.mu.Lock()
	from, _, _ := net.SplitHostPort(c.RemoteAddr().String())
	if from == o.master {
		o.report = s
	}
	o.mu.Unlock()
	for {
		b, err := s.read()
		if err != nil {
			break
		}
		control, function, objects := b[0], b[1], b[2:]
		if function == rtu.Confirm {
			select {
			case s.confirms <- control:
			default:
			}
			continue
		}
		if !sleep(ctx, radioLeast+rand.N(radioMost-radioLeast)) || s.handle(ctx, control, function, objects) != nil {
			break
		}
	}
	o.mu.Lock()
	if o.report == s {
		o.report = nil
	}
	o.mu.Unlock()
	if tcp, ok := c.(*net.TCPConn); ok && ctx.Err() != nil {
		tcp.SetLinger(0) // a restart loses the connection
	}
}

// handle answers a request.
func (s *station) handle(ctx context.Context, control, function byte, objects []byte) error {
	switch function {
	case rtu.Read:
		return s.sendRead(ctx, control, objects)
	case rtu.Write:
		if rtu.IsFile(objects) {
			return s.answerFile(control, function, objects)
		}
		return s.sendWrite(control, objects)
	case rtu.Select, rtu.Operate, rtu.DirectOperate:
		return s.sendCommand(control, function, objects)
	case rtu.EnableUnsolicited, rtu.DisableUnsolicited:
		set, ok := rtu.ReadClasses(objects)
		if ok {
			s.o.works.do(func(p *plant.Plant) { p.Unsolicited(set&rtu.AllEvents, function == rtu.EnableUnsolicited) })
		}
		return s.answer(control, nil, fault(ok))
	case rtu.ColdRestart:
		var takes time.Duration
		s.o.works.do(func(p *plant.Plant) { takes = p.ColdRestart() })
		return s.answer(control, rtu.Delay(takes), 0)
	case rtu.OpenFile, rtu.CloseFile:
		return s.answerFile(control, function, objects)
	}
	return s.answer(control, nil, plant.NoFunctionCode)
}

// fault is the indication of a request that does not hold.
func fault(ok bool) uint16 {
	if ok {
		return 0
	}
	return plant.ParameterError
}

// answer sends a response; iin is added to the plant's.
func (s *station) answer(control byte, objects []byte, iin uint16) error {
	s.o.works.do(func(p *plant.Plant) { iin |= p.Indications() })
	return s.write(rtu.Answer(rtu.Whole|control&rtu.SEQ, rtu.Response, iin, objects))
}

// sendRead answers a poll of classes; events are forgotten when they are
// confirmed.
func (s *station) sendRead(ctx context.Context, control byte, objects []byte) error {
	set, ok := rtu.ReadClasses(objects)
	if !ok {
		return s.answer(control, nil, plant.ParameterError)
	}
	var pending []plant.PointEvent
	var b []byte
	var iin uint16
	s.o.works.do(func(p *plant.Plant) { pending, b, iin = rtu.Poll(p, set) })
	answered := rtu.Whole | control&rtu.SEQ
	c := answered
	if len(pending) > 0 {
		c |= rtu.CON
	}
	if err := s.write(rtu.Answer(c, rtu.Response, iin, b)); err != nil || len(pending) == 0 {
		return err
	}
	go func() {
		if s.confirmed(ctx, answered) {
			s.o.works.do(func(p *plant.Plant) { p.ConfirmEvents(set, pending[len(pending)-1].Number) })
		}
	}()
	return nil
}

// confirmed waits for a confirmation with a control octet; others are passed
// over.
func (s *station) confirmed(ctx context.Context, control byte) bool {
	for timeout := time.After(confirmWait); ; {
		select {
		case got := <-s.confirms:
			if got == control {
				return true
			}
		case <-timeout:
			return false
		case <-ctx.Done():
			return false
		}
	}
}

// sendWrite answers the writing of the restart bit and of the time.
func (s *station) sendWrite(control byte, objects []byte) error {
	ok := len(objects) >= 2
	switch {
	case ok && objects[0] == 80:
		s.o.works.do(func(p *plant.Plant) { p.ClearRestart() })
	case ok && objects[0] == 50:
		s.o.works.do(func(p *plant.Plant) { p.SetTime() })
	default:
		ok = false
	}
	return s.answer(control, nil, fault(ok))
}

// sendCommand answers a command. OPERATE needs the same command selected by the
// request before it (IEEE 1815, 4.4.3).
func (s *station) sendCommand(control, function byte, objects []byte) error {
	c, ok := rtu.ReadCommand(objects)
	if !ok {
		return s.answer(control, nil, plant.ParameterError)
	}
	status := plant.ControlSuccess
	switch function {
	case rtu.Select:
		s.selected, s.seq, s.until = c, control&rtu.SEQ, time.Now().Add(selectTimeout)
	case rtu.Operate:
		if s.selected != c || (s.seq+1)&rtu.SEQ != control&rtu.SEQ || time.Now().After(s.until) {
			status = plant.ControlNoSelect
			break
		}
		s.until = time.Time{}
		fallthrough
	default:
		s.o.works.do(func(p *plant.Plant) { status = c.Operate(p) })
	}
	return s.answer(control, c.Octets(status), 0)
}

// answerFile answers the opening, a block or the closing of a file, all of which
// succeed: it keeps nothing.
func (s *station) answerFile(control, function byte, objects []byte) error {
	answer, ok := rtu.AnswerFile(function, objects)
	return s.answer(control, answer, fault(ok))
}

// reports tells the master of events it has enabled, unasked, until the context is
// done.
func (o *outstation) reports(ctx context.Context) {
	for sleep(ctx, reportEvery) {
		o.mu.Lock()
		s := o.report
		o.mu.Unlock()
		if s != nil {
			o.reportTo(ctx, s)
		}
	}
}

func (o *outstation) reportTo(ctx context.Context, s *station) {
	var set byte
	var pending []plant.PointEvent
	var iin uint16
	o.works.do(func(p *plant.Plant) {
		set = p.UnsolicitedClasses()
		pending = p.PendingEvents(nil, set)
		iin = p.Indications() &^ plant.Class1Events
	})
	if len(pending) == 0 {
		return
	}
	control := rtu.Whole | rtu.UNS | o.unseq
	b := rtu.Answer(control|rtu.CON, rtu.UnsolicitedResponse, iin, rtu.Events(pending))
	if s.write(b) != nil || !s.confirmed(ctx, control) {
		return
	}
	o.unseq = (o.unseq + 1) & rtu.SEQ
	o.works.do(func(p *plant.Plant) { p.ConfirmEvents(set, pending[len(pending)-1].Number) })
}
