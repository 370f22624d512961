package store

import (
	"context"
	"database/sql"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// explained asks SQLite, before each question, how it will go about it.
type explained struct {
	querier
	t     *testing.T
	plans map[string][]string // of each question
}

func (e *explained) explain(query string, args []any) {
	e.t.Helper()
	if strings.HasPrefix(query, "PRAGMA") {
		return
	}
	rows, err := e.querier.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		e.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			e.t.Fatal(err)
		}
		e.plans[query] = append(e.plans[query], detail)
	}
}

func (e *explained) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	e.explain(query, args)
	return e.querier.QueryContext(ctx, query, args...)
}

func (e *explained) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	e.explain(query, args)
	return e.querier.QueryRowContext(ctx, query, args...)
}

// asks are the questions of a console, by name.
var asks = []struct {
	name string
	ask  func(v *View) error
	// whole are tables that are read to their end, as an index or because they are small.
	whole []string
}{
	{"incidents, a page", page(IncidentFilter{}), nil},
	{"incidents, a later page", page(IncidentFilter{Before: bulkID(50_000)}), nil},
	{"incidents by state", page(IncidentFilter{States: []string{"open", "acknowledged", "shelved"}}), nil},
	{"incidents that are closed, a later page", page(IncidentFilter{States: []string{"closed"}, Before: bulkID(50_000)}), nil},
	{"incidents by state and priority", page(IncidentFilter{States: []string{"open", "closed"}, MinPriority: 3}), nil},
	{"incidents by priority", page(IncidentFilter{MinPriority: 2, Before: bulkID(70_000)}), nil},
	{"incidents of a time", page(IncidentFilter{From: bulkTime(40_000), To: bulkTime(45_000)}), nil},
	{"closed incidents of a time", page(IncidentFilter{States: []string{"closed"}, From: bulkTime(40_000), To: bulkTime(45_000)}), nil},
	{"incidents of an asset", page(IncidentFilter{Asset: bulkAsset(17)}), nil},
	{"open incidents of an asset", page(IncidentFilter{Asset: bulkAsset(17), States: []string{"open"}}), nil},
	{"incidents of who asked", page(IncidentFilter{Actor: bulkAsset(17)}), nil},
	{"incidents of who asked whom", page(IncidentFilter{Actor: bulkAsset(17), Target: bulkAsset(300)}), nil},
	{"incidents with a text", page(IncidentFilter{Text: "pump 17 ", From: bulkTime(1)}), nil},
	{"incidents changed today", page(IncidentFilter{Since: bulkTime(bulkIncidents - 300)}), nil},
	{"an incident with its evidence", func(v *View) error {
		for _, f := range []func() error{func() error { _, err := v.Incident(bulkID(9)); return err }, func() error { _, err := v.Evidence(bulkID(9)); return err },
			func() error { _, err := v.Dispositions(bulkID(9)); return err }} {
			if err := f(); err != nil && err != ErrNotFound {
				return err
			}
		}
		return nil
	}, nil},
	{"counts by state and priority", func(v *View) error { _, err := v.Standings(); return err }, nil},
	{"today's counts", func(v *View) error {
		_, err := v.StandingsBetween(bulkTime(bulkIncidents-300), bulkTime(bulkIncidents))
		return err
	}, nil},
	{"audit, a page", trailPage(AuditFilter{}), nil},
	{"audit, a later page", trailPage(AuditFilter{Before: 40_000}), nil},
	{"audit by who", trailPage(AuditFilter{Who: "Sato"}), nil},
	{"audit by what", trailPage(AuditFilter{What: "incident-acknowledge", Before: 60_000}), nil},
	{"audit by who and what", trailPage(AuditFilter{Who: "Ito", What: "incident-close"}), nil},
	{"audit of a time", trailPage(AuditFilter{From: bulkTime(40_000), To: bulkTime(50_000)}), nil},
	{"audit by who, of a time", trailPage(AuditFilter{Who: "Ito", From: bulkTime(40_000), To: bulkTime(50_000)}), nil},
	{"audit words", func(v *View) error { _, _, err := v.AuditWords(); return err }, nil},
	{"health of a year", span(400 * 24 * time.Hour), nil},
	{"health of two days", span(48 * time.Hour), nil},
	{"health of an hour", span(time.Hour), nil},
	{"changes of state", func(v *View) error {
		_, err := v.HealthChanges(bulkTime(0), time.Time{}, 200)
		return err
	}, nil},
	{"channels of an address", func(v *View) error {
		_, err := v.Channels(ChannelFilter{Address: netip.MustParseAddr(bulkAsset(17))})
		return err
	}, nil},
	{"channels, a page", func(v *View) error { _, err := v.Channels(ChannelFilter{Limit: 50, After: 900}); return err }, nil},
	{"transactions of a channel", func(v *View) error { _, err := v.Summaries(17, time.Time{}, time.Time{}); return err }, nil},
	{"usage", func(v *View) error { _, err := v.Usage(); return err },
		[]string{"levels", "counters", "notices", "drills", "assets", "permits", "states", "tags", "people", "tokens", "meta", "versions", "version_contents", "health_minutes", "health_hours", "health_changes", "audit"}},
	{"level", func(v *View) error {
		if _, err := v.LevelAt(bulkTime(0)); err != ErrNotFound {
			return err
		}
		return nil
	}, nil},
	{"notices, the latest", func(v *View) error { _, err := v.Notices(NoticeFilter{Latest: true, Limit: 100}); return err }, nil},
	{"permits", func(v *View) error {
		if _, err := v.UnreviewedPermits(); err != nil {
			return err
		}
		_, err := v.Permits(bulkTime(0))
		return err
	}, nil},
	{"assets", func(v *View) error { _, err := v.Assets(); return err }, []string{"assets"}},
}

func page(f IncidentFilter) func(*View) error {
	f.Limit = 50
	return func(v *View) error { _, err := v.Incidents(f); return err }
}

func trailPage(f AuditFilter) func(*View) error {
	f.Limit = 100
	return func(v *View) error { _, err := v.AuditLines(f); return err }
}

func span(long time.Duration) func(*View) error {
	return func(v *View) error {
		_, _, err := v.HealthSpan(bulkEnd.Add(-long), bulkEnd, 0)
		return err
	}
}

// scanned is a table that is read to its end, whether by itself or as an index.
var scanned = regexp.MustCompile(`^SCAN (\w+)`)

// TestPlans: no question of a console reads a table to its end, but those that are small
// or read as an index.
func TestPlans(t *testing.T) {
	s := fresh(t)
	must(t, s.Write(func(x *Tx) error {
		for n := range 9 {
			_ = x.PutIncident(bulkIncident(n))
		}
		return x.PutIncident(bulkIncident(50_000))
	}))
	for _, x := range asks {
		e := &explained{querier: s.q, t: t, plans: map[string][]string{}}
		must(t, x.ask(&View{file: s.file, q: e}))
		if len(e.plans) == 0 {
			t.Errorf("%s: nothing is asked", x.name)
		}
		for query, plan := range e.plans {
			for _, line := range plan {
				if m := scanned.FindStringSubmatch(line); m != nil && !allowedScan(m[1], line, query, x.whole) {
					t.Errorf("%s: %s\nin %s", x.name, line, query)
				}
			}
		}
	}
}

// ended are what ends a scan soon: an index that has nothing else, or one that is read from
// its end, by a question with a limit.
var ended = []struct{ line, query string }{
	{"INDEX permits_unreviewed", ""}, {"INDEX incidents_opened", "ORDER BY k.opened DESC, k.id DESC LIMIT"}, {"INDEX incidents_opened", "LIMIT 1"},
	{"SCAN standings", ""}, {"SCAN audit", "FROM audit ORDER BY seq DESC LIMIT"}, {"SCAN notices", "ORDER BY seq DESC LIMIT"},
	// Rows that the question itself has made.
	{"SCAN starts", "WITH RECURSIVE"}, {"SCAN s", "WITH RECURSIVE"}, {"SCAN ends", "WITH RECURSIVE"}, {"SCAN json_each", ""}, {"SCAN CONSTANT", ""}, {"SCAN (subquery", ""},
}

// allowedScan reports whether a scan is of something small.
func allowedScan(name, line, query string, whole []string) bool {
	return slices.Contains(whole, name) || slices.ContainsFunc(ended, func(x struct{ line, query string }) bool {
		return strings.Contains(line, x.line) && strings.Contains(query, x.query)
	})
}
