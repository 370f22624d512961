package wire

// Operation is what the process is asked to do, whatever the protocol calls
// it. Baseline, alerts and blocking reason in operations.
type Operation uint8

const (
	// OperationNone is not an operation: a part of a message.
	OperationNone Operation = iota
	// Read fetches process values, events, files of data.
	Read
	// Write changes process values or set-points.
	Write
	// Select arms a control that a following Operate carries out.
	Select
	// Operate acts on the process: a control, a command, a method call.
	Operate
	// Configure changes how the device works: classes, dead-bands, clock,
	// address space, subscriptions of others.
	Configure
	// Program transfers or alters a program, firmware or files.
	Program
	// Restart restarts, starts, stops or changes the mode of a device.
	Restart
	// Identify asks or tells what the device is.
	Identify
	// Diagnose tests the communication or reads its counters.
	Diagnose
	// Session opens, keeps or closes a connection, channel or session.
	Session
)

var operationNames = [...]string{"none", "read", "write", "select", "operate",
	"configure", "program", "restart", "identify", "diagnose", "session"}

// String returns the operation in lower case: "read".
func (o Operation) String() string { return nameOf(operationNames[:], int(o)) }

// Role is what a message is in its exchange.
type Role uint8

const (
	// RoleNone is no message: a link frame or chunk of an unfinished one.
	RoleNone Role = iota
	// Request asks.
	Request
	// Response answers a request, well or not.
	Response
	// Unsolicited is sent by a server or outstation on its own.
	Unsolicited
	// Notice belongs to the protocol's housekeeping, and neither asks nor
	// answers (a DNP3 application confirm, a link acknowledgement).
	Notice
)

var roleNames = [...]string{"none", "request", "response", "unsolicited", "notice"}

// String returns the role in lower case: "request".
func (r Role) String() string { return nameOf(roleNames[:], int(r)) }

// Outcome is how a transaction ended.
type Outcome uint8

const (
	// Answered: the device did, or says it did, what was asked.
	Answered Outcome = iota + 1
	// Refused: the device answered that it would not (exception, error bits of
	// the internal indications, Bad status).
	Refused
	// Unanswered: no response was seen within the time-out, or none is due
	// (see Transaction.NoReply).
	Unanswered
	// Unasked: a response or unsolicited message without a request seen.
	Unasked
)

var outcomeNames = [...]string{"none", "answered", "refused", "unanswered", "unasked"}

// String returns the outcome in lower case: "answered".
func (o Outcome) String() string { return nameOf(outcomeNames[:], int(o)) }

func nameOf(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "invalid"
}
