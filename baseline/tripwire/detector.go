package tripwire

import (
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Bounds of what is kept. Whatever finds no room is still judged and reported;
// it is only not told apart from the first time it is seen.
const (
	// MaxHits bounds what was hit, by channel, kind and function: a site that does
	// thousands of never-learned things is not one to be learned.
	MaxHits = 8192
	// maxDevices bounds the servers and stations told apart: as many as assets.
	maxDevices = baseline.MaxAssets
	// maxPairs bounds the pairs of hosts: as many as channels.
	maxPairs = baseline.MaxChannels
)

const (
	// repeatAfter is how often what was not approved is told again, ns.
	repeatAfter = int64(10 * time.Minute)
	// minute is how often counts are looked through, ns.
	minute = int64(time.Minute)
	// startTime is how long what belongs to a start may follow it: an integrity
	// poll of a large outstation over a slow line takes some minutes, ns.
	startTime = int64(5 * time.Minute)
	// sureAfter is how long after the sensor was blind, or began, a SELECT that came
	// before may be missed, ns: 10 s is the usual select time-out.
	sureAfter = int64(10 * time.Second)
)

// channel is what is remembered of a channel.
type channel struct {
	known bool
	first int64 // when it was seen first, UTC ns
	pair  int64 // when its two hosts were
	bits  channelBits

	// DNP3: when a SELECT came last; when the outstation last said that it
	// restarted; when reports were turned off and not on again; 0 for never.
	selected, restarted, disabled int64
	silences                      silences

	// OPC UA: what was seen, as sets; see opcua.go.
	policies, modes, identities uint8
}

// channelBits are things that are so or not.
type channelBits uint8

const (
	answered     channelBits = 1 << iota // anything was ever answered
	reports                              // the outstation reports spontaneously
	wantsTime                            // it asked for the time when it last answered
	selectsRelay                         // relays are selected before they are operated
	selectsAnalog
	directRelay // they are operated directly
	directAnalog
)

// Detector is D0. It belongs to one goroutine.
type Detector struct {
	day, hour int64 // a learning day, and its twenty-fourth part, ns
	table     *Table
	meanings  []baseline.Meaning // by kindID-1
	kinds     stateful

	began, blind, flushed int64 // first observation; last one while blind; last look at the counts

	channels []channel // by baseline.ChannelID
	none     channel   // of an event whose channel found no room
	pairs    map[pair]int64
	devices  places[deviceKey, device]
	hits     places[hitKey, hit]
	tells    places[tellKey, tell]

	modbus   modbusState
	dnp3     dnp3State
	opcua    opcuaState
	omitted  uint64
	unsettle []baseline.ChannelID // where reports are off, and may come on again
}

// pair is two hosts.
type pair struct{ client, server baseline.AssetID }

// New returns a detector that has seen nothing.
func New(s baseline.Settings) *Detector {
	day := int64(s.Day)
	if day <= 0 {
		day = int64(24 * time.Hour)
	}
	d := &Detector{day: day, hour: max(min(day/24, int64(time.Hour)), int64(time.Second)), table: NewTable(), meanings: Meanings(),
		kinds: statefulKinds(), channels: make([]channel, 1), pairs: map[pair]int64{}}
	d.devices, d.hits, d.tells = newPlaces[deviceKey, device](maxDevices), newPlaces[hitKey, hit](MaxHits), newPlaces[tellKey, tell](MaxHits)
	d.modbus, d.dnp3, d.opcua = newModbus(day), newDNP3(), newOPCUA()
	return d
}

// Omitted returns how many things found no room.
func (d *Detector) Omitted() uint64 { return d.omitted }

// Event judges an event.
func (d *Detector) Event(l *baseline.Look, e *baseline.Event) {
	d.sight(l)
	c := d.channel(l, e)
	if e.Protocol.Name == "modbus" && !d.isModbus(l, e) {
		return
	}
	byCode, other := d.table.Match(e)
	if byCode != nil {
		d.judge(l, e, c, byCode)
	}
	if other != nil {
		d.judge(l, e, c, other)
	}
	if byCode == nil && other == nil {
		d.judgeOperation(l, e)
	}
	switch e.Protocol.Name {
	case "modbus":
		d.modbusEvent(l, e, c)
	case "dnp3":
		d.dnp3Event(l, e, c)
	case "opcua":
		d.opcuaEvent(l, e, c)
	}
	d.malformed(l, e)
	if paired(e) {
		c.bits |= answered
	}
}

// judge reports what a rule found, where that is not ordinary.
func (d *Detector) judge(l *baseline.Look, e *baseline.Event, c *channel, r *Rule) {
	if r.Told || r.judge != nil && !r.judge(d, l, e, c) {
		return
	}
	d.hit(l, e, r.kind, note{})
}

// sight notes when the sensor began and when it was blind.
func (d *Detector) sight(l *baseline.Look) {
	if d.began == 0 {
		d.began = l.Now
	}
	if l.Blind {
		d.blind = l.Now
	}
}

// sure reports whether what was not seen did not happen.
func (d *Detector) sure(l *baseline.Look) bool {
	return !l.Blind && l.Now-d.began > sureAfter && (d.blind == 0 || l.Now-d.blind > sureAfter)
}

// channel returns what is remembered of the channel of an event.
func (d *Detector) channel(l *baseline.Look, e *baseline.Event) *channel {
	if e.Channel == 0 {
		d.none = channel{first: l.Now, pair: l.Now}
		return &d.none
	}
	for int(e.Channel) >= len(d.channels) {
		d.channels = append(d.channels, channel{})
	}
	c := &d.channels[e.Channel]
	if !c.known {
		*c = channel{known: true, first: l.Now, pair: d.pair(l, pair{e.ClientID, e.ServerID})}
	}
	return c
}

// pair returns when a pair was seen first.
func (d *Detector) pair(l *baseline.Look, p pair) int64 {
	first, ok := d.pairs[p]
	if ok {
		return first
	}
	if len(d.pairs) >= maxPairs {
		d.omitted++
		return l.Now
	}
	d.pairs[p] = l.Now
	return l.Now
}

// isNew reports whether the two hosts of a channel began to talk lately, and not
// when the sensor did.
func (d *Detector) isNew(l *baseline.Look, c *channel) bool {
	return c.pair-d.began > d.hour && l.Now-c.pair < d.day
}

// byNewPair judges what is ordinary but between two that never talked before.
func (d *Detector) byNewPair(l *baseline.Look, _ *baseline.Event, c *channel) bool {
	return d.isNew(l, c)
}

// Tick lets time pass.
func (d *Detector) Tick(l *baseline.Look) {
	d.sight(l)
	d.reportsOff(l)
	if l.Now-d.flushed >= minute {
		d.flushed = l.Now
		d.flush(l)
	}
}
