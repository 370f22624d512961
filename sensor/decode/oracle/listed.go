package oracle

import (
	"fmt"
	"regexp"
	"strings"
)

// Listed is one line of the list of known divergences: which differences it
// explains, and why they are not Banken's fault.
type Listed struct {
	Capture *regexp.Regexp // of the path below the corpus
	Mapping *regexp.Regexp // of the name of the mapping
	Pattern *regexp.Regexp // of the difference as text
	Reason  string
	Used    int // how many differences it explained
	Items   int // and of how many items, the side that has more of them counted
}

// ParseListed reads a list: lines of four columns separated by tabs, capture
// pattern, mapping pattern, difference pattern, reason; # begins a comment.
func ParseListed(text string) ([]*Listed, error) {
	var list []*Listed
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 || cells[3] == "" {
			return nil, fmt.Errorf("oracle: line %d: want capture, mapping, difference and reason, separated by tabs", n)
		}
		c, err := regexp.Compile("^(?:" + cells[0] + ")$")
		if err != nil {
			return nil, fmt.Errorf("oracle: line %d: %w", n, err)
		}
		m, err := regexp.Compile("^(?:" + cells[1] + ")$")
		if err != nil {
			return nil, fmt.Errorf("oracle: line %d: %w", n, err)
		}
		d, err := regexp.Compile("(?s)" + cells[2])
		if err != nil {
			return nil, fmt.Errorf("oracle: line %d: %w", n, err)
		}
		list = append(list, &Listed{Capture: c, Mapping: m, Pattern: d, Reason: cells[3]})
	}
	return list, nil
}

// Unlisted returns the differences of a capture that no line explains, and
// counts the uses of those that do: the first that matches.
func Unlisted(list []*Listed, name string, differences []Difference) []Difference {
	var rest []Difference
	for i := range differences {
		if !explain(list, name, &differences[i]) {
			rest = append(rest, differences[i])
		}
	}
	return rest
}

func explain(list []*Listed, name string, d *Difference) bool {
	text := d.String()
	for _, l := range list {
		if l.Mapping.MatchString(d.Mapping) && l.Capture.MatchString(name) && l.Pattern.MatchString(text) {
			l.Used++
			l.Items += max(len(d.Ours), len(d.Theirs))
			return true
		}
	}
	return false
}
