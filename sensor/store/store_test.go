package store

import (
	"bytes"
	"errors"
	"net/netip"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestState(t *testing.T) {
	s := fresh(t)
	if _, err := s.LoadState("model"); !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	for n := range 5 {
		must(t, s.SaveState("model", n, bytes.Repeat([]byte{byte(n)}, 100_000)))
		must(t, s.SaveState("other", 7, nil))
	}
	x := value[State](t)(s.LoadState("model"))
	if x.Form != 4 || !bytes.Equal(x.Blob, bytes.Repeat([]byte{4}, 100_000)) || x.Previous || !x.Saved.Equal(epoch) {
		t.Errorf("form %d, %d octets, previous %v, saved %v", x.Form, len(x.Blob), x.Previous, x.Saved)
	}
	if x := value[State](t)(s.LoadState("other")); x.Form != 7 || len(x.Blob) != 0 {
		t.Errorf("%+v", x)
	}
	var n int
	must(t, s.read.QueryRow("SELECT count(*) FROM states").Scan(&n))
	if n != 4 {
		t.Errorf("%d states are kept, want two of each name", n)
	}
	must(t, s.DeleteState("model"))
	if _, err := s.LoadState("model"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	for _, err := range []error{s.SaveState("", 1, nil), s.SaveState("x", 1, make([]byte, MaxState+1))} {
		if !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
}

// TestStateDamaged: the state before is used when the latest is damaged.
func TestStateDamaged(t *testing.T) {
	s := fresh(t)
	must(t, s.SaveState("model", 1, []byte("before")))
	must(t, s.SaveState("model", 2, []byte("latest")))
	must(t, execute(t, s.file, "UPDATE states SET blob = x'00' WHERE form = 2"))
	if x := value[State](t)(s.LoadState("model")); x.Form != 1 || string(x.Blob) != "before" || !x.Previous {
		t.Errorf("%+v", x)
	}
	if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	must(t, execute(t, s.file, "UPDATE states SET blob = x'00'"))
	if _, err := s.LoadState("model"); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// TestStateLarge: the largest state comes back, also while readers read.
func TestStateLarge(t *testing.T) {
	s := fresh(t)
	for round := range 3 {
		blob := bytes.Repeat([]byte{1, 2, 3, byte(round)}, MaxState/4)
		must(t, s.SaveState("model", round, blob))
		if x := value[State](t)(s.LoadState("model")); x.Form != round || !bytes.Equal(x.Blob, blob) {
			t.Fatalf("form %d, %d octets", x.Form, len(x.Blob))
		}
	}
}

func TestIncidents(t *testing.T) {
	s := fresh(t)
	for n := range 20 {
		must(t, s.PutIncident(incident(n)))
	}
	changed := incident(3)
	changed.State, changed.Document, changed.Updated = "shelved", []byte(`[]`), epoch.Add(time.Hour)
	must(t, s.PutIncident(changed))
	got := value[Incident](t)(s.Incident(changed.ID))
	if !reflect.DeepEqual(&got, changed) {
		t.Errorf("got  %+v\nwant %+v", got, changed)
	}
	if _, err := s.Incident("none"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	for name, test := range map[string]struct {
		filter IncidentFilter
		want   []int
	}{
		"limit":    {IncidentFilter{Limit: 3}, []int{19, 18, 17}},
		"next":     {IncidentFilter{Limit: 3, Before: "i-00017"}, []int{16, 15, 14}},
		"state":    {IncidentFilter{States: []string{"closed"}, Limit: 2}, []int{19, 17}},
		"states":   {IncidentFilter{States: []string{"closed", "shelved"}, Before: "i-00006"}, []int{5, 3, 1}},
		"priority": {IncidentFilter{MinPriority: 3}, []int{19, 15, 11, 7, 3}},
		"since":    {IncidentFilter{Since: epoch.Add(17 * time.Minute)}, []int{19, 18, 17, 3}},
	} {
		var ids, want []string
		for _, i := range value[[]Incident](t)(s.Incidents(test.filter)) {
			ids = append(ids, i.ID)
		}
		for _, n := range test.want {
			want = append(want, incident(n).ID)
		}
		if !reflect.DeepEqual(ids, want) {
			t.Errorf("%s: got %v, want %v", name, ids, want)
		}
	}
	if all := value[[]Incident](t)(s.Incidents(IncidentFilter{})); len(all) != 20 {
		t.Errorf("%d incidents", len(all))
	}
	for _, i := range []*Incident{{Document: []byte("{}")}, {ID: "x", Document: []byte("{")}, {ID: "x"}, {ID: "x", Document: make([]byte, MaxDocument+1)}} {
		if err := s.PutIncident(i); !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
}

func TestEvidence(t *testing.T) {
	s := fresh(t)
	id := incident(1).ID
	if _, err := s.AddEvidence(id, Evidence{}); !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	must(t, s.PutIncident(incident(1)))
	want := []Evidence{{epoch, 1 << 63, 0xffff_ffff_ffff_ffff, "書込み"}, {epoch, 0, 0, ""}}
	value[int](t)(s.AddEvidence(id, want[0]))
	value[int](t)(s.AddEvidence(id, want[1]))
	if got := value[[]Evidence](t)(s.Evidence(id)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if omitted := value[int](t)(s.AddEvidence(id, make([]Evidence, MaxEvidence)...)); omitted != 2 {
		t.Errorf("%d omitted", omitted)
	}
	if got := value[[]Evidence](t)(s.Evidence(id)); len(got) != MaxEvidence || got[0] != want[0] {
		t.Errorf("%d kept", len(got))
	}
	decisions := []Disposition{{epoch, "佐藤", "work", "pump test"}, {epoch.Add(1), "鈴木", "false", "again"}}
	for _, d := range decisions {
		must(t, s.AddDisposition(id, d))
	}
	if got := value[[]Disposition](t)(s.Dispositions(id)); !reflect.DeepEqual(got, decisions) {
		t.Errorf("%+v", got)
	}
	for _, d := range []Disposition{{epoch, "", "a", "b"}, {epoch, "a", "", "b"}, {epoch, "a", "b", ""}} {
		if err := s.AddDisposition(id, d); !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
	if err := s.AddDisposition("none", decisions[0]); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestPermits(t *testing.T) {
	s := fresh(t)
	hour := func(n int) time.Time { return epoch.Add(time.Duration(n) * time.Hour) }
	for n := range 4 {
		must(t, s.PutPermit(&Permit{ID: string(rune('a' + n)), From: hour(n), To: hour(n + 2), Document: []byte(`{}`)}))
	}
	ids := func(list []Permit) (s string) {
		for _, p := range list {
			s += p.ID
		}
		return s
	}
	for at, want := range map[int]string{-1: "", 0: "a", 1: "ab", 2: "bc", 5: ""} {
		if got := ids(value[[]Permit](t)(s.Permits(hour(at)))); got != want {
			t.Errorf("hour %d: %q, want %q", at, got, want)
		}
	}
	must(t, s.ClosePermit("b", hour(1).Add(time.Minute), "佐藤", "diff"))
	if got := ids(value[[]Permit](t)(s.Permits(hour(2)))); got != "c" {
		t.Errorf("after closing: %q", got)
	}
	if got := ids(value[[]Permit](t)(s.Permits(hour(1)))); got != "ab" {
		t.Errorf("before it was closed: %q", got)
	}
	must(t, s.ReviewPermit("b", hour(3), "鈴木", "decided"))
	got := value[Permit](t)(s.Permit("b"))
	want := Permit{ID: "b", From: hour(1), To: hour(3), Document: []byte(`{}`), Closed: hour(1).Add(time.Minute), ClosedBy: "佐藤", Reviewed: hour(3), ReviewedBy: "鈴木", Diff: "decided"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := ids(value[[]Permit](t)(s.AllPermits(hour(4)))); got != "cd" {
		t.Errorf("since hour 4: %q", got)
	}
	for name, err := range map[string]error{
		"closed again":      s.ClosePermit("b", hour(2), "x", ""),
		"changed when over": s.PutPermit(&Permit{ID: "b", From: hour(1), To: hour(9), Document: []byte(`{}`)}),
		"reviewed too soon": s.ReviewPermit("a", hour(2), "x", ""),
		"by nobody":         s.ClosePermit("a", hour(2), "", ""),
		"ends first":        s.PutPermit(&Permit{ID: "z", From: hour(1), To: hour(1), Document: []byte(`{}`)}),
	} {
		if !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.ClosePermit("none", hour(1), "x", ""); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestAssets(t *testing.T) {
	s := fresh(t)
	a, b, c := netip.MustParseAddr("10.0.0.10"), netip.MustParseAddr("10.0.0.9"), netip.MustParseAddr("2001:db8::1")
	must(t, s.ImportAssets(epoch, []Asset{{Address: a, Name: "ポンプ", Criticality: 3, Safety: true}, {Address: b, Name: "old", Criticality: 1}}))
	must(t, s.PutSeen(epoch, netip.MustParseAddr("::ffff:10.0.0.10"), []byte(`{"vendor":"x"}`)))
	must(t, s.PutSeen(epoch, c, []byte(`{}`)))
	must(t, s.ImportAssets(epoch.Add(1), []Asset{{Address: a, Name: "ポンプ1", Role: "PLC", Zone: "L1", Criticality: 2, Note: "n"}}))
	want := []Asset{{Address: a, Described: epoch.Add(1), Name: "ポンプ1", Role: "PLC", Zone: "L1", Criticality: 2, Note: "n", Updated: epoch, Seen: []byte(`{"vendor":"x"}`)},
		{Address: c, Updated: epoch, Seen: []byte(`{}`)}}
	if got := value[[]Asset](t)(s.Assets()); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for _, err := range []error{s.ImportAssets(epoch, []Asset{{Address: b, Criticality: 2}, {Address: b, Criticality: 4}}),
		s.ImportAssets(epoch, []Asset{{Criticality: 1}}), s.PutSeen(epoch, a, []byte("{"))} {
		if !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
	many := make([]Asset, MaxAssets)
	for i := range many {
		many[i] = Asset{Address: netip.AddrFrom4([4]byte{172, 16, byte(i >> 8), byte(i)}), Criticality: 1}
	}
	if err := s.ImportAssets(epoch, many); !errors.Is(err, ErrRefused) { // two are seen
		t.Error(err)
	}
	if got := value[[]Asset](t)(s.Assets()); !reflect.DeepEqual(got, want) {
		t.Errorf("an import that failed has changed something: %d", len(got))
	}
}

func TestCounters(t *testing.T) {
	s := fresh(t)
	day := func(n int) time.Time { return epoch.Truncate(24*time.Hour).AddDate(0, 0, n) }
	for n := range 3 {
		must(t, s.Observe(day(n), "D1", "new-pair", 2))
		must(t, s.Promise(day(n), "D1", "new-pair", 0.25))
		must(t, s.Observe(day(n), "D1", "new-pair", 1))
		must(t, s.Promise(day(n), "D0", "", 0.5))
	}
	want := []Counter{{day(1), "D0", "", 0.5, 0}, {day(1), "D1", "new-pair", 0.25, 3}}
	if got := value[[]Counter](t)(s.Counters(day(1), day(2))); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := value[[]Counter](t)(s.Counters(day(0), time.Time{})); len(got) != 6 {
		t.Errorf("%d counters", len(got))
	}
	if err := s.Observe(time.Time{}, "D1", "", 1); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
}

func TestMeta(t *testing.T) {
	s := fresh(t)
	if _, err := s.Meta("site"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	must(t, s.SetMeta("site", "浄水場"))
	must(t, s.SetMeta("site", "浄水場1"))
	if got := value[string](t)(s.Meta("site")); got != "浄水場1" {
		t.Error(got)
	}
	for _, err := range []error{s.SetMeta("", "x"), s.SetMeta(strings.Repeat("x", 256), ""), s.SetMeta("x", strings.Repeat("x", maxNote+1))} {
		if !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
}

// TestReopen: all is there again, and the file is whole.
func TestReopen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a %20?#b", Name)
	if _, err := Open(file, Options{}); !errors.Is(err, ErrNotFound) {
		t.Fatalf("without a folder: %v", err)
	}
	s := fresh(t)
	must(t, s.PutIncident(incident(1)))
	must(t, s.SaveState("model", 1, []byte("x")))
	must(t, s.Close())
	must(t, s.Close())
	if err := s.PutIncident(incident(2)); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if err := s.Vacuum(t.Context()); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	s = opened(t, s.file, Options{})
	whole(t, &s.View)
	value[Incident](t)(s.Incident(incident(1).ID))
	value[State](t)(s.LoadState("model"))
}
