//go:build linux

package ring_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"

	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
)

// conversations are flows over IPv4 and IPv6; one direction of the latter has
// flow labels.
func conversations(n int) (flows []ringtest.Flow) {
	for i := range n {
		flows = append(flows,
			ringtest.Between(fmt.Sprintf("10.0.%d.1:%d", i%7, 40000+i), "10.0.9.2:502"),
			ringtest.Between(fmt.Sprintf("[fd00::%x]:%d", i%5+1, 30000+i), "[fd00::99]:20000"))
	}
	return flows
}

func openGroup(t *testing.T, c ring.Config, n int) []*ring.Ring {
	t.Helper()
	group, err := ring.OpenGroup(c, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, r := range group {
			r.Close()
		}
	})
	return group
}

// whereIs returns in which ring each frame was; a frame in none or in two fails.
func whereIs(t *testing.T, group []*ring.Ring, sent [][]byte) []int {
	t.Helper()
	var all [][]taken
	for _, r := range group {
		all = append(all, rest(t, r))
	}
	where := make([]int, len(sent))
	for i, f := range sent {
		var places []string
		for ring := range all {
			for k := range all[ring] {
				if g := &all[ring][k]; bytes.Equal(g.octets, f) {
					where[i] = ring
					places = append(places, fmt.Sprintf("ring %d, number %d, at %d", ring, g.Number, g.Time))
				}
			}
		}
		if len(places) != 1 {
			t.Fatalf("frame %d was captured %d times: %v\n%x", i, len(places), places, f)
		}
	}
	return where
}

func TestBothDirectionsInOneRing(t *testing.T) {
	ringtest.Namespace(t)
	group := openGroup(t, small(), 3)
	var sent [][]byte
	flows := conversations(60)
	const each = 4
	for i, f := range flows {
		there, back := f.TCP(uint32(i), []byte("request")), f.Back().TCP(uint32(i), []byte("response"))
		sent = append(sent, there, back,
			ringtest.Tagged(there, 0x8100, 5), ringtest.Tagged(ringtest.Tagged(back, 0x8100, 6), 0x88a8, 7))
	}
	send(t, sent...)
	where := whereIs(t, group, sent)
	var used [3]int
	for i := range flows {
		w := where[i*each : (i+1)*each]
		used[w[0]]++
		for _, other := range w {
			if other != w[0] {
				t.Errorf("the frames of flow %v are in the rings %v", flows[i], w)
				break
			}
		}
	}
	for i, n := range used {
		if n == 0 {
			t.Errorf("ring %d got no flow; they got %v", i, used)
		}
	}
}

// TestFragments holds what the package comment says of fragments.
func TestFragments(t *testing.T) {
	ringtest.Namespace(t)
	group := openGroup(t, small(), 3)
	var sent [][]byte
	const pairs, each = 20, 6
	for i := range pairs {
		for port := range 2 {
			f := ringtest.Between(fmt.Sprintf("10.0.%d.1:%d", i, 1000+port), "10.9.0.1:502")
			udp := binary.BigEndian.AppendUint16(nil, f.Source.Port())
			udp = append(udp, 1, 246, 0, 24, 0, 0)
			sent = append(sent,
				f.Fragment(17, 0, true, append(udp, "first..."...)),
				f.Fragment(17, 16, false, []byte{'l', 'a', 's', 't', byte(port)}),
				f.Back().Fragment(17, 16, false, []byte{'b', 'a', 'c', 'k', byte(port)}))
		}
	}
	send(t, sent...)
	where := whereIs(t, group, sent)
	for i := range pairs {
		w := where[i*each : (i+1)*each]
		for _, other := range w {
			if other != w[0] {
				t.Errorf("the fragments between two addresses are in the rings %v", w)
				break
			}
		}
	}
}

func TestGroupIsChosen(t *testing.T) {
	ringtest.Namespace(t)
	a, b := openGroup(t, small(), 2), openGroup(t, small(), 2)
	if a[0].Group() != a[1].Group() || b[0].Group() != b[1].Group() || a[0].Group() == b[0].Group() {
		t.Errorf("groups are %d, %d and %d, %d", a[0].Group(), a[1].Group(), b[0].Group(), b[1].Group())
	}
	sent := [][]byte{request.TCP(1, nil)}
	send(t, sent...)
	whereIs(t, a, sent)
	whereIs(t, b, sent)
}

func TestGroupOfAnotherInterface(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.FanoutGroup = 99
	openGroup(t, c, 1)
	c.Interface = ringtest.Plant
	if _, err := ring.OpenGroup(c, 1); !errors.Is(err, ring.ErrConfig) {
		t.Errorf("error is %v", err)
	}
}
