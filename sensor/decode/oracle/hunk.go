package oracle

// window is how many items further the same items are looked for again after
// some that differ: more than an object or structure has.
const window = 96

// hunk is a run of items of one list that stands for a run of the other.
type hunk struct{ a, aEnd, b, bEnd int }

// hunks returns where two lists differ.
func hunks(a, b []string) (list []hunk) {
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i++
			j++
			continue
		}
		x, y := resume(a[i:], b[j:])
		list = append(list, hunk{i, i + x, j, j + y})
		i += x
		j += y
	}
	return list
}

// resume returns after how many items of each list they agree again; all of them
// when they do not within the window.
func resume(a, b []string) (x, y int) {
	for d := 1; d <= window; d++ {
		for x := max(0, d-len(b)); x <= min(d, len(a)); x++ {
			if agree(a[x:], b[d-x:]) {
				return x, d - x
			}
		}
	}
	return len(a), len(b)
}

// agree tells whether two lists go on with the same two items, or end alike.
func agree(a, b []string) bool {
	for i := range 2 {
		if i == len(a) && i == len(b) {
			return true
		}
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return false
		}
	}
	return true
}
