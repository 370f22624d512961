package alert

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/guide"
)

// TestAsked: a moment keeps what a sentence about it needs, also as a document, and gives
// it back.
func TestAsked(t *testing.T) {
	x := baseline.Deviation{Meaning: &baseline.Meaning{Kind: "new-write-point", Detector: baseline.Whitelist}, Time: 2e9, Event: 1e9, Frame: 7, Protocol: "modbus", Client: addr(1), Server: addr(2),
		Actor: addr(1), Target: addr(2), Port: 502, Station: 3, Operation: wire.Write, Function: "write-multiple-registers", Outcome: wire.Refused, Point: "holding-register[12]", Expected: "1..2",
		Seen: "900", Support: 5, Learned: 14, Count: 2, Code: 16, Sub: 0, HasSub: true, Status: 2, HasStatus: true, Points: 5, Others: "10.0.0.9"}
	x.Touched[0] = baseline.Touched{Space: 4, Index: 12, Count: 3, Written: true, Values: "900,1,2"}
	x.Touched[1] = baseline.Touched{Space: 2, Count: 2, Part: 21, Node: "s=ポンプ"}
	b, err := json.Marshal(momentOf(&x, guide.Both{}))
	if err != nil {
		t.Fatal(err)
	}
	var m Moment
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	got := m.Deviation()
	if want := x; got.Meaning.Kind != x.Meaning.Kind || got.Meaning.Detector != x.Meaning.Detector {
		t.Errorf("%+v", got.Meaning)
	} else if want.Meaning = got.Meaning; !reflect.DeepEqual(*got, want) {
		t.Errorf("%s gives\n%+v\nwant\n%+v", b, *got, want)
	}
	if m := momentOf(&baseline.Deviation{Meaning: &baseline.Meaning{Kind: "scan"}, Count: 1}, guide.Both{}); m.Asked != nil || m.Deviation().Outcome != 0 || m.Deviation().Client.IsValid() {
		t.Errorf("%+v", m)
	}
}
