package channel

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/config"
)

// receiver answers with one status after the other, and notes what it was sent.
type receiver struct {
	statuses []int
	n        atomic.Int32
	header   http.Header
	body     []byte
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	n := int(r.n.Add(1)) - 1
	r.header = q.Header
	r.body, _ = io.ReadAll(q.Body)
	if n < len(r.statuses) {
		w.Header().Set("Location", "https://127.0.0.1/elsewhere")
		w.WriteHeader(r.statuses[n])
	}
}

func (r *receiver) channel(t *testing.T) *Webhook {
	t.Helper()
	conf, ca := authority(t)
	s := httptest.NewUnstartedServer(r)
	s.TLS = &tls.Config{Certificates: conf.Certificates}
	s.StartTLS()
	t.Cleanup(s.Close)
	w, err := NewWebhook(&config.Webhook{URL: s.URL + "/hook?token=TOKEN", Secret: file(t, "key", 0o600), CA: ca, Timeout: config.Duration(3 * time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	w.pause = time.Millisecond
	return w
}

// TestWebhook: the receiver gets the message signed, and can tell that it is whole.
func TestWebhook(t *testing.T) {
	r := &receiver{}
	w := r.channel(t)
	w.now = func() time.Time { return time.Unix(1763977203, 0) }
	if err := w.Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	at := r.header.Get(HeaderTimestamp)
	if at != "1763977203" || r.header.Get(HeaderSignature) != Sign([]byte("key"), at, r.body) || r.header.Get(HeaderDelivery) != "20261124-ab-act-1" {
		t.Errorf("headers %v", r.header)
	}
	var x hook
	if err := json.Unmarshal(r.body, &x); err != nil || x.ID != "20261124-ab/act/1" || x.Items[0].Title.JA != "あ" || x.Text != message().Text || x.Time != "2026-11-24T09:40:03Z" {
		t.Errorf("%s: %v", r.body, err)
	}
	// RFC 4231 has no case with a timestamp: this is HMAC-SHA256("key", "1.a") as OpenSSL computes it.
	if got := Sign([]byte("key"), "1", []byte("a")); got != "sha256="+opensslSum {
		t.Errorf("signature %s", got)
	}
}

// TestWebhookTries: what may pass is tried again, nothing else, and no redirection is
// followed.
func TestWebhookTries(t *testing.T) {
	for _, test := range []struct {
		statuses []int
		tries    int
		want     string // "" for taken
	}{
		{[]int{500, 503}, 3, ""}, {[]int{429}, 2, ""}, {[]int{500, 500, 500, 200}, 3, "500"}, {[]int{404, 200}, 1, "404"}, {[]int{307, 200}, 1, "307"}, {[]int{202}, 1, ""},
	} {
		r := &receiver{statuses: test.statuses}
		err := r.channel(t).Send(t.Context(), message())
		if int(r.n.Load()) != test.tries || (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %d tries, %v", test.statuses, r.n.Load(), err)
		}
	}
}

// TestWebhookFails: nobody there, another certificate; the address is not told, for it
// may have a secret in it.
func TestWebhookFails(t *testing.T) {
	r := &receiver{}
	w := r.channel(t)
	_, other := authority(t)
	c := *w.c
	c.CA = other
	x, err := NewWebhook(&c)
	if err != nil {
		t.Fatal(err)
	}
	x.pause = time.Millisecond
	if err := x.Send(t.Context(), message()); err == nil || !strings.Contains(err.Error(), "certificate") || strings.Contains(err.Error(), "TOKEN") {
		t.Errorf("another certificate: %v", err)
	}
	if r.n.Load() > 0 {
		t.Error("it was sent all the same")
	}
	c.URL = "https://127.0.0.1:1/hook?token=TOKEN"
	if x, err = NewWebhook(&c); err != nil {
		t.Fatal(err)
	}
	x.pause = time.Millisecond
	if err := x.Send(t.Context(), message()); err == nil || !strings.Contains(err.Error(), "refused") || strings.Contains(err.Error(), "TOKEN") {
		t.Errorf("nobody there: %v", err)
	}
}

const opensslSum = "32a5f52f8b585db06b5960c1b30992c0575588cf6343eeb646efa5bfd9ca5a17"
