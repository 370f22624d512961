package control

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/lang"
)

// Reports are what is handed in on paper.
type Reports interface {
	// ReportDay reports on a day of the site's calendar, "2026-11-24"; "" is that of what
	// was last observed.
	ReportDay(ctx context.Context, date string) (*DayReport, error)
	// ReportMonth reports on a month, "2026-11", in the same way.
	ReportMonth(ctx context.Context, month string) (*MonthReport, error)
}

// Bounds of the lists in a report: what a person reads of them.
const (
	MaxReportLines   = 100
	MaxReportDevices = 500
)

// Period is what a report is about.
type Period struct {
	Name string    `json:"name"` // "2026-11-24", "2026-11"
	From time.Time `json:"from"`
	To   time.Time `json:"to"`   // its end, or what was last observed
	Over bool      `json:"over"` // nothing of it is to come
	// Known: the sensor was there. Where it is false everything else is empty.
	Known bool `json:"known"`
	// First and Last are the first and the last such period that something is known of; ""
	// for none.
	First string `json:"first"`
	Last  string `json:"last"`
	// Previous and Next are those beside it.
	Previous string `json:"previous"`
	Next     string `json:"next"`
}

// DayReport is a day in short.
type DayReport struct {
	V      int       `json:"v"`
	Site   string    `json:"site"`
	Zone   string    `json:"zone"`
	Time   time.Time `json:"time"` // of what was last observed
	Period Period    `json:"period"`
	// Verdict is the day in a sentence.
	Verdict lang.Text   `json:"verdict"`
	Levels  []LevelSpan `json:"levels"`  // in the order of time
	Highest int         `json:"highest"` // 0 where no level is known
	// Incidents are those that were opened or decided on the day, the most urgent first; Count
	// is how many there are.
	Incidents []ReportIncident `json:"incidents"`
	Count     int              `json:"count"`
	MustDo    []ReportDue      `json:"must_do"`
	// Actions are what must be done now; none where the day is over.
	Actions []Action     `json:"actions"`
	Sight   Sight        `json:"sight"`
	Devices []NewDevice  `json:"new_devices"`
	Permits []ReportWork `json:"permits"`
	// Decisions are what was decided about the baseline and about work; Edits what was changed
	// of the sensor itself, and of people.
	Decisions []ReportDeed `json:"decisions"`
	Edits     []ReportDeed `json:"edits"`
	SignIns   int64        `json:"sign_ins"`
	Promise   []Promise    `json:"promise"`
	// Omitted is how much of any list found no room, by its name.
	Omitted map[string]int `json:"omitted"`
}

// LevelSpan is how a site stood from a time until another.
type LevelSpan struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Level int       `json:"level"`
	Blind bool      `json:"blind"`
}

// ReportIncident is an incident as a report lists it.
type ReportIncident struct {
	Brief
	// Equipment is what it was done to, as the owner calls it; More is how many more.
	Equipment []string         `json:"equipment"`
	More      int              `json:"equipment_more"`
	By        string           `json:"by"` // who did it, as the owner calls the address
	Decisions []alert.Decision `json:"decisions"`
}

// ReportDue is an incident that something had to be done about, and what became of that.
type ReportDue struct {
	ID       string    `json:"id"`
	Priority string    `json:"priority"`
	Title    lang.Text `json:"title"`
	First    lang.Text `json:"first"` // what to do first
	Due      time.Time `json:"due"`
	// Done is when it was decided, by whom and as what; the zero time and "" while it is open.
	Done time.Time `json:"done,omitzero"`
	By   string    `json:"by"`
	As   string    `json:"as"` // work, suspicious or false, or how it ended by itself
	Late bool      `json:"late"`
}

// Sight is how much of a period the sensor saw.
type Sight struct {
	Days int `json:"days"` // of the calendar, in which the sensor looked
	// Recorded: it is known for how long the sensor looked. Where it is false the next five
	// are 0.
	Recorded     bool    `json:"recorded"`
	LookedHours  float64 `json:"looked_hours"`
	Frames       int64   `json:"frames"`
	Lost         int64   `json:"lost_frames"`
	Dropped      int64   `json:"dropped_transactions"`
	MissedOctets int64   `json:"missed_octets"`
	// Protocols are the transactions of each protocol, where that is recorded.
	Protocols []ProtocolCount `json:"protocols"`
	// BlindHours is for how long not everything was seen, and Blind when.
	BlindHours float64     `json:"blind_hours"`
	Blind      []BlindTime `json:"blind"`
}

// ProtocolCount is how many transactions of a protocol there were.
type ProtocolCount struct {
	Protocol     string `json:"protocol"`
	Transactions int64  `json:"transactions"`
}

// BlindTime is when not everything was seen.
type BlindTime struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	What lang.Text `json:"what"` // was not seen, as far as it is known; empty where it is not
}

// NewDevice is a device that was first seen in the period.
type NewDevice struct {
	Address string    `json:"address"`
	Name    string    `json:"name"` // as the owner calls it; "" where nobody does
	Vendor  string    `json:"vendor"`
	First   time.Time `json:"first"`
}

// ReportWork is a work permit as a report lists it.
type ReportWork struct {
	Ticket    string    `json:"ticket"`
	Who       string    `json:"who"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	State     string    `json:"state"` // as of Permit
	Done      int       `json:"done"`  // lines of what was done
	Undecided int       `json:"undecided"`
}

// ReportDeed is a line of the audit trail as a report lists it.
type ReportDeed struct {
	Time    time.Time `json:"time"`
	Who     string    `json:"who"`
	What    string    `json:"what"` // "baseline-approved"
	Subject string    `json:"subject"`
	// Said tells what the first of it is about, where that can be told; Count is how much it
	// is about, 0 where that is not counted.
	Said  lang.Text `json:"said,omitzero"`
	Count int       `json:"count"`
}

// Promise is how many false incidents were accepted of a period, against what came, for
// the two upper tiers together or for those below.
type Promise struct {
	Tier       string  `json:"tier"`       // top or lower
	Days       float64 `json:"days"`       // that were judged
	Opened     int     `json:"opened"`     // incidents that people were told
	False      int     `json:"false"`      // of these, found to be nothing that matters
	Unanswered int     `json:"unanswered"` // of these, nobody has said what they were
	Promised   float64 `json:"promised"`   // as many false ones as are accepted
	// Low and High are between how many false ones are to be expected in such a period, by
	// those that came (exact, Poisson, 95 %).
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Kept is yes, open (unless those unanswered were false too), chance (more came, as can
	// be by chance) or no.
	Kept string    `json:"kept"`
	Text lang.Text `json:"text"`
}

// reporting registers the routes about reports.
func reporting(mux *http.ServeMux, get func() Site) {
	for pattern, do := range map[string]func(Site, *http.Request) (any, error){
		"GET /v1/report/day":   func(s Site, r *http.Request) (any, error) { return s.ReportDay(r.Context(), value(r, "date")) },
		"GET /v1/report/month": func(s Site, r *http.Request) (any, error) { return s.ReportMonth(r.Context(), value(r, "month")) },
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, get(), do) })
	}
}

// ReportDay implements Reports.
func (c *Client) ReportDay(ctx context.Context, date string) (*DayReport, error) {
	return ask[DayReport](ctx, c, "/v1/report/day", url.Values{"date": {date}})
}

// ReportMonth implements Reports.
func (c *Client) ReportMonth(ctx context.Context, month string) (*MonthReport, error) {
	return ask[MonthReport](ctx, c, "/v1/report/month", url.Values{"month": {month}})
}
