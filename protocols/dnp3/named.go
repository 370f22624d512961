package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// named lists the functions of fragments and of link frames.
func named() []wire.Named {
	var all []wire.Named
	for code, f := range functions {
		all = append(all, wire.Named{Function: f.name, Code: uint32(code), Operation: f.operation})
	}
	for i, f := range linkFunctions {
		all = append(all, wire.Named{Function: f.name, Code: LinkCode | uint32(i&0x10)<<2 | uint32(i&controlFunc), Operation: f.operation})
	}
	return all
}
