package assess

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
)

// TestContested: octets sent in the place of others are a finding that names the
// connection and its first frame, decoded or not.
func TestContested(t *testing.T) {
	b := newBench(t)
	f := &flow.Flow{Key: flow.Key{A: netip.MustParseAddr("192.0.2.20").As16(), APort: 502,
		B: netip.MustParseAddr("192.0.2.10").As16(), BPort: 50000, Protocol: 6, Version: 4}}
	for _, frame := range []uint64{9, 7} {
		b.c.Conflict(f, wire.ToServer, flow.Position{Time: start + int64(frame)*1e9, Frame: frame}, flow.Overlap{})
	}
	x := ids(b.end())["conflict"]
	if len(x.Lines) != 1 || x.Lines[0].Count != 2 {
		t.Fatalf("finding %+v", x)
	}
	if got := x.Lines[0].What.EN + x.Lines[0].Place.EN; !strings.Contains(got, "192.0.2.10") || !strings.Contains(got, "192.0.2.20:502") || !strings.Contains(got, "7") {
		t.Errorf("line %q", got)
	}
}
