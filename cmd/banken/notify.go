package main

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/notify"
	"github.com/banken-ot/banken/sensor/notify/plant"
)

// Words for what the log of notices tells as codes.
var (
	noticeKinds = map[string]message{"alarm": noticeAlarm, "health": noticeHealth, "digest": noticeDigest, "summary": noticeSummary, "test": noticeTest}

	noticeResults = map[string]message{"sending": noticeSending, "sent": noticeSent, "failed": noticeFailed, "quiet": noticeQuiet, "capped": noticeCapped, "ended": noticeEnded}
)

// notifyOptions are what the command notify takes.
type notifyOptions struct {
	place
	count *int
	plant *bool
}

// shownNotices is how many lines of the log are shown where nothing is said.
const shownNotices = 50

func defineNotify(o options) work {
	x := notifyOptions{place: definePlace(o), count: o.number("n", shownNotices, optionNotices), plant: o.on("plant-only", optionPlantOnly)}
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 && names[0] == "run" {
			if len(names) > 1 {
				return wrong(tooMuchHere, quoted(names[1]))
			}
			return x.run(ctx, s)
		}
		return x.choose(ctx, s, []verb{{"run", 0, 0, nil}, {"test", 0, 1, x.test}, {"list", 0, 0, x.list}, {"log", 0, 0, x.log}}, names)
	}
}

// run tells people until ctx is done: what the console does too, in a process of its
// own.
func (x *notifyOptions) run(ctx context.Context, s streams) error {
	c, err := x.settings()
	if err != nil {
		return err
	}
	if *x.socket != "" {
		c.Console.Socket = *x.socket
	}
	if *x.plant {
		c.Notify.Contacts = nil
	}
	return tellPeople(ctx, c, newLog(s.err, c.Log.Level))
}

// tellPeople tells people of incidents, and the plant's screens how the site stands,
// until ctx is done. Without contacts and without an address nobody is told.
func tellPeople(ctx context.Context, c config.Config, log *slog.Logger) error {
	client := control.Dial(c.Console.Socket)
	var runs []func(context.Context) error
	if len(c.Notify.Contacts) > 0 {
		e, err := notify.Open(notify.Options{Config: c.Notify, Site: c.Site.Name, Zone: c.Baseline.Zone, Source: client, Log: client, Logger: log})
		if err != nil {
			return err
		}
		runs = append(runs, e.Run)
	}
	if c.Notify.Plant.Address != "" {
		p, err := plant.Open(plant.Options{Config: c.Notify.Plant, Source: client, Logger: log, Version: version})
		if err != nil {
			return err
		}
		runs = append(runs, p.Run)
	}
	if len(runs) == 0 {
		return said(control.Invalid, faultNobody)
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, run := range runs {
		group.Go(func() error { return run(ctx) })
	}
	return group.Wait()
}

// test sends a message that is marked as a test, and tells what happened by which
// channel.
func (x *notifyOptions) test(names []string) (step, error) {
	contact := ""
	if len(names) > 0 {
		contact = names[0]
	}
	return func(v *visit) error {
		c, book, err := x.notebook(v)
		if err != nil {
			return err
		}
		e, err := notify.Open(notify.Options{Config: c.Notify, Site: c.Site.Name, Zone: c.Baseline.Zone, Source: v, Log: book})
		if err != nil {
			return err
		}
		list, logged, err := e.Test(v.ctx, contact)
		if errors.Is(err, notify.ErrNoContact) {
			return said(control.NotFound, faultNoContact, contact)
		}
		if err != nil {
			return err
		}
		bad := 0
		for _, t := range list {
			if t.Err != nil {
				bad++
				v.line(0, notifyTriedBad, t.Contact, t.Channel, t.Err)
				continue
			}
			v.line(0, notifyTried, t.Contact, t.Channel, t.Took.Round(time.Millisecond))
		}
		if logged != nil {
			v.line(0, notifyNotLogged, logged)
		}
		if bad > 0 {
			return said(control.Failed, faultNotSent, bad)
		}
		return nil
	}, nil
}

// notebook returns the configuration and the log of a site.
func (x *notifyOptions) notebook(v *visit) (config.Config, control.Notebook, error) {
	c, err := x.settings()
	if err != nil {
		return c, nil, err
	}
	book, ok := v.Site.(control.Notebook)
	if !ok {
		return c, nil, said(control.NoSite, faultNothingKept)
	}
	if len(c.Notify.Contacts) == 0 {
		return c, nil, said(control.Invalid, faultNobody)
	}
	return c, book, nil
}

// list tells the contacts in their order, whether they have quiet hours now, and what
// they were told last.
func (x *notifyOptions) list([]string) (step, error) {
	return func(v *visit) error {
		c, book, err := x.notebook(v)
		if err != nil {
			return err
		}
		now := time.Now()
		contacts, err := notify.Contacts(&c.Notify, c.Baseline.Zone, now)
		if err != nil {
			return err
		}
		lines, err := book.Notices(v.ctx, &control.NoticeQuery{Limit: control.MaxNotices, Latest: true})
		if err != nil {
			return err
		}
		return v.show(contacts, "", func() {
			for i := range contacts {
				v.contact(i+1, &contacts[i], &c.Notify.Contacts[i], lines.Notices)
			}
		})
	}, nil
}

func (v *visit) contact(n int, x *notify.Contact, c *config.Contact, lines []control.Notice) {
	answer := v.s.say(notifyNoWait)
	if c.Answer > 0 {
		answer = c.Answer.String()
	}
	v.line(0, notifyContact, n, x.Name, strings.Join(x.Channels, ", "), v.s.word(priorityWords, c.From), answer)
	if x.Quiet {
		v.line(1, notifyQuietNow, x.Until.In(x.Zone).Format("2006-01-02 15:04 -07:00"))
	} else {
		v.line(1, notifyAwake)
	}
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].Contact == x.Name {
			v.notice(1, &lines[i])
			return
		}
	}
	v.line(1, notifyNever)
}

// notice tells a line of the log.
func (v *visit) notice(indent int, n *control.Notice) {
	what := v.s.word(noticeKinds, n.Kind)
	if n.Exercise {
		what = v.s.say(markExercise) + " " + what
	}
	v.line(indent, notifyLine, v.at(n.Time), n.Contact, what, strings.TrimSpace(n.Incident+" "+n.Priority), v.s.word(noticeResults, n.Result), n.Channel)
	if n.Detail != "" {
		v.plain(indent+1, n.Detail)
	}
}

// log tells the latest lines of the log.
func (x *notifyOptions) log([]string) (step, error) {
	if *x.count < 1 || *x.count > control.MaxNotices {
		return nil, wrong(wrongNotices, strconv.Itoa(*x.count), control.MaxNotices)
	}
	return func(v *visit) error {
		book, ok := v.Site.(control.Notebook)
		if !ok {
			return said(control.NoSite, faultNothingKept)
		}
		lines, err := book.Notices(v.ctx, &control.NoticeQuery{Limit: *x.count, Latest: true})
		if err != nil {
			return err
		}
		return v.show(lines, "", func() {
			if len(lines.Notices) == 0 {
				v.line(0, notifyNothing)
			}
			for i := range lines.Notices {
				v.notice(0, &lines.Notices[i])
			}
		})
	}, nil
}
