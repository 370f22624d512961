package control

import "time"

// LinesQuery says which lines of the baseline are wanted.
type LinesQuery struct {
	Waiting bool // only what waits for a person
	Edition int  // of a signed one; 0 is the present
}

// Lines is the baseline as people read it.
type Lines struct {
	V       int    `json:"v"`
	Edition int    `json:"edition"` // 0: the present
	Lines   []Line `json:"lines"`
}

// Line is one thing that was learned.
type Line struct {
	Detector string `json:"detector"`
	// Standing is candidate, known, pending, approved or rejected.
	Standing string `json:"standing"`
	Subject  string `json:"subject"`
	Facts    string `json:"facts"`
	Days     int    `json:"days"`
	First    string `json:"first"` // dates, "" where not known
	Last     string `json:"last"`
	// Names are what the owner calls the addresses in the subject.
	Names map[string]string `json:"names,omitempty"`
}

// Approval is what a person decides about lines: one by its subject, or all that wait
// whose subject begins so.
type Approval struct {
	Subject  string `json:"subject"`
	Prefix   bool   `json:"prefix"`
	Standing string `json:"standing"` // approved or rejected
	Who      string `json:"who"`
}

// Approved are the lines that were decided.
type Approved struct {
	V       int       `json:"v"`
	Decided []Decided `json:"decided"`
}

// Decided is a line that was decided.
type Decided struct {
	Detector string `json:"detector"`
	Subject  string `json:"subject"`
	Standing string `json:"standing"`
}

// Freeze stops learning, or lets it go on.
type Freeze struct {
	Frozen bool   `json:"frozen"`
	Who    string `json:"who"`
	Why    string `json:"why"`
}

// History is the signed editions, the first first.
type History struct {
	V        int           `json:"v"`
	Zone     string        `json:"zone"`
	Editions []EditionLine `json:"editions"`
}

// EditionLine is an edition without its contents.
type EditionLine struct {
	Number int       `json:"number"`
	Time   time.Time `json:"time"`
	Site   string    `json:"site"`
	By     string    `json:"by"`
	Note   string    `json:"note"`
	Key    string    `json:"key"`  // fingerprint of the key that signed it
	Hash   string    `json:"hash"` // hexadecimal
}

// Rollback has the site go on from one of its own editions.
type Rollback struct {
	Number int    `json:"number"`
	Who    string `json:"who"`
}
