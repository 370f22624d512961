package baseline

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline/snapshot"
)

const (
	// muteAfter is how many deviations of one kind by one actor are told one by one
	// within muteFor; those beyond are counted. An incident lists fewer.
	muteAfter = 32
	// muteFor is how long counting goes on, ns.
	muteFor = 600e9
	// muteEvery is how often counts are reported while they grow, ns.
	muteEvery = 60e9
	// maxMute bounds the actors watched, times the kinds; one address shares the
	// last place of a kind with all that found none.
	maxMute = 4096
)

// muteKey is who does what.
type muteKey struct {
	kind  Kind
	actor netip.Addr
}

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
}

func newMute() *mute { return &mute{index: map[muteKey]int{}} }

// find returns the place of a kind and actor, which it makes; where there is no
// room, that shared by all actors.
func (m *mute) find(now int64, k Kind, actor netip.Addr) *muted {
	key := muteKey{k, actor}
	i, ok := m.index[key]
	if !ok && len(m.list) >= maxMute {
		key.actor = netip.Addr{}
		i, ok = m.index[key]
	}
	if !ok {
		i = len(m.list)
		m.index[key] = i
		m.list = append(m.list, muted{key: key, since: now})
	}
	return &m.list[i]
}

// allows reports whether one more is told by itself, and counts it if not.
func (m *mute) allows(now int64, k Kind, actor netip.Addr) bool {
	x := m.find(now, k, actor)
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

// note keeps the latest that was told, to stand for those that are counted.
func (m *mute) note(d *Deviation) {
	i, ok := m.index[muteKey{d.Meaning.Kind, d.Actor}]
	if !ok {
		i, ok = m.index[muteKey{d.Meaning.Kind, netip.Addr{}}]
	}
	if ok {
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
	}
	clear(m.list[len(kept):])
	m.list = kept
	for i := range m.list {
		m.index[m.list[i].key] = i
	}
}

// appendState and restore keep who is muted, with what stands for the counts.
func (m *mute) appendState(w *snapshot.Writer) {
	w.Uint(uint64(len(m.list)))
	for i := range m.list {
		x := &m.list[i]
		w.Text(string(x.key.kind))
		w.Bytes(x.key.actor.AsSlice())
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
	n := r.Count(maxMute + maxKinds)
	for range n {
		k := Kind(r.Text(maxText))
		actor, _ := netip.AddrFromSlice(r.Bytes(16))
		x := muted{key: muteKey{k, actor}, since: r.Int(), told: r.Int(), seen: r.Uint(), count: r.Uint()}
		if x.lastReported = r.Bool(); x.lastReported {
			x.last.restore(r, meaning)
		}
		if r.Err() != nil {
			return
		}
		m.index[x.key] = len(m.list)
		m.list = append(m.list, x)
	}
}
