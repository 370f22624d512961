package control

import (
	"time"

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
	State    string      `json:"state"`          // waiting, open or closed
	Zone     string      `json:"zone,omitempty"` // of the site; not in lists, which tell it once
	ClosedBy string      `json:"closed_by,omitempty"`
	Work     permit.Diff `json:"work"`
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
