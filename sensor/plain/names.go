package plain

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/tag"
)

// name is what a point, or a run, is called: by its sort and number as on lists, with
// its label. first is not set where the sort was just said.
func (t *Teller) name(l lang.Language, a *act, x *item, first bool) string {
	label := ""
	if x.tag != nil {
		label = x.tag.Label(l)
	}
	switch a.protocol {
	case tag.Modbus:
		return modbusName(l, x, label, first, a.total <= 1)
	case tag.DNP3:
		return dnp3Name(l, x, label, first)
	}
	return nodeName(l, a.protocol, &x.point, label)
}

// Sorts of points of Modbus that no list has.
var (
	fileRecord = lang.Text{EN: "record %[1]s of file %[2]s", JA: "ファイル%[2]sのレコード%[1]s"}
	queueAt    = lang.Text{EN: "the queue at address %[1]s", JA: "アドレス%[1]sのキュー"}
	variableAt = lang.Text{EN: "a program variable (block %[2]s, octet %[1]s)", JA: "プログラム変数（ブロック%[2]s、%[1]sバイト目）"}
	pointAt    = lang.Text{EN: "point %[1]s", JA: "点%[1]s"}
	sortAt     = lang.Text{EN: "%[1]s %[2]s", JA: "%[1]s%[2]s"}
)

// otherNames are those of protocols/modbus beyond the four tables: file records, queues
// and variables.
var otherNames = map[uint32]lang.Text{5: fileRecord, 6: queueAt, 7: variableAt}

// modbusName names a point as operators know it: 40013. The address on the wire is told
// where nothing else says which point it is.
func modbusName(l lang.Language, x *item, label string, first, alone bool) string {
	p := &x.point
	if p.Space < tag.Coil || p.Space > tag.HoldingRegister {
		text, ok := otherNames[p.Space]
		if !ok {
			text = pointAt
		}
		return text.Say(l, number(uint64(p.Index)), number(uint64(p.Part)))
	}
	name := reference(p.Space, p.Index)
	switch {
	case x.count > 1:
		name = rangeOf.Say(l, name, reference(p.Space, p.Index+x.count-1))
	case label != "":
		name = labelled.Say(l, name, label)
	case alone:
		name = labelled.Say(l, name, rawAddress.Say(l, number(uint64(p.Index))))
	}
	if !first {
		return name
	}
	return sortAt.Say(l, tag.SpaceName(tag.Modbus, p.Space), name)
}

// tables are the digits of the tables of Modbus.
var tables = [...]string{tag.Coil: "0", tag.DiscreteInput: "1", tag.InputRegister: "3", tag.HoldingRegister: "4"}

// reference writes an address as lists of Modbus do: a digit for the table, and the
// number from 1, in four digits or, where they are too few, in five.
func reference(space, index uint32) string {
	if index < 9999 {
		return tables[space] + fmt.Sprintf("%04d", index+1)
	}
	return tables[space] + fmt.Sprintf("%05d", index+1)
}

// dnp3Groups are what groups of objects are called that a list of points has none of
// (IEEE 1815-2012, Annex A).
var dnp3Groups = map[uint32]lang.Text{
	0:   {EN: "device attribute", JA: "機器属性"},
	34:  {EN: "dead-band of analog input", JA: "アナログ入力の不感帯"},
	50:  {EN: "the clock", JA: "時計"},
	51:  {EN: "the time of events", JA: "イベントの時刻"},
	52:  {EN: "a delay", JA: "遅延時間"},
	60:  {EN: "data of a class", JA: "クラスデータ"},
	70:  {EN: "a file", JA: "ファイル"},
	80:  {EN: "internal indication", JA: "内部状態表示"},
	81:  {EN: "buffer state", JA: "バッファの状態"},
	82:  {EN: "device profile", JA: "機器プロファイル"},
	83:  {EN: "private object", JA: "メーカー独自データ"},
	85:  {EN: "data set prototype", JA: "データセットの原型"},
	86:  {EN: "data set descriptor", JA: "データセットの定義"},
	87:  {EN: "data set", JA: "データセット"},
	88:  {EN: "data set event", JA: "データセットのイベント"},
	90:  {EN: "an application", JA: "アプリケーション"},
	91:  {EN: "state of a requested operation", JA: "要求した操作の状態"},
	100: {EN: "floating point value", JA: "浮動小数点値"},
	101: {EN: "BCD value", JA: "BCD値"},
	102: {EN: "unsigned value", JA: "符号なし整数"},
	112: {EN: "virtual terminal", JA: "仮想端末"},
	113: {EN: "virtual terminal event", JA: "仮想端末のイベント"},
	120: {EN: "authentication data", JA: "認証データ"},
	121: {EN: "security statistic", JA: "セキュリティ統計"},
	122: {EN: "security statistic event", JA: "セキュリティ統計のイベント"},
}

// unnumbered are groups whose objects have no index that says anything.
var unnumbered = map[uint32]bool{50: true, 51: true, 52: true, 60: true, 70: true, 81: true, 82: true, 83: true, 90: true, 91: true, 120: true}

var otherGroup = lang.Text{EN: "object group %[1]s, point", JA: "オブジェクトグループ%[1]sの点"}

func dnp3Name(l lang.Language, x *item, label string, first bool) string {
	p := &x.point
	group := p.Space >> 8
	sort := otherGroup.Fill(number(uint64(group)))
	if s, ok := tag.SpaceOf(tag.DNP3, p.Space); ok {
		sort = tag.SpaceName(tag.DNP3, s)
	} else if t, ok := dnp3Groups[group]; ok {
		sort = t
	}
	if unnumbered[group] {
		return sort.In(l)
	}
	name := number(uint64(p.Index))
	switch {
	case x.count > 1:
		name = rangeOf.Say(l, name, number(uint64(p.Index+x.count-1)))
	case label != "":
		name = labelled.Say(l, name, label)
	}
	if !first {
		return name
	}
	return sortAt.Say(l, sort, name)
}

// attributeExecutable is the attribute by which methods are told; attributes are those
// of nodes (OPC UA Part 6, A.1).
const attributeExecutable = 21

var attributes = [...]string{1: "NodeId", 2: "NodeClass", 3: "BrowseName", 4: "DisplayName", 5: "Description", 6: "WriteMask", 7: "UserWriteMask", 8: "IsAbstract",
	9: "Symmetric", 10: "InverseName", 11: "ContainsNoLoops", 12: "EventNotifier", 13: "Value", 14: "DataType", 15: "ValueRank", 16: "ArrayDimensions", 17: "AccessLevel",
	18: "UserAccessLevel", 19: "MinimumSamplingInterval", 20: "Historizing", 21: "Executable", 22: "UserExecutable", 23: "DataTypeDefinition", 24: "RolePermissions",
	25: "UserRolePermissions", 26: "AccessRestrictions", 27: "AccessLevelEx"}

var (
	node    = lang.Text{EN: "node %[1]s", JA: "ノード%[1]s"}
	named   = lang.Text{EN: "%[1]s", JA: "「%[1]s」"}
	unnamed = lang.Text{EN: "attribute %[1]s", JA: "属性%[1]s"}
)

// nodeName names a node of OPC UA by its identifier, where that is a text, which it is
// meant for; a point of another protocol by its number.
func nodeName(l lang.Language, protocol string, p *baseline.Touched, label string) string {
	name := ""
	switch text, isText := strings.CutPrefix(p.Node, "s="); {
	case protocol != tag.OPCUA:
		name = pointAt.Say(l, number(uint64(p.Index)))
	case isText && text != "":
		name = named.Say(l, text)
	case p.Node != "":
		name = node.Say(l, "ns="+number(uint64(p.Space))+";"+p.Node)
	default:
		id := "i=" + number(uint64(p.Index))
		if p.Space != 0 {
			id = "ns=" + number(uint64(p.Space)) + ";" + id
		}
		name = node.Say(l, id)
	}
	if label != "" {
		name = labelled.Say(l, name, label)
	}
	if p.Part == 0 || protocol != tag.OPCUA {
		return name
	}
	attribute := unnamed.Say(l, number(uint64(p.Part)))
	if int(p.Part) < len(attributes) {
		attribute = attributes[p.Part]
	}
	return attributeOf.Say(l, attribute, name)
}

// Values in words.
var (
	on  = lang.Plain("ON")
	off = lang.Plain("OFF")

	doubleBits = [...]lang.Text{{EN: "in between", JA: "中間"}, off, on, {EN: "undetermined", JA: "不定"}}
)

// tripClose and operations are the parts of a control code (IEEE 1815-2012, Annex A).
var (
	tripClose  = [...]lang.Text{{}, {EN: "close", JA: "入（投入）"}, {EN: "trip", JA: "切（トリップ）"}, {EN: "reserved code", JA: "予約コード"}}
	operations = [...]lang.Text{{EN: "no action", JA: "動作なし"}, {EN: "pulse on", JA: "パルスON"}, {EN: "pulse off", JA: "パルスOFF"}, {EN: "latch on", JA: "ONラッチ"},
		{EN: "latch off", JA: "OFFラッチ"}}
	otherCode = lang.Text{EN: "control code %[1]s", JA: "制御コード%[1]s"}
	withPulse = lang.Text{EN: "%[1]s, %[2]s", JA: "%[1]s・%[2]s"}
)

// controlWord tells a control code.
func controlWord(l lang.Language, code uint64) string {
	operation := otherCode.Say(l, hexadecimal(uint32(code)))
	if n := code & 0x0f; int(n) < len(operations) {
		operation = operations[n].In(l)
	}
	if t := tripClose[code>>6&3]; !t.Empty() {
		return withPulse.Say(l, t, operation)
	}
	return operation
}

// valueOf tells a value in words: what a bit or a command is called, or a figure with its
// unit. word is set for a command.
func valueOf(l lang.Language, protocol string, space uint32, s string, t *tag.Tag) (value string, word bool) {
	group := space >> 8
	switch {
	case s == "":
		return "", false
	case s == "true" || s == "false", isBit(protocol, space):
		switch s {
		case "1", "true":
			return on.In(l), false
		case "0", "false":
			return off.In(l), false
		}
	case protocol == tag.DNP3 && group == 12:
		if code, err := strconv.ParseUint(strings.TrimPrefix(s, "0x"), 16, 8); err == nil {
			return controlWord(l, code), true
		}
	case protocol == tag.DNP3 && (group == 3 || group == 4):
		if n, err := strconv.Atoi(s); err == nil && n >= 0 && n < len(doubleBits) {
			return doubleBits[n].In(l), false
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || t == nil {
		return s, false
	}
	return t.Format(t.Scaled(x)), false
}

// isBit reports whether the points of a space are on or off.
func isBit(protocol string, space uint32) bool {
	switch protocol {
	case tag.Modbus:
		return space == tag.Coil || space == tag.DiscreteInput
	case tag.DNP3:
		switch space >> 8 {
		case 1, 2, 10, 11, 80:
			return true
		}
	}
	return false
}

// Place is how the point of a tag is numbered on lists: 40013, 5, ns=2;s=Pump.Speed.
func Place(t *tag.Tag) string {
	switch {
	case t.Protocol == tag.Modbus && t.Space >= tag.Coil && t.Space <= tag.HoldingRegister:
		return reference(t.Space, t.Index)
	case t.Protocol != tag.OPCUA:
		return number(uint64(t.Index))
	}
	id := t.Node
	if id == "" {
		id = "i=" + number(uint64(t.Index))
	}
	if t.Space == 0 {
		return id
	}
	return "ns=" + number(uint64(t.Space)) + ";" + id
}
