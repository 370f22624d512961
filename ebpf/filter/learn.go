package filter

import (
	"errors"
	"fmt"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"
)

// Verdicts as the kernel has them: enum verdict of filter.bpf.c.
const (
	verdictLearned uint32 = 1
	verdictIgnored uint32 = 2
)

func verdict(keep bool) uint32 {
	if keep {
		return verdictLearned
	}
	return verdictIgnored
}

// Learn has every packet of a flow handed on (keep), or none but handshakes and
// ICMP errors, in whatever VLAN it is. It goes ahead of what is learned of a
// server. ErrFull when MaxLearned flows have a verdict.
func (f *Filter) Learn(k Key, keep bool) error {
	return f.put(filterMapLearned, k.table(), verdict(keep))
}

// LearnServer does for all flows of a server what Learn does for one. A flow
// between two learned servers is kept if one of them is. ErrFull when MaxServers
// have a verdict.
func (f *Filter) LearnServer(s Server, keep bool) error {
	return f.put(filterMapServers, s.table(), verdict(keep))
}

// Forget takes back what was learned of a flow, which need not be anything.
func (f *Filter) Forget(k Key) error { return f.drop(filterMapLearned, k.table()) }

// ForgetServer takes back what was learned of a server.
func (f *Filter) ForgetServer(s Server) error { return f.drop(filterMapServers, s.table()) }

// SetPorts replaces the ports whose packets are all handed on.
func (f *Filter) SetPorts(ports []uint16) error {
	var words [65536 / 64]uint64
	for _, p := range ports {
		words[p/64] |= 1 << (p % 64)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range words {
		if err := f.objects.Maps[filterMapPorts].Put(uint32(i), words[i]); err != nil {
			return fmt.Errorf("filter: setting ports: %w", err)
		}
	}
	return f.changed()
}

func (f *Filter) put(name string, key any, v uint32) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.objects.Maps[name].Put(key, v)
	if errors.Is(err, unix.E2BIG) {
		return ErrFull
	}
	if err != nil {
		return fmt.Errorf("filter: learning: %w", err)
	}
	return f.changed()
}

func (f *Filter) drop(name string, key any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.objects.Maps[name].Delete(key)
	if errors.Is(err, ebpf.ErrKeyNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("filter: forgetting: %w", err)
	}
	return f.changed()
}

// changed tells the kernel that verdicts it remembers in flows are out of date.
// The tables must have changed before.
func (f *Filter) changed() error {
	f.changes++
	if f.changes == 0 { // a new flow has it
		f.changes++
	}
	if err := f.objects.Maps[filterMapGeneration].Put(uint32(0), f.changes); err != nil {
		return fmt.Errorf("filter: putting verdicts into force: %w", err)
	}
	return nil
}
