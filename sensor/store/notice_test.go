package store

import (
	"errors"
	"fmt"
	"testing"
)

func notice(n int, incident string) Notice {
	return Notice{ID: fmt.Sprintf("%s/act/%d", incident, n), Time: epoch, Kind: "alarm", Contact: "当直", Channel: "mail", Result: "sent", Incident: incident, Priority: "act",
		Step: n, Exercise: n%2 == 0, Through: int64(n), Detail: "x"}
}

// TestNotices: lines come back as they were kept; one with a known id takes the place of
// the one before.
func TestNotices(t *testing.T) {
	s := fresh(t)
	first := notice(0, "i")
	first.Result = "sending"
	list := []Notice{first, notice(1, "i"), notice(2, "j")}
	must(t, s.PutNotices(list, nil))
	again := []Notice{notice(0, "i")}
	must(t, s.PutNotices(again, nil))
	if again[0].Seq != 1 || list[2].Seq != 3 {
		t.Errorf("numbers %d and %d", again[0].Seq, list[2].Seq)
	}
	all := value[[]Notice](t)(s.Notices(NoticeFilter{}))
	want := []Notice{again[0], list[1], list[2]}
	for i := range want {
		if len(all) != 3 || all[i] != want[i] {
			t.Fatalf("line %d: %+v, want %+v", i, all, want[i])
		}
	}
	if got := value[[]Notice](t)(s.Notices(NoticeFilter{After: 1, Limit: 1})); len(got) != 1 || got[0].Seq != 2 {
		t.Errorf("after 1: %+v", got)
	}
	if got := value[[]Notice](t)(s.Notices(NoticeFilter{Limit: 2, Latest: true})); len(got) != 2 || got[0].Seq != 2 || got[1].Seq != 3 {
		t.Errorf("the latest: %+v", got)
	}
	bad := notice(3, "i")
	bad.Result = ""
	if err := s.PutNotices([]Notice{notice(4, "i"), bad}, nil); !errors.Is(err, ErrRefused) {
		t.Errorf("a line without a result: %v", err)
	}
	if n := len(value[[]Notice](t)(s.Notices(NoticeFilter{}))); n != 3 {
		t.Errorf("%d lines after one was refused", n)
	}
}

// TestNoticesBounded: beyond the bound the oldest lines go, but those of incidents that
// are not closed stay up to the hard one.
func TestNoticesBounded(t *testing.T) {
	s := fresh(t)
	open, closed := incident(0), incident(1)
	must(t, s.PutIncident(open))
	must(t, s.PutIncident(closed))
	put := func(most, hard int) []Notice {
		t.Helper()
		must(t, s.Write(func(tx *Tx) error {
			for n := range 4 {
				for _, id := range []string{open.ID, closed.ID, "unknown"} {
					x := notice(n, id)
					must(t, tx.putNotice(&x))
				}
			}
			tx.pruneNotices(most, hard, []string{"closed"})
			return tx.err
		}))
		return value[[]Notice](t)(s.Notices(NoticeFilter{}))
	}
	left := put(3, 100)
	counts := map[string]int{}
	for _, n := range left {
		counts[n.Incident]++
	}
	if counts[open.ID] != 4 || counts[closed.ID] != 1 || counts["unknown"] != 1 {
		t.Errorf("left: %v", counts)
	}
	if left := put(3, 2); len(left) != 2 || left[1].Incident == open.ID && left[0].Incident == open.ID {
		t.Errorf("%d lines beyond the hard bound: %+v", len(left), left)
	}
}
