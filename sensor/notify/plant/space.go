package plant

import (
	"time"

	"github.com/gopcua/opcua/id"
	"github.com/gopcua/opcua/ua"
)

// uri is that of the namespace, and of the application.
const uri = "urn:banken:plant"

// folder is the node that has all variables.
const folder = "Banken"

// index is that of the namespace.
const index = 1

// space are the nodes of the server: the variables, and the few of the standard that
// clients look for.
type space struct {
	board *board
	list  []variable
	byID  map[string]*variable
}

func newSpace(b *board) *space {
	s := &space{board: b, list: variables(), byID: map[string]*variable{}}
	for i := range s.list {
		s.byID[s.list[i].name] = &s.list[i]
	}
	return s
}

// name is what a node of this namespace is called; ok is whether it is one.
func (s *space) name(n *ua.NodeID) (name string, v *variable, ok bool) {
	if n == nil || n.Type() != ua.NodeIDTypeString || n.Namespace() != index {
		return "", nil, false
	}
	name = n.StringID()
	v = s.byID[name]
	return name, v, v != nil || name == folder
}

// reference is one from the folder, or to it.
func (s *space) reference(name string, class ua.NodeClass, kind, typed uint32) *ua.ReferenceDescription {
	return &ua.ReferenceDescription{ReferenceTypeID: ua.NewNumericNodeID(0, kind), IsForward: true, NodeID: ua.NewStringExpandedNodeID(index, name),
		BrowseName: &ua.QualifiedName{NamespaceIndex: index, Name: name}, DisplayName: ua.NewLocalizedText(name), NodeClass: class, TypeDefinition: ua.NewNumericExpandedNodeID(0, typed)}
}

// browse lists what is below a node.
func (s *space) browse(b *ua.BrowseDescription) *ua.BrowseResult {
	name, _, ok := s.name(b.NodeID)
	r := &ua.BrowseResult{StatusCode: ua.StatusOK, References: []*ua.ReferenceDescription{}}
	var all []*ua.ReferenceDescription
	switch standard := standardID(b.NodeID); {
	case name == folder:
		for i := range s.list {
			all = append(all, s.reference(s.list[i].name, ua.NodeClassVariable, id.HasComponent, id.BaseDataVariableType))
		}
	case standard == id.RootFolder:
		objects := s.reference("Objects", ua.NodeClassObject, id.Organizes, id.FolderType)
		objects.NodeID, objects.BrowseName.NamespaceIndex = ua.NewNumericExpandedNodeID(0, id.ObjectsFolder), 0
		all = append(all, objects)
	case standard == id.ObjectsFolder:
		all = append(all, s.reference(folder, ua.NodeClassObject, id.Organizes, id.FolderType))
	case !ok && standards[standard] == nil:
		return &ua.BrowseResult{StatusCode: ua.StatusBadNodeIDUnknown, References: r.References}
	}
	for _, x := range all {
		if b.BrowseDirection != ua.BrowseDirectionInverse && (b.NodeClassMask == 0 || b.NodeClassMask&uint32(x.NodeClass) != 0) && wanted(b.ReferenceTypeID, x.ReferenceTypeID) {
			r.References = append(r.References, x)
		}
	}
	return r
}

// wanted reports whether references of a type are asked for: of it, of one above it, or
// of any.
func wanted(asked, is *ua.NodeID) bool {
	switch asked := standardID(asked); asked {
	case 0, id.References, id.HierarchicalReferences, id.HasChild, id.Aggregates:
		return asked == 0 || asked <= id.HierarchicalReferences || is.IntID() == id.HasComponent
	default:
		return asked == is.IntID()
	}
}

// standardID is the number of a node of the standard; 0 for none.
func standardID(n *ua.NodeID) uint32 {
	if n == nil || n.Namespace() != 0 || n.Type() != ua.NodeIDTypeTwoByte && n.Type() != ua.NodeIDTypeFourByte && n.Type() != ua.NodeIDTypeNumeric {
		return 0
	}
	return n.IntID()
}

// standards are the nodes of the standard that clients read when they connect.
var standards = map[uint32]func() any{
	id.RootFolder:                      func() any { return nil },
	id.ObjectsFolder:                   func() any { return nil },
	id.Server_ServerArray:              func() any { return []string{uri} },
	id.Server_NamespaceArray:           func() any { return []string{"http://opcfoundation.org/UA/", uri} },
	id.Server_ServerStatus_State:       func() any { return int32(ua.ServerStateRunning) },
	id.Server_ServerStatus_CurrentTime: func() any { return time.Now() },
	id.Server_ServiceLevel:             func() any { return byte(255) },
}

// standard reads an attribute of a node of the standard.
func standard(n *ua.NodeID, attribute ua.AttributeID) *ua.DataValue {
	number := standardID(n)
	read := standards[number]
	if read == nil {
		return bad(ua.StatusBadNodeIDUnknown)
	}
	v := read()
	switch {
	case attribute == ua.AttributeIDNodeID:
		return constant(n)
	case attribute == ua.AttributeIDBrowseName:
		return constant(&ua.QualifiedName{Name: id.Name(number)})
	case attribute == ua.AttributeIDDisplayName:
		return constant(ua.NewLocalizedText(id.Name(number)))
	case attribute == ua.AttributeIDNodeClass && v == nil:
		return constant(int32(ua.NodeClassObject))
	case attribute == ua.AttributeIDNodeClass:
		return constant(int32(ua.NodeClassVariable))
	case attribute == ua.AttributeIDAccessLevel && v != nil:
		return constant(byte(ua.AccessLevelTypeCurrentRead))
	case attribute == ua.AttributeIDValue && v != nil:
		return constant(v)
	}
	return bad(ua.StatusBadAttributeIDInvalid)
}

// attribute reads an attribute of a node.
func (s *space) attribute(node *ua.NodeID, attribute ua.AttributeID) *ua.DataValue {
	name, v, ok := s.name(node)
	if !ok {
		return standard(node, attribute)
	}
	switch attribute {
	case ua.AttributeIDNodeID:
		return constant(node)
	case ua.AttributeIDBrowseName:
		return constant(&ua.QualifiedName{NamespaceIndex: index, Name: name})
	case ua.AttributeIDDisplayName, ua.AttributeIDDescription:
		return constant(ua.NewLocalizedText(name))
	case ua.AttributeIDWriteMask, ua.AttributeIDUserWriteMask:
		return constant(uint32(0))
	}
	if v == nil {
		return ofFolder(attribute)
	}
	return s.variable(v, attribute)
}

func ofFolder(attribute ua.AttributeID) *ua.DataValue {
	switch attribute {
	case ua.AttributeIDNodeClass:
		return constant(int32(ua.NodeClassObject))
	case ua.AttributeIDEventNotifier:
		return constant(byte(0))
	}
	return bad(ua.StatusBadAttributeIDInvalid)
}

func (s *space) variable(v *variable, attribute ua.AttributeID) *ua.DataValue {
	switch attribute {
	case ua.AttributeIDValue:
		return s.value(v)
	case ua.AttributeIDNodeClass:
		return constant(int32(ua.NodeClassVariable))
	case ua.AttributeIDDataType:
		return constant(ua.NewNumericNodeID(0, v.kind))
	case ua.AttributeIDValueRank:
		return constant(int32(-1)) // a scalar (Part 3, 5.6.2)
	case ua.AttributeIDAccessLevel, ua.AttributeIDUserAccessLevel:
		return constant(byte(ua.AccessLevelTypeCurrentRead))
	case ua.AttributeIDMinimumSamplingInterval:
		return constant(float64(lookEvery / time.Millisecond))
	case ua.AttributeIDHistorizing:
		return constant(false)
	}
	return bad(ua.StatusBadAttributeIDInvalid)
}

// value is that of a variable. When the sensor does not answer it is the last one, and
// says so.
func (s *space) value(v *variable) *ua.DataValue {
	l := s.board.get()
	d := &ua.DataValue{Value: ua.MustVariant(v.value(&l)), SourceTimestamp: l.updated, ServerTimestamp: time.Now()}
	if v.live {
		d.SourceTimestamp = d.ServerTimestamp
	}
	switch {
	case v.live || l.connected:
	case l.today == nil:
		d.Status = ua.StatusBadWaitingForInitialData
	default:
		d.Status = ua.StatusUncertainLastUsableValue
	}
	d.UpdateMask()
	return d
}

func bad(code ua.StatusCode) *ua.DataValue {
	return &ua.DataValue{EncodingMask: ua.DataValueServerTimestamp | ua.DataValueStatusCode, ServerTimestamp: time.Now(), Status: code}
}

func constant(v any) *ua.DataValue {
	return &ua.DataValue{EncodingMask: ua.DataValueValue, Value: ua.MustVariant(v)}
}
