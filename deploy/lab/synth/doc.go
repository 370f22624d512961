// Package synth makes the traffic of the lab's water works on a simulated clock,
// without any host: as a capture with every frame, or as a stream of events for
// months. Both come from one engine, so that the same seed gives the same plant,
// the same operators and the same attacks.
//
// Panels poll the controllers by Modbus, as do a historian and a gateway; a
// master polls the booster station by DNP3, which reports alarms unasked; clients
// of the gateway subscribe by OPC UA, one without security, one signed. There is
// ARP, NTP, DNS and syslog around it. Operators, engineers and attacks act as
// package plant and package attack say.
//
// Record writes TCP with handshakes, acknowledgements that ride on data where
// they can, latencies by device, and now and then a repeated segment. The first
// opening of each connection is in the recording. What signatures and encrypted
// OpenSecureChannel messages hold are octets of the right number and no more: no
// key exists that would open them.
//
// The same Options give the same octets and the same events at every run.
package synth
