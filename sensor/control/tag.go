package control

import (
	"context"
	"net/http"
	"net/url"

	"github.com/banken-ot/banken/sensor/lang"
)

// maxTags bounds a list of points in CSV, octets: 100,000 lines of some 300.
const maxTags = 32 << 20

// Points are the plant's own list of points.
type Points interface {
	Tags(ctx context.Context) (*Tags, error)
	// ImportTags replaces the list by another one in CSV, all or nothing.
	ImportTags(ctx context.Context, who string, csv []byte) (*TagsImported, error)
}

// Tags is the plant's own list of points, in its order.
type Tags struct {
	V    int   `json:"v"`
	Tags []Tag `json:"tags"`
}

// Tag is a point as the list describes it.
type Tag struct {
	Device   string  `json:"device"` // address
	Protocol string  `json:"protocol"`
	Station  *uint32 `json:"station"` // null: any
	Space    uint32  `json:"space"`   // as of points on the wire; for DNP3 the group of static objects
	Number   uint32  `json:"number"`  // from 0, or the numeric identifier
	Node     string  `json:"node,omitempty"`
	// Sort is what the space is called, Place how the point is numbered on lists.
	Sort        lang.Text `json:"sort"`
	Place       string    `json:"place"`
	Name        string    `json:"name"`
	Unit        string    `json:"unit"`
	Scale       float64   `json:"scale"`
	Offset      float64   `json:"offset"`
	Type        string    `json:"type"` // "" as the protocol has it
	Swapped     bool      `json:"swapped"`
	Low         *float64  `json:"low"` // null: no limit
	High        *float64  `json:"high"`
	Description lang.Text `json:"description"`
}

// TagsImported is what an import changed.
type TagsImported struct {
	V       int    `json:"v"`
	Count   int    `json:"count"` // points now
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	Changed int    `json:"changed"`
	SHA256  string `json:"sha256"` // of the file, hexadecimal
}

// tags registers the routes about points.
func tags(mux *http.ServeMux, get func() Site) {
	for pattern, do := range map[string]func(Site, *http.Request) (any, error){
		"GET /v1/tags": func(s Site, r *http.Request) (any, error) { return s.Tags(r.Context()) },
		"POST /v1/tags": func(s Site, r *http.Request) (any, error) {
			return sent(r, maxTags, func(ctx context.Context, b []byte) (*TagsImported, error) {
				return s.ImportTags(ctx, value(r, "who"), b)
			})
		},
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), do) })
	}
}

// Tags implements Points.
func (c *Client) Tags(ctx context.Context) (*Tags, error) {
	return ask[Tags](ctx, c, "/v1/tags", nil)
}

// ImportTags implements Points.
func (c *Client) ImportTags(ctx context.Context, who string, csv []byte) (*TagsImported, error) {
	return send[TagsImported](ctx, c, "/v1/tags", url.Values{"who": {who}}, csv)
}
