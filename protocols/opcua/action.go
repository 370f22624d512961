package opcua

// action is what a field means to the decoder beyond being shown. Which field
// has which is stated in gen/meaning.go.
type action uint8

const (
	actNone action = iota
	// The first four hold wherever their structure stands, the others only in the
	// message itself and not in a value.
	//
	// actSecret: only the length is shown.
	actSecret
	// actCertificate: what it says is shown.
	actCertificate
	// actToken: the AuthenticationToken that names the session.
	actToken
	// actNewToken: the same of a session just created.
	actNewToken
	actSessionID
	actTimeout
	actServiceResult
	// actUser: the name a session is activated for.
	actUser
	// actBody: an ExtensionObject that is a part of the message.
	actBody
	// actSecurityMode to actChannelToken: what a SecureChannel is opened with.
	actSecurityMode
	actRequestType
	actChannel
	actChannelToken
	// actNode to actMethod: the operand of an operation.
	actNode
	actNodeUnlessNull
	actAttribute
	actMethod
	actInput
	actOutput
	// actNodePoint: an operation of which the node is all.
	actNodePoint
	// actReadResult, actHistoryValue: a value that was read.
	actReadResult
	actHistoryValue
	// actStatus: how an operation ended; actReadStatus and actWriteStatus: and
	// that is all of the result.
	actStatus
	actReadStatus
	actWriteStatus
	// actClientHandle to actItemPoint: a monitored item as its client, and as
	// its server names it.
	actClientHandle
	actItem
	actItemPoint
	// actSubscription: whose notifications follow; actOwnSubscription: which
	// is acted upon.
	actSubscription
	actOwnSubscription
	actServiceID
)

// everywhere tells whether an action holds in values too.
func (a action) everywhere() bool { return a <= actNewToken }

// body says of a structure that it belongs into an ExtensionObject of a service
// as a part of its message.
type body uint8

const (
	bodyNone body = iota
	bodyIdentity
	bodyNotification
	bodyHistory
	bodyUpdate
)

// bodyOf is which of them belong into the messages of a service.
func bodyOf(service uint8) body {
	switch service {
	case serviceActivateSession:
		return bodyIdentity
	case servicePublish, serviceRepublish:
		return bodyNotification
	case serviceHistoryRead:
		return bodyHistory
	case serviceHistoryUpdate:
		return bodyUpdate
	}
	return bodyNone
}

// endAction is what is done when a structure was read.
type endAction uint8

const (
	endNone endAction = iota
	endHeader
	endRead
	endNode
	endWrite
	endCall
	endCallResult
	endChange
	endAddNodesResult
	endWriteResult
	endReadResult
	endHistoryResult
	endCreateItem
	endCreateItemResult
	endModifyItem
	endNotification
	endEvent
)
