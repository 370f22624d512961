package alert

import (
	"encoding/json"
	"fmt"
)

// Cabinet keeps what a desk saves, as a store does.
type Cabinet struct {
	head      []byte
	docs, own map[string][]byte
	octets    int // of what was kept last
}

// NewCabinet returns an empty one.
func NewCabinet() *Cabinet { return &Cabinet{docs: map[string][]byte{}, own: map[string][]byte{}} }

// Keep keeps what has changed.
func (c *Cabinet) Keep(d *Desk) error {
	x, err := d.Unsaved()
	if err != nil {
		return err
	}
	c.octets = len(x.Head)
	for _, p := range x.Parts {
		doc, err := json.Marshal(p.Incident)
		if err != nil {
			return err
		}
		c.docs[p.Incident.ID], c.own[p.Incident.ID] = doc, p.Own
		c.octets += len(doc) + len(p.Own)
	}
	for _, id := range x.Gone {
		if c.own[id] == nil {
			return fmt.Errorf("%s is gone, and was never kept", id)
		}
		delete(c.own, id)
		delete(c.docs, id)
	}
	c.head = x.Head
	d.Saved()
	return nil
}

// Part returns an incident.
func (c *Cabinet) Part(id string) (doc, own []byte, err error) {
	if c.own[id] == nil {
		return nil, nil, fmt.Errorf("%s was not kept", id)
	}
	return c.docs[id], c.own[id], nil
}

// GoOn returns a desk that goes on from what is kept. Saved again, it is the same, and
// nothing is kept of what is not open.
func (c *Cabinet) GoOn(o Options) (*Desk, error) {
	d := New(o)
	if err := d.Restore(c.head, c.Part); err != nil {
		return nil, err
	}
	if n := len(d.Incidents()); n != len(c.own) {
		return nil, fmt.Errorf("%d incidents are kept, %d are open", len(c.own), n)
	}
	x, err := d.Unsaved()
	if err == nil && (string(x.Head) != string(c.head) || len(x.Parts)+len(x.Gone) != 0) {
		err = fmt.Errorf("the state of a desk that goes on is another one: %d parts", len(x.Parts))
	}
	return d, err
}
