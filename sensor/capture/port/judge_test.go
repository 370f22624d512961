//go:build linux

package port

import (
	"slices"
	"testing"
)

// TestJudge has the faults no virtual interface has.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name string
		port Port
		want []Fault
	}{
		{"nothing", Port{Name: "eth1", Link: 1, Up: true, Carrier: true,
			Offloads: []Offload{{Name: "gro"}, {Name: "rxvlan", Effect: HidesTags}}}, nil},
		{"WLAN in monitor mode", Port{Name: "mon0", Kind: "", Link: 803, Up: true, Carrier: true}, []Fault{{Kind: NotCapturable}}},
		{"CAN", Port{Name: "can0", Kind: "vcan", Link: 280, Up: true, Carrier: true}, []Fault{{Kind: NotCapturable, Subject: "vcan"}}},
		{"fixed", Port{Name: "eth1", Link: 1, Up: true, Carrier: true,
			Offloads: []Offload{{Name: "rxvlan", On: true, Fixed: true, Effect: HidesTags}, {Name: "lro", On: true}}},
			[]Fault{{Kind: MergesFrames, Subject: "lro", Command: "ethtool -K eth1 lro off"}, {Kind: HidesVLANTags, Subject: "rxvlan", Fixed: true}}},
		{"down", Port{Name: "eth1", Link: 1}, []Fault{{Kind: Down, Command: "ip link set dev eth1 up"}}},
	} {
		if got := c.port.judge(); !slices.Equal(got, c.want) {
			t.Errorf("%s: faults are %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestSilent(t *testing.T) {
	p := Port{Name: "eth1", Promiscuous: true}
	if f := p.silent(); f != (Fault{Kind: Silent}) {
		t.Errorf("%+v", f)
	}
}

func TestFaultNames(t *testing.T) {
	seen := map[string]bool{}
	for k := NotCapturable; k <= HasAddress; k++ {
		if n := k.String(); n == "unknown" || n == "" || seen[n] {
			t.Errorf("kind %d is called %q", k, n)
		} else {
			seen[n] = true
		}
	}
	if FaultKind(200).String() != "unknown" {
		t.Error("a kind that is none has a name")
	}
}

// TestDefectiveAttributes gives attributes no kernel sends.
func TestDefectiveAttributes(t *testing.T) {
	for n := range 20 {
		for _, fill := range []byte{0, 1, 3, 4, 8, 0xff} {
			b := make([]byte, n)
			for i := range b {
				b[i] = fill
			}
			var p Port
			for kind := range uint16(64) {
				p.attribute(kind, b)
			}
		}
	}
	if k := linkKind([]byte{9, 0, 1, 0, 'v', 'e', 't', 'h', 0}); k != "veth" {
		t.Errorf("kind is %q", k)
	}
}
