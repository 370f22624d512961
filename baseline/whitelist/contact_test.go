package whitelist

import (
	"fmt"
	"testing"

	"github.com/banken-ot/banken/baseline"
)

// TestScan: who asks many that it never asked is one deviation that counts; a scan
// adds nothing to what is known, and what an operator does meanwhile is told.
func TestScan(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(5), 0, 10)
	s.all = nil
	at := start + 10*day
	before := len(s.d.keys.records)
	for i := range 2000 {
		s.contact(at+int64(i)*50e6, engineer, fmt.Sprintf("10.0.%d.%d", 2+i/250, 1+i%250), 502, false)
	}
	if n := s.count("scan"); n != 1 || len(s.all) != 1 {
		t.Errorf("%d scans in %d deviations", n, len(s.all))
	}
	if len(s.d.keys.records) != before+1 { // that it opens connections
		t.Errorf("%d keys of unanswered contacts", len(s.d.keys.records)-before)
	}
	s.all = nil
	for i := range uint32(500) {
		s.event(read(at+200e9+int64(i)*1e8, hmi, panels[0], 1, 10000+i*100, 100))
	}
	if n := s.count("scan"); n != 1 || s.count("new-read-range") >= scanWeight {
		t.Errorf("%d scans, %d ranges", n, s.count("new-read-range"))
	}
	if n := len(s.d.keys.records) - before; n > scanWeight+1 {
		t.Errorf("a scan added %d keys", n)
	}
	s.event(write(at+260e9, hmi, panels[0], 1, 120, 1))
	if s.count("new-write-point") != 1 {
		t.Error("a write in a scan is not told")
	}
	s.all = nil
	s.at(at + 2000e9)
	var total uint64
	for _, v := range s.all {
		total += v.Count
	}
	if s.count("scan") != 2 || total < 2000 {
		t.Errorf("at its end %d scans of %d things are told", s.count("scan"), total)
	}
}

// TestDeadAddress: a host that tries a dead address for ever is nothing.
func TestDeadAddress(t *testing.T) {
	s := newSite(t)
	for i := range 40 * 24 {
		s.contact(start+int64(i)*3600e9, hmi, "10.0.9.9", 9100, false)
	}
	if len(s.all) != 0 {
		t.Errorf("%+v", s.all)
	}
}

// TestContacts: pairs, services and ways out of the network.
func TestContacts(t *testing.T) {
	s := newSite(t)
	for n := range int64(10) {
		s.contact(start+n*day, hmi, panels[0], 502, true)
		s.contact(start+n*day+1e9, hmi, historian, 3389, true)
		s.contact(start+n*day+2e9, historian, "8.8.8.8", 443, false)
		s.contact(start+n*day+3e9, hmi, historian, 49152+uint16(n), true)
	}
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-remote-access" || !s.all[0].Native || s.all[0].Seen != "tcp 3389" {
		t.Errorf("while learning: %+v", s.all)
	}
	if e := s.entry("tcp 10.0.0.10 > 10.0.0.11:3389"); e == nil || e.Standing != baseline.Pending {
		t.Errorf("%+v", e)
	}
	at := start + 10*day
	tests := []struct {
		client, server string
		port           uint16
		answered       bool
		want           baseline.Kind
	}{
		{historian, "9.9.9.9", 443, false, ""}, // as before: nobody answers
		{historian, "9.9.9.9", 8443, false, "new-egress"},
		{historian, "8.8.8.8", 443, true, "new-egress"}, // now somebody does
		{historian, panels[0], 22, true, "new-remote-access"},
		{hmi, historian, 1433, true, "new-service"},
		{hmi, historian, 50000, true, ""},
		{historian, hmi, 80, true, "new-pair"},
		{"10.0.0.77", hmi, 80, true, "new-host"},
		{"10.0.0.78", "10.0.9.9", 80, false, "new-host"},
		{"10.0.0.79", "224.0.0.251", 5353, false, "new-host"},
		{"172.217.1.1", "8.8.8.8", 443, true, "new-host"}, // inside and outside are not told apart
	}
	for i, x := range tests {
		s.all = nil
		s.contact(at+int64(i)*1e9, x.client, x.server, x.port, x.answered)
		s.contact(at+int64(i)*1e9+1e8, x.client, x.server, x.port, x.answered)
		if len(s.all) > 1 || len(s.all) == 1 != (x.want != "") || len(s.all) == 1 && s.all[0].Meaning.Kind != x.want {
			t.Errorf("%s > %s:%d: %d deviations %v, want %q", x.client, x.server, x.port, len(s.all), s.all, x.want)
		}
	}
}

// TestInternet: a host that speaks with ever new public addresses is told of a few.
func TestInternet(t *testing.T) {
	s := newSite(t)
	for i := range 2000 {
		s.contact(start+int64(i)*1200e9, historian, fmt.Sprintf("52.%d.%d.7", i/250, i%250), 443, true)
	}
	if n := len(s.all); n < 1 || n > maxFan+1 {
		t.Errorf("%d deviations", n)
	}
}
