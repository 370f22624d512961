package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/notify"
)

func (f *fake) Notices(context.Context, *control.NoticeQuery) (*control.Notices, error) {
	return &control.Notices{V: 1, Notices: []control.Notice{{Seq: 1, Time: f.now, Kind: "alarm", Contact: "desk", Channel: "mail", Result: "sent", Incident: "inc-1"},
		{Seq: 2, Time: f.now, Kind: "alarm", Contact: "chief", Channel: "webhook", Result: "failed", Detail: evil, Exercise: true}}}, f.ask()
}

func (f *fake) AddNotices(_ context.Context, n *control.Notices) (*control.Notices, error) {
	return n, f.ask()
}

// Contacts and Test are those of an Escalation.
func (f *fake) Contacts(now time.Time) ([]notify.Contact, error) {
	return []notify.Contact{{Name: "desk", Channels: []string{"mail"}}, {Name: "chief", Channels: []string{"webhook"}, Quiet: true, Until: now.Add(time.Hour), Zone: time.UTC}}, nil
}

func (f *fake) Test(_ context.Context, contact string) ([]notify.Tried, error, error) {
	if contact != "desk" {
		return nil, nil, notify.ErrNoContact
	}
	return []notify.Tried{{Contact: contact, Channel: "mail", Took: 20 * time.Millisecond}, {Contact: contact, Channel: "syslog", Err: errors.New("refused " + evil)}}, nil, nil
}

// TestNotices tests the page of who is told, and the test message.
func TestNotices(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Administrator)
	if body := b.get("/notices").body; !strings.Contains(body, "quiet until 04-01 01:30") || !strings.Contains(body, "is told at once") || strings.Contains(body, "<script>alert") {
		t.Error(body)
	}
	a := b.post("/notices/test", url.Values{"contact": {"desk"}})
	for _, part := range []string{"taken by the other end after 20 ms", "did not work: refused"} {
		if a.status != http.StatusOK || !strings.Contains(a.body, part) {
			t.Errorf("%d: %q is missing in\n%s", a.status, part, a.body)
		}
	}
	if a := b.post("/notices/test", url.Values{"contact": {"nobody"}}); a.status != http.StatusBadRequest {
		t.Error(a)
	}
}
