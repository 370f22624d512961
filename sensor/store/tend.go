package store

import (
	"context"
	"time"
)

// tendSteps is how many transactions Tend makes of a table at most: the rest is done the
// next time.
const tendSteps = 16

// Tend keeps the tables within their limits at a time, and tries whether there is room
// again. It is called every few minutes, does a little, and lets others write between. The
// time is taken to be the clock's where it is ahead of that: nothing goes because a frame
// was of the future.
func (s *Store) Tend(ctx context.Context, now time.Time) error {
	if clock := s.options.Now(); now.After(clock) {
		now = clock
	}
	if err := s.Recover(ctx); err != nil {
		return err
	}
	if err := s.Write(func(t *Tx) error { t.quieten(now); return t.err }); err != nil {
		return err
	}
	for i := range s.keepings {
		if err := s.tend(ctx, &s.keepings[i], now); err != nil {
			return err
		}
	}
	return nil
}

// tend keeps one table within its limits.
func (s *Store) tend(ctx context.Context, k *keeping, now time.Time) error {
	for range tendSteps {
		gone, err := s.tendOnce(k, stamp(now.Add(-k.age)))
		if err != nil || gone == 0 || ctx.Err() != nil {
			return err
		}
	}
	return nil
}

// tendOnce lets some lines go that are too old, or too many.
func (s *Store) tendOnce(k *keeping, before int64) (gone int64, err error) {
	old, err := s.overdue(k, before)
	if err != nil {
		return 0, err
	}
	var surplus int64
	if k.most > 0 {
		n, err := s.lines(k.table)
		if err != nil {
			return 0, err
		}
		surplus = min(n-k.most, int64(k.batch))
	}
	if !old && surplus <= 0 {
		return 0, nil
	}
	err = s.Write(func(t *Tx) error {
		if gone = 0; old {
			gone = k.expire(t, before)
		}
		if gone == 0 && surplus > 0 {
			gone = k.drop(t, surplus)
		}
		return t.err
	})
	return gone, err
}
