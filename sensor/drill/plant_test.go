package drill

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func protocol(name string) *wire.Protocol {
	return (&Plant{Protocols: protocols.All}).protocol(name)
}

// works is a small plant with everything that a scenario needs.
func works() *Plant {
	p := &Plant{Learned: true, Protocols: protocols.All, Devices: []Device{
		{Addr: addr("10.0.0.1"), Name: "HMI", Role: "operator-panel", Criticality: 2, MAC: baseline.MAC{0, 1}, Near: true},
		{Addr: addr("10.0.0.2"), Name: "PLC", Criticality: 3, MAC: baseline.MAC{0, 2}, Near: true, Vendor: "Schneider Electric"},
		{Addr: addr("10.0.0.3"), Name: "RTU", Criticality: 2},
		{Addr: addr("10.0.0.4"), Name: "UA", Criticality: 1},
		{Addr: addr("10.0.0.5"), Name: "データ収集サーバ", Criticality: 2},
		{Addr: addr("10.0.0.6"), Role: "Engineering workstation", Criticality: 2},
	}}
	number := Spot{Point: wire.Point{Space: holdingRegister, Index: 5, Count: 1}, Operation: wire.Write, Approved: true, Numeric: true, Low: 10, High: 20, Over: 60}
	shown := number
	shown.Operation, shown.Approved = wire.Read, false
	node := Spot{Point: wire.Point{Space: 2, Ident: 's', Name: []byte("Pump"), Count: 1}, Operation: wire.Read}
	p.Channels = []Channel{
		{Client: addr("10.0.0.1"), Server: addr("10.0.0.2"), Port: 502, Station: 1, Protocol: protocol("modbus"), Asked: 9000, Reads: []Spot{shown}, Writes: []Spot{number}},
		{Client: addr("10.0.0.1"), Server: addr("10.0.0.3"), Port: 20000, Station: 10, Protocol: protocol("dnp3"), Asked: 9000},
		{Client: addr("10.0.0.5"), Server: addr("10.0.0.4"), Port: 4840, Protocol: protocol("opcua"), Asked: 10, Reads: []Spot{node}},
	}
	return p
}

// TestBindAll: every scenario is bound to a plant that has what it needs; its script is
// in order of time, of frames that are none and connections of its own, names functions
// the protocol has, and only such devices as it says, one at most that is not there.
func TestBindAll(t *testing.T) {
	p := works()
	for _, x := range All() {
		s, err := Bind(x.ID, p)
		if err != nil {
			t.Errorf("%s: %v", x.ID, err)
			continue
		}
		last, strangers := s.Observations[0].At, 0
		for _, o := range s.Observations {
			if o.At < last || o.At > s.Length {
				t.Errorf("%s: %v after %v of %v", x.ID, o.At, last, s.Length)
			}
			last = o.At
			if e := o.Event; e != nil && (e.Frame != 0 || e.Flow < FirstFlow || e.Function == "" || e.Time != 0 || e.Protocol == nil) {
				t.Errorf("%s: %+v", x.ID, e)
			}
			if c := o.Contact; c != nil && (c.Frame != 0 || c.Flow < FirstFlow || c.Time != 0) {
				t.Errorf("%s: %+v", x.ID, c)
			}
		}
		for _, r := range s.Cast {
			if !slices.ContainsFunc(p.Devices, func(d Device) bool { return d.Addr.String() == r.Address }) && r.Address != nowhere.String() {
				strangers++
			}
		}
		if strangers > 1 || len(s.Cast) < 2 || len(s.Cast) > 3 || s.Length > x.Within && x.ID != "way-out" {
			t.Errorf("%s: %+v, lasts %v", x.ID, s.Cast, s.Length)
		}
	}
}

// castOf is who plays what in a scenario.
func castOf(t *testing.T, id string, p *Plant) map[string]string {
	t.Helper()
	s, err := Bind(id, p)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for _, r := range s.Cast {
		m[r.Part] = r.Address
	}
	return m
}

// TestCasts: devices are chosen by what the owner says of them and by what they do.
func TestCasts(t *testing.T) {
	p := works()
	for id, want := range map[string][2]string{
		"unknown-laptop": {"10.0.0.250", "10.0.0.2"}, "program-change": {"10.0.0.6", "10.0.0.2"}, "set-point": {"10.0.0.1", "10.0.0.2"}, "way-out": {"10.0.0.5", "192.88.99.1"},
		"outstation-restart": {"10.0.0.250", "10.0.0.3"}, "anonymous-session": {"10.0.0.250", "10.0.0.4"}, "loss-of-view": {"10.0.0.1", "10.0.0.2"},
	} {
		if got := castOf(t, id, p); got["actor"] != want[0] || got["target"] != want[1] {
			t.Errorf("%s: %v", id, got)
		}
	}
	for n := 250; n > 1; n-- {
		a := p.Devices[0].Addr.As4()
		a[3] = byte(n)
		p.Devices = append(p.Devices, Device{Addr: netip.AddrFrom4(a)})
	}
	slices.SortFunc(p.Devices, func(x, y Device) int { return x.Addr.Compare(y.Addr) })
	if _, err := Bind("unknown-laptop", p); err == nil {
		t.Error("a laptop has an address that somebody has")
	}
	p = works()
	for i := range p.Devices {
		b := addr("fd00::").As16()
		b[15] = byte(i + 1)
		p.Devices[i].Addr = netip.AddrFrom16(b)
	}
	for i := range p.Channels {
		c := &p.Channels[i]
		c.Client, c.Server = p.Devices[c.Client.As4()[3]-1].Addr, p.Devices[c.Server.As4()[3]-1].Addr
	}
	if got := castOf(t, "unknown-laptop", p); got["actor"] != "fd00::fa" {
		t.Errorf("%v", got)
	}
}

// TestProgramWays: a program is changed in the way of the site.
func TestProgramWays(t *testing.T) {
	p := works()
	for _, step := range []struct {
		code uint32
		less func()
	}{{umas, func() { p.Channels = p.Channels[1:] }}, {dnp3OpenFile, func() { p.Channels = p.Channels[1:] }}, {opcuaCall, func() { p.Channels = nil }}} {
		s, err := Bind("program-change", p)
		if err != nil || !slices.ContainsFunc(s.Observations, func(o Observation) bool { return o.Event != nil && o.Event.Code == step.code }) {
			t.Errorf("%d: %v", step.code, err)
		}
		step.less()
	}
	if _, err := Bind("program-change", p); err == nil {
		t.Error("a program is changed where there is no controller")
	}
}

// TestUnbound: a scenario that a plant has no devices for says what is missing.
func TestUnbound(t *testing.T) {
	for name, x := range map[string]struct {
		id   string
		less func(*Plant)
		says string
	}{
		"no DNP3":       {"outstation-restart", func(p *Plant) { p.Channels = p.Channels[:1] }, noDNP3.EN},
		"no OPC UA":     {"anonymous-session", func(p *Plant) { p.Channels = p.Channels[:2] }, noOPCUA.EN},
		"no node":       {"anonymous-session", func(p *Plant) { p.Channels[2].Reads = nil }, noNode.EN},
		"no UMAS":       {"controller-stop", func(p *Plant) { p.Devices[1].Vendor = "" }, noUMAS.EN},
		"not approved":  {"set-point", func(p *Plant) { p.Channels[0].Writes[0].Approved = false }, noSetPoint.EN},
		"no limit":      {"set-point", func(p *Plant) { p.Channels[0].Writes[0].Over = 1e18 }, noSetPoint.EN},
		"the top":       {"set-point", func(p *Plant) { p.Channels[0].Writes[0].High = 65535 }, noSetPoint.EN},
		"routers":       {"in-the-middle", func(p *Plant) { p.Devices[0].Near = false; p.Devices[1].Near = false }, noNeighbours.EN},
		"public":        {"way-out", func(p *Plant) { p.Devices[3].Addr = addr("8.8.8.8"); p.Channels[2].Server = addr("8.8.8.8") }, publicPlant.EN},
		"one device":    {"loss-of-view", func(p *Plant) { p.Channels = p.Channels[:1] }, noPolls.EN},
		"nothing":       {"unknown-laptop", func(p *Plant) { *p = Plant{Learned: true} }, noSettable.EN},
		"nobody inside": {"way-out", func(p *Plant) { *p = Plant{Learned: true} }, noInsider.EN},
		"learning":      {"unknown-laptop", func(p *Plant) { p.Learned = false }, stillLearning.Fill(baseline.ProvisionalDays).EN},
	} {
		p := works()
		x.less(p)
		_, err := Bind(x.id, p)
		r, ok := err.(*Refusal)
		if !ok || r.Code != "unbound" || r.Text.EN != x.says || r.Text.JA == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := works()
	p.Learned = false
	if _, err := Bind("outstation-restart", p); err != nil {
		t.Errorf("what is never learned waits for learning: %v", err)
	}
}

// TestTable: every scenario says everything, in both languages, and expects something.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range All() {
		for _, text := range []struct{ en, ja string }{{x.Title.EN, x.Title.JA}, {x.Story.EN, x.Story.JA}, {x.Shows.EN, x.Shows.JA}} {
			if text.en == "" || text.ja == "" {
				t.Errorf("%s: a text is missing", x.ID)
			}
		}
		if seen[x.ID] || len(x.Kinds) == 0 || !slices.Contains(priorities, x.Priority) || x.Within <= 0 || x.Within > Longest || len(x.variants) == 0 {
			t.Errorf("%s: not a good row", x.ID)
		}
		seen[x.ID] = true
		for _, v := range x.variants {
			for _, s := range v.steps {
				if s.do == nil || s.says.EN == "" || s.says.JA == "" {
					t.Errorf("%s: %+v", x.ID, s)
				}
			}
		}
	}
	if len(seen) < 8 {
		t.Errorf("%d scenarios", len(seen))
	}
}
