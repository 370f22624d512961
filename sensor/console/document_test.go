package console

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/account"
)

// TestRightsDocument tests that docs/console.md says who may do what as the table of rights
// does.
func TestRightsDocument(t *testing.T) {
	b, err := os.ReadFile("../../docs/console.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(b), "<!-- rights -->\n")
	table, _, ok := strings.Cut(table, "<!-- end -->")
	if !ok {
		t.Fatal("docs/console.md has no table of rights")
	}
	lines := strings.Split(strings.TrimSpace(table), "\n")[2:]
	if len(lines) != len(account.Rights()) {
		t.Fatalf("%d lines, %d rights", len(lines), len(account.Rights()))
	}
	for n, right := range account.Rights() {
		cells := strings.Split(strings.Trim(lines[n], "| "), " | ")
		want := []string{string(right), cells[1]}
		for _, role := range account.Roles() {
			want = append(want, map[bool]string{true: "yes", false: "–"}[role.May(right)])
		}
		if fmt.Sprint(cells) != fmt.Sprint(want) {
			t.Errorf("%v in the document, %v in the table", cells, want)
		}
	}
}
