package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// MaxWait is how long a question waits for a change.
const MaxWait = 25 * time.Second

// Changes is the present revision of a site: it rises with each change.
type Changes struct {
	V        int    `json:"v"`
	Revision uint64 `json:"revision"`
}

var wrongNumber = lang.Text{EN: "%[1]s is no number", JA: "「%[1]s」は番号ではありません。"}

// changed waits for a change, and answers with the revision.
func changed(s Site, r *http.Request) (any, error) {
	var since uint64
	if text := value(r, "since"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return nil, &Fault{Invalid, wrongNumber.Fill(text)}
		}
		since = n
	}
	ctx, cancel := context.WithTimeout(r.Context(), MaxWait)
	defer cancel()
	n, err := s.Changed(ctx, since)
	if err != nil {
		return nil, err
	}
	return &Changes{V: Version, Revision: n}, nil
}

// Changed implements Situation.
func (c *Client) Changed(ctx context.Context, since uint64) (uint64, error) {
	a, err := ask[Changes](ctx, c, "/v1/changes", url.Values{"since": {strconv.FormatUint(since, 10)}})
	if err != nil {
		return 0, err
	}
	return a.Revision, nil
}
