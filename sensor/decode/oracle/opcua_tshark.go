package oracle

import (
	"strconv"
	"strings"
)

// shownNames is the names of tshark's fields where they are not the standard's.
var shownNames = map[string]string{
	"transport.type": "MessageType", "transport.chunk": "IsFinal", "transport.size": "MessageSize",
	"transport.scid": "SecureChannelId", "transport.ver": "ProtocolVersion", "transport.rbs": "ReceiveBufferSize",
	"transport.sbs": "SendBufferSize", "transport.mms": "MaxMessageSize", "transport.mcc": "MaxChunkCount",
	"transport.endpoint": "EndpointUrl", "transport.suri": "ServerUri", "transport.error": "Error", "transport.reason": "Reason",
	"security.spu": "SecurityPolicyUri", "security.scert": "SenderCertificate", "security.rcthumb": "ReceiverCertificateThumbprint",
	"security.tokenid": "TokenId", "security.seq": "SequenceNumber", "security.rqid": "RequestId",
	"qualname.Id": "NamespaceIndex", "diag.Namespace": "NamespaceUri",
	"returndiag": "ReturnDiagnostics", "nodeclassmask": "NodeClassMask", "nodeclassmask.all": "NodeClassMask",
	"resultmask": "ResultMask", "resultmask.all": "ResultMask",
}

// notShown is the parts of names of fields that only tell how others are
// encoded, or parts of them.
var notShown = []string{".mask", ".has_", "encodingmask", ".servicelevel.", ".operationlevel.", "opcua.fragment", "opcua.reassembled",
	"opcua.statuscode.", "opcua.nestingdepth", "opcua.array.length"}

// theirOPCUA makes the rows of a packet: one for each message that it
// completes.
func theirOPCUA(p *Packet) []Row {
	s := &dissected{frame: p.Frame}
	for _, proto := range p.Protos {
		switch proto.Name {
		case "opcua":
			s.children(proto, "")
		case "_ws.malformed":
			if len(s.rows) > 0 {
				s.row().Add("malformed", "")
			}
		}
	}
	var rows []Row
	for i := range s.rows {
		r := &s.rows[i]
		if r.reassembled { // the size is that of the last chunk
			r.drop("MessageSize")
		}
		if !r.continued {
			r.withoutNullNames()
			rows = append(rows, r.Row)
		}
	}
	return rows
}

// dissected walks tshark's tree of one packet.
type dissected struct {
	frame uint64
	rows  []shownRow
	// reassembled: the next message is put together of several chunks.
	reassembled bool
}

type shownRow struct {
	opcuaRow
	continued, reassembled bool // by another chunk; of several
}

func (s *dissected) row() *shownRow { return &s.rows[len(s.rows)-1] }

// children takes in what n holds. in is the name its values go by, when it is
// a list or a Variant.
func (s *dissected) children(n *Node, in string) {
	for _, c := range n.Children {
		switch {
		case strings.HasPrefix(c.Name, "opcua."):
			s.leaf(c, in)
		case c.Name == "":
			s.inner(c, in)
		}
	}
}

// inner takes in an element without a value of its own: "name: type".
func (s *dissected) inner(n *Node, in string) {
	label, typ, _ := strings.Cut(n.Show, ": ")
	name := label
	if in != "" {
		name = in
	}
	switch {
	case len(s.rows) == 0:
	case label == "TypeId : ExpandedNodeId" || label == "TypeId " || strings.HasPrefix(n.Show, "TypeId : "):
		s.service(n)
	case typ == "NodeId" || typ == "ExpandedNodeId":
		s.node(n, name)
	case typ == "ExtensionObject":
		s.extension(n)
	case typ == "Variant" || strings.HasPrefix(typ, "Array of "):
		s.children(n, name)
	case label == "ArrayDimensions":
		s.children(n, label)
	default:
		s.children(n, "")
	}
}

// extension takes in an ExtensionObject. The body of a structure it does not
// know tshark shows as a ByteString.
func (s *dissected) extension(n *Node) {
	for _, c := range n.Children {
		if c.Name == "opcua.ByteString" {
			s.leaf(c, "Body")
			continue
		}
		s.children(&Node{Children: []*Node{c}}, "")
	}
}

// service takes in the TypeId of a service message.
func (s *dissected) service(n *Node) {
	s.row().header()
	id := n.Find("opcua.servicenodeid.numeric")
	if id == nil {
		return
	}
	_, text, _ := strings.Cut(id.ShowName, ": ")
	text, _, _ = strings.Cut(text, " (")
	if text == "Unknown" {
		namespace, _ := n.Uint("opcua.servicenodeid.nsid")
		s.row().Add("TypeId", nodeForm(namespace, 'i', id.Show))
		return
	}
	name, role := text, "response"
	if strings.HasSuffix(text, "Request") {
		role = "request"
	}
	name = strings.TrimSuffix(strings.TrimSuffix(name, "Request"), "Response")
	s.row().Add("service", name)
	s.row().Add("role", role)
}

// node takes in a NodeId or ExpandedNodeId.
func (s *dissected) node(n *Node, name string) {
	var namespace uint64
	var kind byte
	var id string
	size := 4
	n.Walk(func(c *Node) {
		b := octets(c.Value)
		switch c.Name {
		case "opcua.nodeid.nsindex":
			namespace, _ = littleEndian(b)
		case "opcua.nodeid.numeric":
			v, _ := littleEndian(b)
			kind, id = 'i', strconv.FormatUint(v, 10)
		case "opcua.nodeid.string", "opcua.nodeid.guid", "opcua.nodeid.bytestring":
			if isNullOrEmpty(c) {
				b = nil
			}
			kind, id, size = c.Name[len("opcua.nodeid.")], octetsForm(b), len(b)
		}
	})
	r := s.row()
	null := namespace == 0 && kind == 'i' && id == "0"
	switch {
	case kind == 0:
		r.Add(name, "none")
	case null && (name == "TypeId" || name == "AuthenticationToken"):
	case opcuaSecrets[name]:
		r.Add(name, secretForm(size))
	default:
		r.Add(name, nodeForm(namespace, kind, id))
	}
	for _, part := range []string{"opcua.NamespaceUri", "opcua.expandednodeid.ServerIndex"} {
		if c := n.Find(part); c != nil {
			s.leaf(c, "")
		}
	}
}

// leaf takes in a value.
func (s *dissected) leaf(n *Node, in string) {
	switch n.Name {
	case "opcua.fragments": // stands before the message
		s.reassembled = true
	case "opcua.transport.type":
		r := shownRow{reassembled: s.reassembled}
		r.Frame, r.Protocol = s.frame, "opcua"
		s.rows, s.reassembled = append(s.rows, r), false
	}
	if len(s.rows) == 0 {
		return
	}
	r := s.row()
	for _, part := range notShown {
		if strings.Contains(n.Name, part) {
			return
		}
	}
	if n.Name == "opcua.variant.ArraySize" {
		if size, err := strconv.Atoi(n.Show); err == nil && size >= 0 {
			r.Add(in+"[]", size)
		}
		return
	}
	r.value(n, shownName(n.Name, in))
}

// shownName is the name of a value of tshark's.
func shownName(name, in string) string {
	if in != "" {
		return in
	}
	name = strings.TrimPrefix(name, "opcua.")
	if n, ok := shownNames[name]; ok {
		return n
	}
	return name[strings.LastIndexByte(name, '.')+1:]
}

// value adds a value.
func (r *shownRow) value(n *Node, name string) {
	b := octets(n.Value)
	switch {
	case name == "IsFinal" && n.Show == "F":
		return
	case name == "IsFinal":
		r.continued = n.Show == "C"
	case isNull(n):
		return
	case isNullOrEmpty(n):
		b = nil
	}
	text := shownForm(b, n.Show)
	switch {
	case opcuaCertificates[name] && len(b) == 0:
	case opcuaCertificates[name]:
		r.Add(name, certificateForm(len(b), thumbprint(b)))
	case opcuaSecrets[name]:
		r.Add(name, secretForm(len(b)))
	case text == timeForm(0):
	default:
		r.Add(name, text)
	}
}

// isNull tells a null String or ByteString, whose length tshark gives for its
// octets.
func isNull(n *Node) bool { return n.Show == "" && n.Value == "ffffffff" }

func isNullOrEmpty(n *Node) bool {
	return isNull(n) || n.Show == "" && (n.Value == "00000000" || n.Value == "")
}

// withoutNullNames takes away the namespace of QualifiedNames that are null.
func (r *shownRow) withoutNullNames() {
	kept := r.Items[:0]
	for i, item := range r.Items {
		if item == "NamespaceIndex=0" && (i+1 == len(r.Items) || !strings.HasPrefix(r.Items[i+1], "Name=")) {
			continue
		}
		kept = append(kept, item)
	}
	r.Items = kept
}
