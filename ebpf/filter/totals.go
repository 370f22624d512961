package filter

import "fmt"

// Reason says why a packet was handed on, or not. Every packet has one.
type Reason uint8

// Reasons: enum reason of filter.bpf.c.
const (
	KeepHandshake Reason = iota // SYN, FIN or RST
	KeepICMP                    // an ICMP error
	KeepLearned                 // of a flow or server learned to be kept
	KeepPort                    // of a registered port
	KeepFragment                // of an IP datagram
	KeepSample                  // of the first packets of a flow
	KeepOther                   // without a flow
	HoldUnknown                 // of a flow nobody recognised
	HoldIgnored                 // of a flow or server learned to be ignored
	HoldRate                    // without a flow, and there were too many of its class

	Reasons = iota // how many there are
)

var reasons = [Reasons]string{"handshake", "icmp_error", "learned", "port", "fragment", "sample", "other",
	"unknown", "ignored", "rate"}

// String returns the reason in a word.
func (r Reason) String() string { return name(reasons[:], int(r)) }

// Kept reports whether packets of this reason are handed on.
func (r Reason) Kept() bool { return r < HoldUnknown }

// Class says what a frame is. Every frame is of one.
type Class uint8

// Classes: enum class of frame.h.
const (
	ClassIPv4      Class = iota // of a flow
	ClassIPv6                   // of a flow
	ClassARP                    // and RARP
	ClassLLDP                   //
	ClassProfinet               // PROFINET DCP and alarms
	ClassCyclic                 // process data: PROFINET RT, EtherCAT, POWERLINK, SERCOS III, sampled values
	ClassGOOSE                  // and GSE management
	ClassLLC                    // IEEE 802.2: spanning tree, CDP
	ClassOther                  // any other EtherType
	ClassMalformed              // a header that contradicts itself or is cut off
	ClassBeyond                 // a header not looked into: more than 4 tags or 8 extension headers, or a jumbogram

	Classes = iota // how many there are
)

var classes = [Classes]string{"ipv4", "ipv6", "arp", "lldp", "profinet", "cyclic", "goose", "llc", "other",
	"malformed", "beyond"}

// String returns the class in a word.
func (c Class) String() string { return name(classes[:], int(c)) }

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("%d", i)
}

// Tally is a number of packets and their octets.
type Tally struct {
	Packets, Octets uint64
}

func (t *Tally) add(o Tally) {
	t.Packets += o.Packets
	t.Octets += o.Octets
}

// Totals are the counters of an interface since Load. None of them is lost when
// a flow makes room for another.
type Totals struct {
	Reasons   [Reasons]Tally
	Classes   [Classes]uint64 // packets
	Fragments uint64          // packets that are part of a datagram
	Tagged    uint64          // packets in a VLAN
	Flows     uint64          // flows entered; those Filter.Flows does not have any more made room
	Uncounted uint64          // packets of a flow for which there was no room; handed on
}

// Passed returns what was handed on.
func (t *Totals) Passed() (sum Tally) {
	for _, r := range t.Reasons[:HoldUnknown] {
		sum.add(r)
	}
	return sum
}

// Withheld returns what was counted only.
func (t *Totals) Withheld() (sum Tally) {
	for _, r := range t.Reasons[HoldUnknown:] {
		sum.add(r)
	}
	return sum
}

// Totals reads the counters, while the traffic goes on.
func (f *Filter) Totals() (Totals, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var cpus []filterTotal
	var t Totals
	if err := f.objects.Maps[filterMapTotals].Lookup(uint32(0), &cpus); err != nil {
		return t, fmt.Errorf("filter: reading totals: %w", err)
	}
	for i := range cpus {
		t.add(&cpus[i])
	}
	return t, nil
}

// add adds what one processor counted.
func (t *Totals) add(c *filterTotal) {
	for i := range t.Reasons {
		t.Reasons[i].add(Tally{c.Reasons[i].Packets, c.Reasons[i].Octets})
	}
	for i := range t.Classes {
		t.Classes[i] += c.Classes[i]
	}
	t.Fragments += c.Fragments
	t.Tagged += c.Tagged
	t.Flows += c.Flows
	t.Uncounted += c.Uncounted
}
