package control

import (
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Version is that of the forms of a site: it rises when a field changes its meaning or
// goes, not when one is added.
const Version = 1

// Today is how a site stands.
type Today struct {
	V    int       `json:"v"`
	Time time.Time `json:"time"` // of what was last observed
	Site string    `json:"site"`
	Zone string    `json:"zone"` // time zone of the site, a name of the IANA database
	// Level is 1 to 5, and Target that at which nothing must be done.
	Level  int `json:"level"`
	Target int `json:"target"`
	// Blind is why the sensor does not see everything; null when it does. The level is
	// then only of what is seen.
	Blind *Blind `json:"blind"`
	// Reason is the incident that gives the level; null at level 1.
	Reason *Brief `json:"reason"`
	MustDo MustDo `json:"must_do"`
	// Open are the standing incidents, the most serious first.
	Open     []Brief  `json:"open"`
	Learning Learning `json:"learning"`
	Waiting  Waiting  `json:"waiting"`
	Permits  []Permit `json:"permits"` // in force or to come, without what was done
	// Reviews are the permits that have ended and of which lines wait for a decision,
	// without what was done.
	Reviews []Permit `json:"reviews"`
	// Change is how it stood a day before; null where that was not noted.
	Change  *Change `json:"change"`
	LastDay LastDay `json:"last_day"`
	// Drill is the exercise that runs; null for none. Nothing else here counts it, but
	// that its incidents are listed, as exercises.
	Drill *TodayDrill `json:"drill"`
}

// Change is how a site stood a day before, and since when it stands as it does.
type Change struct {
	Level int       `json:"level"`
	Blind bool      `json:"blind"`
	From  time.Time `json:"from"`           // of what held then
	Since time.Time `json:"since,omitzero"` // of what holds now
	Text  lang.Text `json:"text"`           // a sentence
}

// LastDay is the incidents of the last 24 hours that people were told, against the
// false ones that are accepted.
type LastDay struct {
	Hours []int `json:"opened_per_hour"` // the oldest first, the last is the hour up to Time
	Top   int   `json:"top"`             // in the two upper tiers
	Lower int   `json:"lower"`
	// The budget of false ones, from the configuration: in the two upper tiers in 30
	// days, and below in a day.
	TopBudget   float64   `json:"false_top_per_30_days"`
	LowerBudget float64   `json:"false_lower_per_day"`
	Text        lang.Text `json:"text"` // a sentence
}

// Blind is why the sensor does not see everything.
type Blind struct {
	ID    string    `json:"id"` // of the incident; "" when there is none
	Since time.Time `json:"since,omitzero"`
	Text  lang.Text `json:"text"`
	First lang.Text `json:"first"` // what to do first
	// Parts are what is not seen, by name, as far as that is known.
	Parts []BlindPart `json:"parts"`
}

// BlindPart is something that is not seen.
type BlindPart struct {
	Part string `json:"part"` // "port eth1"
	// Kind is loss, one-sided, clock-step, capacity, silence, port-down or stopped.
	Kind  string    `json:"kind"`
	Since time.Time `json:"since"`
	Text  lang.Text `json:"text"` // both, in words
}

// MustDo is the least that must be done to bring the level down to the target.
type MustDo struct {
	From int `json:"from"`
	To   int `json:"to"`
	// Least: nothing cheaper does. Beyond is how many incidents found no room.
	Least   bool     `json:"least"`
	Beyond  int      `json:"beyond"`
	Actions []Action `json:"actions"`
}

// Action is one thing that must be done.
type Action struct {
	Task    string `json:"task"`    // ask, check, stop or restore
	Subject string `json:"subject"` // address; "" when it is not known
	Name    string `json:"name"`    // as the owner calls it, else the address
	// Due is until when: the first deadline of what it settles, each counted from when
	// that reached the level it has.
	Due         time.Time `json:"due"`
	WithinHours float64   `json:"within_hours"`
	Rows        []int     `json:"rows"` // of the decision table, that say why
	Settles     []Settled `json:"settles"`
	// Before and After are the levels before and after it, done in this order.
	Before int `json:"level_before"`
	After  int `json:"level_after"`
	// Skipped is the level that stays when all but this is done, and Stays what then
	// stays open.
	Skipped int      `json:"level_skipped"`
	Stays   []string `json:"stays"`
}

// Settled is an incident that an action settles.
type Settled struct {
	ID       string    `json:"id"`
	Priority string    `json:"priority"`
	Row      int       `json:"row"`
	Title    lang.Text `json:"title"`
	First    lang.Text `json:"first"` // what to do first
}

// Waiting is what of the baseline waits for a person.
type Waiting struct {
	Count int    `json:"count"`
	First []Line `json:"first"` // some of it
}

// Learning is how much of what is normal is known.
type Learning struct {
	V     int    `json:"v"`
	Days  int    `json:"days"`
	Once  int    `json:"one_day_behaviours"`
	State string `json:"state"` // cold, learning, provisional, ready or drifting
	// Expected new behaviours a day, and the bound that holds with Confidence; both 0
	// before the first day is over.
	Expected   float64 `json:"expected_per_day"`
	Bound      float64 `json:"bound_per_day"`
	Confidence float64 `json:"confidence"`
	Unseen     float64 `json:"unseen"`
	Certified  bool    `json:"certified"`
	Frozen     bool    `json:"frozen"`
	// Missing are the reasons why it is not ready: days, bound, weekdays, unseen,
	// hold-out, approvals, open.
	Missing    []string  `json:"missing"`
	DaySeconds float64   `json:"day_seconds"` // how long a learning day is
	Sentence   lang.Text `json:"sentence"`
	Compared   Compared  `json:"compared"`
}

// Compared is what was promised of the last days, and what came.
type Compared struct {
	Days     int     `json:"days"`
	Promised float64 `json:"promised"`
	AtMost   float64 `json:"promised_at_most"`
	Observed int     `json:"observed"`
}
