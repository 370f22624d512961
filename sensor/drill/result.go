package drill

import (
	"cmp"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Version is that of the form of a Result.
const Version = 1

// Times of a drill.
const (
	// Longest is how long one lasts at most: as long as an exercise without a pause.
	Longest = 60 * time.Minute
	// Acknowledge and Decide are the goals where nobody sets others.
	Acknowledge = 5 * time.Minute
	Decide      = 30 * time.Minute
	shortest    = 10 * time.Second
)

// Goals are how soon people should acknowledge and decide, and how long the drill lasts
// at most; all from its start, the first two from when something was shown.
type Goals struct {
	Acknowledge float64 `json:"acknowledge_seconds"`
	Decide      float64 `json:"decide_seconds"`
	Last        float64 `json:"last_seconds"`
}

// Order asks for a drill. Goals that are 0 are those that hold by default.
type Order struct {
	Scenario string `json:"scenario"`
	Who      string `json:"who"`
	Goals    Goals  `json:"goals"`
}

// Check fills in what was left out. The error is a Refusal.
func (o *Order) Check() error {
	g := &o.Goals
	for _, x := range [...]struct {
		v *float64
		d time.Duration
	}{{&g.Acknowledge, Acknowledge}, {&g.Decide, Decide}, {&g.Last, Longest}} {
		if *x.v == 0 {
			*x.v = x.d.Seconds()
		}
		if !(*x.v >= shortest.Seconds() && *x.v <= Longest.Seconds()) {
			return refuse("goals", badGoals, lang.Span(Longest))
		}
	}
	switch {
	case g.Decide < g.Acknowledge:
		return refuse("goals", badGoals, lang.Span(Longest))
	case o.Who == "":
		return refuse("goals", noWho)
	}
	return nil
}

// Mark is something that somebody did.
type Mark struct {
	Time time.Time `json:"time"`
	Who  string    `json:"who"`
	What string    `json:"what"` // as package alert names decisions
}

// Found is an incident of the drill, as it was last.
type Found struct {
	ID       string    `json:"id"`
	Opened   time.Time `json:"opened"`
	Priority string    `json:"priority"` // the highest it had
	Title    lang.Text `json:"title"`
	Kinds    []string  `json:"kinds"`
	Count    uint64    `json:"count"`
	State    string    `json:"state"`
	Decision *Mark     `json:"decision"` // the last disposition by a person; null for none
	Right    *bool     `json:"right"`    // that was right; null where nobody decided, or nothing was wrong
}

// Deed is something that must be done in the drill, and who did it when.
type Deed struct {
	Task    string    `json:"task"`
	Subject string    `json:"subject"` // address; "" for the whole site
	Name    string    `json:"name"`
	Since   time.Time `json:"since"`
	Done    *Mark     `json:"done"` // null until then
}

// Moment is a line of the timeline.
type Moment struct {
	Time time.Time `json:"time"`
	// Kind is script (what the exercise did), shown, people, or remark.
	Kind string    `json:"kind"`
	Who  string    `json:"who,omitempty"`
	Text lang.Text `json:"text"`
}

// Remark is a note of who leads the drill.
type Remark struct {
	Time time.Time `json:"time"`
	Who  string    `json:"who"`
	Text string    `json:"text"`
}

// Bounds of a sheet: beyond them nothing is added.
const (
	MaxFound   = 32
	MaxDeeds   = 32
	MaxMoments = 200
	MaxRemarks = 20
	MaxRemark  = 2000 // octets
	MaxKinds   = 16
)

// Why a drill ended.
const (
	Stopped = "stopped" // by a person
	Over    = "over"    // its time was
	Done    = "done"    // all was decided and done
	ForReal = "real"    // a real incident needs people
	Restart = "restart" // the sensor was stopped
)

// Result is the sheet of a drill. Times are those of the observations.
type Result struct {
	V        int       `json:"v"`
	Number   int64     `json:"number"`
	Scenario string    `json:"scenario"`
	Title    lang.Text `json:"title"`
	Story    lang.Text `json:"story"`
	Site     string    `json:"site"`
	Leader   string    `json:"leader"`
	Started  time.Time `json:"started"`
	Until    time.Time `json:"until"` // ends by itself then
	// Ended is zero while it runs; End says why, and EndedBy who.
	Ended   time.Time `json:"ended,omitzero"`
	End     string    `json:"end,omitempty"`
	EndedBy string    `json:"ended_by,omitempty"`
	Goals   Goals     `json:"goals"`
	Cast    []Role    `json:"cast"`
	// Expected is the least priority the scenario comes up as.
	Expected string `json:"expected_priority"`
	// Shown is when the first incident was told; Acknowledged the first that anybody
	// did about one, Decided the first disposition.
	Shown        time.Time `json:"shown,omitzero"`
	Acknowledged *Mark     `json:"acknowledged"`
	Decided      *Mark     `json:"decided"`
	Right        []string  `json:"right_decisions"`
	Incidents    []Found   `json:"incidents"`
	Deeds        []Deed    `json:"actions"`
	Moments      []Moment  `json:"timeline"`
	Remarks      []Remark  `json:"remarks"`
}

// NewResult begins the sheet of a drill.
func NewResult(s *Script, o *Order, site string, now time.Time) *Result {
	x := s.Scenario
	return &Result{V: Version, Scenario: x.ID, Title: x.Title, Story: x.Story, Site: site, Leader: o.Who, Started: now, Goals: o.Goals,
		Until: now.Add(time.Duration(o.Goals.Last * float64(time.Second))), Cast: append([]Role{}, s.Cast...), Expected: x.Priority,
		Right: append([]string{}, x.Right...), Incidents: []Found{}, Deeds: []Deed{}, Moments: []Moment{}, Remarks: []Remark{}}
}

// Running reports whether the drill goes on.
func (r *Result) Running() bool { return r.Ended.IsZero() }

// Add adds a line to the timeline.
func (r *Result) Add(m Moment) {
	if len(r.Moments) < MaxMoments {
		r.Moments = append(r.Moments, m)
	}
}

// Took is how long after something was shown a person did something; ok is false where
// nobody did.
func (r *Result) Took(m *Mark) (d time.Duration, ok bool) {
	if m == nil || r.Shown.IsZero() {
		return 0, false
	}
	return max(m.Time.Sub(r.Shown), 0), true
}

// priorities in their order.
var priorities = []string{"track", "track*", "attend", "act"}

// Higher reports whether a priority is above another.
func Higher(a, b string) bool { return slices.Index(priorities, a) > slices.Index(priorities, b) }

// Worst is the highest priority of what was found; "" where nothing was.
func (r *Result) Worst() (p string) {
	for i := range r.Incidents {
		if Higher(r.Incidents[i].Priority, p) {
			p = r.Incidents[i].Priority
		}
	}
	return p
}

// Find returns an incident of the drill by its id, nil for none.
func (r *Result) Find(id string) *Found {
	for i := range r.Incidents {
		if r.Incidents[i].ID == id {
			return &r.Incidents[i]
		}
	}
	return nil
}

// Deed returns what must be done by task and subject, nil for nothing.
func (r *Result) Deed(task, subject string) *Deed {
	for i := range r.Deeds {
		if d := &r.Deeds[i]; d.Task == task && d.Subject == subject {
			return d
		}
	}
	return nil
}

// Decide notes what a person decided about an incident.
func (r *Result) Decide(id string, m Mark, disposition bool) {
	if r.Acknowledged == nil {
		r.Acknowledged = &m
	}
	f := r.Find(id)
	if !disposition || f == nil {
		return
	}
	right := len(r.Right) == 0 || slices.Contains(r.Right, m.What)
	f.Decision, f.Right = &m, &right
	if r.Decided == nil {
		r.Decided = &m
	}
}

// Complete reports whether everything was decided about and done, and something was.
func (r *Result) Complete() bool {
	undone := func(d Deed) bool { return d.Done == nil }
	undecided := func(f Found) bool { return f.Decision == nil }
	return len(r.Incidents) > 0 && !slices.ContainsFunc(r.Incidents, undecided) && !slices.ContainsFunc(r.Deeds, undone)
}

// Clone returns a copy that shares nothing that changes.
func (r *Result) Clone() *Result {
	c := *r
	c.Incidents, c.Deeds, c.Moments, c.Remarks = slices.Clone(r.Incidents), slices.Clone(r.Deeds), slices.Clone(r.Moments), slices.Clone(r.Remarks)
	return &c
}

// Brief is a drill in a list.
type Brief struct {
	Number   int64     `json:"number"`
	Scenario string    `json:"scenario"`
	Title    lang.Text `json:"title"`
	Leader   string    `json:"leader"`
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended,omitzero"`
	End      string    `json:"end,omitempty"`
	Priority string    `json:"priority"` // the highest it came up as; "" for not at all
	// Seconds after something was shown; negative where nobody did.
	Acknowledged float64 `json:"acknowledged_seconds"`
	Decided      float64 `json:"decided_seconds"`
	Met          bool    `json:"goals_met"`
	Right        bool    `json:"right"` // what was decided was right
}

// Brief is the sheet in short.
func (r *Result) Brief() Brief {
	b := Brief{Number: r.Number, Scenario: r.Scenario, Title: r.Title, Leader: r.Leader, Started: r.Started, Ended: r.Ended, End: r.End, Priority: r.Worst(),
		Acknowledged: r.seconds(r.Acknowledged), Decided: r.seconds(r.Decided), Right: r.Decided != nil}
	b.Met = r.Met(r.Acknowledged, r.Goals.Acknowledge) && r.Met(r.Decided, r.Goals.Decide)
	for i := range r.Incidents {
		if x := r.Incidents[i].Right; x != nil && !*x {
			b.Right = false
		}
	}
	return b
}

func (r *Result) seconds(m *Mark) float64 {
	if d, ok := r.Took(m); ok {
		return d.Seconds()
	}
	return -1
}

// Met reports whether something was done within a goal, seconds.
func (r *Result) Met(m *Mark, goal float64) bool {
	d, ok := r.Took(m)
	return ok && cmp.Compare(d.Seconds(), goal) <= 0
}

// Remark adds a remark of who leads the drill. The error is a Refusal.
func (r *Result) Remark(now time.Time, who, text string) error {
	switch {
	case text == "" || who == "":
		return refuse("goals", noRemark)
	case len(text) > MaxRemark || len(r.Remarks) >= MaxRemarks:
		return refuse("goals", muchRemark, MaxRemarks, MaxRemark)
	}
	r.Remarks = append(r.Remarks, Remark{now, who, text})
	return nil
}
