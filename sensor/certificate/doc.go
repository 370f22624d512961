// Package certificate keeps the TLS certificate of the console: a pair that the plant
// gives, or one that is made here. It reads no clock, and listens on nothing.
//
// One that is made here is ECDSA P-256 (FIPS 186-5), for 397 days, as long as browsers
// accept one (CA/Browser Forum Baseline Requirements, 6.3.2), signed by its own key: a
// browser warns of it once, and people compare its fingerprint with the one that the box
// itself shows. 30 days before its end, or when the box is called otherwise, another
// takes its place. Certificate and key are in one file, so that no crash leaves one
// without the other.
//
// Source.Refresh looks whether files have changed, or an end is near; connections that
// are open are not disturbed, new ones get the new certificate. What is wrong with new
// files is told, and the old certificate used as long.
package certificate
