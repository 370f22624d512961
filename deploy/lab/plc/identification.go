package plc

import "github.com/banken-ot/banken/protocols/modbus/modbusgen"

// Identification is the function of the encapsulated interface transport.
const Identification = 43

// device are the basic objects of the identification (V1.1b3, 6.21).
var device = [...]string{"Banken Lab", "BMX P34 2020", "v2.70"}

// IdentifyRequest returns the PDU that asks for the basic objects.
func IdentifyRequest() []byte { return modbusgen.PDU(Identification, 14, 1, 0) }

// IdentifyAnswer returns the PDU with the basic objects from one on; from the
// first, when there is none such.
func IdentifyAnswer(from byte) []byte {
	if int(from) >= len(device) {
		from = 0
	}
	answer := modbusgen.PDU(Identification, 14, 1, 1, 0, 0, len(device)-int(from))
	for i, s := range device[from:] {
		answer = append(answer, modbusgen.PDU(int(from)+i, len(s), s)...)
	}
	return answer
}
