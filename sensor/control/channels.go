package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Extent is how far everything was learned, channel by channel.
type Extent interface {
	Channels(ctx context.Context, q *ChannelsQuery) (*Channels, error)
}

// MaxPage is how many lines of a list an answer has at most.
const MaxPage = 500

// ChannelsQuery says which channels are wanted. They come in the order of client, server,
// protocol, port and station.
type ChannelsQuery struct {
	// State of a detector: "timing drifting", "any cold"; "" for all.
	State string
	Text  string // words of addresses, names, protocol
	After string // Channels.Next of the page before
	Limit int    // at most so many; 0 is MaxPage
}

// Channels is a page of channels, and how far all of them were learned.
type Channels struct {
	V        int         `json:"v"`
	Channels []Channel   `json:"channels"`
	Count    int         `json:"count"` // that are asked for, on all pages
	All      int         `json:"all"`   // that there are
	Next     string      `json:"next"`  // "" on the last page
	States   []StateSums `json:"states"`
}

// StateSums is how many channels are in which state, for one detector.
type StateSums struct {
	Detector string `json:"detector"` // whitelist, timing, latency or value
	// Counts by state: cold, learning, provisional, ready, drifting.
	Counts [5]int `json:"counts"`
}

// Channel is one host asking another by one protocol, and how far that was learned: the
// states are cold, learning, provisional, ready and drifting.
type Channel struct {
	Client   string    `json:"client"`
	Server   string    `json:"server"`
	Protocol string    `json:"protocol"`
	Port     uint16    `json:"port"`
	Station  uint32    `json:"station"`
	Days     int       `json:"days"`
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
	// Whitelist is who asks for what, Timing how often, Latency how fast it is answered,
	// Values what the values are. The last three are cold too where there is nothing of
	// the kind to learn.
	Whitelist string `json:"whitelist"`
	Timing    string `json:"timing"`
	Latency   string `json:"latency"`
	Values    string `json:"value"`
}

// extent registers the route about channels.
func extent(mux *http.ServeMux, get func() Site) {
	mux.HandleFunc("GET /v1/channels", func(w http.ResponseWriter, r *http.Request) {
		reply(w, r, get(), func(s Site, r *http.Request) (any, error) {
			q := ChannelsQuery{State: value(r, "state"), Text: value(r, "text"), After: value(r, "after")}
			var err error
			if q.Limit, err = natural(r, "limit"); err != nil {
				return nil, err
			}
			return s.Channels(r.Context(), &q)
		})
	})
}

// natural reads a number of a query, 0 where there is none.
func natural(r *http.Request, name string) (int, error) {
	text := value(r, name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0, &Fault{Invalid, wrongNumber.Fill(text)}
	}
	return int(n), nil
}

// Channels implements Extent.
func (c *Client) Channels(ctx context.Context, q *ChannelsQuery) (*Channels, error) {
	return ask[Channels](ctx, c, "/v1/channels", url.Values{"state": {q.State}, "text": {q.Text}, "after": {q.After}, "limit": {strconv.Itoa(q.Limit)}})
}
