package asset

import (
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/banken-ot/banken/protocols/wire"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"BMX P34 2020":              "BMX P34 2020",
		"TM221\x00\x00\x00":         "TM221",
		"  a b ":                    "a b",
		"a\x1b[31mb\r\n":            "a\uFFFD[31mb\uFFFD\uFFFD",
		"ポンプ1号":                     "ポンプ1号",
		"\xff\xfe":                  "\uFFFD\uFFFD",
		"abc\u202Egnp.exe":          "abc\uFFFDgnp.exe",
		"\u200Bx":                   "\uFFFDx",
		"<script>alert(1)</script>": "<script>alert(1)</script>",
	} {
		if got := Clean([]byte(in)); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	if got := Clean([]byte(strings.Repeat("プ", 1000))); len(got) > MaxText+3 || !utf8.ValidString(got) {
		t.Errorf("a long text became %d octets, valid %v", len(got), utf8.ValidString(got))
	}
}

func TestIdentityChange(t *testing.T) {
	a := &Asset{}
	say := func(source, value string, port uint16, frame uint64) {
		e := Evidence{Frame: frame}
		a.identify(Identity{Kind: Firmware, Source: source, Value: value, Port: port, First: e, Last: e})
	}
	say("A", "v1", 502, 1)
	say("A", "v2", 502, 2)
	say("A", "", 502, 3)
	say("B", "v1", 502, 4)
	if got := a.Says(Firmware); len(got) != 2 || got[0] != "v2" || got[1] != "v1" {
		t.Errorf("says %v, want v2 of A and v1 of B", got)
	}
	say("A", "v1", 502, 5)
	if len(a.Identities) != 3 || !a.Identities[0].Now || a.Identities[1].Now || a.Identities[0].Last.Frame != 5 {
		t.Errorf("after going back: %+v", a.Identities)
	}
	b := &Asset{}
	b.identify(Identity{Kind: Name, Source: "A", Value: "one program"})
	b.identify(Identity{Kind: Name, Source: "A", Value: "another"})
	if got := b.Says(Name); len(got) != 2 {
		t.Errorf("client programs %v, want both", got)
	}
}

// TestModbusObjects: the objects of 43/14, by their ids.
func TestModbusObjects(t *testing.T) {
	x := asked(1, "10.0.0.1:4000", "10.0.0.5:502", 1, wire.Identify)
	x.Code, x.Sub, x.HasSub = modbusEncapsulated, meiDeviceID, true
	for i, s := range []string{"Vendor", "Code", "1.2", "", "Name", "Model", "Pump"} {
		x.Response.Fields = append(x.Response.Fields, wire.Field{Name: "object_id", Depth: 2, Value: wire.Uint(uint64(i))},
			wire.Field{Name: "value", Depth: 2, Value: wire.Text([]byte(s))})
	}
	v := New()
	v.Transaction(0, x)
	a := v.Asset(netip.MustParseAddr("10.0.0.5"))
	for k, want := range map[Kind]string{Manufacturer: "Vendor", Product: "Code Name", Firmware: "1.2", Model: "Model", Name: "Pump"} {
		if got := strings.Join(a.Says(k), " "); got != want {
			t.Errorf("kind %d: %q, want %q", k, got, want)
		}
	}
}

// TestServerID: function 17, of which only text is told.
func TestServerID(t *testing.T) {
	x := asked(1, "10.0.0.1:4000", "10.0.0.5:502", 1, wire.Identify)
	x.Code = modbusReportServerID
	x.Response.Fields = []wire.Field{{Name: "server_id", Value: wire.Octets([]byte{0x01, 0xFF, 0x02})},
		{Name: "run_indicator_status", Text: "on", Value: wire.Hex(255)}, {Name: "data", Value: wire.Octets([]byte("PUMP 7"))}}
	v := New()
	v.Transaction(0, x)
	a := v.Asset(netip.MustParseAddr("10.0.0.5"))
	if len(a.Identities) != 2 || a.Says(State)[0] != "on" || a.Says(Product)[0] != "PUMP 7" {
		t.Errorf("%+v", a.Identities)
	}
}

// TestDNP3Attributes: group 0, of the default set only.
func TestDNP3Attributes(t *testing.T) {
	p := wire.Protocol{Name: "dnp3", Ports: []uint16{20000}}
	x := asked(1, "10.0.0.1:4000", "10.0.0.5:20000", 4, wire.Identify)
	x.Protocol = &p
	x.Response.Points = []wire.Point{
		{Space: 252, Count: 1, Value: wire.Text([]byte("ACME"))},
		{Space: 242, Count: 1, Value: wire.Text([]byte("9.1"))},
		{Space: 248, Index: 1, Count: 1, Value: wire.Text([]byte("of another set"))},
		{Space: 30<<8 | 1, Count: 1, Value: wire.Uint(5)},
	}
	v := New()
	v.Transaction(0, x)
	a := v.Asset(netip.MustParseAddr("10.0.0.5"))
	if len(a.Identities) != 2 || a.Says(Manufacturer)[0] != "ACME" || a.Says(Firmware)[0] != "9.1" || a.Identities[0].Station != 4 {
		t.Errorf("%+v", a.Identities)
	}
}

// TestOPCUA: client and server on one host are told apart.
func TestOPCUA(t *testing.T) {
	p := wire.Protocol{Name: "opcua", Ports: []uint16{4840}}
	x := asked(1, "127.0.0.1:4000", "127.0.0.1:4840", 0, wire.Session)
	x.Protocol, x.Code = &p, opcuaCreateSession
	describe := func(uri, name string) []wire.Field {
		return []wire.Field{{Name: "ApplicationUri", Depth: 1, Value: wire.Text([]byte(uri))},
			{Name: "ApplicationName", Depth: 1, Value: wire.Struct()}, {Name: "Locale", Depth: 2, Value: wire.Text([]byte("en"))},
			{Name: "Text", Depth: 2, Value: wire.Text([]byte(name))}, {Name: "Text", Depth: 1, Value: wire.Text([]byte("no name"))}}
	}
	x.Request.Fields, x.Response.Fields = describe("urn:c", "client"), describe("urn:s", "server")
	build := asked(3, "127.0.0.1:4000", "127.0.0.1:4840", 0, wire.Read)
	build.Protocol, build.Code = &p, opcuaRead
	build.Response.Points = []wire.Point{{Index: 2264, Count: 1, Value: wire.Text([]byte("1.4"))}, {Index: 2263, Space: 2, Count: 1, Value: wire.Text([]byte("another namespace"))}}
	v := New()
	v.Transaction(0, x)
	v.Transaction(0, build)
	a := v.Asset(netip.MustParseAddr("127.0.0.1"))
	var got []string
	for _, n := range a.Identities {
		if (n.Port == 0) != (n.Value == "urn:c" || n.Value == "client") {
			t.Errorf("%s is told with port %d", n.Value, n.Port)
		}
		got = append(got, n.Value)
	}
	if s := strings.Join(got, " "); s != "urn:c client urn:s server 1.4" {
		t.Errorf("says %s", s)
	}
}
