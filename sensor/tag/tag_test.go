package tag

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

var plc = netip.MustParseAddr("10.0.0.2")

// devices are two with a name.
func devices(name string) (netip.Addr, bool) {
	a, ok := map[string]netip.Addr{"PLC-2": plc, "配水PLC": plc, "RTU-3": netip.MustParseAddr("10.0.0.3")}[name]
	return a, ok
}

func read(t *testing.T, text string) []Tag {
	t.Helper()
	list, err := Read([]byte(text), devices)
	if err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return list
}

// TestSpaces: the tables of Modbus are numbered as on the wire.
func TestSpaces(t *testing.T) {
	if [...]int{Coil, DiscreteInput, InputRegister, HoldingRegister} != [...]int{modbus.Coil, modbus.DiscreteInput, modbus.InputRegister, modbus.HoldingRegister} {
		t.Error("the spaces differ")
	}
	for i := range sorts {
		langtest.Check(t, sorts[i].name.EN, sorts[i].name, false)
		for _, w := range sorts[i].words {
			if plain(w) != w {
				t.Errorf("%q is compared as %q", w, plain(w))
			}
		}
	}
	for id, words := range columns {
		for _, w := range words {
			if columnOf(w) != columnID(id) {
				t.Errorf("%q is column %d, not %d", w, columnOf(w), id)
			}
		}
	}
}

// TestRead: a list of everything, in English, with a byte order mark.
func TestRead(t *testing.T) {
	list := read(t, "\ufeff"+`# plant list, revision 7
Name,Device,Unit ID,Table,Number,Unit,Scale,Offset,Data type,Word order,Low limit,High limit,Description,Description (JA)
PIC-101.SP,PLC-2,1,holding register,40013,kPa,0.1,-5,int16,,0,1000,Pressure set point,圧力設定値
FIT-1,10.0.0.2,1,,30005,m3/h,,,float32,swapped,,,Flow,
P-1,10.0.0.2,,coil,00005,,,,bool,,,,,
,10.0.0.2,1,4x,465536,,,,,,,,last register,

P-1.RUN,RTU-3,10,g1v2,7,,,,,,,,Pump 1 runs,
CB-1,RTU-3,10,crob,5,,,,,,,,Breaker,
SPEED,RTU-3,,,ns=2;s=Pump 1.Speed,rpm,,,,,,,Speed,
ID,RTU-3,,,i=2258,,,,,,,,Time,
`)
	rtu := netip.MustParseAddr("10.0.0.3")
	want := []Tag{
		{Server: plc, Protocol: Modbus, Station: 1, Space: HoldingRegister, Index: 12, Name: "PIC-101.SP", Unit: "kPa", Scale: 0.1, Offset: -5, Type: Int16,
			HasLow: true, HasHigh: true, High: 1000, Description: lang.Text{EN: "Pressure set point", JA: "圧力設定値"}},
		{Server: plc, Protocol: Modbus, Station: 1, Space: InputRegister, Index: 4, Name: "FIT-1", Unit: "m3/h", Scale: 1, Type: Float32, Swapped: true, Description: lang.Text{EN: "Flow"}},
		{Server: plc, Protocol: Modbus, Station: AnyStation, Space: Coil, Index: 4, Name: "P-1", Scale: 1, Type: Bool},
		{Server: plc, Protocol: Modbus, Station: 1, Space: HoldingRegister, Index: 65535, Scale: 1, Description: lang.Text{EN: "last register"}},
		{Server: rtu, Protocol: DNP3, Station: 10, Space: BinaryInput, Index: 7, Name: "P-1.RUN", Scale: 1, Description: lang.Text{EN: "Pump 1 runs"}},
		{Server: rtu, Protocol: DNP3, Station: 10, Space: BinaryOutput, Index: 5, Name: "CB-1", Scale: 1, Description: lang.Text{EN: "Breaker"}},
		{Server: rtu, Protocol: OPCUA, Station: AnyStation, Space: 2, Node: "s=Pump 1.Speed", Name: "SPEED", Unit: "rpm", Scale: 1, Description: lang.Text{EN: "Speed"}},
		{Server: rtu, Protocol: OPCUA, Station: AnyStation, Index: 2258, Name: "ID", Scale: 1, Description: lang.Text{EN: "Time"}},
	}
	if len(list) != len(want) {
		t.Fatalf("%d points", len(list))
	}
	for i := range want {
		if list[i] != want[i] {
			t.Errorf("%+v\nwant %+v", list[i], want[i])
		}
	}
}

// japaneseList is as a spreadsheet in Japan writes it.
const japaneseList = "# 起点=0\r\n機器,局番,種別,番号,名称,単位,倍率,データ型,ワード順,備考\r\n配水PLC,１,保持レジスタ,12,圧力設定値①,㎜,０．１,int16,,\r\n"

// TestJapanese: headings, numbers and text in Japanese, also in Shift_JIS, with tabs and
// with semicolons.
func TestJapanese(t *testing.T) {
	text := strings.Replace(strings.Replace(japaneseList, ",備考", "", 1), "int16,,", "int16,", 1)
	sjis, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"UTF-8": text, "Shift_JIS": string(sjis), "tab": strings.ReplaceAll(text, ",", "\t"), "semicolon": strings.ReplaceAll(text, ",", ";")} {
		list := read(t, file)
		want := Tag{Server: plc, Protocol: Modbus, Station: 1, Space: HoldingRegister, Index: 12, Unit: "㎜", Scale: 0.1, Type: Int16, Description: lang.Text{JA: "圧力設定値①"}}
		if len(list) != 1 || list[0] != want {
			t.Errorf("%s: %+v", name, list)
		}
	}
	var faults Faults
	if _, err := Read([]byte(japaneseList), devices); !errors.As(err, &faults) || faults[0].Line != 2 || faults[0].Column != 10 || faults[0].Text != columnTwice {
		t.Errorf("two columns of descriptions: %v", err)
	}
}

// TestFaults: everything that is wrong is told at once, with line, column and advice, in
// both languages.
func TestFaults(t *testing.T) {
	head := "device,protocol,station,table,number,base,name,unit,scale,offset,type,order,low,high\n"
	for line, want := range map[string]string{
		",modbus,,coil,1,0,x,,,,,,,":                               "line 2, column 1 (device): is missing",
		"PLC-9,,,coil,1,0,x,,,,,,,":                                "line 2, column 1 (device): PLC-9 is neither",
		"PLC-2,profinet,,coil,1,0,x,,,,,,,":                        "column 2 (protocol): profinet is no protocol",
		"PLC-2,,256,coil,1,0,x,,,,,,,":                             "column 3 (station): 256 is no station; write a number from 0 to 255",
		"PLC-2,,,spool,1,0,x,,,,,,,":                               "column 4 (table): spool is no table or sort of point of modbus, dnp3",
		"PLC-2,,,,13,0,x,,,,,,,":                                   "column 4 (table): say which table",
		"PLC-2,,,coil,,0,x,,,,,,,":                                 "column 5 (number): is missing",
		"PLC-2,,,holding register,13,,x,,,,,,,":                    "column 5 (number): does 13 count from 0 or from 1?",
		"PLC-2,,,holding register,40013,1,x,,,,,,,":                "column 5 (number): 40013 with base 1 may be point 13 or point 40013",
		"PLC-2,,,holding register,10013,,x,,,,,,,":                 "begins with the digit of another table than holding register (40001)",
		"PLC-2,,,coil,65536,0,x,,,,,,,":                            "65536 is no number of a point here; it must be from 0 to 65535",
		"PLC-2,,,coil,0,1,x,,,,,,,":                                "must be from 1 to 65536",
		"PLC-2,,,coil,-1,0,x,,,,,,,":                               "must be from 0 to 65535",
		"PLC-2,opcua,,,2;Pump,,x,,,,,,,":                           "2;Pump is no NodeId",
		"PLC-2,,,,ns=99999;s=a,,x,,,,,,,":                          "is no NodeId",
		"PLC-2,,,,ns=1;i=x,,x,,,,,,,":                              "is no NodeId",
		"PLC-2,,,,ns=1;b=x!,,x,,,,,,,":                             "is no NodeId",
		"PLC-2,,,,ns=1;g=12,,x,,,,,,,":                             "is no NodeId",
		"PLC-2,,,coil,1,2,x,,,,,,,":                                "column 6 (base): base is 0, 1 or reference, not 2",
		"PLC-2,,,coil,1,0,,,,,,,,":                                 "column 7 (name): give the point a name",
		"PLC-2,,,coil,1,0,x,,zwei,,,,,":                            "column 9 (scale): zwei is no number",
		"PLC-2,,,coil,1,0,x,,0,,,,,":                               "column 9 (scale): a scale of 0",
		"PLC-2,,,coil,1,0,x,,,NaN,,,,":                             "column 10 (offset): NaN is no number",
		"PLC-2,,,coil,1,0,x,,,,int64,,,":                           "column 11 (type): int64 is no data type",
		"PLC-2,,,coil,1,0,x,,,,int16,,,":                           "column 11 (type): coil is a single bit",
		"PLC-2,,,hr,1,0,x,,,,int32,badc,,":                         "column 12 (order): badc is no word order",
		"PLC-2,,,hr,65535,0,x,,,,int32,,,":                         "column 5 (number): a value of two registers cannot begin",
		"PLC-2,,,hr,1,0,x,,,,,,5,5":                                "column 13 (low): the low limit 5 is not below the high limit 5",
		"PLC-2,dnp3,,,1,,x,,,,,,,":                                 "column 4 (table): is missing",
		"PLC-2,dnp3,65520,bi,1,,x,,,,,,,":                          "from 0 to 65519",
		"PLC-2,,,coil,1,0," + strings.Repeat("x", 201) + ",,,,,,,": "column 7 (name): is longer than 200 characters",
		"PLC-2,,,coil,1,0,x,,,,,,,\nPLC-2,,,coil,2,1,y,,,,,,,":     "line 3: this point stands in line 2 already (x)",
		"PLC-2,,,hr,1,0,x,,,,int32,,,\nPLC-2,,,hr,2,0,y,,,,,,,":    "line 3: the two registers of this point overlap with those of line 2 (x)",
		"PLC-2,,,hr,2,0,x,,,,,,,\nPLC-2,,,hr,1,0,y,,,,real,,,":     "line 3: the two registers of this point overlap with those of line 2 (x)",
		"PLC-2,,,\"hr,1,0,x":                                       "line 2: not CSV",
	} {
		_, err := Read([]byte(head+line+"\n"), devices)
		var faults Faults
		if !errors.As(err, &faults) || len(faults) != 1 || !strings.Contains(faults.In(lang.English), want) {
			t.Errorf("%s: %v, want %s", line, err, want)
			continue
		}
		if ja := faults[0].Text.JA; strings.Contains(ja, "%!") || !strings.ContainsFunc(ja, langtest.IsJapanese) {
			t.Errorf("%s: %s", line, ja)
		}
	}
	_, err := Read([]byte(head+"PLC-9,,300,coil,x,0,,,,,,,,\nPLC-2,,300,coil,x,0,,,a,b,,,,\n"), devices)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 7 {
		t.Errorf("all faults: %v", err)
	}
	if s := faults.In(lang.Japanese); !strings.HasPrefix(s, "2行目・1列目（device）：「PLC-9」は") {
		t.Error(s)
	}
}

// TestFileFaults: what is wrong with a file as a whole.
func TestFileFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "line 1: a line must name the columns",
		"name,unit\n":                     "line 1: a line must name the columns",
		"device,number,colour\n":          "line 1, column 3 (colour): no column is called colour; the columns are device, protocol",
		"device,number,device\n":          "column 3 (device): this column stands twice",
		"# scale=3\ndevice,number,name\n": "scale cannot be set for the whole file",
		"\xff\xfed\x00":                   "UTF-16",
		"device,number,name\n\x81":        "neither UTF-8 nor Shift_JIS",
		"\"device":                        "not CSV",
	} {
		_, err := Read([]byte(text), devices)
		var faults Faults
		if !errors.As(err, &faults) || !strings.Contains(faults.In(lang.English), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if list, err := Read([]byte("device,number,name\n"), devices); err != nil || len(list) != 0 {
		t.Errorf("an empty list: %v, %v", list, err)
	}
}

// TestBounds: neither faults nor points grow without bound.
func TestBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString("device,station,table,number,base,name\n")
	for n := range 1000 {
		fmt.Fprintf(&b, "PLC-2,1,hr,%d,0,\n", n)
	}
	var faults Faults
	if _, err := Read([]byte(b.String()), devices); !errors.As(err, &faults) || len(faults) != maxFaults+1 || faults[maxFaults].Text != tooManyFaults {
		t.Errorf("%d faults", len(faults))
	}
	b.Reset()
	b.WriteString("device,station,table,number,base,name\n")
	for n := range MaxTags {
		fmt.Fprintf(&b, "10.0.%d.%d,1,hr,%d,0,point %d\n", n>>16, n>>14&3, n&0xffff, n)
	}
	if list := read(t, b.String()); len(list) != MaxTags {
		t.Errorf("%d points", len(list))
	}
	b.WriteString("10.9.9.9,1,hr,1,0,one too many\n")
	if _, err := Read([]byte(b.String()), devices); !errors.As(err, &faults) || !strings.Contains(err.Error(), "100000 points") {
		t.Error(err)
	}
	if _, err := Read(make([]byte, MaxFile+1), devices); !errors.As(err, &faults) || faults[0].Text != tooLarge.Fill(MaxFile>>20) {
		t.Error(err)
	}
}

// TestFind: a point is found by any of its registers, by its station or without, and by
// the objects of events and controls, without allocating.
func TestFind(t *testing.T) {
	table := NewTable(read(t, "device,station,table,number,name,type\nPLC-2,1,,40013,a,int32\nPLC-2,,,40001,b,\nPLC-2,2,,40001,c,\nRTU-3,10,bo,5,d,\nRTU-3,,,ns=2;s=Pump,e,\nRTU-3,,,ns=2;i=7,f,\nRTU-3,,,ns=2;b=AP8=,g,\nRTU-3,,,g=0A0B0C0D-0102-0304-0506-0708090A0B0C,h,\n"))
	rtu := netip.MustParseAddr("::ffff:10.0.0.3")
	for _, x := range []struct {
		server                netip.Addr
		protocol              string
		station, space, index uint32
		node, want            string
	}{
		{plc, Modbus, 1, HoldingRegister, 12, "", "a"},
		{plc, Modbus, 1, HoldingRegister, 13, "", "a"},
		{plc, Modbus, 1, HoldingRegister, 14, "", ""},
		{plc, Modbus, 2, HoldingRegister, 12, "", ""},
		{plc, Modbus, 1, HoldingRegister, 0, "", "b"},
		{plc, Modbus, 2, HoldingRegister, 0, "", "c"},
		{plc, Modbus, 1, InputRegister, 12, "", ""},
		{plc, Modbus, 1, 5, 12, "", ""},
		{rtu, DNP3, 10, 12<<8 | 1, 5, "", "d"},
		{rtu, DNP3, 10, 10<<8 | 2, 5, "", "d"},
		{rtu, DNP3, 10, 50<<8 | 1, 5, "", ""},
		{rtu, OPCUA, 0, 2, 0, "s=Pump", "e"},
		{rtu, OPCUA, 0, 2, 7, "", "f"},
		{rtu, OPCUA, 0, 3, 0, "s=Pump", ""},
		{rtu, OPCUA, 0, 2, 0, "b=00ff", "g"},
		{rtu, OPCUA, 0, 0, 0, "g=0a0b0c0d-0102-0304-0506-0708090a0b0c", "h"},
		{rtu, "s7", 0, 3, 0, "", ""},
	} {
		got := table.Find(x.server, x.protocol, x.station, x.space, x.index, x.node)
		if (got == nil) != (x.want == "") || got != nil && got.Name != x.want {
			t.Errorf("%+v: %+v", x, got)
		}
	}
	if n := testing.AllocsPerRun(100, func() {
		table.Find(plc, Modbus, 1, HoldingRegister, 13, "")
		table.Find(rtu, OPCUA, 1, 2, 0, "s=Pump")
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if (*Table)(nil).Find(plc, Modbus, 1, 1, 1, "") != nil || len((*Table)(nil).Tags()) != 0 {
		t.Error("nil is not empty")
	}
}

// TestValue: registers make a value as the list says.
func TestValue(t *testing.T) {
	pi := math.Float32bits(3.5)
	for _, x := range []struct {
		tag       Tag
		registers []uint16
		want      string
	}{
		{Tag{Unit: "kPa"}, []uint16{900}, "900 kPa"},
		{Tag{Type: Uint16, Scale: 0.1}, []uint16{2605}, "260.5"},
		{Tag{Type: Int16, Scale: 0.1, Offset: 10, Unit: "%"}, []uint16{0xff9c}, "0%"},
		{Tag{Type: Int32}, []uint16{0xffff, 0xfffe}, "-2"},
		{Tag{Type: Uint32}, []uint16{1, 2}, "65538"},
		{Tag{Type: Uint32, Swapped: true}, []uint16{2, 1}, "65538"},
		{Tag{Type: Float32, Unit: "m"}, []uint16{uint16(pi >> 16), uint16(pi)}, "3.5 m"},
		{Tag{Type: Uint32, Scale: 0.1}, []uint16{0x00bc, 0x614f}, "1234567.9"},
		{Tag{Type: Float32}, []uint16{1}, ""},
		{Tag{}, nil, ""},
	} {
		x.tag.Protocol, x.tag.Space = Modbus, HoldingRegister
		got := ""
		if v, ok := x.tag.Value(x.registers); ok {
			got = x.tag.Format(v)
		}
		if got != x.want {
			t.Errorf("%+v of %v is %q, want %q", x.tag, x.registers, got, x.want)
		}
	}
}

// TestLabel: a point is called by its code and what it is, in the language asked for.
func TestLabel(t *testing.T) {
	for want, x := range map[string]Tag{
		"PIC-1 圧力":   {Name: "PIC-1", Description: lang.Text{EN: "Pressure", JA: "圧力"}},
		"圧力":         {Name: "Pressure set point", Description: lang.Text{EN: "Pressure", JA: "圧力"}},
		"PIC-1":      {Name: "PIC-1"},
		"P Pressure": {Name: "P", Description: lang.Text{EN: "Pressure"}},
	} {
		if got := x.Label(lang.Japanese); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// FuzzRead: whatever is in a file, it is read or refused with something to correct.
func FuzzRead(f *testing.F) {
	f.Add([]byte(japaneseList))
	f.Add([]byte("device,number,name\nPLC-2,40001,a\n"))
	f.Add([]byte("device\tprotocol\tnumber\tname\nPLC-2\topcua\tns=1;s=a\tx\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := Read(b, devices)
		var faults Faults
		if err != nil && (!errors.As(err, &faults) || len(faults) == 0 || len(faults) > maxFaults+64) {
			t.Errorf("%v", err)
		}
		table := NewTable(list)
		for i := range list {
			x := &list[i]
			if x.Scale == 0 || x.Name == "" && x.Description.Empty() {
				t.Errorf("%+v", x)
			}
			if x.Protocol == DNP3 {
				continue // whose spaces on the wire are groups
			}
			if got := table.Find(x.Server, x.Protocol, x.Station, x.Space, x.Index, x.Node); got != x {
				t.Errorf("%+v is not found", x)
			}
		}
	})
}
