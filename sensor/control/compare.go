package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// Comparing tells what differs between versions of the baseline, before one of them is
// used.
type Comparing interface {
	// Differences compares two editions, or one with the present.
	Differences(ctx context.Context, q *DifferenceQuery) (*Differences, error)
	// Examine compares the present with the file of an edition, as Import would use it,
	// and changes nothing.
	Examine(ctx context.Context, file []byte) (*Examined, error)
}

// DifferenceQuery says what is compared. The lines come by host, device and subject.
type DifferenceQuery struct {
	Old   int    // number of an edition; 0 is the present
	New   int    // the same
	After string // Differences.Next of the page before
	Limit int    // at most so many; 0 is MaxPage
}

// Differences is a page of what differs.
type Differences struct {
	V       int          `json:"v"`
	Old     int          `json:"old"`
	New     int          `json:"new"`
	Changes []Difference `json:"changes"`
	// Added, Gone and Changed are how many there are on all pages.
	Added   int    `json:"added"`
	Gone    int    `json:"gone"`
	Changed int    `json:"changed"`
	Next    string `json:"next"` // "" on the last page
}

// Difference is a line that differs: Old is null where it is new, New where it is gone.
type Difference struct {
	Old *Line `json:"old"`
	New *Line `json:"new"`
}

// Examined is the file of an edition, looked at.
type Examined struct {
	V       int         `json:"v"`
	Edition EditionLine `json:"edition"`
	// Trusted: the key that signed it has signed here before, or was trusted before.
	Trusted     bool        `json:"trusted"`
	Differences Differences `json:"differences"` // from the present; the first MaxPage
}

// comparing registers the routes about differences.
func comparing(mux *http.ServeMux, get func() Site) {
	for pattern, do := range map[string]func(Site, *http.Request) (any, error){
		"GET /v1/baseline/diff": differences,
		"POST /v1/baseline/examine": func(s Site, r *http.Request) (any, error) {
			return sent(r, maxEdition, func(ctx context.Context, b []byte) (*Examined, error) { return s.Examine(ctx, b) })
		},
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), do) })
	}
}

func differences(s Site, r *http.Request) (any, error) {
	q := DifferenceQuery{After: value(r, "after")}
	for name, to := range map[string]*int{"old": &q.Old, "new": &q.New, "limit": &q.Limit} {
		var err error
		if *to, err = natural(r, name); err != nil {
			return nil, err
		}
	}
	return s.Differences(r.Context(), &q)
}

// Differences implements Comparing.
func (c *Client) Differences(ctx context.Context, q *DifferenceQuery) (*Differences, error) {
	return ask[Differences](ctx, c, "/v1/baseline/diff", url.Values{"old": {strconv.Itoa(q.Old)}, "new": {strconv.Itoa(q.New)}, "after": {q.After}, "limit": {strconv.Itoa(q.Limit)}})
}

// Examine implements Comparing.
func (c *Client) Examine(ctx context.Context, file []byte) (*Examined, error) {
	return send[Examined](ctx, c, "/v1/baseline/examine", nil, file)
}
