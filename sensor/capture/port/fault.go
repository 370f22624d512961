//go:build linux

package port

import (
	"strings"

	"golang.org/x/sys/unix"
)

// FaultKind is what can be wrong with an interface.
type FaultKind uint8

// Kinds of fault. Those up to Silent keep frames from being captured; the others
// change them, or betray the sensor.
const (
	NotCapturable FaultKind = iota // its frames have no form that is understood
	Down                           // not set up by the administrator
	NoCarrier                      // no signal: no cable, or the other end is off
	Silent                         // nothing was received while it was watched
	MergesFrames                   // an offload makes one frame of several
	HidesVLANTags                  // an offload takes tags out, before XDP at least
	HasAddress                     // the host answers there; a port for capturing should be mute
)

// faultNames are for logs and JSON; people are told in their language, by kind.
var faultNames = [...]string{"not-capturable", "down", "no-carrier", "silent", "merges-frames", "hides-vlan-tags", "has-address"}

// String returns a name that does not change.
func (k FaultKind) String() string {
	if int(k) < len(faultNames) {
		return faultNames[k]
	}
	return "unknown"
}

// Fault is something wrong with an interface, and what to do.
type Fault struct {
	Kind    FaultKind
	Subject string // the offload, address or kind of interface at fault; empty for the interface itself
	Fixed   bool   // the interface does not let it be changed: use another
	Command string // ends the fault, as root; empty when no command can
}

// capturable are the kinds of link the package ring captures, of if_arp.h.
var capturable = [...]uint16{
	unix.ARPHRD_ETHER, unix.ARPHRD_LOOPBACK, unix.ARPHRD_NONE, unix.ARPHRD_RAWIP,
	unix.ARPHRD_TUNNEL, unix.ARPHRD_TUNNEL6, unix.ARPHRD_SIT,
}

func canCapture(link uint16) bool {
	for _, l := range capturable {
		if l == link {
			return true
		}
	}
	return false
}

// judge returns the faults that are seen at once, in the order of their kinds.
func (p *Port) judge() (faults []Fault) {
	if !canCapture(p.Link) {
		faults = append(faults, Fault{Kind: NotCapturable, Subject: p.Kind})
	}
	if !p.Up {
		faults = append(faults, Fault{Kind: Down, Command: "ip link set dev " + quoted(p.Name) + " up"})
	} else if !p.Carrier {
		faults = append(faults, Fault{Kind: NoCarrier})
	}
	faults = p.judgeOffloads(faults, Merges, MergesFrames)
	faults = p.judgeOffloads(faults, HidesTags, HidesVLANTags)
	for _, a := range p.Addresses {
		faults = append(faults, Fault{Kind: HasAddress, Subject: a.String(), Command: "ip address del " + a.String() + " dev " + quoted(p.Name)})
	}
	return faults
}

func (p *Port) judgeOffloads(faults []Fault, effect Effect, kind FaultKind) []Fault {
	for _, o := range p.Offloads {
		if o.Effect != effect || !o.On {
			continue
		}
		f := Fault{Kind: kind, Subject: o.Name, Fixed: o.Fixed}
		if !o.Fixed {
			f.Command = "ethtool -K " + quoted(p.Name) + " " + o.Name + " off"
		}
		faults = append(faults, f)
	}
	return faults
}

// silent is the fault of an interface at which nothing arrives. When it is not
// promiscuous that may be why.
func (p *Port) silent() Fault {
	f := Fault{Kind: Silent}
	if !p.Promiscuous {
		f.Command = "ip link set dev " + quoted(p.Name) + " promisc on"
	}
	return f
}

// plain are the characters of a name that a shell takes as they are.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:@_-+"

// quoted returns the name as a word for the shell: the kernel lets a name hold
// almost anything.
func quoted(name string) string {
	if strings.Trim(name, plain) == "" {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
