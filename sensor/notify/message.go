package notify

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/notify/channel"
)

// letter is a message as it is being written.
type letter struct {
	who *person
	b   strings.Builder
}

// line writes a sentence as a line.
func (l *letter) line(t lang.Text, args ...any) {
	l.b.WriteString(clean(t.Say(l.who.lang, args...)) + "\n")
}

func (l *letter) gap() { l.b.WriteString("\n") }

// at tells a time in the contact's zone, with its offset.
func (l *letter) at(t time.Time) string { return t.In(l.who.zone).Format("2006-01-02 15:04:05 -07:00") }

// clean is a text on one line, without what a terminal would obey or show in another
// order.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.Is(unicode.C, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

// message writes what a task tells.
func (e *Engine) message(ctx context.Context, v *view, t *task) *channel.Message {
	m := &channel.Message{ID: t.id, Kind: t.kind, Language: t.who.lang, Time: e.o.Clock.Now(), Site: siteName(v.site, t.who.lang), Contact: t.who.Name}
	l := &letter{who: t.who}
	if t.subject == nil {
		e.list(ctx, v, t, m, l)
	} else {
		e.single(ctx, v, t, m, l)
	}
	m.Text = l.b.String()
	return m
}

func siteName(s string, l lang.Language) string {
	if s == "" {
		return textNoName.In(l)
	}
	return clean(s)
}

// subjectLine is the subject of a message: EXERCISE first where it is one.
func subjectLine(m *channel.Message, what string) string {
	s := textSubject.Say(m.Language, what, m.Site)
	if m.Exercise {
		s = textExerciseMark.In(m.Language) + s
	}
	return clean(s)
}

// single tells one incident, or something about the sensor or the contacts.
func (e *Engine) single(ctx context.Context, v *view, t *task, m *channel.Message, l *letter) {
	s, low := t.subject, t.who.Detail == "low"
	m.Exercise, m.Priority = s.exercise, s.priority
	m.Subject = subjectLine(m, textPriority[s.rank].In(m.Language)+textColon.In(m.Language)+s.title.In(m.Language))
	if m.Exercise {
		l.line(textExercise)
		l.gap()
	}
	l.line(textSite, m.Site)
	if s.level > 0 {
		l.line(textUrgencyLevel, textPriority[s.rank], s.level)
	} else {
		l.line(textUrgency, textPriority[s.rank])
	}
	if s.brief != nil && s.kind == kindAlarm {
		m.Items = []channel.Item{{ID: s.incident, Priority: s.priority, Title: s.title}}
		e.incident(ctx, l, s, low)
	} else {
		e.other(l, s, low)
	}
	l.gap()
	e.reply(l, v, t)
}

// incident tells what happened, on which equipment, when, and what to do first.
func (e *Engine) incident(ctx context.Context, l *letter, s *subject, low bool) {
	x, err := e.o.Source.Explain(ctx, s.incident)
	if err != nil || x.Incident == nil {
		e.o.Logger.Warn("an incident is told without its details", "incident", s.incident, "error", fmt.Sprint(err))
		x = &control.Explanation{}
	}
	what, first := s.what, lang.Text{}
	if x.Incident != nil {
		first = lang.Text{EN: x.Incident.First, JA: x.Incident.FirstJA}
	}
	if low {
		what, first = s.title, plain(first)
	}
	l.line(textWhat, what)
	l.line(textWhere, equipment(s.brief.Targets, x.Names, low))
	if s.brief.Actor != "" {
		l.line(textFrom, equipment([]string{s.brief.Actor}, x.Names, low))
	}
	l.line(textWhen, l.at(s.opened))
	if !first.Empty() {
		l.line(textFirst, first)
	}
}

// other tells what is no incident.
func (e *Engine) other(l *letter, s *subject, low bool) {
	what, first := s.what, s.first
	if low {
		what, first = s.title, plain(first)
	}
	l.line(textWhat, what)
	l.line(textWhen, l.at(s.opened))
	l.line(textFirst, first)
}

// maxEquipment is how many devices a message names.
const maxEquipment = 5

// equipment names devices: as the owner calls them, with the address unless little is to
// be told.
func equipment(addresses []string, names map[string]string, low bool) lang.Text {
	if len(addresses) == 0 {
		return textUnknown
	}
	var en, ja []string
	for i, a := range addresses {
		if i == maxEquipment {
			more := textMore.Fill(len(addresses) - i)
			en, ja = append(en, more.EN), append(ja, more.JA)
			break
		}
		t := lang.Plain(a)
		switch n := names[a]; {
		case low && n == "":
			t = textUnnamed
		case low:
			t = scrub(lang.Plain(n))
		case n != "":
			t = lang.Plain(n + " (" + a + ")")
		}
		en, ja = append(en, t.EN), append(ja, t.JA)
	}
	return lang.Text{EN: strings.Join(en, ", "), JA: strings.Join(ja, "、")}
}

// addresses are IPv4, IPv6 and MAC addresses in a text.
var addresses = regexp.MustCompile(`(?i)\b\d{1,3}(\.\d{1,3}){3}\b|\b[0-9a-f]{2}([:-][0-9a-f]{2}){5}\b|(\b[0-9a-f]{1,4})?(:{1,2}[0-9a-f]{1,4}){2,7}\b|\b[0-9a-f]{1,4}::`)

// scrub takes the addresses out of a text.
func scrub(t lang.Text) lang.Text {
	return lang.Text{EN: addresses.ReplaceAllString(t.EN, "…"), JA: addresses.ReplaceAllString(t.JA, "…")}
}

// plain is what to do first where little is to be told: in general words as soon as
// there is a figure in it, which may be a value of the process.
func plain(t lang.Text) lang.Text {
	t = scrub(t)
	if t.Empty() || strings.ContainsAny(t.EN+t.JA, "0123456789") {
		return textFirstPlain
	}
	return t
}

// reply tells how to acknowledge, who could not be reached before, and who is told next.
func (e *Engine) reply(l *letter, v *view, t *task) {
	s := t.subject
	if s.brief != nil {
		id := s.brief.ID
		if e.o.Config.Console != "" {
			l.line(textAcknowledge, strings.TrimRight(e.o.Config.Console, "/")+"/incidents/"+id, id)
		} else {
			l.line(textAcknowledgeHere, id)
		}
	}
	p := planner{now: e.o.Clock.Now(), o: &e.o.Config, people: e.people}
	first, again := p.route(s)
	e.journal.mu.Lock()
	steps := append([]entry(nil), e.journal.state.matter(s.key).steps...)
	e.journal.mu.Unlock()
	if t.step > 0 && t.step <= len(steps) && steps[t.step-1].result == failed {
		l.line(textBefore, steps[t.step-1].contact)
	}
	limit := len(first) + (e.o.Config.Rounds-1)*len(again)
	switch next := at(first, again, t.step+1); {
	case s.once || s.brief == nil:
	case taken(steps).count+1 >= limit:
		l.line(textLast)
	case t.who.answer > 0:
		l.line(textNext, l.at(p.now.Add(t.who.answer)), next.Name)
	}
}

// list tells what was held, each incident in a line with what became of it since.
func (e *Engine) list(ctx context.Context, v *view, t *task, m *channel.Message, l *letter) {
	var keys []key
	seen := map[string]bool{}
	exercises := 0
	best := -1
	for i := len(t.held) - 1; i >= 0; i-- { // the latest priority of each
		if k := t.held[i].key; !seen[k.incident] {
			seen[k.incident] = true
			keys = append([]key{k}, keys...)
			best = max(best, config.Rank(k.priority))
		}
	}
	if best >= 0 {
		m.Priority = priorities[best]
	}
	lines := &letter{who: l.who}
	for i, k := range keys {
		if i == channel.MaxItems {
			lines.line(textListMore, len(keys)-i)
			break
		}
		item, state, exercise := e.item(ctx, v, k)
		if exercise {
			exercises++
		}
		m.Items = append(m.Items, item)
		lines.entry(&item, state, exercise)
	}
	m.Exercise = exercises > 0 && exercises == len(keys)
	head, intro := textDigest, textDigestHead
	if t.kind == kindSummary {
		head, intro = textSummary, textSummaryHead
	}
	m.Subject = subjectLine(m, head.Say(m.Language, len(keys)))
	if m.Exercise {
		l.line(textExercise)
		l.gap()
	}
	l.line(textSite, m.Site)
	l.line(intro, len(keys))
	l.gap()
	l.b.WriteString(lines.b.String())
	l.gap()
	if e.o.Config.Console != "" {
		l.line(textConsole, e.o.Config.Console)
	} else {
		l.line(textConsoleHere)
	}
}

// entry writes an incident of a list.
func (l *letter) entry(x *channel.Item, state lang.Text, exercise bool) {
	mark := ""
	if exercise {
		mark = textExerciseMark.In(l.who.lang)
	}
	rank := max(config.Rank(x.Priority), 0)
	l.line(textEntry, mark+textPriority[rank].In(l.who.lang), x.Title, state, x.ID)
}

// item finds out how something that was held stands now. Lists name no equipment and no
// values.
func (e *Engine) item(ctx context.Context, v *view, k key) (x channel.Item, state lang.Text, exercise bool) {
	x = channel.Item{ID: k.incident, Priority: k.priority, Title: textNoTitle}
	if t, ok := titleOf(k.incident); ok {
		x.Title = t
		return x, textState["told"], false
	}
	if b := v.briefs[k.incident]; b != nil {
		x.Title, x.Priority = b.Title, b.Priority
		return x, textState[b.State], b.Exercise
	}
	if !v.offline {
		if i, err := e.o.Source.Explain(ctx, k.incident); err == nil && i.Incident != nil {
			x.Title, x.Priority = lang.Text{EN: i.Incident.Title, JA: i.Incident.TitleJA}, i.Incident.Priority
			return x, textState[string(i.Incident.State)], i.Incident.Exercise
		}
	}
	return x, textState["unknown"], false
}

// titleOf is the title of what is no incident.
func titleOf(id string) (lang.Text, bool) {
	kind, rest, _ := strings.Cut(id, "/")
	switch kind {
	case "blind":
		return textBlind, true
	case "silent":
		return textSilent, true
	case "channel":
		if i := strings.LastIndex(rest, "/"); i >= 0 {
			rest = rest[:i]
		}
		return textUnreachable.Fill(rest), true
	}
	return lang.Text{}, false
}

// test is a message that is marked as a test.
func (e *Engine) test(who *person, name string, now time.Time) *channel.Message {
	m := &channel.Message{ID: fmt.Sprintf("test/%s/%s/%d", who.Name, name, now.UnixNano()), Kind: kindTest, Language: who.lang, Time: now,
		Site: siteName(e.o.Site, who.lang), Contact: who.Name}
	m.Subject = subjectLine(m, textTest.In(who.lang))
	l := &letter{who: who}
	l.line(textTestText)
	l.line(textSite, m.Site)
	l.line(textWhen, l.at(now))
	m.Text = l.b.String()
	return m
}
