package capture

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// exact is the time of a stamp in nanoseconds, in numbers that know no bounds.
func exact(resolution byte, offset int64, stamp uint64) *big.Int {
	base := int64(10)
	if resolution&0x80 != 0 {
		base = 2
	}
	units := new(big.Int).Exp(big.NewInt(base), big.NewInt(int64(resolution&0x7F)), nil)
	ns := new(big.Int).Mul(new(big.Int).SetUint64(stamp), big.NewInt(nanosecond))
	ns.Div(ns, units)
	return ns.Add(ns, new(big.Int).Mul(big.NewInt(offset), big.NewInt(nanosecond)))
}

func checkClock(t *testing.T, resolution byte, offset int64, stamp uint64) {
	t.Helper()
	c := newClock(resolution, offset)
	got, ok := c.nanoseconds(stamp)
	want := exact(resolution, offset, stamp)
	if ok && (!want.IsInt64() || want.Int64() != got) {
		t.Fatalf("resolution %#x, offset %d, stamp %d: %d, want %v", resolution, offset, stamp, got, want)
	}
	// Refused may be what does not fit, or only fits because of the offset.
	without := exact(resolution, 0, stamp)
	if !ok && want.IsInt64() && without.IsInt64() && !c.broken {
		t.Fatalf("resolution %#x, offset %d, stamp %d: refused, is %v", resolution, offset, stamp, want)
	}
}

// TestClock compares every resolution with exact arithmetic, at its bounds and at
// random.
func TestClock(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	offsets := []int64{0, 1, -1, 1_700_000_000, -1_700_000_000, 9_223_372_036, -9_223_372_036, math.MaxInt64, math.MinInt64}
	stamps := []uint64{0, 1, 999_999_999, 1 << 32, math.MaxInt64, math.MaxUint64}
	for resolution := range 256 {
		for range 50 {
			stamps = append(stamps[:6:6], r.Uint64(), r.Uint64()>>r.IntN(64), r.Uint64()>>r.IntN(64))
			for _, offset := range append(offsets, r.Int64()>>r.IntN(64), -(r.Int64() >> r.IntN(64))) {
				for _, stamp := range stamps {
					checkClock(t, byte(resolution), offset, stamp)
				}
			}
		}
	}
}

// TestClockUsual: the clocks there are in practice refuse no time of this age.
func TestClockUsual(t *testing.T) {
	for resolution, stamp := range map[byte]uint64{
		0: 1_700_000_000, 3: 1_700_000_000_000, 6: 1_700_000_000_000_000, 9: 1_700_000_000_000_000_000,
		10: 17_000_000_000_000_000_000, 0x80: 1_700_000_000, 0x8A: 1_700_000_000 << 10, 0xA0: 1_700_000_000 << 32,
	} {
		c := newClock(resolution, 0)
		if got, ok := c.nanoseconds(stamp); !ok || got != 1_700_000_000_000_000_000 {
			t.Errorf("resolution %#x: %d %v", resolution, got, ok)
		}
	}
}
