package control

import (
	"time"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/permit"
)

// Permits is a list of work permits.
type Permits struct {
	V       int      `json:"v"`
	Zone    string   `json:"zone"`
	Permits []Permit `json:"permits"`
}

// Permit is a work permit and what was done under it.
type Permit struct {
	// State is waiting, open, review (it has ended, and lines wait for a decision) or
	// closed.
	State    string `json:"state"`
	Zone     string `json:"zone,omitempty"` // of the site; not in lists, which tell it once
	ClosedBy string `json:"closed_by,omitempty"`
	// ReviewedBy is who decided last about lines of it, and Reviewed when nothing waited
	// any more.
	ReviewedBy string    `json:"reviewed_by,omitempty"`
	Reviewed   time.Time `json:"reviewed,omitzero"`
	Undecided  int       `json:"undecided"` // lines, of one that has ended
	// Names are what the owner calls the addresses in it, where there is a name.
	Names map[string]string `json:"names,omitempty"`
	Work  permit.Diff       `json:"work"`
	// Told tells the lines of the work in words, in their order; not in lists.
	Told []PermitLine `json:"told,omitempty"`
}

// PermitLine is a line of what was done under a permit, in words.
type PermitLine struct {
	Title lang.Text `json:"title"` // what it is
	Did   lang.Text `json:"did"`   // what was done with the device
	Usual lang.Text `json:"usual"` // before; "" where there is nothing to say
	Seen  lang.Text `json:"seen"`  // values; "" for none
}

// PermitReview decides about lines of a permit that has ended, by their numbers, from
// 1 in the order of the lines. ApproveAll approves all that wait, but those that are
// rejected.
type PermitReview struct {
	Ticket     string `json:"ticket"`
	Approve    []int  `json:"approve,omitempty"`
	Reject     []int  `json:"reject,omitempty"`
	ApproveAll bool   `json:"approve_all,omitempty"`
	Who        string `json:"who"`
	Why        string `json:"why,omitempty"` // for the audit trail
}

// PermitRequest asks for a permit: its form in JSON as sensor/permit reads it, where
// hosts and assets may be names too, and By, who opens it.
type PermitRequest struct {
	V          int       `json:"v"`
	Ticket     string    `json:"ticket"`
	Who        string    `json:"who"`
	Hosts      []string  `json:"hosts"`
	Assets     []string  `json:"assets"`
	Operations []string  `json:"operations"`
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Approvers  []string  `json:"approvers"`
	By         string    `json:"by,omitempty"`
}

// PermitClosing ends a permit.
type PermitClosing struct {
	Ticket string `json:"ticket"`
	Who    string `json:"who"`
}
