package store

import (
	"fmt"
	"testing"
	"time"
)

// TestIncidentParts: the parts that are asked for, and no others, in the order of the list.
func TestIncidentParts(t *testing.T) {
	s := fresh(t)
	for n, doc := range []string{`{"sort":"security","targets":["10.0.0.1"],"long":"x"}`, `{"sort":"blind"}`, `{"sort":"site","targets":[]}`} {
		at := epoch.Add(time.Duration(n) * time.Hour)
		must(t, s.PutIncident(&Incident{ID: fmt.Sprintf("i-%d", n), Opened: at, Updated: at, State: "open", Document: []byte(doc)}))
	}
	got, err := s.IncidentParts(IncidentFilter{From: epoch, To: epoch.Add(2 * time.Hour)}, "sort", "targets")
	must(t, err)
	if len(got) != 2 || got[0].ID != "i-1" || string(got[0].Document) != `["blind",null]` || got[1].ID != "i-0" || string(got[1].Document) != `["security",["10.0.0.1"]]` {
		t.Errorf("%+v", got)
	}
	if got, err = s.IncidentParts(IncidentFilter{Limit: 1}, "sort", "nothing"); err != nil || len(got) != 1 || string(got[0].Document) != `["site",null]` {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestAuditCounts: of a span, by what was done.
func TestAuditCounts(t *testing.T) {
	s := fresh(t)
	for n, what := range []string{"signin", "permit-open", "signin", "signin"} {
		_, err := s.Audit(Audit{Time: epoch.Add(time.Duration(n) * time.Hour), Who: "Sato", What: what})
		must(t, err)
	}
	got, err := s.AuditCounts(epoch, epoch.Add(3*time.Hour))
	if must(t, err); len(got) != 2 || got[0] != (AuditCount{"permit-open", 1}) || got[1] != (AuditCount{"signin", 2}) {
		t.Errorf("%+v", got)
	}
}
