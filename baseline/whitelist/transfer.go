package whitelist

import "github.com/banken-ot/banken/baseline"

// Transfer gives to one asset what was learned of another: a device was replaced,
// and a person approved it. What the new one was seen to do meanwhile is joined.
// It returns how many keys changed hands.
func (d *Detector) Transfer(b *baseline.Book, from, to baseline.AssetID) (n int) {
	if from == 0 || to == 0 || from == to {
		return 0
	}
	move := func(k key) key { return moved(b, k, from, to) }
	n = d.keys.rekey(move)
	d.steps.transfer(b, from, to)
	d.coverAgain(b)
	d.index = newIndex()
	d.count(b)
	return n
}

// moved is a key after the move.
func moved(b *baseline.Book, k key, from, to baseline.AssetID) key {
	swap := func(a uint32) uint32 {
		if a == uint32(from) {
			return uint32(to)
		}
		return a
	}
	switch c := k.class(); {
	case c <= writes:
		k.a = swap(k.a)
	case c <= contact:
		k.a = swap(k.client())<<16 | swap(k.server())
	default:
		if id := channelMoved(b, baseline.ChannelID(k.a), from, to); id != 0 {
			k.a = uint32(id)
		}
	}
	return k
}

// channelMoved is the channel that takes the place of one; 0 where there is no room.
func channelMoved(b *baseline.Book, id baseline.ChannelID, from, to baseline.AssetID) baseline.ChannelID {
	c := b.ChannelOf(id)
	if c.Client != from && c.Server != from {
		return id
	}
	if c.Client == from {
		c.Client = to
	}
	if c.Server == from {
		c.Server = to
	}
	return b.Channel(c)
}

// rekey gives records other keys, joins those that become one, and returns how many
// changed.
func (t *table) rekey(move func(key) key) (n int) {
	old := t.records
	t.records = make([]record, 0, cap(old))
	clear(t.slots)
	for _, r := range old {
		if k := move(r.key); k != r.key {
			r.key = k
			n++
		}
		if i := t.find(&r.key); i >= 0 {
			t.records[i].join(&r)
		} else {
			t.add(r)
		}
	}
	return n
}

// join takes in what another record of the same key knows. What a person decided
// stays, the stricter of two.
func (r *record) join(o *record) {
	if o.day > r.day {
		r.status = r.status&^counted | o.status&counted
	} else if o.day == r.day {
		r.status |= o.status & counted
	}
	r.first, r.last, r.day = min(r.first, o.first), max(r.last, o.last), max(r.day, o.day)
	r.days = max(r.days, o.days)
	r.count += min(o.count, ^r.count)
	r.fan = max(r.fan, o.fan)
	r.status = r.status&^decided | max(r.status&decided, o.status&decided) | o.status&(early|done|species)
	r.status &= o.status | ^uint8(inner|ghost)
}

// coverAgain makes the ranges that were read anew.
func (d *Detector) coverAgain(b *baseline.Book) {
	d.cover = newCover()
	for _, i := range d.keys.sorted() {
		r := &d.keys.records[i]
		if r.class() != readRange {
			continue
		}
		name := b.Text(b.ChannelOf(baseline.ChannelID(r.a)).Protocol)
		d.cover.add(place{r.a, r.b &^ traits[name].space}, r.span())
	}
}

// count makes the counts of keys by client and channel anew.
func (d *Detector) count(b *baseline.Book) {
	clear(d.ofClient)
	clear(d.functions)
	for i := range d.keys.records {
		k := d.keys.records[i].key
		client, _ := assets(b, k)
		*d.owned(uint32(client))++
		if k.class() == function && d.keys.records[i].days > 0 {
			*d.functionsOf(k.a)++
		}
	}
}
