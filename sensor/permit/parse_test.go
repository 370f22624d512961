package permit

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

const whole = `{"v":1,"ticket":"W-4711","who":"佐藤","hosts":["10.0.0.50","10.0.9.0/28"],"assets":["10.0.0.1","2001:db8::1"],` +
	`"operations":["write","program","session"],"from":"2026-11-24T09:00:00Z","to":"2026-11-24T13:00:00Z","approvers":["田中","鈴木"]}`

const wholeEnglish = `ticket:     W-4711
who:        佐藤
hosts:      10.0.0.50, 10.0.9.0/28
assets:     10.0.0.1, 2001:db8::1
operations: write, program, session
from:       2026-11-24T09:00:00Z
to:         2026-11-24T13:00:00Z
approvers:  田中, 鈴木
`

const wholeJapanese = `作業票番号: W-4711
作業者:     佐藤
作業端末:   10.0.0.50, 10.0.9.0/28
対象機器:   10.0.0.1, 2001:db8::1
作業の種類: 書込み, プログラム・ファイル, セッション
開始:       2026-11-24T09:00:00Z
終了:       2026-11-24T13:00:00Z
承認者:     田中, 鈴木
`

// TestForms: all forms are written as expected, and read back to the same permit.
func TestForms(t *testing.T) {
	p := valid()
	b, err := json.Marshal(p)
	if err != nil || string(b) != whole {
		t.Errorf("%v\n%s", err, b)
	}
	if got := p.Text(lang.English); got != wholeEnglish {
		t.Errorf("%s", got)
	}
	if got := p.Text(lang.Japanese); got != wholeJapanese {
		t.Errorf("%s", got)
	}
	mixed := "# 夜間作業\n\n作業票番号：W-4711\r\nWHO: 佐藤\n作業端末: 10.0.0.50、10.0.9.0/28\nassets:10.0.0.1,2001:db8::1\n作業の種類: 書込み，program、session\nfrom: 2026-11-24T18:00:00+09:00\n終了: 2026-11-24T13:00:00Z\napprovers: 田中、鈴木"
	for name, read := range map[string]func() (Permit, error){
		"JSON":     func() (Permit, error) { return Parse([]byte(whole)) },
		"decoded":  func() (q Permit, err error) { err = json.Unmarshal([]byte(whole), &q); return q, err },
		"English":  func() (Permit, error) { return ParseText(wholeEnglish) },
		"Japanese": func() (Permit, error) { return ParseText(wholeJapanese) },
		"mixed":    func() (Permit, error) { return ParseText(mixed) },
	} {
		if got, err := read(); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%s: %v\n%+v", name, err, got)
		}
	}
}

// TestParseFaults: what cannot be read is told with all else that is wrong.
func TestParseFaults(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"all at once": {strings.NewReplacer("10.0.0.50", "plc", "10.0.9.0/28", "10.0.9.1/28", `"write"`, `"sabotage"`, "2026-11-24T09:00:00Z", "9 o'clock", `"佐藤"`, `""`, `,"鈴木"`, "").Replace(whole),
			[]string{`hosts[0]: "plc" is no address`, `hosts[1]: "10.0.9.1/28" is no address`, `operations[0]: "sabotage" is no sort`, `from: "9 o'clock" is no time`, "who: is missing", "approvers: must be two"}},
		"unknown field": {strings.Replace(whole, `"who"`, `"whom"`, 1), []string{`the permit: cannot be read: unknown field "whom"`}},
		"more":          {whole + "{}", []string{"the permit: cannot be read: more follows"}},
		"version":       {strings.Replace(whole, `"v":1`, `"v":2`, 1), []string{"the permit: cannot be read: v is 2, not 1"}},
		"no JSON":       {"permit", []string{"the permit: cannot be read: invalid"}},
		"type":          {`{"v":1,"hosts":"10.0.0.1"}`, []string{"the permit: cannot be read: "}},
		"large":         {strings.Repeat(" ", maxForm+1), []string{"the permit: is larger than 65,536"}},
		"zone":          {strings.Replace(whole, "2001:db8::1", "fe80::1%eth0", 1), []string{"assets[1]: \"fe80::1%eth0\" is no address"}},
	} {
		_, err := Parse([]byte(test.text))
		checkFaults(t, name, err, test.want)
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"label": {wholeEnglish + "colour: red\n", []string{`the permit: "colour" is no field of a permit: there are ticket, who`}},
		"twice": {wholeEnglish + "作業者: 山田\n", []string{"who: who is there twice"}},
		"value": {strings.Replace(wholeEnglish, "10.0.0.1,", "10.0.0.300,", 1), []string{`assets[0]: "10.0.0.300" is no address`}},
		"large": {strings.Repeat("\n", maxForm+1), []string{"the permit: is larger"}},
		"empty": {"", []string{"ticket: is missing", "who", "hosts", "assets", "operations", "from", "to", "approvers"}},
	} {
		_, err := ParseText(test.text)
		checkFaults(t, name, err, test.want)
	}
}

func checkFaults(t *testing.T, name string, err error, want []string) {
	t.Helper()
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != len(want) {
		t.Errorf("%s: %d faults wanted: %v", name, len(want), err)
		return
	}
	for i, line := range strings.Split(faults.In(lang.English), "\n") {
		if !strings.HasPrefix(line, want[i]) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, line, want[i])
		}
	}
}

// FuzzParse: whatever is read is valid, and comes back the same from every form.
func FuzzParse(f *testing.F) {
	for _, s := range []string{whole, wholeEnglish, wholeJapanese, "{", "who: a\nto: b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, read := range []func(string) (Permit, error){ParseText, func(s string) (Permit, error) { return Parse([]byte(s)) }} {
			p, err := read(s)
			if err != nil {
				continue
			}
			if faults := p.Validate(); len(faults) > 0 {
				t.Fatal(faults)
			}
			again, err := ParseText(p.Text(lang.Japanese))
			if separated(&p) && (err != nil || !reflect.DeepEqual(again, p)) {
				t.Fatalf("%v\n%+v\n%+v", err, p, again)
			}
			b, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if again, err = Parse(b); err != nil || !reflect.DeepEqual(again, p) {
				t.Fatalf("%v\n%+v\n%+v", err, p, again)
			}
		}
	})
}

// separated reports whether no name has a comma in it, which a list in the text
// form cannot say.
func separated(p *Permit) bool {
	return !strings.ContainsAny(strings.Join(p.Approvers, ""), ",、，")
}

func TestPrintTime(t *testing.T) {
	if got := printTime(time.Time{}); got != "" {
		t.Error(got)
	}
}
