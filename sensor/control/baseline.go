package control

import (
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// LinesQuery says which lines of the baseline are wanted. Without a limit all come at
// once, in the order in which detectors list them; with one, a page of them, by host,
// device and subject. A place between lines is kept by what the line before it is about:
// whatever comes or goes meanwhile, no other line is left out or comes twice.
type LinesQuery struct {
	Waiting  bool   // only what waits for a person
	Edition  int    // of a signed one; 0 is the present
	Standing string // only those; "" for all
	Text     string // only those in which all these words are: subject, facts, id, or the names of its devices
	Limit    int    // at most so many, and at most MaxPage; 0 for all at once
	After    string // Lines.Next of the page before
	Before   string // Lines.Previous of the page after
}

// Lines is the baseline as people read it.
type Lines struct {
	V       int    `json:"v"`
	Edition int    `json:"edition"` // 0: the present
	Lines   []Line `json:"lines"`
	// Of a page: Count is how many lines there are on all pages, Next and Previous lead to
	// the pages beside it, "" where there is none.
	Count    int    `json:"count,omitempty"`
	Next     string `json:"next,omitempty"`
	Previous string `json:"previous,omitempty"`
}

// Line is one thing that was learned.
type Line struct {
	// ID is short, and the same as long as the subject is: see Approval.
	ID       string `json:"id"`
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

	// The rest is told of the lines of a page alone. Client and Server are the addresses of
	// the two sides: who asks, and who is asked; "" for none.
	Client string `json:"client,omitempty"`
	Server string `json:"server,omitempty"`
	// What tells what it is about, beside the two; Known what was learned of it.
	What  lang.Text `json:"what,omitzero"`
	Known lang.Text `json:"known,omitzero"`
	// Held: seen only while nothing was to be learned: under a work permit, or during an
	// incident.
	Held bool `json:"held,omitempty"`
}

// LineName names a line wholly: an id may, once in 5000 cases of 200,000 lines, be that of
// two.
type LineName struct {
	Detector string `json:"detector"`
	Subject  string `json:"subject"`
}

// Approval is what a person decides about lines: one by its subject, all that wait
// whose subject begins so, those of some ids or names, or all that wait of what one host
// does.
type Approval struct {
	Subject  string   `json:"subject,omitempty"`
	Prefix   bool     `json:"prefix,omitempty"`
	IDs      []string `json:"ids,omitempty"`
	From     string   `json:"from,omitempty"` // address, or what the owner calls it
	Standing string   `json:"standing"`       // approved or rejected
	Who      string   `json:"who"`
	// Lines are those of some names.
	Lines []LineName `json:"lines,omitempty"`
	Why   string     `json:"why,omitempty"` // for the audit trail
}

// Approved are the lines that were decided.
type Approved struct {
	V       int       `json:"v"`
	Decided []Decided `json:"decided"`
}

// Decided is a line that was decided.
type Decided struct {
	ID       string            `json:"id"`
	Detector string            `json:"detector"`
	Subject  string            `json:"subject"`
	Standing string            `json:"standing"`
	Names    map[string]string `json:"names,omitempty"` // as of a Line
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
