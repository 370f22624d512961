package whitelist

import (
	"fmt"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// talk returns the talk of two hosts by a protocol.
func (s *site) talk(client, server, protocol string, port uint16) *Talk {
	for _, x := range s.d.Talks(s.b) {
		if s.b.Addr(x.Client).String() == client && s.b.Addr(x.Server).String() == server && x.Protocol == protocol && x.Port == port {
			return &x
		}
	}
	return nil
}

// TestTalks tests that a talk sums up what was asked, what was there before the site
// judged, what is new, and what waits; and that the connection of a control protocol is
// not told beside it.
func TestTalks(t *testing.T) {
	s := newSite(t)
	p := newPlant(1)
	s.contact(start, hmi, panels[0], 502, true)
	s.run(p, 0, 12)
	old := s.talk(hmi, panels[0], "modbus", 502)
	if old == nil || !old.Decoded || !old.Early || !old.New.IsZero() || old.Days != 12 || old.Reads == 0 || old.Writes == 0 || old.First.UnixNano() != start {
		t.Fatalf("%+v", old)
	}
	if old.Standing != baseline.Pending || old.Waiting == 0 {
		t.Errorf("its writes wait: %+v", old)
	}
	if x := s.talk(hmi, panels[0], "tcp", 502); x != nil {
		t.Errorf("told twice: %+v", x)
	}
	at := start + 12*day
	s.contact(at, "10.0.0.77", panels[0], 22, true)
	s.event(write(at+60e9, hmi, panels[0], 1, 120, 1))
	if x := s.talk("10.0.0.77", panels[0], "tcp", 22); x == nil || x.Decoded || x.Early || x.New.UnixNano() != at || x.Standing != baseline.Pending || x.Reads+x.Writes+x.Others != 0 {
		t.Errorf("%+v", x)
	}
	if x := s.talk(hmi, panels[0], "modbus", 502); x.New.UnixNano() != at+60e9 || x.Writes != old.Writes+1 || x.Waiting != old.Waiting+1 {
		t.Errorf("a new write: %+v", x)
	}
	before := fmt.Sprint(s.d.Talks(s.b))
	s.restart()
	if after := fmt.Sprint(s.d.Talks(s.b)); after != before {
		t.Errorf("after a restart:\n%s\n%s", after, before)
	}
	s.d.DecideAll(s.b, "", baseline.Approved)
	for _, x := range s.d.Talks(s.b) {
		if x.Standing != baseline.Approved || x.Waiting != 0 || !x.New.IsZero() {
			t.Errorf("approved: %+v", x)
		}
	}
	s.d.Decide(s.b, "modbus 10.0.0.10 > 10.0.1.1:502 station 1 write holding-register[120]", baseline.Rejected)
	if x := s.talk(hmi, panels[0], "modbus", 502); x.Standing != baseline.Rejected {
		t.Errorf("rejected: %+v", x)
	}
}

// TestEntriesOf tests that exactly the entries about a host are listed.
func TestEntriesOf(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(1), 0, 4)
	id := s.b.KnownAsset(ap(panels[0], 1).Addr())
	var want, got int
	s.d.Entries(s.b, func(e *baseline.Entry) bool {
		if e.Detector == baseline.Whitelist && (e.Client == id || e.Server == id) {
			want++
		}
		return true
	})
	s.d.EntriesOf(s.b, id, func(e *baseline.Entry) bool {
		if x := s.entry(e.Subject); x == nil || *x != *e || e.Client != id && e.Server != id {
			t.Errorf("%+v is not %+v", e, x)
		}
		got++
		return true
	})
	if want == 0 || got != want {
		t.Errorf("%d of %d", got, want)
	}
}

// BenchmarkTalks is a full table.
func BenchmarkTalks(b *testing.B) {
	s := newSite(b)
	for n := range 2000 {
		client, server := fmt.Sprintf("10.1.%d.%d", n/250, n%250+1), fmt.Sprintf("10.2.%d.%d", n/250, n%250+1)
		for i := range uint32(80) {
			s.event(read(start+int64(n)*int64(time.Second), client, server, 1, 3*i, 2))
		}
	}
	b.Logf("%d keys", len(s.d.keys.records))
	for b.Loop() {
		s.d.Talks(s.b)
	}
}
