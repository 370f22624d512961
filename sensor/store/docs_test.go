package store

import (
	"os"
	"strings"
	"testing"
)

// TestDocs: docs/store.md names every table with all of its columns, in their order,
// and no others.
func TestDocs(t *testing.T) {
	s := fresh(t)
	documented := map[string]string{}
	for line := range strings.Lines(string(value[[]byte](t)(os.ReadFile("../../docs/store.md")))) {
		if cells := strings.Split(line, "|"); len(cells) == 5 {
			documented[strings.TrimSpace(cells[1])] = strings.NewReplacer(" (JSON)", "", " (rank)", "").Replace(strings.TrimSpace(cells[3]))
		}
	}
	tables := value[[][2]string](t)(list(&s.View, func(row scanner) (x [2]string, err error) { err = row.Scan(&x[0], &x[1]); return x, err },
		`SELECT t.name, group_concat(c.name, ', ' ORDER BY c.cid) FROM sqlite_schema t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name`))
	if len(tables) < 11 {
		t.Errorf("%d tables", len(tables))
	}
	for _, x := range tables {
		if documented[x[0]] != x[1] {
			t.Errorf("table %s:\nhas        %s\ndocumented %s", x[0], x[1], documented[x[0]])
		}
		delete(documented, x[0])
	}
	for name := range documented {
		if name != "table" && name != "---" {
			t.Errorf("table %s is documented, and is not there", name)
		}
	}
}
