package modbus_test

import (
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
)

// BenchmarkDecode decodes one message again and again, without pairing.
func BenchmarkDecode(b *testing.B) {
	read := modbusgen.ReadRequest(3, 100, 10)
	ten, most := modbusgen.RegistersResponse(3, make([]uint16, 10)...), modbusgen.RegistersResponse(3, make([]uint16, 125)...)
	write := modbusgen.PDU(16, uint16(100), uint16(10), 20, make([]uint16, 10))
	rows := []struct {
		name   string
		dir    wire.Direction
		octets []byte
	}{
		{"ReadRequest", wire.ToServer, modbusgen.TCP(1, 1, read)},
		{"ReadResponse10", wire.ToClient, modbusgen.TCP(1, 1, ten)},
		{"ReadResponse125", wire.ToClient, modbusgen.TCP(1, 1, most)},
		{"Write", wire.ToServer, modbusgen.TCP(1, 1, write)},
		{"Exception", wire.ToClient, modbusgen.TCP(1, 1, modbusgen.Exception(3, 2))},
		{"RTUReadRequest", wire.ToServer, modbusgen.RTU(17, read)},
		{"RTUReadResponse10", wire.ToClient, modbusgen.RTU(17, ten)},
	}
	for _, row := range rows {
		b.Run(row.name, func(b *testing.B) {
			d, m := modbus.Protocol.New(wire.Stream, &wire.Buffers{}), &wire.Message{}
			b.ReportAllocs()
			b.SetBytes(int64(len(row.octets)))
			for b.Loop() {
				m.Begin(1, 1)
				if n, err := d.Decode(m, row.dir, row.octets); n != len(row.octets) || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}
