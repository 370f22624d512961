//go:build linux

package main

import (
	"cmp"
	"fmt"
	"slices"
)

// figures are what one thing gave, each time it was measured.
type figures[T cmp.Ordered] []T

func (f figures[T]) median() (x T) {
	if len(f) == 0 {
		return x
	}
	sorted := slices.Sorted(slices.Values(f))
	return sorted[len(sorted)/2]
}

// text is the median, and the worst: the largest.
func (f figures[T]) text(format string) string {
	if len(f) == 0 {
		return "-"
	}
	return fmt.Sprintf(format+" ("+format+")", f.median(), slices.Max(f))
}
