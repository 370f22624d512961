package watch

import (
	"testing"

	"github.com/banken-ot/banken/baseline"
)

// TestSeen: a device is listed with its hardware and the frame that proves it.
func TestSeen(t *testing.T) {
	w := open(t, "")
	b := baseline.Binding{Time: start, Frame: 7, Addr: device.Addr(), MAC: [6]byte{0x00, 0x80, 0xf4, 1, 2, 3}}
	if err := w.Binding(&b); err != nil {
		t.Fatal(err)
	}
	list := w.SeenAssets()
	if len(list) != 1 || list[0].Address != device.Addr() || list[0].MAC != "00:80:f4:01:02:03" || list[0].Vendor == "" || list[0].First.UnixNano() != start {
		t.Errorf("%+v", list)
	}
}
