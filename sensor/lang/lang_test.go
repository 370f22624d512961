package lang

import (
	"testing"
	"time"
)

func TestFromEnvironment(t *testing.T) {
	for _, test := range []struct {
		all, messages, lang string
		want                Language
	}{
		{"", "", "", English},
		{"", "", "ja_JP.UTF-8", Japanese},
		{"", "", "ja", Japanese},
		{"", "", "japanese.euc", Japanese},
		{"", "", "jam_JM", English},
		{"", "", "fr_FR.UTF-8", English},
		{"", "C", "ja_JP.UTF-8", English},
		{"", "ja_JP@x", "en_US.UTF-8", Japanese},
		{"C.UTF-8", "ja_JP", "ja_JP", English},
		{"JA_JP.eucJP", "C", "C", Japanese},
	} {
		env := map[string]string{"LC_ALL": test.all, "LC_MESSAGES": test.messages, "LANG": test.lang}
		if got := FromEnvironment(func(name string) string { return env[name] }); got != test.want {
			t.Errorf("%v: %v", env, got)
		}
	}
}

func TestParse(t *testing.T) {
	for i := range Languages {
		if l, ok := Parse(Language(i).String()); !ok || l != Language(i) {
			t.Errorf("%d is %v, %v", i, l, ok)
		}
	}
	for _, s := range []string{"", "fr", "JA", "ja_JP", "both"} {
		if _, ok := Parse(s); ok {
			t.Errorf("%q is a language", s)
		}
	}
}

func TestFill(t *testing.T) {
	x := Text{EN: "%[2]s of %[1]s", JA: "%[1]sの%[2]s"}
	got := x.Fill(uint64(12345), Text{EN: "part", JA: "一部"})
	if want := (Text{EN: "part of 12,345", JA: "12,345の一部"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := x.Say(Japanese, int64(12345), -1); got != "12345の0" {
		t.Error(got)
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]Text{
		0:                            {EN: "0 ms", JA: "0ミリ秒"},
		1500 * time.Microsecond:      {EN: "1.5 ms", JA: "1.5ミリ秒"},
		90 * time.Second:             {EN: "1 min 30 s", JA: "1分30秒"},
		time.Hour + time.Second:      {EN: "1 h", JA: "1時間"},
		50*time.Hour + 5*time.Minute: {EN: "2 d 2 h", JA: "2日2時間"},
	} {
		if got := Span(d); got != want {
			t.Errorf("%v: %+v, want %+v", d, got, want)
		}
	}
}

func TestPad(t *testing.T) {
	for s, want := range map[string]int{"": 0, "packets": 7, "パケット": 8, "（読出し）": 10, "局1": 3, "ｱ": 1} {
		if got := Width(s); got != want {
			t.Errorf("%q is %d cells wide, want %d", s, got, want)
		}
		if got := Width(Pad(s, 12)); got != 12 {
			t.Errorf("%q is padded to %d cells", s, got)
		}
	}
	if got := Pad("長い文", 3); got != "長い文" {
		t.Error(got)
	}
}
