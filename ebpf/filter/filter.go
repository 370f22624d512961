package filter

import (
	"errors"
	"fmt"
	"net"
	"sync"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"
)

// Filter is the program of one interface, in the kernel. Its methods may be
// called by several goroutines. Close it: it holds file descriptors and memory
// of the kernel.
type Filter struct {
	config  Config
	index   int // of the interface
	objects *ebpf.Collection
	program *ebpf.Program

	mu       sync.Mutex
	changes  uint32 // of the tables, as the kernel knows it
	link     link.Link
	mode     Mode
	fallback error
	read     reader
}

// Load loads the program for an interface into the kernel. Nothing is withheld
// or counted until Attach or AttachSocket. The error is ErrInterface,
// ErrPermission or ErrKernel.
func Load(c Config) (*Filter, error) {
	c = c.complete()
	ifi, err := net.InterfaceByName(c.Interface)
	if err != nil {
		return nil, fmt.Errorf("%w: %q: %w", ErrInterface, c.Interface, err)
	}
	spec, err := specify(c)
	if err != nil {
		return nil, err
	}
	delete(spec.Programs, unused(c.Dedicated))
	f, err := load(c, spec)
	if err != nil {
		return nil, err
	}
	f.index = ifi.Index
	return f, nil
}

// unused returns the name of the program that an interface does not need.
func unused(dedicated bool) string {
	if dedicated {
		return filterProgFilterSocket
	}
	return filterProgFilterXdp
}

// specify returns the compiled objects with the settings of c.
func specify(c Config) (*ebpf.CollectionSpec, error) {
	spec, err := loadFilter()
	if err != nil {
		return nil, fmt.Errorf("filter: %w", err)
	}
	spec.Maps[filterMapFlows].MaxEntries = uint32(c.Flows)
	spec.Maps[filterMapLearned].MaxEntries = MaxLearned
	spec.Maps[filterMapServers].MaxEntries = MaxServers
	dedicated := uint8(0)
	if c.Dedicated {
		dedicated = 1
	}
	settings := map[string]any{
		filterVarDedicated:    dedicated,
		filterVarFirstPackets: c.FirstPackets,
		filterVarSampleNs:     uint64(max(0, c.Resample)),
		filterVarRate:         c.Rate,
		filterVarCyclicRate:   min(cyclicRate, c.Rate),
	}
	for name, value := range settings {
		if err := spec.Variables[name].Set(value); err != nil {
			return nil, fmt.Errorf("filter: setting %s: %w", name, err)
		}
	}
	return spec, nil
}

// load loads the objects of spec and fills the tables.
func load(c Config, spec *ebpf.CollectionSpec) (*Filter, error) {
	objects, err := ebpf.NewCollection(spec)
	if err != nil {
		return nil, refused(err)
	}
	f := &Filter{config: c, objects: objects}
	f.program = objects.Programs[filterProgFilterXdp]
	if f.program == nil {
		f.program, f.mode = objects.Programs[filterProgFilterSocket], ModeSocket
	}
	if err := f.SetPorts(c.Ports); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// refused tells why the kernel did not take an object.
func refused(err error) error {
	switch {
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES) && len(missing()) > 0:
		return &PermissionError{missing(), err}
	case errors.Is(err, unix.ENOMEM), errors.Is(err, unix.EMFILE), errors.Is(err, unix.ENFILE):
		return fmt.Errorf("filter: %w", err)
	}
	var name unix.Utsname
	_ = unix.Uname(&name) // fails for a bad address only
	return fmt.Errorf("%w (Linux %s): %w", ErrKernel, unix.ByteSliceToString(name.Release[:]), err)
}

// Close detaches the program from the interface, closes the descriptors and
// gives the counters back. Sockets keep the filter they were given until they
// are closed. It may be called more than once.
func (f *Filter) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var err error
	if f.link != nil {
		err = f.link.Close()
		f.link = nil
	}
	f.objects.Close()
	return err
}
