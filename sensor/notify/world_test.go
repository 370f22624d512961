package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/notify/channel"
)

// world is everything around an engine: a sensor with its log, contacts, and the time.
// The sensor and the log survive the engine.
type world struct {
	t      *testing.T
	now    time.Time
	zone   *time.Location
	mu     sync.Mutex
	briefs []*control.Brief
	blind  *control.Blind
	down   bool
	rows   []control.Notice
	people []*person
	o      config.Notify
	fails  map[string]bool // contacts that are not reached
	told   []string        // transcript
	ids    []string        // of the messages
	texts  []*channel.Message
	events []event

	ops   int  // of log and channels
	crash int  // the engine dies at this one; 0 for never
	after bool // only once it was done
	died  bool
}

type event struct {
	at time.Time
	do func(w *world)
}

var errCrash = errors.New("crash")

// step counts an operation; the engine dies before or after it.
func (w *world) step(do func() error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.died {
		return errCrash
	}
	w.ops++
	dies := w.ops == w.crash
	if dies && !w.after {
		w.died = true
		return errCrash
	}
	err := do()
	if dies {
		w.died = true
		return errCrash
	}
	return err
}

// Now implements Clock.
func (w *world) Now() time.Time { return w.now }

// After implements Clock.
func (w *world) After(time.Duration) <-chan time.Time { return make(chan time.Time) }

var errDown = errors.New("connection refused")

func (w *world) Today(context.Context) (*control.Today, error) {
	if w.down {
		return nil, errDown
	}
	return &control.Today{Site: "浄水場1", Zone: w.zone.String(), Blind: w.blind}, nil
}

func (w *world) Incidents(context.Context, bool) (*control.Incidents, error) {
	if w.down {
		return nil, errDown
	}
	list := &control.Incidents{}
	for _, b := range w.briefs {
		if b.State != "closed" {
			list.Incidents = append(list.Incidents, *b)
		}
	}
	return list, nil
}

func (w *world) Explain(_ context.Context, id string) (*control.Explanation, error) {
	for _, b := range w.briefs {
		if b.ID == id {
			return &control.Explanation{Names: map[string]string{"10.0.0.5": "PLC-1 高区ポンプ"}, Incident: &alert.Incident{ID: id, State: alert.State(b.State), Priority: b.Priority,
				Title: b.Title.EN, TitleJA: b.Title.JA, First: "Ask who did it.", FirstJA: "誰の作業か確認してください。", Exercise: b.Exercise}}, nil
		}
	}
	return nil, errors.New("no such incident")
}

func (w *world) Notices(_ context.Context, q *control.NoticeQuery) (*control.Notices, error) {
	got := &control.Notices{}
	for _, r := range w.rows {
		if r.Seq > q.After && len(got.Notices) < 7 { // pages, as a sensor has them
			got.Notices = append(got.Notices, r)
		}
	}
	return got, nil
}

func (w *world) AddNotices(_ context.Context, n *control.Notices) (*control.Notices, error) {
	if w.down {
		return nil, errDown
	}
	got := &control.Notices{}
	err := w.step(func() error {
		for _, r := range n.Notices {
			i := slices.IndexFunc(w.rows, func(x control.Notice) bool { return x.ID == r.ID })
			r.Seq = int64(len(w.rows) + 1)
			if i >= 0 {
				r.Seq = w.rows[i].Seq
				w.rows[i] = r
			} else {
				w.rows = append(w.rows, r)
			}
			got.Notices = append(got.Notices, r)
		}
		return nil
	})
	return got, err
}

// mouth is a channel of a contact.
type mouth struct {
	w    *world
	name string
}

func (m *mouth) Name() string { return "mail" }

func (m *mouth) Send(_ context.Context, x *channel.Message) error {
	return m.w.step(func() error {
		if m.w.fails[m.name] {
			return errDown
		}
		w := m.w
		mark := ""
		if x.Exercise {
			mark = " exercise"
		}
		what := x.ID
		if x.Kind == kindDigest || x.Kind == kindSummary {
			what = fmt.Sprintf("%s of %d", x.Kind, strings.Count(x.Text, "\n・")+strings.Count(x.Text, "\n- "))
		}
		w.told = append(w.told, w.now.In(w.zone).Format("02 15:04")+" "+m.name+" "+what+mark)
		w.ids, w.texts = append(w.ids, x.ID), append(w.texts, x)
		return nil
	})
}

// newWorld has the contacts a and b, who have 10 minutes to acknowledge, at nine in the
// morning of Tuesday, 24 November 2026 in Japan.
func newWorld(t *testing.T, zone string) *world {
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, zone: z, fails: map[string]bool{}, o: config.DefaultNotify()}
	w.now = time.Date(2026, 11, 24, 9, 0, 0, 0, z)
	w.contact("a")
	w.contact("b")
	return w
}

func (w *world) contact(name string) *person {
	p := &person{Contact: config.Contact{Name: name, Detail: "full", Digest: 7 * 60, Exercise: true}, lang: lang.Japanese, zone: w.zone, rank: act, answer: 10 * time.Minute}
	p.channels = []channel.Channel{&mouth{w, name}}
	w.people = append(w.people, p)
	return p
}

// at has something happen at a time of day, days later.
func (w *world) at(day, hour, minute int, do func(w *world)) {
	y, m, d := w.now.In(w.zone).Date()
	w.events = append(w.events, event{time.Date(y, m, d+day, hour, minute, 0, 0, w.zone), do})
}

// opens has an incident open.
func opens(id, priority string) func(w *world) {
	return func(w *world) {
		w.briefs = append(w.briefs, &control.Brief{ID: id, Sort: "security", State: "open", Priority: priority, Opened: w.now, Updated: w.now, Actor: "10.0.0.99",
			Targets: []string{"10.0.0.5"}, Title: lang.Text{EN: "A device was restarted", JA: "機器が再起動されました"}, What: lang.Text{EN: "10.0.0.99 restarted PLC-1: value 4711", JA: "10.0.0.99がPLC-1を再起動しました（値4711）"}})
	}
}

func (w *world) brief(id string) *control.Brief {
	for _, b := range w.briefs {
		if b.ID == id {
			return b
		}
	}
	w.t.Fatalf("no incident %s", id)
	return nil
}

// becomes has an incident be in another state, or at another priority.
func becomes(id, state, priority string) func(w *world) {
	return func(w *world) {
		b := w.brief(id)
		b.State = state
		if priority != "" {
			b.Priority = priority
		}
	}
}

func (w *world) engine() *Engine {
	return newEngine(Options{Config: w.o, Site: "浄水場1", Zone: w.zone.String(), Source: w, Log: w, Clock: w}, w.people)
}

// run lets time pass for hours. With restart, every pass is that of a new engine.
func (w *world) run(hours float64, restart bool) {
	w.t.Helper()
	end := w.now.Add(time.Duration(hours * float64(time.Hour)))
	slices.SortStableFunc(w.events, func(a, b event) int { return a.at.Compare(b.at) })
	e := w.engine()
	for turns := 0; !w.now.After(end); turns++ {
		for len(w.events) > 0 && !w.events[0].at.After(w.now) {
			do := w.events[0].do
			w.events = w.events[1:]
			do(w)
		}
		if restart {
			e = w.engine()
		}
		next, err := e.pass(context.Background())
		if w.died {
			w.died, w.crash = false, 0
			e = w.engine()
			continue
		}
		if err != nil {
			next = w.now.Add(time.Minute)
		}
		if turns > 200000 {
			w.t.Fatalf("no end at %s", w.now)
		}
		if !next.IsZero() && !next.After(w.now) {
			continue
		}
		w.advance(next, end)
	}
}

// advance goes on to when something happens.
func (w *world) advance(next, end time.Time) {
	if next.IsZero() || next.After(end) {
		next = end.Add(time.Second)
	}
	if len(w.events) > 0 && w.events[0].at.Before(next) {
		next = w.events[0].at
	}
	w.now = next
}
