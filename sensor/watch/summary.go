package watch

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/store"
)

const (
	// maxSums is how many sorts of transactions are counted apart between two savings: a
	// large works has some thousand. What is more is counted together.
	maxSums = 1 << 14
	// sumBatch is how many are stored at once, so that others who write need not wait.
	sumBatch = 512
)

// sumKey is a sort of transactions in an hour.
type sumKey struct {
	hour           int64
	client, server netip.Addr
	protocol       *wire.Protocol
	port           uint16
	station        uint32
	operation      wire.Operation
	outcome        wire.Outcome
}

// tally is what was counted of one sort.
type tally struct {
	key                   sumKey
	count, first, last    int64
	timed, sum, low, high int64 // latencies: how many, all together, least and most, ns
}

// sums counts transactions until the state is saved. What is known already costs no memory.
type sums struct {
	places map[sumKey]int32
	list   []tally
	latest int64 // hour
	lost   int64 // transactions that found no room in the store for so long that they were given up
}

// sum counts a transaction, where that is to be remembered. Its time is that of the
// observations.
func (s *Site) sum(e *baseline.Event) {
	if s.o.Store != nil && e.Time > 0 {
		s.sums.add(e)
	}
}

// add counts a transaction.
func (s *sums) add(e *baseline.Event) {
	if s.places == nil {
		s.places = map[sumKey]int32{}
	}
	k := sumKey{e.Time - e.Time%int64(time.Hour), e.Client.Addr(), e.Server.Addr(), e.Protocol, e.Server.Port(), e.Station, e.Operation, e.Outcome}
	s.latest = max(s.latest, k.hour)
	n, ok := s.places[k]
	if !ok {
		n = s.enter(k)
	}
	s.list[n].add(e)
}

// enter makes room for one more sort; with too many it is that of all that found none.
func (s *sums) enter(k sumKey) int32 {
	if len(s.list) >= maxSums {
		k = sumKey{hour: s.latest, operation: k.operation, outcome: k.outcome}
		if n, ok := s.places[k]; ok {
			return n
		}
	}
	n := int32(len(s.list))
	s.places[k], s.list = n, append(s.list, tally{key: k})
	return n
}

func (t *tally) add(e *baseline.Event) {
	if t.count == 0 || e.Time < t.first {
		t.first = e.Time
	}
	t.last = max(t.last, e.Time)
	t.count++
	if e.Latency < 0 {
		return
	}
	if t.timed == 0 || e.Latency < t.low {
		t.low = e.Latency
	}
	t.high = max(t.high, e.Latency)
	t.timed, t.sum = t.timed+1, t.sum+e.Latency
}

// summary is a tally as it is stored.
func (t *tally) summary() store.Summary {
	x := store.Summary{Start: time.Unix(0, t.key.hour).UTC(), Operation: t.key.operation.String(), Outcome: t.key.outcome.String(), Count: t.count,
		First: time.Unix(0, t.first).UTC(), Last: time.Unix(0, t.last).UTC(), Timed: t.timed, LatencyMin: time.Duration(t.low), LatencyMax: time.Duration(t.high)}
	if t.timed > 0 {
		x.LatencyMean = time.Duration(t.sum / t.timed)
	}
	if t.key.protocol != nil {
		x.Channel = store.ChannelKey{Client: t.key.client, Server: t.key.server, Protocol: t.key.protocol.Name, Port: t.key.port, Station: t.key.station}
	}
	return x
}

// drop forgets the first so many, which are stored.
func (s *sums) drop(n int) {
	if n == 0 {
		return
	}
	s.list = s.list[:copy(s.list, s.list[n:])]
	clear(s.places)
	for i := range s.list {
		s.places[s.list[i].key] = int32(i)
	}
}

// keepSums stores what was counted since it was last stored. While the store has no room it
// is kept, and offered again; what is then too much is given up.
func (s *Site) keepSums() error {
	stored := 0
	var err error
	for stored < len(s.sums.list) && err == nil {
		part := s.sums.list[stored:min(stored+sumBatch, len(s.sums.list))]
		batch := make([]store.Summary, len(part))
		for i := range part {
			batch[i] = part[i].summary()
		}
		if err = s.o.Store.AddSummaries(batch); err == nil {
			stored += len(part)
		}
	}
	s.sums.drop(stored)
	if errors.Is(err, store.ErrFull) { // the store says so itself, see Condition
		if len(s.sums.list) >= maxSums {
			for i := range s.sums.list {
				s.sums.lost += s.sums.list[i].count
			}
			s.sums.drop(len(s.sums.list))
		}
		return nil
	}
	return s.errorf("transactions", err)
}

// Uncounted returns how many transactions are in no summary, because the store had no room
// for so long.
func (s *Site) Uncounted() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sums.lost
}

// tend stores what was counted, and keeps the store within its limits.
func (s *Site) tend() error {
	err := s.keepSums()
	if full := s.o.Store.Tend(context.Background(), s.clock()); !errors.Is(full, store.ErrFull) {
		err = errors.Join(err, s.errorf("store", full))
	}
	return err
}
