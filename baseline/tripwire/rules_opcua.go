package tripwire

import (
	"bytes"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Services of OPC UA, by the id of the request's binary encoding (Part 6,
// Annex A), and attributes (Part 6, A.1).
const (
	opcuaOpenChannel        = 446
	opcuaCreateSession      = 461
	opcuaActivateSession    = 467
	opcuaAddNodes           = 488
	opcuaAddReferences      = 494
	opcuaDeleteNodes        = 500
	opcuaDeleteReferences   = 506
	opcuaWrite              = 673
	opcuaHistoryUpdate      = 700
	opcuaCall               = 712
	opcuaModifyItems        = 763
	opcuaSetMonitoring      = 769
	opcuaSetTriggering      = 775
	opcuaDeleteItems        = 781
	opcuaCreateSubscription = 787
	opcuaModifySubscription = 793
	opcuaSetPublishing      = 799
	opcuaTransfer           = 841
	opcuaDeleteSubscription = 847

	attributeValue = 13
)

var opcuaRules = [...]Rule{
	{Meaning: never("opcua-delete-nodes", baseline.Configuration, "T0809"), Codes: []uint32{opcuaDeleteNodes, opcuaDeleteReferences}},
	{Meaning: never("opcua-add-nodes", baseline.Configuration, "T0843"), Codes: []uint32{opcuaAddNodes, opcuaAddReferences}},
	{Meaning: never("opcua-history-update", baseline.Configuration, "T0809", "T0872"), Codes: []uint32{opcuaHistoryUpdate}},
	{Meaning: never("opcua-call-restart", baseline.Disruption, "T0858", "T0816"), Codes: []uint32{opcuaCall}, Operations: []wire.Operation{wire.Restart}},
	{Meaning: never("opcua-call-program", baseline.Configuration, "T0843", "T0867"), Codes: []uint32{opcuaCall}, Operations: []wire.Operation{wire.Program}},
	{Meaning: never("opcua-call-configure", baseline.Configuration, "T0892", "T0836"), Codes: []uint32{opcuaCall}, Operations: []wire.Operation{wire.Configure}},
	{Meaning: never("opcua-write-attribute", baseline.Configuration, "T0836", "T0838"), Codes: []uint32{opcuaWrite}, When: writesAttribute},
	{Meaning: never("opcua-write-limit", baseline.Configuration, "T0836", "T0838"), Codes: []uint32{opcuaWrite}, When: writesLimit},
	{Meaning: never("opcua-publishing-off", baseline.Disruption, "T0804", "T0878"), Told: true, Codes: []uint32{opcuaSetPublishing},
		When: func(e *baseline.Event) bool { return fieldIs(e.Request, "PublishingEnabled", 0) }},
	{Meaning: never("opcua-transfer-subscriptions", baseline.Disruption, "T0804"), Codes: []uint32{opcuaTransfer}, judge: (*Detector).takesOver},
	{Meaning: never("opcua-login-refused", baseline.Access, "T0859"), Told: true, Codes: []uint32{opcuaActivateSession},
		When: func(e *baseline.Event) bool { return e.Outcome == wire.Refused }},
}

// writesAttribute reports whether another attribute than the Value was written.
func writesAttribute(e *baseline.Event) bool {
	for i := range e.Points {
		p := &e.Points[i]
		if p.Access == wire.AccessWrite && p.Part != 0 && p.Part != attributeValue {
			return true
		}
	}
	return false
}

// limits are ends of names of properties that hold ranges and limits (Part 8,
// 5.3.2; Part 9, 5.8.18).
var limits = [...]string{"EURange", "InstrumentRange", "HighHighLimit", "HighLimit", "LowLimit", "LowLowLimit"}

// writesLimit reports whether a node was written whose name is that of a limit.
func writesLimit(e *baseline.Event) bool {
	for i := range e.Points {
		p := &e.Points[i]
		if p.Access != wire.AccessWrite || p.Ident != 's' {
			continue
		}
		for _, name := range limits {
			if len(p.Name) >= len(name) && string(p.Name[len(p.Name)-len(name):]) == name {
				return true
			}
		}
	}
	return false
}

// afterLast returns what follows the last c, or all.
func afterLast(b []byte, c byte) []byte { return b[bytes.LastIndexByte(b, c)+1:] }
