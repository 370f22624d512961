package assess

import (
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Report is what the page says: plain data, every sentence in both languages.
type Report struct {
	Zone       Text       `json:"zone"` // of the times
	Files      []File     `json:"files"`
	Summary    []Fact     `json:"summary"`
	Verdict    Text       `json:"verdict"` // the one sentence at the top
	Findings   []Finding  `json:"findings"`
	Devices    []Device   `json:"devices"`
	Others     []Device   `json:"others"` // devices that speak no control protocol
	Talks      []Talk     `json:"talks"`
	Changes    []Change   `json:"changes"`
	Folded     []Text     `json:"folded"` // what Changes leaves out
	Tripwires  []Tripwire `json:"tripwires"`
	Secrets    []Secret   `json:"secrets"`
	Weaknesses []Weakness `json:"weaknesses"`
	Public     []Link     `json:"public"`
	Remote     []Link     `json:"remote"`
	Undecoded  []Link     `json:"undecoded"`
	Further    Text       `json:"further"` // services that are neither
	Defects    []Defect   `json:"defects"`
	Foreign    []Link     `json:"foreign"` // something else on a control port
	Unseen     []Unseen   `json:"unseen"`
	Diagram    Diagram    `json:"diagram"`
	OneDay     bool       `json:"one_day"` // all times are of one day
}

// Empty reports whether no capture gave a single packet.
func (r *Report) Empty() bool {
	for _, f := range r.Files {
		if f.Packets > 0 {
			return false
		}
	}
	return true
}

// Fact is a figure with its name.
type Fact struct {
	Name  Text `json:"name"`
	Value Text `json:"value"`
	Note  Text `json:"note"`
}

// File is one capture file.
type File struct {
	Name     string `json:"name"`
	From     When   `json:"from"`
	To       When   `json:"to"`
	Duration Text   `json:"duration"`
	Packets  uint64 `json:"packets"`
	Octets   Text   `json:"octets"`
	Fault    Text   `json:"fault"`
}

// When is a capture time as it is shown.
type When struct {
	Local string `json:"local"` // in the zone of the report
	Clock string `json:"clock"` // the same without the day
	UTC   string `json:"utc"`
}

// Line is a piece of evidence: when, what, and where to look it up.
type Line struct {
	When  When   `json:"when"`
	What  Text   `json:"what"`
	Place Text   `json:"place"`
	Count uint64 `json:"count"`
}

// Finding is something that somebody should do something about.
type Finding struct {
	ID         string      `json:"id"`
	Urgency    Urgency     `json:"urgency"`
	Title      Text        `json:"title"`
	Why        Text        `json:"why"`
	First      Text        `json:"first"` // what to do first; never empty
	Lines      []Line      `json:"lines"` // evidence; never empty
	More       uint64      `json:"more"`  // lines of evidence left out
	Techniques []technique `json:"techniques"`

	order int // among findings of one urgency
}

// Device is an asset in the report.
type Device struct {
	Address    string     `json:"address"` // IP address, or MAC address without one
	MAC        string     `json:"mac"`
	Vendor     Text       `json:"vendor"`
	Reach      Text       `json:"reach"` // "" when on the same segment
	Roles      []Text     `json:"roles"`
	Duties     []Text     `json:"duties"`
	Identities []Identity `json:"identities"`
	Notes      []Text     `json:"notes"`
	First      When       `json:"first"`
	Last       When       `json:"last"`
	Packets    uint64     `json:"packets"`
}

// Identity is something a device says of itself.
type Identity struct {
	Name   Text   `json:"name"`
	Value  string `json:"value"`
	Source Text   `json:"source"`
	Place  Text   `json:"place"`
	Past   bool   `json:"past"` // it says otherwise now
}

// Talk is one pair of client and service.
type Talk struct {
	Client     string     `json:"client"`
	Server     string     `json:"server"` // with its port
	Protocol   string     `json:"protocol"`
	Stations   string     `json:"stations"`
	Functions  []Function `json:"functions"`
	Count      uint64     `json:"count"`
	First      When       `json:"first"`
	Last       When       `json:"last"`
	Latency    Text       `json:"latency"` // the middle one
	Refused    uint64     `json:"refused"`
	Unanswered uint64     `json:"unanswered"`
	Unasked    uint64     `json:"unasked"`
	Encrypted  uint64     `json:"encrypted"`
	Place      Text       `json:"place"`
}

// Function is what was asked, and how often.
type Function struct {
	Name       string `json:"name"`
	Operation  Text   `json:"operation"`
	Changes    bool   `json:"changes"` // the process or a device
	Count      uint64 `json:"count"`
	Refused    uint64 `json:"refused"`
	Unanswered uint64 `json:"unanswered"`
}

// Change is a group of like writes, controls or settings.
type Change struct {
	First     When   `json:"first"`
	Last      When   `json:"last"`
	Count     uint64 `json:"count"`
	Client    string `json:"client"`
	Server    string `json:"server"`
	Protocol  string `json:"protocol"`
	Station   string `json:"station"`
	Function  string `json:"function"`
	Operation Text   `json:"operation"`
	Points    string `json:"points"`
	Values    Text   `json:"values"`
	Result    Text   `json:"result"`
	Reason    string `json:"reason"` // of refusals, in the standard's words
	Bad       bool   `json:"bad"`    // not all were carried out
	Place     Text   `json:"place"`
}

// Tripwire is an operation that is never learned, with where it occurred.
type Tripwire struct {
	ID         string      `json:"id"`
	Urgency    Urgency     `json:"urgency"`
	Title      Text        `json:"title"`
	Why        Text        `json:"why"`
	First      Text        `json:"first"`
	Techniques []technique `json:"techniques"`
	Hits       []Hit       `json:"hits"`
	More       uint64      `json:"more"` // hits left out
}

// Hit is one pair on which a tripwire was hit.
type Hit struct {
	Client    string `json:"client"`
	Server    string `json:"server"`
	Station   string `json:"station"`
	Functions string `json:"functions"`
	Count     uint64 `json:"count"`
	First     When   `json:"first"`
	Last      When   `json:"last"`
	Result    Text   `json:"result"`
	Place     Text   `json:"place"`
}

// Secret is a password that was seen in the clear; not the password.
type Secret struct {
	What   Text   `json:"what"`
	Client string `json:"client"`
	Server string `json:"server"`
	Count  uint64 `json:"count"`
	First  When   `json:"first"`
	Place  Text   `json:"place"`
}

// Weakness is a protection that is missing.
type Weakness struct {
	What  Text     `json:"what"`
	Where []string `json:"where"`
	More  uint64   `json:"more"` // places left out
	Do    Text     `json:"do"`
	Place Text     `json:"place"`
}

// Link is a service that is not decoded, and who uses it.
type Link struct {
	Service string `json:"service"`
	By      Text   `json:"by"` // by content or by port
	Client  string `json:"client"`
	Server  string `json:"server"`
	Control bool   `json:"control"` // one end speaks a control protocol
	Public  bool   `json:"public"`  // one end is an address of the internet
	Count   uint64 `json:"count"`
	First   When   `json:"first"`
	Place   Text   `json:"place"`
	Note    Text   `json:"note"`
}

// Defect is something wrong with the messages of a device.
type Defect struct {
	Device   string `json:"device"`
	Protocol string `json:"protocol"`
	Name     string `json:"name"`
	Meaning  Text   `json:"meaning"`
	Count    uint64 `json:"count"`
	First    When   `json:"first"`
	Place    Text   `json:"place"`
}

// Unseen is something the capture does not show.
type Unseen struct {
	What Text `json:"what"`
	Do   Text `json:"do"`
}

// Options say how a report is written.
type Options struct {
	Zone     *time.Location // of the times; nil is UTC
	Language lang.Language  // of a page that is in one
	Alone    bool           // in Language only; else in all, with a switch
}
