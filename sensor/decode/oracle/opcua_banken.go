package oracle

import (
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

// added is what Banken adds to a message from earlier ones, or shows of its
// signature: fields of the outermost structure.
var added = map[string]bool{"ChunkCount": true, "Session": true, "User": true, "Signature": true}

// enumerated is the fields that tshark calls by the name of their enumeration.
var enumerated = map[string]string{
	"SecurityMode": "MessageSecurityMode", "RequestType": "SecurityTokenRequestType", "TokenType": "UserTokenType",
	"ServerType": "ApplicationType", "Trigger": "DataChangeTrigger", "PerformInsertReplace": "PerformUpdateType",
	"State": "ServerState", "AxisScaleType": "AxisScaleEnumeration", "TargetNodeClass": "NodeClass", "UpdateType": "HistoryUpdateType",
}

// ourOPCUA makes the row of a message.
func ourOPCUA(m *wire.Message) (Row, bool) {
	t := &told{m: m}
	t.Note = string(opcua.Protocol.AppendDefects(nil, m.Defects))
	t.around()
	for t.at < len(m.Fields) {
		t.field()
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

// around adds the fields around the service message, and its service.
func (t *told) around() {
	fields := t.m.Fields
	for ; t.at < len(fields); t.at++ {
		switch f := &fields[t.at]; f.Name {
		case "RequestHeader", "ResponseHeader":
			t.header()
			if t.m.Function != unknownService {
				t.Add("service", t.service())
				t.Add("role", t.m.Role)
			}
			return
		case "SecurityMode": // known of the channel
		case "MessageSize":
			if wire.FindField(fields, "ChunkCount") == nil { // else that of all chunks
				t.Add(f.Name, f.Value.Num)
			}
		case "EncryptedOctets":
			t.Add("encrypted", f.Value.Num)
		default:
			t.field()
			t.at--
		}
	}
	t.header()
	if t.m.Function == "encrypted" || t.m.Function == "CloseSecureChannel" {
		t.Add("encrypted", "")
	}
}

// unknownService is what Banken calls those the standard does not have; their
// TypeId is told.
const unknownService = "unknown-service"

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
		if f := &t.m.Fields[i]; f.Depth == 0 && !added[f.Name] {
			return t.m.Function
		}
	}
	return serviceFault
}

// field adds the field at hand and passes over it.
func (t *told) field() {
	f := &t.m.Fields[t.at]
	name := t.name(f)
	t.heads[f.Depth] = above{name, f.Value.Kind == wire.KindList}
	t.at++
	switch {
	case f.Depth == 0 && added[f.Name], f.Value.Kind == wire.KindNone, t.isNull(f):
	case f.Name == "data":
		t.Add("octets", kindForms[f.Value.Kind](&f.Value))
	case f.Value.Kind == wire.KindStruct:
		t.structure(f, name)
	case f.Value.Kind == wire.KindList:
		t.Add(name+"[]", f.Value.Num)
	case opcuaSecrets[name] && f.Value.Kind != wire.KindSecret:
		t.Add(name, secretForm(len(f.Value.Raw)))
	case opcuaCertificates[name] && f.Value.Kind == wire.KindOctets: // of a structure whose certificates Banken does not read
		t.Add(name, certificateForm(len(f.Value.Raw), thumbprint(f.Value.Raw)))
	case f.Text == beyondRange:
		t.Add(name, timeForm(int64(f.Value.Num)))
	default:
		t.Add(name, kindForms[f.Value.Kind](&f.Value))
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
	case up.list, f.Name == "Variant":
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
	t.Add(name, certificateForm(int(fields[0].Value.Num), fields[1].Value.Raw))
	for t.at < len(t.m.Fields) && t.m.Fields[t.at].Depth > f.Depth {
		t.at++
	}
}

// beyondRange is what Banken says of a DateTime it cannot hold as a time.
const beyondRange = "beyond-range"

// isNull tells what stands for a null: a TypeId of no structure, the namespace
// of a QualifiedName without a name. f is the field before the one at hand.
func (t *told) isNull(f *wire.Field) bool {
	switch f.Name {
	case "TypeId":
		return f.Value.Kind == wire.KindNode && f.Value.Num == 0
	case "NamespaceIndex":
		return f.Value.Num == 0 && (t.at == len(t.m.Fields) || t.m.Fields[t.at].Name != "Name")
	}
	return false
}
