package record

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/replay"
)

// testProtocol stands for a protocol of which only names matter.
func testProtocol(name string) *wire.Protocol {
	return &wire.Protocol{Name: name, AppendStatus: func(dst []byte, s uint32) []byte { return strconv.AppendUint(dst, uint64(s), 10) },
		AppendSpace: func(dst []byte, s uint32) []byte { return strconv.AppendUint(dst, uint64(s), 10) }}
}

var (
	testClient = netip.MustParseAddrPort("192.0.2.10:49152")
	testServer = netip.MustParseAddrPort("192.0.2.20:502")
)

// start is 2026-11-24 02:10:00.123456789 UTC.
const start = 1795486200123456789

func testTransaction(protocol string) *wire.Transaction {
	return &wire.Transaction{Protocol: testProtocol(protocol), Client: testClient, Server: testServer, Flow: 7,
		Time: start, Frame: 1, ResponseFrame: 2, Latency: 2500000, Outcome: wire.Answered}
}

// zeekOf writes transactions and returns the logs.
func zeekOf(t *testing.T, list ...*wire.Transaction) map[string]*zeekLog {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "logs")
	z, err := NewZeek(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if err := z.Transaction(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return readZeekLogs(t, dir)
}

// want compares cells of a line.
func (x *zeekLog) want(t *testing.T, line int, cells ...string) {
	t.Helper()
	if x == nil {
		t.Fatal("there is no such log")
	}
	for i := 0; i+1 < len(cells); i += 2 {
		if got := x.get(t, line, cells[i]); got != cells[i+1] {
			t.Errorf("%s line %d: %s is %q, want %q", x.path, line, cells[i], got, cells[i+1])
		}
	}
}

func TestZeekModbus(t *testing.T) {
	x := testTransaction("modbus")
	x.Code, x.Station, x.Function, x.Operation = 3, 5, "read-holding-registers", wire.Read
	id := wire.Field{Name: "transaction_id", Value: wire.Uint(77)}
	x.Request = wire.Part{Fields: []wire.Field{id}, Points: []wire.Point{{Space: 4, Index: 100, Count: 2}}}
	x.Response = wire.Part{Fields: []wire.Field{id}, Points: []wire.Point{{Space: 4, Index: 100, Count: 2, Value: wire.Value{Kind: wire.KindWords, Raw: []byte{0, 17, 18, 103}}}}}
	logs := zeekOf(t, x)
	logs["modbus"].want(t, 0, "ts", "1795486200.123456", "id.orig_h", "192.0.2.10", "id.orig_p", "49152", "id.resp_h", "192.0.2.20", "id.resp_p", "502",
		"tid", "77", "unit", "5", "func", "READ_HOLDING_REGISTERS", "pdu_type", "REQ", "exception", "-")
	logs["modbus"].want(t, 1, "ts", "1795486200.125956", "pdu_type", "RESP")
	logs["modbus_detailed"].want(t, 0, "address", "100", "quantity", "2", "request_values", "-", "response_values", "17,4711", "matched", "T",
		"latency", "0.002500", "outcome", "answered", "modbus_detailed_link_id", "-", "request_fields", "-")
	if n := len(logs["modbus_detailed"].lines); n != 1 || len(logs) != 2 {
		t.Errorf("%d lines, %d logs", n, len(logs))
	}
	if open, end := logs["modbus"].open, logs["modbus"].close; open != "2026-11-24-02-10-00" || end != "2026-11-24-02-10-00" {
		t.Errorf("#open %s, #close %s", open, end)
	}
}

func TestZeekModbusException(t *testing.T) {
	x := testTransaction("modbus")
	x.Code, x.Outcome, x.HasStatus, x.Status = 16, wire.Refused, true, 2
	unasked := testTransaction("modbus")
	unasked.Code, unasked.Outcome, unasked.HasStatus, unasked.Status, unasked.Frame, unasked.Latency = 99, wire.Unasked, true, 1, 0, wire.NoLatency
	silent := testTransaction("modbus")
	silent.Code, silent.Outcome, silent.ResponseFrame, silent.Latency = 6, wire.Unanswered, 0, wire.NoLatency
	logs := zeekOf(t, x, unasked, silent)
	logs["modbus"].want(t, 0, "func", "WRITE_MULTIPLE_REGISTERS", "pdu_type", "REQ", "exception", "-")
	logs["modbus"].want(t, 1, "func", "WRITE_MULTIPLE_REGISTERS_EXCEPTION", "pdu_type", "RESP", "exception", "ILLEGAL_DATA_ADDRESS")
	logs["modbus"].want(t, 2, "func", "unknown-227", "pdu_type", "RESP", "exception", "ILLEGAL_FUNCTION")
	logs["modbus"].want(t, 3, "func", "WRITE_SINGLE_REGISTER", "pdu_type", "REQ")
	logs["modbus_detailed"].want(t, 0, "func", "WRITE_MULTIPLE_REGISTERS", "matched", "T", "exception_code", "ILLEGAL_DATA_ADDRESS")
	logs["modbus_detailed"].want(t, 1, "func", "unknown-227", "matched", "F", "latency", "-")
	logs["modbus_detailed"].want(t, 2, "func", "WRITE_SINGLE_REGISTER", "matched", "F", "outcome", "unanswered")
	if n := len(logs["modbus"].lines); n != 4 {
		t.Errorf("%d lines in modbus.log", n)
	}
}

// field is a field of a tree, at a depth told by its indent.
func field(name string, v wire.Value) wire.Field {
	short := strings.TrimLeft(name, " ")
	return wire.Field{Name: short, Depth: uint8(len(name) - len(short)), Value: v}
}

// rareTransactions have what the generated conversations do not: info bits of a
// value's status and parts of a second below the microsecond.
func rareTransactions() []*wire.Transaction {
	publish := testTransaction("opcua")
	publish.Function = "Publish"
	publish.Response.Fields = []wire.Field{field("NotificationMessage", wire.Struct()), field(" NotificationData", wire.List(1)), field("  ", wire.Struct()),
		field("   MonitoredItems", wire.List(1)), field("    ", wire.Struct()), field("     ClientHandle", wire.Uint(7)), field("     Value", wire.Struct()),
		field("      Value", wire.Float64(1.5)), field("      StatusCode", wire.Hex(0x4000_0000|1<<10|2<<8|1<<7|1<<4|1<<3|2))}
	write := testTransaction("opcua")
	write.Function = "Write"
	write.Request.Fields = []wire.Field{field("NodesToWrite", wire.List(1)), field(" ", wire.Struct()), field("  Value", wire.Struct()),
		field("   StatusCode", wire.Hex(0x80ab0000)), field("   SourcePicoseconds", wire.Uint(1)), field("   ServerPicoseconds", wire.Uint(2))}
	read := testTransaction("opcua")
	read.Function = "Read"
	read.Response.Fields = []wire.Field{field("Results", wire.List(1)), field(" ", wire.Struct()), field("  SourcePicoseconds", wire.Uint(1)), field("  ServerPicoseconds", wire.Uint(2))}
	return []*wire.Transaction{publish, write, read}
}

func TestZeekStatusBits(t *testing.T) {
	logs := zeekOf(t, rareTransactions()...)
	logs["opcua_binary_status_code_detail"].want(t, 0, "is_orig", "F", "source_str", "Publish", "status_code", "0x4000069a", "severity_str", "Severity_Uncertain",
		"info_type_str", "InfoType_DataValue", "limit_bits_str", "LimitBits_High", "overflow", "T", "historian_bits_str", "HistorianBits_Interpolated",
		"historianPartial", "F", "historianExtraData", "T", "historianMultiValue", "T")
	logs["opcua_binary_status_code_detail"].want(t, 1, "is_orig", "T", "source_str", "Write", "status_code", "0x80ab0000", "info_type", "0", "limit_bits", "-")
	logs["opcua_binary_publish"].want(t, 0, "client_handle", "7", "value", "1.5", "notification", "data-change",
		"status_code_link_id", logs["opcua_binary_status_code_detail"].get(t, 0, "status_code_link_id"))
	logs["opcua_binary_write"].want(t, 0, "source_pico_sec", "1", "server_pico_sec", "2", "data_value_encoding_mask", "0x32")
	logs["opcua_binary_read_results"].want(t, 0, "source_pico_sec", "1", "server_pico_sec", "2", "data_value_encoding_mask", "0x30")
}

// TestZeekPublishFault: a Publish that failed keeps no subscription alive.
func TestZeekPublishFault(t *testing.T) {
	x := testTransaction("opcua")
	x.Function, x.Outcome, x.HasStatus, x.Status = "Publish", wire.Refused, true, 0x80790000
	x.Response.Fields = []wire.Field{field("ResponseHeader", wire.Struct()), field(" ServiceResult", wire.Hex(0x80790000)), field("SubscriptionId", wire.Uint(0))}
	logs := zeekOf(t, x)
	logs["opcua_binary_publish"].want(t, 0, "notification", "fault", "result", "0x80790000", "subscription_id", "-",
		"opcua_link_id", logs["opcua_binary"].get(t, 0, "res_opcua_link_id"))
}

// TestZeekDNP3Objects: types are named as ICSNPP names them.
func TestZeekDNP3Objects(t *testing.T) {
	for object, want := range map[[2]uint64]string{
		{1, 0}: "Binary Input Default Variation", {1, 1}: "Single-bit Binary Input", {2, 3}: "Binary Input Change With Relative Time", {10, 2}: "Binary Output Status",
		{20, 3}: "32-Bit Delta Counter", {20, 6}: "16-Bit Binary Counter Without Flag", {21, 0}: "Frozen Binary Counter Default Variation",
		{21, 8}: "16-Bit Frozen Delta Counter w/ Time of Freeze", {21, 9}: "32-Bit Frozen Counter Without Flag", {22, 7}: "32-Bit Delta Counter Change Event with Time",
		{23, 4}: "16-Bit Frozen Delta Counter Change Event", {30, 5}: "32-Bit Floating Point Input", {31, 8}: "64-Bit Frozen Floating Point Input",
		{32, 0}: "Analog Input Change Default Variation", {32, 4}: "16-Bit Analog Change Event w/ Time", {33, 7}: "32-Bit Floating Point Frozen Change Event w/ Time",
		{40, 3}: "32-Bit Floating Point Output Status", {41, 4}: "64-Bit Floating Point Output Block", {42, 8}: "64-Bit Floating Point Output Event w/ Time",
		{60, 4}: "Class 3 Data", {12, 1}: "Control Relay Output Block", {70, 5}: "File Transport", {60, 5}: "Group 60 Variation 5", {255, 255}: "Group 255 Variation 255",
	} {
		if got := string(appendDNP3Object(nil, object[0], object[1])); got != want {
			t.Errorf("g%dv%d: %q, want %q", object[0], object[1], got, want)
		}
	}
}

// hostile are texts that break what is written carelessly.
var hostile = []string{"", "-", "(empty)", "#close\t2026", "a\tb", "a\nb", "a\r\nb", `back\slash \x41`, "nul\x00", "\x1b[2J",
	"bad \xff\xfe utf-8", "dangling \xe6\x97", "番犬, zażółć", "one,two", "line\u2028separator\u0085next", "\u202eright to left", "del\x7f"}

func TestZeekHostileText(t *testing.T) {
	for _, text := range hostile {
		x := testTransaction("opcua")
		x.Function, x.Code = "GetEndpoints", 428
		x.Request.Fields = []wire.Field{{Name: "MessageType", Value: wire.Text([]byte("MSG"))}, {Name: "EndpointUrl", Value: wire.Text([]byte(text))},
			{Name: "LocaleIds", Value: wire.List(2)}, {Name: "String", Depth: 1, Value: wire.Text([]byte(text))}, {Name: "String", Depth: 1, Value: wire.Text([]byte("en"))}}
		logs := zeekOf(t, x)
		for _, cell := range []string{logs["opcua_binary_get_endpoints"].get(t, 0, "endpoint_url"), logs["opcua_binary_get_endpoints_locale_id"].get(t, 0, "locale_id")} {
			if got, err := unescapeZeek(cell); err != nil || got != text {
				t.Errorf("%q became %q, which is read as %q, %v", text, cell, got, err)
			}
			if len(strings.Fields(cell)) > max(1, len(strings.Fields(text))) || strings.ContainsAny(cell, "\u2028\u0085\u202e") {
				t.Errorf("%q became %q", text, cell)
			}
		}
	}
}

// TestZeekHostileMember: the separator of vectors is escaped in vectors alone.
func TestZeekHostileMember(t *testing.T) {
	if got := string(appendZeekText(nil, []byte("one,two"), true)); got != `one\x2ctwo` {
		t.Errorf("in a vector %s", got)
	}
	if got := string(appendZeekText(nil, []byte("one,two"), false)); got != "one,two" {
		t.Errorf("in a string %s", got)
	}
}

func TestZeekFloat(t *testing.T) {
	for f, want := range map[float64]string{0: "0.0", 250: "250.0", 0.5: "0.5", -1e-7: "-0.0000001", 1e21: "1000000000000000000000.0"} {
		if got := string(appendZeekFloat(nil, f)); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
}

func testFlow(client, server string) *replay.Flow {
	a, b := netip.MustParseAddrPort(client), netip.MustParseAddrPort(server)
	f := &replay.Flow{ID: 7, Key: key(6, a, b), Client: a, Server: b, First: start, Last: start + 3e9, Why: flow.Finished,
		Handshake: true, SYN: [2]bool{true, true}, FIN: [2]bool{true, true}}
	f.Counters = [2]flow.Counters{{Packets: 5, Octets: 24}, {Packets: 4, Octets: 30, NotCaptured: 9}}
	return f
}

func TestZeekConn(t *testing.T) {
	dir := t.TempDir()
	z, err := NewZeek(dir)
	if err != nil {
		t.Fatal(err)
	}
	f := testFlow("128.232.110.120:34855", "66.35.250.204:80")
	f.Protocol, f.Key.VLAN = testProtocol("dnp3"), [2]uint16{12, 0}
	if err := z.Flow(f); err != nil {
		t.Fatal(err)
	}
	x := testTransaction("modbus")
	if err := errors.Join(z.Transaction(x), z.Close()); err != nil {
		t.Fatal(err)
	}
	logs := readZeekLogs(t, dir)
	logs["conn"].want(t, 0, "ts", "1795486200.123456", "proto", "tcp", "service", "dnp3_tcp", "duration", "3.000000", "orig_bytes", "24", "resp_bytes", "30",
		"conn_state", "SF", "local_orig", "-", "missed_bytes", "9", "history", "-", "orig_pkts", "5", "resp_pkts", "4", "tunnel_parents", "-",
		"community_id", "1:LQU9qZlK+B5F3KDmev6m5PMibrg=", "vlan", "12", "inner_vlan", "-", "ended", "finished", "expected_service", "-")
	if a, b := logs["conn"].get(t, 0, "uid"), logs["modbus"].get(t, 0, "uid"); a != b || len(a) != 18 || a[0] != 'C' {
		t.Errorf("uid %s in conn.log, %s in modbus.log", a, b)
	}
	if logs["conn"].close != "2026-11-24-02-10-03" {
		t.Errorf("#close %s", logs["conn"].close)
	}
}

// TestZeekConnState: the states by what was seen of client and server.
func TestZeekConnState(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		name      string
		syn, fin  [2]bool
		handshake bool
		why       flow.Ending
		to, from  flow.Counters
		protocol  uint8
		want      string
	}{
		{"closed by both", [2]bool{yes, yes}, [2]bool{yes, yes}, yes, flow.Finished, flow.Counters{Packets: 4}, flow.Counters{Packets: 4}, 6, "SF"},
		{"still open", [2]bool{yes, yes}, [2]bool{}, yes, flow.Flushed, flow.Counters{Packets: 4}, flow.Counters{Packets: 4}, 6, "S1"},
		{"no answer", [2]bool{yes, no}, [2]bool{}, no, flow.Idle, flow.Counters{Packets: 3}, flow.Counters{}, 6, "S0"},
		{"rejected", [2]bool{yes, no}, [2]bool{}, no, flow.Reset, flow.Counters{Packets: 1}, flow.Counters{Packets: 1, Resets: 1}, 6, "REJ"},
		{"reset by the server", [2]bool{yes, yes}, [2]bool{}, yes, flow.Reset, flow.Counters{Packets: 4}, flow.Counters{Packets: 4, Octets: 9, Resets: 1}, 6, "RSTR"},
		{"reset by the client", [2]bool{yes, yes}, [2]bool{}, yes, flow.Reset, flow.Counters{Packets: 4, Resets: 1}, flow.Counters{Packets: 4}, 6, "RSTO"},
		{"given up by the client", [2]bool{yes, no}, [2]bool{}, no, flow.Reset, flow.Counters{Packets: 2, Resets: 1}, flow.Counters{}, 6, "RSTOS0"},
		{"answered and reset, request not captured", [2]bool{no, yes}, [2]bool{}, no, flow.Reset, flow.Counters{}, flow.Counters{Packets: 2, Resets: 1}, 6, "RSTRH"},
		{"half closed by the client", [2]bool{yes, yes}, [2]bool{yes, no}, yes, flow.Idle, flow.Counters{Packets: 4}, flow.Counters{Packets: 4}, 6, "S2"},
		{"half closed by the server", [2]bool{yes, yes}, [2]bool{no, yes}, yes, flow.Idle, flow.Counters{Packets: 4}, flow.Counters{Packets: 4}, 6, "S3"},
		{"client alone, with FIN", [2]bool{yes, no}, [2]bool{yes, no}, no, flow.Idle, flow.Counters{Packets: 4}, flow.Counters{}, 6, "SH"},
		{"server alone, with FIN", [2]bool{no, yes}, [2]bool{no, yes}, no, flow.Idle, flow.Counters{}, flow.Counters{Packets: 4}, 6, "SHR"},
		{"joined in the middle", [2]bool{}, [2]bool{}, no, flow.Flushed, flow.Counters{Packets: 4}, flow.Counters{Packets: 4}, 6, "OTH"},
		{"datagrams both ways", [2]bool{}, [2]bool{}, no, flow.Idle, flow.Counters{Packets: 1}, flow.Counters{Packets: 1}, 17, "SF"},
		{"datagrams unanswered", [2]bool{}, [2]bool{}, no, flow.Idle, flow.Counters{Packets: 1}, flow.Counters{}, 17, "S0"},
		{"datagrams from the server alone", [2]bool{}, [2]bool{}, no, flow.Idle, flow.Counters{}, flow.Counters{Packets: 1}, 17, "SHR"},
	} {
		f := &replay.Flow{SYN: c.syn, FIN: c.fin, Handshake: c.handshake, Why: c.why, Counters: [2]flow.Counters{c.to, c.from}}
		f.Key.Protocol = c.protocol
		if got := connState(f); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestZeekIDs: other flows, halves and parts have other identifiers, the same ones
// always the same.
func TestZeekIDs(t *testing.T) {
	seen := map[string]bool{}
	add := func(id string) {
		if seen[id] {
			t.Errorf("%s twice", id)
		}
		seen[id] = true
		if len(id) != 17 || strings.Trim(id, base62) != "" {
			t.Errorf("%q is no identifier", id)
		}
	}
	for flow := range uint64(2000) {
		add(string(appendID(nil, flow)))
		add(string(appendID(nil, ^flow)))
	}
	x, y := testTransaction("opcua"), testTransaction("opcua")
	y.Frame, y.Time = 3, x.Time+1
	for _, label := range []string{"opcua", "nodes"} {
		for i := range 100 {
			for dir := range wire.Direction(2) {
				add(string(appendID(nil, linkOf(x, dir, label, "", i))))
				add(string(appendID(nil, linkOf(y, dir, label, "StatusCode", i))))
			}
		}
	}
	if linkOf(x, 0, "opcua", "", 1) != linkOf(testTransaction("opcua"), 0, "opcua", "", 1) {
		t.Error("a link is not the same again")
	}
}

func TestZeekFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := NewZeek(filepath.Join(file, "logs"))
	if err == nil || !strings.Contains(err.Error(), file) || !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("a folder below a file: %v", err)
	}
}

// TestZeekFull: a full disk is reported, with the log's name, at once or when the
// logs are closed, and not only once.
func TestZeekFull(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("/dev/full", filepath.Join(dir, "modbus.log")); err != nil {
		t.Fatal(err)
	}
	z, err := NewZeek(dir)
	if err != nil {
		t.Fatal(err)
	}
	x := testTransaction("modbus")
	var first error
	for range 10 * buffer / 100 {
		if first = z.Transaction(x); first != nil {
			break
		}
	}
	second := z.Transaction(x)
	last := z.Close()
	for _, err := range []error{first, second, last} {
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "modbus.log") {
			t.Errorf("%v", err)
		}
	}
}

// TestZeekCannotCreate: a log that cannot be created is reported.
func TestZeekCannotCreate(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "modbus.log"), 0o755); err != nil {
		t.Fatal(err)
	}
	z, err := NewZeek(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Transaction(testTransaction("modbus")); !errors.Is(err, syscall.EISDIR) {
		t.Errorf("%v", err)
	}
}

// TestZeekForms: a form that is wrong is told, not written.
func TestZeekForms(t *testing.T) {
	for _, forms := range []string{"	tid count\n", "log x\n	tid\n", "log x\n	tid number\n", "log x\n	tid count\n	tid count\n", "log x\n	ts time\n"} {
		x := &zeekTables{byPath: map[string]*zeekTable{}, byService: map[string][]*zeekTable{}}
		if err := x.read(forms); err == nil {
			t.Errorf("%q is accepted", forms)
		}
	}
	r := &zeekRow{}
	tables, err := makeZeekTables()
	if err != nil {
		t.Fatal(err)
	}
	r.begin(tables.byPath["modbus"], testTransaction("modbus"), wire.ToServer)
	r.number("no_such_column", 1)
	if r.fault == nil || !strings.Contains(r.fault.Error(), "no_such_column") {
		t.Errorf("a column that is not: %v", r.fault)
	}
}
