package plain

import (
	"net/netip"
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
)

// TestLine: lines of each detector in words, with the names of points and units of the
// plant's list, and their two sides.
func TestLine(t *testing.T) {
	teller := plant(t)
	for _, x := range []struct {
		detector, subject, facts string
		client, server           string
		en, ja, known            string
	}{
		{"whitelist", "host 10.0.0.1 writes", "L0", "10.0.0.1", "", "gives commands: it may write or operate at all", "書込みや操作を行う機器である", ""},
		{"whitelist", "host 10.0.0.2 serves", "L0, stale", "", "10.0.0.2", "answers other devices", "ほかの機器の問い合わせに応答する", "not used for 60 days"},
		{"whitelist", "pair 2001:db8::1 > 2001:db8::2", "L1", "2001:db8::1", "2001:db8::2", "the two talk with each other", "この2台が互いに通信する", ""},
		{"whitelist", "pair internet > 10.0.0.2", "L1", Internet, "10.0.0.2", "the two talk with each other", "この2台が互いに通信する", ""},
		{"whitelist", "modbus 2001:db8::1 > 2001:db8::2:502", "L2", "2001:db8::1", "2001:db8::2", "talks Modbus/TCP, port 502", "Modbus/TCPで通信する（ポート502）", ""},
		{"whitelist", "tcp 10.0.0.1 > internet:443", "L2", "10.0.0.1", Internet, "connects by TCP, port 443", "TCPで接続する（ポート443）", ""},
		{"whitelist", "udp 10.0.0.1 > 10.0.0.2:any", "L2", "10.0.0.1", "10.0.0.2", "sends by UDP, port any", "UDPで送信する（ポート任意）", ""},
		{"whitelist", "ip-47 10.0.0.1 > 10.0.0.2:any", "L2", "10.0.0.1", "10.0.0.2", "talks ip-47, port any", "ip-47で通信する（ポートany）", ""},
		{"whitelist", "modbus 10.0.0.1 > 10.0.0.2:502 station 3 write function write-single-register", "L3", "10.0.0.1", "10.0.0.2", "writes (function: write single register) (station 3)", "書込み（機能：write single register）（局番3）", ""},
		{"whitelist", "modbus 10.0.0.1 > 10.0.0.2:502 station 1 write holding-register[12]", "L4", "10.0.0.1", "10.0.0.2", "writes holding register 40013 (Pressure set point)", "保持レジスタ40013（圧力設定値）に書き込む", ""},
		{"whitelist", "modbus 10.0.0.1 > 10.0.0.2:502 station 1 read holding-register 0..9 at-start", "L4", "10.0.0.1", "10.0.0.2", "reads holding register 40001 to 40010, just after connecting", "保持レジスタ40001〜40010を読み出す（接続した直後）", ""},
		{"whitelist", "modbus 10.0.0.1 > 10.0.0.2:502 station 1 write points 4096", "L4", "10.0.0.1", "10.0.0.2", "writes 4096 points at once", "一度に4096点に書き込む", ""},
		{"whitelist", "dnp3 10.0.0.1 > 10.0.0.3:20000 station 4 operate g12v1[5]", "L4", "10.0.0.1", "10.0.0.3", "operates binary output 5 (CB-1 Breaker 52-1) (station 4)", "バイナリ出力5（CB-1 遮断器52-1）を操作する（局番4）", ""},
		{"whitelist", `opcua 10.0.0.1 > 10.0.0.3:4840 station 0 write ns=2["Pump1.Speed"]`, "L4", "10.0.0.1", "10.0.0.3", "writes Pump1.Speed (Pump speed)", "「Pump1.Speed」（ポンプ回転数）に書き込む", ""},
		{"whitelist", `opcua 10.0.0.1 > 10.0.0.3:4840 station 0 write ns=2["9.9.9.9 > 8.8.8.8:1"]`, "L4", "10.0.0.1", "10.0.0.3", "writes 9.9.9.9 > 8.8.8.8:1", "「9.9.9.9 > 8.8.8.8:1」に書き込む", ""},
		{"sequence", "modbus 10.0.0.1 > 10.0.0.2:502 station 1 sequence steady", "4", "10.0.0.1", "10.0.0.2", "in which order it asks", "問い合わせの順序", ""},
		{"tripwire", "umas-start-stop modbus 10.0.0.7 > [2001:db8::2]:502 station 1 umas-stop-plc", "success", "10.0.0.7", "2001:db8::2", "A controller was told to start or stop (umas stop plc)", "コントローラに運転開始または停止が指示されました（umas stop plc）", "the device did it"},
		{"endpoint", "10.0.0.2 at 00:0c:29:12:34:56", "vlan 7, router", "", "10.0.0.2", "has the hardware address 00:0c:29:12:34:56", "ハードウェアアドレスは00:0c:29:12:34:56", "VLAN 7, behind a router"},
		{"endpoint", "10.0.0.2 asks", "server", "10.0.0.2", "", "asks other devices, though so far it only answered", "これまで応答するだけだったが、ほかの機器に問い合わせる", "it is a server"},
		{"identity", "modbus 43/14 10.0.0.2 port 502 station 1 MajorMinorRevision", "V1.0 -> V2.0", "", "10.0.0.2", "what it says of itself: MajorMinorRevision", "機器自身の申告：MajorMinorRevision", "so far V1.0; now V2.0"},
		{"identity", "opcua 10.0.0.1 > 10.0.0.3 port 4840 SecurityPolicyUri", "None", "10.0.0.1", "10.0.0.3", "what it says of itself: SecurityPolicyUri", "機器自身の申告：SecurityPolicyUri", "None"},
		{"value", "modbus 10.0.0.2:502 station 1 write holding-register[12]", "written 200, 260", "", "10.0.0.2", "the values that are written to holding register 40013 (Pressure set point)", "保持レジスタ40013（圧力設定値）に書き込まれる値", "200 kPa, 260 kPa"},
		{"value", "modbus 10.0.0.2:502 station 1 read holding-register[30]", "continuous 200..260, rate up to 3/s, limits 100..400, 2 excursions", "", "10.0.0.2",
			"the values of holding register 40031 (TIC-1.SP Temperature set point)", "保持レジスタ40031（TIC-1.SP 温度設定値）の値", "20 to 26℃, changes by at most 3/s, told beyond 10 to 40℃, 2 times outside"},
		{"relation", "readers modbus 10.0.0.2:502 station 1 read holding-register[12] by 10.0.0.1, 10.0.0.7", "differ by up to 3", "", "10.0.0.2",
			"whether all who read holding register 40013 (Pressure set point) get the same value", "保持レジスタ40013（圧力設定値）を読み出す機器がすべて同じ値を得るか", "differ by up to 3"},
		{"timing", "modbus 10.0.0.1 > 2001:db8::2:502 station 1", "60/5m0s, period 1s -> 30/5m0s", "10.0.0.1", "2001:db8::2", "how often it asks", "問い合わせの頻度", "so far 60 in 5 min, every 1 s; now 30 in 5 min"},
		{"timing", "timing false alarms", "3, <=1", "", "", "how often the watch over timing was wrong", "通信間隔の監視が誤報した回数", "3, at most 1"},
		{"latency", "modbus 10.0.0.2:502 station 1 function 3", "read-holding-registers, 5ms..9ms", "", "10.0.0.2", "how long an answer takes (function 3)", "応答にかかる時間（機能3）", "read-holding-registers, 5 ms to 9 ms"},
		{"strange", "words", "L9", "", "", "words", "words", ""},
		{"tripwire", "kind", "", "", "", "kind ()", "kind（）", ""},
	} {
		got := teller.Line(x.detector, x.subject, x.facts)
		if client, server := sideText(got.Client, got.ClientOutside), sideText(got.Server, got.ServerOutside); client != x.client || server != x.server {
			t.Errorf("%s: between %q and %q", x.subject, client, server)
		}
		if got.What != (lang.Text{EN: x.en, JA: x.ja}) || got.Known.EN != x.known || got.Held {
			t.Errorf("%s: %+v, %+v", x.subject, got.What, got.Known)
		}
	}
	if x := teller.Line("whitelist", "host 10.0.0.1 writes", "L0, held"); !x.Held {
		t.Error("it was held, and is not said to be")
	}
}

func sideText(a netip.Addr, outside bool) string {
	switch {
	case outside:
		return Internet
	case a.IsValid():
		return a.String()
	}
	return ""
}

// TestDeed: what was done and its values, as far as that is known.
func TestDeed(t *testing.T) {
	teller := plant(t)
	d := Deed{Server: plc, Protocol: "modbus", Station: 1, Operation: "write", Function: "write-single-register", Point: "holding-register[30]"}
	if got := teller.Do(lang.English, &d); got != "writes holding register 40031 (TIC-1.SP Temperature set point)" {
		t.Error(got)
	}
	for s, want := range map[string]string{"900": "90℃", "200..260": "20 to 26℃", "": "", "holding-register[12]": "holding register 40013 (Pressure set point)"} {
		if got := teller.ValuesOf(lang.English, &d, s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
	for want, d := range map[string]Deed{"writes (function: write single register) (station 7)": {Protocol: "modbus", Station: 7, Operation: "write", Function: "write-single-register"},
		"starts, stops or restarts": {Operation: "restart"}, "": {Operation: "none"}} {
		if got := teller.Do(lang.English, &d); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// FuzzLine: whatever a line says, it is told, and its sides are what PartiesOf says.
func FuzzLine(f *testing.F) {
	f.Add("whitelist", "modbus 10.0.0.1 > 10.0.0.2:502 station 1 write holding-register[12]", "L4, held")
	f.Add("value", "readers modbus [2001:db8::2]:502 station 1 read holding-register[12] by 10.0.0.1", "continuous 1..2, limits x")
	f.Add("timing", "modbus internet > 2001:db8::2:502 station x", "/, -> /")
	f.Fuzz(func(t *testing.T, detector, subject, facts string) {
		if x := noPlant.Line(detector, subject, facts); x.Parties != PartiesOf(detector, subject) || (x.Client.IsValid() && x.ClientOutside) || (x.Server.IsValid() && x.ServerOutside) {
			t.Errorf("%q %q: %+v", detector, subject, x)
		}
	})
}

// noPlant is a teller without names.
var noPlant = &Teller{}
