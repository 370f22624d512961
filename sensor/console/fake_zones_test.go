package console

import (
	"context"
	"fmt"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// fakePlant is what a fake tells of devices.
type fakePlant struct {
	assets control.Assets
	talks  control.Talks
	lines  []control.Line
}

// smallPlant is one with everything in it: two panels, controllers, somebody new, one
// that is gone, one that changed, one not seen yet, and the internet.
func smallPlant(now time.Time) *fakePlant {
	long := now.AddDate(0, -2, 0)
	p := &fakePlant{}
	add := func(address, name, role, zone string, criticality int, safety bool) {
		p.assets.Assets = append(p.assets.Assets, control.Asset{Address: address, Name: name, Role: role, Zone: zone, Criticality: criticality, Safety: safety, Source: "store"})
	}
	add("10.0.0.1", "HMI-1", "operator-panel", "監視室", 3, false)
	add("10.0.0.2", "History", "historian", "Operations", 2, false)
	add("10.0.0.5", "PLC-1 "+evil, "plc", "Filters", 3, false)
	add("10.0.0.6", "PLC-2", "plc", "Filters", 2, false)
	add("10.0.0.8", "SIS", "safety-controller", "Filters", 3, true)
	add("10.0.0.9", "Spare "+evil, "plc "+evil, "Pumps "+evil, 1, false)
	for _, x := range []struct {
		address, mac, vendor string
		last                 time.Time
	}{{"10.0.0.1", "00:d0:c9:1a:20:11", "Advantech", now}, {"10.0.0.2", "00:14:22:5e:0c:15", "Dell", now}, {"10.0.0.5", "00:80:f4:0e:41:31", "Telemecanique " + evil, now},
		{"10.0.0.6", "00:80:f4:0e:41:5a", "Telemecanique", now.AddDate(0, 0, -12)}, {"10.0.0.8", "00:80:f4:1b:07:35", "Telemecanique", now}, {"10.0.0.7", "28:cd:c1:0a:77:4d", "Raspberry Pi", now}} {
		s := control.SeenAsset{Address: x.address, MAC: x.mac, Vendor: x.vendor, Frame: 17, MACFrame: 18, MACTime: long, First: long, Last: x.last}
		if x.address == "10.0.0.7" {
			s.First = now.Add(-2 * time.Hour)
		}
		p.assets.Seen = append(p.assets.Seen, s)
	}
	p.assets.Seen[2].Duties = []control.Duty{{Protocol: "modbus", Server: true, Port: 502, Frame: 21, Time: long}}
	p.assets.Seen[2].Says = []control.Said{{Kind: "model", Value: "M340 " + evil, Source: "Modbus 43/14 object 1", Frame: 40, Time: long}, {Kind: "firmware", Value: "v2.70", Source: "Modbus 43/14 object 2", Frame: 40, Time: long}}
	talk := func(client, server, protocol string, port uint16, decoded bool, reads, writes uint64, standing string) *control.Talk {
		p.talks.Talks = append(p.talks.Talks, control.Talk{Client: client, Server: server, Protocol: protocol, Port: port, Control: decoded, Reads: reads, Writes: writes, Standing: standing, Early: true, Days: 30, First: long, Last: now})
		return &p.talks.Talks[len(p.talks.Talks)-1]
	}
	talk("", "10.0.0.2", "tcp", 443, false, 0, 0, "rejected")
	talk("10.0.0.1", "10.0.0.5", "modbus", 502, true, 120000, 31, "pending").Waiting = 2
	talk("10.0.0.1", "10.0.0.6", "modbus", 502, true, 90000, 0, "known").Last = now.AddDate(0, 0, -12)
	talk("10.0.0.1", "10.0.0.8", "modbus", 502, true, 50000, 0, "approved")
	talk("10.0.0.2", "10.0.0.5", "modbus", 502, true, 70000, 0, "known")
	talk("10.0.0.2", "10.0.0.1", "tcp", 445, false, 0, 0, "approved")
	intruder := talk("10.0.0.7", "10.0.0.5", "modbus", 502, true, 4, 2, "pending")
	intruder.New, intruder.First, intruder.Days, intruder.Early = now.Add(-time.Hour), now.Add(-2*time.Hour), 1, false
	p.talks.Time, p.talks.Omitted = now, 3
	p.talks.Replaced = []control.Replaced{{Address: "10.0.0.5", Line: control.Line{ID: "abc123", Detector: "identity", Standing: "pending", Subject: "modbus 10.0.0.5 port 502 station 1 MajorMinorRevision " + evil, Facts: "v2.70 -> v3.10 " + evil, What: lang.Text{EN: "says its version " + evil, JA: "名乗る版" + evil}}}}
	p.lines = []control.Line{{ID: "abc123", Detector: "identity", Standing: "pending", Subject: "modbus 10.0.0.5 port 502 " + evil, Facts: evil, Client: "10.0.0.5", What: lang.Text{EN: "says its version " + evil, JA: "版" + evil}, Known: lang.Text{EN: "v2.70", JA: "v2.70"}, Days: 12, First: "2026-02-01", Last: "2026-04-01"}}
	return p
}

// largePlant is one of so many devices.
func largePlant(now time.Time, n int) *fakePlant {
	p := &fakePlant{talks: control.Talks{Time: now}}
	address := func(i int) string { return fmt.Sprintf("10.1.%d.%d", i/200, i%200+1) }
	zones := []string{"Intake", "Treatment", "High lift", "Distribution", "Sludge", "Power"}
	for i := range n {
		role := "plc"
		switch {
		case i%10 == 0:
			role = "operator-panel"
		case i%10 == 1:
			role = "remote-io"
		}
		p.assets.Assets = append(p.assets.Assets, control.Asset{Address: address(i), Name: fmt.Sprintf("%s-%03d", role[:3], i), Role: role, Zone: zones[i/10%len(zones)], Criticality: i%3 + 1, Source: "configuration"})
		p.assets.Seen = append(p.assets.Seen, control.SeenAsset{Address: address(i), MAC: "00:80:f4:00:00:01", Vendor: "Telemecanique", Frame: 1, First: now.AddDate(0, -1, 0), Last: now,
			Duties: []control.Duty{{Protocol: "modbus", Server: true, Port: 502, Frame: 2, Time: now}}, Says: []control.Said{{Kind: "model", Value: "M340", Frame: 3, Time: now}}})
		if i%10 != 0 {
			t := control.Talk{Client: address(i - i%10), Server: address(i), Protocol: "modbus", Control: true, Port: 502, Reads: 100, Writes: uint64(i % 3 / 2), Standing: "known", Days: 30, First: now.AddDate(0, -1, 0), Last: now}
			if i%97 == 5 {
				t.New = now
			}
			p.talks.Talks = append(p.talks.Talks, t)
		}
		if i%10 == 0 && i > 0 {
			p.talks.Talks = append(p.talks.Talks, control.Talk{Client: address(0), Server: address(i), Protocol: "tcp", Port: 445, Standing: "approved", Days: 30, First: now.AddDate(0, -1, 0), Last: now})
		}
	}
	return p
}

func (f *fake) Talks(context.Context) (*control.Talks, error) {
	t := f.devices.talks
	return &t, f.ask()
}

func (f *fake) LinesOf(_ context.Context, device string) (*control.DeviceLines, error) {
	return &control.DeviceLines{V: 1, Address: device, Count: 300, Lines: f.devices.lines}, f.ask()
}

func (f *fake) Approve(_ context.Context, a *control.Approval) (*control.Approved, error) {
	return &control.Approved{V: 1}, f.order(*a)
}

func (f *fake) ImportAssets(_ context.Context, who string, csv []byte) (*control.Assets, error) {
	if f.imports != nil {
		return nil, f.imports
	}
	return &control.Assets{V: 1}, f.order([2]string{who, string(csv)})
}
