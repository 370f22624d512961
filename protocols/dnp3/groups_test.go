package dnp3

import "testing"

// assigned is the highest variation of each group the standard assigns; all
// below it exist.
var assigned = map[int]int{
	0: 255, 1: 2, 2: 3, 3: 2, 4: 3, 10: 2, 11: 2, 12: 3, 13: 2, 20: 8, 21: 12, 22: 8, 23: 8,
	30: 6, 31: 8, 32: 8, 33: 8, 34: 3, 40: 4, 41: 4, 42: 8, 43: 8, 50: 4, 51: 2, 52: 2, 60: 4, 70: 8,
	80: 1, 81: 1, 82: 1, 83: 2, 85: 1, 86: 3, 87: 1, 88: 1, 90: 1, 91: 1, 100: 3, 101: 3, 102: 1,
	110: 255, 111: 255, 112: 255, 113: 255, 120: 15, 121: 1, 122: 2,
}

// TestGroups: every variation that is assigned is known, variation 0 of every
// group that is, and nothing else.
func TestGroups(t *testing.T) {
	for g := range groups {
		highest, ok := assigned[g]
		for v := range 256 {
			want := ok && v <= highest
			if got := groups[g].variation(byte(v)) != nil; got != want {
				t.Errorf("g%dv%d: known %t, want %t", g, v, got, want)
			}
		}
	}
}
