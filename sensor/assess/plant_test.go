package assess

import (
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/replay"
)

// plant feeds a capture of a small plant in which something of every section
// happens.
func plant(t *testing.T) *bench {
	b := newBench(t)
	b.packet("10.0.0.1")
	b.packet("10.0.0.5")
	b.packet("10.0.0.20")
	b.packet("10.0.0.30")
	b.modbus()
	b.dnp3()
	b.opcua()
	b.packet("8.8.4.4")
	b.opaque("10.0.0.1:5000", "8.8.4.4:443", 6, nil, "\x16\x03\x01\x00\x05\x01", "\x16\x03\x03\x00\x05\x02")
	b.opaque("10.0.0.9:5001", "10.0.0.5:21", 6, nil, "", "220 ready\r\n", "USER maintenance\r\n", "331\r\n", "PASS s3cret-word\r\n")
	b.opaque("10.0.0.9:5002", "10.0.0.1:5900", 6, nil, "RFB 003.008\n", "RFB 003.008\n", "", "\x02\x01\x02")
	b.opaque("10.0.0.1:5003", "10.0.0.40:102", 6, nil, "\x03\x00\x00\x19\x02\xf0\x80\x32\x01", "")
	b.opaque("10.0.0.9:5004", "10.0.0.5:502", 6, modbusTest, "GET / HTTP/1.1\r\nAuthorization: Basic dXNlcjpodW50ZXIy\r\n\r\n", "HTTP/1.1 200 OK\r\n")
	return b
}

func (b *bench) modbus() {
	const hmi, plc = "10.0.0.1:4000", "10.0.0.5:502"
	for range 20 {
		b.ask(modbusTest, hmi, plc, 1, "read-holding-registers", 3, wire.Read)
	}
	for i := range 12 {
		b.ask(modbusTest, hmi, plc, 1, "write-single-register", 6, wire.Write, writes(4, 100, wire.Uint(uint64(40+i%3))))
	}
	b.ask(modbusTest, hmi, plc, 1, "write-single-coil", 5, wire.Write, writes(1, 7, wire.Bool(true)), refused(2))
	b.ask(modbusTest, "10.0.0.9:4001", plc, 1, "umas", modbusUMAS, wire.Restart, sub(0x41),
		asks(field(0, "umas_code", "stop-plc", wire.Hex(0x41))))
	b.ask(modbusTest, "10.0.0.9:4001", plc, 2, "diagnostics", modbusDiagnostics, wire.Restart, sub(diagnosticListenOnly), unanswered,
		func(t *wire.Transaction) { t.NoReply = true })
	for range 4 {
		b.ask(modbusTest, hmi, plc, 1, "report-server-id", 17, wire.Identify, refused(1))
	}
	b.ask(modbusTest, hmi, plc, 1, "read-device-identification", 43, wire.Identify, sub(14), says(
		field(2, "object_id", "", wire.Uint(0)), field(2, "value", "", words("ACME")),
		field(2, "object_id", "", wire.Uint(2)), field(2, "value", "", words("V2.40"))))
	b.ask(modbusTest, hmi, plc, 1, "read-coils", 1, wire.Read, func(t *wire.Transaction) { t.Response.Defects = wire.Trailing })
}

func (b *bench) dnp3() {
	const master, outstation = "10.0.0.1:4100", "10.0.0.20:20000"
	who := asks(field(0, "master", "", wire.Uint(3)))
	b.ask(dnp3Test, master, outstation, 10, "read", 1, wire.Read, who, status(0))
	b.ask(dnp3Test, master, outstation, 10, "direct-operate", 5, wire.Operate, who, writes(relayOutputBlock, 4, wire.Hex(0x81)), status(0))
	b.ask(dnp3Test, "10.0.0.9:4100", outstation, 10, "read", 1, wire.Read, who, status(iinRestart))
	b.ask(dnp3Test, master, outstation, 10, "read", 1, wire.Read, who, status(iinRestart|iinOverflow))
	b.ask(dnp3Test, master, outstation, 10, "operate", 4, wire.Operate, who, writes(relayOutputBlock, 4, wire.Hex(0x41)), status(0),
		func(t *wire.Transaction) { t.Request.Defects = wire.Own(0) })
	b.ask(dnp3Test, "10.0.0.20:20000", "10.0.0.1:50000", 1, "cold-restart", 13, wire.Restart, unanswered)
}

func (b *bench) opcua() {
	const client, server = "10.0.0.1:4200", "10.0.0.30:4840"
	b.ask(opcuaTest, client, server, 0, "OpenSecureChannel", opcuaOpenChannel, wire.Session, asks(
		field(0, "SecurityPolicyUri", "", words("http://opcfoundation.org/UA/SecurityPolicy#None")),
		field(0, "SecurityMode", "None", wire.Uint(1))))
	b.ask(opcuaTest, client, server, 0, "CreateSession", opcuaCreateSession, wire.Session, says(
		field(0, "ServerCertificate", "", wire.Struct()), field(1, "Thumbprint", "", wire.Octets([]byte{1, 2, 3})),
		field(1, "Subject", "", words("CN=boiler")), field(1, "Issuer", "", words("CN=boiler")),
		field(1, "NotBefore", "", wire.Time(start-9e17)), field(1, "NotAfter", "", wire.Time(start-1e17))))
	b.ask(opcuaTest, client, server, 0, "ActivateSession", opcuaActivateSession, wire.Session, asks(
		field(0, "UserIdentityToken", "", wire.Struct()), field(1, "TypeId", "UserNameIdentityToken", wire.Uint(324)),
		field(1, "UserName", "", words("operator")), field(1, "Password", "", wire.Secret(9))))
	b.ask(opcuaTest, client, server, 0, "Call", opcuaCall, wire.Configure)
	b.ask(opcuaTest, client, server, 0, "Write", opcuaWrite, wire.Write, writes(2, 5, wire.Float64(1.5)))
}

// TestFindings: what happened in the plant is found, with its urgency, and
// nothing else is.
func TestFindings(t *testing.T) {
	got := ids(plant(t).end())
	want := map[string]Urgency{
		"umas-start-stop": First, "modbus-listen-only": First, "opcua-call-configure": First, "reversal": First,
		"dnp3-restart": Check, "dnp3-select-operate": Check, "master-twice": Check, "dnp3-restarted": Check, "dnp3-overflow": Check,
		"internet-other": Check, "remote": Check, "secrets": Check, "foreign": Check, "writes": Check,
		"refusals": Know, "protection": Know,
	}
	for id, u := range want {
		if f, ok := got[id]; !ok || f.Urgency != u {
			t.Errorf("%s: found %v with urgency %d, want %d", id, ok, f.Urgency, u)
		}
		delete(got, id)
	}
	for id := range got {
		t.Errorf("%s was found, and did not happen", id)
	}
}

// TestEvidence: no finding without an action and evidence.
func TestEvidence(t *testing.T) {
	r := plant(t).end()
	for _, f := range r.Findings {
		if f.Title.Empty() || f.Why.Empty() || f.First.Empty() || len(f.Lines) == 0 {
			t.Errorf("%s lacks title, reason, action or evidence", f.ID)
		}
		for _, l := range f.Lines {
			if l.What.Empty() || l.Count == 0 {
				t.Errorf("%s: evidence %+v", f.ID, l)
			}
		}
	}
	for i := 1; i < len(r.Findings); i++ {
		if r.Findings[i].Urgency > r.Findings[i-1].Urgency {
			t.Errorf("%s comes after %s", r.Findings[i].ID, r.Findings[i-1].ID)
		}
	}
}

// TestQuiet: ordinary polling gives no finding but the protection that is
// missing.
func TestQuiet(t *testing.T) {
	b := newBench(t)
	for range 500 {
		b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "read-holding-registers", 3, wire.Read)
	}
	r := b.end()
	if len(r.Findings) != 1 || r.Findings[0].ID != "protection" || r.Verdict != say("verdict-know") {
		t.Errorf("verdict %q, findings %+v", r.Verdict.EN, r.Findings)
	}
}

// TestNothing: a capture in which nothing can be decoded is not called fine.
func TestNothing(t *testing.T) {
	b := newBench(t)
	b.packet("10.0.0.1")
	r := b.end()
	if r.Verdict != say("verdict-blind") || len(r.Findings) != 0 || len(r.Unseen) < 3 {
		t.Errorf("verdict %q, %d findings, %d things not seen", r.Verdict.EN, len(r.Findings), len(r.Unseen))
	}
	empty := NewCollector()
	if r, err := empty.Report(Options{}); err != nil || r.Verdict != say("verdict-blind") {
		t.Errorf("a report of nothing: %v, %v", r, err)
	}
}

// TestSecretsAreNotTold: neither passwords nor the names of who has them.
func TestSecretsAreNotTold(t *testing.T) {
	page := html(t, plant(t).end(), Options{})
	for _, secret := range []string{"s3cret-word", "dXNlcjpodW50ZXIy", "hunter2", "maintenance\r", "operator</"} {
		if contains(page, secret) {
			t.Errorf("the page tells %q", secret)
		}
	}
	if n := len(plant(t).end().Secrets); n != 4 {
		t.Errorf("%d secrets, want those of OPC UA, FTP, VNC and HTTP", n)
	}
}

// TestDeterminism: the same captures give the same octets.
func TestDeterminism(t *testing.T) {
	first := html(t, plant(t).end(), Options{})
	for range 5 {
		if again := html(t, plant(t).end(), Options{}); again != first {
			t.Fatal("two reports of the same capture differ")
		}
	}
}

// TestFiles: places name the file when there are several.
func TestFiles(t *testing.T) {
	b := newBench(t)
	b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "umas", modbusUMAS, wire.Restart, sub(0x41))
	b.c.End(replay.Totals{First: start, Last: b.now()}, Text{})
	b.c.Begin("second.pcap")
	b.c.at.Frame = 0
	b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "umas", modbusUMAS, wire.Restart, sub(0x41))
	r := b.end()
	if got := r.Tripwires[0].Hits[0].Place.EN; got != "file 1, frame 1 to file 2, frame 3" {
		t.Errorf("place %q", got)
	}
	if len(r.Files) != 2 || r.Files[1].Name != "second.pcap" {
		t.Errorf("files %+v", r.Files)
	}
	for range maxVisible {
		b.c.Begin("more.pcap")
	}
	if page := html(t, b.end(), Options{}); !contains(page, "62. <code>more.pcap</code>") {
		t.Error("the last file has not its number")
	}
}

// TestReversal: an outstation that gives orders out of its own port is told; one
// that calls its master is not.
func TestReversal(t *testing.T) {
	calls := func(b *bench) {
		b.ask(dnp3Test, "10.0.0.1:20000", "10.0.0.20:50000", 1, "direct-operate", 5, wire.Operate)
	}
	b := newBench(t)
	calls(b)
	if f, ok := ids(b.end())["reversal"]; ok {
		t.Errorf("a master that was called by its outstation: %+v", f.Lines)
	}
	b.ask(dnp3Test, "10.0.0.20:50001", "10.0.0.1:20000", 1, "read", 1, wire.Read)
	if f, ok := ids(b.end())["reversal"]; !ok || f.Urgency != First {
		t.Errorf("found %v %+v", ok, f)
	}
	b = newBench(t)
	b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.2:502", 1, "read-coils", 1, wire.Read)
	b.ask(modbusTest, "10.0.0.2:4000", "10.0.0.1:502", 1, "read-coils", 1, wire.Read)
	if f, ok := ids(b.end())["both-ways"]; !ok || len(f.Lines) != 2 || f.Urgency != Know {
		t.Errorf("two that ask each other: %v %+v", ok, f)
	}
}
