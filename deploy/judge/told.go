package judge

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/evaluate"
	"github.com/banken-ot/banken/sensor/guide"
	"github.com/banken-ot/banken/sensor/lang"
)

var (
	textLearned = lang.Text{EN: "Before it was judged, %[1]s days of %[2]s each were learned. At most %[3]s new behaviours a day were then expected (95 per cent bound).",
		JA: "判定の前に、%[2]sを1日として%[1]s日分を学習しました。その時点で見込まれた新しい動作は、1日あたり最大%[3]s件です（95％上限）。"}
	textFew = lang.Text{EN: "Only %[1]s days of %[2]s each were learned before, and seven are needed to judge by what was learned: until then only operations that are never learned can be told.",
		JA: "判定の前に学習できたのは、%[2]sを1日として%[1]s日分だけです。学習した内容で判定するには7日分が必要で、それまでは学習の対象にならない操作だけを知らせます。"}
	textNothing = lang.Text{EN: "Nothing was learned before; the capture counts as %[1]s days of %[2]s each, and is learned from on the way.",
		JA: "事前の学習はありません。記録全体を%[2]sを1日として%[1]s日分とみなし、学習しながら判定します。"}
)

// Told returns the judgement as a report tells it.
func (j *Judged) Told(name string) evaluate.Run {
	r := evaluate.Run{Name: name, From: j.From, To: j.To, Result: j.Result}
	f := j.Forecast
	switch {
	case j.Learned == 0:
		r.Note = textNothing.Fill(digits(float64(j.Judged)/float64(j.Day)), spanOf(j.Day))
	case f.Days < baseline.ProvisionalDays:
		r.Note = textFew.Fill(f.Days, spanOf(j.Day))
	default:
		r.Note = textLearned.Fill(f.Days, spanOf(j.Day), digits(f.Bound))
		r.Promises = j.promises()
	}
	return r
}

// promises are what was promised for each day that was judged, and the false incidents
// in the top tiers that came on it. The last day may be a part of one.
func (j *Judged) promises() (list []evaluate.Promise) {
	for n := range int(math.Ceil(j.Result.Days - 0.05)) { // not one more for the last frames
		part := min(1, j.Result.Days-float64(n))
		p := evaluate.Promise{Day: strconv.Itoa(n + 1), Expected: j.Forecast.Expected * part, Bound: j.Forecast.Bound * part}
		from := j.From + int64(n)*int64(j.Day)
		for i := range j.Result.False {
			if x := &j.Result.False[i]; x.Top && x.Opened >= from && x.Opened < from+int64(j.Day) {
				p.Observed++
			}
		}
		list = append(list, p)
	}
	return list
}

// digits writes a number with two digits that count.
func digits(x float64) string {
	if x >= 10 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// spanOf writes a time as short as it can be read.
func spanOf(d time.Duration) string {
	switch {
	case d >= time.Hour:
		d = d.Round(time.Minute)
		if d%time.Hour == 0 {
			return strconv.FormatInt(int64(d/time.Hour), 10) + "h"
		}
		return strings.TrimSuffix(d.String(), "0s")
	case d >= time.Minute:
		return d.Round(time.Second).String()
	}
	return d.Round(10 * time.Millisecond).String()
}

// Titles are the titles of all kinds of deviations that runs tell of.
func Titles(runs []evaluate.Run) map[string]lang.Text {
	all := map[string]lang.Text{}
	note := func(kinds []string) {
		for _, k := range kinds {
			if a, ok := guide.Of(baseline.Kind(k)); ok {
				all[k] = a.Title
			}
		}
	}
	for i := range runs {
		for j := range runs[i].Result.Outcomes {
			note(runs[i].Result.Outcomes[j].Kinds)
		}
		for j := range runs[i].Result.False {
			note(runs[i].Result.False[j].Kinds)
		}
	}
	return all
}
