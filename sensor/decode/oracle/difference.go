package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// Difference is a row only one side has, a run of items that differ in one that
// both have, or what stands behind the place where one side alone leaves off.
type Difference struct {
	Mapping string // its name
	Frame   uint64
	Head    string // which message
	Section string // the part of the message
	Note    string // Banken's defects, and what tshark marks the frame as
	Only    string // the side that alone has the row; "" when both have it
	Why     string // whose limit the items stand behind, and its reason
	Ours    []string
	Theirs  []string
}

// String tells the difference in one line: what the patterns of the list of
// divergences are matched with.
func (d *Difference) String() string {
	where := fmt.Sprintf("frame %d %s", d.Frame, d.Mapping)
	switch d.Only {
	case "Banken":
		return fmt.Sprintf("%s: only Banken: %s [%s]", where, strings.Join(d.Ours, " "), d.Note)
	case "tshark":
		return fmt.Sprintf("%s: only tshark: %s", where, strings.Join(d.Theirs, " "))
	}
	return fmt.Sprintf("%s: %s [%s] in %s: Banken %s | tshark %s", where, d.Head, d.Note, d.Section, list(d.Ours), list(d.Theirs))
}

func list(items []string) string {
	if len(items) == 0 {
		return "-"
	}
	return strings.Join(items, " ")
}

// Kind says what sort of difference it is. One line of the list of divergences
// explains those of one kind.
//
//	only Banken, only tshark   the row
//	behind SIDE REASON         the items behind a limit
//	NAMES | NAMES              the items that differ, by their names: "-" for none,
//	                           "fields" for many, and for those beside a Body
func (d *Difference) Kind() string {
	switch {
	case d.Only != "":
		return "only " + d.Only
	case d.Why != "":
		return "behind " + d.Why
	}
	ours, theirs := names(d.Ours), names(d.Theirs)
	if theirs == opaque && ours != "-" && ours != opaque && !strings.Contains(ours, unread) {
		ours = many
	}
	return ours + " | " + theirs
}

// Names in kinds: of many items, and of those that hold octets a side did not read.
const (
	many   = "fields"
	opaque = "Body"
	unread = "octets"
)

// spelled is how many names of items a kind spells out.
const spelled = 3

// names returns the different names of items, in order; many when they are more
// than spelled.
func names(items []string) string {
	var all []string
	for _, item := range items {
		if name, _, _ := strings.Cut(item, "="); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	switch {
	case len(all) == 0:
		return "-"
	case len(all) > spelled:
		return many
	}
	return strings.Join(all, ",")
}

// section names the place behind some items: what opened the section, and the
// item before.
func (m *Mapping) section(before []string) string {
	for i := len(before) - 1; i >= 0; i-- {
		if m.Section != "" && strings.HasPrefix(before[i], m.Section+"=") {
			return before[i] + " " + before[len(before)-1]
		}
	}
	if len(before) == 0 {
		return "head"
	}
	return before[len(before)-1]
}
