package notify

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/notify/channel"
)

// notTried begins the detail of what was not sent because the one before failed.
const notTried = "not tried: "

// finishTime is how long a message that is being sent may take when everything ends:
// what was begun is finished, so that it is known what became of it.
const finishTime = 30 * time.Second

// carryOut notes what is held back, and sends what is to be sent: to all contacts at the
// same time, to each in order.
func (e *Engine) carryOut(ctx context.Context, p *planner) error {
	if len(p.rows) > 0 {
		if err := e.note(ctx, p.v, p.rows...); err != nil {
			return err
		}
	}
	lists := map[*person][]task{}
	for _, t := range p.tasks {
		lists[t.who] = append(lists[t.who], t)
	}
	var group errgroup.Group
	for _, who := range e.people {
		if list := lists[who]; len(list) > 0 {
			group.Go(func() error { return e.deliver(ctx, p.v, list) })
		}
	}
	return group.Wait()
}

// note writes lines before anything else is done; those about a sensor that does not
// answer are kept until it does.
func (e *Engine) note(ctx context.Context, v *view, rows ...control.Notice) error {
	if v.offline {
		e.journal.keep(ctx, rows...)
		return nil
	}
	return e.journal.put(ctx, rows...)
}

// deliver sends the messages to a contact. After one that failed the others are not
// tried: whoever is told next instead learns of them at once.
func (e *Engine) deliver(ctx context.Context, v *view, list []task) error {
	problem := ""
	for i := range list {
		t := &list[i]
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r := e.line(t)
		if problem != "" {
			if t.subject != nil {
				r.Result, r.Detail = failed, notTried+problem
				e.journal.keep(ctx, r)
			}
			continue
		}
		r.Result = sending
		if err := e.note(ctx, v, r); err != nil {
			return err
		}
		m := e.message(ctx, v, t)
		r.Channel, r.Detail, r.Result = e.send(ctx, t.who, m)
		r.Time = e.o.Clock.Now()
		if r.Result == failed {
			problem = r.Detail
		}
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), askTime)
		e.journal.keep(end, r)
		cancel()
	}
	return nil
}

// line is a task as the log has it.
func (e *Engine) line(t *task) control.Notice {
	now := e.o.Clock.Now()
	if t.subject != nil {
		return row(now, t.subject, t.step, t.who, sending)
	}
	return control.Notice{ID: t.id, Time: now, Kind: t.kind, Contact: t.who.Name, Through: t.through}
}

// maxDetail bounds what is told of a failure, octets.
const maxDetail = 400

// send sends a message by the first channel of a contact that takes it. detail is what
// is wrong with those that did not.
func (e *Engine) send(ctx context.Context, who *person, m *channel.Message) (name, detail, result string) {
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime*time.Duration(len(who.channels)))
	defer cancel()
	var problems []string
	for _, c := range who.channels {
		err := c.Send(end, m)
		if err == nil {
			e.o.Logger.Info("told", "contact", who.Name, "channel", c.Name(), "kind", m.Kind, "id", m.ID)
			return c.Name(), short(problems), sent
		}
		e.o.Logger.Warn("a contact could not be reached", "contact", who.Name, "channel", c.Name(), "error", err.Error())
		problems = append(problems, c.Name()+": "+err.Error())
	}
	return "", short(problems), failed
}

// short joins problems, in one line.
func short(problems []string) string {
	s := clean(strings.Join(problems, "; "))
	if len(s) > maxDetail {
		s = strings.ToValidUTF8(s[:maxDetail], "")
	}
	return s
}

// ErrNoContact: there is no contact of that name.
var ErrNoContact = errors.New("notify: there is no contact of this name")

// Tried is what became of a test message.
type Tried struct {
	Contact, Channel string
	Took             time.Duration
	Err              error // nil: the other end took it
}

// Test sends a message that is marked as a test by every channel of a contact, of all
// contacts for "", and notes in the log what became of it. logged is why it could not
// be noted.
func (e *Engine) Test(ctx context.Context, contact string) (list []Tried, logged error, err error) {
	err = ErrNoContact
	var rows []control.Notice
	for _, who := range e.people {
		if contact != "" && contact != who.Name {
			continue
		}
		err = nil
		for _, c := range who.channels {
			began := e.o.Clock.Now()
			m := e.test(who, c.Name(), began)
			x := Tried{Contact: who.Name, Channel: c.Name(), Err: c.Send(ctx, m)}
			x.Took = e.o.Clock.Now().Sub(began)
			r := control.Notice{ID: m.ID, Time: began, Kind: kindTest, Contact: who.Name, Channel: c.Name(), Result: sent}
			if x.Err != nil {
				r.Result, r.Detail = failed, short([]string{c.Name() + ": " + x.Err.Error()})
			}
			list, rows = append(list, x), append(rows, r)
		}
	}
	if len(rows) > 0 {
		_, logged = e.o.Log.AddNotices(ctx, &control.Notices{V: control.Version, Notices: rows})
	}
	return list, logged, err
}

// Contact is a contact as it is listed.
type Contact struct {
	Name     string
	Channels []string
	Quiet    bool // now
	Until    time.Time
	Zone     *time.Location
}

// Contacts returns the contacts of a configuration in their order, as they are at a
// time. No file is read.
func Contacts(c *config.Notify, zone string, now time.Time) ([]Contact, error) {
	var list []Contact
	for i := range c.Contacts {
		x := &c.Contacts[i]
		name := x.Zone
		if name == "" {
			name = zone
		}
		z, err := time.LoadLocation(name)
		if err != nil {
			return nil, err
		}
		p := person{Contact: *x, zone: z}
		n := Contact{Name: x.Name, Quiet: p.quietAt(now), Until: p.awake(now), Zone: z}
		for _, has := range []struct {
			is   bool
			name string
		}{{len(x.Mail) > 0, "mail"}, {x.Webhook != nil, "webhook"}, {x.Syslog != nil, "syslog"}} {
			if has.is {
				n.Channels = append(n.Channels, has.name)
			}
		}
		list = append(list, n)
	}
	return list, nil
}
