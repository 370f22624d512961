package opcuagen

import (
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

func faults() []wire.Case {
	return []wire.Case{serviceFaults(), refusals(), closings(), openRefused(), reverse(), reverseRefused(), unanswered(), history()}
}

// serviceFaults are answers of requests that were not even looked at.
func serviceFaults() wire.Case {
	s := inSession("fault")
	id := s.ask(readLevel())
	s.answer(id, &ua.ServiceFault{ResponseHeader: s.responseHeader(ua.StatusBadSessionIDInvalid)})
	id = s.ask(&ua.DeleteNodesRequest{NodesToDelete: []*ua.DeleteNodesItem{{NodeID: level}}})
	s.answer(id, &ua.ServiceFault{ResponseHeader: s.responseHeader(ua.StatusBadServiceUnsupported)})
	s.answer(s.request+9, &ua.ServiceFault{ResponseHeader: s.responseHeader(ua.StatusBadTooManySessions)})
	h := s.responseHeader(ua.StatusBadUserAccessDenied)
	h.ServiceDiagnostics, h.StringTable = diagnostic(), []string{"a", "b"}
	s.exchange(readLevel(), &ua.ReadResponse{ResponseHeader: h})
	return s.Case
}

// refusals are services that succeeded and did nothing, or something.
func refusals() wire.Case {
	s := inSession("refused-operations")
	both := &ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(level, ua.MustVariant(1.0)), writeOf(flow, ua.MustVariant(2.0))}}
	s.exchange(both, &ua.WriteResponse{Results: []ua.StatusCode{ua.StatusBadNotWritable, ua.StatusBadUserAccessDenied}})
	both.SetHeader(nil)
	s.exchange(both, &ua.WriteResponse{Results: []ua.StatusCode{ua.StatusBadNotWritable, 0}})
	s.exchange(&ua.AddNodesRequest{NodesToAdd: []*ua.AddNodesItem{added(), added()}},
		&ua.AddNodesResponse{Results: []*ua.AddNodesResult{{StatusCode: ua.StatusBadNodeIDExists, AddedNodeID: ua.NewTwoByteNodeID(0)},
			{AddedNodeID: ua.NewStringNodeID(2, "New.2")}}})
	s.exchange(&ua.DeleteNodesRequest{NodesToDelete: []*ua.DeleteNodesItem{{NodeID: level, DeleteTargetReferences: true}}},
		&ua.DeleteNodesResponse{Results: []ua.StatusCode{ua.StatusBadUserAccessDenied}})
	return s.Case
}

func added() *ua.AddNodesItem {
	return &ua.AddNodesItem{ParentNodeID: ua.NewTwoByteExpandedNodeID(85), ReferenceTypeID: ua.NewTwoByteNodeID(35),
		RequestedNewNodeID: ua.NewStringExpandedNodeID(2, "New"), BrowseName: &ua.QualifiedName{NamespaceIndex: 2, Name: "New"},
		NodeClass: ua.NodeClassVariable, NodeAttributes: nothing(), TypeDefinition: ua.NewTwoByteExpandedNodeID(63)}
}

func errorMessage(code ua.StatusCode, reason string) []byte {
	return message("ERR", 'F', u32(uint32(code)), str(reason))
}

// closings end connections: the first as the answer to its HEL, the last within.
func closings() wire.Case {
	s := &script{Case: wire.Case{Name: "error-hello"}}
	s.add(wire.ToServer, message("HEL", 'F', limits(65535, 0, 0), str("opc.tcp://plc.example:4840/wrong")))
	s.add(wire.ToClient, errorMessage(ua.StatusBadTCPEndpointURLInvalid, "no such endpoint"))
	s.add(wire.ToClient, errorMessage(ua.StatusBadTCPInternalError, ""))
	return s.Case
}

// openRefused is an error as the answer to an OPN.
func openRefused() wire.Case {
	s := &script{Case: wire.Case{Name: "error-open"}, channel: 7, security: 1}
	s.hello()
	s.add(wire.ToServer, message("OPN", 'F', u32(0), str(policyPrefix+"Basic256Sha256"), str(string(certificate(0))), str("20 octets of a SHA-1"), noise(256, 9)))
	s.add(wire.ToClient, errorMessage(ua.StatusBadSecurityChecksFailed, "untrusted"))
	return s.Case
}

func reverseHello() []byte {
	return message("RHE", 'F', str("urn:example:plc"), str("opc.tcp://plc.example:4840"))
}

// reverse is a connection the server opens (Part 6, 7.1.2.6).
func reverse() wire.Case {
	s := &script{Case: wire.Case{Name: "reverse-hello"}, channel: 7, security: 1}
	s.add(wire.ToClient, reverseHello())
	s.hello()
	s.open(0, ua.SecurityTokenRequestTypeIssue)
	s.session(sessionID, sessionToken, "operator")
	return s.Case
}

func reverseRefused() wire.Case {
	s := &script{Case: wire.Case{Name: "reverse-hello-refused"}}
	s.add(wire.ToClient, reverseHello())
	s.add(wire.ToServer, errorMessage(ua.StatusBadTCPEndpointURLInvalid, "not expected"))
	return s.Case
}

// unanswered leaves requests without an answer.
func unanswered() wire.Case {
	s := inSession("unanswered")
	s.ask(readLevel())
	s.ask(writeLevel(1))
	return s.Case
}

// history reads values of the past, changes and deletes them.
func history() wire.Case {
	s := inSession("history")
	nodes := []*ua.HistoryReadValueID{{NodeID: level, DataEncoding: &ua.QualifiedName{}}, {NodeID: flow, DataEncoding: &ua.QualifiedName{}}}
	s.exchange(&ua.HistoryReadRequest{HistoryReadDetails: ua.NewExtensionObject(&ua.ReadRawModifiedDetails{StartTime: now, EndTime: now, NumValuesPerNode: 10}),
		TimestampsToReturn: ua.TimestampsToReturnSource, NodesToRead: nodes},
		&ua.HistoryReadResponse{Results: []*ua.HistoryReadResult{
			{HistoryData: ua.NewExtensionObject(&ua.HistoryData{DataValues: []*ua.DataValue{value(ua.MustVariant(1.5)), value(ua.MustVariant(2.5))}})},
			{StatusCode: ua.StatusBadNoData, HistoryData: nothing()}}})
	s.exchange(&ua.HistoryUpdateRequest{HistoryUpdateDetails: []*ua.ExtensionObject{
		ua.NewExtensionObject(&ua.UpdateDataDetails{NodeID: level, PerformInsertReplace: ua.PerformUpdateTypeReplace, UpdateValues: []*ua.DataValue{value(ua.MustVariant(9.0))}}),
		ua.NewExtensionObject(&ua.DeleteRawModifiedDetails{NodeID: flow, StartTime: now, EndTime: now})}},
		&ua.HistoryUpdateResponse{Results: []*ua.HistoryUpdateResult{{OperationResults: []ua.StatusCode{0}}, {StatusCode: ua.StatusBadUserAccessDenied}}})
	return s.Case
}
