package control

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/health"
)

func number(i int) string { return strconv.Itoa(i) }

// Client asks the sensor at a socket.
type Client struct{ http http.Client }

// Dial returns a client of a socket; it is reached at the first request.
func Dial(name string) *Client {
	return &Client{http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", name)
	}}}}
}

// Status asks for a look at the sensor.
func (c *Client) Status(ctx context.Context) (s health.Status, err error) {
	err = c.get(ctx, "/v1/status", nil, func(r io.Reader) error { return json.NewDecoder(r).Decode(&s) })
	return s, err
}

// Packets writes a pcapng of recorded packets to w. flow is as
// recorder.ParseSelection reads it; zero times are no bounds.
func (c *Client) Packets(ctx context.Context, flow string, from, to time.Time, w io.Writer) error {
	q := url.Values{"flow": {flow}}
	for name, t := range map[string]time.Time{"from": from, "to": to} {
		if !t.IsZero() {
			q.Set(name, t.Format(time.RFC3339Nano))
		}
	}
	return c.get(ctx, "/v1/packets", q, func(r io.Reader) error {
		_, err := io.Copy(w, r)
		return err
	})
}

// Metrics writes the metrics in Prometheus' text format to w.
func (c *Client) Metrics(ctx context.Context, w io.Writer) error {
	return c.get(ctx, "/metrics", nil, func(r io.Reader) error {
		_, err := io.Copy(w, r)
		return err
	})
}

func (c *Client) get(ctx context.Context, path string, q url.Values, read func(io.Reader) error) error {
	return c.do(ctx, http.MethodGet, path, q, nil, read)
}

// do sends a request and has read read the answer.
func (c *Client) do(ctx context.Context, method, path string, q url.Values, body io.Reader, read func(io.Reader) error) error {
	u := "http://sensor" + path
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, u, body)
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return heard(resp)
	}
	if err := read(resp.Body); err != nil {
		return fmt.Errorf("control: %w", err)
	}
	return nil
}
