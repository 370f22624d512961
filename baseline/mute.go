package baseline

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline/snapshot"
)

const (
	// muteAfter is how many deviations of one kind by one actor about one target are
	// told one by one within muteFor; those beyond are counted. An incident lists fewer.
	muteAfter = 32
	// muteFor is how long counting goes on, ns.
	muteFor = 600e9
	// muteEvery is how often counts are reported while they grow, ns.
	muteEvery = 60e9
	// maxMute bounds the pairs of actor and target that have a place of their own, and
	// again the actors that share one over all their further targets. Beyond that all
	// of a kind share one.
	maxMute = 4096
	// maxMuteOne bounds the targets of one actor that have a place of their own, for
	// each kind: four times those that an incident lists. Whoever tries more is telling
	// enough, and cannot take the places of others.
	maxMuteOne = 256
	// muteForm is the number of the form of the state.
	muteForm = 2
)

// muteKey is who does what to whom. Without a target it is all further targets of an
// actor, without an actor all further actors.
type muteKey struct {
	kind          Kind
	actor, target netip.Addr
}

// wide is the key of all further targets of the actor.
func (k muteKey) wide() muteKey { return muteKey{kind: k.kind, actor: k.actor} }

// muted is how often.
type muted struct {
	key          muteKey
	since, told  int64
	seen, count  uint64 // in all since; not told yet
	last         Deviation
	lastReported bool
}

// mute counts deviations that come too often to be told one by one. Its order is
// that of first appearance, so that it is the same in every run.
type mute struct {
	index map[muteKey]int
	list  []muted
	pairs map[muteKey]int // targets with a place, by wide key
	own   int             // of all
}

func newMute() *mute { return &mute{index: map[muteKey]int{}, pairs: map[muteKey]int{}} }

// place returns the key of the place that counts: its own, that of the actor, or that
// of the kind, the first that is there or has room.
func (m *mute) place(key muteKey) muteKey {
	wide := key.wide()
	for _, x := range [...]struct {
		key  muteKey
		room bool
	}{
		{key, key.target.IsValid() && m.own < maxMute && m.pairs[wide] < maxMuteOne},
		{wide, len(m.list) < 2*maxMute},
	} {
		if _, ok := m.index[x.key]; ok || x.room {
			return x.key
		}
	}
	return muteKey{kind: key.kind}
}

// find returns the place of a key, which it makes.
func (m *mute) find(now int64, key muteKey) *muted {
	key = m.place(key)
	i, ok := m.index[key]
	if !ok {
		i = m.add(muted{key: key, since: now})
	}
	return &m.list[i]
}

// add adds a place.
func (m *mute) add(x muted) int {
	i := len(m.list)
	m.index[x.key] = i
	m.list = append(m.list, x)
	m.owns(x.key, 1)
	return i
}

// owns counts the places that are of one target alone.
func (m *mute) owns(key muteKey, n int) {
	if !key.target.IsValid() {
		return
	}
	wide := key.wide()
	m.own += n
	if m.pairs[wide] += n; m.pairs[wide] <= 0 {
		delete(m.pairs, wide)
	}
}

// allows reports whether one more is told by itself, and counts it if not.
func (m *mute) allows(now int64, key muteKey) bool {
	x := m.find(now, key)
	if now-x.since > muteFor && x.count == 0 {
		*x = muted{key: x.key, since: now}
	}
	x.seen++
	if x.seen <= muteAfter {
		return true
	}
	x.count++
	return false
}

// note keeps the latest that was told under a key, to stand for those that are counted.
func (m *mute) note(key muteKey, d *Deviation) {
	if i, ok := m.index[m.place(key)]; ok {
		m.list[i].last, m.list[i].lastReported = *d, true
	}
}

// tick calls f with what was counted for a minute, and forgets who is quiet.
func (m *mute) tick(now int64, f func(*muted)) {
	kept := m.list[:0]
	for i := range m.list {
		x := m.list[i]
		if x.count > 0 && now-x.told >= muteEvery {
			if x.lastReported {
				f(&x)
			}
			x.told, x.count = now, 0
		}
		if now-x.since <= muteFor || x.count > 0 {
			kept = append(kept, x)
			continue
		}
		delete(m.index, x.key)
		m.owns(x.key, -1)
	}
	clear(m.list[len(kept):])
	m.list = kept
	for i := range m.list {
		m.index[m.list[i].key] = i
	}
}

// appendState and restore keep who is muted, with what stands for the counts.
func (m *mute) appendState(w *snapshot.Writer) {
	w.Uint(muteForm)
	w.Uint(uint64(len(m.list)))
	for i := range m.list {
		x := &m.list[i]
		w.Text(string(x.key.kind))
		w.Bytes(x.key.actor.AsSlice())
		w.Bytes(x.key.target.AsSlice())
		w.Int(x.since)
		w.Int(x.told)
		w.Uint(x.seen)
		w.Uint(x.count)
		w.Bool(x.lastReported)
		if x.lastReported {
			x.last.appendState(w)
		}
	}
}

// maxKinds bounds the shared places: one for each kind there is.
const maxKinds = 1024

func (m *mute) restore(r *snapshot.Reader, meaning func(Kind) *Meaning) {
	if r.Uint() != muteForm {
		r.Fail()
		return
	}
	for range r.Count(2*maxMute + maxKinds) {
		x := muted{key: muteKey{kind: Kind(r.Text(maxText))}}
		x.key.actor, _ = netip.AddrFromSlice(r.Bytes(16))
		x.key.target, _ = netip.AddrFromSlice(r.Bytes(16))
		x.since, x.told, x.seen, x.count = r.Int(), r.Int(), r.Uint(), r.Uint()
		if x.lastReported = r.Bool(); x.lastReported {
			x.last.restore(r, meaning)
		}
		if _, twice := m.index[x.key]; twice {
			r.Fail()
		}
		if r.Err() != nil {
			return
		}
		m.add(x)
	}
}
