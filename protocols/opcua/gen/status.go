package main

import (
	"bytes"
	"fmt"
	"go/format"
)

// renderStatus writes the status codes, by the low twelve bits of their upper
// half: the standard gives no number twice whatever the severity.
func renderStatus(s *source) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(header)
	b.WriteString("// statusCodes is the standard's status codes by number; code is the upper half\n// of the StatusCode, with the severity.\nvar statusCodes = [...]statusCode{\n")
	seen := map[uint32]string{}
	for _, e := range s.status {
		sub := e.code >> 16 & 0xfff
		if e.code&0xffff != 0 {
			return nil, fmt.Errorf("%s: info bits in %#x", e.name, e.code)
		}
		if sub == 0 {
			continue // Good, Uncertain, Bad themselves
		}
		if seen[sub] != "" {
			return nil, fmt.Errorf("%s and %s share a number", seen[sub], e.name)
		}
		seen[sub] = e.name
		fmt.Fprintf(&b, "%#x: {%#x, %q},\n", sub, e.code>>16, e.name)
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}
