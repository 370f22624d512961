package technique

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTable: every technique once, in order, with a name and known tactics.
func TestTable(t *testing.T) {
	all := All()
	if len(all) < 80 {
		t.Fatalf("%d techniques", len(all))
	}
	if !slices.IsSortedFunc(all, func(a, b Technique) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the table is not in the order of ids")
	}
	id := regexp.MustCompile(`^T0[0-9]{3}(\.[0-9]{3})?$`)
	tactics := strings.Fields("initial-access execution persistence privilege-escalation evasion discovery lateral-movement collection " +
		"command-and-control inhibit-response-function impair-process-control impact")
	for i, x := range all {
		if !id.MatchString(x.ID) || x.Name == "" || i > 0 && all[i-1].ID == x.ID {
			t.Errorf("%+v", x)
		}
		for _, name := range strings.Fields(x.Tactics) {
			if !slices.Contains(tactics, name) {
				t.Errorf("%s: tactic %q", x.ID, name)
			}
		}
		if found, ok := Find(x.ID); !ok || found != x {
			t.Errorf("%s is not found", x.ID)
		}
	}
	if _, ok := Find("T9999"); ok {
		t.Error("T9999 is found")
	}
}

// TestReplaced: what was replaced is in the table, what replaced it is not.
func TestReplaced(t *testing.T) {
	for old, r := range replaced {
		if _, ok := Find(old); !ok {
			t.Errorf("%s is not of version %s", old, Version)
		}
		if _, ok := Find(r.ID); ok {
			t.Errorf("%s is of version %s", r.ID, Version)
		}
	}
}
