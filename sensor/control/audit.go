package control

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Trail is the audit trail.
type Trail interface {
	// Audit returns lines of the audit trail, the latest first.
	Audit(ctx context.Context, q *AuditQuery) (*Audit, error)
	// CheckAudit computes the whole trail anew.
	CheckAudit(ctx context.Context) (*AuditCheck, error)
}

// MaxAuditLines is how many lines an answer has at most.
const MaxAuditLines = 200

// AuditQuery says which lines are wanted.
type AuditQuery struct {
	Before int64 // number of a line: those before it; 0 for the latest
	Limit  int   // at most so many; 0 is MaxAuditLines
}

// Audit is a part of the audit trail.
type Audit struct {
	V     int         `json:"v"`
	Zone  string      `json:"zone"`
	Lines []AuditLine `json:"lines"`
	// More: there are earlier lines.
	More bool `json:"more"`
}

// AuditLine says who did what.
type AuditLine struct {
	Number  int64           `json:"number"`
	Time    time.Time       `json:"time"`
	Who     string          `json:"who"`
	What    string          `json:"what"` // "incident-acknowledge"
	Subject string          `json:"subject"`
	Detail  json.RawMessage `json:"detail"`
	Hash    string          `json:"hash"` // hexadecimal
}

// AuditCheck is what came of computing the trail anew.
type AuditCheck struct {
	V     int    `json:"v"`
	Lines int64  `json:"lines"`
	Hash  string `json:"hash"` // of the last: kept elsewhere it proves that nothing was cut off
	// Fault is where the chain breaks, "" where it holds.
	Fault string `json:"fault"`
}

func trail(s Site, r *http.Request) (any, error) {
	q := AuditQuery{}
	for name, to := range map[string]func(int64){"before": func(n int64) { q.Before = n }, "limit": func(n int64) { q.Limit = int(n) }} {
		if text := value(r, name); text != "" {
			n, err := strconv.ParseInt(text, 10, 32)
			if err != nil || n < 0 {
				return nil, &Fault{Invalid, wrongNumber.Fill(text)}
			}
			to(n)
		}
	}
	return s.Audit(r.Context(), &q)
}

// Audit implements Trail.
func (c *Client) Audit(ctx context.Context, q *AuditQuery) (*Audit, error) {
	return ask[Audit](ctx, c, "/v1/audit", url.Values{"before": {strconv.FormatInt(q.Before, 10)}, "limit": {strconv.Itoa(q.Limit)}})
}

// CheckAudit implements Trail.
func (c *Client) CheckAudit(ctx context.Context) (*AuditCheck, error) {
	return ask[AuditCheck](ctx, c, "/v1/audit/check", nil)
}
