// Package peers is the water works of the lab, live: every host has a network
// namespace, and real servers and clients talk in it in real time over a network
// whose mirror port a sensor watches.
//
// Controllers are Modbus servers of github.com/simonvetter/modbus; panels, the
// historian and the gateway poll them with github.com/goburrow/modbus. What that
// server does not offer (functions 43/14 and 90) a small front answers that stands
// before it in the same host. Gateway and clients of OPC UA are of
// github.com/gopcua/opcua, one client without security and one that signs with
// Basic256Sha256; a front opens the channels for that server, which cannot do so
// with security. DNP3 master and outstation are the lab's own. There is NTP, DNS
// and syslog around it; ARP is the kernels'.
//
// All answer from one plant.Plant, whose actions their hosts carry out, and so are
// the attacks, with real sockets. What an attack caused is counted by a tap at the
// mirror port of its own, for the ground truth.
//
// # Where it differs from the synthesised plant
//
// The windows and latencies of the hosts are those of the machine it runs on,
// with some delay of the controllers and the outstation added; the outstation
// refuses connections while it restarts, where the synthesised one is silent. What
// the gateway passes on to controllers for an attack by OPC UA is sent, but not
// counted as the attack's.
package peers
