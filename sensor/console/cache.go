package console

import (
	"context"
	"sync"
	"time"

	"github.com/banken-ot/banken/sensor/control"
)

// fresh is how long an answer is used for other pages as well, while nothing changes.
const fresh = 5 * time.Second

// todayCache keeps what every page shows: how the site stands, and what its devices are
// called.
type todayCache struct {
	mu       sync.Mutex
	at       time.Time
	revision uint64
	today    *control.Today
	names    map[string]string
}

// situation returns the revision of the site and how it stands. What is returned is
// shared: it is only read.
func (c *Console) situation(ctx context.Context) (uint64, *control.Today, error) {
	t := &c.today
	t.mu.Lock()
	defer t.mu.Unlock()
	now, err := c.o.Sensor.Changed(ctx, anyRevision)
	if err != nil {
		return 0, nil, err
	}
	if t.today != nil && t.revision == now && c.o.Now().Sub(t.at).Abs() < fresh {
		return now, t.today, nil
	}
	today, err := c.o.Sensor.Today(ctx)
	if err != nil {
		return 0, nil, err
	}
	assets, err := c.o.Sensor.Assets(ctx)
	if err != nil {
		return 0, nil, err
	}
	t.names = map[string]string{}
	for _, a := range assets.Assets {
		if a.Name != "" {
			t.names[a.Address] = a.Name
		}
	}
	t.at, t.revision, t.today = c.o.Now(), now, today
	return now, today, nil
}

// called is what a device is called: as the owner calls it, with its address.
func (c *Console) called(address string) string {
	c.today.mu.Lock()
	defer c.today.mu.Unlock()
	if n := c.today.names[address]; n != "" {
		return n + " (" + address + ")"
	}
	return address
}
