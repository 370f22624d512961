package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// Keeper is how the sensor's health went, and how full its store is. A site that
// remembers is a Keeper too.
type Keeper interface {
	// Trend returns the health of a span, in points for a plot.
	Trend(ctx context.Context, q *TrendQuery) (*Trend, error)
	StoreUsage(ctx context.Context) (*StoreUsage, error)
}

var _ Keeper = (*Client)(nil)

// MaxTrendPoints is how many points a trend has at most.
const MaxTrendPoints = 1500

// TrendQuery says which span is wanted, in at most how many points.
type TrendQuery struct {
	From, To time.Time // zero: from the oldest there is, to now
	Points   int       // 0 is MaxTrendPoints
}

// Trend is the health of a span.
type Trend struct {
	V    int       `json:"v"`
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// WidthSeconds is how long the part of the span is that a point is of. What is more than
	// two days old is known by the hour.
	WidthSeconds float64      `json:"width_seconds"`
	Points       []TrendPoint `json:"points"` // the first first; none of a part of which nothing is known
	// Changes are the changes of state in the span, the latest thousand, the first first.
	Changes []health.Change `json:"changes"`
}

// TrendPoint is what was seen in a part of the span. Divided by CoveredSeconds the counts are
// rates.
type TrendPoint struct {
	Start          time.Time `json:"start"`
	CoveredSeconds float64   `json:"covered_seconds"` // that were looked at
	Frames         int64     `json:"frames"`          // that came
	Withheld       int64     `json:"withheld"`        // counted in the kernel, and not decoded
	Lost           int64     `json:"lost"`
	Unparsed       int64     `json:"unparsed"`             // frames whose headers could not be read
	Dropped        int64     `json:"dropped_transactions"` // what is behind was too slow
	Missed         int64     `json:"not_captured_octets"`
	Undecoded      int64     `json:"blind_octets"`
	BlindSeconds   float64   `json:"blind_seconds"` // of the port that was blind longest
	// ByProtocol counts transactions.
	ByProtocol map[string]int64 `json:"transactions"`
}

// StoreUsage is how full the store is.
type StoreUsage struct {
	V       int   `json:"v"`
	Octets  int64 `json:"octets"` // of the file
	Free    int64 `json:"free_octets"`
	Log     int64 `json:"log_octets"`
	Most    int64 `json:"most_octets"` // the file may have; 0: as many as there is room for
	Reserve int64 `json:"reserve_octets"`
	Disk    int64 `json:"disk_octets"`
	// DiskFree is what of the disk is not in use.
	DiskFree int64       `json:"disk_free_octets"`
	Tables   []TableFill `json:"tables"` // in the order in which they give way; then those that do not
	// Full is why something is not written, and since when; null while there is room.
	Full *StoreFull `json:"full"`
	// Uncounted is how many transactions are in no summary for want of room.
	Uncounted int64      `json:"uncounted_transactions"`
	Check     StoreCheck `json:"check"`
}

// TableFill is how full a table is.
type TableFill struct {
	Table  string    `json:"table"`
	Name   lang.Text `json:"name"`
	Lines  int64     `json:"lines"`
	Most   int64     `json:"most_lines"` // 0: no bound of its own
	Oldest time.Time `json:"oldest,omitzero"`
	Days   float64   `json:"kept_days"` // 0: for ever
	// Order is that in which lines go when there is no room; 0: never.
	Order int `json:"order"`
}

// StoreFull is that there is no room.
type StoreFull struct {
	Since   time.Time `json:"since"`
	Text    lang.Text `json:"text"`     // what is the matter, and what to do
	GivenUp []string  `json:"given_up"` // tables that are not written
}

// StoreCheck is what came of the last check of the whole store.
type StoreCheck struct {
	Time        time.Time `json:"time,omitzero"` // none: there was none yet
	TookSeconds float64   `json:"took_seconds"`
	Fault       string    `json:"fault"` // "" when all was whole
}

var (
	noKeeper    = lang.Text{EN: "this sensor keeps no history: set store.dir in its configuration and start it again", JA: "このセンサーは履歴を記録していません。設定のstore.dirを指定し、センサーを再起動してください。"}
	wrongPoints = lang.Text{EN: "%[1]s is no number of points", JA: "「%[1]s」は点数ではありません。"}
	wrongTime   = lang.Text{EN: "%[1]s", JA: "時刻を読み取れません（%[1]s）。2026-04-01T09:30:00Zまたは2026-04-01T09:30:00+09:00のように書いてください。"}
)

// keeping registers the routes about what is kept. Without points the history is that in the
// sensor's memory.
func keeping(mux *http.ServeMux, s Sensor, get func() Site) {
	mux.HandleFunc("GET /v1/history", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("points") == "" {
			history(w, r, s.History())
			return
		}
		reply(w, r, get(), trend)
	})
	mux.HandleFunc("GET /v1/store", func(w http.ResponseWriter, r *http.Request) {
		reply(w, r, get(), func(s Site, r *http.Request) (any, error) {
			k, err := keeper(s)
			if err != nil {
				return nil, err
			}
			return k.StoreUsage(r.Context())
		})
	})
}

func keeper(s Site) (Keeper, error) {
	if k, ok := s.(Keeper); ok {
		return k, nil
	}
	return nil, &Fault{NoSite, noKeeper}
}

func trend(s Site, r *http.Request) (any, error) {
	k, err := keeper(s)
	if err != nil {
		return nil, err
	}
	var q TrendQuery
	points, err := strconv.ParseUint(r.FormValue("points"), 10, 16)
	if err != nil {
		return nil, &Fault{Invalid, wrongPoints.Fill(r.FormValue("points"))}
	}
	q.Points = min(int(points), MaxTrendPoints)
	for name, to := range map[string]*time.Time{"from": &q.From, "to": &q.To} {
		if *to, err = moment(r, name); err != nil {
			return nil, &Fault{Invalid, wrongTime.Fill(err)}
		}
	}
	return k.Trend(r.Context(), &q)
}

// Trend implements Keeper.
func (c *Client) Trend(ctx context.Context, q *TrendQuery) (*Trend, error) {
	points := q.Points
	if points <= 0 {
		points = MaxTrendPoints
	}
	values := url.Values{"points": {strconv.Itoa(points)}}
	for name, t := range map[string]time.Time{"from": q.From, "to": q.To} {
		if !t.IsZero() {
			values.Set(name, t.Format(time.RFC3339Nano))
		}
	}
	return ask[Trend](ctx, c, "/v1/history", values)
}

// StoreUsage implements Keeper.
func (c *Client) StoreUsage(ctx context.Context) (*StoreUsage, error) {
	return ask[StoreUsage](ctx, c, "/v1/store", nil)
}
