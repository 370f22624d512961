package record

import "github.com/banken-ot/banken/protocols/wire"

// statusSources are ICSNPP's names of where a status stands, by number; the last
// ones are ours.
var statusSources = [...]string{
	0: "ResponseHeader", 2: "Browse", 4: "ActivateSession", 6: "Read", 8: "CreateMonitoredItems", 18: "Write",
	21: "Call", 22: "Publish",
}

var (
	severities  = [...]string{"Severity_Good", "Severity_Uncertain", "Severity_Bad", "Reserved"}
	infoTypes   = [...]string{"InfoType_NotUsed", "InfoType_DataValue", "Reserved", "Reserved"}
	limitBits   = [...]string{"LimitBits_None", "LimitBits_Low", "LimitBits_High", "LimitBits_Constant"}
	historyBits = [...]string{"HistorianBits_Raw", "HistorianBits_Calculated", "HistorianBits_Interpolated", "Reserved"}
)

// status writes a status to opcua_binary_status_code_detail.log (Part 4, 7.39).
func (z *Zeek) status(t *wire.Transaction, dir wire.Direction, link uint64, source int, code uint32) {
	r := &z.second
	r.begin(z.tables.byPath["opcua_binary_status_code_detail"], t, dir)
	r.link("status_code_link_id", link)
	r.number("source", uint64(source))
	r.word("source_str", statusSources[source])
	r.number("source_level", 0)
	r.hexadecimal("status_code", code, 8)
	r.number("severity", uint64(code>>30))
	r.word("severity_str", severities[code>>30])
	r.number("sub_code", uint64(code>>16&0xfff))
	from := len(r.text)
	r.text = t.Protocol.AppendStatus(r.text, code&0xffff0000)
	r.set("sub_code_str", from)
	r.truth("structure_changed", code>>15&1 != 0)
	r.truth("semantics_changed", code>>14&1 != 0)
	info := code >> 10 & 3
	r.number("info_type", uint64(info))
	r.word("info_type_str", infoTypes[info])
	if info == 1 {
		r.infoBits(code)
	}
	z.write(r)
}

// infoBits sets what the info bits of a data value's status tell.
func (r *zeekRow) infoBits(code uint32) {
	limit, history := code>>8&3, code&3
	r.number("limit_bits", uint64(limit))
	r.word("limit_bits_str", limitBits[limit])
	r.truth("overflow", code>>7&1 != 0)
	r.number("historian_bits", uint64(history))
	r.word("historian_bits_str", historyBits[history])
	r.truth("historianPartial", code>>2&1 != 0)
	r.truth("historianExtraData", code>>3&1 != 0)
	r.truth("historianMultiValue", code>>4&1 != 0)
}
