// Package filter looks at every packet of a capture interface in the kernel: it
// counts all of them by flow, and hands on to the capture those worth decoding.
// A camera's video or a nightly backup then costs a few counters and not the
// ring, while no flow goes unseen.
//
// # Where it runs
//
// On an interface configured as dedicated to capture (a SPAN or TAP port) the
// program is attached as XDP and drops what it withholds, ahead of the socket
// buffer. The driver runs it where it can (ModeNative), otherwise the network
// stack (ModeGeneric).
//
// On any other interface nothing is attached to the interface: withheld packets
// are somebody's, and many drivers take the link down to install a program. There
// the same decision is made by a filter on the sockets that capture
// (ModeSocket), which see what the interface sends as well. All sockets of one
// PACKET_FANOUT group take the filter: each packet is then counted once.
//
// # What is handed on
//
// In this order: TCP segments with SYN, FIN or RST; ICMP errors; packets of flows
// and servers that user space has learned (Filter.Learn), and nothing of those it
// ignores; packets of registered ports; IP fragments; the first packets of every
// flow, so that a protocol on a port of its own is found by its content, and
// again the first ones after Config.Resample. Of frames without a flow so many a
// second as Config.Rate says, for each Class: ARP says who is there, LLDP and
// PROFINET DCP what it is. Cyclic process data has a smaller rate, enough to know
// that it is there. IPv6 neighbour discovery is a flow like any other. Frames whose headers contradict
// themselves or reach beyond the parser's bounds are handed on at that rate too.
//
// # Numbers
//
// The counters are those of each processor, so that none waits for another;
// sampling and rates count on each processor for itself. Octets are those of the
// frame without its check sequence. The network stack may have merged segments
// before a socket's filter sees them: ModeSocket then counts the merged packet.
// Times have the resolution of the kernel's tick (1 to 10 ms), which costs half
// of what the exact clock does.
//
// The flows counted longest ago make room for new ones; Totals loses nothing.
//
// # What it needs
//
// Linux 5.18 on amd64 or arm64, CAP_BPF, CAP_NET_ADMIN and
// CAP_PERFMON. Where Unsupported
// says that it cannot run, a capture can fall back to Classic, which every kernel
// has.
package filter

//go:generate go run github.com/cilium/ebpf/cmd/bpf2go@v0.22.0 -tags linux -target amd64,arm64 -no-global-types -type flow -type total filter filter.bpf.c -- -O2 -mcpu=v3 -Wall -Wextra -Werror
