package tripwire

import (
	"cmp"
	"maps"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// stateForm is the number of the form of the state.
const stateForm = 2

// maxKindName bounds the name of a kind in a state, in octets.
const maxKindName = 64

// AppendState writes everything the detector knows.
func (d *Detector) AppendState(w *snapshot.Writer) {
	w.Uint(stateForm)
	w.Uint(uint64(len(d.meanings)))
	for i := range d.meanings {
		w.Text(string(d.meanings[i].Kind))
	}
	for _, n := range [...]int64{d.began, d.blind, d.flushed} {
		w.Int(n)
	}
	w.Uint(d.omitted)
	d.appendChannels(w)
	d.appendPairs(w)
	d.devices.append(w, appendDevice)
	d.hits.append(w, appendHit)
	d.tells.append(w, appendTell)
	d.modbus.clients.append(w, appendRefusals)
	d.dnp3.selected.append(w, func(w *snapshot.Writer, k controlKey, _ *struct{}) {
		uints(w, uint64(k.server), uint64(k.station), uint64(k.index), uint64(k.port), uint64(k.group))
	})
	d.dnp3.masters.append(w, func(w *snapshot.Writer, k masterKey, h *host) {
		uints(w, uint64(k.server), uint64(k.outstation), uint64(k.master), uint64(k.port), uint64(h.id))
	})
	d.dnp3.reports.append(w, func(w *snapshot.Writer, id baseline.ChannelID, x *lastReport) {
		w.Int(x.at)
		uints(w, uint64(id), x.flow, uint64(x.print), uint64(x.sequence), uint64(x.ordered))
	})
	d.appendOwners(w)
}

// Restore reads what AppendState wrote into a new detector with the same
// settings.
func (d *Detector) Restore(r *snapshot.Reader) {
	if r.Uint() != stateForm {
		r.Fail()
		return
	}
	kinds := restoreKinds(r)
	for _, n := range [...]*int64{&d.began, &d.blind, &d.flushed} {
		*n = r.Int()
	}
	d.omitted = r.Uint()
	d.restoreChannels(r)
	d.restorePairs(r)
	d.devices.restore(r, restoreDevice)
	d.hits.restore(r, func(r *snapshot.Reader, h *hit) hitKey { return restoreHit(r, h, kinds) })
	d.tells.restore(r, func(r *snapshot.Reader, t *tell) tellKey { return restoreTell(r, t, kinds) })
	d.modbus.clients.restore(r, restoreRefusals)
	d.dnp3.selected.restore(r, func(r *snapshot.Reader, _ *struct{}) controlKey {
		return controlKey{baseline.AssetID(r.Uint()), uint32(r.Uint()), uint32(r.Uint()), uint16(r.Uint()), uint8(r.Uint())}
	})
	d.dnp3.masters.restore(r, func(r *snapshot.Reader, h *host) masterKey {
		k := masterKey{server: baseline.AssetID(r.Uint()), outstation: uint32(r.Uint()), master: uint32(r.Uint()), port: uint16(r.Uint())}
		h.id = baseline.AssetID(r.Uint())
		return k
	})
	d.dnp3.reports.restore(r, func(r *snapshot.Reader, x *lastReport) baseline.ChannelID {
		x.at = r.Int()
		id := baseline.ChannelID(r.Uint())
		x.flow, x.print, x.sequence, x.ordered = r.Uint(), uint32(r.Uint()), uint8(r.Count(sequences-1)), uint8(r.Count(inOrder))
		return id
	})
	d.restoreOwners(r)
}

func uints(w *snapshot.Writer, list ...uint64) {
	for _, n := range list {
		w.Uint(n)
	}
}

// restoreKinds reads the names of the kinds a state numbers, and returns what
// their numbers are here.
func restoreKinds(r *snapshot.Reader) []kindID {
	list := []kindID{0}
	for range r.Count(255) {
		k := kindOf(baseline.Kind(r.Text(maxKindName)))
		if k == 0 {
			r.Fail()
		}
		list = append(list, k)
	}
	return list
}

// kind reads the number of a kind.
func kind(r *snapshot.Reader, kinds []kindID) kindID {
	n := r.Uint()
	if n == 0 || n >= uint64(len(kinds)) {
		r.Fail()
		return 1
	}
	return kinds[n]
}

// append writes a table in its order.
func (p *places[K, V]) append(w *snapshot.Writer, f func(*snapshot.Writer, K, *V)) {
	w.Uint(uint64(len(p.list)))
	for i := range p.list {
		f(w, p.keys[i], &p.list[i])
	}
}

// restore reads a table into an empty one.
func (p *places[K, V]) restore(r *snapshot.Reader, f func(*snapshot.Reader, *V) K) {
	for range r.Count(p.limit) {
		var v V
		k := f(r, &v)
		if _, twice := p.index[k]; twice {
			r.Fail()
		}
		if r.Err() != nil {
			return
		}
		p.index[k] = int32(len(p.list))
		p.keys, p.list = append(p.keys, k), append(p.list, v)
	}
}

func (d *Detector) appendChannels(w *snapshot.Writer) {
	w.Uint(uint64(len(d.channels)))
	for i := range d.channels {
		c := &d.channels[i]
		w.Bool(c.known)
		if !c.known {
			continue
		}
		for _, n := range [...]int64{c.first, c.pair, c.selected, c.restarted, c.disabled} {
			w.Int(n)
		}
		w.Int(c.silences.since)
		uints(w, c.silences.flow, uint64(c.silences.n))
		w.Bool(c.silences.accepted)
		uints(w, uint64(c.bits), uint64(c.policies), uint64(c.modes), uint64(c.identities))
	}
	w.Uint(uint64(len(d.unsettle)))
	for _, id := range d.unsettle {
		w.Uint(uint64(id))
	}
}

func (d *Detector) restoreChannels(r *snapshot.Reader) {
	d.channels = d.channels[:0]
	for range r.Count(baseline.MaxChannels + 1) {
		c := channel{known: r.Bool()}
		if c.known {
			for _, n := range [...]*int64{&c.first, &c.pair, &c.selected, &c.restarted, &c.disabled} {
				*n = r.Int()
			}
			c.silences = silences{since: r.Int(), flow: r.Uint(), n: uint8(r.Count(silencesEnd)), accepted: r.Bool()}
			c.bits = channelBits(r.Uint())
			c.policies, c.modes, c.identities = uint8(r.Uint()), uint8(r.Uint()), uint8(r.Uint())
		}
		if r.Err() != nil {
			return
		}
		d.channels = append(d.channels, c)
	}
	for range r.Count(maxUnsettled) {
		id := r.Uint()
		if id >= uint64(len(d.channels)) {
			r.Fail()
			return
		}
		d.unsettle = append(d.unsettle, baseline.ChannelID(id))
	}
}

func (d *Detector) appendPairs(w *snapshot.Writer) {
	w.Uint(uint64(len(d.pairs)))
	for _, p := range slices.SortedFunc(maps.Keys(d.pairs), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.client, b.client), cmp.Compare(a.server, b.server))
	}) {
		uints(w, uint64(p.client), uint64(p.server))
		w.Int(d.pairs[p])
	}
}

func (d *Detector) restorePairs(r *snapshot.Reader) {
	for range r.Count(maxPairs) {
		p := pair{baseline.AssetID(r.Uint()), baseline.AssetID(r.Uint())}
		d.pairs[p] = r.Int()
		if r.Err() != nil {
			return
		}
	}
}

func appendDevice(w *snapshot.Writer, k deviceKey, x *device) {
	uints(w, uint64(k.server), uint64(k.station), uint64(k.port))
	w.Int(x.first)
	for i := range x.accepted {
		uints(w, x.accepted[i], x.refusedOnce[i], x.refusedTwice[i])
	}
	w.Bool(x.gateway)
	w.Bool(x.speaks)
	uints(w, uint64(x.restart), uint64(x.corrupt), uint64(x.clock), uint64(x.modes), uint64(x.identities))
}

func restoreDevice(r *snapshot.Reader, x *device) deviceKey {
	k := deviceKey{baseline.AssetID(r.Uint()), uint32(r.Uint()), uint16(r.Uint())}
	x.first = r.Int()
	for i := range x.accepted {
		x.accepted[i], x.refusedOnce[i], x.refusedTwice[i] = r.Uint(), r.Uint(), r.Uint()
	}
	x.gateway, x.speaks = r.Bool(), r.Bool()
	x.restart, x.corrupt, x.clock = indication(r.Uint()), indication(r.Uint()), baseline.AssetID(r.Uint())
	x.modes, x.identities = uint8(r.Uint()), uint8(r.Uint())
	return k
}

func appendHit(w *snapshot.Writer, k hitKey, h *hit) {
	uints(w, uint64(k.kind), uint64(k.channel), uint64(k.code), uint64(k.sub))
	w.Bool(k.hasSub)
	uints(w, uint64(h.standing), uint64(h.evidence), uint64(h.function), uint64(h.days), uint64(h.day), h.count)
	w.Int(h.first)
	w.Int(h.last)
}

func restoreHit(r *snapshot.Reader, h *hit, kinds []kindID) hitKey {
	k := hitKey{kind: kind(r, kinds), channel: baseline.ChannelID(r.Uint()), code: uint32(r.Uint()), sub: uint32(r.Uint()), hasSub: r.Bool()}
	h.standing, h.evidence, h.function = baseline.Standing(r.Uint()), baseline.Evidence(r.Uint()), baseline.NameID(r.Uint())
	h.days, h.day, h.count = uint32(r.Uint()), uint32(r.Uint()), r.Uint()
	h.first, h.last = r.Int(), r.Int()
	if h.standing != baseline.Pending && h.standing != baseline.Approved && h.standing != baseline.Rejected || h.evidence > baseline.Success {
		r.Fail()
	}
	return k
}

func appendTell(w *snapshot.Writer, k tellKey, t *tell) {
	uints(w, uint64(k.kind), uint64(k.channel))
	w.Int(t.last)
	w.Int(t.seen)
	uints(w, uint64(t.evidence), t.held, t.frame, uint64(t.function), uint64(t.host), uint64(t.outcome), uint64(t.operation))
}

func restoreTell(r *snapshot.Reader, t *tell, kinds []kindID) tellKey {
	k := tellKey{kind(r, kinds), baseline.ChannelID(r.Uint())}
	t.last, t.seen = r.Int(), r.Int()
	t.evidence, t.held, t.frame = baseline.Evidence(r.Uint()), r.Uint(), r.Uint()
	t.function, t.host, t.outcome = baseline.NameID(r.Uint()), baseline.AssetID(r.Uint()), wire.Outcome(r.Uint())
	t.operation = wire.Operation(r.Uint())
	return k
}

func appendRefusals(w *snapshot.Writer, id baseline.AssetID, x *refusals) {
	w.Uint(uint64(id))
	w.Int(x.since)
	w.Uint(uint64(x.fresh))
	w.Uint(uint64(len(x.known)))
	for _, h := range x.known {
		w.Uint(uint64(h))
	}
}

func restoreRefusals(r *snapshot.Reader, x *refusals) baseline.AssetID {
	id := baseline.AssetID(r.Uint())
	x.since, x.fresh = r.Int(), uint32(r.Uint())
	for range r.Count(maxRefused) {
		x.known = append(x.known, uint32(r.Uint()))
	}
	return id
}

func (d *Detector) appendOwners(w *snapshot.Writer) {
	w.Uint(uint64(len(d.opcua.owners)))
	for _, k := range slices.SortedFunc(maps.Keys(d.opcua.owners), func(a, b subscriptionKey) int {
		return cmp.Or(cmp.Compare(a.server, b.server), cmp.Compare(a.port, b.port), cmp.Compare(a.id, b.id))
	}) {
		uints(w, uint64(k.server), uint64(k.id), uint64(k.port), uint64(d.opcua.owners[k]))
	}
}

func (d *Detector) restoreOwners(r *snapshot.Reader) {
	for range r.Count(maxOwners) {
		k := subscriptionKey{baseline.AssetID(r.Uint()), uint32(r.Uint()), uint16(r.Uint())}
		d.opcua.owners[k] = baseline.AssetID(r.Uint())
		if r.Err() != nil {
			return
		}
	}
}
