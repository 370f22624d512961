package control

import (
	"time"

	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
)

// MonthReport is a month for who answers for the plant: a sentence and five figures, then
// what they rest on.
type MonthReport struct {
	V      int       `json:"v"`
	Site   string    `json:"site"`
	Zone   string    `json:"zone"`
	Time   time.Time `json:"time"` // of what was last observed
	Period Period    `json:"period"`
	// Sign is fine, look or act, by which the verdict is marked; Verdict is the month in a
	// sentence.
	Sign    string         `json:"sign"`
	Verdict lang.Text      `json:"verdict"`
	Figures []ReportFigure `json:"figures"`
	Days    []MonthDay     `json:"days"`
	// Sight is what was checked.
	Sight   Sight          `json:"sight"`
	Devices []ReportDevice `json:"devices"`
	// Seen is how many devices were seen in the period, New how many of them for the first
	// time.
	Seen int `json:"devices_seen"`
	New  int `json:"devices_new"`
	// Advisories is how many known advisories were imported, that firmware is compared with.
	Advisories int `json:"advisories_imported"`
	// Incidents by urgency, the most urgent first. Opened is how many there are in all, Counted
	// how many the table counts: the latest.
	Incidents []Tally `json:"incidents"`
	Opened    int     `json:"opened"`
	Counted   int     `json:"counted"`
	// Attention are those of the upper tiers, the most urgent first.
	Attention []ReportIncident `json:"attention"`
	Approvals Approvals        `json:"approvals"`
	Exits     Exits            `json:"exits"`
	Permits   []ReportWork     `json:"permits"`
	Drills    []drill.Brief    `json:"drills"`
	// Changes is how often people changed something, by what.
	Changes  []Deeds        `json:"changes"`
	Promise  []Promise      `json:"promise"`
	Forecast Learning       `json:"forecast"` // how much is known of what is normal, now
	Own      OwnHealth      `json:"own_health"`
	Omitted  map[string]int `json:"omitted"`
}

// ReportFigure is one of the five on the first page.
type ReportFigure struct {
	Name  lang.Text `json:"name"`
	Value lang.Text `json:"value"`
	Note  lang.Text `json:"note"`
}

// MonthDay is a day of a month.
type MonthDay struct {
	Date       string  `json:"date"`
	Highest    int     `json:"highest"` // level; 0 where none is known
	Top        int     `json:"top"`     // incidents opened in the two upper tiers
	Lower      int     `json:"lower"`
	BlindHours float64 `json:"blind_hours"`
	// LookedHours is for how long the sensor looked, where Sight.Recorded.
	LookedHours float64 `json:"looked_hours"`
}

// ReportDevice is a device with what it says of itself.
type ReportDevice struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Vendor  string `json:"vendor"`
	// Model and Firmware are as the device says; Firmware "" where it says none.
	Model    string    `json:"model"`
	Firmware string    `json:"firmware"`
	Since    time.Time `json:"since,omitzero"` // it was first heard to say so
}

// Tally counts incidents of one priority that people were told.
type Tally struct {
	Priority string `json:"priority"`
	Opened   int    `json:"opened"`
	Open     int    `json:"open"` // still
	// Work, Suspicious and False are what people found them to be; Itself ended without a
	// person.
	Work       int `json:"work"`
	Suspicious int `json:"suspicious"`
	False      int `json:"false"`
	Itself     int `json:"itself"`
	// How long it took until a person took it on, and until a person said what it was.
	Acknowledge Took `json:"acknowledge"`
	Decide      Took `json:"decide"`
}

// Took is how long something took.
type Took struct {
	Count          int     `json:"count"`
	MedianSeconds  float64 `json:"median_seconds"`
	LongestSeconds float64 `json:"longest_seconds"`
}

// Approvals are what of the baseline waits for a person.
type Approvals struct {
	Waiting int `json:"waiting"`
	// Stale wait for more than StaleDays; Oldest is since when the first does.
	Stale     int       `json:"stale"`
	StaleDays int       `json:"stale_days"`
	Oldest    time.Time `json:"oldest,omitzero"`
	// Unused were approved and not seen for UnusedDays.
	Unused     int    `json:"unused"`
	UnusedDays int    `json:"unused_days"`
	First      []Line `json:"first"` // of what waits, the oldest
	// Approved and Rejected is how often people did so in the period.
	Approved int64 `json:"approved"`
	Rejected int64 `json:"rejected"`
}

// Exits are the ways between devices and addresses outside of the plant.
type Exits struct {
	Count int `json:"count"`
	// New came in the period; of all, Approved and Rejected were decided so, Waiting wait for
	// it.
	New      int    `json:"new"`
	Approved int    `json:"approved"`
	Rejected int    `json:"rejected"`
	Waiting  int    `json:"waiting"`
	Ways     []Exit `json:"ways"` // rejected, waiting and new ones first
}

// Exit is a way out of the plant, or into it.
type Exit struct {
	Address  string    `json:"address"` // of the device
	Name     string    `json:"name"`
	In       bool      `json:"in"` // from outside
	Protocol string    `json:"protocol"`
	Port     uint16    `json:"port"`
	Standing string    `json:"standing"` // candidate, known, pending, approved or rejected
	New      bool      `json:"new"`
	Days     int       `json:"days"`
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
}

// Deeds is how often something was done.
type Deeds struct {
	What  string `json:"what"` // as of AuditLine
	Count int64  `json:"count"`
}

// OwnHealth is how the sensor itself did.
type OwnHealth struct {
	// Blind is how many incidents told that the sensor did not see everything, Notices how
	// many told of it otherwise.
	Blind   int `json:"blind"`
	Notices int `json:"notices"`
	// Changes is how often a part came into another state; Latest are some of these.
	Changes int            `json:"changes"`
	Latest  []ReportChange `json:"latest"`
	// Silenced are the detectors that only add evidence now, because they were wrong too
	// often.
	Silenced    []string `json:"silenced"`
	StoreOctets int64    `json:"store_octets"`
	DiskFree    int64    `json:"disk_free_octets"`
	Disk        int64    `json:"disk_octets"`
	AuditLines  int64    `json:"audit_lines"`
	AuditHash   string   `json:"audit_hash"` // of the last line: kept elsewhere it proves that nothing was cut off
}

// ReportChange is a part of the sensor that came into another state.
type ReportChange struct {
	Time time.Time `json:"time"`
	Part string    `json:"part"`
	From string    `json:"from"`
	To   string    `json:"to"`
	Why  string    `json:"why"`
}
