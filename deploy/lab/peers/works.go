package peers

import (
	"context"
	"sync"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// works is the plant behind a lock, and its clock.
type works struct {
	mu    sync.Mutex
	plant *plant.Plant
	start time.Time
	speed float64
}

func newWorks(o *Options) *works {
	w := &works{plant: o.Plant, start: time.Now().UTC(), speed: o.Speed}
	if w.plant == nil {
		w.plant = plant.New(o.Seed)
	}
	w.plant.Step(w.start)
	return w
}

// do calls f with the plant to itself.
func (w *works) do(f func(p *plant.Plant)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(w.plant)
}

// clock is the plant's time now.
func (w *works) clock() time.Time {
	return w.start.Add(time.Duration(float64(time.Since(w.start)) * w.speed))
}

// wall is when the plant's clock comes to a time.
func (w *works) wall(t time.Time) time.Time {
	return w.start.Add(time.Duration(float64(t.Sub(w.start)) / w.speed))
}

// stepEvery is how often the process moves.
const stepEvery = 250 * time.Millisecond

// run moves the process and hands on what people do, until the context is done.
func (w *works) run(ctx context.Context, perform func(plant.Action)) {
	for ticker := time.NewTicker(stepEvery); ; {
		select {
		case <-ctx.Done():
			ticker.Stop()
			return
		case <-ticker.C:
		}
		var due []plant.Action
		w.do(func(p *plant.Plant) {
			p.Step(w.clock())
			due = p.Due()
		})
		for _, a := range due {
			perform(a)
		}
	}
}
