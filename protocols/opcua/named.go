package opcua

import "github.com/banken-ot/banken/protocols/wire"

// named lists the services, and what else a message may be.
func named() []wire.Named {
	var all []wire.Named
	for i := 1; i < serviceCount; i++ {
		all = append(all, wire.Named{Function: services[i].name, Code: uint32(services[i].code), Operation: operations[i]})
	}
	for _, name := range [...]string{"Hello", "ReverseHello", "Error", "incomplete", "encrypted"} {
		all = append(all, wire.Named{Function: name, Operation: wire.Session})
	}
	return append(all, wire.Named{Function: "unknown-service", Operation: wire.Operate})
}
