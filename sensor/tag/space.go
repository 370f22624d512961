package tag

import "github.com/banken-ot/banken/sensor/lang"

// sort is a sort of point that a list may name.
type sort struct {
	protocol string
	space    uint32
	name     lang.Text
	digit    byte // that numbers on lists of Modbus begin with
	words    []string
}

// sorts are all of them, with what lists call them, in lower case without blanks,
// hyphens and underscores.
var sorts = [...]sort{
	{Modbus, Coil, lang.Text{EN: "coil", JA: "コイル"}, '0', []string{"coil", "coils", "outputcoil", "0x", "0xxxx", "コイル", "出力コイル"}},
	{Modbus, DiscreteInput, lang.Text{EN: "discrete input", JA: "入力ステータス"}, '1',
		[]string{"discreteinput", "discreteinputs", "inputstatus", "1x", "1xxxx", "入力ステータス", "ディスクリート入力", "入力接点"}},
	{Modbus, InputRegister, lang.Text{EN: "input register", JA: "入力レジスタ"}, '3',
		[]string{"inputregister", "inputregisters", "ir", "3x", "3xxxx", "入力レジスタ", "入力レジスター"}},
	{Modbus, HoldingRegister, lang.Text{EN: "holding register", JA: "保持レジスタ"}, '4',
		[]string{"holdingregister", "holdingregisters", "register", "hr", "4x", "4xxxx", "保持レジスタ", "保持レジスター", "ホールディングレジスタ"}},
	{DNP3, BinaryInput, lang.Text{EN: "binary input", JA: "バイナリ入力"}, 0, []string{"binaryinput", "bi", "バイナリ入力", "状態入力"}},
	{DNP3, DoubleBit, lang.Text{EN: "double-bit input", JA: "2ビット入力"}, 0, []string{"doublebitinput", "doublebitbinaryinput", "dbi", "2ビット入力", "ダブルビット入力"}},
	{DNP3, BinaryOutput, lang.Text{EN: "binary output", JA: "バイナリ出力"}, 0, []string{"binaryoutput", "bo", "crob", "バイナリ出力", "制御出力"}},
	{DNP3, Counter, lang.Text{EN: "counter", JA: "カウンタ"}, 0, []string{"counter", "ctr", "カウンタ", "カウンター", "積算"}},
	{DNP3, AnalogInput, lang.Text{EN: "analog input", JA: "アナログ入力"}, 0, []string{"analoginput", "ai", "アナログ入力"}},
	{DNP3, AnalogOutput, lang.Text{EN: "analog output", JA: "アナログ出力"}, 0, []string{"analogoutput", "ao", "アナログ出力"}},
	{DNP3, OctetString, lang.Text{EN: "octet string", JA: "文字列"}, 0, []string{"octetstring", "文字列"}},
}

// sortOf finds a sort of point; nil for none.
func sortOf(protocol string, space uint32) *sort {
	for i := range sorts {
		if sorts[i].protocol == protocol && sorts[i].space == space {
			return &sorts[i]
		}
	}
	return nil
}

// groups are the object groups of DNP3 about each sort of point (IEEE 1815-2012, Annex
// A): static, event, frozen, and what controls it.
var groups = [256]uint32{1: BinaryInput, 2: BinaryInput, 3: DoubleBit, 4: DoubleBit, 10: BinaryOutput, 11: BinaryOutput, 12: BinaryOutput, 13: BinaryOutput,
	20: Counter, 21: Counter, 22: Counter, 23: Counter, 30: AnalogInput, 31: AnalogInput, 32: AnalogInput, 33: AnalogInput,
	40: AnalogOutput, 41: AnalogOutput, 42: AnalogOutput, 43: AnalogOutput, 110: OctetString, 111: OctetString}

// SpaceOf returns the space of a tag for that of a point on the wire; ok is false when
// no tag can be about it.
func SpaceOf(protocol string, space uint32) (s uint32, ok bool) {
	switch protocol {
	case Modbus:
		return space, space >= Coil && space <= HoldingRegister
	case DNP3:
		s = groups[space>>8&0xff]
		return s, s != 0
	}
	return space, protocol == OPCUA
}

// SpaceName is what a space is called; the number of a namespace for OPC UA.
func SpaceName(protocol string, space uint32) lang.Text {
	if s := sortOf(protocol, space); s != nil {
		return s.name
	}
	return lang.Text{}
}
