package opcua

import (
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

// TestIndex compares the table with a map over random insertions, changes and
// deletions, with few keys so that they collide.
func TestIndex(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	x, want := &index{seed: 99}, map[uint64]int32{}
	for range 200_000 {
		key := random.Uint64N(300)
		switch random.IntN(3) {
		case 0:
			slot := int32(random.IntN(1000))
			x.put(key, slot)
			want[key] = slot
		case 1:
			x.remove(key)
			delete(want, key)
		default:
			got := x.find(key)
			if slot, ok := want[key]; ok && got != slot || !ok && got != -1 {
				t.Fatalf("key %d: slot %d, want %d (%t)", key, got, slot, ok)
			}
		}
		if x.used != len(want) {
			t.Fatalf("%d used, want %d", x.used, len(want))
		}
	}
	if len(x.keys) > 512 {
		t.Errorf("%d places for at most 300 keys: deletions leave something behind", len(x.keys))
	}
}

// TestSeeds: no two connections keep a key at the same place, or clients could
// choose keys that all belong at one.
func TestSeeds(t *testing.T) {
	places := map[int]bool{}
	for range 32 {
		d := newDecoder(wire.Stream, &wire.Buffers{}).(*decoder)
		for _, x := range []*index{&d.watched.handles, &d.watched.ids, &d.watched.firsts, &d.watched.names} {
			x.keys = make([]uint64, 1<<20)
			places[x.place(1)] = true
			x.keys = nil
		}
	}
	if len(places) < 30 {
		t.Errorf("%d places in 32 connections", len(places))
	}
}
