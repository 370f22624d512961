package baseline

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestTouched: a deviation names the points that were set, and their values, and comes
// back whole from a state.
func TestTouched(t *testing.T) {
	words := wire.Value{Kind: wire.KindWords, Raw: []byte{3, 0x84, 0, 1, 0xff, 0xff}}
	many := wire.Value{Kind: wire.KindWords, Raw: make([]byte, 250)}
	e := Event{Client: netip.MustParseAddrPort("10.0.0.1:40000"), Server: netip.MustParseAddrPort("10.0.0.2:502"), Protocol: &wire.Protocol{Name: "modbus"},
		Code: 16, Sub: 3, HasSub: true, HasStatus: true, Status: 2, Outcome: wire.Refused, Function: "f", Points: []wire.Point{
			{Space: 4, Index: 1, Count: 9},
			{Space: 4, Index: 12, Count: 3, Access: wire.AccessWrite, Value: words},
			{Space: 4, Count: 7, Access: wire.AccessWrite, Relative: true},
			{Space: 2, Count: 1, Part: 17, Access: wire.AccessWrite, Ident: 's', Name: []byte("a\x00\xff" + strings.Repeat("x", 300)), Value: wire.Text([]byte("ポンプ\n"))},
			{Space: 4, Index: 20, Count: 125, Access: wire.AccessWrite, Value: many},
			{Space: 4, Index: 99, Count: 1, Access: wire.AccessWrite},
		}}
	l := NewLook(NewBook(), func(*Deviation) {})
	m := &Meaning{Kind: "new-write-point"}
	d := l.Of(m, &e)
	if d.Points != 3+7+1+125+1 || d.Code != 16 || d.Sub != 3 || !d.HasSub || d.Status != 2 || !d.HasStatus {
		t.Errorf("%+v", d)
	}
	if want := (Touched{Space: 4, Index: 12, Count: 3, Written: true, Values: "900,1,65535"}); d.Touched[0] != want {
		t.Errorf("%+v", d.Touched[0])
	}
	if x := d.Touched[1]; !strings.HasPrefix(x.Node, "s=a\uFFFD\uFFFDxxx") || len(x.Node) > maxTouchedText+8 || x.Values != `"ポンプ\n"` || x.Part != 17 {
		t.Errorf("%+v", x)
	}
	if x := d.Touched[2]; x.Index != 20 || len(x.Values) > maxTouchedText || !strings.HasSuffix(x.Values, ",0") {
		t.Errorf("%+v", x)
	}
	d.Others = "10.0.0.9"
	var w snapshot.Writer
	d.appendState(&w)
	var got Deviation
	r := snapshot.NewReader(w.B)
	got.restore(r, func(Kind) *Meaning { return m })
	if r.End() != nil || !reflect.DeepEqual(&got, d) {
		t.Errorf("%v: %+v\nwant %+v", r.End(), got, *d)
	}
	e.Points = e.Points[:1]
	if d := l.Of(m, &e); d.Points != 9 || d.Touched[0].Written || d.Touched[0].Count != 9 {
		t.Errorf("what is read: %+v", d)
	}
}

// TestNode: identifiers that are no number, as OPC UA writes them.
func TestNode(t *testing.T) {
	guid := []byte{0x0d, 0x0c, 0x0b, 0x0a, 2, 1, 4, 3, 5, 6, 7, 8, 9, 10, 11, 12}
	for want, p := range map[string]wire.Point{"": {Index: 5}, "s=Pump": {Ident: 's', Name: []byte("Pump")}, "b=00ff": {Ident: 'b', Name: []byte{0, 0xff}},
		"g=0a0b0c0d-0102-0304-0506-0708090a0b0c": {Ident: 'g', Name: guid}} {
		if got := TouchedBy(&p); got.Node != want || got.Count != 1 {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}
