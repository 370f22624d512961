package opcua

import "github.com/banken-ot/banken/protocols/wire"

// operations is what each service asks of the process. Watching values is
// reading them; what a client does to its own session, subscriptions and
// monitored items keeps them going. What it does to those of another session
// configures (reader.operationOf), and so does taking subscriptions over.
// Registering at a discovery server tells what a server is.
var operations = [serviceCount]wire.Operation{
	serviceNone:                          wire.Operate,
	serviceServiceFault:                  wire.Session,
	serviceSessionlessInvoke:             wire.Operate,
	serviceFindServers:                   wire.Identify,
	serviceFindServersOnNetwork:          wire.Identify,
	serviceGetEndpoints:                  wire.Identify,
	serviceRegisterServer:                wire.Identify,
	serviceRegisterServer2:               wire.Identify,
	serviceOpenSecureChannel:             wire.Session,
	serviceCloseSecureChannel:            wire.Session,
	serviceCreateSession:                 wire.Session,
	serviceActivateSession:               wire.Session,
	serviceCloseSession:                  wire.Session,
	serviceCancel:                        wire.Session,
	serviceAddNodes:                      wire.Configure,
	serviceAddReferences:                 wire.Configure,
	serviceDeleteNodes:                   wire.Configure,
	serviceDeleteReferences:              wire.Configure,
	serviceBrowse:                        wire.Read,
	serviceBrowseNext:                    wire.Read,
	serviceTranslateBrowsePathsToNodeIds: wire.Read,
	serviceRegisterNodes:                 wire.Session,
	serviceUnregisterNodes:               wire.Session,
	serviceQueryFirst:                    wire.Read,
	serviceQueryNext:                     wire.Read,
	serviceRead:                          wire.Read,
	serviceHistoryRead:                   wire.Read,
	serviceWrite:                         wire.Write,
	serviceHistoryUpdate:                 wire.Configure,
	serviceCall:                          wire.Operate,
	serviceCreateMonitoredItems:          wire.Read,
	serviceModifyMonitoredItems:          wire.Session,
	serviceSetMonitoringMode:             wire.Session,
	serviceSetTriggering:                 wire.Session,
	serviceDeleteMonitoredItems:          wire.Session,
	serviceCreateSubscription:            wire.Session,
	serviceModifySubscription:            wire.Session,
	serviceSetPublishingMode:             wire.Session,
	servicePublish:                       wire.Read,
	serviceRepublish:                     wire.Read,
	serviceTransferSubscriptions:         wire.Configure,
	serviceDeleteSubscriptions:           wire.Session,
	serviceTestStack:                     wire.Diagnose,
	serviceTestStackEx:                   wire.Diagnose,
}

// operationOf refines what a service asks by what the message says: whose
// subscription it acts on, which attributes it writes, which methods of the
// standard it calls.
func (r *reader) operationOf(o wire.Operation) wire.Operation {
	switch {
	case r.foreign && r.service != serviceRepublish && r.service != serviceCreateMonitoredItems:
		return wire.Configure
	case r.service == serviceWrite && r.configures:
		return wire.Configure
	case r.service == serviceCall && r.gravest != wire.OperationNone:
		return r.gravest
	}
	return o
}

// acts tells whether an operation changes something, so that results that are
// all bad mean a refusal.
func acts(o wire.Operation) bool {
	switch o {
	case wire.Write, wire.Operate, wire.Configure, wire.Session:
		return true
	}
	return false
}

// gravity orders the operations of several calls in one message.
var gravity = [...]uint8{wire.OperationNone: 0, wire.Session: 1, wire.Read: 2,
	wire.Operate: 3, wire.Configure: 4, wire.Program: 5, wire.Restart: 6}

// graver returns the graver of two operations.
func graver(a, b wire.Operation) wire.Operation {
	if gravity[b] > gravity[a] {
		return b
	}
	return a
}
