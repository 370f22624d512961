package channel

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/config"
)

// Headers of a webhook. The signature is "sha256=" and, in hexadecimal, the HMAC-SHA256
// (RFC 2104) with the secret of the timestamp (seconds since 1970), a dot, and the
// body. Who receives it checks it, and that the timestamp is not old.
const (
	HeaderTimestamp = "X-Banken-Timestamp"
	HeaderSignature = "X-Banken-Signature"
	HeaderDelivery  = "X-Banken-Delivery"
)

// attempts is how often a webhook is tried, and backOff how long is waited before the
// second time; twice as long before each that follows.
const (
	attempts = 3
	backOff  = 2 * time.Second
)

// Webhook posts messages as JSON over HTTPS.
type Webhook struct {
	c      *config.Webhook
	secret []byte
	client http.Client
	pause  time.Duration
	now    func() time.Time
}

// NewWebhook returns the channel to a receiver.
func NewWebhook(c *config.Webhook) (*Webhook, error) {
	u, err := url.Parse(c.URL)
	if err != nil {
		return nil, fmt.Errorf("notify: webhook: %w", err)
	}
	key, err := secret(c.Secret)
	if err != nil {
		return nil, err
	}
	t, err := trust(u.Hostname(), c.CA)
	if err != nil {
		return nil, err
	}
	w := &Webhook{c: c, secret: []byte(key), pause: backOff, now: time.Now}
	w.client.Transport = &http.Transport{TLSClientConfig: t, Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10}
	// What is signed goes to who is named, and to nobody else.
	w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return w, nil
}

// Name implements Channel.
func (w *Webhook) Name() string { return "webhook" }

// hook is the body of a webhook.
type hook struct {
	V        int    `json:"v"`
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	Exercise bool   `json:"exercise"`
	Time     string `json:"time"`
	Site     string `json:"site"`
	Contact  string `json:"contact"`
	Language string `json:"language"`
	Priority string `json:"priority"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
	Items    []Item `json:"incidents"`
}

// Send implements Channel. What may pass is tried again: no connection, 429, and
// statuses from 500 on.
func (w *Webhook) Send(ctx context.Context, m *Message) error {
	body, err := json.Marshal(hook{1, m.ID, m.Kind, m.Exercise, m.Time.UTC().Format(time.RFC3339Nano), m.Site, m.Contact, m.Language.String(),
		m.Priority, m.Subject, m.Text, append([]Item{}, m.Items...)})
	if err != nil {
		return err
	}
	ctx, cancel := limit(ctx, w.c.Timeout)
	defer cancel()
	pause := w.pause
	for n := 1; ; n++ {
		again, err := w.post(ctx, m.ID, body)
		if err == nil || !again || n == attempts {
			return because(ctx, err)
		}
		select {
		case <-ctx.Done():
			return because(ctx, err)
		case <-time.After(pause):
		}
		pause *= 2
	}
}

// post sends a body once; again is whether another time may help.
func (w *Webhook) post(ctx context.Context, id string, body []byte) (again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.c.URL, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	at := strconv.FormatInt(w.now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "banken")
	r.Header.Set(HeaderTimestamp, at)
	r.Header.Set(HeaderDelivery, messageID(id))
	r.Header.Set(HeaderSignature, Sign(w.secret, at, body))
	resp, err := w.client.Do(r)
	if err != nil {
		var e *url.Error // it would tell the whole address, which may have a token in it
		if errors.As(err, &e) {
			err = e.Err
		}
		return true, err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if resp.StatusCode/100 == 2 {
		return false, nil
	}
	return resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500, fmt.Errorf("the receiver answered %s", resp.Status)
}

// Sign returns the signature of a body at a timestamp.
func Sign(secret []byte, timestamp string, body []byte) string {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(timestamp + "."))
	h.Write(body)
	return "sha256=" + hex.EncodeToString(h.Sum(nil))
}
