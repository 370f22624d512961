package plain

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/tag"
)

var (
	ews = netip.MustParseAddr("10.0.0.7")
	hmi = netip.MustParseAddr("10.0.0.1")
	plc = netip.MustParseAddr("10.0.0.2")
	rtu = netip.MustParseAddr("10.0.0.3")
)

func names(a netip.Addr) string {
	return map[netip.Addr]string{ews: "EWS-7", hmi: "HMI-1", plc: "PLC-2", rtu: "RTU-3"}[a]
}

// plant is a plant with a list of points.
func plant(t testing.TB) *Teller {
	list, err := tag.Read([]byte(`device,station,table,number,name,unit,scale,type,order,description,description (ja)
10.0.0.2,,,40013,,kPa,,,,Pressure set point,圧力設定値
10.0.0.2,,,40021,FIC-1.SP,m3/h,,float32,swapped,Flow set point,流量設定値
10.0.0.2,,,40031,TIC-1.SP,℃,0.1,int16,,Temperature set point,温度設定値
10.0.0.2,,,00005,P-1,,,,,Pump 1 start,ポンプ1起動
10.0.0.3,,crob,5,CB-1,,,,,Breaker 52-1,遮断器52-1
10.0.0.3,,ao,3,,kPa,,,,Pressure,圧力
10.0.0.3,,,ns=2;s=Pump1.Speed,,rpm,,,,Pump speed,ポンプ回転数
10.0.0.3,,,ns=2;i=7,N-7,,,,,,
`), func(string) (netip.Addr, bool) { return netip.Addr{}, false })
	if err != nil {
		t.Fatal(err)
	}
	return &Teller{Name: names, Tags: tag.NewTable(list)}
}

func kind(k baseline.Kind, control bool) *baseline.Meaning {
	return &baseline.Meaning{Kind: k, Control: control}
}

const fortnight = int64(14 * 24 * time.Hour)

// setPoint is that a set-point was written that only another computer wrote before.
func setPoint() baseline.Deviation {
	d := baseline.Deviation{Meaning: kind("new-write-point", true), Frame: 7, Actor: ews, Target: plc, Client: ews, Server: plc, Protocol: "modbus", Station: 1,
		Operation: wire.Write, Function: "write-single-register", Code: 6, Outcome: wire.Answered, Evidence: baseline.Success, Learned: fortnight,
		Point: "holding-register[12]", Seen: "900", Points: 1}
	d.Touched[0] = baseline.Touched{Space: 4, Index: 12, Count: 1, Written: true, Values: "900"}
	return d
}

// TestStory: what a person is told first of all.
func TestStory(t *testing.T) {
	x := plant(t)
	d, host, value := setPoint(), setPoint(), setPoint()
	d.Others = hmi.String()
	host.Meaning, host.Seen, host.Point = kind("new-host", false), ews.String(), ""
	value.Meaning, value.Expected = kind("write-far-outside", true), "200..260 (23 values)"
	list := []*baseline.Deviation{&host, &value, &d}
	for l, want := range [...]string{
		"EWS-7, never seen before, wrote holding register 40013 (Pressure set point) = 900 kPa on PLC-2; over 14 days only HMI-1 wrote it, 200 to 260 kPa (23 different values).",
		"これまで見たことのない機器EWS-7が、PLC-2の保持レジスタ40013（圧力設定値）に900 kPaを書き込みました。過去14日間に書き込んだのはHMI-1だけで、値は200〜260 kPa（23種類の値）でした。",
	} {
		if got := x.Story(lang.Language(l), list); got != want {
			t.Errorf("\n%s\nwant\n%s", got, want)
		}
	}
	if s := x.Story(lang.English, nil); s != "" {
		t.Error(s)
	}
}

// TestSentence: the same deviation with what came of it, and with what is known.
func TestSentence(t *testing.T) {
	x := plant(t)
	for _, c := range []struct {
		change func(d *baseline.Deviation)
		en, ja string
	}{
		{func(d *baseline.Deviation) {},
			"EWS-7 wrote holding register 40013 (Pressure set point) = 900 kPa on PLC-2. EWS-7 did not write it in 14 days.",
			"EWS-7がPLC-2の保持レジスタ40013（圧力設定値）に900 kPaを書き込みました。14日間、EWS-7からの書き込みはありませんでした。"},
		{func(d *baseline.Deviation) { d.Outcome, d.HasStatus, d.Status = wire.Refused, true, 2 },
			"EWS-7 tried to write holding register 40013 (Pressure set point) = 900 kPa on PLC-2 and was refused (illegal data address). EWS-7 did not write it in 14 days.",
			"EWS-7がPLC-2の保持レジスタ40013（圧力設定値）に900 kPaを書き込もうとしましたが、拒否されました（存在しないアドレス）。14日間、EWS-7からの書き込みはありませんでした。"},
		{func(d *baseline.Deviation) { d.Outcome = wire.Unanswered },
			"EWS-7 tried to write holding register 40013 (Pressure set point) = 900 kPa on PLC-2; no answer was seen. EWS-7 did not write it in 14 days.",
			"EWS-7がPLC-2の保持レジスタ40013（圧力設定値）に900 kPaを書き込もうとしましたが、応答は確認されていません。14日間、EWS-7からの書き込みはありませんでした。"},
		{func(d *baseline.Deviation) { d.Others = "10.0.0.1, 10.0.0.9" },
			"EWS-7 wrote holding register 40013 (Pressure set point) = 900 kPa on PLC-2; over 14 days only HMI-1 and 10.0.0.9 wrote it.",
			"EWS-7がPLC-2の保持レジスタ40013（圧力設定値）に900 kPaを書き込みました。過去14日間に書き込んだのはHMI-1、10.0.0.9だけです。"},
		{func(d *baseline.Deviation) {
			d.Meaning, d.Point, d.Station = kind("first-write", true), "holding-register[12]", 3
			d.Points, d.Touched[0].Count, d.Touched[0].Values = 10, 10, "900,1,2,3,4,5,6,7,8,9"
		},
			"EWS-7, which never changed anything before, wrote holding register 40013 (Pressure set point) = 900 kPa, 40014 = 1, 40015 = 2 and 7 more on station 3 of PLC-2. EWS-7 changed nothing anywhere in 14 days.",
			"これまで何も操作したことのないEWS-7が、PLC-2の局番3の保持レジスタ40013（圧力設定値）に900 kPa、40014に1、40015に2など、計10点を書き込みました。14日間、EWS-7が何かを変更したことはありませんでした。"},
		{func(d *baseline.Deviation) { // a float of two swapped registers, in the middle of a run
			d.Point, d.Seen = "holding-register[20]", "0"
			d.Points, d.Touched[0] = 12, baseline.Touched{Space: 4, Index: 10, Count: 12, Written: true, Values: "0,0,0,0,0,0,0,0,0,0,0,17096"}
		},
			"EWS-7 wrote holding register 40021 (FIC-1.SP Flow set point) = 100 m3/h and 10 more on PLC-2. EWS-7 did not write it in 14 days.",
			"EWS-7がPLC-2の保持レジスタ40021（FIC-1.SP 流量設定値）に100 m3/hなど、計12点を書き込みました。14日間、EWS-7からの書き込みはありませんでした。"},
		{func(d *baseline.Deviation) {
			d.Meaning, d.Point, d.Seen, d.Expected = kind("write-outside", true), "holding-register[30]", "65436", "200..260"
			d.Touched[0] = baseline.Touched{Space: 4, Index: 30, Count: 1, Written: true, Values: "65436"}
		},
			"EWS-7 wrote holding register 40031 (TIC-1.SP Temperature set point) = -10℃ on PLC-2; over 14 days it was set to 20 to 26℃.",
			"EWS-7がPLC-2の保持レジスタ40031（TIC-1.SP 温度設定値）に-10℃を書き込みました。過去14日間に設定された値は20〜26℃でした。"},
		{func(d *baseline.Deviation) {
			d.Meaning, d.Point, d.Seen, d.Expected = kind("value-outside", false), "holding-register[30]", "300", "200..260"
			d.Function, d.Operation = "read-holding-registers", wire.Read
		},
			"Holding register 40031 (TIC-1.SP Temperature set point) of PLC-2 reads 30℃. Over 14 days it stayed within 20 to 26℃.",
			"PLC-2の保持レジスタ40031（TIC-1.SP 温度設定値）が30℃を示しています。14日間は20〜26℃の範囲でした。"},
		{func(d *baseline.Deviation) {
			d.Meaning, d.Point, d.Seen, d.Function = kind("write-new-value", true), "holding-register[21]", "17096", "write-single-register"
			d.Expected, d.Touched[0] = "17000..17090", baseline.Touched{Space: 4, Index: 21, Count: 1, Written: true, Values: "17096"}
		},
			"EWS-7 wrote holding register 40022 (address 21) = 17096 on PLC-2; over 14 days it was set to 17000 to 17090 in the register.",
			"EWS-7がPLC-2の保持レジスタ40022（アドレス21）に17096を書き込みました。過去14日間に設定された値はレジスタ値で17000〜17090でした。"},
		{func(d *baseline.Deviation) {
			d.Meaning, d.Point, d.Seen, d.Expected = kind("new-read-range", false), "holding-register 100..109", "holding-register 100..109", "0..9, 30"
			d.Function, d.Operation, d.Points, d.Touched[0] = "read-holding-registers", wire.Read, 10, baseline.Touched{Space: 4, Index: 100, Count: 10}
		},
			"EWS-7 read holding register 40101 to 40110 of PLC-2. Over 14 days, 40001 to 40010, 40031 were read there.",
			"EWS-7がPLC-2の保持レジスタ40101〜40110を読み出しました。14日間の学習期間では、40001〜40010、40031が読み出されていました。"},
		{func(d *baseline.Deviation) { // held back, told by the text of function and sub-function
			*d = baseline.Deviation{Meaning: kind("mode-change", true), Client: ews, Actor: ews, Server: plc, Target: plc, Protocol: "modbus", Station: 1, Function: "umas stop-plc", Seen: "umas stop-plc",
				Operation: wire.Restart, Outcome: wire.Answered, Learned: fortnight}
		},
			"EWS-7 told PLC-2 to stop. This is never learned by itself: it is reported until somebody approves it here.",
			"EWS-7がPLC-2に停止を指示しました。この操作が自動で学習されることはなく、承認されるまで報告されます。"},
	} {
		d := setPoint()
		c.change(&d)
		if got := x.Sentence(lang.English, &d); got != c.en {
			t.Errorf("\n%s\nwant\n%s", got, c.en)
		}
		if got := x.Sentence(lang.Japanese, &d); got != c.ja {
			t.Errorf("\n%s\nwant\n%s", got, c.ja)
		}
	}
}

// TestProtocols: controls of DNP3, and nodes and methods of OPC UA.
func TestProtocols(t *testing.T) {
	x := plant(t)
	for _, c := range []struct {
		a      act
		en, ja string
	}{
		{act{protocol: "dnp3", function: "direct-operate", operation: wire.Operate, outcome: wire.Answered, station: 10, total: 1,
			points: []baseline.Touched{{Space: 12<<8 | 1, Index: 5, Count: 1, Values: "0x81"}}},
			"HMI-1 operated binary output 5 (CB-1 Breaker 52-1) on outstation 10 at RTU-3: trip, pulse on, without selecting it first",
			"HMI-1が、事前の選択なしにRTU-3の子局10のバイナリ出力5（CB-1 遮断器52-1）に「切（トリップ）・パルスON」を指令しました"},
		{act{protocol: "dnp3", function: "operate", operation: wire.Operate, outcome: wire.Refused, hasStatus: true, status: 1<<13 | 4, station: 65535, total: 2,
			points: []baseline.Touched{{Space: 12<<8 | 1, Index: 5, Count: 1, Values: "0x3"}, {Space: 41 << 8, Index: 3, Count: 1, Values: "900"}}},
			"HMI-1 tried to operate binary output 5 (CB-1 Breaker 52-1): latch on and analog output 3 (Pressure) = 900 kPa on all outstations at RTU-3 and was refused (parameter error, switched to local operation)",
			"HMI-1がRTU-3の全子局のバイナリ出力5（CB-1 遮断器52-1）に「ONラッチ」、アナログ出力3（圧力）に900 kPaを指令しましたが、拒否されました（指定の誤り、現場操作中）"},
		{act{protocol: "dnp3", function: "unsolicited-response", operation: wire.Read, outcome: wire.Unasked, station: 10, total: 2,
			points: []baseline.Touched{{Space: 2<<8 | 1, Index: 0, Count: 1, Values: "true"}, {Space: 4<<8 | 1, Index: 1, Count: 1, Values: "2"}}},
			"outstation 10 at RTU-3 reported binary input 0 = ON and double-bit input 1 = ON to HMI-1 by itself",
			"RTU-3の子局10がHMI-1にバイナリ入力0=ON、2ビット入力1=ONを自発的に通知しました"},
		{act{protocol: "opcua", function: "Write", operation: wire.Write, outcome: wire.Refused, hasStatus: true, status: 0x803b0000, total: 2,
			points: []baseline.Touched{{Space: 2, Count: 1, Node: "s=Pump1.Speed", Values: "1450.5"}, {Space: 2, Index: 7, Count: 1, Part: 17, Values: "1,2"}}},
			"HMI-1 tried to write Pump1.Speed (Pump speed) = 1450.5 rpm and AccessLevel of node ns=2;i=7 (N-7) = 1,2 on RTU-3 and was refused (not writable)",
			"HMI-1がRTU-3の「Pump1.Speed」（ポンプ回転数）に1450.5 rpm、ノードns=2;i=7（N-7）のAccessLevelに1,2を書き込もうとしましたが、拒否されました（書込み不可）"},
		{act{protocol: "opcua", function: "Call", operation: wire.Operate, outcome: wire.Answered, total: 4,
			points: []baseline.Touched{{Space: 2, Count: 1, Node: "s=Pump1"}, {Space: 2, Count: 1, Node: "s=Pump1.SetSpeed", Part: 21, Values: "1450.5"}}},
			"HMI-1 called Pump1.SetSpeed (with 1450.5) and 1 more of RTU-3", "HMI-1がRTU-3の「Pump1.SetSpeed」（引数1450.5）など、計2点を呼び出しました"},
		{act{protocol: "modbus", function: "write-single-coil", operation: wire.Write, outcome: wire.Unanswered, noReply: true, total: 1,
			points: []baseline.Touched{{Space: 1, Index: 4, Count: 1, Values: "false"}}},
			"HMI-1 wrote coil 00005 (address 4) = OFF on all stations of RTU-3 (no answer is due to this)", "HMI-1がRTU-3の全局のコイル00005（アドレス4）にOFFを書き込みました（応答のない指令です）"},
		{act{protocol: "modbus", function: "read-holding-registers", operation: wire.Read, outcome: wire.Unasked, total: 2, points: []baseline.Touched{{Space: 4, Index: 65534, Count: 2}}},
			"HMI-1 read holding register 465535 to 465536 of RTU-3; only the answer of the device was seen", "HMI-1がRTU-3の保持レジスタ465535〜465536を読み出しました（確認できたのは機器の応答だけです）"},
		{act{protocol: "modbus", function: "diagnostics", code: 8, sub: 4, hasSub: true, operation: wire.Restart, outcome: wire.Unanswered, station: 9},
			"HMI-1 told station 9 of RTU-3 to fall silent: it listens on and neither answers nor acts (listen-only mode); no answer was seen",
			"HMI-1がRTU-3の局番9に受信専用モード（応答も動作もしない状態）への切替えを指示しましたが、応答は確認されていません"},
	} {
		c.a.actor, c.a.server = hmi, rtu
		if got := x.act(lang.English, &c.a); got != c.en {
			t.Errorf("\n%s\nwant\n%s", got, c.en)
		}
		if got := x.act(lang.Japanese, &c.a); got != c.ja {
			t.Errorf("\n%s\nwant\n%s", got, c.ja)
		}
	}
}

// TestTransaction: a transaction of the wire, with the points of request and response.
func TestTransaction(t *testing.T) {
	x := plant(t)
	request := wire.Transaction{Protocol: protocols.All[2], Client: netip.AddrPortFrom(hmi, 40000), Server: netip.AddrPortFrom(plc, 502), Station: 1, Operation: wire.Write, Code: 16,
		Function: "write-multiple-registers", Outcome: wire.Answered, Request: wire.Part{Points: []wire.Point{{Space: 4, Index: 12, Count: 2, Access: wire.AccessWrite,
			Value: wire.Value{Kind: wire.KindWords, Raw: []byte{0, 230, 0, 7}}}}}}
	if got, want := x.Transaction(lang.English, &request), "HMI-1 wrote holding register 40013 (Pressure set point) = 230 kPa and 40014 = 7 on PLC-2."; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	report := wire.Transaction{Protocol: protocols.All[0], Client: netip.AddrPortFrom(hmi, 40000), Server: netip.AddrPortFrom(rtu, 20000), Station: 10, Operation: wire.Read, Outcome: wire.Unasked,
		Function: "unsolicited-response", Response: wire.Part{Points: []wire.Point{{Space: 1<<8 | 2, Index: 4, Count: 1, Value: wire.Bool(true)}}}}
	if got, want := x.Transaction(lang.English, &report), "Outstation 10 at RTU-3 reported binary input 4 = ON to HMI-1 by itself."; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
