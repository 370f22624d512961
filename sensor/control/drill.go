package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
)

// Rehearsing are drills.
type Rehearsing interface {
	// Drills returns the scenarios as they are bound to the plant, the drill that runs,
	// and what came of the latest.
	Drills(ctx context.Context) (*Drills, error)
	// Drill returns the sheet of one; 0 is the one that runs, else the latest.
	Drill(ctx context.Context, number int64) (*DrillSheet, error)
	StartDrill(ctx context.Context, o *drill.Order) (*DrillSheet, error)
	StopDrill(ctx context.Context, a *Actor) (*DrillSheet, error)
	// DrillDone notes that somebody did, in the drill that runs, what must be done.
	DrillDone(ctx context.Context, d *DrillDeed) (*DrillSheet, error)
	// RemarkDrill adds a remark to a sheet.
	RemarkDrill(ctx context.Context, r *DrillRemark) (*DrillSheet, error)
}

// Drills is what can be rehearsed, and was.
type Drills struct {
	V         int             `json:"v"`
	Zone      string          `json:"zone"`
	Scenarios []DrillScenario `json:"scenarios"`
	Running   *drill.Result   `json:"running"` // null where none runs
	Results   []drill.Brief   `json:"results"` // the latest first, 100 at most
}

// DrillScenario is one that can be rehearsed.
type DrillScenario struct {
	ID       string    `json:"id"`
	Title    lang.Text `json:"title"`
	Story    lang.Text `json:"story"`
	Shows    lang.Text `json:"shows"`            // what will be seen
	Priority string    `json:"priority"`         // the least that it comes up as
	Within   float64   `json:"within_seconds"`   // until it comes up, at most
	Lasts    float64   `json:"script_seconds"`   // until the last thing happens; 0 where one thing goes on
	Possible bool      `json:"possible"`         // it is bound to the plant
	Why      lang.Text `json:"why_not,omitzero"` // why it is not
	// Cast are the devices that play in it.
	Cast []drill.Role `json:"cast"`
}

// DrillSheet is the sheet of a drill.
type DrillSheet struct {
	V     int           `json:"v"`
	Zone  string        `json:"zone"`
	Sheet *drill.Result `json:"sheet"`
	// Names are what the owner calls the addresses in it, where there is a name.
	Names map[string]string `json:"names"`
}

// DrillDeed is something that must be done in the drill that runs, and who did it.
type DrillDeed struct {
	Task    string `json:"task"`
	Subject string `json:"subject"`
	Who     string `json:"who"`
}

// DrillRemark is a remark on the sheet of a drill.
type DrillRemark struct {
	Number int64  `json:"number"`
	Who    string `json:"who"`
	Text   string `json:"text"`
}

// TodayDrill is the drill that runs, in a look at the day.
type TodayDrill struct {
	Number   int64     `json:"number"`
	Scenario string    `json:"scenario"`
	Title    lang.Text `json:"title"`
	Leader   string    `json:"leader"`
	Started  time.Time `json:"started"`
	Until    time.Time `json:"until"`
}

var wrongDrill = lang.Text{EN: "%[1]s is no number of a drill", JA: "「%[1]s」は演習の番号ではありません。"}

// rehearsing registers the routes of drills.
func rehearsing(mux *http.ServeMux, get func() Site) {
	for pattern, do := range map[string]func(Site, *http.Request) (any, error){
		"GET /v1/drills":          func(s Site, r *http.Request) (any, error) { return s.Drills(r.Context()) },
		"POST /v1/drills":         func(s Site, r *http.Request) (any, error) { return asked(r, s.StartDrill) },
		"POST /v1/drills/stop":    func(s Site, r *http.Request) (any, error) { return asked(r, s.StopDrill) },
		"POST /v1/drills/done":    func(s Site, r *http.Request) (any, error) { return asked(r, s.DrillDone) },
		"POST /v1/drills/remark":  func(s Site, r *http.Request) (any, error) { return asked(r, s.RemarkDrill) },
		"GET /v1/drills/{number}": oneDrill,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), do) })
	}
}

func oneDrill(s Site, r *http.Request) (any, error) {
	text := r.PathValue("number")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return nil, &Fault{Invalid, wrongDrill.Fill(text)}
	}
	return s.Drill(r.Context(), n)
}

// Drills implements Rehearsing.
func (c *Client) Drills(ctx context.Context) (*Drills, error) {
	return ask[Drills](ctx, c, "/v1/drills", nil)
}

// Drill implements Rehearsing.
func (c *Client) Drill(ctx context.Context, number int64) (*DrillSheet, error) {
	return ask[DrillSheet](ctx, c, "/v1/drills/"+url.PathEscape(strconv.FormatInt(number, 10)), nil)
}

// StartDrill implements Rehearsing.
func (c *Client) StartDrill(ctx context.Context, o *drill.Order) (*DrillSheet, error) {
	return order[DrillSheet](ctx, c, "/v1/drills", o)
}

// StopDrill implements Rehearsing.
func (c *Client) StopDrill(ctx context.Context, a *Actor) (*DrillSheet, error) {
	return order[DrillSheet](ctx, c, "/v1/drills/stop", a)
}

// DrillDone implements Rehearsing.
func (c *Client) DrillDone(ctx context.Context, d *DrillDeed) (*DrillSheet, error) {
	return order[DrillSheet](ctx, c, "/v1/drills/done", d)
}

// RemarkDrill implements Rehearsing.
func (c *Client) RemarkDrill(ctx context.Context, r *DrillRemark) (*DrillSheet, error) {
	return order[DrillSheet](ctx, c, "/v1/drills/remark", r)
}
