package assess

import (
	"strconv"

	"github.com/banken-ot/banken/sensor/lang"
)

// Units of what is counted in sentences.
var (
	frames       = counted{"frame", "frames", "フレーム"}
	messages     = counted{"message", "messages", "メッセージ"}
	operations   = counted{"operation", "operations", "件の操作"}
	connections  = counted{"connection", "connections", "接続"}
	pointsCount  = counted{"point", "points", "件"}
	captureFiles = counted{"file", "files", "ファイル"}
	times        = counted{"time", "times", "回"}
	devices      = counted{"device", "devices", "台"}
)

// summary tells the figures at the top.
func (a *author) summary() {
	first, last := a.bounds()
	b := a.blindness()
	var decoded, changed uint64
	protocols := map[string]uint64{}
	for _, x := range a.talks {
		decoded += x.count
		protocols[protocolName(x.protocol.Name)] += x.count
	}
	for _, x := range a.c.changes {
		changed += x.count
	}
	changed += a.c.omitted.changes
	var names []Text
	for _, p := range [...]string{"Modbus", "DNP3", "OPC UA"} {
		if n := protocols[p]; n > 0 {
			names = append(names, Plain(p+" "+thousands(n)))
		}
	}
	a.fact("fact-time", lang.Span(a.duration()), say("fact-time-note", a.when(first).Local, a.when(last).Local))
	a.fact("fact-packets", Plain(thousands(b.packets)), a.filesText())
	if whole := b.decoded + b.blind + b.lost; whole > 0 {
		names = append(names, say("fact-decoded-note", share(b.decoded, whole)))
	}
	a.fact("fact-decoded", Plain(thousands(decoded)), join(names))
	others := Text{}
	if n := len(a.report.Others); n > 0 {
		others = say("fact-devices-note", devices.Of(uint64(n)))
	}
	a.fact("fact-devices", Plain(strconv.Itoa(len(a.report.Devices))), others)
	a.fact("fact-pairs", Plain(strconv.Itoa(len(a.talks))), Text{})
	note := Text{}
	if changed > 0 {
		note = say("fact-changes-note")
	}
	a.fact("fact-changes", Plain(thousands(changed)), note)
}

func (a *author) fact(name string, value, note Text) {
	a.report.Summary = append(a.report.Summary, Fact{Name: say(name), Value: value, Note: note})
}

func (a *author) filesText() Text {
	var n uint64
	for _, f := range a.c.files {
		n += f.total.Octets
	}
	return say("fact-packets-note", octets(n), captureFiles.Of(uint64(len(a.c.files))))
}

// trimZero writes a figure with one decimal at most.
func trimZero(f float64) string {
	s := strconv.FormatFloat(f, 'f', 1, 64)
	if len(s) > 2 && s[len(s)-2:] == ".0" {
		return s[:len(s)-2]
	}
	return s
}
