package plant

import (
	"net/netip"
	"time"
)

// Verb is what an Action does. The values of the other fields it uses are told
// with each.
type Verb uint8

// The verbs of actions.
const (
	// Seek asks by ARP who has Address.
	Seek Verb = iota
	// Probe opens a TCP connection to Port and closes it.
	Probe
	// Reconnect closes what From has open to all servers, as a host that starts
	// anew, and opens it again some seconds later.
	Reconnect
	// ReadPoints reads Count points of Table from Address by Modbus, unit Unit.
	ReadPoints
	// WritePoints writes Values to Table (coils or holding registers) from
	// Index: one value by function 5 or 6, several by 15 or 16.
	WritePoints
	// Identify reads the device identification (function 43/14, basic).
	Identify
	// UMAS sends function 90 with Code and Data; the executor fills in the
	// reservation key it was given, and takes it from the answer to 0x10.
	UMAS
	// Download transfers Data as a program by UMAS: begin, blocks, end. It needs
	// the reservation.
	Download
	// ColdRestart is DNP3 function 13.
	ColdRestart
	// SelectOperate selects and operates binary output Index with control Code,
	// or, with Analog, analog output Index with Values[0] counts.
	SelectOperate
	// Operate is OPERATE without SELECT, otherwise as SelectOperate.
	Operate
	// DirectOperate is the same by DIRECT_OPERATE.
	DirectOperate
	// DisableUnsolicited and EnableUnsolicited are DNP3 functions 21 and 20 of
	// classes 1 to 3.
	DisableUnsolicited
	EnableUnsolicited
	// SendFile opens, writes and closes the DNP3 file Text with Data.
	SendFile
	// OpenSession opens an OPC UA channel and session. Text is the user, ""
	// for Anonymous; Secure chooses Basic256Sha256 with mode Sign, else None.
	OpenSession
	// CloseSession closes them.
	CloseSession
	// WriteNode writes Value to the node Text, in the session From has open.
	WriteNode
	// CallMethod calls the method Text.
	CallMethod
	// DeleteSubscriptions deletes the subscriptions of another client, Text.
	DeleteSubscriptions
	// Intercept puts From between To and the client Text: it claims To's address
	// to that client by ARP and answers in its place, falsifying by Value (a
	// factor) the input registers Index to Index+Count-1.
	Intercept
	// Withdraw ends that.
	Withdraw
	// Upload sends Data to Outside by TCP port Port.
	Upload
)

// Action is one thing a host does at a time. The synthesiser and the live peers
// carry out the same actions.
type Action struct {
	At       time.Time
	Verb     Verb
	From, To string // host names; To may be "" with Address
	Address  netip.Addr
	Port     uint16
	Unit     uint8
	Table    Table
	Index    uint16
	Count    uint16
	Code     byte
	Analog   bool
	Secure   bool
	Values   []uint16
	Value    float64
	Text     string
	Data     []byte
}

// Due returns the ordinary actions of operators, engineers and machines that
// have come up to the plant's time since the last call, in order of time. An
// executor carries each out; the plant does not change by itself.
func (p *Plant) Due() []Action { return p.operator.due(p.now) }

// Permit is a time in which an engineer works on assets with leave.
type Permit struct {
	Ticket   string    `json:"ticket"`
	Host     string    `json:"host"`
	Assets   []string  `json:"assets"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Changing bool      `json:"changing"` // parameters are written, not only read
}

// Permits returns the permits issued up to the plant's day, in order. The slice
// is the plant's own and must not be changed.
func (p *Plant) Permits() []Permit { return p.operator.permits }
