package oracle

import "github.com/banken-ot/banken/protocols/wire"

var dnp3Mapping = Mapping{Protocol: "dnp3", Protos: []string{"dnp3"}, Theirs: func(*Packet) []Row { return nil }, Ours: func(*wire.Message) (Row, bool) { return Row{}, false }}
