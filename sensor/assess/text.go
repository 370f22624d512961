package assess

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Text is a sentence or word in both languages of the report.
type Text struct {
	EN string `json:"en"`
	JA string `json:"ja"`
}

// Fill puts arguments in the places %[1]s and so on, a Text in its language.
func (t Text) Fill(args ...any) Text {
	return Text{EN: fill(t.EN, args, english), JA: fill(t.JA, args, japanese)}
}

func english(t Text) string  { return t.EN }
func japanese(t Text) string { return t.JA }

func fill(format string, args []any, language func(Text) string) string {
	own := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case Text:
			own[i] = language(a)
		case uint64:
			own[i] = thousands(a)
		case int:
			own[i] = thousands(uint64(max(a, 0)))
		default:
			own[i] = fmt.Sprint(a)
		}
	}
	return fmt.Sprintf(format, own...)
}

// Plain is a text that is the same in both languages: a name or a figure.
func Plain(s string) Text { return Text{s, s} }

// Empty reports whether there is nothing to say.
func (t Text) Empty() bool { return t.EN == "" && t.JA == "" }

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
func thousands(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

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
		return Text{strings.Join(list, ", "), strings.Join(list, "、")}
	}
	more := uint64(len(list) - n)
	return say("and-more", Text{strings.Join(list[:n], ", "), strings.Join(list[:n], "、")}, more)
}

// length tells a time span to the two largest units that say something.
func length(d time.Duration) Text {
	units := [...]struct {
		size   time.Duration
		en, ja string
	}{{24 * time.Hour, "d", "日"}, {time.Hour, "h", "時間"}, {time.Minute, "min", "分"}, {time.Second, "s", "秒"}}
	if d < time.Second {
		ms := strconv.FormatFloat(float64(d)/1e6, 'g', 3, 64)
		return Text{ms + " ms", ms + "ミリ秒"}
	}
	var parts []Text
	for _, u := range units {
		if n := d / u.size; n > 0 && len(parts) < 2 {
			s := strconv.FormatInt(int64(n), 10)
			parts = append(parts, Text{s + " " + u.en, s + u.ja})
			d -= n * u.size
		} else if len(parts) > 0 {
			break
		}
	}
	t := parts[0]
	if len(parts) > 1 {
		t = Text{t.EN + " " + parts[1].EN, t.JA + parts[1].JA}
	}
	return t
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
