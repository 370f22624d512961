package filter

import (
	"errors"
	"fmt"
	"testing"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/flow"
)

// reload loads the bench's program anew with other settings.
func (b *bench) reload(t testing.TB, settings map[string]any) {
	t.Helper()
	c := b.config
	spec := specWith(t, c, settings)
	delete(spec.Programs, unused(c.Dedicated))
	f, err := load(c, spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Filter.Close(); err != nil {
		t.Fatal(err)
	}
	f.index = b.index
	b.Filter = f
	t.Cleanup(func() { f.Close() })
}

func specWith(t testing.TB, c Config, settings map[string]any) *ebpf.CollectionSpec {
	t.Helper()
	spec, err := specify(c)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range settings {
		if err := spec.Variables[name].Set(value); err != nil {
			t.Fatal(name, err)
		}
	}
	return spec
}

// TestEverySetting loads both programs with every combination of constants: the
// verifier takes out what a constant makes unreachable, and looks at another
// program each time.
func TestEverySetting(t *testing.T) {
	root(t)
	frame := tcpFrame(t, 1, 2, 3)
	c := Config{Flows: 64}.complete()
	for _, dedicated := range []uint8{0, 1} {
		for _, first := range []uint16{0, 64, 65535} {
			for _, sample := range []uint64{0, 60e9} {
				for _, rate := range []uint32{0, 1000} {
					for _, cyclic := range []uint32{0, 16} {
						setting := map[string]any{filterVarDedicated: dedicated, filterVarFirstPackets: first,
							filterVarSampleNs: sample, filterVarRate: rate, filterVarCyclicRate: cyclic}
						if err := tryOnce(specWith(t, c, setting), frame); err != nil {
							t.Errorf("%v: %v", setting, err)
						}
					}
				}
			}
		}
	}
}

// tryOnce loads both programs and runs the first.
func tryOnce(spec *ebpf.CollectionSpec, frame []byte) error {
	o, err := ebpf.NewCollection(spec)
	if err != nil {
		return err
	}
	defer o.Close()
	code, err := o.Programs[filterProgFilterXdp].Run(&ebpf.RunOptions{Data: frame})
	if err == nil && code != xdpPass && code != xdpDrop {
		err = fmt.Errorf("returned %d", code)
	}
	return err
}

// verifierLimit is the number of instructions the verifier looks at before it
// gives up (linux/bpf_verifier.h, BPF_COMPLEXITY_LIMIT_INSNS).
const verifierLimit = 1000000

// TestVerifierCost holds the distance to the verifier's limit: other kernels
// count otherwise.
func TestVerifierCost(t *testing.T) {
	root(t)
	spec, err := specify(Config{Flows: 64}.complete())
	if err != nil {
		t.Fatal(err)
	}
	o, err := ebpf.NewCollection(spec)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	for name, p := range o.Programs {
		info, err := p.Info()
		if err != nil {
			t.Fatal(err)
		}
		n, ok := info.VerifiedInstructions()
		if !ok || n > verifierLimit/10 {
			t.Errorf("%s: the verifier looked at %d instructions (known: %v)", name, n, ok)
		}
		t.Logf("%s: %d instructions verified", name, n)
	}
}

// TestNotDedicated: the program never drops on an interface that is not
// dedicated, whoever attaches it.
func TestNotDedicated(t *testing.T) {
	root(t)
	c := Config{Rate: 1, FirstPackets: 1, Flows: 4096}.complete()
	o, err := ebpf.NewCollection(specWith(t, c, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	held := 0
	for range 3 {
		for _, frame := range samples(t) {
			code, err := o.Programs[filterProgFilterXdp].Run(runOptions(frame))
			if err != nil || code != xdpPass {
				t.Fatalf("returned %d, %v: % x", code, err, frame)
			}
		}
	}
	f := &Filter{objects: o}
	totals, err := f.Totals()
	if err != nil {
		t.Fatal(err)
	}
	if held = int(totals.Withheld().Packets); held == 0 {
		t.Error("nothing would have been withheld: the test shows nothing")
	}
}

// TestKeyLayout: the kernel's structures are those of Go.
func TestKeyLayout(t *testing.T) {
	spec, err := specify(Config{}.complete())
	if err != nil {
		t.Fatal(err)
	}
	if got := spec.Maps[filterMapFlows].KeySize; got != 44 {
		t.Errorf("a key has %d octets", got)
	}
	if got := spec.Maps[filterMapServers].KeySize; got != 20 {
		t.Errorf("a server has %d octets", got)
	}
	k := Key{A: [16]byte{1}, APort: 2, VLAN: [2]uint16{3, 4}, Protocol: 6, Version: 4}
	if Key(flow.Key(k)) != k {
		t.Error("a key does not convert")
	}
}

func TestErrors(t *testing.T) {
	root(t)
	if _, err := Load(Config{Interface: "no-such-port"}); !errors.Is(err, ErrInterface) || Unsupported(err) {
		t.Errorf("interface: %v", err)
	}
	b := newBench(t, Config{Flows: 64})
	if err := b.Attach(); err != ErrShared {
		t.Errorf("attach: %v", err)
	}
	d := newBench(t, Config{Dedicated: true, Flows: 64})
	if err := d.AttachSocket(0); err != ErrDedicated {
		t.Errorf("socket: %v", err)
	}
	if d.SocketFilter() != -1 || b.SocketFilter() < 0 || b.Mode() != ModeSocket || d.Mode() != ModeNone {
		t.Errorf("descriptors %d, %d; modes %v, %v", d.SocketFilter(), b.SocketFilter(), b.Mode(), d.Mode())
	}
	for _, err := range []error{refused(unix.EINVAL), refused(ebpf.ErrNotSupported), refused(unix.EPERM), attachFault(unix.EBUSY)} {
		if !Unsupported(err) {
			t.Errorf("%v is not unsupported", err)
		}
	}
	if Unsupported(refused(unix.ENOMEM)) || Unsupported(nil) {
		t.Error("want of memory is no want of support")
	}
}
