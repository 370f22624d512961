package evaluate

import (
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/banken-ot/banken/sensor/lang"
)

// say returns a text by its name, with arguments in their places.
func say(name string, args ...any) lang.Text {
	t, ok := texts[name]
	if !ok {
		return lang.Plain("[" + name + "]")
	}
	return t.Fill(args...)
}

// Bounds of what comes from outside, in characters.
const (
	maxName     = 120
	maxSentence = 1000
)

// clean makes a name from outside fit to be shown: on one line, of bounded length,
// without what could steer a terminal or hide itself.
func clean(s string) string { return bounded(s, maxName) }

// sentence does so with a sentence.
func sentence(t lang.Text) lang.Text {
	return lang.Text{EN: bounded(t.EN, maxSentence), JA: bounded(t.JA, maxSentence)}
}

func bounded(s string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if n++; n > limit {
			b.WriteRune('…')
			break
		}
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case !unicode.IsPrint(r):
			r = '\uFFFD'
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// named writes a name from outside, a dash for none.
func named(s string) lang.Text {
	if s = clean(s); s == "" {
		s = dash
	}
	return lang.Plain(s)
}

// cut shortens s to a number of cells of a screen.
func cut(s string, cells int) string {
	if lang.Width(s) <= cells {
		return s
	}
	width := 1
	for i, r := range s {
		if width += lang.Width(string(r)); width > cells {
			return s[:i] + "…"
		}
	}
	return s
}

// dash stands for a figure that there is none of.
const dash = "–"

// figureOf writes a number to three digits.
func figureOf(x float64) string {
	switch a := math.Abs(x); {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return dash
	case a == 0:
		return "0"
	case a >= 1000 && a < 1e15:
		return strings.Repeat("-", sign(x)) + lang.Thousands(uint64(math.Round(a)))
	case a < 1e-6 || a >= 1e15:
		return strconv.FormatFloat(x, 'e', 0, 64)
	default:
		return strconv.FormatFloat(round(x), 'f', -1, 64)
	}
}

func sign(x float64) int {
	if x < 0 {
		return 1
	}
	return 0
}

// round rounds to three digits.
func round(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 2, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// positive returns x, or 0 for what is no figure or is below 0.
func positive(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
		return 0
	}
	return x
}

// count writes a number of things.
func count(n int) lang.Text { return lang.Plain(lang.Thousands(uint64(max(0, n)))) }

// part writes "12 / 14", a dash when there is nothing to have a part of.
func part(n, of int) lang.Text {
	if of == 0 {
		return lang.Plain(dash)
	}
	return lang.Plain(lang.Thousands(uint64(n)) + " / " + lang.Thousands(uint64(of)))
}

// span writes a delay.
func span(d time.Duration) lang.Text {
	if d < 0 {
		return lang.Plain(dash)
	}
	switch {
	case d < time.Second:
		d = d.Round(10 * time.Microsecond)
	case d < time.Minute:
		return say("seconds", figureOf(d.Seconds()))
	}
	return lang.Span(d)
}

// middleSpan and last write the median and the largest of sorted delays.
func middleSpan(sorted []time.Duration) lang.Text {
	if len(sorted) == 0 {
		return lang.Plain(dash)
	}
	return span(time.Duration(middle(sorted)))
}

func last(sorted []time.Duration) lang.Text {
	if len(sorted) == 0 {
		return lang.Plain(dash)
	}
	return span(sorted[len(sorted)-1])
}

// rate writes "0.033 [0.001, 0.186]".
func rate(t *tally) lang.Text {
	if t.days == 0 {
		return lang.Plain(dash)
	}
	return lang.Plain(figureOf(t.rate) + " [" + figureOf(t.rateLow) + ", " + figureOf(t.high) + "]")
}

// Forms of times, all of UTC.
const (
	fullForm  = "2006-01-02 15:04:05.000"
	clockForm = "15:04:05.000"
	dayForm   = "2006-01-02"
)

func moment(ns int64) string { return time.Unix(0, ns).UTC().Format(fullForm) }

// maxRanges of frames are written, and maxHosts and maxKinds of a list.
const (
	maxRanges = 3
	maxHosts  = 4
	maxKinds  = 6
)

// when says when a scenario is.
func (l *Label) when() lang.Text {
	switch {
	case l.Whole():
		return say("whole")
	case l.To > 0:
		from, to := moment(l.From), moment(l.To)
		if from[:len(dayForm)] == to[:len(dayForm)] {
			to = to[len(dayForm)+1:]
		}
		return lang.Plain(from + " " + dash + " " + to)
	case len(l.Frames) > 0:
		return say("frames", several(len(l.Frames), maxRanges, func(i int) string {
			f := l.Frames[i]
			if f[0] == f[1] {
				return strconv.FormatUint(f[0], 10)
			}
			return strconv.FormatUint(f[0], 10) + dash + strconv.FormatUint(f[1], 10)
		}))
	}
	return lang.Plain(dash)
}

// several lists at most limit of n names, and says how many more there are.
func several(n, limit int, name func(i int) string) lang.Text {
	if n == 0 {
		return lang.Plain(dash)
	}
	list := make([]string, 0, limit)
	for i := range min(n, limit) {
		list = append(list, name(i))
	}
	t := lang.Text{EN: strings.Join(list, ", "), JA: strings.Join(list, "、")}
	if n > limit {
		return say("and-more", t, n-limit)
	}
	return t
}

func hosts(list []netip.Addr) lang.Text {
	return several(len(list), maxHosts, func(i int) string { return address(list[i]) })
}

// address writes one address; its zone comes from outside.
func address(a netip.Addr) string {
	if !a.IsValid() {
		return dash
	}
	return clean(a.String())
}

func kinds(list []string) lang.Text {
	return several(len(list), maxKinds, func(i int) string { return clean(list[i]) })
}
