package judge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/drill"
)

// drillDays are learned before a drill: a month, with the visits of engineers.
const drillDays = 30

// month is what a site has learned in a month, and an hour of ordinary operation after.
type month struct {
	draft  *edition.Edition
	assets []asset.Listed
	hour   []baseline.Event
	err    error
}

// learnMonth has a site learn a month of the works.
func learnMonth(ctx context.Context) (x month) {
	m := Months{Seed: 7, Days: drillDays, Poll: time.Minute, Plain: true}
	if x.assets, x.err = lab(); x.err != nil {
		return x
	}
	w := &life{months: m, assets: x.assets, told: newLived(m), morning: monthsStart.Add(reviewHour).UnixNano(), opened: true, plans: permits(m)}
	if x.err = w.open(); x.err != nil {
		return x
	}
	end := monthsStart.Add(m.length())
	l := &learner{Observer: w, from: end.Add(-time.Hour).UnixNano(), to: end.UnixNano()}
	feed := Feed{Lab: synth.Options{Seed: m.Seed, Start: monthsStart.Add(-running), Duration: running + m.length(), Poll: m.Poll}, Before: running}
	_, err := feed.Run(ctx, l)
	w.judge("nothing but ordinary work", true)
	w.approve()
	x.hour = l.kept
	if x.err = errors.Join(err, w.err); x.err == nil {
		x.draft, x.err = w.site.Draft()
	}
	return x
}

// settled is how long ordinary operation goes on before a drill: what is told of how the
// sensor was attached is then over.
const settled = 40 * time.Minute

// ground is a site on which drills are: it has learned a month, and ordinary operation
// goes on, an hour of it again and again.
type ground struct {
	*life
	t    *testing.T
	laps laps
	at   int64 // UTC ns
}

// newGround returns one with a store of its own.
func newGround(t *testing.T, x *month) *ground {
	t.Helper()
	w := &life{months: Months{Seed: 7, Days: drillDays, Dir: t.TempDir()}, assets: x.assets}
	w.told = newLived(w.months)
	if err := w.open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	if err := w.site.Use(x.draft, "judge"); err != nil {
		t.Fatal(err)
	}
	w.site.Attend()
	g := &ground{life: w, t: t, laps: laps{events: x.hour}, at: x.hour[0].Time}
	for _, h := range plant.Hosts() {
		if !h.Ordinary {
			continue
		}
		if err := w.site.Binding(&baseline.Binding{Time: g.at, Addr: h.Address, MAC: h.MAC, Claim: true}); err != nil {
			t.Fatal(err)
		}
	}
	g.goOn(settled, nil)
	return g
}

// goOn has ordinary operation go on for so long, a tick a second.
func (g *ground) goOn(long time.Duration, until func() bool) {
	g.t.Helper()
	end := g.at + int64(long)
	for g.at < end && (until == nil || !until()) {
		g.at += int64(time.Second)
		for {
			e := g.laps.next()
			if e.End() > g.at {
				g.laps.i--
				break
			}
			if err := g.site.Event(e); err != nil {
				g.t.Fatal(err)
			}
		}
		if err := g.site.Tick(g.at); err != nil {
			g.t.Fatal(err)
		}
	}
}

// real are the incidents that are no exercise, told.
func (g *ground) real() (list []string) {
	for _, i := range g.site.Incidents() {
		if !i.Exercise {
			list = append(list, fmt.Sprintf("%s %s %s %d", i.ID, i.State, i.Priority, i.Count))
		}
	}
	return list
}

// TestDrills: every scenario is bound on the works, and comes up as the incident that it
// should be, in time and with the priority that is written beside it, without a level or
// a task; nothing of it is learned, counted or told as real.
func TestDrills(t *testing.T) {
	learned := learnMonth(t.Context())
	if learned.err != nil {
		t.Fatal(learned.err)
	}
	t.Run("nothing left", func(t *testing.T) { leavesNothing(t, &learned) })
	g := newGround(t, &learned)
	for _, x := range drill.All() {
		t.Run(x.ID, func(t *testing.T) {
			g.t = t
			r, err := g.site.StartDrill(drill.Order{Scenario: x.ID, Who: "leader"})
			if err != nil {
				t.Fatal(err)
			}
			g.goOn(x.Within+time.Minute, func() bool { return !drilled(g, &x, x.Within) })
			sheet := g.site.Drill()
			if sheet == nil {
				t.Fatal("it is over")
			}
			for i := range sheet.Incidents {
				f := &sheet.Incidents[i]
				t.Logf("%s after %v: %s %q %v x%d", f.Priority, f.Opened.Sub(sheet.Started), f.ID, f.Title.EN, f.Kinds, f.Count)
			}
			for _, d := range sheet.Deeds {
				t.Logf("must do: %s %s", d.Task, d.Name)
			}
			if drill.Higher(x.Priority, sheet.Worst()) || !tellsOne(sheet, x.Kinds) || sheet.Shown.Sub(sheet.Started) > x.Within {
				t.Errorf("shown after %v as %q", sheet.Shown.Sub(sheet.Started), sheet.Worst())
			}
			if len(sheet.Incidents) > 2 {
				t.Errorf("%d incidents", len(sheet.Incidents))
			}
			if now := g.site.Today(); now.Level != 1 || len(now.Plan.Actions) > 0 {
				t.Errorf("it gives level %d, and %d tasks", now.Level, len(now.Plan.Actions))
			}
			if _, err := g.site.StopDrill("leader"); err != nil {
				t.Fatal(err)
			}
			if kept, err := g.site.DrillSheet(r.Number); err != nil || kept.End != drill.Stopped || kept.Ended.IsZero() {
				t.Errorf("%+v, %v", kept, err)
			}
			g.goOn(time.Minute, nil)
		})
	}
}

// drilled reports whether the drill is to go on: until it was told as it should be and
// its script is over.
func drilled(g *ground, x *drill.Scenario, within time.Duration) bool {
	r := g.site.Drill()
	if r == nil {
		return false
	}
	told := !drill.Higher(x.Priority, r.Worst()) && tellsOne(r, x.Kinds) && g.at-r.Started.UnixNano() > int64(2*time.Minute)
	return !told
}

func tellsOne(r *drill.Result, kinds []baseline.Kind) bool {
	return slices.ContainsFunc(r.Incidents, func(f drill.Found) bool {
		return slices.ContainsFunc(f.Kinds, func(k string) bool { return slices.Contains(kinds, baseline.Kind(k)) })
	})
}

// still is what no drill may change, as text: level, plan, real incidents, forecast.
func (g *ground) still() string {
	t := g.site.Today()
	f := t.Forecast
	return fmt.Sprintf("level %d, blind %v\nplan %v\nreal %s\nforecast %d %d %v %v %s\nwaiting %d\n", t.Level, t.Blind, t.Plan.Actions, strings.Join(g.real(), "; "),
		f.Days, f.Once, f.Expected, f.Bound, f.State, t.Pending)
}

// leavesNothing tests that with a drill in the middle a site learns, tells and counts to
// the octet what it does without one.
func leavesNothing(t *testing.T, learned *month) {
	lived := func(id string) (state, text []byte, told []string) {
		x := newGround(t, learned)
		x.site.Tell(func(c alert.Change) error {
			if !c.Incident.Exercise {
				told = append(told, fmt.Sprintf("%s %s %s %d", c.What, c.Incident.ID, c.Incident.Priority, c.Incident.Count))
			}
			return nil
		})
		if id != "" {
			if _, err := x.site.StartDrill(drill.Order{Scenario: id, Who: "leader"}); err != nil {
				t.Fatal(err)
			}
		}
		x.goOn(5*time.Minute, nil)
		x.attack()
		x.goOn(25*time.Minute, nil)
		past, err := x.site.Past()
		if err != nil {
			t.Fatal(err)
		}
		told = append(append(told, x.real()...), fmt.Sprint(past.Opened, past.Top, past.Lower), x.still())
		e, err := x.site.Draft()
		if err != nil {
			t.Fatal(err)
		}
		if id != "" && x.site.Drill() != nil {
			t.Errorf("%s goes on although there is a real incident", id)
		}
		return e.State, e.Text, told
	}
	state, text, told := lived("")
	if len(told) < 4 {
		t.Fatalf("nothing real was told: %q", told)
	}
	for _, id := range []string{"unknown-laptop", "in-the-middle", "loss-of-view"} {
		s, x, y := lived(id)
		if !bytes.Equal(s, state) || !bytes.Equal(x, text) {
			t.Errorf("%s: what was learned is another", id)
		}
		if !slices.Equal(y, told) {
			t.Errorf("%s:\n%q\nwithout\n%q", id, y, told)
		}
	}
	g := newGround(t, learned)
	g.attack()
	var refused *drill.Refusal
	if _, err := g.site.StartDrill(drill.Order{Scenario: "unknown-laptop", Who: "leader"}); !errors.As(err, &refused) || refused.Code != "real" {
		t.Errorf("a drill while somebody attacks: %v", err)
	}
}

// attack is one that is real: a host nobody knows writes.
func (g *ground) attack() {
	g.t.Helper()
	e := g.laps.events[slices.IndexFunc(g.laps.events, func(e baseline.Event) bool { return e.Protocol.Name == "modbus" })]
	e.Time = g.at
	e.Client = netip.MustParseAddrPort("10.20.1.66:50000")
	e.Function, e.Code, e.Operation = "write-single-register", 6, wire.Write
	e.Points = []wire.Point{{Space: 4, Index: 3, Count: 1, Access: wire.AccessWrite, Value: wire.Uint(9)}}
	if err := g.site.Event(&e); err != nil {
		g.t.Fatal(err)
	}
}
