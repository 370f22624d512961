package evaluate

import "github.com/banken-ot/banken/sensor/lang"

// fact is a figure of the summary.
type fact struct {
	mark              shape
	name, value, note lang.Text
}

// title is what the report is called.
func (r *Report) title() lang.Text {
	if r.Title.Empty() {
		return say("title")
	}
	t := sentence(r.Title)
	if t.EN == "" {
		t.EN = t.JA
	}
	if t.JA == "" {
		t.JA = t.EN
	}
	return t
}

// verdict is the report in one sentence.
func (t *tally) verdict() lang.Text {
	first := say("verdict-all", t.seen)
	switch {
	case t.seen == 0:
		first = say("verdict-none")
	case t.missed() > 0:
		first = say("verdict-missed", t.missed(), t.seen)
	}
	second := say("verdict-false", t.falseTop, figureOf(t.days))
	if t.days == 0 {
		second = say("verdict-no-days")
	}
	return lang.Text{EN: first.EN + " " + second.EN, JA: first.JA + second.JA}
}

// facts are the figures of the summary.
func (t *tally) facts() []fact {
	list := []fact{
		{name: say("fact-found"), value: part(t.found, t.seen), note: say("fact-found-note", t.top)},
		{name: say("fact-missed"), value: count(t.missed()), note: say("fact-missed-note")},
		{name: say("fact-false"), value: count(t.falseTop), note: say("fact-false-note", figureOf(t.days), rate(t))},
		{name: say("fact-budget"), value: part(t.atBudget, t.seen), note: say("fact-budget-note")},
		{name: say("fact-delay"), value: middleSpan(t.delays), note: say("fact-delay-note", last(t.delays))},
		{name: say("fact-unseen"), value: count(t.unseen), note: say("fact-unseen-note")},
	}
	if t.missed() > 0 {
		list[1].mark = markMissed
	}
	if t.falseTop > 0 {
		list[2].mark = markFalse
	}
	return list
}
