package whitelist

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// line is a record and how it reads.
type line struct {
	subject string
	place   int
}

// lines returns all records as people read them, in the order of the texts.
func (d *Detector) lines(b *baseline.Book) []line {
	all := make([]line, 0, len(d.keys.records))
	for i := range d.keys.records {
		if r := &d.keys.records[i]; r.status&ghost == 0 {
			all = append(all, line{d.subject(b, r.key), i})
		}
	}
	slices.SortFunc(all, func(x, y line) int { return strings.Compare(x.subject, y.subject) })
	return all
}

// Entries calls yield for all that was learned, ordered by Subject, then for the
// sequences, until it returns false.
func (d *Detector) Entries(b *baseline.Book, yield func(*baseline.Entry) bool) {
	doubted := d.doubted(b)
	for _, x := range d.lines(b) {
		if e := d.entry(b, &d.keys.records[x.place], x.subject, doubted); !yield(&e) {
			return
		}
	}
	d.sequences(b, yield)
}

func (d *Detector) entry(b *baseline.Book, r *record, subject string, doubted doubt) baseline.Entry {
	e := baseline.Entry{Detector: baseline.Whitelist, Subject: subject, Days: int(r.days), Count: uint64(r.count),
		First: time.Unix(int64(r.first), 0).UTC(), Last: time.Unix(int64(r.last), 0).UTC(), Facts: d.facts(r)}
	e.Client, e.Server = assets(b, r.key)
	e.Standing = doubted.standing(r, e.Client)
	return e
}

// facts are the level, whether it is stale, and whether it was held: met only while
// nothing was to be learned. That is what a difference between two versions is about.
// How often and on how many days it was seen stands beside.
func (d *Detector) facts(r *record) string {
	b := strconv.AppendUint([]byte("L"), uint64(r.level()), 10)
	if d.day-r.day > staleDays {
		b = append(b, ", stale"...)
	}
	if r.days == 0 {
		b = append(b, ", held"...)
	}
	return string(b)
}

// assets returns the client and server a key is about.
func assets(b *baseline.Book, k key) (client, server baseline.AssetID) {
	switch c := k.class(); {
	case c == serves || c == accepts:
		return 0, baseline.AssetID(k.a)
	case c <= writes:
		return baseline.AssetID(k.a), 0
	case c <= contact:
		return side(k.client()), side(k.server())
	}
	ch := b.ChannelOf(baseline.ChannelID(k.a))
	return ch.Client, ch.Server
}

// side is the asset of one side of a pair; none of what lies outside.
func side(n uint32) baseline.AssetID {
	if n == internet {
		return 0
	}
	return baseline.AssetID(n)
}

var roleNames = [...]string{asks: "asks", serves: "serves", opens: "opens", accepts: "accepts", writes: "writes"}

// subject names a key, uniquely.
func (d *Detector) subject(b *baseline.Book, k key) string {
	s := make([]byte, 0, 96)
	switch c := k.class(); c {
	case asks, serves, opens, accepts, writes:
		s = b.Addr(baseline.AssetID(k.a)).AppendTo(append(s, "host "...))
		s = append(append(s, ' '), roleNames[c]...)
	case pair:
		s = appendPair(append(s, "pair "...), b, k)
	case service:
		s = appendPair(append(append(s, b.Text(baseline.NameID(k.c))...), ' '), b, k)
		s = strconv.AppendUint(append(s, ':'), uint64(k.b), 10)
	case contact:
		s = appendPair(append(append(s, ipName(k.c)...), ' '), b, k)
		s = appendPort(s, k.b)
	default:
		s = d.appendChannelKey(s, b, k)
	}
	return string(s)
}

func appendPair(s []byte, b *baseline.Book, k key) []byte {
	return appendSide(append(appendSide(s, b, k.client()), " > "...), b, k.server())
}

func appendSide(s []byte, b *baseline.Book, n uint32) []byte {
	if n == internet {
		return append(s, "internet"...)
	}
	return b.Addr(baseline.AssetID(n)).AppendTo(s)
}

func appendPort(s []byte, port uint32) []byte {
	if port == 0 {
		return append(s, ":any"...)
	}
	return strconv.AppendUint(append(s, ':'), uint64(port), 10)
}

// appendChannelKey appends what belongs to a channel: "modbus 10.0.0.1 > 10.0.0.2:502
// station 1 write holding-register 12".
func (d *Detector) appendChannelKey(s []byte, b *baseline.Book, k key) []byte {
	ch := b.ChannelOf(baseline.ChannelID(k.a))
	s = appendChannel(s, b, ch)
	p := d.protocols.named(b.Text(ch.Protocol))
	switch k.class() {
	case function:
		s = append(append(append(s, ' '), k.operation().String()...), " function "...)
		s = append(s, functionName(d.nameOf(b, ch.Protocol, k), k)...)
	case change, changeRange:
		s = d.appendPoint(append(append(append(s, ' '), k.operation().String()...), ' '), b, p, k)
	case watched, toldSpace:
		s = d.appendPoint(append(s, " report "...), b, p, k)
	default:
		s = d.appendPoint(append(s, " read "...), b, p, k)
	}
	if k.opening() {
		s = append(s, " at-start"...)
	}
	return s
}

func appendChannel(s []byte, b *baseline.Book, ch baseline.Channel) []byte {
	s = append(append(s, b.Text(ch.Protocol)...), ' ')
	s = append(b.Addr(ch.Client).AppendTo(s), " > "...)
	s = strconv.AppendUint(append(b.Addr(ch.Server).AppendTo(s), ':'), uint64(ch.Port), 10)
	return strconv.AppendUint(append(s, " station "...), uint64(ch.Station), 10)
}

// nameOf returns the name of a function; its code when there is none.
func (d *Detector) nameOf(b *baseline.Book, protocol baseline.NameID, k key) string {
	if n := b.Text(d.names[functionID{protocol, k.b}]); n != "" {
		return n
	}
	return strconv.FormatUint(uint64(k.b), 10)
}

// decision is the bits of a standing; ok is false for those no person gives.
func decision(s baseline.Standing) (bits uint8, ok bool) {
	switch s {
	case baseline.Approved:
		return approved, true
	case baseline.Rejected:
		return rejected, true
	}
	return 0, false
}

// Decide notes what a person decided about the entry of a subject.
func (d *Detector) Decide(b *baseline.Book, subject string, s baseline.Standing) bool {
	return d.decide(b, s, func(x string) bool { return x == subject }) > 0
}

// DecideAll decides about all entries whose subject begins with a prefix, and
// returns how many there are.
func (d *Detector) DecideAll(b *baseline.Book, prefix string, s baseline.Standing) int {
	return d.decide(b, s, func(x string) bool { return strings.HasPrefix(x, prefix) })
}

func (d *Detector) decide(b *baseline.Book, s baseline.Standing, about func(string) bool) (n int) {
	bits, ok := decision(s)
	if !ok {
		return 0
	}
	for i := range d.keys.records {
		if r := &d.keys.records[i]; r.status&ghost == 0 && about(d.subject(b, r.key)) {
			r.status = r.status&^decided | bits
			n++
		}
	}
	return n
}

// Written calls yield with the points that an entry lets a channel write, by its
// subject: a run of count points from one on.
func (d *Detector) Written(b *baseline.Book, subject string, yield func(c baseline.ChannelID, first baseline.PointKey, count uint32)) {
	d.WrittenBy(b, map[string]bool{subject: true}, yield)
}

// Stale returns how many keys were not used for staleDays days.
func (d *Detector) Stale() (n int) {
	for i := range d.keys.records {
		if r := &d.keys.records[i]; r.status&ghost == 0 && d.day-r.day > staleDays {
			n++
		}
	}
	return n
}
