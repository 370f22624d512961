package model

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// TestChannels: how far each channel was learned, in the order in which they came, also
// after a restart.
func TestChannels(t *testing.T) {
	m := newModel(24*time.Hour, &told{})
	days(m, 0, 9, int64(24*time.Hour))
	late := read(start+9*int64(24*time.Hour), netip.MustParseAddrPort("10.0.0.99:1024"))
	m.Event(late)
	list := func(m *Model) (all []Channel) {
		m.Channels(func(c *Channel) bool {
			all = append(all, *c)
			return true
		})
		return all
	}
	all := list(m)
	last := all[len(all)-1]
	if len(all) < 2 || all[0].State != baseline.Provisional || all[0].Days != 8 || last.State != baseline.Cold || last.Days != 0 || last.Timing != baseline.Cold ||
		m.Book().Addr(last.Client) != late.Client.Addr() || !last.First.Equal(time.Unix(0, late.End()).Truncate(time.Second)) {
		t.Errorf("%+v", all)
	}
	again := newModel(24*time.Hour, &told{})
	if err := again.Restore(m.AppendState(nil)); err != nil || fmt.Sprint(list(again)) != fmt.Sprint(all) {
		t.Errorf("%v\n%+v\n%+v", err, list(again), all)
	}
	n := 0
	m.Channels(func(*Channel) bool { n++; return false })
	if n != 1 {
		t.Error("it went on")
	}
}

// TestDecideEach: deciding many at once is deciding each.
func TestDecideEach(t *testing.T) {
	text := func(decide func(m *Model, list []EntryName) []bool) (s string, done []bool) {
		m := newModel(24*time.Hour, &told{})
		days(m, 0, 9, int64(24*time.Hour))
		var list []EntryName
		m.Entries(func(e *baseline.Entry) bool {
			list = append(list, EntryName{e.Detector, e.Subject})
			return true
		})
		list = append(list, EntryName{baseline.Whitelist, "nothing"}, EntryName{baseline.Tripwire, "nothing"})
		done = decide(m, list)
		m.Entries(func(e *baseline.Entry) bool {
			s += string(AppendLine(nil, e))
			return true
		})
		return s, done
	}
	at, done := text(func(m *Model, list []EntryName) []bool { return m.DecideEach(list, baseline.Approved) })
	one, each := text(func(m *Model, list []EntryName) (done []bool) {
		for _, e := range list {
			done = append(done, m.Decide(e.Detector, e.Subject, baseline.Approved))
		}
		return done
	})
	if at != one || fmt.Sprint(done) != fmt.Sprint(each) || done[len(done)-1] || done[len(done)-2] || !done[0] {
		t.Errorf("%v\n%v\n%s\n%s", done, each, at, one)
	}
}
