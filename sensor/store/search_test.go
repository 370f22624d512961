package store

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// found is an incident that is looked for: as incident, with priorities and states that do
// not go together, and with targets.
func found(n int) *Incident {
	i := incident(n)
	i.State, i.Priority = []string{"open", "closed", "shelved"}[n%3], n/3%4
	i.Actor = fmt.Sprintf("10.0.0.%d", n%5)
	i.Targets = []string{fmt.Sprintf("10.0.1.%d", n%4), fmt.Sprintf("10.0.1.%d", n%7), i.Actor}
	i.Document = fmt.Appendf(nil, `{"title":"Pump %d","ja":"ポンプ%d"}`, n, n%10)
	return i
}

// TestSearch: every filter finds what a look at each incident finds, page by page too.
func TestSearch(t *testing.T) {
	s := fresh(t)
	const count = 120
	for n := range count {
		must(t, s.PutIncident(found(n)))
	}
	at := func(n int) time.Time { return epoch.Add(time.Duration(n) * time.Minute) }
	filters := []IncidentFilter{{}, {From: at(10)}, {To: at(20)}, {From: at(10), To: at(30)}, {Actor: "10.0.0.2"}, {Target: "10.0.1.3"}, {Asset: "10.0.0.1"}, {Asset: "10.0.1.2"},
		{Actor: "10.0.0.2", Target: "10.0.1.3"}, {Asset: "10.0.1.3", Actor: "10.0.0.1"}, {Asset: "10.0.0.3", Target: "10.0.1.1"}, {Text: "pump 11"}, {Text: "ポンプ7"}, {Text: "' OR 1=1"},
		{Since: at(100)}, {States: []string{"open"}}, {States: []string{"open", "shelved"}, MinPriority: 2}, {MinPriority: 3}, {States: []string{"none"}},
		{States: []string{"closed"}, From: at(5), To: at(90), Asset: "10.0.0.1", MinPriority: 1}, {MinPriority: 2, Since: at(40), Text: "PUMP 9"}, {Asset: "nobody"}}
	for _, f := range filters {
		var want []string
		for n := count - 1; n >= 0; n-- {
			if chooses(&f, found(n)) {
				want = append(want, found(n).ID)
			}
		}
		var got []string
		for _, i := range value[[]Incident](t)(s.Incidents(f)) {
			got = append(got, i.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v:\ngot  %v\nwant %v", f, got, want)
		}
		var paged []string
		for f.Limit = 7; ; {
			page := value[[]Incident](t)(s.Incidents(f))
			for _, i := range page {
				paged = append(paged, i.ID)
			}
			if len(page) < f.Limit {
				break
			}
			f.Before = page[len(page)-1].ID
		}
		if !slices.Equal(paged, want) {
			t.Errorf("%+v, page by page:\ngot  %v\nwant %v", f, paged, want)
		}
	}
}

// chooses is what a filter means.
func chooses(f *IncidentFilter, i *Incident) bool {
	targets := i.Targets
	return (len(f.States) == 0 || slices.Contains(f.States, i.State)) && i.Priority >= f.MinPriority && !i.Updated.Before(f.Since) && !i.Opened.Before(f.From) &&
		(f.To.IsZero() || i.Opened.Before(f.To)) && (f.Actor == "" || f.Actor == i.Actor) && (f.Target == "" || slices.Contains(targets, f.Target)) &&
		(f.Asset == "" || f.Asset == i.Actor || slices.Contains(targets, f.Asset)) && strings.Contains(strings.ToLower(string(i.Document)), strings.ToLower(f.Text))
}

// TestFound: an incident is found by what it has to do with now; who does not say by what
// leaves it as it was.
func TestFound(t *testing.T) {
	s := fresh(t)
	n := func(asset string) int { return len(value[[]Incident](t)(s.Incidents(IncidentFilter{Asset: asset}))) }
	i := incident(1)
	i.Targets = []string{"a", "b", ""}
	must(t, s.PutIncident(i))
	must(t, s.PutIncident(i))
	i.Targets = nil
	must(t, s.PutIncident(i))
	if n("a") != 1 || n("b") != 1 || n(i.Actor) != 1 {
		t.Error("not found by what it was")
	}
	i.Targets, i.Actor, i.Opened = []string{"b", "c"}, "d", i.Opened.Add(time.Hour)
	must(t, s.PutIncident(i))
	if n("a") != 0 || n("b") != 1 || n("c") != 1 || n("d") != 1 || n("10.0.0.9") != 0 {
		t.Error("not found by what it is")
	}
	i.Targets = make([]string, 5*maxTargets)
	for k := range i.Targets {
		i.Targets[k] = fmt.Sprint("t", k)
	}
	must(t, s.PutIncident(i))
	if lines := value[int64](t)(s.lines("incident_assets")); lines != maxTargets+1 {
		t.Errorf("%d lines", lines)
	}
	must(t, s.Write(func(x *Tx) error { x.exec("DELETE FROM incidents"); return x.err }))
	if lines := value[int64](t)(s.lines("incident_assets")); lines != 0 {
		t.Errorf("%d lines", lines)
	}
}

// TestStandings counts by state and priority.
func TestStandings(t *testing.T) {
	s := fresh(t)
	if all := value[[]Standing](t)(s.Standings()); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	counts, today := map[Standing]int{}, map[Standing]int{}
	for n := range 100 {
		i := found(n)
		must(t, s.PutIncident(i))
		counts[Standing{State: i.State, Priority: i.Priority}]++
		if n >= 90 && n < 95 {
			today[Standing{State: i.State, Priority: i.Priority}]++
		}
	}
	check := func(got []Standing, want map[Standing]int) {
		t.Helper()
		if len(got) != len(want) {
			t.Errorf("%+v, want %v", got, want)
		}
		for _, x := range got {
			if n := want[Standing{State: x.State, Priority: x.Priority}]; n != x.Count {
				t.Errorf("%+v, want %d", x, n)
			}
		}
	}
	check(value[[]Standing](t)(s.Standings()), counts)
	check(value[[]Standing](t)(s.StandingsBetween(found(90).Opened, found(95).Opened)), today)
}

// TestAuditLines: every filter finds what a look at each line finds, page by page too.
func TestAuditLines(t *testing.T) {
	s := fresh(t)
	var all []Audit
	for n := range 60 {
		a := Audit{Time: epoch.Add(time.Duration((n*7)%60) * time.Minute), Who: []string{"Sato", "Ito", "sensor"}[n%3], What: []string{"permit-open", "incident-close"}[n%2], Subject: fmt.Sprint("s", n%4)}
		a.Seq = value[Head](t)(s.Audit(a)).Seq
		all = append([]Audit{a}, all...)
	}
	at := func(n int) time.Time { return epoch.Add(time.Duration(n) * time.Minute) }
	for _, f := range []AuditFilter{{}, {Who: "Sato"}, {What: "permit-open"}, {Who: "Ito", What: "incident-close"}, {Subject: "s2"}, {From: at(10)}, {To: at(50)}, {From: at(5), To: at(30)},
		{Who: "Sato", From: at(5), To: at(50)}, {What: "permit-open", Subject: "s2", To: at(40)}, {Who: "nobody"}} {
		var want, got []int64
		for _, a := range all {
			if (f.Who == "" || a.Who == f.Who) && (f.What == "" || a.What == f.What) && (f.Subject == "" || a.Subject == f.Subject) && !a.Time.Before(f.From) && (f.To.IsZero() || a.Time.Before(f.To)) {
				want = append(want, a.Seq)
			}
		}
		for f.Limit = 4; ; {
			page := value[[]Audit](t)(s.AuditLines(f))
			for _, a := range page {
				got = append(got, a.Seq)
			}
			if len(page) < f.Limit {
				break
			}
			f.Before = page[len(page)-1].Seq
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v:\ngot  %v\nwant %v", f, got, want)
		}
		f.Limit, f.Before = 0, 0
		if n := len(value[[]Audit](t)(s.AuditLines(f))); n != len(want) {
			t.Errorf("%+v: %d lines without a limit, want %d", f, n, len(want))
		}
	}
	who, what, err := s.AuditWords()
	if must(t, err); !reflect.DeepEqual(who, []string{"Ito", "Sato", "sensor"}) || !reflect.DeepEqual(what, []string{"incident-close", "permit-open"}) {
		t.Errorf("%v, %v", who, what)
	}
}

// TestChecked: what came of the last check is known to whoever reads.
func TestChecked(t *testing.T) {
	s := fresh(t)
	if c := value[Checked](t)(s.Checked()); !c.Time.IsZero() {
		t.Errorf("%+v", c)
	}
	value[Head](t)(s.Audit(Audit{Time: epoch, Who: "a", What: "b"}))
	if c := value[Checked](t)(s.CheckWhole(t.Context())); !c.Time.Equal(epoch) || c.Fault != "" {
		t.Errorf("%+v", c)
	}
	must(t, execute(t, s.file, "DROP TRIGGER audit_update", "UPDATE audit SET who = 'x'"))
	if _, err := s.CheckWhole(t.Context()); !errors.Is(err, ErrChain) {
		t.Error(err)
	}
	r := value[*Reader](t)(OpenReadOnly(s.file))
	defer r.Close()
	if u := value[Usage](t)(r.Usage()); !strings.Contains(u.LastCheck.Fault, "audit line 1") {
		t.Errorf("%+v", u.LastCheck)
	}
}
