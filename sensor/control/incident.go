package control

import (
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/lang"
)

// Incidents is a list of incidents, the latest opened first.
type Incidents struct {
	V         int     `json:"v"`
	Zone      string  `json:"zone"`
	Incidents []Brief `json:"incidents"`
}

// Brief is an incident in short.
type Brief struct {
	ID          string    `json:"id"`
	Sort        string    `json:"sort"` // security, blind, permit or site
	Opened      time.Time `json:"opened"`
	Updated     time.Time `json:"updated"`
	State       string    `json:"state"`
	Priority    string    `json:"priority"`
	Level       int       `json:"level"` // that the site has because of it
	Stage       string    `json:"stage"`
	Actor       string    `json:"actor"`
	Targets     []string  `json:"targets"`
	Count       uint64    `json:"count"`
	Score       int       `json:"score"`
	Title       lang.Text `json:"title"`
	What        lang.Text `json:"what"`
	Exercise    bool      `json:"exercise"`
	Until       time.Time `json:"shelved_until,omitzero"`
	Disposition string    `json:"disposition,omitempty"`
}

// Decision is what a person decides about an incident.
type Decision struct {
	ID string `json:"id"` // or enough of its beginning
	// Decision is acknowledge, shelve, work, suspicious or false: the last three close
	// it, but that suspicious keeps it open once, as confirmed.
	Decision string `json:"decision"`
	Who      string `json:"who"`
	Why      string `json:"why"`
	// Seconds it is shelved for.
	Seconds float64 `json:"for_seconds,omitempty"`
}

// Explanation is all there is to say about an incident.
type Explanation struct {
	V        int             `json:"v"`
	Zone     string          `json:"zone"`
	Incident *alert.Incident `json:"incident"`
	Level    int             `json:"level"`
	// Names are what the owner calls the addresses in it, where there is a name.
	Names      map[string]string `json:"names"`
	Inputs     []Input           `json:"inputs"`
	Neighbours []Neighbour       `json:"neighbours"`
	Techniques []Technique       `json:"techniques"`
	Packets    Packets           `json:"packets"`
}

// Input is one of the five inputs of the decision.
type Input struct {
	Name    string    `json:"name"` // evidence, credibility, impact, exposure or prevalence
	Code    string    `json:"code"`
	Meaning lang.Text `json:"meaning"`
}

// Neighbour is what the priority would be if one input were one step another.
type Neighbour struct {
	Input    string `json:"input"`
	From     string `json:"from"`
	To       string `json:"to"`
	Priority string `json:"priority"`
	Row      int    `json:"row"`
}

// Technique is one of ATT&CK for ICS.
type Technique struct {
	ID      string   `json:"id"`
	Version string   `json:"version"`
	Name    string   `json:"name"`
	Tactics []string `json:"tactics"`
	// LaterID is what a later version calls it; "" where nothing is known to change.
	LaterID      string `json:"later_id,omitempty"`
	LaterVersion string `json:"later_version,omitempty"`
}

// Packets is how the packets that prove an incident are taken out of the recorder.
type Packets struct {
	Frames  []uint64  `json:"frames"` // numbers in the capture
	Flow    string    `json:"flow"`   // "" for all
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Command string    `json:"command"`
}
