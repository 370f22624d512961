package assess

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/replay"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// hostile is what a device may say it is.
const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>` + "\u202E\x00\x1b[2J\xff{{.}}"

// TestHostile: what devices say cannot become markup, nor hide itself.
func TestHostile(t *testing.T) {
	b := newBench(t)
	b.c.Begin(hostile + ".pcap")
	b.packet("10.0.0.5")
	b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "read-device-identification", 43, wire.Identify, sub(14),
		says(field(2, "object_id", "", wire.Uint(0)), field(2, "value", "", words(hostile))))
	b.ask(opcuaTest, "10.0.0.1:4000", "10.0.0.5:4840", 0, "Write", opcuaWrite, wire.Write, func(x *wire.Transaction) {
		x.Request.Points = []wire.Point{{Count: 1, Ident: 's', Name: []byte(hostile), Access: wire.AccessWrite, Value: words(hostile)}}
	})
	b.ask(opcuaTest, "10.0.0.1:4000", "10.0.0.5:4840", 0, "OpenSecureChannel", opcuaOpenChannel, wire.Session, asks(
		field(0, "SecurityPolicyUri", "", words("http://x#"+hostile)), field(0, "SecurityMode", "Sign", wire.Uint(2))))
	b.c.End(replay.Totals{}, Plain(hostile))
	page := html(t, b.end(), Options{})
	for _, bad := range []string{"<script>alert", "<img", "\u202E", "\x00", "\x1b", "onerror=alert(2)>"} {
		if contains(page, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
	if !contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("what the device said is not shown")
	}
	checkPage(t, page)
}

// checkPage holds what is so of any page.
func checkPage(t *testing.T, page string) {
	t.Helper()
	if !utf8.ValidString(page) {
		t.Error("the page is not valid UTF-8")
	}
	for _, r := range page {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			t.Errorf("the page has the control character %U", r)
			break
		}
	}
	if n := strings.Count(page, "<script>"); n > 1 {
		t.Errorf("%d scripts", n)
	}
	if m := outside.FindString(page); m != "" {
		t.Errorf("the page asks for something outside: %s", m)
	}
	for _, tag := range []string{"table", "section", "article", "details", "tr", "td"} {
		if open, shut := strings.Count(page, "<"+tag+">")+strings.Count(page, "<"+tag+" "), strings.Count(page, "</"+tag+">"); open != shut {
			t.Errorf("%d <%s> are opened, %d closed", open, tag, shut)
		}
	}
	if contains(page, "ZgotmplZ") || contains(page, "%!") || contains(page, "[finding-") || contains(page, "<no value>") {
		t.Error("a value did not fit its place")
	}
}

// outside matches what would make a browser ask the network.
var outside = regexp.MustCompile(`(?i)(src|href)\s*=\s*["']?(https?:|//|data:)|url\(|@import|<link|<iframe|<object`)

// TestLanguages: both languages say the same things; a page of one language
// has nothing of the other.
func TestLanguages(t *testing.T) {
	r := plant(t).end()
	both := html(t, r, Options{})
	if en, ja := strings.Count(both, `<span lang="en">`), strings.Count(both, `<span lang="ja">`); en != ja || en < 300 {
		t.Errorf("%d pieces in English, %d in Japanese", en, ja)
	}
	checkPage(t, both)
	english, japanese := html(t, r, Options{Language: lang.English, Alone: true}), html(t, r, Options{Language: lang.Japanese, Alone: true})
	checkPage(t, english)
	checkPage(t, japanese)
	for _, s := range []string{"<span lang=", "<script>", `type="radio"`} {
		if contains(english, s) || contains(japanese, s) {
			t.Errorf("a page of one language has %q", s)
		}
	}
	if m := regexp.MustCompile(`[ぁ-んァ-ヶ一-龠]+`).FindAllString(strings.ReplaceAll(english, "番犬", ""), -1); len(m) > 0 {
		t.Errorf("Japanese on the English page: %q", m)
	}
	if contains(japanese, "What to do first") || !contains(japanese, `<html lang="ja">`) || !contains(english, `<html lang="en">`) {
		t.Error("the page of one language is in the other")
	}
}

// TestFolded: what is not listed is counted.
func TestFolded(t *testing.T) {
	b := newBench(t)
	for i := range uint32(MaxChanges + 5) {
		b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "write-single-register", 6, wire.Write, writes(4, i, wire.Uint(1)))
	}
	r := b.end()
	if len(r.Changes) != MaxShown || len(r.Folded) != 2 {
		t.Fatalf("%d rows, folded %v", len(r.Changes), r.Folded)
	}
	if want := "3,096 further rows with 3,096 operations"; !contains(r.Folded[0].EN, want) {
		t.Errorf("%q does not say %q", r.Folded[0].EN, want)
	}
	if want := "5 operations beyond 4,096"; !contains(r.Folded[1].EN, want) {
		t.Errorf("%q does not say %q", r.Folded[1].EN, want)
	}
	if page := html(t, r, Options{}); len(page) > 4<<20 {
		t.Errorf("the page has %d octets", len(page))
	}
}
