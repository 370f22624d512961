package assess

import "github.com/banken-ot/banken/baseline"

// urgencies are those of the tripwires that ought to be looked at first, or are
// only good to know; all others are worth a question.
var urgencies = map[baseline.Kind]Urgency{
	"modbus-listen-only":            First,
	"modbus-restart-communications": First,
	"modbus-write-file":             First,
	"modbus-firmware":               First,
	"modbus-legacy-program":         First,
	"umas-start-stop":               First,
	"umas-initialize":               First,
	"umas-download":                 First,
	"umas-force-output":             First,
	"dnp3-restart":                  First,
	"dnp3-start-stop":               First,
	"dnp3-delete-file":              First,
	"dnp3-activate-configuration":   First,
	"dnp3-write-file":               First,
	"dnp3-user-change":              First,
	"dnp3-config-corrupt":           First,
	"opcua-delete-nodes":            First,
	"opcua-add-nodes":               First,
	"opcua-history-update":          First,
	"opcua-call-restart":            First,
	"opcua-call-program":            First,
	"opcua-call-configure":          First,
	"opcua-write-attribute":         First,
	"modbus-mask-or-read-write":     Know,
	"umas-use":                      Know,
	"dnp3-disable-unsolicited":      Know,
	"dnp3-enable-unsolicited":       Know,
	"dnp3-time":                     Know,
}

// urgencyOf returns the urgency of a tripwire.
func urgencyOf(k baseline.Kind) Urgency {
	if u, ok := urgencies[k]; ok {
		return u
	}
	return Check
}
