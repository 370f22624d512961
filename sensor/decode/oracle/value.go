package oracle

import "encoding/hex"

// octets returns the octets an element of PDML stands for.
func octets(value string) []byte {
	b, _ := hex.DecodeString(value)
	return b
}
