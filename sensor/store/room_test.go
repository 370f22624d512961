package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// crowd has others fill a disk to the last octet.
func crowd(t *testing.T, name string) {
	t.Helper()
	f := value[*os.File](t)(os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600))
	defer f.Close()
	for size := 1 << 20; size >= 1; size /= 2 {
		for {
			if n, err := f.Write(make([]byte, size)); err != nil || n < size {
				if !errors.Is(err, syscall.ENOSPC) {
					t.Fatal(err)
				}
				break
			}
		}
	}
}

// channelsOf are summaries of so many channels in an hour.
func channelsOf(n, channels int) []Summary {
	list := make([]Summary, channels)
	for i := range list {
		list[i] = summary(n, 1)
		list[i].Channel.Station = uint32(i)
	}
	return list
}

// record does what a person decides: an incident, what was decided and the line about it
// are there together.
func record(s *Store, n int) (Head, error) {
	var head Head
	err := s.Write(func(x *Tx) (err error) {
		i := incident(n)
		i.Document = []byte(`"` + strings.Repeat("x", 3000) + `"`)
		_ = x.PutIncident(i)
		_ = x.AddDisposition(i.ID, Disposition{i.Opened, "Sato", "acknowledge", fmt.Sprint(n)})
		head, err = x.Audit(Audit{Time: i.Opened, Who: "Sato", What: "incident-acknowledge", Subject: i.ID})
		return err
	})
	return head, err
}

// sweep empties the disk.
func sweep(t *testing.T) {
	t.Helper()
	for _, e := range value[[]os.DirEntry](t)(os.ReadDir(disk())) {
		must(t, os.RemoveAll(filepath.Join(disk(), e.Name())))
	}
}

// diskRelief: on a disk that others fill again and again, incidents and audit lines are
// still written, at the cost of what is worth less, in its order; the fault is told; and
// when there is room, all is as before.
func diskRelief(t *testing.T) {
	sweep(t)
	defer sweep(t)
	file := filepath.Join(disk(), "relief.db")
	ballast := filepath.Join(disk(), "ballast")
	o := Options{Reserve: 2 << 20, Closed: []string{"closed"}}
	s := opened(t, file, o)
	for n := range 12 {
		must(t, s.AddSummaries(channelsOf(n, 2000)))
	}
	must(t, s.AddHealth(minute(0)))
	if c := s.Condition(); c.Full || c.Reserve != o.Reserve || value[Usage](t)(s.Usage()).Reserve != o.Reserve {
		t.Fatalf("%+v", c)
	}
	before := value[int64](t)(s.lines(tableHourly))
	crowd(t, ballast)
	var heads []Head
	for n := range 400 {
		head, err := record(s, n)
		if err != nil {
			t.Fatalf("decision %d: %v; %+v", n, err, s.Condition())
		}
		heads = append(heads, head)
		if n == 200 { // what was given back is taken by others
			crowd(t, ballast)
		}
	}
	c := s.Condition()
	if !c.Full || c.Reserve != 0 || !slices.Contains(c.GivenUp, tableHourly) || slices.Contains(c.GivenUp, tableIncidents) || !strings.Contains(c.Text.EN, "no room") {
		t.Errorf("%+v", c)
	}
	if after := value[int64](t)(s.lines(tableHourly)); after >= before {
		t.Errorf("%d lines of hours before, %d after", before, after)
	}
	err := s.AddSummaries([]Summary{summary(20, 1)})
	if f := new(Fault); !errors.Is(err, ErrFull) || !errors.As(err, &f) || !strings.Contains(f.Text.EN, tableHourly) {
		t.Errorf("hours are written: %v", err)
	}
	value[Head](t)(s.VerifyAudit(t.Context(), heads...))
	must(t, s.Close())

	crowd(t, ballast)
	s = opened(t, file, o) // on the full disk, with what it left there
	if c := s.Condition(); c.Reserve < smallest {
		t.Errorf("%+v", c)
	}
	for n := range 401 {
		if n == 400 {
			heads = append(heads, value[Head](t)(record(s, n)))
		}
		value[Incident](t)(s.Incident(incident(n).ID))
	}
	if c := s.Condition(); !c.Full || c.Reserve != 0 {
		t.Errorf("%+v", c)
	}
	must(t, os.Remove(ballast))
	must(t, s.Tend(t.Context(), epoch))
	if c := s.Condition(); c.Full || c.Reserve != o.Reserve || len(c.GivenUp) > 0 || !c.Text.Empty() {
		t.Errorf("%+v", c)
	}
	must(t, s.AddSummaries([]Summary{summary(20, 1)}))
	value[Head](t)(s.VerifyAudit(t.Context(), heads...))
	whole(t, &s.View)
	must(t, s.Close())
}

// TestGiveWay: at the limit of the file tables give way in their order, those that are
// worth more only when nothing of the others is left, and never what is open.
func TestGiveWay(t *testing.T) {
	o := Options{MaxOctets: 6 << 20, Closed: []string{"closed"}}
	s := opened(t, filepath.Join(t.TempDir(), Name), o)
	keepOnly(s, tableIncidents, func(*keeping) {})
	must(t, s.AddSummaries(channelsOf(0, 5000)))
	must(t, s.AddSummaries(channelsOf(1, 5000)))
	for n := range 30 {
		must(t, s.AddHealth(minute(n)))
	}
	size := func(table string) int64 { return value[int64](t)(s.lines(table)) }
	order := 0
	n := 0
	for ; n < 3000; n++ {
		if _, err := record(s, n); err != nil {
			if !errors.Is(err, ErrFull) {
				t.Fatal(err)
			}
			break
		}
		if given := s.room.order; given > order {
			order = given
			for i := range given - 1 {
				if left := size(keepings[i].table); left > 0 && keepings[i].may == "" {
					t.Errorf("%s gives way while there are %d lines in %s", keepings[given-1].table, left, keepings[i].table)
				}
			}
		}
	}
	if order != len(keepings) || size(tableMinutes) != 0 || size(tableHourly) != 0 || len(s.Condition().GivenUp) != 7 {
		t.Errorf("%d decisions; number %d gave way: %+v", n, order, s.Condition())
	}
	open := len(value[[]Incident](t)(s.Incidents(IncidentFilter{States: []string{"open"}})))
	if open != (n+1)/2 {
		t.Errorf("%d incidents are open, of %d", open, (n+1)/2)
	}
	if end := value[Head](t)(s.VerifyAudit(t.Context())); end.Seq != int64(n) {
		t.Errorf("%d lines of %d", end.Seq, n)
	}
	whole(t, &s.View)
}

// TestSpared: a store that has no room set aside goes on without, and looks again later.
func TestSpared(t *testing.T) {
	s := fresh(t)
	s.room.short(epoch, 4, &Fault{Reason: ErrFull, Text: full.Fill(s.file, "x")})
	if c := s.Condition(); !c.Full || !c.Since.Equal(epoch) || len(c.GivenUp) != 4 {
		t.Errorf("%+v", c)
	}
	for _, err := range []error{s.AddSummaries([]Summary{summary(0, 1)}), s.AddHealth(minute(0))} {
		if !errors.Is(err, ErrFull) {
			t.Error(err)
		}
	}
	must(t, s.AddHealthChange(HealthChange{Time: epoch, Part: "store"}))
	must(t, s.Recover(t.Context()))
	must(t, s.AddHealth(minute(0)))
	s.options.Now = func() time.Time { return epoch.Add(time.Minute) }
	if c := s.Condition(); c.Full {
		t.Errorf("%+v", c)
	}
	must(t, s.Close())
	if err := s.Recover(t.Context()); err != ErrClosed {
		t.Error(err)
	}
}
