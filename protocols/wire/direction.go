package wire

// Direction says which way octets went on a connection, seen from its roles
// and not from its addresses.
type Direction uint8

const (
	// ToServer is the direction from the client (Modbus, OPC UA) or master
	// (DNP3) to the server or outstation.
	ToServer Direction = iota
	// ToClient is the direction from the server or outstation to the client
	// or master.
	ToClient
)

// Reverse returns the other direction.
func (d Direction) Reverse() Direction { return d ^ 1 }

// String returns "to-server" or "to-client".
func (d Direction) String() string {
	if d == ToServer {
		return "to-server"
	}
	return "to-client"
}
