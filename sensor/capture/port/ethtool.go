//go:build linux

package port

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// offloads are the features that matter: the name the kernel has for them, the
// name `ethtool -K` takes, and what they do to frames.
var offloads = [...]struct {
	feature, name string
	effect        Effect
}{
	{"rx-gro", "gro", Merges},
	{"rx-lro", "lro", Merges},
	{"rx-gro-hw", "rx-gro-hw", Merges},
	{"rx-vlan-hw-parse", "rxvlan", HidesTags},
	{"rx-vlan-stag-hw-parse", "rx-vlan-stag-hw-parse", HidesTags},
}

// query asks interfaces by the ioctls of ethtool (ethtool.h). What an interface
// does not answer is left at its zero.
type query struct{ fd int }

func newQuery() (*query, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("port: opening a socket: %w", err)
	}
	return &query{fd}, nil
}

func (q *query) close() { unix.Close(q.fd) }

// request is struct ifreq with a pointer.
type request struct {
	name [unix.IFNAMSIZ]byte
	data unsafe.Pointer
	_    [24 - unsafe.Sizeof(uintptr(0))]byte
}

// ask performs the request data begins with.
func (q *query) ask(name string, data unsafe.Pointer) bool {
	r := request{data: data}
	copy(r.name[:unix.IFNAMSIZ-1], name)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(q.fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&r)))
	return errno == 0
}

func (q *query) driver(name string) string {
	info, err := unix.IoctlGetEthtoolDrvinfo(q.fd, name)
	if err != nil {
		return ""
	}
	return unix.ByteSliceToString(info.Driver[:])
}

// linkSettings is struct ethtool_link_settings, with room for as many words of
// link modes as its signed count of words allows, three times.
type linkSettings struct {
	command, speed uint32
	_              [7]byte
	words          int8
	_              [4 + 7*4]byte
	_              [3 * 127]uint32
}

// unknownSpeed is SPEED_UNKNOWN.
const unknownSpeed = 1<<32 - 1

// speed returns the speed in Mbit/s. The first request is answered with the
// count of words, negative, that the second has to state.
func (q *query) speed(name string) int {
	s := linkSettings{command: unix.ETHTOOL_GLINKSETTINGS}
	if !q.ask(name, unsafe.Pointer(&s)) || s.words >= 0 {
		return 0
	}
	s = linkSettings{command: unix.ETHTOOL_GLINKSETTINGS, words: -s.words}
	if !q.ask(name, unsafe.Pointer(&s)) || s.words <= 0 || s.speed == unknownSpeed {
		return 0
	}
	return int(s.speed)
}

// maxFeatures bounds the features a kernel has; version 6.18 has about 60.
const maxFeatures = 256

// Of ethtool.h: the set of names of the features, and the octets of a name.
const (
	featureSet = 4  // ETH_SS_FEATURES
	nameLength = 32 // ETH_GSTRING_LEN
)

// setInfo is struct ethtool_sset_info for one set.
type setInfo struct {
	command, _ uint32
	mask       uint64
	length     uint32
	_          uint32
}

// names is struct ethtool_gstrings.
type names struct {
	command, set, length uint32
	text                 [maxFeatures][nameLength]byte
}

// states is struct ethtool_gfeatures.
type states struct {
	command, size uint32
	block         [maxFeatures / 32]struct{ available, requested, active, neverChanged uint32 }
}

// offloads asks for the names of all features, and then for their states, which
// are bits in the order of the names.
func (q *query) offloads(name string) (all []Offload) {
	set := setInfo{command: unix.ETHTOOL_GSSET_INFO, mask: 1 << featureSet}
	if !q.ask(name, unsafe.Pointer(&set)) || set.mask == 0 {
		return nil
	}
	n := min(set.length, maxFeatures)
	known := names{command: unix.ETHTOOL_GSTRINGS, set: featureSet, length: n}
	state := states{command: unix.ETHTOOL_GFEATURES, size: (n + 31) / 32}
	if set.length > maxFeatures || !q.ask(name, unsafe.Pointer(&known)) || !q.ask(name, unsafe.Pointer(&state)) {
		return nil
	}
	for i := range offloads {
		o := &offloads[i]
		for k := range n {
			if unix.ByteSliceToString(known.text[k][:]) != o.feature {
				continue
			}
			b, bit := &state.block[k/32], uint32(1)<<(k%32)
			on, can := b.active&bit != 0, b.available&bit != 0 && b.neverChanged&bit == 0
			if on || can {
				all = append(all, Offload{Name: o.name, On: on, Fixed: !can, Effect: o.effect})
			}
		}
	}
	return all
}
