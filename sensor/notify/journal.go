package notify

import (
	"context"
	"errors"
	"sync"

	"github.com/banken-ot/banken/sensor/control"
)

// Log is where notices are kept; a control.Client is one.
type Log interface {
	Notices(ctx context.Context, q *control.NoticeQuery) (*control.Notices, error)
	AddNotices(ctx context.Context, n *control.Notices) (*control.Notices, error)
}

// journal is the log, and what follows from it. It may be used by several goroutines;
// state belongs to them only while none of them writes.
type journal struct {
	mu     sync.Mutex
	log    Log
	state  *state
	loaded bool
	// memory: the sensor keeps no log. Then a restart forgets.
	memory bool
	// pending are lines that could not be written yet.
	pending []control.Notice
}

// maxPending bounds what waits for the sensor: it is few, for without it nobody can be
// told of incidents.
const maxPending = 1000

// maxRows is how many lines are written at once.
const maxRows = 500

// ready brings state and log together: it writes what waits, and reads what is not
// known yet.
func (j *journal) ready(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.pending) > 0 && !j.memory {
		if err := j.write(ctx, j.pending); err != nil && !j.without(err) {
			return err
		}
		j.pending, j.loaded = nil, j.memory
	}
	if j.loaded || j.memory {
		return nil
	}
	s := newState()
	for {
		got, err := j.log.Notices(ctx, &control.NoticeQuery{After: s.last})
		if err != nil {
			if j.without(err) {
				return nil
			}
			return err
		}
		if len(got.Notices) == 0 {
			break
		}
		for i := range got.Notices {
			s.add(&got.Notices[i])
		}
	}
	j.state, j.loaded = s, true
	return nil
}

// without notes that the sensor keeps no log, when that is what an error says.
func (j *journal) without(err error) bool {
	var f *control.Fault
	if errors.As(err, &f) && (f.Code == control.NoSite || f.Code == control.Conflict) {
		j.memory = true
	}
	return j.memory
}

// put notes lines before anything is done about them: they are on the disk when it
// returns nil.
func (j *journal) put(ctx context.Context, rows ...control.Notice) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.memory {
		j.note(rows)
		return nil
	}
	err := j.write(ctx, rows)
	if err != nil && j.without(err) {
		j.note(rows)
		return nil
	}
	return err
}

// keep notes lines about what was done. They are written later if they cannot be now.
func (j *journal) keep(ctx context.Context, rows ...control.Notice) {
	if err := j.put(ctx, rows...); err == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.note(rows)
	if len(j.pending)+len(rows) <= maxPending {
		j.pending = append(j.pending, rows...)
	}
}

// write writes lines and takes them over with the numbers the sensor gave them.
func (j *journal) write(ctx context.Context, rows []control.Notice) error {
	for len(rows) > 0 {
		n := min(len(rows), maxRows)
		got, err := j.log.AddNotices(ctx, &control.Notices{V: control.Version, Notices: rows[:n]})
		if err != nil {
			return err
		}
		for i := range got.Notices {
			j.state.add(&got.Notices[i])
		}
		rows = rows[n:]
	}
	return nil
}

// note takes lines over that have no number of the sensor.
func (j *journal) note(rows []control.Notice) {
	for _, r := range rows {
		r.Seq = j.state.last + 1
		j.state.add(&r)
	}
}
