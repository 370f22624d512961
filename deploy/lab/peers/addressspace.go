package peers

import (
	"net"
	"time"

	"github.com/gopcua/opcua/id"
	"github.com/gopcua/opcua/server"
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// addressSpace are the plant's nodes, as a namespace of the server: values are
// read from the plant when they are asked for.
type addressSpace struct {
	gateway *gateway
	index   uint16
	nodes   []plant.Node
	byID    map[string]*plant.Node
}

func newAddressSpace(g *gateway) *addressSpace {
	s := &addressSpace{gateway: g, nodes: plant.Nodes(), byID: map[string]*plant.Node{}}
	for i := range s.nodes {
		s.byID[s.nodes[i].ID] = &s.nodes[i]
	}
	return s
}

func nodeID(s string) *ua.NodeID { return ua.NewStringNodeID(plant.Namespace, s) }

func hostOf(a net.Addr) string {
	h, _, _ := net.SplitHostPort(a.String())
	return h
}

// The rest implements server.NameSpace.

// Name is the URI of the namespace.
func (s *addressSpace) Name() string { return "urn:waterworks" }

// AddNode adds nothing: the nodes are the plant's.
func (s *addressSpace) AddNode(n *server.Node) *server.Node { return n }

// Node finds none: values do not come from nodes of the library.
func (s *addressSpace) Node(*ua.NodeID) *server.Node { return nil }

// Objects is nil.
func (s *addressSpace) Objects() *server.Node { return nil }

// Root is nil.
func (s *addressSpace) Root() *server.Node { return nil }

// ID is the index of the namespace.
func (s *addressSpace) ID() uint16 { return s.index }

// SetID sets it.
func (s *addressSpace) SetID(n uint16) { s.index = n }

// Browse lists all nodes below the namespace's own Objects, and nothing else.
func (s *addressSpace) Browse(b *ua.BrowseDescription) *ua.BrowseResult {
	if b.NodeID.IntID() != id.ObjectsFolder {
		return &ua.BrowseResult{StatusCode: ua.StatusBadNodeIDUnknown}
	}
	r := &ua.BrowseResult{StatusCode: ua.StatusOK}
	for i := range s.nodes {
		n := &s.nodes[i]
		r.References = append(r.References, &ua.ReferenceDescription{ReferenceTypeID: ua.NewNumericNodeID(0, id.HasComponent), IsForward: true,
			NodeID: ua.NewStringExpandedNodeID(plant.Namespace, n.ID), BrowseName: browseName(n), DisplayName: ua.NewLocalizedText(n.Name),
			NodeClass: ua.NodeClassVariable, TypeDefinition: ua.NewNumericExpandedNodeID(0, id.BaseDataVariableType)})
	}
	return r
}

func browseName(n *plant.Node) *ua.QualifiedName {
	return &ua.QualifiedName{NamespaceIndex: plant.Namespace, Name: n.Name}
}

// find returns the node of an id, nil for none.
func (s *addressSpace) find(n *ua.NodeID) *plant.Node {
	if n.Type() != ua.NodeIDTypeString {
		return nil
	}
	return s.byID[n.StringID()]
}

// Attribute reads an attribute of a node.
func (s *addressSpace) Attribute(nodeID *ua.NodeID, attribute ua.AttributeID) *ua.DataValue {
	n := s.find(nodeID)
	if n == nil {
		return bad(ua.StatusBadNodeIDUnknown)
	}
	switch attribute {
	case ua.AttributeIDValue:
		return s.value(n)
	case ua.AttributeIDNodeID:
		return constant(nodeID)
	case ua.AttributeIDNodeClass:
		return constant(int32(ua.NodeClassVariable))
	case ua.AttributeIDBrowseName:
		return constant(browseName(n))
	case ua.AttributeIDDisplayName, ua.AttributeIDDescription:
		return constant(ua.NewLocalizedText(n.Name))
	case ua.AttributeIDDataType:
		if n.Boolean {
			return constant(ua.NewNumericNodeID(0, id.Boolean))
		}
		return constant(ua.NewNumericNodeID(0, id.Double))
	case ua.AttributeIDAccessLevel, ua.AttributeIDUserAccessLevel:
		return constant(byte(access(n)))
	}
	return bad(ua.StatusBadAttributeIDInvalid)
}

func access(n *plant.Node) ua.AccessLevelType {
	if n.Write {
		return ua.AccessLevelTypeCurrentRead | ua.AccessLevelTypeCurrentWrite
	}
	return ua.AccessLevelTypeCurrentRead
}

func bad(code ua.StatusCode) *ua.DataValue {
	return &ua.DataValue{EncodingMask: ua.DataValueServerTimestamp | ua.DataValueStatusCode, ServerTimestamp: time.Now(), Status: code}
}

func constant(v any) *ua.DataValue {
	return &ua.DataValue{EncodingMask: ua.DataValueValue, Value: ua.MustVariant(v)}
}

// value reads a node from the plant, with the time of its last second.
func (s *addressSpace) value(n *plant.Node) *ua.DataValue {
	var v float64
	s.gateway.works.do(func(p *plant.Plant) { v = p.NodeValue(n) })
	now := time.Now()
	d := &ua.DataValue{SourceTimestamp: now.Truncate(time.Second), ServerTimestamp: now, Value: ua.MustVariant(v)}
	if n.Boolean {
		d.Value = ua.MustVariant(v != 0)
	}
	d.UpdateMask()
	return d
}

// SetAttribute writes a value; a set point is passed on to its controller.
func (s *addressSpace) SetAttribute(nodeID *ua.NodeID, attribute ua.AttributeID, d *ua.DataValue) ua.StatusCode {
	n := s.find(nodeID)
	switch {
	case n == nil:
		return ua.StatusBadNodeIDUnknown
	case attribute != ua.AttributeIDValue || !n.Write:
		return ua.StatusBadNotWritable
	case d == nil || d.Value == nil:
		return ua.StatusBadTypeMismatch
	}
	v, ok := d.Value.Value().(float64)
	if !ok {
		return ua.StatusBadTypeMismatch
	}
	s.gateway.works.do(func(p *plant.Plant) { p.WriteNode(n, v) })
	if t, ok := plant.TagNamed(n.Tag); ok && t.Write {
		s.gateway.pass(t, uint16(t.Raw(v)))
	}
	return ua.StatusOK
}
