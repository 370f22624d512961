package yardstick

import (
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"
)

func host(n byte) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, 0, n}) }

func finding(t *testing.T, table *Table, id string, actor, target byte, i Inputs) Finding {
	t.Helper()
	f := Finding{ID: id, Inputs: i, Actor: host(actor), Targets: []netip.Addr{host(target)}}
	f.Tier, f.Row = table.Decide(i)
	return f
}

// TestLevels: the level is that of the worst finding, and 5 needs success and high
// impact.
func TestLevels(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		inputs Inputs
		want   Level
	}{
		{Inputs{0, 0, 1, 0, 0}, 1}, {Inputs{1, 0, 1, 0, 0}, 2}, {Inputs{2, 1, 1, 0, 0}, 3}, {Inputs{1, 2, 2, 0, 0}, 4}, {Inputs{2, 1, 2, 0, 0}, 5},
	} {
		f := finding(t, table, "x", 1, 2, x.inputs)
		if level, _ := LevelOf([]Finding{f, finding(t, table, "y", 3, 4, Inputs{})}); level != x.want {
			t.Errorf("%+v is level %d, not %d", x.inputs, level, x.want)
		}
	}
	if level, why := LevelOf(nil); level != 1 || why != nil {
		t.Errorf("without findings the level is %d", level)
	}
}

// TestMustDo: one call settles what one host did; what succeeded on a device of high
// impact needs the host stopped, and that settles the rest of its doings too.
func TestMustDo(t *testing.T) {
	table, _ := Load()
	attend, act := Inputs{2, 1, 1, 0, 0}, Inputs{2, 1, 2, 0, 0}
	p := MustDo([]Finding{finding(t, table, "a", 9, 1, attend), finding(t, table, "b", 9, 2, attend), finding(t, table, "c", 8, 3, Inputs{})}, Target)
	if p.From != 3 || p.To != 2 || !p.Least || len(p.Actions) != 1 || p.Actions[0].Task != Ask || p.Actions[0].Subject != host(9) ||
		!slices.Equal(p.Actions[0].Settles, []string{"a", "b"}) || p.Actions[0].Skipped != 3 {
		t.Errorf("%+v", p)
	}
	p = MustDo([]Finding{finding(t, table, "a", 9, 1, attend), finding(t, table, "b", 9, 2, act)}, Target)
	if p.From != 5 || len(p.Actions) != 1 || p.Actions[0].Task != Stop || p.Actions[0].Deadline != deadlines[5] || p.Actions[0].Skipped != 5 {
		t.Errorf("%+v", p)
	}
	if p = MustDo(nil, Target); p.From != 1 || p.To != 1 || len(p.Actions) != 0 || !p.Least {
		t.Errorf("%+v", p)
	}
}

// TestDue: what must be done is due by the level each finding has reached, counted from
// when it did, and the first of them counts; exercises ask for nothing.
func TestDue(t *testing.T) {
	table, _ := Load()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	of := func(id string, i Inputs, since time.Time) Finding {
		f := finding(t, table, id, 9, 1, i)
		f.Since = since
		return f
	}
	attend, act := Inputs{2, 1, 1, 0, 0}, Inputs{2, 1, 2, 0, 0}
	for _, x := range []struct {
		name string
		open []Finding
		due  time.Time
	}{
		{"attend", []Finding{of("a", attend, at)}, at.Add(8 * time.Hour)},
		{"act with success", []Finding{of("a", act, at)}, at.Add(15 * time.Minute)},
		{"an old attend before a new act", []Finding{of("a", attend, at.Add(-8*time.Hour)), of("b", act, at)}, at},
		{"a new act before an attend", []Finding{of("a", attend, at), of("b", act, at.Add(time.Hour))}, at.Add(75 * time.Minute)},
		{"nobody knows", []Finding{of("a", attend, time.Time{})}, time.Time{}},
	} {
		p := MustDo(x.open, Target)
		if len(p.Actions) != 1 || !p.Actions[0].Due.Equal(x.due) {
			t.Errorf("%s: %+v", x.name, p.Actions)
		}
	}
	drill := of("d", act, at)
	drill.Exercise = true
	if level, why := LevelOf([]Finding{drill}); level != 1 || why != nil || len(MustDo([]Finding{drill}, Target).Actions) != 0 {
		t.Errorf("an exercise makes level %d", level)
	}
}

// TestMustDoNobody: what nobody in particular did is asked about at its device, or on
// the site when there are several; nothing that has no address is stopped.
func TestMustDoNobody(t *testing.T) {
	table, _ := Load()
	attend, act := Inputs{2, 1, 1, 0, 0}, Inputs{2, 1, 2, 0, 0}
	for _, x := range []struct {
		inputs  Inputs
		targets int
		task    Task
		subject netip.Addr
	}{
		{attend, 1, Ask, host(1)}, {attend, 2, Ask, netip.Addr{}}, {attend, 0, Ask, netip.Addr{}},
		{act, 1, Stop, host(1)}, {act, 2, Check, netip.Addr{}}, {act, 0, Check, netip.Addr{}},
	} {
		f := finding(t, table, "a", 9, 1, x.inputs)
		f.Actor, f.Targets = netip.Addr{}, []netip.Addr{host(1), host(2)}[:x.targets]
		p := MustDo([]Finding{f}, Target)
		if len(p.Actions) != 1 || p.Actions[0].Task != x.task || p.Actions[0].Subject != x.subject {
			t.Errorf("%s with %d targets: %+v", f.Tier, x.targets, p.Actions)
		}
	}
}

// TestMustDoSettles: whatever is open, doing all brings the level down, each action is
// needed, and the same findings give the same plan.
func TestMustDoSettles(t *testing.T) {
	table, _ := Load()
	r := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		var open []Finding
		for n := range 1 + r.IntN(20) {
			i := Inputs{r.IntN(3), r.IntN(3), r.IntN(4), r.IntN(3), r.IntN(3)}
			f := finding(t, table, string(rune('a'+n)), byte(r.IntN(6)), byte(10+r.IntN(5)), i)
			f.Program = r.IntN(2) == 0
			open = append(open, f)
		}
		p := MustDo(open, Target)
		settled := map[string]bool{}
		for _, a := range p.Actions {
			for _, id := range a.Settles {
				settled[id] = true
			}
			if a.Skipped <= Target {
				t.Fatalf("an action nobody needs: %+v", a)
			}
		}
		for _, f := range open {
			if f.Level() > Target && !settled[f.ID] {
				t.Fatalf("%+v stays", f)
			}
		}
		if !reflect.DeepEqual(p, MustDo(slices.Clone(open), Target)) {
			t.Fatal("two plans for the same findings")
		}
	}
}

// TestNeighbours: a neighbour is one step away and has another tier.
func TestNeighbours(t *testing.T) {
	table, _ := Load()
	list := table.Neighbours(Inputs{2, 0, 1, 0, 0})
	found := false
	for _, n := range list {
		found = found || n.Input == "credibility" && n.From == "L" && n.To == "M" && n.Tier == Attend && n.Difference == 1
		if n.Difference == 0 {
			t.Errorf("%+v", n)
		}
	}
	if !found {
		t.Errorf("%+v", list)
	}
}
