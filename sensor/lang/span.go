package lang

import (
	"strconv"
	"time"
)

// units are the units that a time span is told in.
var units = [...]struct {
	size time.Duration
	name Text
}{
	{24 * time.Hour, Text{EN: " d", JA: "日"}},
	{time.Hour, Text{EN: " h", JA: "時間"}},
	{time.Minute, Text{EN: " min", JA: "分"}},
	{time.Second, Text{EN: " s", JA: "秒"}},
}

// Span tells a time span to the two largest units that say something.
func Span(d time.Duration) Text {
	if d < time.Second {
		ms := strconv.FormatFloat(float64(d)/1e6, 'g', 3, 64)
		return Text{EN: ms + " ms", JA: ms + "ミリ秒"}
	}
	var t Text
	parts := 0
	for _, u := range units {
		if n := d / u.size; n > 0 && parts < 2 {
			if parts++; parts > 1 {
				t.EN += " "
			}
			s := strconv.FormatInt(int64(n), 10)
			t = Text{EN: t.EN + s + u.name.EN, JA: t.JA + s + u.name.JA}
			d -= n * u.size
		} else if parts > 0 {
			break
		}
	}
	return t
}
