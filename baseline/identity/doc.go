// Package identity is D7: what a device says it is. Of every attribute a device
// or client tells of itself (who made it, model, firmware, certificate, name,
// offered security) the exact value is kept, by asset, port and station, and a
// value that is another one is told.
//
// # What is told where
//
// Modbus: the objects of Read Device Identification (43/14) and the id of Report
// Server ID (17); of UMAS what a controller says at the start of a connection,
// its hardware and its project. DNP3: the attributes of group 0 that describe the
// device. OPC UA: ApplicationUri, ProductUri and name, certificates, the security
// policies and modes a server offers and a client uses, and BuildInfo. What a
// client says of itself is kept with the client's address and without port.
// Whether a device runs, counters and times are left out; indications that it
// restarted are D0's.
//
// # What is usual
//
// The first value of an attribute is learned. While the site is learned, others
// are too: several values may alternate, as of redundant processors or of programs
// on one host. An attribute with more than that many is variable and never judged.
// Attributes that may vary in ways their names do not tell, such as private
// objects, are judged once they were the same on three days.
//
// In a site that is judged, another value waits for a person. Approved, it
// replaces what was there; rejected, it is told whenever it is seen. A value not
// told for sixty days, while others were, is no longer usual.
//
// # Certificates
//
// A certificate with the subject and issuer of the one before, issued by somebody
// else than its subject and valid from a later time, is a renewal, which proves
// less. The issuer's key is not seen; of a certificate that is its own issuer,
// anybody can make one with the same names.
package identity
