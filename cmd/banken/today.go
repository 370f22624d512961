package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// Words for what documents tell as codes.
var (
	levelWords = [...]message{1: level1, 2: level2, 3: level3, 4: level4, 5: level5}

	priorityWords = map[string]message{"track": priorityTrack, "track*": priorityTrackStar, "attend": priorityAttend, "act": priorityAct}

	taskWords = map[string]message{"ask": taskAsk, "check": taskCheck, "stop": taskStop, "restore": taskRestore}

	siteStates = map[string]message{"cold": siteCold, "learning": siteLearning, "provisional": siteProvisional, "ready": siteReady, "drifting": siteDrifting}

	missingWords = map[string]message{"days": missingDays, "bound": missingBound, "weekdays": missingWeekdays, "unseen": missingUnseen,
		"hold-out": missingHoldOut, "approvals": missingApprovals, "open": missingOpen}
)

// word is a code in words; one without any stays as it is.
func (s streams) word(words map[string]message, code string) string {
	if m, ok := words[code]; ok {
		return s.say(m)
	}
	return code
}

func defineToday(o options) work {
	p := definePlace(o)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuchHere, quoted(names[0]))
		}
		return p.visit(ctx, s, func(v *visit) error {
			t, err := v.Today(ctx)
			if err != nil {
				return err
			}
			return v.show(t, t.Zone, func() { v.today(t) })
		})
	}
}

// today tells how a site stands.
func (v *visit) today(t *control.Today) {
	site := t.Site
	if site == "" {
		site = v.s.say(unnamedSite)
	}
	v.line(0, todayHead, site, v.at(t.Time))
	v.line(0, todayLevel, t.Level, v.levelWord(t))
	if t.Reason != nil {
		v.plain(1, t.Reason.What.In(v.s.lang))
		v.line(1, todayMore, t.Reason.ID)
	}
	if t.Blind != nil {
		v.plain(0, "")
		v.line(0, todayBlind)
		v.plain(1, t.Blind.Text.In(v.s.lang))
		v.plain(1, "→ "+t.Blind.First.In(v.s.lang))
	}
	v.plain(0, "")
	v.mustDo(t)
	v.plain(0, "")
	v.learning(&t.Learning, !v.reason(t))
	v.waiting(&t.Waiting)
	v.openWork(t)
	v.openIncidents(t)
}

// levelWord is the level in words: never that all is as usual while not all is seen, or
// while it is not known what is usual.
func (v *visit) levelWord(t *control.Today) string {
	known := t.Learning.State != "cold" && t.Learning.State != "learning"
	if t.Level == 1 && (t.Blind != nil || len(t.Open) > 0 || !known) {
		return v.s.say(level1Else)
	}
	return v.s.say(levelWords[min(max(t.Level, 1), len(levelWords)-1)])
}

// mustDo tells what must be done, or why nothing must.
func (v *visit) mustDo(t *control.Today) {
	m := &t.MustDo
	if len(m.Actions) == 0 {
		v.nothing(t)
		return
	}
	v.line(0, mustDoHead, m.From, m.To)
	for i := range m.Actions {
		v.action(t, i)
	}
	if m.Beyond > 0 {
		v.line(0, mustDoBeyond, m.Beyond)
	}
}

// nothing tells that nothing must be done, and the reason to believe it.
func (v *visit) nothing(t *control.Today) {
	switch {
	case v.reason(t):
		v.line(0, nothingToday)
		v.line(1, nothingBecause, t.Learning.Sentence)
	case t.Blind != nil:
		v.line(0, nothingBlind)
	default:
		v.line(0, nothingLearning)
	}
}

// reason reports whether the forecast is the reason to believe that nothing must be
// done.
func (v *visit) reason(t *control.Today) bool {
	return len(t.MustDo.Actions) == 0 && t.Blind == nil && t.Learning.Bound > 0
}

func (v *visit) action(t *control.Today, n int) {
	a := &t.MustDo.Actions[n]
	name := a.Name
	if name == "" {
		name = v.s.say(wholeSite)
	}
	v.plain(0, strconv.Itoa(n+1)+". "+v.s.say(taskWords[a.Task], name))
	due := actionDue
	if a.Due.Before(t.Time) {
		due = actionOverdue
	}
	v.line(1, due, v.clock(a.Due), lang.Span(time.Duration(a.WithinHours*float64(time.Hour))))
	for i, x := range a.Settles {
		v.line(1, actionWhy, x.Title, strconv.Itoa(x.Row), x.ID)
		if i == 0 && !x.First.Empty() {
			v.line(1, actionFirst, x.First)
		}
	}
	v.line(1, actionEffect, a.Before, a.After)
	if len(a.Stays) > 0 {
		v.line(1, actionSkipped, a.Skipped, strings.Join(a.Stays, ", "))
	}
}

// learning tells how much is known of what is normal, with the sentence unless that
// was told.
func (v *visit) learning(l *control.Learning, sentence bool) {
	if sentence {
		v.plain(0, l.Sentence.In(v.s.lang))
	}
	v.line(1, learningState, v.s.word(siteStates, l.State))
	for _, m := range l.Missing {
		v.plain(2, "- "+v.s.word(missingWords, m))
	}
	if l.Certified {
		v.line(1, learningCertified)
	}
	if l.Frozen {
		v.line(1, learningFrozen)
	}
	if c := l.Compared; c.Days > 0 {
		v.line(1, learningCompared, c.Days, figure(c.Promised), figure(c.AtMost), c.Observed)
	}
}

// figure writes a figure as short as it says enough.
func figure(x float64) string { return strconv.FormatFloat(x, 'g', 2, 64) }

func (v *visit) waiting(w *control.Waiting) {
	if w.Count == 0 {
		v.line(0, waitingNone)
		return
	}
	v.line(0, waitingSome, w.Count)
	for i := range w.First {
		v.plain(1, w.First[i].Subject)
		v.devices(2, &w.First[i])
	}
	if more := w.Count - len(w.First); more > 0 {
		v.line(1, waitingMore, more)
	}
}

func (v *visit) openWork(t *control.Today) {
	for i := range t.Permits {
		p := &t.Permits[i].Work.Permit
		m := permitOpen
		if t.Permits[i].State == "waiting" {
			m = permitWaiting
		}
		v.line(0, m, p.Ticket, p.Who, v.clock(p.From), v.clock(p.To))
	}
}

func (v *visit) openIncidents(t *control.Today) {
	if len(t.Open) == 0 {
		return
	}
	v.line(0, openIncidents, len(t.Open))
	for i := range t.Open {
		v.brief(&t.Open[i])
	}
}

// brief tells an incident in a line.
func (v *visit) brief(b *control.Brief) {
	marks := ""
	if b.Exercise {
		marks = v.s.say(markExercise) + " "
	}
	v.plain(1, strings.Join([]string{b.ID, v.clock(b.Opened), lang.Pad(v.s.word(priorityWords, b.Priority), priorityCells),
		lang.Pad(v.stateOf(b), stateCells), marks + b.Title.In(v.s.lang)}, "  "))
}

// Cells of the columns of a list of incidents.
const (
	priorityCells = 18
	stateCells    = 12
)
