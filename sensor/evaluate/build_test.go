package evaluate

import (
	"fmt"
	"math"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// start is when the runs of the tests begin: 2026-03-02 00:00 UTC.
var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).UnixNano()

// at is a time after the start.
func at(d time.Duration) int64 { return start + int64(d) }

// incident makes one with a single moment, told some time after.
func incident(id, priority string, when, delay time.Duration, actor string, kinds ...string) Incident {
	x := Incident{ID: id, Opened: at(when), Priority: priority, Top: priority == "act" || priority == "attend",
		Score: 10 * len(priority), Kinds: kinds, Targets: []netip.Addr{host("10.0.0.5")},
		Moments: []Moment{{Time: at(when), Told: at(when + delay), Frame: uint64(when / time.Second)}}}
	if actor != "" {
		x.Actor = host(actor)
	}
	return x
}

func window(name string, from, length time.Duration, actor string) Label {
	l := Label{Name: name, From: at(from), To: at(from + length)}
	if actor != "" {
		l.Addresses = []netip.Addr{host(actor), host("10.0.0.5")}
	}
	return l
}

// sample is a report with something of everything.
func sample() *Report {
	return &Report{Budget: 1.0 / 30, Runs: []Run{works(), substation(), ordinary()}, Kinds: map[string]lang.Text{
		"new-host": {EN: "A host that was never seen", JA: "初めて現れた機器"}, "write-value": {EN: "A value that was never written", JA: "書かれたことのない値"}}}
}

// works is a run of three days with one miss, work and a false incident.
func works() Run {
	labels := []Label{
		window("valve opened by a stranger", 30*time.Hour, 4*time.Minute, "10.0.0.66"),
		window("setpoint moved slowly", 40*time.Hour, 90*time.Minute, "10.0.0.20"),
		window("program replaced", 52*time.Hour, 20*time.Minute, "10.0.0.21"),
		{Name: "message by serial line", From: at(60 * time.Hour), To: at(61 * time.Hour), Unseen: "the line is not tapped"},
	}
	incidents := []Incident{
		incident("I-1", "act", 30*time.Hour+5*time.Second, 300*time.Millisecond, "10.0.0.66", "new-host", "write-value"),
		incident("I-2", "track*", 30*time.Hour+70*time.Second, 40*time.Second, "10.0.0.66", "rate-up"),
		incident("I-3", "act", 52*time.Hour+time.Minute, 4*time.Millisecond, "10.0.0.21", "program-transfer"),
		incident("I-4", "attend", 12*time.Hour, 2*time.Second, "10.0.0.30", "new-pair"),
		incident("I-5", "track", 64*time.Hour, time.Minute, "10.0.0.20", "silence"),
		incident("I-6", "attend", 45*time.Hour, time.Second, "10.0.0.22", "write-value"),
		incident("I-7", "track", 20*time.Hour, time.Second, "", "packets-lost"),
	}
	incidents[5].Work, incidents[6].Blind = true, true
	r := Run{Name: "water works, March", From: start, To: at(72 * time.Hour), Result: Judge(incidents, labels, 72*time.Hour, 24*time.Hour),
		Note: lang.Text{EN: "Two days were learned before.", JA: "事前に2日間学習しています。"}}
	for i := range 14 {
		p := Promise{Day: fmt.Sprintf("2026-03-%02d", i+2), Expected: 0.3 / float64(i+1), Bound: 1.4 / float64(i+2)}
		if i > 2 && i < 10 {
			p.Observed = 1
		}
		r.Promises = append(r.Promises, p)
	}
	return r
}

// substation is a run with many windows of few names, some of which are missed, and
// with labels by frame.
func substation() Run {
	var labels []Label
	var incidents []Incident
	for i := range 60 {
		name := [...]string{"flooding", "replay", "masquerading"}[i%3]
		from := time.Duration(i) * 70 * time.Second
		labels = append(labels, window(name, from, 40*time.Second, ""))
		if i%20 != 7 {
			incidents = append(incidents, incident(fmt.Sprintf("S-%02d", i), [...]string{"attend", "act", "track"}[i%3],
				from+5*time.Second, time.Duration(i*i+1)*10*time.Millisecond, "10.1.0.9", "direct-operate"))
			incidents[len(incidents)-1].Moments[0].Frame = 0
		}
	}
	labels = append(labels, Label{Name: "file moved", Frames: [][2]uint64{{90_000, 90_001}, {90_100, 90_100}, {91_000, 92_000}, {93_000, 93_001}}},
		Label{Name: "moved once more", Frames: [][2]uint64{{5, 6}}})
	incidents = append(incidents, incident("S-99", "track*", 75*time.Minute, 20*time.Second, "10.1.0.9", "new-point"))
	incidents[len(incidents)-1].Moments[0].Frame = 91_000
	return Run{Name: "変電所の記録（DNP3）", Result: Judge(incidents, labels, 80*time.Minute, 10*time.Minute)}
}

// ordinary has no scenario and no incident.
func ordinary() Run {
	return Run{Name: "ordinary operation", From: start, To: at(30 * 24 * time.Hour), Result: Judge(nil, nil, 30*24*time.Hour, 24*time.Hour)}
}

// hostile is what a name from outside may be.
const hostile = "<script>alert(1)</script>\"'|`*_[x](http://evil.example)<img src=x onerror=alert(2)>\u202E\x00\x1b[2J\xff{{.}}\r\n# x"

// hostileReport has it in every place for a name, and figures that are none.
func hostileReport() *Report {
	zone := netip.MustParseAddr("fe80::1").WithZone(hostile)
	x := incident(hostile, hostile, time.Hour, time.Second, "", hostile)
	x.Actor, x.Targets = zone, []netip.Addr{zone}
	y := incident("found", "act", 2*time.Hour, -time.Hour, "", hostile)
	labels := []Label{
		{Name: hostile, From: at(30 * time.Hour), To: at(31 * time.Hour), Addresses: []netip.Addr{zone}},
		{Name: hostile + "2", From: at(2 * time.Hour), To: at(2 * time.Hour), Unseen: hostile},
		{Name: hostile + "3", From: at(2 * time.Hour), To: at(2 * time.Hour)},
		{Name: "nothing"}, {Name: "all", From: 1, To: endless}, {Name: "", From: -5, To: math.MaxInt64 - int64(Grace)},
	}
	r := Run{Name: hostile, Result: Judge([]Incident{x, y}, labels, time.Hour, 24*time.Hour), Note: lang.Plain(hostile),
		Promises: []Promise{{Day: hostile, Expected: math.NaN(), Bound: math.Inf(1), Observed: -4}, {Day: "", Expected: -1, Bound: 1e-300, Observed: 3}}}
	bad := r
	bad.Result.Days, bad.Result.Rate, bad.Result.RateLow, bad.Result.RateHigh = math.NaN(), math.Inf(1), math.NaN(), math.Inf(-1)
	return &Report{Title: lang.Plain(hostile), Runs: []Run{r, bad}, Budget: math.NaN(), Kinds: map[string]lang.Text{hostile: lang.Plain(hostile)}}
}

// crowd is a run of thousands of scenarios; every seventh is missed.
func crowd(n, names int) Run {
	var labels []Label
	var incidents []Incident
	for i := range n {
		from := time.Duration(i) * 13 * time.Second
		labels = append(labels, window(fmt.Sprintf("scenario %04d", i%names), from, 5*time.Second, fmt.Sprintf("10.2.%d.%d", i/250, i%250)))
		if i%7 != 0 {
			incidents = append(incidents, incident(fmt.Sprint("c", i), "attend", from+time.Second, time.Second, fmt.Sprintf("10.2.%d.%d", i/250, i%250), "new-host"))
			incidents[len(incidents)-1].Targets = nil
		}
	}
	return Run{Name: "crowd", Result: Judge(incidents, labels, time.Duration(n)*13*time.Second, time.Hour)}
}
