package opcua

import (
	"math/rand/v2"
	"testing"
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
