package peers

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/rtu"
)

// master is a host's association with the outstation.
type master struct {
	from, to *host

	mu      sync.Mutex // of requests
	link    *link      // nil while there is no connection
	seq     byte
	answers chan []byte
	used    time.Time
	polled  bool // stays open
}

// masterTimeout is how long a master waits for an answer.
const masterTimeout = 5 * time.Second

var (
	errSilent  = errors.New("peers: dnp3: no answer")
	errControl = errors.New("peers: dnp3: the command was refused")
)

// associate returns a host's association with the outstation, which need not be
// open.
func (h *host) associate(to *host) *master {
	h.mu.Lock()
	defer h.mu.Unlock()
	m := h.dnp3[to.Name]
	if m == nil {
		m = &master{from: h, to: to}
		h.dnp3[to.Name] = m
	}
	return m
}

// use calls f with the association open; after an error it is closed.
func (m *master) use(ctx context.Context, f func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.link == nil {
		c, err := m.from.dial(ctx, m.to.endpoint(dnp3Port))
		if err != nil {
			return err
		}
		m.link, m.answers = masterLink(c), make(chan []byte, 4)
		go receive(m.link, m.answers)
	}
	m.used = time.Now()
	err := f()
	if err != nil && !errors.Is(err, errControl) {
		m.close()
	}
	return err
}

func (m *master) close() {
	if m.link != nil {
		m.link.conn.Close()
	}
	m.link = nil
}

// idle closes an association that was opened for an action and not used for a
// time; below 0 it closes any.
func (m *master) idle(after time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.link != nil && (after < 0 || !m.polled && time.Since(m.used) > after) {
		m.close()
	}
}

// receive confirms what asks for it and hands on the responses.
func receive(l *link, answers chan<- []byte) {
	defer close(answers)
	for {
		b, err := l.read()
		if err != nil {
			return
		}
		if b[0]&rtu.CON != 0 {
			if l.write(rtu.Request(b[0]&^rtu.CON, rtu.Confirm, nil)) != nil {
				return
			}
		}
		if b[1] == rtu.Response {
			answers <- append([]byte(nil), b...)
		}
	}
}

// request asks and returns the answer.
func (m *master) request(function byte, objects []byte) ([]byte, error) {
	m.seq = (m.seq + 1) & rtu.SEQ
	if err := m.link.write(rtu.Request(rtu.Whole|m.seq, function, objects)); err != nil {
		return nil, err
	}
	for timeout := time.After(masterTimeout); ; {
		select {
		case b, ok := <-m.answers:
			if !ok {
				return nil, errSilent
			}
			if b[0]&rtu.SEQ == m.seq && len(b) >= 4 {
				return b, nil
			}
		case <-timeout:
			return nil, errSilent
		}
	}
}

// command sends a command and tells whether it was carried out.
func (m *master) command(function byte, c rtu.Command) error {
	b, err := m.request(function, c.Octets(0))
	if err != nil {
		return err
	}
	if b[len(b)-1] != byte(plant.ControlSuccess) {
		return errControl
	}
	return nil
}

// sendFile opens, writes and closes a file.
func (m *master) sendFile(name string, data []byte) error {
	for function, objects := range rtu.FileTransfer(name, data, time.Now().UnixMilli()) {
		if _, err := m.request(function, objects); err != nil {
			return err
		}
	}
	return nil
}

// Times of the master.
const (
	eventPoll     = 10 * time.Second
	integrityPoll = 15 * time.Minute
	masterRetry   = 5 * time.Second
)

// startMaster polls the outstation.
func (l *lab) startMaster(ctx context.Context) {
	m := l.present(plant.SCADA).associate(l.present(plant.RTU1))
	m.polled = true
	l.goes(func() {
		var integrity time.Time
		for sleep(ctx, rand.N(300*time.Millisecond)) {
			wait := eventPoll
			err := m.use(ctx, func() error { return m.poll(&integrity, m.seq == 0) })
			if ctx.Err() != nil {
				break
			}
			l.o.Exchanged(Exchange{From: m.from.Name, To: m.to.Name, Protocol: "dnp3", Err: err})
			if err != nil {
				integrity, wait = time.Time{}, masterRetry
			}
			if !sleep(ctx, wait) {
				break
			}
		}
	})
}

// poll reads events, or everything when that is due. What the answer asks for, the
// restart bit and the time, is written.
func (m *master) poll(integrity *time.Time, first bool) error {
	set := byte(rtu.AllEvents)
	whole := time.Now().After(*integrity)
	if whole {
		set = rtu.AllClasses
	}
	b, err := m.request(rtu.Read, rtu.Classes(set))
	if err != nil {
		return err
	}
	iin := uint16(b[2])<<8 | uint16(b[3])
	if iin&plant.DeviceRestart != 0 {
		if _, err := m.request(rtu.Write, rtu.ClearRestart()); err != nil {
			return err
		}
	}
	if iin&plant.NeedTime != 0 {
		if _, err := m.request(rtu.Write, rtu.Time(time.Now().UnixMilli())); err != nil {
			return err
		}
	}
	if whole || iin&plant.DeviceRestart != 0 {
		if _, err := m.request(rtu.EnableUnsolicited, rtu.Classes(rtu.Class1)); err != nil {
			return err
		}
		*integrity = time.Now().Add(integrityPoll)
	}
	return nil
}
