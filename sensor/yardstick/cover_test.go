package yardstick

import (
	"cmp"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// bruteForce tries every set of options.
func bruteForce(need uint64, options []option) (best []int) {
	possible := uint64(0)
	for _, o := range options {
		possible |= o.covers
	}
	need &= possible
	bestCost := -1
	for set := range 1 << len(options) {
		covers, cost, chosen := uint64(0), 0, []int(nil)
		for i, o := range options {
			if set&(1<<i) != 0 {
				covers, cost, chosen = covers|o.covers, cost+o.cost, append(chosen, i)
			}
		}
		if need&^covers == 0 && (bestCost < 0 ||
			cmp.Or(cmp.Compare(cost, bestCost), cmp.Compare(len(chosen), len(best)), slices.Compare(chosen, best)) < 0) {
			best, bestCost = chosen, cost
		}
	}
	return best
}

// TestCoverMinimal: the set is the one that trying all of them finds, for up to 15
// options.
func TestCoverMinimal(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		options := make([]option, 1+r.IntN(15))
		findings := 1 + r.IntN(12)
		for i := range options {
			options[i] = option{cost: 1 + r.IntN(5), covers: r.Uint64() & r.Uint64() & (1<<findings - 1)}
		}
		need := r.Uint64() & (1<<findings - 1)
		got, exact := cover(need, options)
		if want := bruteForce(need, options); !exact || !slices.Equal(got, want) {
			t.Fatalf("%v for %b of %v, not %v", got, need, options, want)
		}
	}
}

// TestCoverCheaper: options for which a cheaper one does as much do not count against
// what can be searched.
func TestCoverCheaper(t *testing.T) {
	var options []option
	for f := range 40 {
		options = append(options, option{2, 1 << f}, option{1, 1 << f}, option{4, 1 << f})
	}
	chosen, exact := cover(1<<40-1, options)
	if !exact || len(chosen) != 40 || costOf(chosen, options) != 40 {
		t.Errorf("%d options for %d, exact %v", len(chosen), costOf(chosen, options), exact)
	}
}

// TestCoverLarge: with more than can be searched, everything is settled all the same,
// by nothing that could be left out.
func TestCoverLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	options := make([]option, 300)
	for i := range options {
		options[i] = option{cost: 1 + r.IntN(5), covers: 1<<r.IntN(64) + 1<<r.IntN(63)}
	}
	chosen, exact := cover(^uint64(0), options)
	covered, possible := uint64(0), uint64(0)
	for n, i := range chosen {
		covered |= options[i].covers
		others := uint64(0)
		for m, j := range chosen {
			if m != n {
				others |= options[j].covers
			}
		}
		if options[i].covers&^others == 0 {
			t.Errorf("option %d settles nothing that the others do not", i)
		}
	}
	for _, o := range options {
		possible |= o.covers
	}
	if exact || covered != possible || bits.OnesCount64(covered) < 60 {
		t.Errorf("%d of %d are settled, exact %v", bits.OnesCount64(covered), bits.OnesCount64(possible), exact)
	}
}
