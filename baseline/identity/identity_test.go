package identity

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestChanged: each sort of attribute is told with its kind, once, and waits.
func TestChanged(t *testing.T) {
	for name, test := range map[string]struct {
		before, after *baseline.Event
		kind          baseline.Kind
		seen          string
	}{
		"modbus firmware": {firmwareOf(1, "1.2"), firmwareOf(1, "1.3"), FirmwareChanged, "1.3"},
		"modbus model":    {objectsFrom(1, 5, "A"), objectsFrom(1, 5, "B"), ModelChanged, "B"},
		"modbus name":     {objectsFrom(1, 6, "Pump"), objectsFrom(1, 6, "Valve"), NameChanged, "Valve"},
		"dnp3 firmware":   {attributeOf(242, "1"), attributeOf(242, "2"), FirmwareChanged, "2"},
		"dnp3 serial":     {attributeOf(248, "SN1"), attributeOf(248, "SN2"), IdentityChanged, "SN2"},
		"opcua uri":       {offersOf("urn:a", "None/1"), offersOf("urn:b", "None/1"), NameChanged, "urn:b"},
		"opcua offer":     {offersOf("urn:a", "None/1", "Basic256Sha256/3"), offersOf("urn:a", "None/1"), SecurityOffered, "None/None"},
	} {
		s := newSite(t)
		s.give(1, 11, test.before)
		s.days(7)
		s.judge()
		s.give(1, 11, test.before)
		s.want(counts{})
		for range 20 {
			s.give(2, 11, test.after)
			s.pass(25 * time.Second)
		}
		s.want(counts{test.kind: 1})
		if d := s.told[0]; d.Seen != test.seen || d.Target != addr(11) || d.Expected == "" || d.Meaning.Control {
			t.Errorf("%s: %+v", name, d)
		}
		s.pass(10 * time.Minute)
		s.give(2, 11, test.after)
		s.want(counts{test.kind: 2})
	}
}

// TestApproved: an approved value replaces the old one, which then deviates.
func TestApproved(t *testing.T) {
	s := newSite(t)
	s.give(1, 11, firmwareOf(1, "1.2"))
	s.judge()
	s.give(1, 11, firmwareOf(1, "2.0"))
	e := s.entry("MajorMinorRevision")
	if e.Standing != baseline.Pending || e.Facts != "1.2 -> 2.0" || e.Subject != "modbus 43/14 10.0.0.11 port 502 station 1 MajorMinorRevision" {
		t.Errorf("%+v", e)
	}
	s.decide("MajorMinorRevision", baseline.Approved)
	s.restart()
	if e := s.entry("MajorMinorRevision"); e.Standing != baseline.Approved || e.Facts != "2.0" {
		t.Errorf("%+v", e)
	}
	s.pass(time.Hour)
	s.give(1, 11, firmwareOf(1, "2.0"))
	s.want(counts{FirmwareChanged: 1})
	s.give(1, 11, firmwareOf(1, "1.2"))
	s.want(counts{FirmwareChanged: 2})
	if s.d.Decide(s.book, "nothing", baseline.Approved) || s.d.Decide(s.book, e.Subject, baseline.Known) {
		t.Error("something that is not there was decided")
	}
}

// TestRejected: a rejected value is told whenever it is seen, whether it waited or
// was usual.
func TestRejected(t *testing.T) {
	s := newSite(t)
	s.give(1, 11, firmwareOf(1, "1.2"))
	s.judge()
	s.give(1, 11, firmwareOf(1, "2.0"))
	s.decide("MajorMinorRevision", baseline.Rejected)
	for range 60 {
		s.pass(time.Minute)
		s.give(1, 11, firmwareOf(1, "2.0"))
	}
	s.want(counts{FirmwareChanged: 7})
	s.give(1, 11, firmwareOf(1, "1.2"))
	s.want(counts{FirmwareChanged: 7})
	q := newSite(t)
	q.give(1, 11, firmwareOf(1, "1.2"))
	q.decide("MajorMinorRevision", baseline.Rejected)
	q.give(1, 11, firmwareOf(1, "1.2"))
	q.give(1, 11, firmwareOf(1, "1.2"))
	q.want(counts{FirmwareChanged: 1})
}

// TestOrdinary: what two clients read, the stations of a gateway, another port and
// fill octets are no changes.
func TestOrdinary(t *testing.T) {
	s := newSite(t)
	for range 2 {
		for station := range uint32(200) {
			s.give(1, 11, firmwareOf(station, fmt.Sprint("1.", station)))
			s.give(2, 11, firmwareOf(station, fmt.Sprint("1.", station, "\x00\x00 ")))
		}
		s.days(1)
		s.judge()
	}
	s.give(1, 12, firmwareOf(1, "7"))
	s.want(counts{})
	if n := len(s.entries()); n != 201 {
		t.Errorf("%d entries", n)
	}
}

// TestAlternating: two processors by turns are usual; a third value is told.
func TestAlternating(t *testing.T) {
	s := newSite(t)
	for i := range 10 {
		s.give(1, 11, attributeOf(248, []string{"left", "right"}[i%2]))
		s.days(1)
	}
	s.judge()
	s.give(1, 11, attributeOf(248, "left"))
	s.give(1, 11, attributeOf(248, "right"))
	s.want(counts{})
	s.give(1, 11, attributeOf(248, "third"))
	s.want(counts{IdentityChanged: 1})
}

// TestUpdated: a device that is updated twice while it is learned is judged
// afterwards, and going back long after is told.
func TestUpdated(t *testing.T) {
	s := newSite(t)
	for _, v := range []string{"1", "2", "3"} {
		s.give(1, 11, firmwareOf(1, v))
		s.give(1, 11, firmwareOf(1, v))
		s.days(2)
	}
	s.judge()
	s.give(1, 11, firmwareOf(1, "3"))
	s.want(counts{})
	s.give(1, 11, firmwareOf(1, "1"))
	s.want(counts{FirmwareChanged: 1})
	s.days(70)
	s.give(1, 11, firmwareOf(1, "3"))
	s.give(1, 11, firmwareOf(1, "2"))
	s.want(counts{FirmwareChanged: 2})
}

// TestVariable: what varies by nature is found out, listed, and not judged.
func TestVariable(t *testing.T) {
	s := newSite(t)
	say := func(i int) {
		s.give(1, 11, objectsFrom(1, 6, fmt.Sprint("up ", i, " s")))   // a name that tells the time
		s.give(1, 11, objectsFrom(1, 0x80, fmt.Sprint("counter ", i))) // private
		s.give(1, 12, attributeOf(248, fmt.Sprint(i%3)))               // three by turns
	}
	for i := range 20 {
		say(i)
	}
	s.judge()
	for i := range 50 {
		say(20 + i)
		s.pass(time.Hour)
	}
	s.want(counts{})
	for _, ending := range []string{"UserApplicationName", "object 128", "serial-number"} {
		if e := s.entry(ending); !strings.HasPrefix(e.Facts, "varies: ") {
			t.Errorf("%s: %s", ending, e.Facts)
		}
	}
}

// TestLate: what is first told in a site that is judged is judged once it was the
// same on some days, whatever its name promises.
func TestLate(t *testing.T) {
	s := newSite(t)
	s.judge()
	for i := range 10 {
		s.give(1, 11, objectsFrom(1, 5, fmt.Sprint("model of second ", i)))
	}
	s.want(counts{})
	for range 3 {
		s.give(1, 12, objectsFrom(1, 5, "model"))
		s.days(1)
	}
	s.give(1, 12, objectsFrom(1, 5, "another"))
	s.want(counts{ModelChanged: 1})
}

// TestCertificates: a renewal by the same issuer proves less than another
// certificate, one that is its own issuer, or one that is older.
func TestCertificates(t *testing.T) {
	hmi := cert{"hmi", "CN=hmi", "CN=ca", 100}
	plc := cert{"plc", "CN=plc", "CN=ca", 100}
	own := cert{"own", "CN=plc", "CN=plc", 100}
	for name, test := range map[string]struct {
		before, after cert
		kind          baseline.Kind
	}{
		"renewed":      {plc, cert{"new", "CN=plc", "CN=ca", 200}, CertificateRenewed},
		"older":        {plc, cert{"new", "CN=plc", "CN=ca", 50}, CertificateChanged},
		"other issuer": {plc, cert{"new", "CN=plc", "CN=other", 200}, CertificateChanged},
		"own issuer":   {own, cert{"new", "CN=plc", "CN=plc", 200}, CertificateChanged},
		"moved bounds": {cert{"plc", "CN=ab", "c", 100}, cert{"new", "CN=a", "bc", 200}, CertificateChanged},
	} {
		s := newSite(t)
		s.give(1, 11, opens("Basic256Sha256", hmi, test.before))
		s.judge()
		s.give(1, 11, opens("Basic256Sha256", hmi, test.before))
		s.give(1, 11, opens("Basic256Sha256", hmi, test.after))
		if s.count(test.kind) != 1 || len(s.told) != 1 {
			t.Errorf("%s: %d told, of them %d", name, len(s.told), s.count(test.kind))
		}
		s.give(1, 11, opens("Basic256Sha256", cert{"rogue", "CN=x", "CN=x", 1}, test.before))
		if d := s.told[len(s.told)-1]; len(s.told) != 2 || d.Target != addr(1) || d.Meaning.Kind != CertificateChanged || !d.Meaning.Exact {
			t.Errorf("%s: of the client %s is told", name, d.Meaning.Kind)
		}
	}
}

// TestClients: programs on one host are all usual; policies are kept by server.
func TestClients(t *testing.T) {
	plc := cert{"plc", "CN=plc", "CN=ca", 100}
	s := newSite(t)
	for i := range 12 {
		s.give(1, 11, opens([]string{"None", "Basic256Sha256"}[i%2], cert{fmt.Sprint("program ", i%4), "CN=p", "CN=ca", int64(i%4 + 1)}, plc))
		s.give(1, 12, opens("Basic256Sha256", cert{fmt.Sprint("program ", i%4), "CN=p", "CN=ca", int64(i%4 + 1)}, plc))
	}
	s.judge()
	for i := range 4 {
		s.give(1, 11, opens("None", cert{fmt.Sprint("program ", i), "CN=p", "CN=ca", 1}, plc))
	}
	s.want(counts{})
	s.give(1, 12, opens("None", cert{"program 1", "CN=p", "CN=ca", 2}, plc))
	s.want(counts{SecurityUsed: 1})
	if d := s.told[0]; d.Actor != addr(1) || d.Target != addr(12) {
		t.Errorf("%s with %s", d.Actor, d.Target)
	}
	if e := s.entry("10.0.0.1 > 10.0.0.11 port 502 SecurityPolicyUri"); e.Client == 0 || e.Server == 0 {
		t.Errorf("%+v", e)
	}
}

// TestOrder: endpoints offered in another order are the same offer.
func TestOrder(t *testing.T) {
	s := newSite(t)
	s.give(1, 11, offersOf("urn", "None/1", "Basic256Sha256/2", "Basic256Sha256/3"))
	s.judge()
	s.give(1, 11, offersOf("urn", "Basic256Sha256/3", "None/1", "Basic256Sha256/2"))
	s.want(counts{})
	if e := s.entry("Endpoints"); e.Facts != "None/None, Basic256Sha256/Sign, Basic256Sha256/SignAndEncry…" && e.Facts != "None/None, Basic256Sha256/Sign, Basic256Sha256/SignAndEncrypt" {
		t.Errorf("offer %q", e.Facts)
	}
}

// TestBuildInfo: by variables and as a whole; the time of the server is none.
func TestBuildInfo(t *testing.T) {
	read := func(version string, now int64) *baseline.Event {
		return &baseline.Event{Protocol: opcua, Operation: wire.Read, Code: readService,
			Points: []wire.Point{{Index: serverStatus, Count: 1}, {Index: 2258, Count: 1, Value: wire.Time(now)}, {Index: 2264, Count: 1, Value: text(version)}, {Space: 2, Index: 2264, Count: 1, Value: text(fmt.Sprint(now))}},
			Response: []wire.Field{{Name: "Value", Depth: 1, Value: wire.Struct()}, {Name: "CurrentTime", Depth: 2, Value: wire.Time(now)},
				{Name: "BuildInfo", Depth: 2, Value: wire.Struct()}, {Name: "ProductUri", Depth: 3, Value: text("urn:product")},
				{Name: "ManufacturerName", Depth: 3, Value: text("maker")}, {Name: "BuildNumber", Depth: 3, Value: text(version)},
				{Name: "SecondsTillShutdown", Depth: 2, Value: wire.Uint(uint64(now))}}}
	}
	s := newSite(t)
	for i := range 10 {
		s.give(1, 11, read("1.4", int64(i)))
	}
	s.judge()
	s.give(1, 11, read("1.4", 99))
	if n := len(s.entries()); n != 4 {
		t.Errorf("%d entries: %v", n, s.entries())
	}
	s.want(counts{})
	s.give(1, 11, read("1.5", 100))
	s.want(counts{FirmwareChanged: 2})
}

// TestFields: Report Server ID and UMAS, without what varies.
func TestFields(t *testing.T) {
	id := func(run uint64, data string) *baseline.Event {
		return &baseline.Event{Protocol: modbus, Operation: wire.Identify, Code: reportServerID, Response: []wire.Field{{Name: "server_id", Value: wire.Uint(2)},
			{Name: "run_indicator", Value: wire.Hex(run)}, {Name: "additional_data", Value: text(data)}, {Name: "server_id_data", Value: text(fmt.Sprint(run, data))}}}
	}
	plc := func(version uint64) *baseline.Event {
		return &baseline.Event{Protocol: modbus, Operation: wire.Session, Code: umas, Sub: 1, HasSub: true, Response: []wire.Field{
			{Name: "firmware_version", Value: wire.Hex(version)}, {Name: "host_name", Value: text("PLC1")}, {Name: "unknown", Value: wire.Hex(version * 7)}}}
	}
	s := newSite(t)
	for i := range 4 {
		s.give(1, 11, id(uint64(i%2*255), "lab"))
		s.give(1, 11, plc(0x401))
		s.days(1)
	}
	s.judge()
	s.give(1, 11, id(0, "lab"))
	s.want(counts{})
	s.give(1, 11, id(0, "field"))
	s.give(1, 11, plc(0x402))
	s.want(counts{IdentityChanged: 1, FirmwareChanged: 1})
	other := plc(0x403)
	other.Sub = 0x20
	s.give(1, 11, other)
	s.want(counts{IdentityChanged: 1, FirmwareChanged: 1})
}

// TestDoubtful: refused answers, cut ones, and writes tell nothing.
func TestDoubtful(t *testing.T) {
	s := newSite(t)
	s.give(1, 11, firmwareOf(1, "1"))
	s.give(1, 11, attributeOf(245, "here"))
	s.judge()
	e := firmwareOf(1, "2")
	e.Defects = wire.Truncated
	s.give(1, 11, e)
	w := attributeOf(245, "there")
	w.Operation, w.Points[0].Access = wire.Configure, wire.AccessWrite
	s.give(1, 11, w)
	s.want(counts{})
}

// TestNoLearning: without leave nothing is learned, and what deviates is told.
func TestNoLearning(t *testing.T) {
	s := newSite(t)
	s.give(1, 11, firmwareOf(1, "1"))
	s.look.Learn = false
	s.give(1, 12, firmwareOf(1, "1"))
	s.give(1, 11, firmwareOf(1, "2"))
	s.want(counts{})
	s.judge()
	s.give(1, 11, firmwareOf(1, "2"))
	s.want(counts{FirmwareChanged: 1})
	if len(s.entries()) != 1 {
		t.Error("something was learned")
	}
}

// TestFlood: values of made-up stations find no room at the bound, and change
// nothing that was learned.
func TestFlood(t *testing.T) {
	s := newSite(t)
	s.give(1, 11, firmwareOf(1, "1"))
	s.judge()
	for i := range MaxValues + 1000 {
		s.give(1, 12, firmwareOf(uint32(i), fmt.Sprint(i)))
	}
	if len(s.d.records) != MaxValues || s.d.Omitted() != 1001 {
		t.Errorf("%d kept, %d omitted", len(s.d.records), s.d.Omitted())
	}
	s.want(counts{})
	for i := range 10000 {
		s.give(1, 11, firmwareOf(1, fmt.Sprint("made up ", i)))
		s.pass(time.Millisecond)
	}
	if n := len(s.told); n == 0 || n > 40 {
		t.Errorf("told %d times", n)
	}
	s.pass(time.Hour)
	s.told = nil
	s.give(1, 11, firmwareOf(1, "1"))
	s.want(counts{})
	s.give(1, 11, firmwareOf(1, "2"))
	s.want(counts{FirmwareChanged: 1})
}

// TestText: what is kept to be read is short, on one line, and valid.
func TestText(t *testing.T) {
	s := newSite(t)
	for i, v := range []string{strings.Repeat("プ", 100), "a\x1b[31m\tb\r\n", "\xff\xfe", strings.Repeat("x", 5000)} {
		s.give(1, 11, firmwareOf(uint32(i), v))
	}
	for _, e := range s.entries() {
		if len(e.Facts) > maxText || !utf8.ValidString(e.Facts) || strings.ContainsAny(e.Facts, "\t\r\n\x1b") {
			t.Errorf("%q", e.Facts)
		}
	}
}

// TestAllocations: nothing is allocated for what is usual.
func TestAllocations(t *testing.T) {
	s := newSite(t)
	plc := cert{"plc", "CN=plc", "CN=ca", 100}
	events := []*baseline.Event{firmwareOf(1, "1"), attributeOf(242, "1"), opens("None", plc, plc), offersOf("urn", "None/1", "X/3"),
		{Protocol: modbus, Code: 3, Operation: wire.Read}}
	for _, e := range events {
		s.give(1, 11, e)
	}
	s.judge()
	if n := testing.AllocsPerRun(500, func() {
		for _, e := range events {
			s.d.Event(s.look, e)
		}
	}); n != 0 || len(s.told) != 0 {
		t.Errorf("%v allocations, %d told", n, len(s.told))
	}
}

// TestState: whenever the detector is replaced by its state, what is told stays
// the same.
func TestState(t *testing.T) {
	script := func(restarts bool) (string, []baseline.Deviation) {
		s := newSite(t)
		s.restarts = restarts
		for i := range 200 {
			s.give(1, 11, firmwareOf(uint32(i%3), fmt.Sprint(i/(20+i%3*30))))
			s.give(1, 11, objectsFrom(1, 0x80, fmt.Sprint(i/50)))
			s.give(1, 12, opens([]string{"None", "X"}[i/101], cert{fmt.Sprint(i / 70), "CN=a", "CN=b", int64(i)}, cert{"plc", "a", "a", 1}))
			s.pass(3 * time.Minute)
			if i%10 == 9 {
				s.days(1)
			}
			if i == 60 {
				s.judge()
			}
			if i == 150 {
				s.decide("station 0 MajorMinorRevision", baseline.Rejected)
			}
		}
		return fmt.Sprint(s.entries()), s.told
	}
	before, a := script(false)
	after, b := script(true)
	if len(a) < 5 || fmt.Sprint(a) != fmt.Sprint(b) || before != after {
		t.Errorf("told %d and %d", len(a), len(b))
	}
}

// TestDamaged: states that are cut short are refused; of those that are damaged and
// not, nothing goes wrong.
func TestDamaged(t *testing.T) {
	s := newSite(t)
	s.give(1, 11, objectsFrom(1, 0, "maker", "code", "1.0"))
	s.judge()
	s.give(1, 11, firmwareOf(1, "2"))
	var w snapshot.Writer
	s.d.AppendState(&w)
	for n := range w.B {
		r := snapshot.NewReader(w.B[:n])
		New(baseline.Settings{}).Restore(r)
		if r.End() == nil {
			t.Errorf("cut at %d of %d it is accepted", n, len(w.B))
		}
	}
	for n := range w.B {
		for _, flip := range []byte{1, 0x7f, 0xff} {
			b := append([]byte(nil), w.B...)
			b[n] ^= flip
			r, d := snapshot.NewReader(b), New(baseline.Settings{})
			if d.Restore(r); r.End() != nil {
				continue
			}
			q := newSite(t)
			q.d = d
			q.give(1, 11, objectsFrom(1, 0, "a", "b", "c"))
			q.judge()
			q.give(1, 11, firmwareOf(1, "3"))
			q.entries()
		}
	}
}

// TestMeanings: kinds differ and are those of D7; every attribute has a meaning.
func TestMeanings(t *testing.T) {
	seen := map[baseline.Kind]bool{}
	for _, m := range Meanings() {
		if m.Kind == "" || seen[m.Kind] || m.Detector != baseline.Identity || m.Control || len(m.Techniques) == 0 {
			t.Errorf("%+v", m)
		}
		seen[m.Kind] = true
	}
	for base := baseObject; base <= baseOPCUA; base += 1 << 16 {
		for n := range attribute(300) {
			if x := (base + n).told(); (x.name == "") != (x.sort == none) {
				t.Errorf("attribute %d of %s: %+v", n, base.protocol(), x)
			}
		}
	}
}
