package evaluate

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

var host = netip.MustParseAddr

// TestJudge: scenarios are found by time and address, misses and false incidents are
// told, and what cannot be seen is no miss.
func TestJudge(t *testing.T) {
	labels := []Label{
		{Name: "write", From: 100e9, To: 110e9, Addresses: []netip.Addr{host("10.0.0.9")}},
		{Name: "missed", From: 300e9, To: 310e9},
		{Name: "frames", Frames: [][2]uint64{{5, 7}}},
		{Name: "unseen", From: 700e9, To: 701e9, Unseen: "nothing"},
	}
	incidents := []Incident{
		{ID: "a", Opened: 101e9, Top: true, Score: 9, Actor: host("10.0.0.9"), Kinds: []string{"new-host"}, Moments: []Moment{{Time: 101e9, Told: 101.5e9}}},
		{ID: "b", Opened: 102e9, Top: true, Actor: host("10.0.0.8"), Targets: []netip.Addr{host("10.0.0.1")}, Moments: []Moment{{Time: 102e9, Told: 102e9}}},
		{ID: "c", Opened: 500e9, Moments: []Moment{{Time: 500e9, Told: 500e9, Frame: 6}}},
		{ID: "d", Opened: 600e9, Moments: []Moment{{Time: 600e9, Told: 600e9, Frame: 60}}},
		{ID: "e", Opened: 305e9, Blind: true, Moments: []Moment{{Time: 305e9}}},
	}
	r := Judge(incidents, labels, 10*time.Hour, time.Hour)
	if found, seen := r.Seen(); found != 2 || seen != 3 {
		t.Errorf("%d of %d are found", found, seen)
	}
	if o := r.Outcomes[0]; !o.Top || o.Delay != 500*time.Millisecond || len(o.Incidents) != 1 || o.Kinds[0] != "new-host" {
		t.Errorf("%+v", o)
	}
	if r.Outcomes[1].Found() || !r.Outcomes[2].Found() || r.Outcomes[2].Top {
		t.Errorf("%+v", r.Outcomes)
	}
	if len(r.False) != 2 || r.FalseTop != 1 || len(r.Blind) != 1 || r.Rate != 0.1 || r.RateLow <= 0 || r.RateHigh < 0.5 || r.RateHigh > 0.6 {
		t.Errorf("%+v", r)
	}
	if r.AtBudget != 1 {
		t.Errorf("%d at the budget", r.AtBudget)
	}
}

// TestReadLabels: both forms are read, and what is wrong is told with its line.
func TestReadLabels(t *testing.T) {
	lines := `{"capture":"a/x.pcap","granularity":"packet","attack":"p","frame_ranges":[[1,2]]}
{"capture":"b/y.pcap","derived":"derived/x.pcap","granularity":"window","attack":"w","t0":10.5,"t1":11,"endpoints":["10.0.0.1"],"dnp3_frames":0}
{"capture":"a/z.pcap","granularity":"file","attack":"f"}
{"capture":"a/x.pcap","granularity":"file","attack":"normal"}
`
	list, err := ReadLabels(strings.NewReader(lines), "corpus/derived/x.pcap")
	if err != nil || len(list) != 1 || list[0].From != 10.5e9 || list[0].Unseen == "" || list[0].Addresses[0] != host("10.0.0.1") {
		t.Fatalf("%+v, %v", list, err)
	}
	if list, err = ReadLabels(strings.NewReader(lines), "x.pcap"); err != nil || len(list) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	lab := `{"v":1,"attacks":[{"id":"scan","actor":{"name":"X","address":"10.0.0.9"},"targets":[{"name":"P","address":"10.0.0.1"}],"start":"2026-03-02T00:00:00Z","end":"2026-03-02T00:01:00Z"}]}`
	if list, err = ReadLabels(strings.NewReader(lab), "any"); err != nil || len(list) != 1 || list[0].Name != "scan" || len(list[0].Addresses) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	for text, want := range map[string]string{
		"{\"capture\":\"x\",\"granularity\":\"window\",\"attack\":\"a\"}": "line 1: it is by window",
		"\n{\"capture\":\"x\",\"granularity\":\"hour\",\"attack\":\"a\"}": `"hour" is not understood`,
		"not json": "line 1",
	} {
		if _, err := ReadLabels(strings.NewReader(text), "x"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
