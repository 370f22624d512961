package yardstick

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// Task is a sort of action.
type Task uint8

// The tasks, from the cheapest.
const (
	// Ask those responsible for a host whether this was planned work, and close what
	// was.
	Ask Task = iota
	// Check the state of a device against what it should be.
	Check
	// Stop a host: take it off the network.
	Stop
	// Restore a device's program and settings from the last copy known to be good.
	Restore
)

var taskNames = [...]string{"ask", "check", "stop", "restore"}

// String returns the task in lower case.
func (t Task) String() string { return taskNames[t] }

// costs order the tasks by what they take from a plant: a telephone call, a walk to
// the device, the work of one computer, an interruption of the process.
var costs = [...]int{Ask: 1, Check: 2, Stop: 4, Restore: 8}

// deadlines by level, from when a finding reached it.
var deadlines = [...]time.Duration{3: 8 * time.Hour, 4: time.Hour, 5: 15 * time.Minute}

// Action is one thing that must be done.
type Action struct {
	Task     Task
	Subject  netip.Addr // the host or device; not valid: the site as a whole
	Cost     int
	Deadline time.Duration // for the highest level that it settles
	// Due is until when: the first deadline of what it settles, each counted from when
	// that reached its level. Zero when that is not known of any.
	Due     time.Time
	Settles []string // ids of findings, by their order
	Rows    []int    // of the decision table, that say why
	// Skipped is the level that stays when everything but this is done.
	Skipped Level
}

// Plan is the least that must be done.
type Plan struct {
	From, To Level // before, and when all is done
	Actions  []Action
	// Least: it was proved that no cheaper set does.
	Least bool
	// Beyond is how many findings above the target did not fit: do these first.
	Beyond int
}

// MustDo returns the cheapest set of actions that brings a site down to a level. It is
// empty when the site is there already.
func MustDo(open []Finding, target Level) Plan {
	level, _ := LevelOf(open)
	p := Plan{From: level, To: min(level, target), Least: true}
	above := aboveTarget(open, target)
	if len(above) > maxFindings {
		p.Beyond = len(above) - maxFindings
		above = above[:maxFindings]
	}
	menu := menuFor(above)
	options := make([]option, len(menu))
	for i := range menu {
		options[i] = option{costs[menu[i].task], menu[i].covers}
	}
	chosen, least := cover(1<<len(above)-1, options)
	p.Least = least && p.Beyond == 0
	for _, i := range chosen {
		p.Actions = append(p.Actions, action(menu, chosen, i, open, above, target))
	}
	slices.SortStableFunc(p.Actions, func(a, b Action) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Deadline, b.Deadline), cmp.Compare(a.Cost, b.Cost), a.Subject.Compare(b.Subject))
	})
	return p
}

// aboveTarget returns the findings that keep a site above a level, the worst first.
func aboveTarget(open []Finding, target Level) (above []*Finding) {
	for i := range open {
		if open[i].Level() > target && !open[i].Exercise {
			above = append(above, &open[i])
		}
	}
	slices.SortStableFunc(above, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(b.Level(), a.Level()), cmp.Compare(b.Score(), a.Score()), cmp.Compare(a.ID, b.ID))
	})
	return above
}

// dish is an action that could be taken.
type dish struct {
	task    Task
	subject netip.Addr
	covers  uint64
}

// menuFor lists what could be done about findings, in a fixed order.
func menuFor(above []*Finding) (menu []dish) {
	add := func(t Task, subject netip.Addr, f int) {
		i := slices.IndexFunc(menu, func(d dish) bool { return d.task == t && d.subject == subject })
		if i < 0 {
			i = len(menu)
			menu = append(menu, dish{task: t, subject: subject})
		}
		menu[i].covers |= 1 << f
	}
	for i, f := range above {
		for _, r := range f.remedies() {
			add(r.task, r.subject, i)
		}
	}
	slices.SortStableFunc(menu, func(a, b dish) int {
		return cmp.Or(cmp.Compare(a.task, b.task), a.subject.Compare(b.subject))
	})
	return menu
}

// remedy is one thing that settles a finding by itself.
type remedy struct {
	task    Task
	subject netip.Addr
}

// remedies are what settles a finding. A question is enough as long as nothing of
// high impact is known to have succeeded: Attend. For Act, the source is stopped, or
// the one device that it reached is put right. Of what nobody in particular did to
// several, somebody has to look at the site.
func (f *Finding) remedies() (list []remedy) {
	device, one := netip.Addr{}, len(f.Targets) == 1
	if one {
		device = f.Targets[0]
	}
	source := f.Actor
	switch {
	case source.IsValid():
	case one:
		source = device
	case f.Tier < Act:
		return []remedy{{task: Ask}}
	default:
		return []remedy{{task: Check}}
	}
	if f.Tier < Act {
		list = append(list, remedy{Ask, source})
		if one {
			list = append(list, remedy{Check, device})
		}
	}
	list = append(list, remedy{Stop, source})
	if one && f.Program {
		list = append(list, remedy{Restore, device})
	} else if one && f.Tier == Act && f.Inputs.Evidence < successful {
		list = append(list, remedy{Check, device})
	}
	return list
}

func action(menu []dish, chosen []int, i int, open []Finding, above []*Finding, target Level) Action {
	d := menu[i]
	a := Action{Task: d.task, Subject: d.subject, Cost: costs[d.task], Skipped: target}
	others := uint64(0)
	for _, j := range chosen {
		if j != i {
			others |= menu[j].covers
		}
	}
	worst := target + 1
	for n, f := range above {
		if d.covers&(1<<n) == 0 {
			continue
		}
		a.Settles = append(a.Settles, f.ID)
		if !slices.Contains(a.Rows, f.Row) {
			a.Rows = append(a.Rows, f.Row)
		}
		worst = max(worst, f.Level())
		if due := f.due(); !due.IsZero() && (a.Due.IsZero() || due.Before(a.Due)) {
			a.Due = due
		}
		if others&(1<<n) == 0 {
			a.Skipped = max(a.Skipped, f.Level())
		}
	}
	a.Deadline = deadlineOf(worst)
	return a
}

// deadlineOf is how long there is for what has reached a level.
func deadlineOf(l Level) time.Duration { return deadlines[max(min(int(l), len(deadlines)-1), 3)] }

// due is until when a finding should be settled, zero when nobody knows since when it
// is what it is.
func (f *Finding) due() time.Time {
	if f.Since.IsZero() {
		return time.Time{}
	}
	return f.Since.Add(deadlineOf(f.Level()))
}
