package opcuagen

import (
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

func subscriptions() []wire.Case {
	return []wire.Case{subscription(), foreign(), events(), triggering(), unseenItems(), aliases(), publishing()}
}

// subscribe creates subscription id and watches nodes with the client handles
// 1, 2, ...; the last is refused.
func (s *script) subscribe(id uint32, nodes ...*ua.NodeID) {
	s.exchange(&ua.CreateSubscriptionRequest{RequestedPublishingInterval: 500, RequestedLifetimeCount: 10000, RequestedMaxKeepAliveCount: 10, PublishingEnabled: true},
		&ua.CreateSubscriptionResponse{SubscriptionID: id, RevisedPublishingInterval: 500, RevisedLifetimeCount: 10000, RevisedMaxKeepAliveCount: 10})
	req := &ua.CreateMonitoredItemsRequest{SubscriptionID: id, TimestampsToReturn: ua.TimestampsToReturnBoth}
	resp := &ua.CreateMonitoredItemsResponse{}
	for i, n := range nodes {
		req.ItemsToCreate = append(req.ItemsToCreate, watch(n, ua.AttributeIDValue, uint32(i+1), nothing()))
		resp.Results = append(resp.Results, watching(uint32(100+i), 0))
	}
	resp.Results[len(nodes)-1] = watching(0, ua.StatusBadNodeIDUnknown)
	s.exchange(req, resp)
}

func watch(n *ua.NodeID, a ua.AttributeID, handle uint32, filter *ua.ExtensionObject) *ua.MonitoredItemCreateRequest {
	return &ua.MonitoredItemCreateRequest{ItemToMonitor: readID(n, a), MonitoringMode: ua.MonitoringModeReporting,
		RequestedParameters: &ua.MonitoringParameters{ClientHandle: handle, SamplingInterval: 250, Filter: filter, QueueSize: 1, DiscardOldest: true}}
}

func watching(id uint32, status ua.StatusCode) *ua.MonitoredItemCreateResult {
	return &ua.MonitoredItemCreateResult{StatusCode: status, MonitoredItemID: id, RevisedSamplingInterval: 250, RevisedQueueSize: 1, FilterResult: nothing()}
}

// publish has the server tell the values of client handles.
func (s *script) publish(id uint32, handles ...uint32) {
	var items []*ua.MonitoredItemNotification
	for _, h := range handles {
		items = append(items, &ua.MonitoredItemNotification{ClientHandle: h, Value: value(ua.MustVariant(float64(h) * 1.5))})
	}
	s.notify(id, &ua.DataChangeNotification{MonitoredItems: items})
}

func (s *script) notify(id uint32, notification any) {
	s.exchange(&ua.PublishRequest{SubscriptionAcknowledgements: []*ua.SubscriptionAcknowledgement{{SubscriptionID: id, SequenceNumber: 1}}},
		&ua.PublishResponse{SubscriptionID: id, AvailableSequenceNumbers: []uint32{2}, NotificationMessage: told(notification), Results: []ua.StatusCode{0}})
}

func told(notification any) *ua.NotificationMessage {
	return &ua.NotificationMessage{SequenceNumber: 2, PublishTime: now, NotificationData: []*ua.ExtensionObject{ua.NewExtensionObject(notification)}}
}

var (
	level  = ua.NewStringNodeID(2, "Tank1.Level")
	flow   = ua.NewFourByteNodeID(2, 1025)
	absent = ua.NewStringNodeID(2, "Tank1.Missing")
)

// subscription is the life of one: its values carry the names of their nodes,
// through a change of handle, until it is deleted.
func subscription() wire.Case {
	s := inSession("subscription")
	s.subscribe(9, level, flow, absent)
	s.publish(9, 1, 2)
	s.exchange(&ua.ModifyMonitoredItemsRequest{SubscriptionID: 9, ItemsToModify: []*ua.MonitoredItemModifyRequest{
		{MonitoredItemID: 100, RequestedParameters: &ua.MonitoringParameters{ClientHandle: 77, SamplingInterval: 100, Filter: deadband(), QueueSize: 2}}}},
		&ua.ModifyMonitoredItemsResponse{Results: []*ua.MonitoredItemModifyResult{{RevisedSamplingInterval: 100, RevisedQueueSize: 2, FilterResult: nothing()}}})
	s.publish(9, 77, 2)
	s.exchange(&ua.SetMonitoringModeRequest{SubscriptionID: 9, MonitoringMode: ua.MonitoringModeDisabled, MonitoredItemIDs: []uint32{101}},
		&ua.SetMonitoringModeResponse{Results: []ua.StatusCode{0}})
	s.exchange(&ua.RepublishRequest{SubscriptionID: 9, RetransmitSequenceNumber: 2},
		&ua.RepublishResponse{NotificationMessage: told(&ua.DataChangeNotification{MonitoredItems: []*ua.MonitoredItemNotification{{ClientHandle: 2, Value: value(ua.MustVariant(3.0))}}})})
	s.exchange(&ua.DeleteMonitoredItemsRequest{SubscriptionID: 9, MonitoredItemIDs: []uint32{101, 102}},
		&ua.DeleteMonitoredItemsResponse{Results: []ua.StatusCode{0, ua.StatusBadMonitoredItemIDInvalid}})
	s.publish(9, 77, 2)
	s.exchange(&ua.DeleteSubscriptionsRequest{SubscriptionIDs: []uint32{9}}, &ua.DeleteSubscriptionsResponse{Results: []ua.StatusCode{0}})
	s.publish(9, 77)
	return s.Case
}

func deadband() *ua.ExtensionObject {
	return ua.NewExtensionObject(&ua.DataChangeFilter{Trigger: ua.DataChangeTriggerStatusValue, DeadbandType: uint32(ua.DeadbandTypePercent), DeadbandValue: 2})
}

// foreign is a session that does things to the subscription of another.
func foreign() wire.Case {
	s := inSession("subscription-of-another-session")
	s.subscribe(9, level, absent)
	s.session(ua.NewNumericNodeID(1, 4711), ua.NewNumericNodeID(1, 815), "intruder")
	s.exchange(&ua.SetPublishingModeRequest{SubscriptionIDs: []uint32{9}}, &ua.SetPublishingModeResponse{Results: []ua.StatusCode{ua.StatusBadSubscriptionIDInvalid}})
	s.exchange(&ua.TransferSubscriptionsRequest{SubscriptionIDs: []uint32{9}, SendInitialValues: true},
		&ua.TransferSubscriptionsResponse{Results: []*ua.TransferResult{{AvailableSequenceNumbers: []uint32{2}}}})
	s.exchange(&ua.SetPublishingModeRequest{PublishingEnabled: true, SubscriptionIDs: []uint32{9}}, &ua.SetPublishingModeResponse{Results: []ua.StatusCode{0}})
	s.publish(9, 1)
	s.exchange(&ua.DeleteSubscriptionsRequest{SubscriptionIDs: []uint32{12}}, &ua.DeleteSubscriptionsResponse{Results: []ua.StatusCode{0}})
	s.exchange(&ua.CloseSessionRequest{DeleteSubscriptions: true}, &ua.CloseSessionResponse{})
	return s.Case
}

// events watches a node for events, with a filter of every kind of operand.
func events() wire.Case {
	s := inSession("subscription-events")
	s.subscribe(9, level, absent)
	operand := &ua.SimpleAttributeOperand{TypeDefinitionID: ua.NewFourByteNodeID(0, 2041), BrowsePath: []*ua.QualifiedName{{Name: "Severity"}}, AttributeID: ua.AttributeIDValue}
	filter := &ua.EventFilter{SelectClauses: []*ua.SimpleAttributeOperand{operand}, WhereClause: &ua.ContentFilter{Elements: []*ua.ContentFilterElement{
		{FilterOperator: ua.FilterOperatorGreaterThan, FilterOperands: []*ua.ExtensionObject{ua.NewExtensionObject(operand),
			ua.NewExtensionObject(&ua.LiteralOperand{Value: ua.MustVariant(uint16(500))})}}}}}
	s.exchange(&ua.CreateMonitoredItemsRequest{SubscriptionID: 9, ItemsToCreate: []*ua.MonitoredItemCreateRequest{
		watch(ua.NewFourByteNodeID(0, 2253), ua.AttributeIDEventNotifier, 5, ua.NewExtensionObject(filter))}},
		&ua.CreateMonitoredItemsResponse{Results: []*ua.MonitoredItemCreateResult{watching(105, 0)}})
	s.notify(9, &ua.EventNotificationList{Events: []*ua.EventFieldList{{ClientHandle: 5, EventFields: []*ua.Variant{ua.MustVariant(uint16(700))}}}})
	s.notify(9, &ua.StatusChangeNotification{Status: ua.StatusBadTimeout, DiagnosticInfo: &ua.DiagnosticInfo{}})
	return s.Case
}

// triggering links monitored items.
func triggering() wire.Case {
	s := inSession("subscription-triggering")
	s.subscribe(9, level, flow, absent)
	s.exchange(&ua.SetTriggeringRequest{SubscriptionID: 9, TriggeringItemID: 100, LinksToAdd: []uint32{101}, LinksToRemove: []uint32{333}},
		&ua.SetTriggeringResponse{AddResults: []ua.StatusCode{0}, RemoveResults: []ua.StatusCode{ua.StatusBadMonitoredItemIDInvalid}})
	return s.Case
}

// unseenItems is values of items whose creation was not seen.
func unseenItems() wire.Case {
	s := midStream("subscription-mid-stream")
	s.publish(9, 1, 2)
	s.exchange(&ua.DeleteSubscriptionsRequest{SubscriptionIDs: []uint32{9}}, &ua.DeleteSubscriptionsResponse{Results: []ua.StatusCode{0}})
	return s.Case
}

// aliases writes to a node by the name the server registered it under.
func aliases() wire.Case {
	s := inSession("registered-nodes")
	short := ua.NewNumericNodeID(2, 900001)
	s.exchange(&ua.RegisterNodesRequest{NodesToRegister: []*ua.NodeID{level, flow}}, &ua.RegisterNodesResponse{RegisteredNodeIDs: []*ua.NodeID{short, flow}})
	write := func() {
		s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(short, ua.MustVariant(7.5))}}, &ua.WriteResponse{Results: []ua.StatusCode{0}})
	}
	write()
	s.exchange(&ua.UnregisterNodesRequest{NodesToUnregister: []*ua.NodeID{short}}, &ua.UnregisterNodesResponse{})
	write()
	return s.Case
}

// publishing keeps three Publish requests open, as clients do.
func publishing() wire.Case {
	s := inSession("publish-pipelined")
	s.subscribe(9, level, flow, absent)
	var open []uint32
	for range 3 {
		open = append(open, s.ask(&ua.PublishRequest{}))
	}
	for i := range 6 {
		item := &ua.MonitoredItemNotification{ClientHandle: uint32(1 + i%2), Value: value(ua.MustVariant(float32(i)))}
		s.answer(open[0], &ua.PublishResponse{SubscriptionID: 9, NotificationMessage: told(&ua.DataChangeNotification{MonitoredItems: []*ua.MonitoredItemNotification{item}})})
		open = append(open[1:], s.ask(&ua.PublishRequest{}))
	}
	return s.Case
}
