package notify

import (
	"fmt"
	"time"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
)

// The times messages are sent by.
const (
	// summaryAfter is how long a summary waits for more, and summaryEvery how long it is
	// to the next one.
	summaryAfter = 2 * time.Minute
	summaryEvery = 15 * time.Minute
	// retryAfter is how long it takes until all contacts are tried again when none could
	// be reached; twice as long each time, at most retryMost.
	retryAfter = 5 * time.Minute
	retryMost  = time.Hour
	// heldRetry is when a digest or summary that failed is tried again.
	heldRetry = 30 * time.Minute
)

// task is a message that is to be sent.
type task struct {
	kind    string
	who     *person
	subject *subject // nil for a digest or summary
	step    int
	held    []held // of a digest or summary
	through int64
	id      string
}

// planner finds out what is to be done at a time. The same log and view give the same
// plan.
type planner struct {
	now    time.Time
	o      *config.Notify
	people []*person
	st     *state
	v      *view
	rows   []control.Notice // steps that are held back: nobody is told
	tasks  []task
	counts map[*person]int // messages of this plan
	next   time.Time       // when there is something to do again; zero for never
}

// plan finds out what is to be done.
func plan(now time.Time, o *config.Notify, people []*person, st *state, v *view) *planner {
	p := &planner{now: now, o: o, people: people, st: st, v: v, counts: map[*person]int{}, next: v.next}
	for _, s := range v.subjects {
		if m := st.matters[s.key]; m != nil {
			m.seen = later(m.seen, now)
		}
		p.escalate(s)
	}
	for _, who := range people {
		p.digest(who)
		p.summary(who)
	}
	return p
}

// wake notes when there is something to do.
func (p *planner) wake(t time.Time) {
	if p.next.IsZero() || t.Before(p.next) {
		p.next = t
	}
}

// route is who is told of a subject: first, and then again and again. That the sensor or
// a channel does not work is told to all.
func (p *planner) route(s *subject) (first, again []*person) {
	for _, who := range p.people {
		if s.kind == kindAlarm && s.rank < who.rank || s.exercise && !who.Exercise || s.except == who.Name {
			continue
		}
		first = append(first, who)
		if who.answer > 0 {
			again = append(again, who)
		}
	}
	if len(again) == 0 {
		again = first
	}
	return first, again
}

// escalate plans the next steps of a subject: those that are held back, up to one that
// is sent.
func (p *planner) escalate(s *subject) {
	first, again := p.route(s)
	if len(first) == 0 {
		return
	}
	steps := append([]entry(nil), p.st.matter(s.key).steps...)
	if n := len(steps); n > 0 && steps[n-1].result == sending {
		p.resume(s, n-1, steps[n-1].contact)
		return
	}
	limit := len(first) + (p.o.Rounds-1)*len(again)
	for n := len(steps); n < maxSteps; n++ {
		taken := taken(steps)
		if s.once && taken.sent || taken.ended {
			return
		}
		if taken.count >= limit {
			p.end(s, n, again[0])
			return
		}
		due, ok := p.due(s, steps, first)
		if !ok {
			return
		}
		if due.After(p.now) {
			p.wake(due)
			return
		}
		who := at(first, again, n)
		result := p.hold(s, who)
		if result == "" {
			p.send(s, n, who)
			return
		}
		p.rows = append(p.rows, row(p.now, s, n, who, result))
		steps = append(steps, entry{p.now, who.Name, result})
	}
}

// at is who the n-th step tells.
func at(first, again []*person, n int) *person {
	if n < len(first) {
		return first[n]
	}
	return again[(n-len(first))%len(again)]
}

// tally is what became of the steps so far: count are those that somebody was told, or
// will be.
type tally struct {
	count       int
	sent, ended bool
}

func taken(steps []entry) (t tally) {
	waits := map[string]bool{}
	for i := range steps {
		switch steps[i].result {
		case ended:
			t.ended = true
		case sent:
			t.sent = true
			t.count++
		case capped:
			t.count++
		case quiet: // once, however often it was tried in one night
			if !waits[steps[i].contact] {
				t.count++
			}
			waits[steps[i].contact] = true
		}
	}
	return t
}

// due is when the next step is; ok is whether there is such a time yet.
func (p *planner) due(s *subject, steps []entry, first []*person) (t time.Time, ok bool) {
	n, contacts := len(steps), len(first)
	if n == 0 {
		return p.now, true
	}
	last := steps[n-1]
	if last.result == sent || last.result == capped {
		return p.answered(last.at, last.contact), true
	}
	vain, lost := 0, 0 // steps at the end by which nobody was reached, and of these the failed ones
	for i := n - 1; i >= 0 && (steps[i].result == quiet || steps[i].result == failed); i-- {
		if vain++; steps[i].result == failed {
			lost++
		}
	}
	if vain%contacts != 0 {
		return p.now, true // the next contact at once
	}
	m := p.st.matter(s.key)
	if m.told.After(last.at) { // by a digest
		return p.answered(m.told, m.heard), true
	}
	if lost == 0 {
		return t, false // all have quiet hours
	}
	for _, who := range first {
		if p.st.account(who.Name).heard.After(last.at) { // the way is open again
			return p.now, true
		}
	}
	wait := retryAfter
	for range vain/contacts - 1 {
		wait = min(2*wait, retryMost)
	}
	return p.after(last.at, wait), true
}

// answered is until when a contact has to acknowledge what it was told at a time.
func (p *planner) answered(at time.Time, contact string) time.Time {
	for _, who := range p.people {
		if who.Name == contact {
			return p.after(at, who.answer)
		}
	}
	return p.now // there is no such contact any more
}

// after is a time and a span later. A clock that was set back since may not hold things
// up for longer than the span: then it is now.
func (p *planner) after(at time.Time, d time.Duration) time.Time {
	if at.Sub(p.now) > d {
		return p.now
	}
	return at.Add(d)
}

// hold is why a contact is not told now: quiet, capped, or "" when it is.
func (p *planner) hold(s *subject, who *person) string {
	switch {
	case s.rank < act && who.quietAt(p.now):
		return quiet
	case p.counts[who]+p.sentTo(who) >= p.o.PerHour:
		return capped
	}
	return ""
}

// sentTo is how many messages about incidents a contact got in the last hour.
func (p *planner) sentTo(who *person) (n int) {
	for _, at := range p.st.account(who.Name).sent {
		if age := p.now.Sub(at); age >= 0 && age < time.Hour {
			n++
		}
	}
	return n
}

func (p *planner) send(s *subject, n int, who *person) {
	p.counts[who]++
	p.tasks = append(p.tasks, task{kind: s.kind, who: who, subject: s, step: n, id: idOf(s, n)})
}

// resume sends again what was noted as being sent, and of which nobody knows whether it
// was: a restart came in between.
func (p *planner) resume(s *subject, n int, contact string) {
	for _, who := range p.people {
		if who.Name == contact {
			p.send(s, n, who)
			return
		}
	}
	r := row(p.now, s, n, &person{Contact: config.Contact{Name: contact}}, failed)
	r.Detail = notTried + "the contact is not in the configuration any more"
	p.rows = append(p.rows, r)
	p.wake(p.now)
}

// end notes that all rounds are over.
func (p *planner) end(s *subject, n int, who *person) {
	if !s.once {
		p.rows = append(p.rows, row(p.now, s, n, who, ended))
	}
}

// idOf names a step in the log and in messages.
func idOf(s *subject, n int) string { return fmt.Sprintf("%s/%s/%d", s.incident, s.priority, n) }

// row is a step as the log has it.
func row(now time.Time, s *subject, n int, who *person, result string) control.Notice {
	return control.Notice{ID: idOf(s, n), Time: now, Kind: s.kind, Contact: who.Name, Result: result, Incident: s.incident, Priority: s.priority, Step: n, Exercise: s.exercise}
}

// digest plans the message about what quiet hours held.
func (p *planner) digest(who *person) {
	a := p.st.account(who.Name)
	if len(a.quiet) == 0 {
		return
	}
	at := a.quiet[0].at
	due := who.digestAfter(at)
	switch ahead := at.Sub(p.now); { // the clock was set back
	case ahead > 24*time.Hour:
		due = who.awake(p.now)
	case ahead > 0:
		due = who.digestAfter(p.now)
	}
	p.whole(kindDigest, who, a.quiet, &a.digest, due)
}

// summary plans the message about what the bound of an hour held.
func (p *planner) summary(who *person) {
	a := p.st.account(who.Name)
	if len(a.capped) == 0 {
		return
	}
	due := p.after(a.capped[0].at, summaryAfter)
	if a.summary.result == sent {
		due = later(due, p.after(a.summary.at, summaryEvery))
	}
	if !serious(a.capped) {
		due = who.awake(later(due, p.now))
	}
	p.whole(kindSummary, who, a.capped, &a.summary, due)
}

// serious reports whether an Act is among what was held.
func serious(list []held) bool {
	for i := range list {
		if config.Rank(list[i].key.priority) == act {
			return true
		}
	}
	return false
}

// whole plans a digest or summary at a time; one that failed is tried again later.
func (p *planner) whole(kind string, who *person, list []held, last *try, due time.Time) {
	through := list[len(list)-1].seq
	id := fmt.Sprintf("%s/%s/%d", kind, who.Name, through)
	if last.result == failed {
		due = later(due, p.after(last.at, heldRetry))
	}
	if due.After(p.now) {
		p.wake(due)
		return
	}
	p.tasks = append(p.tasks, task{kind: kind, who: who, held: list, through: through, id: id})
}
