package oracle

import "github.com/banken-ot/banken/protocols/wire"

// opcuaMapping compares, of every message, the name and value of each thing it
// says, in the order of the wire: the header (type, size, SecureChannelId,
// TokenId, security policy, sequence number, RequestId), the service and
// whether it is request or response, and every field of the service message
// down to the elements of lists and of structures inside ExtensionObjects:
// lengths of lists, texts, octets, numbers, floats by value, DateTimes to
// 100 ns, NodeIds with their namespace and kind. opcua_tshark.go makes the rows
// of PDML, opcua_banken.go those of messages, opcua_value.go the form values
// have in both.
//
// Not compared, because only one side tells them: names of values
// (enumerations, StatusCodes); nulls, which tshark shows and Banken leaves out;
// the session, user and mode Banken adds from earlier messages; signatures
// behind a message; how nested a field is. Of secrets (passwords, tokens,
// nonces, signatures) Banken keeps the length, which is what is compared; of
// certificates the length and the SHA-1 of the first, which is taken here of
// the octets tshark shows.
//
// Compared up to a place only (Row.Prefix): encrypted messages, whose
// ciphertext tshark dissects as if it were clear, up to the TokenId or the
// certificate's thumbprint; messages with content that one side gave up on, up
// to there; values that Banken withholds for where they stand (arguments of
// methods that take passwords, bodies of structures nobody knows), up to
// there; services tshark does not know.
//
// A message of several chunks is one row, of the frame of its last chunk. The
// size of all its chunks, which only Banken tells, is not compared.
var opcuaMapping = Mapping{
	Protocol:  "opcua",
	Protos:    []string{"opcua", "_ws.malformed"},
	Theirs:    theirOPCUA,
	Ours:      ourOPCUA,
	Dissector: "opcua", Port: 4840,
}

// opcuaSecrets is the fields of the standard's structures that are secret.
var opcuaSecrets = map[string]bool{
	"AuthenticationToken": true, "ClientNonce": true, "ServerNonce": true,
	"Signature": true, "Password": true, "TokenData": true,
}

// opcuaCertificates is those that hold certificates.
var opcuaCertificates = map[string]bool{
	"SenderCertificate": true, "ServerCertificate": true, "ClientCertificate": true, "CertificateData": true,
}

// opcuaRow gathers the items of a message.
type opcuaRow struct {
	Row
	ended bool // the rest is not compared
}

// end says that what follows is not compared.
func (r *opcuaRow) end() {
	if !r.ended {
		r.ended, r.Prefix = true, len(r.Items)
	}
}

func (r *opcuaRow) add(name string, value any) {
	if !r.ended {
		r.Add(name, value)
	}
}

// drop takes the items of a name away.
func (r *opcuaRow) drop(name string) {
	kept := r.Items[:0]
	for _, item := range r.Items {
		if len(item) <= len(name) || item[:len(name)+1] != name+"=" {
			kept = append(kept, item)
		}
	}
	r.Items = kept
}

// connectionMessages is those without a SecureChannel, which carry no service.
var connectionMessages = map[string]bool{"Hello": true, "Error": true, "ReverseHello": true}

// defectiveOPCUA is the defects after which the sides may stop at different
// places.
const defectiveOPCUA = wire.Truncated | wire.TooDeep | wire.Omitted | wire.BadLength | wire.NotCaptured
