package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/banken-ot/banken/sensor/lang"
)

// Bounds of what is sent to the sensor, octets.
const (
	maxQuestion = 1 << 20   // JSON: a permit for hundreds of devices is some 20 KiB
	maxList     = 16 << 20  // a list of assets: some 16,000 lines
	maxEdition  = 256 << 20 // as edition.MaxFile
)

var noSite = lang.Text{EN: "this sensor learns nothing and keeps no incidents: set store.dir in its configuration and start it again",
	JA: "このセンサーは学習もインシデントの記録もしていません。設定のstore.dirを指定し、センサーを再起動してください。"}

// sites registers the routes that are about a site. get returns nil as long as there
// is none.
func sites(mux *http.ServeMux, get func() Site) {
	tags(mux, get)
	talking(mux, get)
	rehearsing(mux, get)
	extent(mux, get)
	comparing(mux, get)
	reporting(mux, get)
	for pattern, do := range map[string]func(Site, *http.Request) (any, error){
		"GET /v1/today":              func(s Site, r *http.Request) (any, error) { return s.Today(r.Context()) },
		"GET /v1/incidents":          func(s Site, r *http.Request) (any, error) { return s.Incidents(r.Context(), set(r, "all")) },
		"GET /v1/audit":              trail,
		"GET /v1/audit/check":        func(s Site, r *http.Request) (any, error) { return s.CheckAudit(r.Context()) },
		"GET /v1/changes":            changed,
		"GET /v1/incidents/{id}":     func(s Site, r *http.Request) (any, error) { return s.Explain(r.Context(), r.PathValue("id")) },
		"POST /v1/incidents/{id}":    decide,
		"GET /v1/baseline":           lines,
		"POST /v1/baseline/decide":   func(s Site, r *http.Request) (any, error) { return asked(r, s.Approve) },
		"POST /v1/baseline/freeze":   func(s Site, r *http.Request) (any, error) { return asked(r, s.Freeze) },
		"POST /v1/baseline/rollback": func(s Site, r *http.Request) (any, error) { return asked(r, s.Rollback) },
		"POST /v1/baseline/import": func(s Site, r *http.Request) (any, error) {
			return sent(r, maxEdition, func(ctx context.Context, b []byte) (*EditionLine, error) {
				return s.Import(ctx, value(r, "who"), value(r, "trust"), b)
			})
		},
		"GET /v1/forecast": func(s Site, r *http.Request) (any, error) { return s.Forecast(r.Context()) },
		"GET /v1/editions": func(s Site, r *http.Request) (any, error) { return s.History(r.Context()) },
		"GET /v1/editions/next": func(s Site, r *http.Request) (any, error) {
			return s.Next(r.Context(), value(r, "who"), value(r, "note"))
		},
		"GET /v1/editions/{number}": func(s Site, r *http.Request) (any, error) {
			n, err := count(r.PathValue("number"))
			if err != nil {
				return nil, err
			}
			return s.Edition(r.Context(), n)
		},
		"POST /v1/editions": func(s Site, r *http.Request) (any, error) {
			return sent(r, maxEdition, func(ctx context.Context, b []byte) (*EditionLine, error) { return s.Release(ctx, value(r, "who"), b) })
		},
		"GET /v1/permits":          func(s Site, r *http.Request) (any, error) { return s.Permits(r.Context(), set(r, "all")) },
		"POST /v1/permits":         func(s Site, r *http.Request) (any, error) { return asked(r, s.OpenPermit) },
		"GET /v1/permits/{ticket}": func(s Site, r *http.Request) (any, error) { return s.Permit(r.Context(), r.PathValue("ticket")) },
		"POST /v1/permits/review":  func(s Site, r *http.Request) (any, error) { return asked(r, s.ReviewPermit) },
		"POST /v1/permits/close":   func(s Site, r *http.Request) (any, error) { return asked(r, s.ClosePermit) },
		"GET /v1/assets":           func(s Site, r *http.Request) (any, error) { return s.Assets(r.Context()) },
		"POST /v1/assets": func(s Site, r *http.Request) (any, error) {
			return sent(r, maxList, func(ctx context.Context, b []byte) (*Assets, error) { return s.ImportAssets(ctx, value(r, "who"), b) })
		},
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), do) })
	}
}

// reply answers a question about a site.
func reply(w http.ResponseWriter, r *http.Request, s Site, do func(Site, *http.Request) (any, error)) {
	if s == nil {
		tell(w, &Fault{NoSite, noSite})
		return
	}
	x, err := do(s, r)
	if err != nil {
		tell(w, err)
		return
	}
	if file, ok := x.([]byte); ok {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(file) // who does not listen any more is not told
		return
	}
	answer(w, x)
}

func decide(s Site, r *http.Request) (any, error) {
	return asked(r, func(ctx context.Context, d *Decision) (*Brief, error) {
		d.ID = r.PathValue("id")
		return s.Decide(ctx, d)
	})
}

func lines(s Site, r *http.Request) (any, error) {
	q := LinesQuery{Waiting: set(r, "waiting"), Standing: value(r, "standing"), Text: value(r, "text"), After: value(r, "after"), Before: value(r, "before")}
	var err error
	if q.Limit, err = natural(r, "limit"); err != nil {
		return nil, err
	}
	if text := value(r, "edition"); text != "" {
		if q.Edition, err = count(text); err != nil {
			return nil, err
		}
	}
	return s.Lines(r.Context(), &q)
}

// value is that of a name in the query; the body, which may be a file, is not read.
func value(r *http.Request, name string) string { return r.URL.Query().Get(name) }

func set(r *http.Request, name string) bool {
	on, _ := strconv.ParseBool(value(r, name))
	return on
}

var wrongCount = lang.Text{EN: "%[1]s is no number of an edition", JA: "「%[1]s」は版の番号ではありません。"}

func count(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0, &Fault{Invalid, wrongCount.Fill(text)}
	}
	return int(n), nil
}

var (
	wrongJSON = lang.Text{EN: "the request cannot be read: %[1]s", JA: "要求を読み取れません（%[1]s）。"}
	tooLarge  = lang.Text{EN: "the request is larger than %[1]s octets", JA: "要求が%[1]sバイトを超えています。"}
)

// asked reads a question in JSON and has it answered.
func asked[Q, A any](r *http.Request, f func(context.Context, *Q) (A, error)) (any, error) {
	return sent(r, maxQuestion, func(ctx context.Context, b []byte) (a A, err error) {
		q := new(Q)
		if err := json.Unmarshal(b, q); err != nil {
			return a, &Fault{Invalid, wrongJSON.Fill(err)}
		}
		return f(ctx, q)
	})
}

// sent reads a body of at most so many octets and has it answered.
func sent[A any](r *http.Request, limit int64, f func(context.Context, []byte) (A, error)) (any, error) {
	b, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &Fault{Invalid, tooLarge.Fill(uint64(limit))}
	case err != nil:
		return nil, fmt.Errorf("control: %w", err)
	}
	return f(r.Context(), b)
}
