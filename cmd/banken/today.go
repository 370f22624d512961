package main

import (
	"context"
	"slices"
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
	p, all := definePlace(o), o.on("all", optionAllToday)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuchHere, quoted(names[0]))
		}
		return p.visit(ctx, s, func(v *visit) error {
			t, err := v.Today(ctx)
			if err != nil {
				return err
			}
			return v.show(t, t.Zone, func() {
				if *all {
					v.todayIn(t, true, allOfIt)
					return
				}
				v.today(t)
			})
		})
	}
}

// screenful is how much of each list fits on the one screen of the day; with --all, and to
// machines, all is told.
type screenful struct{ actions, incidents, waiting int }

var (
	oneScreen = screenful{actions: 3, incidents: 5, waiting: 3}
	allOfIt   = screenful{actions: 1 << 20, incidents: 1 << 20, waiting: 1 << 20}
)

// today tells how a site stands on one screen.
func (v *visit) today(t *control.Today) { v.todayIn(t, false, oneScreen) }

// todayIn tells how a site stands: the level and why, what has changed, what must be
// done, what is not seen, and what waits for people.
func (v *visit) todayIn(t *control.Today, all bool, most screenful) {
	site := t.Site
	if site == "" {
		site = v.s.say(unnamedSite)
	}
	v.line(0, todayHead, site, v.at(t.Time))
	v.line(0, todayLevel, t.Level, v.levelWord(t))
	if d := t.Drill; d != nil {
		v.told(0, drillRunning, d.Number, d.Title, v.clock(d.Started), d.Leader)
	}
	if t.Reason != nil {
		v.plain(1, t.Reason.What.In(v.s.lang))
		v.line(1, todayMore, t.Reason.ID)
	}
	if t.Change != nil {
		v.plain(1, t.Change.Text.In(v.s.lang))
	}
	v.blind(t.Blind)
	v.plain(0, "")
	v.mustDo(t, most.actions)
	v.plain(0, "")
	v.lastDay(&t.LastDay)
	v.openIncidents(t, most.incidents)
	v.learning(&t.Learning, !v.reason(t), all)
	v.waiting(&t.Waiting, most.waiting)
	v.openWork(t)
}

// blind tells what is not seen, by name, and what to do first.
func (v *visit) blind(b *control.Blind) {
	if b == nil {
		return
	}
	v.plain(0, "")
	v.line(0, todayBlind)
	for _, p := range b.Parts {
		m := blindPart
		if slices.Contains(momentaryKinds, p.Kind) {
			m = blindMoment
		}
		v.line(1, m, p.Text, v.clock(p.Since))
	}
	if len(b.Parts) == 0 {
		v.plain(1, b.Text.In(v.s.lang))
	}
	v.plain(1, "→ "+b.First.In(v.s.lang))
}

// lastDay tells the incidents of the last day, by the hour, against what is accepted.
func (v *visit) lastDay(d *control.LastDay) {
	v.plain(0, d.Text.In(v.s.lang))
	if d.Top+d.Lower == 0 {
		return
	}
	hours := make([]string, len(d.Hours))
	for i, n := range d.Hours {
		hours[i] = "·"
		if n > 0 {
			hours[i] = strconv.Itoa(n)
		}
	}
	v.line(1, lastHours, strings.Join(hours, " "))
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
func (v *visit) mustDo(t *control.Today, most int) {
	m := &t.MustDo
	if len(m.Actions) == 0 {
		v.nothing(t)
		return
	}
	v.line(0, mustDoHead, m.From, m.To)
	for i := range m.Actions[:min(len(m.Actions), most)] {
		v.action(t, i)
	}
	if more := len(m.Actions) - most; more > 0 {
		v.line(0, actionsMore, more)
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
	effect := v.s.say(actionEffect, a.Before, a.After)
	if len(a.Stays) > 0 {
		effect += v.s.say(actionSkipped, a.Skipped, strings.Join(a.Stays, ", "))
	}
	v.plain(1, effect)
}

// learning tells how much is known of what is normal, with the sentence unless that
// was told, and with all of the reasons or their number.
func (v *visit) learning(l *control.Learning, sentence, all bool) {
	if sentence {
		v.plain(0, l.Sentence.In(v.s.lang))
	}
	v.line(1, learningState, v.s.word(siteStates, l.State))
	for _, m := range l.Missing {
		if all {
			v.plain(2, "- "+v.s.word(missingWords, m))
		}
	}
	if len(l.Missing) > 0 && !all {
		v.line(1, learningMissing, len(l.Missing))
	}
	if l.Certified {
		v.line(1, learningCertified)
	}
	if l.Frozen {
		v.line(1, learningFrozen)
	}
	if c := l.Compared; c.Days > 0 && all {
		v.line(1, learningCompared, c.Days, figure(c.Promised), figure(c.AtMost), c.Observed)
	}
}

// figure writes a figure as short as it says enough.
func figure(x float64) string { return strconv.FormatFloat(x, 'g', 2, 64) }

func (v *visit) waiting(w *control.Waiting, most int) {
	if w.Count == 0 {
		v.line(0, waitingNone)
		return
	}
	v.line(0, waitingSome, w.Count)
	first := w.First[:min(len(w.First), most)]
	for _, l := range first {
		v.plain(1, lang.Pad(l.ID, idCells)+named(l.Subject, l.Names))
	}
	if more := w.Count - len(first); more > 0 {
		v.line(1, waitingMore, more)
	}
}

// openWork tells the permits in force, and those that wait to be reviewed.
func (v *visit) openWork(t *control.Today) {
	for i := range t.Permits {
		p := &t.Permits[i].Work.Permit
		m := permitOpen
		if t.Permits[i].State == "waiting" {
			m = permitWaiting
		}
		v.line(0, m, p.Ticket, p.Who, v.clock(p.From), v.clock(p.To))
	}
	for i := range t.Reviews {
		v.line(0, permitToReview, t.Reviews[i].Work.Permit.Ticket, t.Reviews[i].Undecided)
	}
}

func (v *visit) openIncidents(t *control.Today, most int) {
	if len(t.Open) == 0 {
		return
	}
	v.line(0, openIncidents, len(t.Open))
	for i := range t.Open[:min(len(t.Open), most)] {
		v.brief(&t.Open[i])
	}
	if more := len(t.Open) - most; more > 0 {
		v.line(1, incidentsMore, more)
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
