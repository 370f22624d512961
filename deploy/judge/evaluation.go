package judge

import (
	"fmt"

	"github.com/banken-ot/banken/baseline/stat"
	"github.com/banken-ot/banken/sensor/evaluate"
	"github.com/banken-ot/banken/sensor/lang"
)

// Evaluation is all that was judged.
type Evaluation struct {
	Corpus []Tried
	// Chance is how many windows of the substation were found where they are not, of
	// how many.
	Chance [2]int
	Trial  *Trial
}

// topBudget is how many false incidents in the top tiers a day may have: one in 30.
const topBudget = 1.0 / 30

var (
	evaluationTitle = lang.Text{EN: "Evaluation of detection: real captures and the lab's attacks", JA: "検知の評価：実記録とラボの攻撃"}
	textPlacement   = lang.Text{EN: "%[1]s days were learned from %[2]s packets of the lab's water works (seed %[3]s). Each attack is in a recording of its own that begins at %[4]s; the false incidents are those of the same recording without an attack.",
		JA: "ラボの浄水場（シード%[3]s）の%[2]sパケットから%[1]s日分を学習しました。攻撃は1件ずつ、%[4]sに始まる別々の記録で行いました。誤報は、同じ記録の攻撃なしの場合に出たものです。"}
	textUnseen = lang.Text{EN: "The protocol is not decoded: nothing was judged.", JA: "解読できないプロトコルのため、判定していません。"}
)

// Report returns it as a report.
func (e *Evaluation) Report() *evaluate.Report {
	r := &evaluate.Report{Title: evaluationTitle, Budget: topBudget}
	unseen := evaluate.Run{Name: "protocols that are not decoded", Note: textUnseen}
	for i := range e.Corpus {
		x := &e.Corpus[i]
		if x.Set == Undecoded {
			unseen.Result.Outcomes = append(unseen.Result.Outcomes, x.Judged.Result.Outcomes...)
			continue
		}
		r.Runs = append(r.Runs, x.Judged.Told(x.File))
	}
	if len(unseen.Result.Outcomes) > 0 {
		r.Runs = append(r.Runs, unseen)
	}
	if e.Trial != nil {
		r.Runs = append(r.Runs, e.Trial.runs()...)
	}
	r.Kinds = Titles(r.Runs)
	return r
}

// runs has one for each placement.
func (t *Trial) runs() (list []evaluate.Run) {
	for i := range t.Calm {
		c := &t.Calm[i]
		l := t.learned(c.Seed)
		r := evaluate.Run{Name: fmt.Sprintf("water works %d, placement %d", c.Seed, c.Place+1), Result: c.Result,
			Note: textPlacement.Fill(l.Forecast.Days, l.Packets, c.Seed, c.Start.Format("2006-01-02 15:04"))}
		for j := range t.Attempts {
			a := &t.Attempts[j]
			if a.Seed != c.Seed || a.Place != c.Place {
				continue
			}
			r.Result.Outcomes = append(r.Result.Outcomes, a.Outcome)
			r.Result.Claimed = append(r.Result.Claimed, a.Incidents...)
			if a.AtBudget {
				r.Result.AtBudget++
			}
		}
		list = append(list, r)
	}
	return list
}

func (t *Trial) learned(seed uint64) *Learned {
	for _, l := range t.Learned {
		if l.Works.Seed == seed {
			return l
		}
	}
	return &Learned{}
}

// falseRate is of false incidents a day, with its exact interval.
type falseRate struct {
	top, lower int
	days       float64
}

func (r *falseRate) add(x *evaluate.Result) {
	r.top += x.FalseTop
	r.lower += len(x.False) - x.FalseTop
	r.days += x.Days
}

// String writes the rate of the top tiers.
func (r *falseRate) String() string {
	low, high := stat.PoissonInterval(uint64(r.top), 0.95)
	return fmt.Sprintf("%s (%s to %s)", digits(float64(r.top)/r.days), digits(low/r.days), digits(high/r.days))
}
