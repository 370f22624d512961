package identity

import (
	"strings"

	"github.com/banken-ot/banken/baseline"
)

const (
	// MaxValues bounds the attributes kept: sixteen each of a thousand stations.
	MaxValues = 16384
	// maxVariants bounds the values of an attribute that are usual at a time.
	maxVariants = 4
	// serverVariants is how many values a server may say by turns, as redundant
	// processors do; with more, what it says varies.
	serverVariants = 2
	// clientVariants is the same of a client: programs on one host.
	clientVariants = 4
	// maxChanges is how many values may follow each other, as of a device that is
	// updated while it is learned, before what it says counts as varying.
	maxChanges = 3
	// slowDays is on how many days what may vary must have been the same.
	slowDays = 3
	// staleDays is after how many days without it a value is not usual any more.
	staleDays = 60
)

// key is what an attribute is of. Peer is the server with which a client uses
// something; 0 elsewhere.
type key struct {
	asset, peer baseline.AssetID
	station     uint32
	attribute   attribute
	port        uint16
}

// variant is a value that was told.
type variant struct {
	hash    hash
	text    string
	last    uint32 // day
	lineage hash
	from    int64
}

// record is an attribute of somebody, and its usual values.
type record struct {
	variants [maxVariants]variant
	n        uint8
	standing baseline.Standing
	variable bool
	returned bool  // an earlier value was told after a later one
	late     bool  // first told in a site that was judged already
	changes  uint8 // values that came after the first
	days     uint16
	lastDay  uint32
	count    uint64

	first, last int64 // UTC ns

	// What waits for a person, or was rejected by one.
	other    variant
	waits    bool
	rejected bool
	told     int64
}

// find returns the variant of a hash, nil for none.
func (r *record) find(h hash) *variant {
	for i := range r.variants[:r.n] {
		if r.variants[i].hash == h {
			return &r.variants[i]
		}
	}
	return nil
}

// stale reports whether a variant was not told for long, while others were.
func (r *record) stale(v *variant, day uint32) bool {
	for i := range r.variants[:r.n] {
		if x := &r.variants[i]; x != v && x.last >= v.last+staleDays && day >= v.last+staleDays {
			return true
		}
	}
	return false
}

// see notes that an attribute was told, as v, which is nil for another value.
func (r *record) see(day uint32, now int64, v *variant) {
	if v != nil {
		r.returned = r.returned || v != &r.variants[r.n-1]
	}
	if r.lastDay != day {
		r.lastDay = day
		r.days++
	}
	r.count++
	r.last = now
}

// add learns another value. Where there is one too many it takes the place of the
// first, if each was told until the next came; otherwise what is told varies.
func (r *record) add(s *saying, day uint32, most uint8, slow bool) {
	r.changes = min(r.changes+1, maxChanges+1)
	if r.n >= most {
		if slow || r.returned || r.changes > maxChanges {
			r.variable = true
			return
		}
		copy(r.variants[:], r.variants[1:r.n])
		r.n--
	}
	r.variants[r.n] = s.variant(day)
	r.n++
	r.days = 1 // it was not the same so far
}

func (s *saying) variant(day uint32) variant {
	return variant{hash: s.hash, text: s.text(), last: day, lineage: s.lineage, from: s.from}
}

// usual lists the values.
func (r *record) usual() string {
	var list []string
	for i := range r.variants[:r.n] {
		list = append(list, r.variants[i].text)
	}
	return strings.Join(list, ", ")
}

// renews reports whether a certificate is a renewal of one that is usual.
func (r *record) renews(s *saying) bool {
	for i := range r.variants[:r.n] {
		if v := &r.variants[i]; s.lineage != 0 && v.lineage == s.lineage && s.from > v.from {
			return true
		}
	}
	return false
}

// decide notes what a person decided: about what waits, where something does.
func (r *record) decide(s baseline.Standing) {
	switch {
	case r.other.hash != 0 && s == baseline.Approved:
		r.variants = [maxVariants]variant{r.other}
		r.n, r.standing, r.variable = 1, baseline.Approved, false
		r.other, r.waits, r.rejected = variant{}, false, false
	case r.other.hash != 0:
		r.waits, r.rejected = false, true
	default:
		r.standing = s
	}
}
