package tripwire

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Entries calls yield for everything that was hit, by subject.
func (d *Detector) Entries(b *baseline.Book, yield func(*baseline.Entry) bool) {
	list := make([]baseline.Entry, len(d.hits.list))
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
	h := &d.hits.list[i]
	c := b.ChannelOf(d.hits.keys[i].channel)
	return baseline.Entry{Detector: baseline.Tripwire, Subject: d.subject(b, i), Standing: h.standing, Facts: h.evidence.String(),
		First: second(h.first), Last: second(h.last), Days: int(h.days), Count: h.count, Client: c.Client, Server: c.Server}
}

func second(ns int64) time.Time { return time.Unix(0, ns).UTC().Truncate(time.Second) }

// subject names a hit: "dnp3-time dnp3 10.0.0.1 > 10.0.0.2:20000 station 4
// record-current-time". Two codes may have one name; the key keeps them apart.
func (d *Detector) subject(b *baseline.Book, i int) string {
	k, h := d.hits.keys[i], &d.hits.list[i]
	c := b.ChannelOf(k.channel)
	s := string(d.meanings[k.kind-1].Kind) + " " + b.Text(c.Protocol) + " " + b.Addr(c.Client).String() + " > " +
		netip.AddrPortFrom(b.Addr(c.Server), c.Port).String() + " station " + strconv.FormatUint(uint64(c.Station), 10)
	function := b.Text(h.function)
	if function == "" {
		function = "code " + strconv.FormatUint(uint64(k.code), 10)
	}
	return s + " " + function
}

// Unapproved calls yield with the client of every never-learned operation that nobody
// has approved; with some more than once.
func (d *Detector) Unapproved(b *baseline.Book, yield func(client baseline.AssetID)) {
	for i := range d.hits.list {
		k := d.hits.keys[i]
		if m := &d.meanings[k.kind-1]; m.Exact && m.Alone && d.hits.list[i].standing != baseline.Approved {
			yield(b.ChannelOf(k.channel).Client)
		}
	}
}

// Decide notes what a person decided about an entry. An approved operation is
// ordinary on its channel from then on; a rejected one is reported whenever it is
// seen.
func (d *Detector) Decide(b *baseline.Book, subject string, s baseline.Standing) bool {
	if s != baseline.Approved && s != baseline.Rejected {
		return false
	}
	found := false
	for i := range d.hits.list {
		if d.subject(b, i) == subject {
			d.hits.list[i].standing, found = s, true
		}
	}
	return found
}
