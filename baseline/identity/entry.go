package identity

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Entries calls yield for every attribute, by subject.
func (d *Detector) Entries(b *baseline.Book, yield func(*baseline.Entry) bool) {
	list := make([]baseline.Entry, len(d.keys))
	for i := range list {
		list[i] = d.entry(b, i)
	}
	slices.SortFunc(list, func(x, y baseline.Entry) int { return strings.Compare(x.Subject, y.Subject) })
	for i := range list {
		if !yield(&list[i]) {
			return
		}
	}
}

func (d *Detector) entry(b *baseline.Book, i int) baseline.Entry {
	k, r := d.keys[i], &d.records[i]
	e := baseline.Entry{Detector: baseline.Identity, Subject: k.subject(b), Standing: r.standing, Facts: r.facts(),
		First: second(r.first), Last: second(r.last), Days: int(r.days), Count: r.count, Server: k.asset}
	if k.port == 0 || k.peer != 0 {
		e.Client, e.Server = k.asset, k.peer
	}
	switch {
	case r.waits:
		e.Standing = baseline.Pending
	case r.rejected:
		e.Standing = baseline.Rejected
	}
	return e
}

func second(ns int64) time.Time { return time.Unix(0, ns).UTC().Truncate(time.Second) }

// subject names an attribute: "modbus 43/14 10.0.0.5:502 station 1
// MajorMinorRevision", "opcua 10.0.0.1 > 10.0.0.2:4840 SecurityPolicyUri".
func (k key) subject(b *baseline.Book) string {
	s := k.attribute.protocol() + " " + b.Addr(k.asset).String()
	if k.peer != 0 {
		s += " > " + b.Addr(k.peer).String()
	}
	if k.port != 0 {
		s += " port " + strconv.Itoa(int(k.port))
	} else {
		s += " client"
	}
	if k.attribute&^baseMask != baseOPCUA {
		s += " station " + strconv.FormatUint(uint64(k.station), 10)
	}
	x := k.attribute.told()
	s += " " + x.name
	if x.name == "object" {
		s += " " + strconv.Itoa(int(k.attribute&baseMask))
	}
	return s
}

// facts are the usual values, and what waits.
func (r *record) facts() string {
	s := r.usual()
	if r.variable {
		s = "varies: " + s
	}
	if r.other.hash != 0 {
		s += " -> " + r.other.text
	}
	return s
}

// Decide notes what a person decided about an attribute: where a value waits, about
// that, which once approved takes the place of the usual ones.
func (d *Detector) Decide(b *baseline.Book, subject string, s baseline.Standing) bool {
	if s != baseline.Approved && s != baseline.Rejected {
		return false
	}
	for i := range d.keys {
		if d.keys[i].subject(b) == subject {
			d.records[i].decide(s)
			return true
		}
	}
	return false
}
