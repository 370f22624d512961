package yardstick

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	// maxExact is how many options that are worth their cost are searched completely.
	maxExact = 40
	// maxFindings bounds what is covered at once: the bits of a word. Findings
	// beyond are those that order last.
	maxFindings = 64
)

// option is something that can be done: what it costs, and which findings it
// settles, a bit each.
type option struct {
	cost   int
	covers uint64
}

// cover returns the cheapest set of options that settles all of need, of equally
// cheap ones the smallest, of equally small ones the first. Options that nothing
// needs are left out. exact tells whether that was searched to its end; otherwise
// the set settles everything but may not be the cheapest. What no option settles is
// ignored.
func cover(need uint64, options []option) (chosen []int, exact bool) {
	possible := uint64(0)
	for _, o := range options {
		possible |= o.covers
	}
	need &= possible
	kept := worthwhile(need, options)
	menu := make([]option, len(kept))
	for n, i := range kept {
		menu[n] = options[i]
	}
	s := search{options: menu, best: greedyCover(need, menu), budget: maxSteps}
	if len(menu) <= maxExact {
		s.bestCost = costOf(s.best, menu)
		s.byFinding(need)
		s.run(need, 0, nil)
		exact = s.budget > 0
	}
	for n := range s.best {
		s.best[n] = kept[s.best[n]]
	}
	return s.best, exact
}

// worthwhile returns the options that may be part of a cheapest cover: not those for
// which a cheaper one settles as much.
func worthwhile(need uint64, options []option) (kept []int) {
	for i, o := range options {
		if !slices.ContainsFunc(options, func(x option) bool { return x.cost < o.cost && o.covers&need&^x.covers == 0 }) {
			kept = append(kept, i)
		}
	}
	return kept
}

// maxSteps bounds the search: a fraction of a second.
const maxSteps = 2_000_000

// search looks for the cheapest cover, branching over what settles the finding with
// the fewest options.
type search struct {
	options  []option
	settle   [maxFindings][]int // options by finding
	best     []int
	bestCost int
	budget   int
}

func (s *search) byFinding(need uint64) {
	for f := range maxFindings {
		if need&(1<<f) == 0 {
			continue
		}
		for i, o := range s.options {
			if o.covers&(1<<f) != 0 {
				s.settle[f] = append(s.settle[f], i)
			}
		}
	}
}

func (s *search) run(need uint64, cost int, chosen []int) {
	if s.budget <= 0 {
		return
	}
	s.budget--
	if need == 0 {
		s.keep(cost, chosen)
		return
	}
	if cost+s.least(need) > s.bestCost {
		return
	}
	hardest := -1
	for rest := need; rest != 0; rest &= rest - 1 {
		f := bits.TrailingZeros64(rest)
		if hardest < 0 || len(s.settle[f]) < len(s.settle[hardest]) {
			hardest = f
		}
	}
	for _, i := range s.settle[hardest] {
		s.run(need&^s.options[i].covers, cost+s.options[i].cost, append(chosen, i))
	}
}

// least is what the rest costs at least: the cheapest option for the finding whose
// cheapest option is the dearest.
func (s *search) least(need uint64) (most int) {
	for rest := need; rest != 0; rest &= rest - 1 {
		cheapest := 0
		for _, i := range s.settle[bits.TrailingZeros64(rest)] {
			if c := s.options[i].cost; cheapest == 0 || c < cheapest {
				cheapest = c
			}
		}
		most = max(most, cheapest)
	}
	return most
}

// keep notes a cover that is better than the best so far.
func (s *search) keep(cost int, chosen []int) {
	sorted := slices.Clone(chosen)
	slices.Sort(sorted)
	if cmp.Or(cmp.Compare(cost, s.bestCost), cmp.Compare(len(sorted), len(s.best)), slices.Compare(sorted, s.best)) < 0 {
		s.best, s.bestCost = sorted, cost
	}
}

func costOf(chosen []int, options []option) (sum int) {
	for _, i := range chosen {
		sum += options[i].cost
	}
	return sum
}

// greedyCover takes again and again the option that settles most for its cost, and
// leaves out in the end what the others settle too.
func greedyCover(need uint64, options []option) (chosen []int) {
	all := need
	for need != 0 {
		best, most := -1, 0.0
		for i, o := range options {
			if gain := float64(bits.OnesCount64(need&o.covers)) / float64(max(o.cost, 1)); gain > most {
				best, most = i, gain
			}
		}
		chosen = append(chosen, best)
		need &^= options[best].covers
	}
	return needed(all, options, chosen)
}

// needed leaves out of a cover what the others settle too, the dearest first.
func needed(need uint64, options []option, chosen []int) []int {
	slices.SortFunc(chosen, func(a, b int) int { return cmp.Or(options[b].cost-options[a].cost, a-b) })
	for n := 0; n < len(chosen); {
		others := uint64(0)
		for m, i := range chosen {
			if m != n {
				others |= options[i].covers
			}
		}
		if need&^others == 0 {
			chosen = slices.Delete(chosen, n, n+1)
		} else {
			n++
		}
	}
	slices.Sort(chosen)
	return chosen
}
