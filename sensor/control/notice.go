package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Notice is a line of the log of notices: who was told what, when, by which channel,
// and what came of it. What is to be told next follows from these lines and the
// incidents.
type Notice struct {
	Seq  int64     `json:"seq"` // in the order of the log; given by the sensor
	ID   string    `json:"id"`  // a line with the same takes the place of the one before
	Time time.Time `json:"time"`
	// Kind is alarm, health, digest, summary or test.
	Kind    string `json:"kind"`
	Contact string `json:"contact"`
	Channel string `json:"channel,omitempty"`
	// Result is sending, sent, failed, quiet (held by quiet hours) or capped (held by
	// the bound of an hour).
	Result   string `json:"result"`
	Incident string `json:"incident,omitempty"`
	Priority string `json:"priority,omitempty"`
	Step     int    `json:"step"` // of the escalation, from 0
	Exercise bool   `json:"exercise,omitempty"`
	// Through is, of a digest or summary, the Seq up to which what was held is told.
	Through int64  `json:"through,omitempty"`
	Detail  string `json:"detail,omitempty"` // why a channel failed
}

// Notices are lines of the log, in their order.
type Notices struct {
	V       int      `json:"v"`
	Notices []Notice `json:"notices"`
}

// NoticeQuery says which lines of the log are wanted: those after a Seq, at most Limit;
// with Latest the last ones in place of the first.
type NoticeQuery struct {
	After  int64
	Limit  int
	Latest bool
}

// MaxNotices is how many lines one request adds or returns at most.
const MaxNotices = 1000

// Notebook is the log of notices. A site that keeps one is a Notebook too.
type Notebook interface {
	// Notices returns lines of the log; with a limit of 0 as many as one answer holds.
	Notices(ctx context.Context, q *NoticeQuery) (*Notices, error)
	// AddNotices keeps lines, and answers with them and their Seq.
	AddNotices(ctx context.Context, n *Notices) (*Notices, error)
}

var _ Notebook = (*Client)(nil)

var (
	noNotebook  = lang.Text{EN: "this sensor keeps no log of notices", JA: "このセンサーは通知の記録をしていません。"}
	wrongSeq    = lang.Text{EN: "%[1]s is no number of a line of the log", JA: "「%[1]s」は通知記録の番号ではありません。"}
	tooManyRows = lang.Text{EN: "at most %[1]s lines are added at once", JA: "一度に追加できるのは%[1]s行までです。"}
)

// notices registers the routes of the log.
func notices(mux *http.ServeMux, get func() Site) {
	mux.HandleFunc("GET /v1/notices", func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), readNotices) })
	mux.HandleFunc("POST /v1/notices", func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), addNotices) })
}

func notebook(s Site) (Notebook, error) {
	if b, ok := s.(Notebook); ok {
		return b, nil
	}
	return nil, &Fault{NoSite, noNotebook}
}

func readNotices(s Site, r *http.Request) (any, error) {
	b, err := notebook(s)
	if err != nil {
		return nil, err
	}
	q := NoticeQuery{Latest: set(r, "latest")}
	for name, into := range map[string]func(int64){"after": func(n int64) { q.After = n }, "limit": func(n int64) { q.Limit = int(min(n, MaxNotices)) }} {
		text := value(r, name)
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return nil, &Fault{Invalid, wrongSeq.Fill(text)}
		}
		into(n)
	}
	return b.Notices(r.Context(), &q)
}

func addNotices(s Site, r *http.Request) (any, error) {
	b, err := notebook(s)
	if err != nil {
		return nil, err
	}
	return asked(r, func(ctx context.Context, n *Notices) (*Notices, error) {
		if len(n.Notices) > MaxNotices {
			return nil, &Fault{Invalid, tooManyRows.Fill(MaxNotices)}
		}
		return b.AddNotices(ctx, n)
	})
}

// Notices implements Notebook.
func (c *Client) Notices(ctx context.Context, q *NoticeQuery) (*Notices, error) {
	v := url.Values{"after": {strconv.FormatInt(q.After, 10)}, "latest": {strconv.FormatBool(q.Latest)}}
	if q.Limit > 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	return ask[Notices](ctx, c, "/v1/notices", v)
}

// AddNotices implements Notebook.
func (c *Client) AddNotices(ctx context.Context, n *Notices) (*Notices, error) {
	return order[Notices](ctx, c, "/v1/notices", n)
}
