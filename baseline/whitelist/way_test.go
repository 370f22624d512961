package whitelist

import (
	"fmt"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/dnp3"
)

// weakly reports whether a deviation is taken for weak: as the desk of incidents does.
func weakly(v *baseline.Deviation) bool { return v.Native && v.State < baseline.Ready }

// TestWayOut: a way out is listed for a person from the first second. What is there on
// the first day is told as weak; what comes later, and is answered, is beyond doubt,
// while learning too. Nothing makes it known but a person.
func TestWayOut(t *testing.T) {
	s := newSite(t)
	s.contact(start, historian, "52.1.1.1", 443, true)
	s.contact(start+1e9, historian, "9.9.9.9", 123, false)
	s.contact(start+2e9, engineer, "9.9.9.9", 8443, false)
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-egress" || !weakly(&s.all[0]) || s.all[0].Evidence != baseline.Success || !s.all[0].Meaning.Exact {
		t.Fatalf("on the first day: %+v", s.all)
	}
	for n := range int64(4) {
		s.contact(start+n*day+10e9, historian, "52.1.1.1", 443, true)
	}
	if len(s.all) != 1 {
		t.Fatalf("it is told again: %+v", s.all[1:])
	}
	s.contact(start+4*day, engineer, "9.9.9.9", 8443, true) // now somebody answers
	s.contact(start+4*day+1e9, hmi, "9.9.9.9", 443, true)
	s.contact(start+4*day+2e9, historian, "52.1.1.2", 443, true)
	want := []struct {
		kind  baseline.Kind
		exact bool
	}{{"new-egress", true}, {"new-egress", true}, {"new-outside-address", false}}
	if len(s.all) != 1+len(want) {
		t.Fatalf("%+v", s.all)
	}
	for i, x := range want {
		if v := &s.all[1+i]; v.Meaning.Kind != x.kind || v.Meaning.Exact != x.exact || weakly(v) || v.Evidence != baseline.Success || v.State != baseline.Learning {
			t.Errorf("%+v", v)
		}
	}
	for n := int64(5); n < 40; n++ {
		s.contact(start+n*day, historian, "52.1.1.1", 443, true)
	}
	if e := s.entry("tcp 10.0.0.11 > internet:443"); e == nil || e.Standing != baseline.Pending || e.Days < 35 {
		t.Errorf("%+v", e)
	}
	s.all = nil
	s.contact(start+41*day, hmi, "9.9.9.9", 4443, false)
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-egress" || s.all[0].Evidence != baseline.Attempt || weakly(&s.all[0]) {
		t.Errorf("an attempt: %+v", s.all)
	}
}

// TestWayIn: a connection that is accepted from the internet is a way too, one for each
// service that is reached; one that nobody answers is none.
func TestWayIn(t *testing.T) {
	s := newSite(t)
	for n := range int64(10) {
		s.contact(start+n*day, hmi, panels[0], 502, true)
	}
	s.all = nil
	at := start + 10*day
	s.contact(at, "52.1.1.1", panels[0], 502, false)
	if s.count("new-egress") != 0 {
		t.Errorf("nobody answered: %+v", s.all)
	}
	for i := range 5 {
		s.contact(at+int64(i+1)*1e9, fmt.Sprintf("52.1.1.%d", 1+i), panels[0], 502, true)
	}
	if s.count("new-egress") != 1 {
		t.Errorf("%+v", s.all)
	}
	if e := s.entry("tcp internet > 10.0.1.1:502"); e == nil || e.Standing != baseline.Pending || e.Client != 0 || e.Server == 0 {
		t.Errorf("%+v", e)
	}
}

// TestFromHostToHost: remote access and files are told once for each pair and service:
// as weak between hosts of a young site, else beyond doubt; of a host that is new too.
func TestFromHostToHost(t *testing.T) {
	s := newSite(t)
	for n := range int64(8) {
		for _, x := range [...]string{hmi, historian, engineer} {
			s.contact(start+n*day, x, panels[0], 502, true)
		}
	}
	s.all = nil
	at := start + 8*day
	for i := range int64(100) {
		s.contact(at+i*60e9, hmi, historian, 445, true)
		s.contact(at+i*60e9+1e9, hmi, historian, 3389, true)
	}
	if len(s.all) != 2 || s.all[0].Meaning.Kind != "new-file-access" || s.all[1].Meaning.Kind != "new-remote-access" || !weakly(&s.all[0]) || !weakly(&s.all[1]) {
		t.Errorf("%+v", s.all)
	}
	s.all = nil
	s.contact(at+day, "10.0.0.66", panels[0], 22, true)
	if len(s.all) != 2 || s.count("new-host") != 1 || s.count("new-remote-access") != 1 || weakly(&s.all[0]) {
		t.Errorf("by a new host: %+v", s.all)
	}
	for n := int64(9); n < 40; n++ {
		s.contact(start+n*day, hmi, panels[0], 502, true)
	}
	s.all = nil
	s.contact(start+40*day, engineer, hmi, 139, true)
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-file-access" || weakly(&s.all[0]) || !s.all[0].Meaning.Exact || s.all[0].Evidence != baseline.Success {
		t.Errorf("on a site that is ready: %+v", s.all)
	}
}

// TestNewClient: a host that scanned and then asks a control protocol is told for that,
// at once and once, though the scan goes on.
func TestNewClient(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(5), 0, 10)
	s.all = nil
	at := start + 10*day
	const intruder = "10.0.0.66"
	for i := range 60 {
		s.contact(at+int64(i)*50e6, intruder, fmt.Sprintf("10.0.7.%d", 1+i), 502, false)
	}
	if s.count("new-host") != 1 || s.count("scan") != 1 {
		t.Fatalf("%+v", s.all)
	}
	s.all = nil
	s.contact(at+10e9, intruder, panels[0], 502, true)
	s.event(read(at+10e9+1e6, intruder, panels[0], 1, 0, 10))
	if s.count("new-client") != 1 || s.count("scan") != 1 {
		t.Errorf("%+v", s.all)
	}
	for i := range int64(100) {
		s.event(read(at+11e9+i*1e9, intruder, panels[i%4], 1, 0, 10))
	}
	if s.count("new-client") != 1 || s.count("scan") != 1 {
		t.Errorf("%d, %d", s.count("new-client"), s.count("scan"))
	}
}

// TestNewClientOrdinary: a client that is new, asks one device in the ways of a tool and
// goes on, is no scan.
func TestNewClientOrdinary(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(5), 0, 10)
	s.all = nil
	at := start + 10*day
	s.contact(at, "10.0.0.66", panels[0], 502, true)
	for i := range uint32(1000) {
		s.event(read(at+1e6+int64(i)*1e9, "10.0.0.66", panels[0], 1, i%12*100, 10))
	}
	if s.count("new-host") != 1 || s.count("new-client") != 1 || s.count("scan") != 0 {
		t.Errorf("%+v", s.all)
	}
}

// TestSweep: who asks many stations behind one address, or very many ranges of one that
// it never asked before, is scanning.
func TestSweep(t *testing.T) {
	for name, ask := range map[string]func(at int64, i uint32) *baseline.Event{
		"stations": func(at int64, i uint32) *baseline.Event {
			e := read(at, "10.0.0.66", panels[0], 1+i, 0, 10)
			e.Protocol, e.Code, e.Points = &dnp3.Protocol, 1, nil
			e.Server = ap(panels[0], 20000)
			return e
		},
		"ranges": func(at int64, i uint32) *baseline.Event { return read(at, "10.0.0.66", panels[0], 1, i*100, 10) },
	} {
		s := newSite(t)
		s.run(newPlant(5), 0, 10)
		s.all = nil
		at := start + 10*day
		for i := range uint32(40) {
			s.event(ask(at+int64(i)*1e9, i))
		}
		if s.count("scan") != 1 || s.count("new-host") != 1 || len(s.all) > 3 {
			t.Errorf("%s: %+v", name, s.all)
		}
	}
}
