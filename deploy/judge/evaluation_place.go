package judge

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Refresh puts tables into a document, between the lines `<!-- NAME -->` and
// `<!-- end -->` that mark the place of each. Every table has a place.
func Refresh(document string, tables map[string]string) (string, error) {
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		before, rest, ok := strings.Cut(document, "<!-- "+name+" -->\n")
		_, after, closed := strings.Cut(rest, "<!-- end -->")
		if !ok || !closed {
			return "", fmt.Errorf("judge: the document has no place for the table %q", name)
		}
		document = before + "<!-- " + name + " -->\n" + tables[name] + "<!-- end -->" + after
	}
	return document, nil
}
