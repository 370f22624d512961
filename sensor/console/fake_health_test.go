package console

import (
	"context"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
)

// illStatus is that of a sensor at which much is wrong.
func illStatus(now time.Time) health.Status {
	started := now.Add(-30 * time.Hour)
	return health.Status{V: 1, Site: "Works", Version: "1.4.0", Time: now.Add(-time.Minute), Started: started, ByProtocol: map[string]uint64{"modbus": 120_000, "dnp3": 31}, OutputFault: "no space " + evil,
		Ports: []health.Port{
			{Name: "eth1", State: health.Losing, Since: now.Add(-3 * time.Minute), Filter: health.Filter{Mode: "native", Passed: 900_000, Withheld: 4_000_000}, BlindSeconds: 90, LastFrame: now,
				Workers: []health.Worker{{Received: 4_890_000, DroppedKernel: 10_000, Delivered: 4_890_000, Truncated: 3, Merged: 4, Malformed: 5, Blind: 600, NotCaptured: 7000}}},
			{Name: "eth2", State: health.Down, Since: now.Add(-2 * time.Hour), Notice: evil, Filter: health.Filter{Mode: "classic", Notice: "because there is no eBPF: " + evil}, Workers: []health.Worker{{}}},
			{Name: "eth3", State: health.Capturing, Since: started, Filter: health.Filter{Mode: "generic", Notice: "the driver runs no XDP"}, LastFrame: now, Workers: []health.Worker{{Received: 5000, DroppedSensor: 1}}},
		},
		Recorder: health.Recorder{State: "stopped-disk-full", Since: now.Add(-time.Hour), Recorded: 1000, Dropped: 12, Octets: 5 << 30, Oldest: started, Newest: now}}
}

// lookedAt are the looks of a day, with an hour in which packets were lost, and one in
// which the sensor did not run.
func lookedAt(now time.Time) (list []health.Status) {
	started := now.Add(-48 * time.Hour)
	var came, lost uint64
	var blind float64
	for i := range 1440 {
		at := now.Add(time.Duration(i-1440) * time.Minute)
		switch i / 60 {
		case 10:
			if i == 659 {
				started = at
				came, lost, blind = 0, 0, 0
			}
			continue
		case 5:
			lost, blind = lost+120, blind+6
		}
		came += uint64(60*1000 + 200*(i%60))
		list = append(list, health.Status{V: 1, Time: at, Started: started, Ports: []health.Port{{Name: "eth1", BlindSeconds: blind, Workers: []health.Worker{{Received: came, DroppedKernel: lost}}}}})
	}
	return list
}

func (f *fake) Status(context.Context) (health.Status, error) {
	if f.status != nil {
		return *f.status, f.ask()
	}
	return illStatus(f.now), f.ask()
}

func (f *fake) Looks(_ context.Context, from time.Time) (*control.Looks, error) {
	l := &control.Looks{V: 1, Changes: []health.Change{{Time: f.now.Add(-2 * time.Hour), Part: "port eth2", From: "capturing", To: "down"}, {Time: f.now.Add(-time.Hour), Part: "clock", To: "stepped", Why: "by 3s " + evil}}}
	for _, s := range lookedAt(f.now) {
		if !s.Time.Before(from) {
			l.Samples = append(l.Samples, s)
		}
	}
	return l, f.ask()
}

func (f *fake) Services(context.Context) (control.Services, error) {
	return control.Services{V: 1, Counted: true, Services: []control.Service{{Protocol: 6, Port: 445, Flows: 3, Packets: 9000, Octets: 4 << 20, Last: f.now}, {Protocol: 6, Port: 502, Flows: 40, Octets: 1 << 20, Last: f.now},
		{Protocol: 17, Port: 161, Flows: 2, Octets: 1000, Last: f.now}, {Protocol: 47, Flows: 1, Octets: 10, Last: f.now}}}, f.ask()
}

// Trend tells of the looks of a day, a point for each, and of a year before that a point a
// day.
func (f *fake) Trend(ctx context.Context, q *control.TrendQuery) (*control.Trend, error) {
	if f.keeps != nil {
		return nil, f.keeps
	}
	l, err := f.Looks(ctx, q.From)
	x := &control.Trend{V: 1, From: q.From, To: q.To, WidthSeconds: 60, Changes: l.Changes}
	for d := 300; d > 1; d-- {
		if at := f.now.AddDate(0, 0, -d); !at.Before(q.From) {
			x.Points = append(x.Points, control.TrendPoint{Start: at, CoveredSeconds: 3600, Frames: int64(3600 * (900 + d)), Lost: int64(d % 7 / 6 * 5000), BlindSeconds: float64(d % 7 / 6 * 90)})
		}
	}
	for i := 1; i < len(l.Samples); i++ {
		if s, ok := between(&l.Samples[i-1], &l.Samples[i]); ok {
			x.Points = append(x.Points, control.TrendPoint{Start: s.Start, CoveredSeconds: s.Covered.Seconds(), Frames: int64(s.Frames), Lost: int64(s.Lost), BlindSeconds: s.Blind.Seconds()})
		}
	}
	return x, err
}

func (f *fake) StoreUsage(context.Context) (*control.StoreUsage, error) {
	if f.keeps != nil {
		return nil, f.keeps
	}
	return &control.StoreUsage{V: 1, Octets: 300 << 20, Log: 4 << 20, Most: 8 << 30, Reserve: 64 << 20, Disk: 60 << 30, DiskFree: 20 << 30, Check: control.StoreCheck{Time: f.now.Add(-3 * time.Hour), TookSeconds: 2},
		Tables: []control.TableFill{{Table: "health_minutes", Name: lang.Text{EN: "health by the minute " + evil, JA: "1分ごとの健全性" + evil}, Lines: 2880, Most: 4320, Oldest: f.now.AddDate(0, 0, -2), Days: 2, Order: 1}, {Table: "audit", Lines: 31}}}, f.ask()
}
