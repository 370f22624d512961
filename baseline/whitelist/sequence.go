package whitelist

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// maxSteps bounds the bigrams of all channels.
	maxSteps = 65_536
	// maxChainSteps is how many one chain may have: a client that polls a hundred
	// ranges in turn has as many. One with more has no order to learn.
	maxChainSteps = 256
	// settledDays is over how many days something must have been asked on a chain
	// before it is judged, and quietDays on how many of the last ones nothing may
	// have been new.
	settledDays = 14
	quietDays   = 7
	// restless is on how many of the days before it is settled, but for the first
	// week, something new may have come: on more of them it has no order.
	restless = 2
	// beginning is what comes before the first request of a connection.
	beginning = 1
)

// The chains of a channel: what is asked at the start of a connection, and what is
// polled. What people change has no order.
const (
	chainStart = iota
	chainSteady
	chains
)

var chainNames = [chains]string{"at-start", "steady"}

// chain is what is known of the order of one sort of requests of a channel.
type chain struct {
	last   uint32 // hash of the last request; 0 for none
	era    uint32 // of the last request
	n      uint16 // bigrams
	fresh  uint16 // days with something new, the present one lowest
	days   uint8  // days over with a request, saturating
	active bool   // one on the present day
	off    bool   // irregular by nature
}

// steps is the order of requests.
type steps struct {
	table  table
	chains [][chains]chain // by channel
	era    uint32          // grows when the sensor misses something
	blind  bool            // it does now
	begun  []uint64        // flow + 1 of the last read, while in its opening, by channel; else 0
}

func newSteps() steps { return steps{table: newTable(maxSteps)} }

func (s *steps) of(channel uint32) *[chains]chain {
	for int(channel) >= len(s.chains) {
		s.chains = append(s.chains, [chains]chain{})
		s.begun = append(s.begun, 0)
	}
	return &s.chains[channel]
}

// next begins a day.
func (s *steps) next() {
	for i := range s.chains {
		for j := range s.chains[i] {
			s.chains[i][j].next()
		}
	}
}

func (c *chain) next() {
	if !c.active {
		return
	}
	c.active = false
	if c.days < 255 {
		c.days++
	}
	if c.days == settledDays && bits.OnesCount16(c.fresh&(1<<quietDays-1)) > restless {
		c.off = true
	}
	c.fresh <<= 1
}

// settled reports whether what is new is a deviation.
func (c *chain) settled() bool {
	return !c.off && c.days >= settledDays && c.fresh&(1<<(quietDays+1)-1) == 0
}

// look notes whether everything is seen: what follows a loss follows nothing.
func (s *steps) look(blind bool) {
	if blind && !s.blind {
		s.era++
	}
	s.blind = blind
}

// follow takes what follows what. Answers nobody asked for, and what is told to who
// subscribed, come when they come; a request that is repeated was lost.
func (d *Detector) follow(x *sight) {
	e := x.e
	if x.control || d.steps.blind || e.Outcome == wire.Unasked || tells(e) || e.Operation == wire.Session {
		return
	}
	n := d.steps.chainOf(x)
	c := &d.steps.of(x.channel)[n]
	c.active = true
	to := hashOf(x)
	from := c.last
	if c.era != d.steps.era {
		c.era, from = d.steps.era, 0
	}
	c.last = to
	if c.off || from == 0 || from == to {
		return
	}
	k := newKey(step, x.channel, from, to, 0).by(wire.Operation(n))
	i := d.steps.table.find(&k)
	if i >= 0 {
		d.steps.table.records[i].touch(x.sec, d.day, x.l.Learn)
		return
	}
	d.newStep(x, c, k)
}

// chainOf is the chain an event belongs to. The first of a connection follows its
// beginning.
func (s *steps) chainOf(x *sight) int {
	all := s.of(x.channel)
	if !x.e.Opening {
		s.begun[x.channel] = 0
		return chainSteady
	}
	if flow := x.e.Flow + 1; s.begun[x.channel] != flow {
		s.begun[x.channel] = flow
		all[chainStart].last, all[chainStart].era = beginning, s.era
	}
	return chainStart
}

// hashOf is that of what is asked.
func hashOf(x *sight) uint32 {
	k := newKey(function, 0, x.e.Code, x.e.Sub, x.print)
	return uint32(k.hash(&fixed)>>32) | 2 // neither none nor the beginning
}

// newStep takes a bigram that is not there.
func (d *Detector) newStep(x *sight, c *chain, k key) {
	tell := x.l.Channel >= baseline.Ready && x.read.kind == none && x.host.kind == none && c.settled() && d.told.tell(k.hash(&fixed), x.l.Now, maxDoublings)
	if x.l.Learn {
		d.learnStep(x, c, k)
	}
	if !tell {
		return
	}
	if v := x.l.Of(&d.meanings[newSequence], x.e); v != nil {
		v.Seen = x.e.Function
		d.firstPoint(x, v)
		d.learned(v, x.l.Now)
		x.l.Report(v)
	}
}

func (d *Detector) learnStep(x *sight, c *chain, k key) {
	r := record{key: k, first: x.sec, last: x.sec, day: d.day, count: 1, days: 1, status: counted}
	if c.n >= maxChainSteps {
		c.off = true
		return
	}
	if d.steps.table.add(r) < 0 {
		d.omitted++
		c.off = true
		return
	}
	c.n++
	c.fresh |= 1
}

// sequences calls yield for every chain with something in it.
func (d *Detector) sequences(b *baseline.Book, yield func(*baseline.Entry) bool) {
	var all []baseline.Entry
	times := d.steps.times()
	for id := range d.steps.chains {
		for j := range d.steps.chains[id] {
			if c := &d.steps.chains[id][j]; c.n > 0 || c.off {
				all = append(all, d.sequence(b, baseline.ChannelID(id), j, c))
				at := times[id][j]
				all[len(all)-1].First, all[len(all)-1].Last = at.first, at.last
			}
		}
	}
	slices.SortFunc(all, func(x, y baseline.Entry) int { return strings.Compare(x.Subject, y.Subject) })
	for i := range all {
		if !yield(&all[i]) {
			return
		}
	}
}

// between is when something was seen first and last.
type between struct{ first, last time.Time }

// times are those of the steps of each chain.
func (s *steps) times() [][chains]between {
	all := make([][chains]between, len(s.chains))
	for i := range s.table.records {
		r := &s.table.records[i]
		x := &all[r.a][r.operation()]
		first, last := time.Unix(int64(r.first), 0).UTC(), time.Unix(int64(r.last), 0).UTC()
		if x.first.IsZero() || first.Before(x.first) {
			x.first = first
		}
		if last.After(x.last) {
			x.last = last
		}
	}
	return all
}

// sequence is the entry of a chain. Its facts are how many steps are known, and off
// where they are not judged since they never end.
func (d *Detector) sequence(b *baseline.Book, id baseline.ChannelID, j int, c *chain) baseline.Entry {
	ch := b.ChannelOf(id)
	e := baseline.Entry{Detector: baseline.Sequence, Subject: string(appendChannel(nil, b, ch)) + " sequence " + chainNames[j], Standing: baseline.Candidate,
		Days: int(c.days), Client: ch.Client, Server: ch.Server, Facts: strconv.Itoa(int(c.n))}
	switch {
	case c.off:
		e.Facts += ", off"
	case c.settled():
		e.Standing = baseline.Known
	}
	return e
}

// transfer gives the chains of one asset to another, where that has none of its own.
func (s *steps) transfer(b *baseline.Book, from, to baseline.AssetID) {
	s.table.rekey(func(k key) key { return moved(b, k, from, to) })
	for id := range s.chains {
		new := channelMoved(b, baseline.ChannelID(id), from, to)
		if id == 0 || new == 0 || new == baseline.ChannelID(id) {
			continue
		}
		s.of(uint32(new))
		s.chains[new], s.chains[id] = s.chains[id], [chains]chain{}
		for j := range s.chains[new] {
			s.chains[new][j].last = 0
		}
	}
	s.recount()
}

// recount makes the numbers of steps of the chains anew.
func (s *steps) recount() {
	for i := range s.chains {
		for j := range s.chains[i] {
			s.chains[i][j].n = 0
		}
	}
	for i := range s.table.records {
		k := s.table.records[i].key
		if c := &s.of(k.a)[k.operation()]; c.n < maxChainSteps {
			c.n++
		}
	}
}
