package whitelist

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline"
)

// TestNovelty: the day that is not over counts for nothing.
func TestNovelty(t *testing.T) {
	s := newSite(t)
	s.event(write(start, hmi, panels[0], 1, 1, 1))
	if n := s.d.Novelty(1); n.Days != 0 || n.Once != 0 || n.All.Keys != 0 {
		t.Errorf("on the first day: %+v", n)
	}
	if n := s.d.Novelty(2); n.Days != 1 || n.Once != 1 || len(n.News) != 1 || n.News[0].Controls != 1 {
		t.Errorf("after the first day: %+v", n)
	}
	s.event(write(start+day, hmi, panels[0], 1, 1, 1))
	s.event(write(start+day, hmi, panels[0], 1, 2, 1))
	if n := s.d.Novelty(2); n.Days != 1 || n.Once != 1 {
		t.Errorf("on the second day: %+v", n)
	}
	s.event(read(start+2*day, hmi, panels[0], 1, 2, 1))
	n := s.d.Novelty(3)
	if n.Days != 2 || n.Once != 1 || n.Controls.Twice != 1 || len(n.News) != 2 || n.News[1].Controls != 1 {
		t.Errorf("on the third day: %+v", n)
	}
}

// TestSequence: on a ready channel with a settled order, what never followed is
// evidence; a channel without an order is left alone and says so.
func TestSequence(t *testing.T) {
	s := newSite(t)
	r := rand.New(rand.NewPCG(5, 6))
	for n := range int64(45) {
		for i := range int64(60) {
			at := start + n*day + i*60e9
			for j := range uint32(4) {
				s.event(read(at+int64(j)*1e8, hmi, panels[0], 1, j*10, 10))
			}
			s.event(read(at+1e9, hmi, panels[1], 1, uint32(r.IntN(40))*10, 10))
		}
	}
	if n := s.count("new-sequence"); n != 0 {
		t.Errorf("%d in an ordinary time", n)
	}
	s.all = nil
	at := start + 45*day
	s.l.Blind = true
	s.event(read(at-100e9, hmi, panels[0], 1, 20, 10)) // the one before was lost
	s.event(read(at-99e9, hmi, panels[0], 1, 0, 10))
	s.l.Blind = false
	s.event(read(at-98e9, hmi, panels[0], 1, 30, 10))
	if len(s.all) != 0 {
		t.Errorf("after a loss: %+v", s.all)
	}
	s.event(read(at, hmi, panels[0], 1, 20, 10))
	s.event(read(at+1e8, hmi, panels[0], 1, 0, 10))
	s.event(read(at+2e8, hmi, panels[0], 1, 20, 10))
	if n := s.count("new-sequence"); n < 1 || n > 3 || len(s.all) != n || s.all[0].Meaning.Alone || s.all[0].Meaning.Detector != baseline.Sequence {
		t.Errorf("%+v", s.all)
	}
	for subject, facts := range map[string]string{"10.0.1.1": "", "10.0.1.2": ", off"} {
		e := s.entry("modbus 10.0.0.10 > " + subject + ":502 station 1 sequence steady")
		if e == nil || strings.HasSuffix(e.Facts, ", off") != (facts != "") {
			t.Errorf("%s: %+v", subject, e)
		}
	}
}

// TestMeanings: every kind has one meaning.
func TestMeanings(t *testing.T) {
	seen := map[baseline.Kind]bool{}
	for _, m := range Meanings() {
		if m.Kind == "" || seen[m.Kind] || len(m.Techniques) == 0 {
			t.Errorf("%+v", m)
		}
		if m.Exact && !m.Control {
			t.Errorf("%s is exact, and no control", m.Kind)
		}
		seen[m.Kind] = true
	}
}
