package oracle

import "github.com/banken-ot/banken/protocols/wire"

// added is what Banken adds to the header of a message from earlier ones.
var added = map[string]bool{"ChunkCount": true, "SecurityMode": true, "Session": true, "User": true}

// ourOPCUA makes the row of a message.
func ourOPCUA(m *wire.Message) (Row, bool) {
	t := &told{m: m}
	t.header()
	for t.at < len(m.Fields) && !t.ended {
		t.field()
	}
	if m.Defects&defectiveOPCUA != 0 {
		t.end()
	}
	return t.Row, true
}

// told walks the fields of a message.
type told struct {
	opcuaRow
	m     *wire.Message
	at    int
	heads [256]above // by depth
}

// above is a field that others stand below: the name it goes by.
type above struct {
	name string
	list bool
}

// enumerated is the fields that tshark calls by the name of their enumeration.
var enumerated = map[string]string{
	"SecurityMode": "MessageSecurityMode", "RequestType": "SecurityTokenRequestType", "TokenType": "UserTokenType",
	"ServerType": "ApplicationType", "Trigger": "DataChangeTrigger", "PerformInsertReplace": "PerformUpdateType",
	"State": "ServerState", "AxisScaleType": "AxisScaleEnumeration",
}

// header adds the fields around the service message, and its service.
func (t *told) header() {
	fields := t.m.Fields
	for ; t.at < len(fields) && !t.ended; t.at++ {
		switch f := &fields[t.at]; f.Name {
		case "RequestHeader", "ResponseHeader":
			t.add("service", t.service())
			t.add("role", t.m.Role)
			return
		case "EncryptedOctets", "TypeId", "data":
			t.end()
		case "MessageSize":
			if wire.FindField(fields, "ChunkCount") == nil {
				t.add(f.Name, f.Value.Num)
			}
		default:
			if !added[f.Name] {
				t.field()
				t.at--
			}
		}
	}
	if !connectionMessages[t.m.Function] { // its service was not seen
		t.end()
	}
}

// serviceFault is what a server sends instead of a response (Part 4, 7.34);
// Banken calls it by the service that failed.
const serviceFault = "ServiceFault"

// service is the name of the service message, which of a refusal that says no
// more than its header is serviceFault.
func (t *told) service() string {
	if !t.m.Refused {
		return t.m.Function
	}
	for i := t.at + 1; i < len(t.m.Fields); i++ {
		if f := &t.m.Fields[i]; f.Depth == 0 && !beside[f.Name] {
			return t.m.Function
		}
	}
	return serviceFault
}

// beside is the fields of the outermost structure that are none of the service
// message.
var beside = map[string]bool{"Session": true, "User": true, "Signature": true}

// field adds the field at hand and passes over it.
func (t *told) field() {
	f := &t.m.Fields[t.at]
	name := t.name(f)
	t.heads[f.Depth] = above{name, f.Value.Kind == wire.KindList}
	t.at++
	switch {
	case f.Name == "data" || f.Value.Kind == wire.KindSecret && !opcuaSecrets[name] && f.Depth > 0:
		t.end()
	case f.Depth == 0 && beside[f.Name]:
	case f.Value.Kind == wire.KindNone:
	case f.Value.Kind == wire.KindStruct:
		t.structure(f, name)
	case f.Value.Kind == wire.KindList:
		t.add(name+"[]", f.Value.Num)
	case t.isNull(f):
	default:
		t.add(name, form(name, &f.Value))
	}
}

// name is what a field goes by: elements by the name of their list, the values
// of a matrix and the NodeId of an ExpandedNodeId by that of the structure they
// are in.
func (t *told) name(f *wire.Field) string {
	up := above{}
	if f.Depth > 0 {
		up = t.heads[f.Depth-1]
	}
	switch {
	case up.list:
		return up.name
	case enumerated[f.Name] != "":
		return enumerated[f.Name]
	case f.Name == "Value" && f.Value.Kind == wire.KindList && t.sibling(f, "ArrayDimensions"):
		return up.name
	case f.Name == "NodeId" && (t.sibling(f, "NamespaceUri") || t.sibling(f, "ServerIndex")):
		return up.name
	}
	return f.Name
}

// sibling tells whether the next field beside f, the one at hand, has a name.
func (t *told) sibling(f *wire.Field, name string) bool {
	for i := t.at + 1; i < len(t.m.Fields); i++ {
		if n := &t.m.Fields[i]; n.Depth <= f.Depth {
			return n.Depth == f.Depth && n.Name == name
		}
	}
	return false
}

// structure adds a certificate, which is a structure of what it says.
func (t *told) structure(f *wire.Field, name string) {
	fields := t.m.Fields[t.at:]
	if !opcuaCertificates[name] || len(fields) < 2 || fields[1].Name != "Thumbprint" {
		return
	}
	t.add(name, certificateForm(int(fields[0].Value.Num), fields[1].Value.Raw))
	for t.at < len(t.m.Fields) && t.m.Fields[t.at].Depth > f.Depth {
		t.at++
	}
}

// isNull tells what stands for a null: a TypeId of no structure, the namespace
// of a QualifiedName without a name.
func (t *told) isNull(f *wire.Field) bool {
	switch f.Name {
	case "TypeId":
		return f.Value.Kind == wire.KindNode && f.Value.Num == 0
	case "NamespaceIndex":
		return f.Value.Num == 0 && (t.at == len(t.m.Fields) || t.m.Fields[t.at].Name != "Name")
	}
	return false
}

func form(name string, v *wire.Value) string {
	if opcuaSecrets[name] && v.Kind != wire.KindSecret {
		return secretForm(len(v.Raw))
	}
	return kindForms[v.Kind](v)
}
