package oracle

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Listed is one line of the list of known divergences: which differences it
// explains, and why they are not Banken's fault. It explains those of one mapping
// and one kind alone.
type Listed struct {
	Line     int
	Capture  *regexp.Regexp // of the path below the corpus
	Mapping  string         // its name
	Kind     string         // Difference.Kind
	Pattern  *regexp.Regexp // of the difference as text
	Reason   string
	Used     int      // how many differences it explained
	Items    int      // and of how many items, the side that has more of them counted
	Captures []string // and of which captures
}

// anyCapture is the pattern of a line that is for every capture.
const anyCapture = ".*"

// kinds is the form of Difference.Kind.
var kinds = regexp.MustCompile(`^(only (Banken|tshark)|behind (Banken|tshark) [a-z0-9 ]+|(-|[\w.\[\],]+) \| (-|[\w.\[\],]+))$`)

// ParseListed reads a list: lines of five columns separated by tabs, capture
// pattern, mapping, kind, difference pattern, reason; # begins a comment.
func ParseListed(text string) ([]*Listed, error) {
	var list []*Listed
	seen := map[string]int{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		l, err := parseLine(strings.Split(line, "\t"))
		if err != nil {
			return nil, fmt.Errorf("oracle: line %d: %w", n, err)
		}
		key := line[:strings.LastIndexByte(line, '\t')]
		if before := seen[key]; before != 0 {
			return nil, fmt.Errorf("oracle: line %d explains what line %d does", n, before)
		}
		seen[key], l.Line = n, n
		list = append(list, l)
	}
	return list, nil
}

func parseLine(cells []string) (*Listed, error) {
	if len(cells) != 5 || cells[4] == "" {
		return nil, fmt.Errorf("want capture, mapping, kind, difference and reason, separated by tabs")
	}
	if !kinds.MatchString(cells[2]) {
		return nil, fmt.Errorf("%q is no kind of difference", cells[2])
	}
	c, err := regexp.Compile("^(?:" + cells[0] + ")$")
	if err != nil {
		return nil, err
	}
	d, err := regexp.Compile("(?s)" + cells[3])
	if err != nil {
		return nil, err
	}
	return &Listed{Capture: c, Mapping: cells[1], Kind: cells[2], Pattern: d, Reason: cells[4]}, nil
}

func (l *Listed) explains(capture string, d *Difference) bool {
	return l.Mapping == d.Mapping && l.Kind == d.Kind() && l.Capture.MatchString(capture) && l.Pattern.MatchString(d.String())
}

func (l *Listed) use(capture string, d *Difference) {
	l.Used++
	l.Items += max(len(d.Ours), len(d.Theirs))
	if !slices.Contains(l.Captures, capture) {
		l.Captures = append(l.Captures, capture)
	}
}

// Unlisted tells the differences of a capture that no line explains, or more than
// one: each has one reason. It counts the uses of the lines.
func Unlisted(list []*Listed, capture string, differences []Difference) (faults []string) {
	for i := range differences {
		d := &differences[i]
		var lines []int
		for _, l := range list {
			if l.explains(capture, d) {
				l.use(capture, d)
				lines = append(lines, l.Line)
			}
		}
		switch len(lines) {
		case 1:
		case 0:
			faults = append(faults, fmt.Sprintf("not listed: {%s} %s", d.Kind(), d))
		default:
			faults = append(faults, fmt.Sprintf("lines %d explain one difference: {%s} %s", lines, d.Kind(), d))
		}
	}
	return faults
}

// Fault tells what is wrong with a line after every capture was compared: it
// explains nothing, or is for every capture though one alone has what it explains.
func (l *Listed) Fault() string {
	switch {
	case l.Used == 0:
		return fmt.Sprintf("line %d is stale: it explains no difference", l.Line)
	case len(l.Captures) == 1 && strings.HasPrefix(l.Capture.String(), "^(?:"+anyCapture+")"):
		return fmt.Sprintf("line %d is for every capture and explains differences of %s alone", l.Line, l.Captures[0])
	}
	return ""
}
