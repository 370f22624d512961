// Package protocols lists the protocols Banken decodes. A new protocol is one
// folder beside this file and one line in All.
package protocols

import (
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

// All is every protocol, those first whose start is certain by magic.
var All = []*wire.Protocol{
	&dnp3.Protocol,
	&opcua.Protocol,
	&modbus.Protocol,
}
