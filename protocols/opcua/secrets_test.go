package opcua

import (
	"testing"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// TestSecretsOfBadBodies: an identity in an ExtensionObject whose encoding octet
// or length is wrong, alone or in a list longer than what is there, is withheld.
func TestSecretsOfBadBodies(t *testing.T) {
	secret := []byte(opcuagen.Secrets()[0])
	identity := func(encoding byte, n int) []byte {
		return append(append([]byte{1, 0, 324 & 0xff, 324 >> 8, encoding}, le32(n)...), secret...)
	}
	for name, variant := range map[string][]byte{
		"a reserved encoding": append([]byte{22}, identity(3, len(secret))...),
		"a length beyond":     append([]byte{22}, identity(1, len(secret)+1)...),
		"a list beyond":       append(append([]byte{0x80 | 22}, le32(1000)...), identity(1, len(secret))...),
		"as XML":              append([]byte{22}, identity(2, len(secret))...),
	} {
		body := requestOf(673, le32(1), []byte{0, 85}, le32(13), []byte{0xff, 0xff, 0xff, 0xff, 1}, variant)
		c := wire.Case{Name: name, Steps: []wire.Step{{Octets: chunkOf('F', 1, 1, body)}}}
		r := wiretest.Record(&Protocol, &c, wiretest.Whole)
		noSecret(t, name, r)
		if len(r.Messages) == 0 {
			t.Errorf("%s: no message", name)
		}
	}
}
