package guide

import (
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Figures writes what is in no language (Deviation.Seen and Expected) as people do:
// lists, ranges, bounds, spans of time and rates. What is none of them stays as it is.
func Figures(l lang.Language, s string) string {
	items := strings.Split(s, ", ")
	for i, item := range items {
		items[i] = figure(l, item)
	}
	return strings.Join(items, listed.In(l))
}

var listed = lang.Text{EN: ", ", JA: "、"}

// bounds are the signs before a figure, the longer ones first.
var bounds = [...]struct {
	sign string
	text lang.Text
}{
	{"<=", lang.Text{EN: "at most %[1]s", JA: "%[1]s以下"}},
	{">=", lang.Text{EN: "at least %[1]s", JA: "%[1]s以上"}},
	{"<", lang.Text{EN: "less than %[1]s", JA: "%[1]s未満"}},
	{">", lang.Text{EN: "more than %[1]s", JA: "%[1]s超"}},
	{"~", lang.Text{EN: "about %[1]s", JA: "約%[1]s"}},
}

// words are those that stand for a figure.
var words = map[string]lang.Text{
	"all":   {EN: "all", JA: "すべて"},
	"never": {EN: "never", JA: "なし"},
}

var (
	rangeOf = lang.Text{EN: "%[1]s to %[2]s", JA: "%[1]s〜%[2]s"}
	within  = lang.Text{EN: "%[1]s in %[2]s", JA: "%[2]sの間に%[1]s"}
	rate    = lang.Text{EN: "%[1]s/%[2]s", JA: "%[1]s/%[2]s"}
	bit     = lang.Text{EN: "bit %[1]s", JA: "ビット%[1]s"}
	values  = lang.Text{EN: "%[1]s (%[2]s different values)", JA: "%[1]s（%[2]s種類の値）"}
	orMore  = lang.Text{EN: "%[1]s (%[2]s or more different values)", JA: "%[1]s（%[2]s種類以上の値）"}
)

// Counted takes the number of different values off a range that was learned:
// "200..260 (23 values)"; count is "" where there is none, and open when there may be
// more.
func Counted(s string) (of, count string, open bool) {
	of, rest, ok := strings.Cut(s, " (")
	n, ok2 := strings.CutSuffix(rest, " values)")
	if !ok || !ok2 {
		return s, "", false
	}
	n, open = strings.CutSuffix(n, "+")
	if !isNumber(n) {
		return s, "", false
	}
	return of, n, open
}

// figure writes one.
func figure(l lang.Language, s string) string {
	if of, count, open := Counted(s); count != "" {
		if open {
			return orMore.Say(l, figure(l, of), count)
		}
		return values.Say(l, figure(l, of), count)
	}
	for _, b := range bounds {
		if rest, ok := strings.CutPrefix(s, b.sign); ok {
			if of, ok := plain(l, strings.TrimSpace(rest)); ok {
				return b.text.Say(l, of)
			}
			return s
		}
	}
	text, _ := plain(l, s)
	return text
}

// plain writes a figure without a sign; ok tells whether it is one.
func plain(l lang.Language, s string) (text string, ok bool) {
	if w, ok := words[s]; ok {
		return w.In(l), true
	}
	if n, ok := strings.CutPrefix(s, "bit "); ok && isNumber(n) {
		return bit.Say(l, n), true
	}
	if n, span, ok := strings.Cut(s, " / "); ok && isNumber(n) {
		if d, err := time.ParseDuration(span); err == nil {
			return within.Say(l, n, duration(l, d)), true
		}
	}
	if n, per, ok := strings.Cut(s, "/"); ok {
		if unit := perUnit(l, per); unit != "" {
			if n, ok := numbers(l, n); ok {
				return rate.Say(l, n, unit), true
			}
		}
	}
	if n, ok := numbers(l, s); ok {
		return n, true
	}
	if d, err := time.ParseDuration(s); err == nil {
		return duration(l, d), true
	}
	return s, false
}

// numbers writes a number, or a range of two.
func numbers(l lang.Language, s string) (text string, ok bool) {
	low, high, ok := strings.Cut(s, "..")
	if ok && isNumber(low) && isNumber(high) {
		return rangeOf.Say(l, low, high), true
	}
	return s, isNumber(s)
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && s[0] != 'n' && s[0] != 'i' && s[0] != 'N' && s[0] != 'I'
}

// times are the units of time, from the longest.
var times = [...]struct {
	unit time.Duration
	name lang.Text
}{
	{time.Hour, lang.Text{EN: " h", JA: "時間"}},
	{time.Minute, lang.Text{EN: " min", JA: "分"}},
	{time.Second, lang.Text{EN: " s", JA: "秒"}},
	{time.Millisecond, lang.Text{EN: " ms", JA: "ミリ秒"}},
	{time.Microsecond, lang.Text{EN: " µs", JA: "マイクロ秒"}},
	{time.Nanosecond, lang.Text{EN: " ns", JA: "ナノ秒"}},
}

// shortest is the last of times that is written after others; below it there are
// decimals.
const shortest = 2

// duration writes a span of time: "2 min 30 s", "1.5 s", "350 ms".
func duration(l lang.Language, d time.Duration) string {
	if d == 0 {
		return "0" + times[shortest].name.In(l)
	}
	var parts []string
	for i, t := range times {
		whole := i < shortest
		n := d / t.unit
		switch {
		case n == 0 && (i < len(times)-1 || len(parts) > 0):
			continue
		case whole:
			parts = append(parts, strconv.FormatInt(int64(n), 10)+t.name.In(l))
			d -= n * t.unit
			continue
		}
		parts = append(parts, strconv.FormatFloat(float64(d)/float64(t.unit), 'g', 4, 64)+t.name.In(l))
		break
	}
	return strings.Join(parts, gap.In(l))
}

// gap is between two units.
var gap = lang.Text{EN: " ", JA: ""}

// perUnit writes what a rate is over: "s", "min", "5 min", "day".
func perUnit(l lang.Language, s string) string {
	switch s {
	case "s":
		s = "1s"
	case "d":
		return perDay.In(l)
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return ""
	}
	for _, t := range times {
		if d == t.unit {
			return strings.TrimSpace(t.name.In(l))
		}
	}
	return duration(l, d)
}

var perDay = lang.Text{EN: "day", JA: "日"}
