package oracle

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
// behind a message; what Banken makes of fields (points, operations, statuses).
// Not compared either: how deep a field is nested. Of secrets (passwords, tokens,
// nonces, signatures) Banken keeps the length, which is what is compared; of
// certificates the length and the SHA-1 of the first, which is taken here of
// the octets tshark shows.
//
// What one side cannot tell ends its row, or stands in it, as an item of its own,
// so that what the other has instead is a difference that must be listed:
// encrypted, of which tshark dissects the ciphertext as if it were clear; octets,
// content Banken shows as it is (octets too many, or of no known structure);
// malformed, where tshark gave up; Body, an ExtensionObject's octets. Values that
// Banken withholds for where they stand (arguments of methods that take
// passwords) differ from those tshark shows, and are listed too.
//
// A message of several chunks is one row, of the frame of its last chunk. The
// size of all its chunks, which only Banken tells, is not compared.
var opcuaMapping = Mapping{
	Protocol: "opcua",
	Protos:   []string{"opcua", "_ws.malformed"},
	Theirs:   theirOPCUA,
	Ours:     ourOPCUA,
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
type opcuaRow struct{ Row }

// header says that the items up to here tell which message it is.
func (r *opcuaRow) header() { r.Head = len(r.Items) }

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
