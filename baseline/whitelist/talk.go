package whitelist

import (
	"cmp"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Talk is that one host speaks with another by one protocol at one port, as far as it
// was learned: the sum of all keys about it.
type Talk struct {
	Client, Server baseline.AssetID // 0 stands for public addresses that are not kept one by one
	Protocol       string           // "modbus"; of what is not decoded "tcp", "udp", "icmp" or "ip-47"
	Port           uint16           // of the server; 0 for any that is given out
	Decoded        bool             // a control protocol
	// Reads, Writes and Others count transactions by operation: those that fetch values,
	// those that change something, and the rest.
	Reads, Writes, Others uint64
	// Standing is that of the talk itself; pending or rejected where something of it is.
	Standing baseline.Standing
	Waiting  int  // keys that wait for a person
	Early    bool // it was there before the site judged
	// New is when the latest part of it came that was not there before the site judged
	// and nobody decided about: the talk itself, or what it changes. Zero for none.
	New         time.Time
	Days        int
	First, Last time.Time
}

// talkKey is what makes a talk.
type talkKey struct {
	pair, protocol, port uint32
	decoded              bool
}

// Talks returns who speaks with whom by what, in the order of the keys. It is a pass over
// all keys, and no more.
func (d *Detector) Talks(b *baseline.Book) []Talk {
	x := talker{d: d, b: b, doubted: d.doubted(b), places: map[talkKey]int{}, spoken: map[[2]uint32]bool{}}
	for i := range d.keys.records {
		if r := &d.keys.records[i]; r.status&ghost == 0 && r.class() == service {
			x.base(r, talkKey{r.a, r.c, r.b, true})
			x.spoken[[2]uint32{r.a, r.b}] = true
		}
	}
	for i := range d.keys.records {
		r := &d.keys.records[i]
		if r.status&ghost != 0 {
			continue
		}
		switch r.class() {
		case contact:
			if !x.carries(r.key) {
				x.base(r, talkKey{r.a, r.c, r.b, false})
			}
		case function, change, changeRange:
			x.part(r)
		}
	}
	slices.SortFunc(x.talks, compareTalks)
	return x.talks
}

func compareTalks(a, b Talk) int {
	return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Server, b.Server), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Port, b.Port))
}

// talker adds up talks.
type talker struct {
	d       *Detector
	b       *baseline.Book
	doubted doubt
	talks   []Talk
	places  map[talkKey]int
	spoken  map[[2]uint32]bool // pair and port at which a control protocol is known
}

// carries reports whether a contact is the connection of a control protocol that is
// listed itself.
func (x *talker) carries(k key) bool {
	return (k.c == tcp || k.c == udp) && x.spoken[[2]uint32{k.a, k.b}]
}

// at returns the talk of a key, which is made where there is none.
func (x *talker) at(k talkKey) *Talk {
	if n, ok := x.places[k]; ok {
		return &x.talks[n]
	}
	t := Talk{Client: side(k.pair >> 16), Server: side(k.pair & internet), Port: uint16(k.port), Decoded: k.decoded, Standing: baseline.Candidate}
	if t.Protocol = ipName(k.protocol); k.decoded {
		t.Protocol = x.b.Text(baseline.NameID(k.protocol))
	}
	x.places[k] = len(x.talks)
	x.talks = append(x.talks, t)
	return &x.talks[len(x.talks)-1]
}

// base takes the key of a talk itself.
func (x *talker) base(r *record, k talkKey) {
	t := x.at(k)
	client, _ := assets(x.b, r.key)
	t.Standing = worse(x.doubted.standing(r, client), t.Standing)
	t.Early, t.Days = r.status&early != 0, int(r.days)
	x.times(t, r)
}

// part takes a function of a talk, or a point it changes.
func (x *talker) part(r *record) {
	ch := x.b.ChannelOf(baseline.ChannelID(r.a))
	t := x.at(talkKey{uint32(ch.Client)<<16 | uint32(ch.Server), uint32(ch.Protocol), uint32(ch.Port), true})
	switch o := r.operation(); {
	case r.class() != function:
	case baseline.Controls(o):
		t.Writes += uint64(r.count)
	case o == wire.Read:
		t.Reads += uint64(r.count)
	default:
		t.Others += uint64(r.count)
	}
	if !r.controls() {
		return
	}
	if s := r.standing(); s == baseline.Pending || s == baseline.Rejected {
		t.Standing = worse(s, t.Standing)
	}
	x.times(t, r)
}

// times notes when a key was seen, whether it waits, and whether it is news.
func (x *talker) times(t *Talk, r *record) {
	first, last := time.Unix(int64(r.first), 0).UTC(), time.Unix(int64(r.last), 0).UTC()
	if t.First.IsZero() || first.Before(t.First) {
		t.First = first
	}
	if last.After(t.Last) {
		t.Last = last
	}
	if r.standing() == baseline.Pending {
		t.Waiting++
	}
	if r.status&(early|decided) == 0 && first.After(t.New) {
		t.New = first
	}
}

// worse is the one of two standings that people must know of rather: rejected, then
// pending.
func worse(a, b baseline.Standing) baseline.Standing {
	for _, s := range [...]baseline.Standing{baseline.Rejected, baseline.Pending} {
		if a == s || b == s {
			return s
		}
	}
	return a
}

// EntriesOf is Entries for those about one asset, in the order of the keys and without
// the sequences.
func (d *Detector) EntriesOf(b *baseline.Book, of baseline.AssetID, yield func(*baseline.Entry) bool) {
	doubted := d.doubted(b)
	for i := range d.keys.records {
		r := &d.keys.records[i]
		client, server := assets(b, r.key)
		if r.status&ghost != 0 || client != of && server != of {
			continue
		}
		e := d.entry(b, r, d.subject(b, r.key), doubted)
		if !yield(&e) {
			return
		}
	}
}
