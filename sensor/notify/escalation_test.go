package notify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

// night are quiet hours over midnight.
var night = config.Quiet{From: 22 * 60, To: 6 * 60}

// scenario is what happens, and who is told what and when.
type scenario struct {
	name  string
	zone  string // "" for Asia/Tokyo
	set   func(w *world)
	hours float64
	want  []string
}

func everybody(do func(p *person)) func(w *world) {
	return func(w *world) {
		for _, p := range w.people {
			do(p)
		}
	}
}

func quietly(w *world) {
	everybody(func(p *person) { p.Quiet, p.rank = []config.Quiet{night}, attend })(w)
}

// scenarios begin on Tuesday, the 24th, at nine.
var scenarios = []scenario{
	{"nothing", "", func(w *world) {}, 48, nil},
	{"all rounds", "", func(w *world) { w.at(0, 10, 0, opens("i", "act")) }, 5,
		[]string{"24 10:00 a i/act/0", "24 10:10 b i/act/1", "24 10:20 a i/act/2", "24 10:30 b i/act/3", "24 10:40 a i/act/4", "24 10:50 b i/act/5"}},
	{"after the rounds the morning's list tells it once", "", func(w *world) { w.o.Rounds = 1; w.at(0, 10, 0, opens("i", "act")) }, 72,
		[]string{"24 10:00 a i/act/0", "24 10:10 b i/act/1", "25 07:00 a digest of 1"}},
	{"acknowledged at once", "", func(w *world) {
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 5, becomes("i", "acknowledged", ""))
	}, 48, []string{"24 10:00 a i/act/0"}},
	{"acknowledged by the second", "", func(w *world) {
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 15, becomes("i", "acknowledged", ""))
	}, 48, []string{"24 10:00 a i/act/0", "24 10:10 b i/act/1"}},
	{"closed", "", func(w *world) { w.at(0, 10, 0, opens("i", "act")); w.at(0, 10, 9, becomes("i", "closed", "")) }, 48, []string{"24 10:00 a i/act/0"}},
	{"merged", "", func(w *world) { w.at(0, 10, 0, opens("i", "act")); w.at(0, 10, 9, becomes("i", "merged", "")) }, 48, []string{"24 10:00 a i/act/0"}},
	{"shelved, and back: it goes on where it was", "", func(w *world) {
		w.o.Rounds = 1
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 5, becomes("i", "shelved", ""))
		w.at(0, 14, 0, becomes("i", "open", ""))
	}, 12, []string{"24 10:00 a i/act/0", "24 14:00 b i/act/1"}},
	{"a rise begins anew", "", func(w *world) {
		everybody(func(p *person) { p.rank = attend })(w)
		w.at(0, 10, 0, opens("i", "attend"))
		w.at(0, 10, 5, becomes("i", "acknowledged", ""))
		w.at(0, 11, 0, becomes("i", "open", "act"))
		w.at(0, 11, 5, becomes("i", "acknowledged", ""))
	}, 12, []string{"24 10:00 a i/attend/0", "24 11:00 a i/act/0"}},
	{"repeats are never told", "", func(w *world) {
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 1, becomes("i", "acknowledged", ""))
		for m := range 50 {
			w.at(0, 11, m, func(w *world) { w.brief("i").Count += 1000; w.brief("i").Updated = w.now })
		}
	}, 12, []string{"24 10:00 a i/act/0"}},
	{"below its priority nobody is told", "", func(w *world) {
		w.at(0, 10, 0, opens("i", "attend"))
		w.at(0, 10, 0, opens("j", "track*"))
		w.at(0, 10, 0, opens("k", "track"))
	}, 48, nil},
	{"a priority of its own for each", "", func(w *world) {
		w.people[1].rank = attend
		w.at(0, 10, 0, opens("i", "attend"))
		w.at(0, 10, 5, becomes("i", "acknowledged", ""))
	}, 48, []string{"24 10:00 b i/attend/0"}},
	{"quiet hours hold Attend over midnight", "", func(w *world) {
		quietly(w)
		w.at(0, 23, 30, opens("i", "attend"))
		w.at(1, 7, 5, becomes("i", "acknowledged", ""))
	}, 72, []string{"25 07:00 a digest of 1", "25 07:00 b digest of 1"}},
	{"after midnight too", "", func(w *world) {
		quietly(w)
		w.at(1, 3, 30, opens("i", "attend"))
		w.at(1, 7, 5, becomes("i", "acknowledged", ""))
	}, 72, []string{"25 07:00 a digest of 1", "25 07:00 b digest of 1"}},
	{"quiet hours hold no Act", "", func(w *world) {
		quietly(w)
		w.at(0, 23, 30, opens("i", "act"))
		w.at(0, 23, 35, becomes("i", "acknowledged", ""))
	}, 72, []string{"24 23:30 a i/act/0"}},
	{"who has no quiet hours is told in place of who has", "", func(w *world) {
		quietly(w)
		w.people[1].Quiet = nil
		w.at(0, 23, 30, opens("i", "attend"))
		w.at(0, 23, 35, becomes("i", "acknowledged", ""))
	}, 72, []string{"24 23:30 b i/attend/1", "25 07:00 a digest of 1"}},
	{"a digest has the clock go on", "", func(w *world) {
		quietly(w)
		w.o.Rounds = 2
		w.at(0, 23, 30, opens("i", "attend"))
	}, 24, []string{"25 07:00 a digest of 1", "25 07:00 b digest of 1", "25 07:10 a i/attend/2", "25 07:20 b i/attend/3"}},
	{"it rose at night: told at once, and once in the list", "", func(w *world) {
		quietly(w)
		w.at(0, 23, 30, opens("i", "attend"))
		w.at(1, 1, 0, becomes("i", "open", "act"))
		w.at(1, 1, 5, becomes("i", "acknowledged", ""))
	}, 72, []string{"25 01:00 a i/act/0", "25 07:00 a digest of 1", "25 07:00 b digest of 1"}},
	{"closed before the morning is told all the same", "", func(w *world) {
		quietly(w)
		w.at(0, 23, 30, opens("i", "attend"))
		w.at(1, 1, 0, becomes("i", "closed", ""))
	}, 72, []string{"25 07:00 a digest of 1", "25 07:00 b digest of 1"}},
	{"a weekend is quiet until Monday", "", func(w *world) {
		everybody(func(p *person) {
			p.rank, p.Quiet = attend, []config.Quiet{{Days: []string{"sat", "sun"}, From: 0, To: 24 * 60}}
		})(w)
		w.at(4, 12, 0, opens("i", "attend")) // Saturday, the 28th
		w.at(6, 7, 1, becomes("i", "acknowledged", ""))
	}, 168, []string{"30 07:00 a digest of 1", "30 07:00 b digest of 1"}},
	{"days count where the hours begin", "", func(w *world) {
		everybody(func(p *person) {
			p.rank, p.Quiet = attend, []config.Quiet{{Days: []string{"tue"}, From: 22 * 60, To: 6 * 60}}
		})(w)
		w.at(1, 5, 0, opens("i", "attend")) // the night from Tuesday
		w.at(1, 23, 0, opens("j", "attend"))
		w.at(1, 23, 1, becomes("j", "acknowledged", ""))
		w.at(1, 7, 1, becomes("i", "acknowledged", ""))
	}, 72, []string{"25 07:00 a digest of 1", "25 07:00 b digest of 1", "25 23:00 a j/attend/0"}},
	{"the clock is put forward: the hour that is left out is no quiet hour", "Europe/Berlin", func(w *world) {
		w.now = time.Date(2026, 3, 28, 9, 0, 0, 0, w.zone)
		everybody(func(p *person) { p.rank, p.Quiet = attend, []config.Quiet{{From: 22 * 60, To: 150}} })(w)
		w.at(1, 1, 59, opens("i", "attend"))
		w.at(1, 3, 0, opens("j", "attend"))
		w.at(1, 3, 1, becomes("j", "acknowledged", ""))
		w.at(1, 7, 1, becomes("i", "acknowledged", ""))
	}, 36, []string{"29 03:00 a j/attend/0", "29 07:00 a digest of 1", "29 07:00 b digest of 1"}},
	{"the clock is put back: quiet in both hours", "Europe/Berlin", func(w *world) {
		w.now = time.Date(2026, 10, 24, 9, 0, 0, 0, w.zone)
		everybody(func(p *person) { p.rank, p.Quiet = attend, []config.Quiet{{From: 120, To: 180}} })(w)
		first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 02:30 +02:00
		w.events = append(w.events, event{first, opens("i", "attend")}, event{first.Add(time.Hour), opens("j", "attend")}, event{first.Add(90 * time.Minute), opens("k", "attend")},
			event{first.Add(91 * time.Minute), becomes("k", "acknowledged", "")})
		w.at(1, 7, 1, func(w *world) { becomes("i", "acknowledged", "")(w); becomes("j", "acknowledged", "")(w) })
	}, 36, []string{"25 03:00 a k/attend/0", "25 07:00 a digest of 2", "25 07:00 b digest of 2"}},
	{"a contact that is not reached makes room at once", "", func(w *world) {
		w.fails["a"] = true
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 5, becomes("i", "acknowledged", ""))
	}, 6, []string{"24 10:00 b i/act/1", "24 10:10 b channel/a/1/attend/0"}},
	{"nobody is reached: tried again, not forgotten", "", func(w *world) {
		w.o.Rounds = 1
		w.fails["a"], w.fails["b"] = true, true
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 18, func(w *world) { w.fails = map[string]bool{} })
		w.at(0, 10, 55, becomes("i", "acknowledged", ""))
	}, 6, []string{"24 10:25 a channel/b/2/attend/2", "24 10:25 b channel/a/1/attend/2", "24 10:25 a i/act/6", "24 10:35 b i/act/7"}},
	{"an exercise is told to those who take part", "", func(w *world) {
		w.people[0].Exercise = false
		w.o.Rounds = 1
		w.at(0, 10, 0, func(w *world) { opens("i", "act")(w); w.brief("i").Exercise = true })
		w.at(0, 10, 5, becomes("i", "acknowledged", ""))
	}, 6, []string{"24 10:00 b i/act/0 exercise"}},
	{"who is not waited for", "", func(w *world) {
		w.people[0].answer = 0
		w.o.Rounds = 2
		w.at(0, 10, 0, opens("i", "act"))
	}, 6, []string{"24 10:00 a i/act/0", "24 10:00 b i/act/1", "24 10:10 b i/act/2"}},
	{"blind, once it lasts", "", func(w *world) {
		everybody(func(p *person) { p.rank = attend })(w)
		w.o.Rounds = 1
		w.at(0, 10, 0, func(w *world) { w.blind = &control.Blind{ID: "x", Since: w.now} })
		w.at(0, 10, 5, func(w *world) { w.blind = nil })
		w.at(0, 11, 0, func(w *world) { w.blind = &control.Blind{ID: "y", Since: w.now} })
		w.at(0, 11, 15, func(w *world) { w.blind = nil })
	}, 24, []string{"24 11:10 a blind/y/attend/0"}},
	{"blind at night as Act", "", func(w *world) {
		quietly(w)
		w.o.Blind, w.o.Rounds = "act", 1
		w.at(0, 23, 0, func(w *world) {
			w.blind = &control.Blind{ID: "x", Since: w.now}
			opens("x", "track*")(w)
			w.brief("x").Sort = "blind"
		})
		w.at(0, 23, 15, becomes("x", "acknowledged", ""))
	}, 24, []string{"24 23:10 a blind/x/act/0"}},
	{"blind at night waits", "", func(w *world) {
		quietly(w)
		w.o.Rounds = 1
		w.at(0, 23, 0, func(w *world) { w.blind = &control.Blind{ID: "x", Since: w.now} })
		w.at(1, 6, 0, func(w *world) { w.blind = nil })
	}, 24, []string{"25 07:00 a digest of 1", "25 07:00 b digest of 1"}},
	{"work and what is closed is not told", "", func(w *world) {
		w.at(0, 10, 0, func(w *world) { opens("i", "act")(w); w.brief("i").Sort = "permit" })
		w.at(0, 10, 0, func(w *world) { opens("j", "act")(w); w.brief("j").State = "authorised" })
	}, 24, nil},
	{"more than the bound of an hour", "", func(w *world) {
		w.people = w.people[:1]
		w.o.PerHour, w.o.Rounds = 2, 1
		for n := range 5 {
			w.at(0, 10, min(n, 3), opens(fmt.Sprintf("i%d", n), "act"))
		}
		w.at(0, 10, 30, func(w *world) {
			for _, b := range w.briefs {
				b.State = "acknowledged"
			}
		})
	}, 3, []string{"24 10:00 a i0/act/0", "24 10:01 a i1/act/0", "24 10:04 a summary of 3"}},
	{"the clock is set back", "", func(w *world) {
		w.o.Rounds = 1
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 5, func(w *world) { w.now = w.now.Add(-2 * time.Hour) })
	}, 6, []string{"24 10:00 a i/act/0", "24 08:05 b i/act/1"}},
	{"the clock is set back a little: nobody is hurried", "", func(w *world) {
		w.o.Rounds = 1
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 1, func(w *world) { w.now = w.now.Add(-2 * time.Minute) })
	}, 6, []string{"24 10:00 a i/act/0", "24 10:10 b i/act/1"}},
	{"the clock is set forward", "", func(w *world) {
		w.o.Rounds = 1
		w.at(0, 10, 0, opens("i", "act"))
		w.at(0, 10, 5, func(w *world) { w.now = w.now.Add(5 * time.Hour) })
	}, 8, []string{"24 10:00 a i/act/0", "24 15:05 b i/act/1"}},
}

// play plays a scenario.
func (s *scenario) play(t *testing.T, restart bool, crash int, after bool) *world {
	t.Helper()
	zone := s.zone
	if zone == "" {
		zone = "Asia/Tokyo"
	}
	w := newWorld(t, zone)
	w.crash, w.after = crash, after
	s.set(w)
	w.run(s.hours, restart)
	return w
}

// TestEscalation: who is told what, and when.
func TestEscalation(t *testing.T) {
	for i := range scenarios {
		s := &scenarios[i]
		t.Run(s.name, func(t *testing.T) {
			w := s.play(t, false, 0, false)
			if got := ordered(w.told); !slices.Equal(got, ordered(s.want)) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(s.want, "\n  "))
			}
		})
	}
}

// ordered puts what is told at the same time in one order: contacts are told at once.
func ordered(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// TestRestart: with a restart before every look the same is told.
func TestRestart(t *testing.T) {
	for i := range scenarios {
		s := &scenarios[i]
		t.Run(s.name, func(t *testing.T) {
			if got, want := ordered(s.play(t, true, 0, false).told), ordered(s.play(t, false, 0, false).told); !slices.Equal(got, want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
			}
		})
	}
}

// TestKill: killed before or after any operation, nothing is forgotten, and of each
// contact at most the one message that was being sent is sent once more, under the same
// id.
func TestKill(t *testing.T) {
	kills, again := 0, 0
	for i := range scenarios {
		s := &scenarios[i]
		whole := s.play(t, false, 0, false)
		for _, after := range []bool{false, true} {
			for n := 1; n <= whole.ops; n++ {
				w := s.play(t, false, n, after)
				kills++
				again += len(w.told) - len(whole.told)
				if left := without(w.told, whole.told); twice(left) {
					t.Errorf("%s: killed at operation %d of %d (after it: %v): got\n  %s\nwant\n  %s", s.name, n, whole.ops, after,
						strings.Join(w.told, "\n  "), strings.Join(whole.told, "\n  "))
				}
				if lost := without(whole.told, w.told); len(lost) > 0 {
					t.Errorf("%s: killed at operation %d (after it: %v): forgotten: %v", s.name, n, after, lost)
				}
				if ids := distinct(w.ids); !slices.Equal(ids, distinct(whole.ids)) {
					t.Errorf("%s: killed at operation %d (after it: %v): sent again under another id: %v", s.name, n, after, w.ids)
				}
			}
		}
	}
	t.Logf("%d kills, %d messages sent again", kills, again)
}

// twice reports whether a contact is in a transcript more than once.
func twice(told []string) bool {
	seen := map[string]bool{}
	for _, x := range told {
		who := strings.Fields(x)[2]
		if seen[who] {
			return true
		}
		seen[who] = true
	}
	return false
}

// distinct are the ids of messages about incidents.
func distinct(list []string) []string {
	return slices.Compact(ordered(without(list, nil)))
}

// without is what of a list is not in another, which has each but once.
// That a contact could not be reached is left out: it need not be told when it is over.
func without(list, other []string) []string {
	other = slices.Clone(other)
	var left []string
	for _, x := range list {
		if strings.Contains(x, "channel/") {
			continue
		}
		if i := slices.Index(other, x); i >= 0 {
			other = slices.Delete(other, i, i+1)
			continue
		}
		left = append(left, x)
	}
	return left
}

// TestFlood: a thousand incidents at once. The bounds hold, and every one of them is
// told to every contact.
func TestFlood(t *testing.T) {
	for _, restart := range []bool{false, true} {
		w := newWorld(t, "Asia/Tokyo")
		w.o.Rounds = 1
		for n := range 1000 {
			w.at(0, 10, n/100, opens(fmt.Sprintf("i%04d", n), "act"))
		}
		hours := 12.0
		if restart {
			hours = 1.5 // reads the whole log each time
		}
		w.run(hours, restart)
		byHour := map[string]int{}
		for _, x := range w.told {
			f := strings.Fields(x)
			if !strings.Contains(x, " digest ") {
				byHour[f[0]+f[1][:2]+f[2]]++
			}
		}
		for hour, n := range byHour {
			if n > w.o.PerHour+4 {
				t.Errorf("%s: %d messages", hour, n)
			}
		}
		reached := map[string]map[string]bool{"a": {}, "b": {}}
		for _, r := range w.rows {
			if r.Kind == kindAlarm && (r.Result == sent || r.Result == capped) {
				reached[r.Contact][r.Incident] = true
			}
		}
		if len(reached["a"]) != 1000 || len(reached["b"]) != 1000 {
			t.Errorf("%d and %d incidents of 1000 were told", len(reached["a"]), len(reached["b"]))
		}
		e := w.engine()
		if err := e.journal.ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"a", "b"} {
			if n := len(e.journal.state.account(who).capped); n > 0 {
				t.Errorf("%d incidents wait for a summary to %s", n, who)
			}
		}
		t.Logf("%d messages for 1000 incidents", len(w.told))
	}
}

// TestSilent: a sensor that does not answer is told once, and what was told meanwhile is
// in its log when it is back.
func TestSilent(t *testing.T) {
	w := newWorld(t, "Asia/Tokyo")
	everybody(func(p *person) { p.rank = attend })(w)
	w.o.Rounds = 1
	w.at(0, 10, 0, func(w *world) { w.down = true })
	w.at(0, 10, 30, func(w *world) { w.down = false; opens("i", "act")(w) })
	w.at(0, 10, 31, becomes("i", "acknowledged", ""))
	for m := range 60 {
		w.at(0, 10, m, func(*world) {}) // looks every minute
	}
	w.run(3, false)
	want := fmt.Sprintf("silent/%d/attend/", time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC).Unix())
	if len(w.told) != 3 || w.told[0] != "24 10:05 a "+want+"0" || w.told[1] != "24 10:15 b "+want+"1" || w.told[2] != "24 10:30 a i/act/0" {
		t.Errorf("told %q", w.told)
	}
	if n := slices.IndexFunc(w.rows, func(r control.Notice) bool { return r.ID == want+"1" && r.Result == sent }); n < 0 {
		t.Errorf("the log does not know it: %+v", w.rows)
	}
}

// TestMessage: who is told what, in both languages, with much and little detail.
func TestMessage(t *testing.T) {
	for _, test := range []struct {
		name      string
		set       func(p *person, w *world)
		want, not []string
	}{
		{"Japanese", func(*person, *world) {}, []string{"【番犬】要対応：機器が再起動されました － 浄水場1", "対象機器：PLC-1 高区ポンプ (10.0.0.5)", "まず行うこと：誰の作業か確認してください。",
			"2026-11-24 10:00:00 +09:00", "https://10.0.0.1:8443/incidents/i", "次はb"}, []string{"EXERCISE", "演習"}},
		{"English, low", func(p *person, _ *world) { p.lang, p.Detail = lang.English, "low" }, []string{"[Banken] Act: A device was restarted – 浄水場1", "PLC-1 高区ポンプ", "a device without a name",
			"Do this first: Ask who did it."}, []string{"10.0.0.5", "10.0.0.99", "4711"}},
		{"Exercise", func(_ *person, w *world) { w.brief("i").Exercise = true }, []string{"【演習】【番犬】", "演習：これは訓練です"}, nil},
		{"English exercise", func(p *person, w *world) { p.lang = lang.English; w.brief("i").Exercise = true }, []string{"EXERCISE [Banken]", "EXERCISE: this is a drill"}, nil},
		{"zone of the contact", func(p *person, _ *world) { p.zone = time.UTC }, []string{"2026-11-24 01:00:00 +00:00"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, "Asia/Tokyo")
			w.o.Console = "https://10.0.0.1:8443/"
			w.at(0, 10, 0, func(w *world) { opens("i", "act")(w); test.set(w.people[0], w) })
			w.run(1.1, false)
			all := w.texts[0].Subject + "\n" + w.texts[0].Text
			for _, x := range test.want {
				if !strings.Contains(all, x) {
					t.Errorf("%q is missing in\n%s", x, all)
				}
			}
			for _, x := range test.not {
				if strings.Contains(all, x) {
					t.Errorf("%q is told in\n%s", x, all)
				}
			}
		})
	}
}
