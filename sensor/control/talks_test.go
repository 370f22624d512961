package control

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/banken-ot/banken/sensor/lang"
)

// talkers is a site whose devices speak.
type talkers struct {
	Site
	device string
	err    error
}

func (p *talkers) Talks(context.Context) (*Talks, error) {
	return &Talks{V: Version, Time: start, Omitted: 2, Talks: []Talk{{Client: "10.0.0.1", Server: "10.0.0.2", Protocol: "modbus", Control: true, Port: 502, Reads: 9, Writes: 1, Standing: "pending",
		Waiting: 1, Early: true, Days: 3, First: start, Last: start}, {Server: "10.0.0.2", Protocol: "tcp", New: start}},
		Replaced: []Replaced{{Address: "10.0.0.2", Line: Line{ID: "abc123", Names: map[string]string{"10.0.0.2": "浄水PLC"}}}}}, p.err
}

func (p *talkers) LinesOf(_ context.Context, device string) (*DeviceLines, error) {
	p.device = device
	return &DeviceLines{V: Version, Address: "10.0.0.2", Count: 7, Lines: []Line{{ID: "abc123", Standing: "pending"}}}, p.err
}

// TestTalks: who speaks with whom, and the lines of a device, come as they are.
func TestTalks(t *testing.T) {
	p := &talkers{}
	c, ctx := serveSite(t, p), context.Background()
	want, _ := p.Talks(ctx)
	if got, err := c.Talks(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, device := range []string{"10.0.0.2", "fe80::1", "浄水/PLC 1"} {
		if got, err := c.LinesOf(ctx, device); err != nil || p.device != device || got.Count != 7 || len(got.Lines) != 1 {
			t.Errorf("%q: %q, %+v, %v", device, p.device, got, err)
		}
	}
	p.err = &Fault{NotFound, lang.Text{EN: "no such device", JA: "ありません"}}
	var fault *Fault
	if _, err := c.LinesOf(ctx, "x"); !errors.As(err, &fault) || fault.Code != NotFound {
		t.Error(err)
	}
}
