package console

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// TestHealthPage tests that what is wrong is told with what to do, and the most urgent
// first; and that nothing is told of what is well.
func TestHealthPage(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	a := html.UnescapeString(b.get("/health").body)
	for _, part := range []string{"Port eth1 loses packets, for 3 min", "Port eth2 has no signal, for 2 h", "Check the cable", "Port eth2 uses a simple filter", "because there is no eBPF", "3 packets were cut short",
		"`banken interfaces eth1`", "the disk is full", "12 packets could not be recorded", "was set 1 times", "differ by 1 min", "What is read cannot be written out", "Port eth3 lost 1 packets", "Modbus: 120,000 requests",
		"600 bytes", "file sharing (SMB)", "4.0 MiB", "IP protocol 47", "Banken 1.4.0", "5.0 GiB", "port eth2", "does not know its certificate"} {
		if !strings.Contains(a, part) {
			t.Errorf("%q is missing", part)
		}
	}
	if down, losing := strings.Index(a, "has no signal"), strings.Index(a, "loses packets"); down > losing {
		t.Error("the most urgent does not come first")
	}
	if strings.Contains(a, "EXTRA") || strings.Contains(a, "%!") || strings.Contains(a, "Modbus</td>") {
		t.Error("a text is not filled in, or what is read is told as not read")
	}
	b.fake.status = &health.Status{V: 1, Version: "1.4.0", Time: b.fake.now, Started: b.fake.now.Add(-time.Hour), Recorder: health.Recorder{State: "recording"},
		Ports: []health.Port{{Name: "eth1", State: health.Capturing, Filter: health.Filter{Mode: "native"}, Workers: []health.Worker{{Received: 9}}}}}
	a = b.get("/health").body
	if strings.Contains(a, "eth1 lo") || !strings.Contains(a, "<td>captures<br>") || !strings.Contains(a, "No control protocol was read") {
		t.Error("what is well is told")
	}
}

// TestFindings tests when nothing is found, and what is found of a certificate and of a
// disk.
func TestFindings(t *testing.T) {
	f := newFake()
	find := func(d *healthData) []finding {
		d.find(&view{Lang: lang.English, Zone: time.UTC, Now: f.now, Today: &f.today})
		return d.Findings
	}
	well := func() *healthData {
		d := &healthData{Status: health.Status{Recorder: health.Recorder{State: "recording"}}, Room: &control.StoreUsage{Disk: 100, DiskFree: 10}, Certificate: &CertificateInfo{}}
		d.port(&health.Port{Name: "eth1", State: health.Capturing, Filter: health.Filter{Mode: "native"}, Workers: []health.Worker{{Received: 9, Blind: 3}}})
		return d
	}
	if got := find(well()); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	for name, change := range map[string]func(*healthData){
		"9 B are free":                   func(d *healthData) { d.Room.DiskFree = 9 },
		"The store of the sensor is dam": func(d *healthData) { d.Room.Check.Fault = "x" },
		"full: make room": func(d *healthData) {
			d.Room.Full, d.Room.DiskFree = &control.StoreFull{Text: lang.Text{EN: "full: make room", JA: "満杯"}}, 0
		},
		"7 requests and answers":       func(d *healthData) { d.Room.Uncounted = 7 },
		"it ends":                      func(d *healthData) { d.Certificate.Warning = lang.Text{EN: "it ends", JA: "x"} },
		"clocks of sensor and console": func(d *healthData) { d.Offset = -5 * time.Second },
		"only one direction":           func(d *healthData) { f.today.Blind = oneSided("span") },
		"not all is seen": func(d *healthData) {
			f.today.Blind = &control.Blind{Text: lang.Text{EN: "not all is seen", JA: "x"}, First: lang.Text{EN: "look", JA: "x"}}
		},
		"No port is captured":           func(d *healthData) { d.Ports = nil },
		"Port eth1 is not there":        func(d *healthData) { d.Ports[0].State, d.Ports[0].Shape = health.Gone, "act" },
		"The packet recorder does not":  func(d *healthData) { d.Status.Recorder.State = "stopped" },
		"The filter of port eth1 works": func(d *healthData) { d.Ports[0].Filter.Notice = "x" },
	} {
		f.today.Blind = nil
		d := well()
		change(d)
		if got := find(d); len(got) != 1 || !strings.Contains(got[0].What, name) || got[0].Do == "" && d.Room.Full == nil || got[0].Shape == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func oneSided(part string) *control.Blind {
	return &control.Blind{Parts: []control.BlindPart{{Part: part, Kind: "one-sided", Text: lang.Text{EN: "only one direction", JA: "片方向"}}, {Part: "clock", Kind: "clock-step", Text: lang.Plain("not told twice")}}}
}

// TestCertificate tests what is told of the certificate of the console.
func TestCertificate(t *testing.T) {
	f := newFake()
	c, err := New(Options{Sensor: f, Now: func() time.Time { return f.now }, Certificate: func() CertificateInfo {
		return CertificateInfo{Fingerprint: "AB:CD", Ends: f.now, Warning: lang.Text{EN: "ends soon", JA: "まもなく期限です"}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.showHealth(&http.Request{URL: &url.URL{}}, &view{c: c, Lang: lang.Japanese, Zone: time.UTC, Now: f.now, Today: &f.today})
	if err != nil {
		t.Fatal(err)
	}
	if x := d.(*healthData).Certificate; x == nil || x.Fingerprint != "AB:CD" {
		t.Errorf("%+v", x)
	}
}

// TestStages tests that what came is added up by steps, and that nothing is known of what
// lies before a start or within a gap.
func TestStages(t *testing.T) {
	from := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	look := func(minute int, started int, came, lost uint64, blind float64) health.Status {
		return health.Status{Time: from.Add(time.Duration(minute) * time.Minute), Started: from.Add(time.Duration(started) * time.Minute),
			Ports: []health.Port{{Name: "a", BlindSeconds: blind, Workers: []health.Worker{{Received: came / 2, DroppedKernel: lost}, {Received: came / 2}}}}}
	}
	got := stages([]health.Status{look(-1, -9, 60, 0, 0), look(0, -9, 120, 0, 0), look(1, -9, 240, 6, 3), look(2, 2, 600, 0, 0), look(3, 2, 660, 0, 0), look(30, 2, 9000, 0, 0), look(31, 2, 9060, 0, 0)}, from, 2*time.Minute, 3)
	want := []stage{{from, 2 * time.Minute, 180, 6, 3 * time.Second}, {from.Add(2 * time.Minute), time.Minute, 60, 0, 0}, {from.Add(4 * time.Minute), 0, 0, 0, 0}}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("step %d: %+v, want %+v", i, got[i], want[i])
		}
	}
	if s := want[0]; s.Rate() != 1.5 || s.LostRate() != 0.05 || s.BlindPercent() != 2.5 || (&stage{}).Rate() != 0 {
		t.Errorf("%g, %g, %g", s.Rate(), s.LostRate(), s.BlindPercent())
	}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	if got := aligned(from.Add(20*time.Hour), day, tokyo); !got.Equal(from.Add(15 * time.Hour)) {
		t.Errorf("a day of the site begins at %s", got)
	}
}

// TestTrend tests what the chart is given: as many figures of each sort, in order, and
// none where nothing is known.
func TestTrend(t *testing.T) {
	b := visit(t, newFake()).signIn(account.Viewer)
	for span, want := range map[string]int{"day": 288, "week": 168, "month": 372, "year": 366, url.QueryEscape(evil): 288} {
		a := b.get("/health/trend?span=" + span)
		var f trendForm
		if err := json.Unmarshal([]byte(a.body), &f); err != nil || a.header.Get("Content-Type") != "application/json" {
			t.Fatal(err, a.header)
		}
		if len(f.Time) != want || len(f.Rate) != want || len(f.Lost) != want || len(f.Blind) != want {
			t.Errorf("%s: %d, %d, %d, %d points", span, len(f.Time), len(f.Rate), len(f.Lost), len(f.Blind))
		}
		known := 0
		for i := range f.Time {
			if i > 0 && f.Time[i]-f.Time[i-1] != int64(f.Step) {
				t.Errorf("%s: %d after %d", span, f.Time[i], f.Time[i-1])
			}
			if f.Rate[i] != nil {
				known++
			}
		}
		if known == 0 || known == want {
			t.Errorf("%s: %d of %d are known", span, known, want)
		}
	}
	if a := visit(t, newFake()).get("/health/trend"); a.status != http.StatusSeeOther {
		t.Error("who has not signed in is answered", a.status)
	}
}

// TestNoStore tests that a sensor without a store tells what its memory has, and that one
// that does not answer is told.
func TestNoStore(t *testing.T) {
	f := newFake()
	f.keeps = &control.Fault{Code: control.NoSite, Text: lang.Text{EN: "no store", JA: "なし"}}
	b := visit(t, f).signIn(account.Viewer)
	var x trendForm
	if err := json.Unmarshal([]byte(b.get("/health/trend").body), &x); err != nil || len(x.Rate) != 288 || x.Rate[200] == nil {
		t.Error(err, len(x.Rate))
	}
	if a := b.get("/health"); !strings.Contains(a.body, "The sensor has no store") || !strings.Contains(a.body, "port eth2") {
		t.Error(a.status)
	}
	f.keeps = &control.Fault{Code: control.Failed, Text: lang.Text{EN: "the disk broke", JA: "故障"}}
	for _, path := range []string{"/health", "/health/trend"} {
		if a := b.get(path); a.status != http.StatusInternalServerError || !strings.Contains(a.body, "the disk broke") {
			t.Error(path, a.status)
		}
	}
}

// TestKeptStages tests that points of any width are added up by steps.
func TestKeptStages(t *testing.T) {
	from := time.Date(2026, 4, 1, 0, 30, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return from.Add(time.Duration(minutes) * time.Minute) }
	got := keptStages([]control.TrendPoint{{Start: at(-1), CoveredSeconds: 60, Frames: 9}, {Start: at(0), CoveredSeconds: 60, Frames: 10, Lost: 1, Dropped: 2, BlindSeconds: 3}, {Start: at(59), CoveredSeconds: 30, Frames: 5},
		{Start: at(60), CoveredSeconds: 3600, Frames: 100}, {Start: at(180), CoveredSeconds: 60, Frames: 7}}, from, time.Hour, 3)
	want := []stage{{at(0), 90 * time.Second, 15, 3, 3 * time.Second}, {at(60), time.Hour, 100, 0, 0}, {at(120), 0, 0, 0, 0}}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("step %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

// TestUnread tests which services are told as not read.
func TestUnread(t *testing.T) {
	p := &plant{links: []*link{{Talks: []talk{{Talk: control.Talk{Protocol: "modbus", Control: true, Port: 1502}}, {Talk: control.Talk{Protocol: "tcp", Port: 22}}, {Talk: control.Talk{Protocol: "tcp", Port: 502}}, {Talk: control.Talk{Protocol: "icmp"}}}}}}
	got := p.unread([]control.Service{{Protocol: 6, Port: 1502, Octets: 9}, {Protocol: 6, Port: 22, Octets: 5}, {Protocol: 17, Port: 161, Octets: 7}, {Protocol: 6, Octets: 1}})
	want := []unparsed{{Service: control.Service{Protocol: 17, Port: 161, Octets: 7}}, {Service: control.Service{Protocol: 6, Port: 22, Octets: 5}, Talks: 1}, {Service: control.Service{Protocol: 6, Octets: 1}}, {Service: control.Service{Protocol: 1}, Talks: 1}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
}

// TestOctets tests how sizes are written.
func TestOctets(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1536: "1.5 KiB", 200 << 20: "200 MiB", 5 << 40: "5.0 TiB", 1 << 60: "1048576 TiB", -1: "0 B"} {
		if got := octets(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
