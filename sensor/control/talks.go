package control

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Talking is who speaks with whom, and what was learned about one device.
type Talking interface {
	Talks(ctx context.Context) (*Talks, error)
	// LinesOf returns lines about a device, by its address or name: those that wait for a
	// person first.
	LinesOf(ctx context.Context, device string) (*DeviceLines, error)
}

// Talks is who speaks with whom by what, as far as it was learned.
type Talks struct {
	V     int       `json:"v"`
	Time  time.Time `json:"time,omitzero"` // of what was last observed
	Talks []Talk    `json:"talks"`         // by client, server, protocol and port; 10,000 at most
	// Omitted is how many found no room: those that say least.
	Omitted int `json:"omitted"`
	// Replaced are devices that have become others, by what they say of themselves or by
	// their hardware address, and about which nobody has decided.
	Replaced []Replaced `json:"replaced"`
}

// Talk is that one device speaks with another by one protocol at one port.
type Talk struct {
	Client string `json:"client"` // address; "" stands for addresses of the internet
	Server string `json:"server"`
	// Protocol is that of a control protocol; of anything else "tcp", "udp", "icmp" or
	// "ip-47".
	Protocol string `json:"protocol"`
	Control  bool   `json:"control_protocol"`
	Port     uint16 `json:"port"` // of the server; 0 for any that is given out
	// Transactions of a control protocol: what fetches values, what changes something, and
	// the rest.
	Reads  uint64 `json:"reads"`
	Writes uint64 `json:"writes"`
	Others uint64 `json:"others"`
	// Standing is candidate, known, pending, approved or rejected.
	Standing string `json:"standing"`
	Waiting  int    `json:"waiting"` // lines of the baseline that wait for a person
	Early    bool   `json:"early"`   // it was there before the site judged
	// New is when the latest part of it came that was not there before the site judged
	// and nobody decided about.
	New   time.Time `json:"new,omitzero"`
	Days  int       `json:"days"` // on which it was learned
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// Replaced is a device that has become another.
type Replaced struct {
	Address string `json:"address"`
	Line    Line   `json:"line"` // what waits for a person
}

// DeviceLines are lines of the baseline about one device.
type DeviceLines struct {
	V       int    `json:"v"`
	Address string `json:"address"`
	Count   int    `json:"count"` // how many there are
	Lines   []Line `json:"lines"` // 200 at most
}

// talking registers the routes about who speaks with whom.
func talking(mux *http.ServeMux, get func() Site) {
	for pattern, do := range map[string]func(Site, *http.Request) (any, error){
		"GET /v1/talks":                 func(s Site, r *http.Request) (any, error) { return s.Talks(r.Context()) },
		"GET /v1/assets/{device}/lines": func(s Site, r *http.Request) (any, error) { return s.LinesOf(r.Context(), r.PathValue("device")) },
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), do) })
	}
}

// Talks implements Talking.
func (c *Client) Talks(ctx context.Context) (*Talks, error) {
	return ask[Talks](ctx, c, "/v1/talks", nil)
}

// LinesOf implements Talking.
func (c *Client) LinesOf(ctx context.Context, device string) (*DeviceLines, error) {
	return ask[DeviceLines](ctx, c, "/v1/assets/"+url.PathEscape(device)+"/lines", nil)
}
