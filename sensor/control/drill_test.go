package control

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"testing"

	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
)

// drillers is a site that rehearses.
type drillers struct {
	Site
	asked []any
	err   error
}

func (d *drillers) sheet(q any) (*DrillSheet, error) {
	d.asked = append(d.asked, q)
	return &DrillSheet{V: Version, Zone: "Asia/Tokyo", Names: map[string]string{"10.0.0.2": "浄水PLC"}, Sheet: &drill.Result{V: 1, Number: 7, Scenario: "way-out",
		Started: start, Cast: []drill.Role{{Part: "actor", Address: "10.0.0.2"}}, Decided: &drill.Mark{Time: start, Who: "Ito", What: "suspicious"}}}, d.err
}

func (d *drillers) Drills(context.Context) (*Drills, error) {
	return &Drills{V: Version, Scenarios: []DrillScenario{{ID: "way-out", Why: lang.Text{EN: "no historian", JA: "ありません"}}}, Results: []drill.Brief{{Number: 7, Acknowledged: -1}}}, d.err
}
func (d *drillers) Drill(_ context.Context, n int64) (*DrillSheet, error) { return d.sheet(n) }
func (d *drillers) StartDrill(_ context.Context, o *drill.Order) (*DrillSheet, error) {
	return d.sheet(*o)
}
func (d *drillers) StopDrill(_ context.Context, a *Actor) (*DrillSheet, error) { return d.sheet(*a) }
func (d *drillers) DrillDone(_ context.Context, x *DrillDeed) (*DrillSheet, error) {
	return d.sheet(*x)
}
func (d *drillers) RemarkDrill(_ context.Context, x *DrillRemark) (*DrillSheet, error) {
	return d.sheet(*x)
}

// TestDrills: what is asked about drills reaches the site as it is, and the answer comes
// back as it is; a number that is none is refused.
func TestDrills(t *testing.T) {
	d := &drillers{}
	c, ctx := serveSite(t, d), context.Background()
	want, _ := d.Drills(ctx)
	if got, err := c.Drills(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	sheet, _ := (&drillers{}).sheet(nil)
	orders := []any{int64(7), drill.Order{Scenario: "way-out", Who: "Mori", Goals: drill.Goals{Decide: 60}}, Actor{Who: "Mori"},
		DrillDeed{Task: "stop", Subject: "10.0.0.2", Who: "Ito"}, DrillRemark{Number: 7, Who: "Mori", Text: "遅い"}}
	for i, do := range []func() (*DrillSheet, error){
		func() (*DrillSheet, error) { return c.Drill(ctx, 7) },
		func() (*DrillSheet, error) { o := orders[1].(drill.Order); return c.StartDrill(ctx, &o) },
		func() (*DrillSheet, error) { o := orders[2].(Actor); return c.StopDrill(ctx, &o) },
		func() (*DrillSheet, error) { o := orders[3].(DrillDeed); return c.DrillDone(ctx, &o) },
		func() (*DrillSheet, error) { o := orders[4].(DrillRemark); return c.RemarkDrill(ctx, &o) },
	} {
		if got, err := do(); err != nil || !reflect.DeepEqual(got, sheet) || !reflect.DeepEqual(d.asked[i], orders[i]) {
			t.Errorf("%d: %+v, %v; asked %+v", i, got, err, d.asked)
		}
	}
	var f *Fault
	if _, err := ask[DrillSheet](ctx, c, "/v1/drills/x", nil); !errors.As(err, &f) || f.Code != Invalid {
		t.Error(err)
	}
	d.err = &Fault{Conflict, lang.Text{EN: "a drill is running", JA: "実施中です"}}
	if _, err := c.StartDrill(ctx, &drill.Order{}); !errors.As(err, &f) || f.Code.Status() != http.StatusConflict {
		t.Error(err)
	}
}
