package drill

import (
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// Scenario is a row of the table of drills.
type Scenario struct {
	ID    string
	Title lang.Text
	Story lang.Text // what happens
	Shows lang.Text // what will be seen in the console
	// Priority is the least that it comes up as, and Kinds of which one at least is
	// among what is told.
	Priority string
	Kinds    []baseline.Kind
	// Right are the decisions that are right: see Result.
	Right []string
	// Within is how soon after the start it comes up.
	Within time.Duration
	// never: something in it is never learned, and so is told from the first minute.
	never    bool
	variants []variant
}

// variant is one way to play a scenario: the first that can be bound is taken.
type variant struct {
	cast  func(*Plant) (cast, *lang.Text)
	steps []step
}

// suspicious is what is right to decide where nobody answers for what was done.
var suspicious = []string{"suspicious"}

// All returns the scenarios, in the order in which they are shown.
func All() []Scenario { return slices.Clone(scenarios[:]) }

// Named returns a scenario by its id; ok tells whether there is one.
func Named(id string) (s Scenario, ok bool) {
	for i := range scenarios {
		if scenarios[i].ID == id {
			return scenarios[i], true
		}
	}
	return Scenario{}, false
}

// Bind binds a scenario to a plant. The error is a Refusal that says why it cannot be.
func Bind(id string, p *Plant) (*Script, error) {
	x, ok := Named(id)
	if !ok {
		return nil, refuse("unknown", unknownScenario, id)
	}
	if !x.never && !p.Learned {
		return nil, refuse("unbound", stillLearning, baseline.ProvisionalDays)
	}
	var why []lang.Text
	for _, v := range x.variants {
		c, missing := v.cast(p)
		if missing == nil {
			return write(p, &c, v.steps).finish(&x), nil
		}
		if !slices.Contains(why, *missing) {
			why = append(why, *missing)
		}
	}
	if x.never && !p.Learned && len(p.Channels) == 0 {
		why = []lang.Text{stillLearning.Fill(baseline.ProvisionalDays)}
	}
	return nil, refuse("unbound", both(why))
}

// both joins reasons.
func both(list []lang.Text) (t lang.Text) {
	for i, x := range list {
		if i > 0 {
			t.EN += "; "
		}
		t.EN, t.JA = t.EN+x.EN, t.JA+x.JA
	}
	return t
}
