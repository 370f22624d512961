package plain

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/endpoint"
	"github.com/banken-ot/banken/baseline/identity"
	"github.com/banken-ot/banken/baseline/timing"
	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/baseline/value"
	"github.com/banken-ot/banken/baseline/visibility"
	"github.com/banken-ot/banken/baseline/whitelist"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// raw are pieces that a sentence never has: places, faults of formatting, the keys of
// tables, names of points as programs write them, and two of what stands once.
var raw = regexp.MustCompile(`%!|%\[|[{}\[\]|]|\(\)|（）|“”|「」|  |\.\.|。。|、、|,,|をを|がが|にに|のの|\bnil\b|invalid|holding-register|discrete-input|input-register|ns=\d+\[|g\d+v\d+`)

// check reports what is wrong with a sentence.
func check(t *testing.T, what string, l lang.Language, s string) {
	t.Helper()
	end := map[lang.Language]string{lang.English: ".", lang.Japanese: "。"}[l]
	switch {
	case s == "" || !strings.HasSuffix(s, end):
		t.Errorf("%s: not a sentence: %q", what, s)
	case raw.MatchString(s):
		t.Errorf("%s: a raw piece %q in %q", what, raw.FindString(s), s)
	case l == lang.English && strings.ContainsFunc(s, langtest.IsJapanese), l == lang.Japanese && !strings.ContainsFunc(s, langtest.IsJapanese):
		t.Errorf("%s: not in %s: %q", what, l, s)
	case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		t.Errorf("%s: cannot be printed: %q", what, s)
	}
}

// eachLanguage checks a sentence in all languages.
func eachLanguage(t *testing.T, what string, say func(l lang.Language) string) {
	t.Helper()
	for l := range lang.Languages {
		check(t, what, lang.Language(l), say(lang.Language(l)))
	}
}

// TestTemplates: every template is in both languages, with the same places, and its
// Japanese can go on.
func TestTemplates(t *testing.T) {
	place, remark := regexp.MustCompile(`\{[a-z]+\}`), regexp.MustCompile(`（[^（）]*）$`)
	all := map[string]template{"modbus unknown": modbusUnknown, "dnp3 unknown": dnp3Unknown, "dnp3 unknown link": dnp3UnknownLink}
	for name, table := range map[string]map[string]template{"modbus": modbusTemplates, "dnp3": dnp3Templates, "opcua": opcuaTemplates} {
		for key, x := range table {
			all[name+" "+key] = x
		}
	}
	for code, x := range umasTemplates {
		all["umas "+hexadecimal(code)] = x
	}
	for n, x := range byOperation {
		all[wire.Operation(n).String()] = x
	}
	for name, x := range all {
		plain := lang.Text{EN: strings.NewReplacer("[", "", "]", "", "|", "").Replace(x.EN), JA: strings.NewReplacer("[", "", "]", "", "|", "").Replace(x.JA)}
		langtest.Check(t, name, plain, false)
		for _, p := range place.FindAllString(x.EN+x.JA, -1) {
			if !strings.Contains("{actor}{target}{reads}{writes}{controls}{calls}{reports}{function}{code}{sub}", p) {
				t.Errorf("%s: place %s", name, p)
			}
		}
		for _, tried := range []bool{false, true} {
			ja := fill(x.JA, tried, func(string) string { return "" })
			if base := remark.ReplaceAllString(ja, ""); !strings.HasSuffix(base, "ました") && !strings.HasSuffix(base, "ません") {
				t.Errorf("%s: %s does not end so that it can go on", name, ja)
			}
		}
	}
}

// shapes are acts with and without what may be known.
func shapes(a act) []act {
	var all []act
	for _, o := range []wire.Outcome{0, wire.Answered, wire.Refused, wire.Unanswered, wire.Unasked, 200} {
		for _, n := range []int{0, 1, 2, baseline.MaxTouched} {
			x := a
			x.outcome, x.hasStatus, x.status = o, n > 0, uint32(n)
			x.total = uint64(n * n * 3)
			for i := range n {
				p := baseline.Touched{Space: 4, Index: uint32(i) * 9999, Count: uint32(3 * n), Values: strings.Repeat("1,", i) + "1", Part: uint32(i) * 21}
				switch a.protocol {
				case "dnp3":
					p.Space = [...]uint32{12<<8 | 1, 41<<8 | 1, 50<<8 | 1}[i]
				case "opcua":
					p.Space, p.Node = 2, [...]string{"", "s=Pump", "g=00000000-0000-0000-0000-000000000000"}[i]
				}
				x.points = append(x.points, p)
			}
			all = append(all, x)
		}
	}
	return all
}

// TestEveryFunction: every function and sub-function that a protocol can tell has a
// sentence, however it ended and whatever is known of it.
func TestEveryFunction(t *testing.T) {
	x := plant(t)
	own := map[string]bool{}
	for _, p := range protocols.All {
		list := p.Named()
		if len(list) < 40 {
			t.Errorf("%s tells %d functions", p.Name, len(list))
		}
		for _, f := range list {
			what := p.Name + " " + f.Function + " " + f.SubName
			a := act{protocol: p.Name, function: f.Function, code: f.Code, sub: f.Sub, hasSub: f.HasSub, operation: f.Operation, actor: hmi, server: rtu, station: 2}
			text := templateOf(&a)
			for _, x := range byOperation {
				if text == x {
					t.Errorf("%s has no template of its own", what)
				}
			}
			if f.SubName != "" && f.HasSub && text == modbusTemplates[f.Function] {
				t.Errorf("%s is told as any sub-function", what)
			}
			own[text.EN] = true
			for _, a := range shapes(a) {
				eachLanguage(t, what, func(l lang.Language) string { return x.act(l, &a) + stop.In(l) })
			}
		}
	}
	if len(own) < 150 {
		t.Errorf("only %d different templates are used", len(own))
	}
}

// TestEveryOperation: what a protocol does that no table knows is told by its operation.
func TestEveryOperation(t *testing.T) {
	for o := wire.OperationNone; o <= wire.Session+1; o++ {
		for _, a := range shapes(act{protocol: "s7", function: "job", operation: o, actor: hmi, server: rtu}) {
			eachLanguage(t, o.String(), func(l lang.Language) string { return (&Teller{}).act(l, &a) + stop.In(l) })
		}
	}
}

// TestEveryStatus: every refusal has a reason in words.
func TestEveryStatus(t *testing.T) {
	for _, p := range protocols.All {
		for n := range uint32(1 << 16) {
			status := n
			switch {
			case n >= 1<<12 && n&0x8000 == 0, n > 0x8000|1<<9: // nobody has assigned these
				continue
			case p.Name == "opcua":
				status = n << 16
			}
			r := reason(p.Name, status)
			if (r.EN == "") != (r.JA == "") || raw.MatchString(r.EN+r.JA) || strings.ContainsFunc(r.EN, langtest.IsJapanese) {
				t.Fatalf("%s %#x: %+v", p.Name, status, r)
			}
			if p.Name == "modbus" && r.EN == "" || p.Name == "opcua" && status>>31 == 1 && r.EN == "" {
				t.Fatalf("%s %#x has no reason", p.Name, status)
			}
		}
	}
	for name, r := range opcuaReasons {
		langtest.Check(t, name, r, false)
	}
	for _, r := range modbusReasons {
		langtest.Check(t, r.EN, r, false)
	}
}

// TestEveryPoint: points of every space and every sort of value are named.
func TestEveryPoint(t *testing.T) {
	x := plant(t)
	for _, protocol := range []string{"modbus", "dnp3", "opcua", "s7"} {
		for space := range uint32(1 << 16) {
			if protocol != "dnp3" && space > 9 || space&0xff > 3 && protocol == "dnp3" {
				continue
			}
			for _, values := range []string{"", "0", "1", "true", "0xff", `"text, with a comma"`, "1,0,1"} {
				a := act{protocol: protocol, function: "f", operation: wire.Write, actor: hmi, server: plc, outcome: wire.Answered, total: 3,
					points: []baseline.Touched{{Space: space, Index: 70000, Count: 3, Part: 40, Values: values}}}
				for l := range lang.Languages {
					for _, place := range []string{"reads", "writes", "controls", "calls", "reports"} {
						s := x.points(lang.Language(l), &a, place)
						if s == "" || raw.MatchString(strings.ReplaceAll(s, `"text, with a comma"`, "text")) {
							t.Fatalf("%s space %d %s: %q", protocol, space, place, s)
						}
					}
				}
			}
		}
	}
}

// kinds are those of all detectors.
func kinds() []baseline.Meaning {
	return slices.Concat(tripwire.Meanings(), whitelist.Meanings(), timing.Meanings(), value.Meanings(), endpoint.Meanings(), identity.Meanings(), visibility.Meanings(),
		baseline.Own())
}

// TestEveryKind: every kind of every detector is told, whatever is known of it; manners
// are those of kinds there are.
func TestEveryKind(t *testing.T) {
	x := plant(t)
	known := map[baseline.Kind]bool{}
	for _, m := range kinds() {
		known[m.Kind] = true
		write := setPoint()
		write.Meaning, write.Others, write.Expected = &m, "10.0.0.1, 10.0.0.9", "200..260 (3+ values)"
		read := setPoint()
		read.Meaning, read.Function, read.Operation, read.Outcome, read.Seen, read.Expected = &m, "read-holding-registers", wire.Read, wire.Refused, "holding-register 1..20", "1..2, 9"
		control := baseline.Deviation{Meaning: &m, Actor: hmi, Target: rtu, Client: hmi, Server: rtu, Protocol: "dnp3", Station: 10, Function: "operate", Operation: wire.Operate, Seen: "operate",
			Point: "g12v1[5]", Others: "10.0.0.1", Outcome: wire.Unanswered, Learned: fortnight}
		method := control
		method.Protocol, method.Function, method.Point, method.Seen = "opcua", "Call", `ns=2["Pump".21]`, "Call"
		for what, d := range map[string]baseline.Deviation{"nothing": {Meaning: &m}, "addresses": {Meaning: &m, Actor: hmi, Target: plc, Client: hmi, Server: plc, Seen: "3", Outcome: 250},
			"write": write, "read": read, "control": control, "method": method} {
			eachLanguage(t, string(m.Kind)+" "+what, func(l lang.Language) string { return x.Sentence(l, &d) })
			eachLanguage(t, string(m.Kind)+" "+what+" as a story", func(l lang.Language) string { return x.Story(l, []*baseline.Deviation{&d}) })
			for l := range lang.Languages {
				told := x.Told(lang.Language(l), &d)
				if told.Title == "" || told.What == "" || told.Usual+told.Never == "" || told.Why == "" || told.First == "" || told.Usual != "" && told.Never != "" {
					t.Errorf("%s %s: something is not said: %+v", m.Kind, what, told)
				}
			}
		}
	}
	for k := range manners {
		if !known[k] {
			t.Errorf("no detector reports %s", k)
		}
	}
	for _, table := range []map[baseline.Kind]bool{ofOnePoint, ofValues, ofWritten, ofRanges} {
		for k := range table {
			if !known[k] {
				t.Errorf("no detector reports %s", k)
			}
		}
	}
}

// FuzzSentence: whatever the texts of a deviation are, there is a sentence and no panic.
func FuzzSentence(f *testing.F) {
	f.Add("modbus", "write-single-register", "holding-register[12]", "900", "200..260 (3 values)", "10.0.0.1", uint16(3))
	f.Add("opcua", "Call", `ns=2["Pump".21]`, "x", "~ 3, <=4", "", uint16(70))
	f.Add("dnp3", "operate", "g12v1[5]", "0x81", "1..2..3", ",", uint16(9))
	x := plant(f)
	all := kinds()
	f.Fuzz(func(t *testing.T, protocol, function, point, seen, expected, others string, n uint16) {
		d := setPoint()
		d.Meaning, d.Protocol, d.Function, d.Point, d.Seen, d.Expected, d.Others = &all[int(n)%len(all)], protocol, function, point, seen, expected, others
		d.Touched[1] = baseline.Touched{Space: uint32(n), Index: 1<<32 - 1, Count: 1 << 31, Values: seen, Node: point}
		d.Points, d.Outcome = uint64(n), wire.Outcome(n%6)
		for l := range lang.Languages {
			if x.Sentence(lang.Language(l), &d) == "" || x.Story(lang.Language(l), []*baseline.Deviation{&d}) == "" {
				t.Error("nothing is said")
			}
		}
	})
}
