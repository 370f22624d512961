package oracle

import "github.com/banken-ot/banken/protocols/wire"

var opcuaMapping = Mapping{Protocol: "opcua", Protos: []string{"opcua"}, Theirs: func(*Packet) []Row { return nil }, Ours: func(*wire.Message) (Row, bool) { return Row{}, false }}
