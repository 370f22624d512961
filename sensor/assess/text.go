package assess

import (
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// Text is a sentence or word in both languages of the report.
type Text = lang.Text

// Plain is a text that is the same in both languages: a name or a figure.
func Plain(s string) Text { return lang.Plain(s) }

// counted is a figure with what is counted.
type counted struct{ One, Many, JA string }

// Of returns "1 frame", "2,000 frames".
func (c counted) Of(n uint64) Text {
	en := c.Many
	if n == 1 {
		en = c.One
	}
	return Text{EN: thousands(n) + " " + en, JA: thousands(n) + c.JA}
}

// thousands writes a figure in groups of three digits.
func thousands(n uint64) string { return lang.Thousands(n) }

// join joins texts as a list.
func join(list []Text) (t Text) {
	for i, x := range list {
		if i > 0 {
			t.EN += ", "
			t.JA += "、"
		}
		t.EN += x.EN
		t.JA += x.JA
	}
	return t
}

// joinPlain joins names, at most n of them, and says how many more there are.
func joinPlain(list []string, n int) Text {
	if len(list) <= n {
		return Text{EN: strings.Join(list, ", "), JA: strings.Join(list, "、")}
	}
	more := uint64(len(list) - n)
	return say("and-more", Text{EN: strings.Join(list[:n], ", "), JA: strings.Join(list[:n], "、")}, more)
}

// octets tells an amount of data.
func octets(n uint64) Text {
	units := [...]string{"B", "kB", "MB", "GB", "TB"}
	f, i := float64(n), 0
	for f >= 1000 && i < len(units)-1 {
		f, i = f/1000, i+1
	}
	if i == 0 {
		return Plain(strconv.FormatUint(n, 10) + " B")
	}
	return Plain(strconv.FormatFloat(f, 'f', 1, 64) + " " + units[i])
}
