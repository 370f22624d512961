package control

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"time"

	"github.com/banken-ot/banken/sensor/health"
)

// Looks is what the sensor noted of itself.
type Looks struct {
	V       int             `json:"v"`
	Samples []health.Status `json:"samples"` // one a minute, of the last day
	Changes []health.Change `json:"changes"`
}

// Looks asks for what the sensor noted of itself from a time on, the oldest first.
func (c *Client) Looks(ctx context.Context, from time.Time) (*Looks, error) {
	q := url.Values{}
	if !from.IsZero() {
		q.Set("from", from.UTC().Format(time.RFC3339Nano))
	}
	l := new(Looks)
	if err := c.get(ctx, "/v1/history", q, func(r io.Reader) error { return json.NewDecoder(r).Decode(l) }); err != nil {
		return nil, err
	}
	return l, nil
}
