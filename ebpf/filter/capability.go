package filter

import (
	"golang.org/x/sys/unix"
)

// needed are the capabilities without which the kernel refuses the program: it
// computes with pointers into packets, which takes CAP_PERFMON.
var needed = [...]struct {
	bit  uint
	name string
}{
	{unix.CAP_BPF, "CAP_BPF"},
	{unix.CAP_NET_ADMIN, "CAP_NET_ADMIN"},
	{unix.CAP_PERFMON, "CAP_PERFMON"},
}

// missing returns the names of those the calling thread does not have in effect.
// CAP_SYS_ADMIN stands for CAP_BPF and CAP_PERFMON.
func missing() []string {
	held := effective()
	if held>>unix.CAP_SYS_ADMIN&1 != 0 {
		held |= 1<<unix.CAP_BPF | 1<<unix.CAP_PERFMON
	}
	var names []string
	for _, c := range needed {
		if held>>c.bit&1 == 0 {
			names = append(names, c.name)
		}
	}
	return names
}

// effective returns the set of effective capabilities, all when the kernel does
// not say.
func effective() uint64 {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData // version 3 has 64 bits in two halves
	if unix.Capget(&header, &data[0]) != nil {
		return ^uint64(0)
	}
	return uint64(data[1].Effective)<<32 | uint64(data[0].Effective)
}
