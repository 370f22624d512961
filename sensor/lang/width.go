package lang

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Width returns how many cells of a screen s takes: two for each character that
// is wide (Unicode Standard Annex 11), as those of Japanese are.
func Width(s string) int { return uniseg.StringWidth(s) }

// Pad returns s with as many spaces behind it as make it cells wide. A longer s
// is returned as it is.
func Pad(s string, cells int) string {
	return s + strings.Repeat(" ", max(0, cells-Width(s)))
}
