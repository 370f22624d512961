package recorder

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// gatherTime is how long frames are gathered to be written at once: short
	// against SyncEvery, and it keeps a quiet recorder to some writes a second.
	gatherTime = 50 * time.Millisecond
	// tendEvery is how often age, free space and faults are looked at.
	tendEvery = time.Second
)

var errWaiting = errors.New("recorder: waits to try the disk again")

// Run records until ctx is done; then it writes what is in the queue, ends the
// segment and returns nil. Errors of the disk do not end it: they are a State. A
// recorder can be run once.
func (r *Recorder) Run(ctx context.Context) error {
	r.mu.Lock()
	ran := r.running
	r.running = true
	r.mu.Unlock()
	if ran {
		return ErrRunning
	}
	r.queue.serve(true)
	defer r.queue.serve(false)
	r.wakeMender()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { r.writeLoop(ctx); return nil })
	g.Go(func() error { r.mendLoop(ctx); return nil })
	return g.Wait()
}

func (r *Recorder) writeLoop(ctx context.Context) {
	r.tend()
	ticker := time.NewTicker(gatherTime)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			r.end()
			return
		case <-ticker.C:
		case <-r.queue.wake:
		}
		r.step()
	}
}

// end writes what is left and ends the segment.
func (r *Recorder) end() {
	r.queue.close()
	r.step()
	if err := r.finish(); err != nil {
		r.fail(err)
	}
	r.enter(Stopped, nil)
}

// step writes what is in the queue and does what is due.
func (r *Recorder) step() {
	b := r.queue.take()
	r.handle(b)
	r.queue.release(b)
	now := r.now()
	if now.Sub(r.synced) >= r.config.SyncEvery {
		if err := r.sync(); err != nil {
			r.fail(err)
		}
	}
	if now.Sub(r.tended) >= tendEvery {
		r.tend()
	}
}

// tend keeps the limits where no frames come, and finds out whether the disk is
// well again.
func (r *Recorder) tend() {
	r.tended = r.now()
	err := r.expire(r.tended)
	if err == nil && r.isOld(r.tended) {
		err = r.finish()
	}
	if err != nil {
		r.fail(err)
		return
	}
	if r.condition.state == Recording {
		return
	}
	if r.prepare(0) == nil {
		if err := r.prove(); err != nil {
			r.fail(err)
		}
	}
}

// handle writes a batch, or loses it.
func (r *Recorder) handle(b *batch) {
	blocks := b.octets
	for i := 0; i < len(b.entries); {
		if err := r.prepare(int64(len(blocks))); err != nil {
			r.lose(len(b.entries) - i)
			return
		}
		n, octets, err := r.put(b.entries[i:], blocks)
		i, blocks = i+n, blocks[octets:]
		if err != nil {
			r.fail(err)
			r.lose(len(b.entries) - i)
			return
		}
	}
}

// put writes the frames that fit into the segment, and returns how many they were
// and of how many octets. Where none fits, the segment is ended.
func (r *Recorder) put(entries []entry, blocks []byte) (n int, octets int64, err error) {
	n, octets = r.fits(entries)
	if n == 0 {
		return 0, 0, r.finish()
	}
	if err := r.append(entries[:n], blocks[:octets]); err != nil {
		return 0, 0, err
	}
	return n, octets, r.prove()
}

// prepare sees to it that there is a segment and room for so many octets. Its
// errors have been dealt with.
func (r *Recorder) prepare(octets int64) error {
	now := r.now()
	if r.condition.state == Failed && now.Before(r.retry) {
		return errWaiting
	}
	if r.isOld(now) {
		if err := r.finish(); err != nil {
			r.fail(err)
			return err
		}
	}
	err := r.open(octets)
	if err == errNoRoom {
		r.full(err)
	} else if err != nil {
		r.fail(err)
	}
	return err
}

// open begins a segment where there is none, if there is room.
func (r *Recorder) open(octets int64) error {
	if r.writing.file != nil {
		return r.room(octets)
	}
	if err := r.reserve(); err != nil {
		return err
	}
	if err := r.room(octets); err != nil {
		return err
	}
	return r.begin()
}

// full stops recording before the disk is full.
func (r *Recorder) full(cause error) {
	if err := r.finish(); err != nil {
		r.fail(err)
		return
	}
	r.enter(DiskFull, cause)
}

func (r *Recorder) lose(frames int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counters.lost += uint64(frames)
}
