package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Function codes of DNP3 that are named here (IEEE 1815-2012, Table 4-3).
const (
	dnp3Read               = 1
	dnp3Write              = 2
	dnp3Select             = 3
	dnp3Operate            = 4
	dnp3DirectOperate      = 5
	dnp3DirectNoAck        = 6
	dnp3EnableUnsolicited  = 20
	dnp3DisableUnsolicited = 21
	dnp3RecordTime         = 24
	dnp3Authenticate       = 32
	dnp3Unsolicited        = 130
	// dnp3LinkCode is where the codes of link functions begin, which have no
	// internal indications.
	dnp3LinkCode = 256
)

// Object groups (IEEE 1815-2012, Annex A).
const (
	groupRelayOutput    = 12
	groupDeadband       = 34
	groupAnalogOutput   = 41
	groupTime           = 50
	groupFile           = 70
	groupAuthentication = 120
)

// Bits of the internal indications, IIN1 high (IEEE 1815-2012, 4.5).
const (
	iinConfigCorrupt = 1 << 5
	iinNeedTime      = 1 << 12
	iinRestart       = 1 << 15
)

// Defects of the decoder's that tell how a control came.
var selectWrong = []string{"select-missing", "select-differs"}

var dnp3Rules = [...]Rule{
	{Meaning: never("dnp3-restart", baseline.Disruption, "T0816"), Codes: []uint32{13, 14}},
	{Meaning: never("dnp3-start-stop", baseline.Disruption, "T0858", "T0881", "T0821"), Codes: []uint32{16, 17, 18}},
	{Meaning: never("dnp3-obsolete-configuration", baseline.Configuration, "T0836"), Codes: []uint32{15, 19}},
	{Meaning: never("dnp3-delete-file", baseline.Configuration, "T0809"), Codes: []uint32{27}},
	{Meaning: never("dnp3-activate-configuration", baseline.Configuration, "T0800", "T0857"), Codes: []uint32{31}},
	{Meaning: never("dnp3-write-file", baseline.Configuration, "T0843", "T0867"), Codes: []uint32{dnp3Write}, When: hasGroup(groupFile)},
	{Meaning: never("dnp3-file", baseline.Configuration, "T0811", "T0845"), Codes: []uint32{25, 26, 28, 29, 30}},
	{Meaning: never("dnp3-read-file", baseline.Configuration, "T0811", "T0845"), Codes: []uint32{dnp3Read}, When: hasGroup(groupFile)},
	{Meaning: never("dnp3-user-change", baseline.Access, "T0892"), Codes: []uint32{32, 33}, When: changesUser},
	{Meaning: never("dnp3-authentication-error", baseline.Access, "T0859"), When: authenticationError},
	{Meaning: never("dnp3-select-operate", baseline.Control, "T0855"),
		When: hasDefect("select-missing", "select-differs", "select-expired"), judge: (*Detector).unselected},
	{Meaning: never("dnp3-broadcast-control", baseline.Control, "T0855"),
		Operations: []wire.Operation{wire.Operate, wire.Select, wire.Restart, wire.Configure, wire.Program, wire.Write},
		When:       toAllOutstations, judge: func(_ *Detector, _ *baseline.Look, e *baseline.Event, _ *channel) bool {
			return e.Operation != wire.Write
		}},
	{Meaning: never("dnp3-disable-unsolicited", baseline.Disruption, "T0804", "T0878"), Codes: []uint32{dnp3DisableUnsolicited},
		judge: (*Detector).outsideStart},
	{Meaning: added(never("dnp3-enable-unsolicited", baseline.Configuration)), Codes: []uint32{dnp3EnableUnsolicited},
		judge: (*Detector).turnsOn},
	{Meaning: never("dnp3-assign-class", baseline.Configuration, "T0836", "T0838"), Codes: []uint32{22}},
	{Meaning: never("dnp3-deadband", baseline.Configuration, "T0838"), Told: true, Codes: []uint32{dnp3Write}, When: hasGroup(groupDeadband)},
	{Meaning: never("dnp3-time", baseline.Configuration), Codes: []uint32{dnp3RecordTime, dnp3Write}, When: setsTime,
		judge: (*Detector).otherTimeSource},
	{Meaning: never("dnp3-freeze-clear", baseline.Control, "T0836"), Codes: []uint32{9, 10}},
	{Meaning: never("dnp3-config-corrupt", baseline.Disruption, "T0836"), When: hasIIN(iinConfigCorrupt), judge: (*Detector).newlyCorrupt},
}

// setsTime reports whether the clock of an outstation is set.
func setsTime(e *baseline.Event) bool { return e.Code == dnp3RecordTime || hasGroup(groupTime)(e) }

// changesUser reports whether objects that change users or keys were sent
// (g120 variations 8 and 10 to 15).
func changesUser(e *baseline.Event) bool {
	f := e.Request
	for i := range f {
		if f[i].Name != "group" || f[i].Value.Num != groupAuthentication || i+1 >= len(f) {
			continue
		}
		if v := f[i+1]; v.Name == "variation" && (v.Value.Num == 8 || v.Value.Num >= 10 && v.Value.Num <= 15 && v.Value.Num != 12) {
			return true
		}
	}
	return false
}

// authenticationError reports whether one side told an error of authentication
// (g120v7): a response with one is a refusal.
func authenticationError(e *baseline.Event) bool {
	if e.Outcome == wire.Answered && e.Code < dnp3Authenticate {
		return false
	}
	return hasObject(e.Request, groupAuthentication, 7) || hasObject(e.Response, groupAuthentication, 7)
}

// toAllOutstations reports whether the address is one of those that mean every
// outstation (IEEE 1815-2012, 9.2.5.2). Setting all clocks is left out: that is
// what these addresses are for.
func toAllOutstations(e *baseline.Event) bool {
	return e.Station >= 0xFFFD && e.Station <= 0xFFFF && !(e.Code == dnp3Write && hasGroup(groupTime)(e))
}
