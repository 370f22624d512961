//go:build linux

package port_test

import (
	"context"
	"errors"
	"net/netip"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/capture/port"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
)

func look(t *testing.T, name string) port.Port {
	t.Helper()
	p, err := port.Look(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fault returns the fault of a kind, and of a subject unless that is empty.
func fault(p port.Port, kind port.FaultKind, subject string) *port.Fault {
	for i := range p.Faults {
		if f := &p.Faults[i]; f.Kind == kind && (subject == "" || f.Subject == subject) {
			return f
		}
	}
	return nil
}

// do runs the command that ends a fault, and looks whether it did.
func do(t *testing.T, f *port.Fault) {
	t.Helper()
	if f == nil || f.Command == "" {
		t.Fatalf("no such fault, or no command: %+v", f)
	}
	ringtest.Run(t, "sh", "-c", f.Command)
	if again := fault(look(t, ringtest.Port), f.Kind, f.Subject); again != nil {
		t.Errorf("after %q the fault is still there", f.Command)
	}
}

func TestList(t *testing.T) {
	ringtest.Namespace(t)
	ports, err := port.List()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range ports {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"lo", ringtest.Plant, ringtest.Port}) {
		t.Errorf("interfaces are %v", names)
	}
}

func TestLook(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "address", "02:00:00:00:00:77", "mtu", "1400", "promisc", "on")
	frame := ringtest.Between("10.0.0.1:1", "10.0.0.2:502").TCP(1, make([]byte, 46))
	if err := ringtest.NewSender(t, ringtest.Plant).Send(frame, frame, frame); err != nil {
		t.Fatal(err)
	}
	p := look(t, ringtest.Port)
	if p.Name != ringtest.Port || p.Index < 2 || p.MAC.String() != "02:00:00:00:00:77" || p.MTU != 1400 || !p.Promiscuous {
		t.Errorf("%+v", p)
	}
	if p.Kind != "veth" || p.Driver != "veth" || p.Link != 1 || !p.Up || !p.Carrier || p.Speed != 10000 {
		t.Errorf("%+v", p)
	}
	if p.Received != (port.Counters{Frames: 3, Octets: uint64(3 * (len(frame)))}) {
		t.Errorf("received %+v", p.Received)
	}
	if p.Addresses != nil {
		t.Errorf("addresses %v", p.Addresses)
	}
}

func TestNoSuchPort(t *testing.T) {
	ringtest.Namespace(t)
	_, err := port.Look("eth99")
	var name *port.NameError
	if !errors.As(err, &name) || name.Name != "eth99" || !strings.Contains(err.Error(), "there are lo, ") {
		t.Errorf("error is %v", err)
	}
	if _, err := port.Watch(t.Context(), "eth99", time.Millisecond); !errors.As(err, &name) {
		t.Errorf("error is %v", err)
	}
}

// TestFaultsAreEnded makes each fault a command can end, and has the command end
// it.
func TestFaultsAreEnded(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "down")
	do(t, fault(look(t, ringtest.Port), port.Down, ""))
	ringtest.Run(t, "ip", "address", "add", "192.0.2.7/24", "dev", ringtest.Port)
	if p := look(t, ringtest.Port); !slices.Equal(p.Addresses, []netip.Prefix{netip.MustParsePrefix("192.0.2.7/24")}) {
		t.Errorf("addresses are %v", p.Addresses)
	}
	do(t, fault(look(t, ringtest.Port), port.HasAddress, "192.0.2.7/24"))
	ringtest.Run(t, "ethtool", "-K", ringtest.Port, "gro", "on", "rxvlan", "on", "rx-vlan-stag-hw-parse", "on")
	do(t, fault(look(t, ringtest.Port), port.MergesFrames, "gro"))
	do(t, fault(look(t, ringtest.Port), port.HidesVLANTags, "rxvlan"))
	do(t, fault(look(t, ringtest.Port), port.HidesVLANTags, "rx-vlan-stag-hw-parse"))
	if p := look(t, ringtest.Port); p.Faults != nil {
		t.Errorf("faults left: %+v", p.Faults)
	}
}

// TestStrangeName has a name that a shell would take for two commands.
func TestStrangeName(t *testing.T) {
	ringtest.Namespace(t)
	const name = "a;ip'x"
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "down")
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "name", name)
	f := fault(look(t, name), port.Down, "")
	ringtest.Run(t, "sh", "-c", f.Command)
	if p := look(t, name); !p.Up {
		t.Errorf("after %s the interface is not up", f.Command)
	}
}

func TestNoCarrier(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Plant, "down")
	p := look(t, ringtest.Port)
	if fault(p, port.NoCarrier, "") == nil || p.Carrier || !p.Up || fault(p, port.Down, "") != nil {
		t.Errorf("%+v", p)
	}
}

func TestWatch(t *testing.T) {
	ringtest.Namespace(t)
	p, err := port.Watch(t.Context(), ringtest.Port, 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if f := fault(p, port.Silent, ""); f == nil || f.Command != "ip link set dev "+ringtest.Port+" promisc on" {
		t.Errorf("%+v", p.Faults)
	}
	s := ringtest.NewSender(t, ringtest.Plant)
	stop, done := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				done <- nil
				return
			case <-time.After(time.Millisecond):
				if err := s.Send(ringtest.Between("10.0.0.1:1", "10.0.0.2:2").TCP(1, nil)); err != nil {
					done <- err
					return
				}
			}
		}
	}()
	p, err = port.Watch(t.Context(), ringtest.Port, 200*time.Millisecond)
	close(stop)
	if sent := <-done; err != nil || sent != nil || fault(p, port.Silent, "") != nil {
		t.Errorf("%v, %v, %+v", err, sent, p.Faults)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := port.Watch(ctx, ringtest.Port, time.Minute); err != context.Canceled {
		t.Errorf("error is %v", err)
	}
}

// TestOffloadsAgainstEthtool compares with what ethtool says of the same
// interfaces.
func TestOffloadsAgainstEthtool(t *testing.T) {
	ringtest.Namespace(t)
	long := map[string]string{"gro": "generic-receive-offload", "lro": "large-receive-offload", "rx-gro-hw": "rx-gro-hw",
		"rxvlan": "rx-vlan-offload", "rx-vlan-stag-hw-parse": "rx-vlan-stag-hw-parse"}
	for _, name := range []string{"lo", ringtest.Port} {
		if _, err := exec.LookPath("ethtool"); err != nil {
			t.Fatal("this test needs ethtool")
		}
		said := map[string]string{}
		for line := range strings.Lines(ringtest.Run(t, "ethtool", "-k", name)) {
			feature, state, _ := strings.Cut(strings.TrimSpace(line), ": ")
			said[feature] = state
		}
		got := map[string]string{}
		for _, o := range look(t, name).Offloads {
			state := map[bool]string{true: "on", false: "off"}[o.On]
			if o.Fixed {
				state += " [fixed]"
			}
			got[long[o.Name]] = state
		}
		for _, feature := range long {
			want := said[feature]
			if want == "off [fixed]" {
				want = "" // it has none
			}
			if want != got[feature] {
				t.Errorf("%s: %s is %q, ethtool says %q", name, feature, got[feature], said[feature])
			}
		}
		if len(got) == 0 {
			t.Errorf("%s has no offloads", name)
		}
	}
}
