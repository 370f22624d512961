package dnp3

// MaxAssociations is how many pairs of outstation and master, the two addresses
// of a link frame (IEEE 1815-2012, clause 9), are followed on one connection: a
// terminal server has some 30 serial outstations behind it. Of more, the one not
// used for longest is forgotten.
const MaxAssociations = 64

// association is what is known of one outstation and one master.
type association struct {
	outstation, master uint16
	used               uint64 // order of use
	selection          selection
	series             series      // the response in several fragments that is going on
	confirms           [2]confirm  // expected, by UNS bit
	request            sequence    // of the last request
	code               byte        // its function
	controls           [16]uint8   // controls that may be unanswered, by sequence
	controlled         int64       // time of the last
	awaits             [2]uint8    // by DIR bit of the side that began the link exchange
	counted            [2]repeated // confirmed frames, by DIR bit of the sender
}

// series is a response in several fragments.
type series struct {
	active     bool
	base, next uint8 // sequence of its first and of its next fragment
}

// sequence is an application sequence number.
type sequence struct {
	known bool
	n     uint8
}

// repeated remembers the last confirmed frame of a side.
type repeated struct {
	known bool
	fcb   byte
	hash  uint64
}

func stationKey(outstation, master uint16) uint32 { return uint32(outstation)<<16 | uint32(master) }

// association returns what is known of the pair, which may be nothing.
func (d *decoder) association(outstation, master uint16) *association {
	d.uses++
	if d.last < len(d.associations) {
		if a := &d.associations[d.last]; a.outstation == outstation && a.master == master {
			a.used = d.uses
			return a
		}
	}
	oldest := 0
	for i := range d.associations {
		a := &d.associations[i]
		if a.outstation == outstation && a.master == master {
			a.used, d.last = d.uses, i
			return a
		}
		if a.used < d.associations[oldest].used {
			oldest = i
		}
	}
	if len(d.associations) < MaxAssociations {
		oldest = len(d.associations)
		d.associations = append(d.associations, association{})
	}
	d.last = oldest
	a := &d.associations[oldest]
	*a = association{outstation: outstation, master: master, used: d.uses}
	return a
}
