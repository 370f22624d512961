//go:build linux

// Command live measures the live sensor over a pair of virtual Ethernet
// interfaces: what it decodes without loss, what that costs, and what a busy plant
// costs beside tcpdump and tshark on the same port. See live.sh, which gives it a
// network namespace of its own; it makes the interfaces there.
//
// The plant is Modbus/TCP: connections that begin with their handshake and then
// ask and answer, every frame with the sequence numbers, the transaction
// identifier and the IPv4 identification that are its turn. Its frames are written
// by a program in the kernel that BPF_PROG_TEST_RUN runs for each (live frames),
// which is the only way one processor sends millions a second.
//
// What the kernel does to receive a frame, the copy into the ring included, is done
// on the processor of the plant, as on a machine whose interface interrupts one
// processor while the sensor runs on another. So the figures are of the sensor's
// process, whichever is measured, and not of that.
package main
