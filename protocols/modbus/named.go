package modbus

import "github.com/banken-ot/banken/protocols/wire"

// named lists the functions, and the sub-functions of those that have some.
func named() []wire.Named {
	var all []wire.Named
	for code := range functions {
		f := &functions[code]
		x := wire.Named{Function: f.name, Code: uint32(code), Operation: f.operation}
		all = append(all, x)
		x.HasSub = true
		switch code {
		case diagnostics:
			for sub := range len(subFunctions) + 1 {
				x.Sub, x.SubName, x.Operation = uint32(sub), "", wire.Configure
				if sub < len(subFunctions) && subFunctions[sub].name != "" {
					x.SubName, x.Operation = subFunctions[sub].name, subFunctions[sub].operation
				}
				all = append(all, x)
			}
		case encapsulated:
			for _, sub := range [...]uint32{0, meiCANopen, meiDeviceIdentification} {
				x.Sub, x.Operation = sub, wire.Operate
				all = append(all, x)
			}
		case umas:
			for sub := range umasFunctions {
				x.Sub, x.SubName, x.Operation = uint32(sub), umasFunctions[sub].name, umasFunctions[sub].operation
				if x.SubName == "" {
					x.Operation = wire.Configure
				}
				all = append(all, x)
			}
		}
	}
	return all
}
