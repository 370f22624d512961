package whitelist

import "github.com/banken-ot/banken/baseline"

// doubt are the clients of which nothing becomes known by time.
type doubt map[baseline.AssetID]bool

// Doubt sets who tells of clients that did what is never learned and what nobody has
// approved. What such a client reads stays a candidate, on however many days it was
// seen: an intruder who was there from the start is not known by waiting.
func (d *Detector) Doubt(unapproved func(b *baseline.Book, yield func(client baseline.AssetID))) {
	d.unapproved = unapproved
}

// doubted are the clients that are doubted, those with a control that was rejected among
// them.
func (d *Detector) doubted(b *baseline.Book) doubt {
	all := doubt{}
	if d.unapproved != nil {
		d.unapproved(b, func(client baseline.AssetID) { all[client] = true })
	}
	for i := range d.keys.records {
		if r := &d.keys.records[i]; r.status&decided == rejected && r.controls() {
			client, _ := assets(b, r.key)
			all[client] = true
		}
	}
	return all
}

// standing is that of a record of a client.
func (a doubt) standing(r *record, client baseline.AssetID) baseline.Standing {
	if s := r.standing(); s != baseline.Known || !a[client] {
		return s
	}
	return baseline.Candidate
}
